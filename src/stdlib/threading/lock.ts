/** Locks of the module `threading`. What C does with a semaphore is done with futex(2) here. */
import type { Sys } from '../../kernel/sys.ts';
import type { Micros } from '../../kernel/types.ts';
import { registerClass } from '../../python/classes.ts';
import { RuntimeError } from '../../python/errors.ts';
import { currentProcess, currentThread } from '../../python/libc.ts';
import { ADDRESS } from '../../python/repr.ts';
import { acquireTimeout } from './timeouts.ts';
import { Mutex } from './waiting.ts';

/**
 * A lock that one thread holds at a time; any thread may release it. Works with `withManager`. @python threading.Lock
 */
export class Lock {
  /** @internal */
  readonly _mutex = new Mutex();

  /**
   * Acquires it; waits for it, unless told otherwise. Returns whether it was acquired. Raises ValueError, OverflowError
   * or TypeError for a bad timeout.
   * @python threading.Lock.acquire
   */
  *acquire(blocking = true, timeout = -1): Sys<boolean> {
    return yield* this._mutex.take(acquireTimeout(blocking, timeout));
  }

  /** Raises RuntimeError when it is not held. @python threading.Lock.release */
  *release(): Sys<void> {
    if (!this._mutex.isTaken) throw new RuntimeError('release unlocked lock');
    yield* this._mutex.give();
  }

  /** @python threading.Lock.locked */
  locked(): boolean {
    return this._mutex.isTaken;
  }

  /** `with lock:` acquires it. @python threading.Lock.__enter__ */
  *__enter__(): Sys<boolean> {
    return yield* this.acquire();
  }

  /** @python threading.Lock.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.release();
  }

  __repr__(): string {
    return `<${this.locked() ? 'locked' : 'unlocked'} _thread.lock object at ${ADDRESS}>`;
  }

  /** The lock in a forked child, without waiting threads. @internal */
  copyForFork(): Lock {
    const copy = new Lock();
    copy._mutex.isTaken = this._mutex.isTaken;
    return copy;
  }

  static readonly name: string = registerClass('threading', 'Lock', Lock, { own: ['__repr__', 'copyForFork'] });
}

const NOBODY = 0;
/** The thread that forked has another number in the child, where it is the main thread. */
const WHO_FORKED = -1;

/** A lock that its owner may acquire again, and must release as often. @python threading.RLock */
export class RLock {
  /** @internal */
  readonly _mutex = new Mutex();
  /** Number of the thread that holds it. @internal */
  _owner = NOBODY;
  /** How often the owner has acquired it. @internal */
  _count = 0;

  /** Acquires it, or once more if the caller owns it; arguments as for `Lock`. @python threading.RLock.acquire */
  *acquire(blocking = true, timeout = -1): Sys<boolean> {
    const wait = acquireTimeout(blocking, timeout);
    if (this._isOwned()) {
      this._count += 1;
      return true;
    }
    return yield* this._take(wait, 1);
  }

  /** Raises RuntimeError when the caller does not own it. @python threading.RLock.release */
  *release(): Sys<void> {
    if (!this._isOwned()) throw new RuntimeError('cannot release un-acquired lock');
    this._count -= 1;
    if (this._count > 0) return;
    this._owner = NOBODY;
    yield* this._mutex.give();
  }

  /** `with lock:` acquires it. @python threading.RLock.__enter__ */
  *__enter__(): Sys<boolean> {
    return yield* this.acquire();
  }

  /** @python threading.RLock.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.release();
  }

  /** Whether the caller owns it. @internal */
  _isOwned(): boolean {
    const thread = currentThread();
    const owner = this._owner === WHO_FORKED ? currentProcess().mainThread?.tid : this._owner;
    return this._count > 0 && owner === thread.tid;
  }

  /** How often the caller has acquired it. @internal */
  _recursionCount(): number {
    return this._isOwned() ? this._count : 0;
  }

  /** Releases it completely; returns what `_acquireRestore` needs. @internal */
  *_releaseSave(): Sys<readonly [count: number, owner: number]> {
    if (this._count === 0) throw new RuntimeError('cannot release un-acquired lock');
    const state = [this._count, this._owner] as const;
    this._count = 0;
    this._owner = NOBODY;
    yield* this._mutex.give();
    return state;
  }

  /** Acquires it as it was before. @internal */
  *_acquireRestore([count, owner]: readonly [count: number, owner: number]): Sys<void> {
    yield* this._take(undefined, count);
    this._owner = owner;
  }

  __repr__(): string {
    const state = this._count > 0 ? 'locked' : 'unlocked';
    return `<${state} _thread.RLock object owner=${this._owner} count=${this._count} at ${ADDRESS}>`;
  }

  /** The lock in a forked child, without waiting threads. @internal */
  copyForFork(): RLock {
    const copy = new RLock();
    copy._mutex.isTaken = this._mutex.isTaken;
    copy._owner = this._isOwned() ? WHO_FORKED : this._owner;
    copy._count = this._count;
    return copy;
  }

  *_take(wait: Micros | undefined, count: number): Sys<boolean> {
    if (!(yield* this._mutex.take(wait))) return false;
    this._owner = currentThread().tid;
    this._count = count;
    return true;
  }

  static readonly name: string = registerClass('threading', 'RLock', RLock, {
    own: ['__repr__', 'copyForFork', '_take', '_isOwned', '_releaseSave', '_acquireRestore', '_recursionCount'],
  });
}
