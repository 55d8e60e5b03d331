/** Differences that stay, each with its reason; DIFFERENCES.md names them too. */
import type { Operation, Outcome, Value } from './operations.ts';
import { thingIn } from './operations.ts';

/** An operation that came out differently. */
export interface Case {
  readonly operation: Operation;
  /** All operations up to this one. */
  readonly operations: readonly Operation[];
  readonly linux: Outcome;
  readonly ours: Outcome;
}

export interface Reason {
  readonly why: string;
  /** What follows is another story on both sides: the rest of the sequence is not compared. */
  readonly ends: boolean;
}

interface Known extends Reason {
  holds(found: Case): boolean;
}

const isTcp = (slot: string, operations: readonly Operation[]): boolean => thingIn(slot, operations).endsWith('tcp');

/** Whether the outcomes differ in nothing but how TCP sockets are. */
const onlyTcp = ({ operations, linux, ours }: Case): boolean =>
  Object.entries(linux.masks).every(([slot, mask]) => mask === ours.masks[slot] || isTcp(slot, operations));

/** Also what follows of it: bytes that have not left yet arrive later, or never, and their receiver resets. */
function isHowMuchFits(found: Case): boolean {
  const { operation, operations, linux, ours } = found;
  if (!operations.some((earlier) => earlier.do === 'fill' && isTcp(earlier.on, operations))) return false;
  const isSame = JSON.stringify(linux.value) === JSON.stringify(ours.value);
  return isSame ? onlyTcp(found) : 'on' in operation && isTcp(operation.on, operations);
}

/** Linux counts what messages take of its memory, Glaswerk counts messages. */
function isFullUdp({ operation, operations }: Case): boolean {
  const isShrunk = operations.some(
    (earlier) => earlier.do === 'setopt' && earlier.option === 'SO_RCVBUF' && thingIn(earlier.on, operations) === 'udp',
  );
  return isShrunk && 'on' in operation && thingIn(operation.on, operations) === 'udp';
}

const isUdp = (slot: string, operations: readonly Operation[]): boolean => thingIn(slot, operations) === 'udp';

/** Linux keeps the peer, but not the way to it: of what is sent then, only the first message arrives. */
function isAfterFailedConnect({ operation, operations }: Case): boolean {
  const connects = operations.filter((earlier) => earlier.do === 'connect' && isUdp(earlier.on, operations));
  const hasFailed = connects
    .slice(1)
    .some((earlier) => 'to' in earlier && JSON.stringify(earlier.to).includes('10.9.8.7'));
  return hasFailed && 'on' in operation && isUdp(operation.on, operations);
}

/** Linux tells an old connection from a new one by their sequence numbers. */
const isOverOldConnection = ({ operation, linux, ours }: Case): boolean =>
  operation.do === 'connect' && linux.value === 'E:EINPROGRESS' && ours.value === 'E:EADDRNOTAVAIL';

const sorted = (value: Value): string =>
  Array.isArray(value)
    ? value
        .map((item) => JSON.stringify(item))
        .toSorted()
        .join()
    : JSON.stringify(value);

/** Linux lists a descriptor when something has changed on it, and looks only when it is asked whether it is ready. */
const isOtherOrder = ({ operation, linux, ours }: Case): boolean =>
  operation.do === 'ewait' && sorted(linux.value) === sorted(ours.value);

const KNOWN: readonly Known[] = [
  { why: 'how much fits before a write to a full TCP connection blocks', ends: true, holds: isHowMuchFits },
  { why: 'in which order epoll reports what has become ready', ends: true, holds: isOtherOrder },
  { why: 'a UDP socket that was connected, after a connect(2) that failed', ends: true, holds: isAfterFailedConnect },
  { why: 'connecting where an old connection of the same ports waits', ends: true, holds: isOverOldConnection },
  { why: 'how many messages a UDP socket keeps', ends: true, holds: isFullUdp },
];

/** Why an operation may come out differently; undefined when it may not. */
export const reasonFor = (found: Case): Reason | undefined => KNOWN.find((known) => known.holds(found));
