/** All system calls by name. To add one: declare it in `sys.ts`, implement it in this folder, list it here. */
import type { Outcome, SyscallArguments, SyscallName, SyscallResult } from '../sys.ts';
import type { Thread } from '../process.ts';
import { assert } from '../panic.ts';
import * as file from './file.ts';
import * as processes from './process.ts';
import * as readiness from './readiness.ts';
import * as sockets from './socket.ts';
import * as threads from './thread.ts';
import * as time from './time.ts';

type Implementations = {
  readonly [N in SyscallName]: (thread: Thread, ...args: SyscallArguments<N>) => Outcome<SyscallResult<N>>;
};

export const SYSCALLS: Implementations = {
  socket: sockets.socket,
  bind: sockets.bind,
  listen: sockets.listen,
  accept4: sockets.accept4,
  connect: sockets.connect,
  recvfrom: sockets.recvfrom,
  sendto: sockets.sendto,
  shutdown: sockets.shutdown,
  getsockname: sockets.getsockname,
  getpeername: sockets.getpeername,
  setsockopt: sockets.setsockopt,
  getsockopt: sockets.getsockopt,
  close: file.close,
  dup: file.dup,
  pipe: file.pipe,
  read: file.read,
  write: file.write,
  ioctl: file.ioctl,
  poll: readiness.poll,
  select: readiness.select,
  epoll_create1: readiness.epoll_create1,
  epoll_ctl: readiness.epoll_ctl,
  epoll_wait: readiness.epoll_wait,
  fork: processes.fork,
  exit_group: processes.exit_group,
  waitpid: processes.waitpid,
  getpid: processes.getpid,
  kill: processes.kill,
  clone: threads.clone,
  futex_wait: threads.futex_wait,
  futex_wake: threads.futex_wake,
  sched_yield: threads.sched_yield,
  clock_gettime: time.clock_gettime,
  nanosleep: time.nanosleep,
};

type Implementation = (thread: Thread, ...args: readonly unknown[]) => Outcome<unknown>;

/** A map: looking up a property by a name known only at run time is slower. */
const byName = new Map(Object.entries(SYSCALLS as unknown as Readonly<Record<SyscallName, Implementation>>));

/** The implementation of a system call. */
export function implementationOf(name: SyscallName): Implementation {
  const implementation = byName.get(name);
  assert(implementation !== undefined, `${name} is not a system call`);
  return implementation;
}
