/**
 * The contract between user space and kernel: `Sys<T>` for code that may block, `Outcome<T>` for the result of a system
 * call, and `SyscallTable`, the list of all system calls with their argument and result types.
 * Absent on purpose: exceptions. A system call answers `done`, `fail` or `wait`; only `python/libc.ts` turns a failure
 * into a raised OSError.
 */
import type { ErrnoName } from './errno.ts';
import type {
  Address,
  ClockName,
  Family,
  Fd,
  Micros,
  Pid,
  ShutdownHow,
  SignalName,
  SocketAddress,
  SocketType,
  Tid,
} from './types.ts';
import type { WaitQueue } from './sched/wait-queue.ts';

/**
 * Why a thread gives up the processor: it waits, it lets others run, or the machine was asked to stop here. Symbols, so
 * that no item of an app's body can be mistaken for one.
 */
export const WAIT: unique symbol = Symbol('wait');
export const SWITCH: unique symbol = Symbol('switch');
export const STOP: unique symbol = Symbol('stop');
export type Block = typeof WAIT | typeof SWITCH | typeof STOP;

/** Never present. It makes a forgotten `yield*` visible to the linter, which takes a Sys for a promise. */
interface PhantomThen {
  (onFulfilled: (value: never) => void, onRejected: (reason: never) => void): never;
}

/** A computation that may block. Run it with `yield*`; its result is T. */
export type Sys<T> = Generator<Block, T, void> & { readonly then?: PhantomThen };

/** A coroutine of mirrored code that was made and not started: the result of a forgotten `yield*`. */
export interface UnrunCoroutine {
  /** The name of the call, e.g. `getData`. */
  readonly calledAs: string;
  /** Python's name, e.g. `werkzeug.wrappers.request.Request.get_data`. */
  readonly pythonName: string;
}

/** The main function of a thread: called once, when the thread is first scheduled. */
export type ThreadMain = () => Sys<void>;

export interface Done<T> {
  readonly kind: 'done';
  readonly value: T;
}
export interface Fail {
  readonly kind: 'fail';
  readonly errno: ErrnoName;
}
/** The call cannot finish now. It is attempted again when a queue wakes or the timeout expires. */
export interface Wait {
  readonly kind: 'wait';
  /** Any of these queues may wake the thread. */
  readonly on: readonly WaitQueue[];
  /** How long to wait, counted from the first time this call waited; undefined waits forever. */
  readonly timeout: Micros | undefined;
  /**
   * True when only an event from outside the machine can end the wait with a result: such a wait does not count as
   * work, even with a timeout.
   */
  readonly idle: boolean;
}
export type Outcome<T> = Done<T> | Fail | Wait;

export const done = <T>(value: T): Done<T> => ({ kind: 'done', value });
export const fail = (errno: ErrnoName): Fail => ({ kind: 'fail', errno });
export const wait = (on: readonly WaitQueue[], timeout?: Micros, idle = false): Wait => ({
  kind: 'wait',
  on,
  timeout,
  idle,
});
/** The answer 0, which most calls give; shared because it is so common. */
export const OK: Done<0> = done(0);

/**
 * The result of recvfrom(2): the bytes, and the sender's address for datagrams and Unix sockets with a name. Do not
 * write into `data`: it travels by reference.
 */
export interface Received {
  readonly data: Uint8Array;
  readonly address: SocketAddress | undefined;
}

/** One descriptor of a poll(2) or epoll set: `events` is a mask of POLL* (EPOLL*) bits. */
export interface PollEntry {
  readonly fd: Fd;
  readonly events: number;
}

/** Descriptors that select(2) found ready. */
export interface Selected {
  readonly read: readonly Fd[];
  readonly write: readonly Fd[];
  readonly except: readonly Fd[];
}

/** How a child ended: its exit status, or -N when signal N ended it. Pid 0 means that no child has ended yet. */
export type WaitStatus = readonly [pid: Pid | 0, status: number];

export type EpollOperation = 'EPOLL_CTL_ADD' | 'EPOLL_CTL_MOD' | 'EPOLL_CTL_DEL';

/** Every system call: its arguments and its result. The names are Linux's. */
export interface SyscallTable {
  socket(family: Family, type: SocketType): Fd;
  bind(fd: Fd, address: SocketAddress): 0;
  listen(fd: Fd, backlog: number): 0;
  accept4(fd: Fd): readonly [Fd, SocketAddress];
  connect(fd: Fd, address: SocketAddress): 0;
  recvfrom(fd: Fd, size: number): Received;
  sendto(fd: Fd, data: Uint8Array, address?: SocketAddress): number;
  shutdown(fd: Fd, how: ShutdownHow): 0;
  getsockname(fd: Fd): SocketAddress;
  getpeername(fd: Fd): SocketAddress;
  setsockopt(fd: Fd, level: string, name: string, value: number | readonly [onoff: number, seconds: number]): 0;
  getsockopt(fd: Fd, level: string, name: string): number;

  close(fd: Fd): 0;
  dup(fd: Fd): Fd;
  pipe(): readonly [read: Fd, write: Fd];
  read(fd: Fd, size: number): Uint8Array;
  write(fd: Fd, data: Uint8Array): number;
  ioctl(fd: Fd, request: 'FIONBIO', value: 0 | 1): 0;

  poll(entries: readonly PollEntry[], timeout: Micros | undefined): readonly PollEntry[];
  select(read: readonly Fd[], write: readonly Fd[], timeout: Micros | undefined): Selected;
  epoll_create1(): Fd;
  epoll_ctl(epoll: Fd, operation: EpollOperation, fd: Fd, events: number): 0;
  epoll_wait(epoll: Fd, maxEvents: number, timeout: Micros | undefined): readonly PollEntry[];

  fork(main: ThreadMain): Pid;
  exit_group(status: number): never;
  waitpid(pid: Pid | -1, options: 'WNOHANG' | 0): WaitStatus;
  getpid(): Pid;
  kill(pid: Pid, signal: SignalName): 0;

  clone(main: ThreadMain, name: string): Tid;
  futex_wait(key: object, timeout: Micros | undefined): 0;
  futex_wake(key: object, count: number): number;
  sched_yield(): 0;

  clock_gettime(clock: ClockName): Micros;
  nanosleep(duration: Micros): 0;
}

export type SyscallName = keyof SyscallTable;
export type SyscallArguments<N extends SyscallName> = Parameters<SyscallTable[N]>;
export type SyscallResult<N extends SyscallName> = ReturnType<SyscallTable[N]>;

export type { Address };
