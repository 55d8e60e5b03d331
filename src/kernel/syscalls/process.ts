/** System calls on processes and signals. */
import { NEVER } from '../sched/never.ts';
import type { Memory, Process, Thread } from '../process.ts';
import { done, fail, OK, wait } from '../sys.ts';
import type { Outcome, ThreadMain, WaitStatus } from '../sys.ts';
import type { Pid, SignalName } from '../types.ts';

/**
 * fork(2): makes a child with copies of the caller's descriptors and memory, and runs `main` in it; returns its pid.
 * Errors: EAGAIN too many processes.
 * Differs: the child starts at `main`, since a generator's stack cannot be copied.
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

/** _exit(2): ends the caller's process and all its threads at once. */
export function exit_group(thread: Thread, status: number): Outcome<never> {
  thread.kernel.endProcess(thread.process, status);
  return NEVER;
}

/**
 * waitpid(2): removes an ended child from the table; pid -1 stands for any. Waits while none has ended, unless WNOHANG.
 * Returns [pid, status], or [0, 0] when WNOHANG finds none. Errors: ECHILD no such child.
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

/** kill(2): sends a signal to a process; a zombie ignores it. Errors: ESRCH no such process. */
export function kill(thread: Thread, pid: Pid, signal: SignalName): Outcome<0> {
  const process = thread.kernel.processes.get(pid);
  if (process === undefined) return fail('ESRCH');
  if (process.isAlive) thread.kernel.signal(process, signal);
  return thread.state === 'ended' ? NEVER : OK;
}

/**
 * A deep copy of plain data (records, arrays, maps, sets, bytes) that preserves shared references. Other objects are
 * not copied: original and copy share them.
 */
export function copyPlain(root: unknown): unknown {
  const copies = new Map<object, unknown>();
  // Copies that are not filled yet. There is no recursion, since a list may be linked a million times.
  const open: (() => void)[] = [];
  const copyOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const [copy, fill] = begun(value, copyOf);
    copies.set(value, copy);
    if (fill !== undefined) open.push(fill);
    return copy;
  };
  const copy = copyOf(root);
  for (let fill = open.pop(); fill !== undefined; fill = open.pop()) fill();
  return copy;
}

type Begun = readonly [copy: object, fill?: () => void];

/**
 * An empty copy, and a function that fills it. A value that cannot be inspected, such as a proxy that throws, is
 * shared.
 */
function begun(value: object, copyOf: (value: unknown) => unknown): Begun {
  try {
    if (Array.isArray(value)) return value.length > LONG ? begunLong(value, copyOf) : begunArray(value.slice(), copyOf);
    if (value instanceof Uint8Array) return [Uint8Array.from(value)];
    if (value instanceof Map) {
      const copy = new Map<unknown, unknown>();
      const entries = [...value];
      return [copy, () => entries.forEach(([key, item]) => void copy.set(copyOf(key), copyOf(item)))];
    }
    if (value instanceof Set) {
      const copy = new Set<unknown>();
      const items = [...value];
      return [copy, () => items.forEach((item) => void copy.add(copyOf(item)))];
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null ? begunRecord(Object.entries(value), copyOf) : [value];
  } catch {
    return [value];
  }
}

/** `copy` holds the items of the array. */
function begunArray(copy: unknown[], copyOf: (value: unknown) => unknown): Begun {
  const fill = (): void => {
    for (let index = 0; index < copy.length; index += 1) if (index in copy) copy[index] = copyOf(copy[index]);
  };
  return [copy, fill];
}

/** A longer array may be sparse: only existing items are copied. */
const LONG = 1_000_000;

function begunLong(value: readonly unknown[], copyOf: (value: unknown) => unknown): Begun {
  const copy: unknown[] = [];
  copy.length = value.length;
  const entries = Object.entries(value);
  const fill = (): void => {
    for (const [key, item] of entries) copy[Number(key)] = copyOf(item);
  };
  return [copy, fill];
}

function begunRecord(entries: readonly (readonly [string, unknown])[], copyOf: (value: unknown) => unknown): Begun {
  const copy: Record<string, unknown> = {};
  const fill = (): void => {
    for (const [key, value] of entries) {
      Object.defineProperty(copy, key, { value: copyOf(value), writable: true, enumerable: true, configurable: true });
    }
  };
  return [copy, fill];
}
