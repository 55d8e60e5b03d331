/** System calls on processes and signals. */
import { NEVER } from '../never.ts';
import type { Memory, Process } from '../process.ts';
import { done, fail, OK, wait } from '../sys.ts';
import type { Outcome, ThreadMain, WaitStatus } from '../sys.ts';
import type { Thread } from '../thread.ts';
import type { Pid, SignalName } from '../types.ts';

/**
 * fork(2): makes a child with copies of the caller's descriptors and memory, and runs `main` in it; answers its pid.
 * Errors: EAGAIN too many processes.
 * Differs: the child starts at `main`, since a generator's stack can not be copied.
 */
export function fork(thread: Thread, main: ThreadMain): Outcome<Pid> {
  const { kernel, process } = thread;
  if (kernel.processes.size >= kernel.limits.processes) return fail('EAGAIN');
  const child = kernel.addProcess(process, `${process.name}-child`, {
    fds: process.fds.fork(),
    memory: copyPlain(process.memory) as Memory,
  });
  child.isRemote = process.isRemote;
  for (const [key, value] of process.interpreter) child.interpreter.set(key, copyPlain(value));
  kernel.addThread(child, 'MainThread', main);
  return done(child.pid);
}

/** _exit(2): ends the process of the caller, all its threads with it, at once. */
export function exit_group(thread: Thread, status: number): Outcome<never> {
  thread.kernel.endProcess(thread.process, status);
  return NEVER;
}

/**
 * waitpid(2): takes an ended child off the table; pid -1 stands for any. Waits while none has ended, unless WNOHANG.
 * Answers [pid, status], [0, 0] when WNOHANG finds none. Errors: ECHILD no such child.
 */
export function waitpid(thread: Thread, pid: Pid | -1, options: 'WNOHANG' | 0): Outcome<WaitStatus> {
  const { process } = thread;
  const candidates = pid === -1 ? [...process.children.values()] : [process.children.get(pid)];
  const known = candidates.filter((child): child is Process => child !== undefined);
  if (known.length === 0) return fail('ECHILD');
  for (const child of known) {
    if (child.exitStatus === undefined) continue;
    process.children.delete(child.pid);
    thread.kernel.processes.delete(child.pid);
    return done([child.pid, child.exitStatus] as const);
  }
  return options === 'WNOHANG' ? done([0, 0] as const) : wait([process.childEnded]);
}

/** getpid(2): the pid of the caller's process. */
export function getpid(thread: Thread): Outcome<Pid> {
  return done(thread.process.pid);
}

/** kill(2): sends a signal to a process. Errors: ESRCH no such process. */
export function kill(thread: Thread, pid: Pid, signal: SignalName): Outcome<0> {
  const process = thread.kernel.processes.get(pid);
  if (process === undefined || !process.isAlive) return fail('ESRCH');
  thread.kernel.signal(process, signal);
  return thread.state === 'ended' ? NEVER : OK;
}

/** A deep copy of plain data (records, arrays, maps, sets, bytes); anything else is shared, as a pointer to it would be. */
export function copyPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyPlain);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copyPlain(key), copyPlain(item)]));
  if (value instanceof Set) return new Set([...value].map(copyPlain));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyPlain(item)]));
}
