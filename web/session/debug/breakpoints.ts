/**
 * Breakpoints as values: which two are the same, which one a step suggests, and which system calls one can wait for.
 */
import type { BreakpointSpec, Step } from '../../../src/index.ts';

export type SyscallName = NonNullable<BreakpointSpec['syscall']>;

/** Whether two breakpoints stop at the same. */
export function isSameBreakpoint(one: BreakpointSpec, other: BreakpointSpec): boolean {
  return identity(one) === identity(other);
}

const identity = (spec: BreakpointSpec): string =>
  JSON.stringify(Object.entries(spec).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** The breakpoint that stops at steps like this one; undefined for a kind of step at which no breakpoint stops. */
export function breakpointOfStep(step: Step | undefined): BreakpointSpec | undefined {
  if (step === undefined) return undefined;
  const { kind, name } = step;
  if (kind === 'call') return { call: name };
  if (kind === 'return' || kind === 'raise') return { leave: name };
  if (kind === 'syscall') return { syscall: name as SyscallName };
  return kind === 'block' ? { wait: name as SyscallName } : undefined;
}

/** Every system call, and whether it can block. */
const CAN_WAIT: Readonly<Record<SyscallName, boolean>> = {
  accept4: true,
  bind: false,
  clock_gettime: false,
  clone: false,
  close: false,
  connect: true,
  dup: false,
  epoll_create1: false,
  epoll_ctl: false,
  epoll_wait: true,
  exit_group: false,
  fork: false,
  futex_wait: true,
  futex_wake: false,
  getpeername: false,
  getpid: false,
  getsockname: false,
  getsockopt: false,
  ioctl: false,
  kill: false,
  listen: false,
  nanosleep: true,
  pipe: false,
  poll: true,
  read: true,
  recvfrom: true,
  sched_yield: true,
  select: true,
  sendto: true,
  setsockopt: false,
  shutdown: false,
  socket: false,
  waitpid: true,
  write: true,
};

/** The names of all system calls. */
export const SYSCALL_NAMES: readonly string[] = Object.keys(CAN_WAIT);

export const isSyscall = (name: string): name is SyscallName => Object.hasOwn(CAN_WAIT, name);

/** Whether a system call can block: only then does a breakpoint on its wait make sense. */
export const canWait = (name: SyscallName): boolean => CAN_WAIT[name];
