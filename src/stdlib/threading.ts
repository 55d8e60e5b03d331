/**
 * The module `threading`: threads of the running process, and the objects with which they wait for each other. What the
 * C implementation does with locks is done with futex(2) here.
 * Absent on purpose: thread-local data, tracing hooks.
 */
import type { Sys } from '../kernel/sys.ts';
import { registerClass } from '../python/classes.ts';
import { complainOf } from '../python/complaint.ts';
import { BlockingIOError, RuntimeError, SystemExit } from '../python/errors.ts';
import type { BaseException } from '../python/errors.ts';
import { releaseException } from '../python/finalize.ts';
import { asPythonError } from '../python/foreign.ts';
import { isGenerator } from '../python/iterate.ts';
import { call, currentProcess, currentThread as kernelThread, writeStderr } from '../python/libc.ts';
import { typeName } from '../python/repr.ts';
import { Event } from './threading/event.ts';
import { acquireTimeout, joinTimeout } from './threading/timeouts.ts';
import { waitUntil, wake } from './threading/waiting.ts';
import { formatException } from './traceback.ts';

export { Barrier, BrokenBarrierError } from './threading/barrier.ts';
export { Condition } from './threading/condition.ts';
export { Event } from './threading/event.ts';
export { Lock, RLock } from './threading/lock.ts';
export { BoundedSemaphore, Semaphore } from './threading/semaphore.ts';
export { TIMEOUT_MAX } from './threading/timeouts.ts';

/** Options of a thread. */
export interface ThreadOptions {
  /** Its function, unless `run` is overridden. */
  readonly target?: () => Sys<void>;
  /** Python's name of the target, which becomes part of the thread's name. */
  readonly targetName?: string;
  readonly name?: string;
  /** Whether the process may end while it runs; by default as for the thread that makes it. */
  readonly daemon?: boolean;
}

/** The threads of one process, as the interpreter keeps them. */
interface ThreadTable {
  /** After a fork the table is the parent's: none of its threads exist in the child. */
  readonly pid: number;
  readonly byTid: Map<number, Thread>;
  readonly main: Thread;
}

/** What locks raise. @python threading.ThreadError */
export const ThreadError = RuntimeError;

const TABLE = 'threads';
const COUNTER = 'thread names';

/**
 * A thread of the running process. Override `run`, or pass a target. An uncaught exception is printed by `excepthook`
 * and ends the thread; other threads continue.
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

  /** The kernel's number of the thread: the same one. @python threading.Thread.native_id */
  get nativeId(): number | undefined {
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

  /**
   * Starts it, and returns when it has begun to run. Raises RuntimeError the second time, or when there are too many
   * threads. @python threading.Thread.start
   */
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

  /** The thread's activity: calls the target. @python threading.Thread.run */
  *run(): Sys<void> {
    if (this._target !== undefined) yield* this._target();
  }

  /** Waits until it has ended, or for `timeout` seconds: check `isAlive`. @python threading.Thread.join */
  *join(timeout?: number): Sys<void> {
    if (!this._started.isSet()) throw new RuntimeError('cannot join thread before it is started');
    if (this._ident === kernelThread().tid) throw new RuntimeError('cannot join current thread');
    const wait = joinTimeout(timeout);
    if (this._isStopped) return;
    try {
      yield* waitUntil(this, () => this._isStopped, acquireTimeout(true, wait));
    } catch (error) {
      // As in CPython: after an interrupted join, a thread counts as stopped, and the interpreter does not wait for it
      // at exit.
      this._isStopped = true;
      yield* wake(this);
      throw error;
    }
  }

  /** Whether it has started and not ended. @python threading.Thread.is_alive */
  isAlive(): boolean {
    return this._started.isSet() && !this._isStopped;
  }

  /** Runs the whole thread. @python threading.Thread._bootstrap_inner @internal */
  *_bootstrap(): Sys<void> {
    const { byTid } = table();
    const { tid } = kernelThread();
    this._ident = tid;
    byTid.set(tid, this);
    yield* this._started.set();
    try {
      yield* this.run();
    } catch (thrown) {
      const error = asPythonError(thrown);
      excepthook(error, this);
      yield* releaseException(error);
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

  static readonly name: string = registerClass('threading', 'Thread', Thread, {
    names: { _bootstrap: '_bootstrap_inner' },
    own: ['__repr__', 'name', 'daemon', 'ident', 'nativeId'],
  });
}

/** The thread that a process begins with. @python threading._MainThread @internal */
class _MainThread extends Thread {
  static override readonly name: string = '_MainThread';
}

/**
 * Calls a function after some time, unless it is cancelled before.
 * @python threading.Timer
 * @differs the function takes no arguments
 */
export class Timer extends Thread {
  readonly interval: number;
  readonly function: () => void | Sys<void>;
  readonly finished = new Event();

  /** `interval` is in seconds. */
  constructor(interval: number, call: () => void | Sys<void>) {
    super();
    this.interval = interval;
    this.function = call;
  }

  /** Cancels the call; one that has begun continues. @python threading.Timer.cancel */
  *cancel(): Sys<void> {
    yield* this.finished.set();
  }

  /** @python threading.Timer.run */
  override *run(): Sys<void> {
    yield* this.finished.wait(this.interval);
    if (!this.finished.isSet()) {
      const calling = this.function();
      if (isGenerator(calling)) yield* calling;
    }
    yield* this.finished.set();
  }

  static override readonly name: string = registerClass('threading', 'Timer', Timer);
}

/**
 * Prints an exception that ended a thread; SystemExit ends it silently.
 * @python threading.excepthook
 * @differs takes the exception and the thread, one by one
 */
export function excepthook(error: BaseException, thread: Thread): void {
  if (error instanceof SystemExit) return;
  writeStderr(`Exception in thread ${thread.name}:\n`);
  complainOf(error);
  writeStderr(formatException(error));
}

/** The object of the running thread. @python threading.current_thread */
export function currentThread(): Thread {
  const { byTid, main } = table();
  return byTid.get(kernelThread().tid) ?? main;
}

/** Number of the running thread. @python threading.get_ident */
export const getIdent = (): number => kernelThread().tid;

/** The kernel's number of the running thread: the same one. @python threading.get_native_id */
export const getNativeId = getIdent;

/** The thread that the process began with. @python threading.main_thread */
export const mainThread = (): Thread => table().main;

/** All running threads. @python threading.enumerate */
export function enumerate(): Thread[] {
  const { byTid, main } = table();
  return [main, ...byTid.values()];
}

/** The number of running threads. @python threading.active_count */
export const activeCount = (): number => enumerate().length;

/** Waits for all non-daemon threads, as the interpreter does before it exits. @python threading._shutdown @internal */
export function* _shutdown(): Sys<void> {
  const { byTid } = table();
  for (;;) {
    const thread = [...byTid.values()].find(
      (other) => !other.daemon && !other._isStopped && other.ident !== kernelThread().tid,
    );
    if (thread === undefined) return;
    yield* thread.join();
  }
}

function table(): ThreadTable {
  const { interpreter, pid } = currentProcess();
  const known = interpreter.get(TABLE) as ThreadTable | undefined;
  if (known?.pid === pid) return known;
  const main = new _MainThread({ name: 'MainThread', daemon: false });
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
