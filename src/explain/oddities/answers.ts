/** System calls whose results look like faults, or like nothing, and are answers: errors, empty reads, passed time. */
import type { MomentRow } from '../moments/moment.ts';
import { harmlessException, why } from './exceptions.ts';
import type { Why } from './exceptions.ts';
import { callAround, callWithin, lastPart, nextOf, previousOf, returnOf } from './look-around.ts';
import type { OddityRows } from './look-around.ts';

const ODD = / = (E[A-Z]+|0 \(timeout\)|0)$/;
const TIMEOUT = '0 (timeout)';

/** Errors of calls that nobody raises an exception of, with why. */
const ERRORS: Readonly<Record<string, Why>> = {
  'recvfrom EAGAIN': why('again'),
  'accept4 EAGAIN': why('again'),
  'sendto EAGAIN': why('again'),
  'read EAGAIN': why('again'),
  'write EAGAIN': why('again'),
  'connect EINPROGRESS': why('connecting'),
  'getpeername ENOTCONN': why('nameless'),
  'epoll_ctl ENOENT': why('unregistered'),
  'epoll_ctl EBADF': why('unregistered'),
  'futex_wait ETIMEDOUT': why('not woken'),
};

/** What a system call answers that is worth a word: an error, the passed time, or 0; undefined otherwise. */
const oddAnswer = (detail: string): string | undefined => ODD.exec(detail)?.[1];

/** Whether a step looks like a fault at first sight: an exception, or a system call that answers an error. */
export const looksLikeFault = ({ kind, detail }: Pick<MomentRow, 'kind' | 'detail'>): boolean =>
  kind === 'raise' || (kind === 'syscall' && oddAnswer(detail)?.startsWith('E') === true);

/** Whether there may be a word to say of a step; with `looksLikeFault` it is one that a reader waits for. */
export const mayBeHarmless = (row: Pick<MomentRow, 'kind' | 'name' | 'detail'>): boolean =>
  looksLikeFault(row) ||
  (row.kind === 'syscall' &&
    (row.detail.endsWith(TIMEOUT) || (row.name === 'recvfrom' && row.detail.endsWith(' = 0'))));

/** Why the answer of a system call is harmless. */
export function harmlessAnswer(rows: OddityRows, row: MomentRow): Why | undefined {
  const answer = oddAnswer(row.detail);
  if (answer === undefined) return undefined;
  if (answer === '0') return zero(rows, row);
  const next = nextOf(rows, row);
  if (next?.kind === 'raise' && next.depth < row.depth) return harmlessException(rows, next);
  if (answer === TIMEOUT) return next === undefined ? undefined : passed(rows, row);
  const key = `${row.name} ${answer}`;
  return next !== undefined && Object.hasOwn(ERRORS, key) ? ERRORS[key] : undefined;
}

/** What `serve_forever` does after a wait: it goes on, or has been told to stop. */
const LOOP: ReadonlySet<string> = new Set(['service_actions', 'close']);

/** A wait that has come to the end of its time. */
function passed(rows: OddityRows, row: MomentRow): Why | undefined {
  const select = callAround(rows, row);
  if (select === undefined || lastPart(select.name) !== 'select') return why('nothing');
  if (row.name === 'epoll_wait' && lastPart(callAround(rows, select)?.name ?? '') === 'execute') return why('drained');
  const returned = returnOf(rows, select);
  const next = returned && nextOf(rows, returned);
  if (next === undefined) return undefined;
  return select.depth > 0 && LOOP.has(lastPart(next.name)) ? why('idle') : why('nothing');
}

function zero(rows: OddityRows, row: MomentRow): Why | undefined {
  if (row.name === 'sendto') return emptyDatagram(rows, row);
  return row.name === 'recvfrom' ? end(rows, row) : undefined;
}

const isDatagramFinish = (name: string): boolean => name === 'socketserver.DatagramRequestHandler.finish';

/** A handler that has written nothing; one that has failed is another matter. */
function emptyDatagram(rows: OddityRows, row: MomentRow): Why | undefined {
  const finish = callWithin(rows, row, isDatagramFinish);
  const init = finish && callAround(rows, finish);
  return init !== undefined && returnOf(rows, init) !== undefined ? why('empty datagram') : undefined;
}

/** Methods in which the end of the input means something. */
const READERS: ReadonlySet<string> = new Set(['handle_one_request', 'parse_request', 'execute', 'finish_request']);

/** An empty read: the other side has said all that it has to say. */
function end(rows: OddityRows, row: MomentRow): Why | undefined {
  const reader = callWithin(rows, row, (name) => READERS.has(lastPart(name)));
  if (reader === undefined) return why('end');
  if (lastPart(reader.name) === 'handle_one_request') return why('end.request');
  if (lastPart(reader.name) === 'execute' && isDrain(rows, row)) return why('end.drain');
  return returnOf(rows, reader) === undefined ? undefined : why('end');
}

/** Whether the read was made because the selector of the drain has reported bytes, or the end. */
function isDrain(rows: OddityRows, row: MomentRow): boolean {
  const read = callWithin(rows, row, (name) => name === 'io.BufferedReader.read');
  return read !== undefined && previousOf(rows, read)?.name === 'selectors.EpollSelector.select';
}
