/** Formats system calls as strace(1) does: arguments and results with the kernel's own names. */
import type { Done, Fail, PollEntry, Received, SyscallName } from '../kernel/sys.ts';
import type { Address } from '../kernel/types.ts';
import { text } from './show.ts';

/** Names of readiness bits, in strace's order. */
const BITS = [
  ['IN', 0x1],
  ['PRI', 0x2],
  ['OUT', 0x4],
  ['ERR', 0x8],
  ['HUP', 0x10],
  ['NVAL', 0x20],
  ['RDHUP', 0x2000],
] as const;

/** A mask of readiness bits by name: `POLLIN|POLLHUP`; `prefix` is POLL or EPOLL. */
export function maskText(mask: number, prefix: 'POLL' | 'EPOLL'): string {
  const names = BITS.filter(([, bit]) => (mask & bit) !== 0).map(([name]) => prefix + name);
  return names.length === 0 ? '0' : names.join('|');
}

/** A timeout in the unit of the call, milliseconds; -1 is forever. */
const timeoutText = (micros: unknown): string => (typeof micros === 'number' ? `${Math.ceil(micros / 1000)} ms` : '-1');

const entriesText = (entries: unknown, prefix: 'POLL' | 'EPOLL'): string =>
  `[${(entries as readonly PollEntry[]).map(({ fd, events }) => `${fd}: ${maskText(events, prefix)}`).join(', ')}]`;

const addressText = (address: unknown): string =>
  Array.isArray(address) ? (address as unknown as Address).join(':') : text(address);

const secondsText = (micros: unknown): string => `${(micros as number) / 1e6} s`;

type ArgumentsText = (args: readonly unknown[]) => string;

/** Calls whose arguments have a format of their own. */
const ARGUMENTS: { readonly [N in SyscallName]?: ArgumentsText } = {
  poll: ([entries, timeout]) => `${entriesText(entries, 'POLL')}, ${timeoutText(timeout)}`,
  select: ([read, write, timeout]) => `${text(read)}, ${text(write)}, ${timeoutText(timeout)}`,
  epoll_wait: ([epoll, count, timeout]) => `${text(epoll)}, ${text(count)}, ${timeoutText(timeout)}`,
  epoll_ctl: ([epoll, operation, fd, events]) =>
    `${text(epoll)}, ${String(operation)}, ${text(fd)}, ${maskText(events as number, 'EPOLL')}`,
  bind: ([fd, address]) => `${text(fd)}, ${addressText(address)}`,
  connect: ([fd, address]) => `${text(fd)}, ${addressText(address)}`,
  socket: (names) => names.join(', '),
  shutdown: ([fd, how]) => `${text(fd)}, ${String(how)}`,
  ioctl: ([fd, request, value]) => `${text(fd)}, ${String(request)}, ${text(value)}`,
  setsockopt: ([fd, level, name, value]) => `${text(fd)}, ${String(level)}, ${String(name)}, ${text(value)}`,
  getsockopt: ([fd, level, name]) => `${text(fd)}, ${String(level)}, ${String(name)}`,
  nanosleep: ([duration]) => secondsText(duration),
  clone: ([, name]) => text(name),
  fork: () => '',
  futex_wait: ([, timeout]) => (timeout === undefined ? '' : timeoutText(timeout)),
  futex_wake: ([, count]) => text(count),
};

type ValueText = (value: unknown) => string;

/** Calls whose result is more than a number. */
const RESULTS: { readonly [N in SyscallName]?: ValueText } = {
  poll: (ready) => ((ready as readonly PollEntry[]).length === 0 ? '0 (timeout)' : entriesText(ready, 'POLL')),
  epoll_wait: (ready) => ((ready as readonly PollEntry[]).length === 0 ? '0 (timeout)' : entriesText(ready, 'EPOLL')),
  recvfrom: (received) => {
    const { data, address } = received as Received;
    return `${data.length}${data.length === 0 ? '' : ` ${text(data)}`}${address === undefined ? '' : ` from ${addressText(address)}`}`;
  },
  read: (data) => `${(data as Uint8Array).length} ${text(data)}`,
  accept4: (accepted) => {
    const [fd, peer] = accepted as readonly [number, unknown];
    return `${fd} from ${addressText(peer)}`;
  },
  getsockname: addressText,
  getpeername: addressText,
};

/** The arguments of a system call, without parentheses. */
export const syscallArguments = (name: SyscallName, args: readonly unknown[]): string =>
  ARGUMENTS[name]?.(args) ?? args.map(text).join(', ');

/** The result of a system call. */
export function syscallResult(name: SyscallName, outcome: Done<unknown> | Fail): string {
  if (outcome.kind === 'fail') return outcome.errno;
  return RESULTS[name]?.(outcome.value) ?? text(outcome.value);
}
