/**
 * The module `threading`: threads of the running process, and what they wait on each other with.
 *
 * What the C implementation does with locks is done with futex(2) here. Absent on purpose: thread-local data, timers,
 * barriers, semaphores, tracing hooks.
 */
import type { Sys } from '../kernel/sys.ts';
import type { Micros } from '../kernel/types.ts';
import { registerClass } from '../python/classes.ts';
import { BaseException, BlockingIOError, RuntimeError, SystemExit, TimeoutError } from '../python/errors.ts';
import { letGo } from '../python/finalize.ts';
import { call, currentProcess, currentThread as kernelThread, monotonicMicros, writeStderr } from '../python/libc.ts';
import { typeName } from '../python/repr.ts';
import { toMicros } from './time.ts';
import { formatException } from './traceback.ts';

/** What a thread is made of; all of it is optional. */
export interface ThreadOptions {
  /** What it runs, unless `run` is overridden. */
  readonly target?: () => Sys<void>;
  /** Python's name of the target, which becomes part of the thread's name. */
  readonly targetName?: string;
  readonly name?: string;
  /** Whether the process may end while it runs; by default as the thread that makes it. */
  readonly daemon?: boolean;
}

/** Threads of one process, as the interpreter keeps them. */
interface ThreadTable {
  /** After a fork the table is the parent's: none of its threads exist in the child. */
  readonly pid: number;
  readonly byTid: Map<number, Thread>;
  readonly main: Thread;
}

const TABLE = 'threads';
const COUNTER = 'thread names';

/**
 * A thread of the running process. Override `run`, or give a target. An exception that it does not catch is printed by
 * `excepthook` and ends it; the others do not notice.
 * @python threading.Thread @differs made with `new`, since nothing about that blocks; a target takes no arguments
 */
export class Thread {
  /** @internal */
  _name: string;
  /** @internal */
  _daemonic: boolean;
  /** @internal */
  _started = new Event();
  /** @internal */
  _isStopped = false;
  /** @internal */
  _waiting = 0;
  /** @internal */
  _ident: number | undefined;
  /** @internal */
  readonly _target: (() => Sys<void>) | undefined;

  constructor(options: ThreadOptions = {}) {
    this._target = options.target;
    const suffix = options.targetName === undefined ? '' : ` (${options.targetName})`;
    this._name = options.name ?? `Thread-${nextNumber()}${suffix}`;
    this._daemonic = options.daemon ?? inheritedDaemon();
  }

  /** @python threading.Thread.name */
  get name(): string {
    return this._name;
  }

  set name(name: string) {
    this._name = name;
  }

  /** Number of the thread in the machine; undefined before it starts. @python threading.Thread.ident */
  get ident(): number | undefined {
    return this._ident;
  }

  /** Whether the process may end while it runs. @python threading.Thread.daemon */
  get daemon(): boolean {
    return this._daemonic;
  }

  /** Raises RuntimeError once it has started. */
  set daemon(isDaemon: boolean) {
    if (this._started.isSet()) throw new RuntimeError('cannot set daemon status of active thread');
    this._daemonic = isDaemon;
  }

  /** Starts it, and returns when it has begun to run. Raises RuntimeError the second time, or when there is no room for it. @python threading.Thread.start */
  *start(): Sys<void> {
    if (this._started.isSet()) throw new RuntimeError('threads can only be started once');
    try {
      this._ident = yield* call('clone', () => this._bootstrap(), this._name);
    } catch (error) {
      if (error instanceof BlockingIOError) throw new RuntimeError("can't start new thread");
      throw error;
    }
    yield* this._started.wait();
  }

  /** What it does: calls the target. @python threading.Thread.run */
  *run(): Sys<void> {
    if (this._target !== undefined) yield* this._target();
  }

  /** Waits until it has ended, or `timeout` seconds have passed: ask `isAlive`. @python threading.Thread.join */
  *join(timeout?: number): Sys<void> {
    if (!this._started.isSet()) throw new RuntimeError('cannot join thread before it is started');
    if (this._ident === kernelThread().tid) throw new RuntimeError('cannot join current thread');
    yield* waitUntil(this, () => this._isStopped, timeout);
  }

  /** Whether it has started and not ended. @python threading.Thread.is_alive */
  isAlive(): boolean {
    return this._started.isSet() && !this._isStopped;
  }

  /** The whole life of the thread. @python threading.Thread._bootstrap_inner @internal */
  *_bootstrap(): Sys<void> {
    const { byTid } = table();
    const { tid } = kernelThread();
    this._ident = tid;
    byTid.set(tid, this);
    yield* this._started.set();
    try {
      yield* this.run();
    } catch (error) {
      if (!(error instanceof BaseException)) throw error;
      excepthook(error, this);
      yield* letGo(error);
    }
    byTid.delete(tid);
    this._isStopped = true;
    yield* wake(this);
  }

  __repr__(): string {
    const state = this._isStopped ? 'stopped' : this._started.isSet() ? 'started' : 'initial';
    const ident = this._ident === undefined ? '' : ` ${this._ident}`;
    return `<${typeName(this)}(${this._name}, ${state}${this._daemonic ? ' daemon' : ''}${ident})>`;
  }
}

/** Prints an exception that ended a thread; SystemExit ends it silently. @python threading.excepthook */
export function excepthook(error: BaseException, thread: Thread): void {
  if (error instanceof SystemExit) return;
  writeStderr(`Exception in thread ${thread.name}:\n`);
  writeStderr(formatException(error));
}

/** The object of the running thread. @python threading.current_thread */
export function currentThread(): Thread {
  const { byTid, main } = table();
  return byTid.get(kernelThread().tid) ?? main;
}

/** The thread that the process began with. @python threading.main_thread */
export const mainThread = (): Thread => table().main;

/** All threads that run. @python threading.enumerate */
export function enumerate(): Thread[] {
  const { byTid, main } = table();
  return [main, ...byTid.values()];
}

/** How many threads run. @python threading.active_count */
export const activeCount = (): number => enumerate().length;

/** Waits for all threads that are no daemons, as the interpreter does before it ends. @python threading._shutdown @internal */
export function* _shutdown(): Sys<void> {
  const { byTid } = table();
  for (;;) {
    const thread = [...byTid.values()].find((other) => !other.daemon && other.ident !== kernelThread().tid);
    if (thread === undefined) return;
    yield* thread.join();
  }
}

function table(): ThreadTable {
  const { interpreter, pid } = currentProcess();
  const known = interpreter.get(TABLE) as ThreadTable | undefined;
  if (known?.pid === pid) return known;
  const main = new Thread({ name: 'MainThread', daemon: false });
  main._started._flag = true;
  main._ident = currentProcess().mainThread?.tid;
  const made: ThreadTable = { pid, byTid: new Map(), main };
  interpreter.set(TABLE, made);
  return made;
}

function nextNumber(): number {
  const { interpreter } = currentProcess();
  const number = ((interpreter.get(COUNTER) as number | undefined) ?? 0) + 1;
  interpreter.set(COUNTER, number);
  return number;
}

const inheritedDaemon = (): boolean => currentThread().daemon;

/** Something that threads wait for. */
interface Awaited {
  /** How many threads wait: without any, waking costs no system call. */
  _waiting: number;
}

/** Waits on `key` until `isDone`; false when `timeout` seconds have passed before. */
function* waitUntil(key: Awaited, isDone: () => boolean, timeout: number | undefined): Sys<boolean> {
  const deadline = timeout === undefined ? undefined : monotonicMicros() + toMicros(Math.max(timeout, 0));
  while (!isDone()) {
    const left = deadline === undefined ? undefined : ((deadline - monotonicMicros()) as Micros);
    if (left !== undefined && left <= 0) return false;
    key._waiting += 1;
    try {
      yield* call('futex_wait', key, left);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    } finally {
      key._waiting -= 1;
    }
  }
  return true;
}

function* wake(key: Awaited, count = Infinity): Sys<void> {
  if (key._waiting > 0) yield* call('futex_wake', key, count);
}

/** A flag to wait for. @python threading.Event */
export class Event {
  /** @internal */
  _flag = false;
  /** @internal */
  _waiting = 0;

  /** @python threading.Event.is_set */
  isSet(): boolean {
    return this._flag;
  }

  /** Wakes all that wait, now and from now on. @python threading.Event.set */
  *set(): Sys<void> {
    this._flag = true;
    yield* wake(this);
  }

  /** @python threading.Event.clear */
  clear(): void {
    this._flag = false;
  }

  /** Waits until it is set; false when `timeout` seconds have passed before. @python threading.Event.wait */
  *wait(timeout?: number): Sys<boolean> {
    return yield* waitUntil(this, () => this._flag, timeout);
  }

  __repr__(): string {
    return `<threading.Event: ${this._flag ? 'set' : 'unset'}>`;
  }
}

/** Only one thread has it at a time. @python threading.Lock */
export class Lock {
  /** @internal */
  _locked = false;
  /** @internal */
  _waiting = 0;

  /** Takes it; waits for it, unless told otherwise. Answers whether it was taken. @python threading.Lock.acquire */
  *acquire(blocking = true, timeout = -1): Sys<boolean> {
    if (!blocking && this._locked) return false;
    const isFree = yield* waitUntil(this, () => !this._locked, timeout < 0 ? undefined : timeout);
    if (isFree) this._locked = true;
    return isFree;
  }

  /** Raises RuntimeError when nobody has it. @python threading.Lock.release */
  *release(): Sys<void> {
    if (!this._locked) throw new RuntimeError('release unlocked lock');
    this._locked = false;
    yield* wake(this, 1);
  }

  /** @python threading.Lock.locked */
  locked(): boolean {
    return this._locked;
  }
}

/** A lock, and threads that wait for news of what it guards. @python threading.Condition */
export class Condition {
  /** @internal */
  readonly _lock: Lock;
  /** @internal */
  readonly _waiters: (Awaited & { isNotified: boolean })[] = [];

  constructor(lock = new Lock()) {
    this._lock = lock;
  }

  *acquire(blocking = true, timeout = -1): Sys<boolean> {
    return yield* this._lock.acquire(blocking, timeout);
  }

  *release(): Sys<void> {
    yield* this._lock.release();
  }

  /** Gives the lock away, waits for news, takes it back. False when `timeout` seconds have passed before. @python threading.Condition.wait */
  *wait(timeout?: number): Sys<boolean> {
    if (!this._lock.locked()) throw new RuntimeError('cannot wait on un-acquired lock');
    const waiter = { isNotified: false, _waiting: 0 };
    this._waiters.push(waiter);
    yield* this._lock.release();
    try {
      const isNotified = yield* waitUntil(waiter, () => waiter.isNotified, timeout);
      if (!isNotified) this._waiters.splice(this._waiters.indexOf(waiter), 1);
      return isNotified;
    } finally {
      yield* this._lock.acquire();
    }
  }

  /** Tells at most `count` of those that wait, the longest waiting first. @python threading.Condition.notify */
  *notify(count = 1): Sys<void> {
    if (!this._lock.locked()) throw new RuntimeError('cannot notify on un-acquired lock');
    for (const waiter of this._waiters.splice(0, count)) {
      waiter.isNotified = true;
      yield* wake(waiter);
    }
  }

  /** @python threading.Condition.notify_all */
  *notifyAll(): Sys<void> {
    yield* this.notify(this._waiters.length);
  }
}

registerClass('threading', Event);
registerClass('threading', Thread, {
  names: { _bootstrap: '_bootstrap_inner' },
  own: ['__repr__', 'name', 'daemon', 'ident'],
});
registerClass('threading', Lock);
registerClass('threading', Condition);
