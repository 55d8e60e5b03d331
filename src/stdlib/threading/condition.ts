/** Waits for changes of state that a lock guards. Mirrors `threading.Condition`. */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { RuntimeError, ValueError } from '../../python/errors.ts';
import { isGenerator } from '../../python/iterate.ts';
import { repr } from '../../python/repr.ts';
import { isTrue } from '../../python/truth.ts';
import { monotonic } from '../time.ts';
import { Lock, RLock } from './lock.ts';
import { waitTimeout } from './timeouts.ts';
import { Waiter } from './waiting.ts';

/**
 * A lock, and threads that wait for changes of the state that it guards. A thread must hold the lock to wait or notify.
 * @python threading.Condition
 */
export class Condition {
  /** @internal */
  readonly _lock: Lock | RLock;
  /** Waiting threads, the longest waiting first. @internal */
  _waiters: Waiter[] = [];

  /** Without a lock it creates a reentrant one. */
  constructor(lock: Lock | RLock = new RLock()) {
    this._lock = lock;
  }

  __repr__(): string {
    return `<Condition(${repr(this._lock)}, ${this._waiters.length})>`;
  }

  /** @python threading.Condition.acquire */
  *acquire(blocking = true, timeout = -1): Sys<boolean> {
    return yield* this._lock.acquire(blocking, timeout);
  }

  /** @python threading.Condition.release */
  *release(): Sys<void> {
    yield* this._lock.release();
  }

  /** `with condition:` acquires the lock. @python threading.Condition.__enter__ */
  *__enter__(): Sys<boolean> {
    return yield* this._lock.__enter__();
  }

  /** @python threading.Condition.__exit__ */
  *__exit__(): Sys<void> {
    yield* this._lock.__exit__();
  }

  /**
   * Releases the lock, waits for a notification, acquires the lock again. False after `timeout` seconds without one. A
   * thread that timed out stays in the queue until it has the lock again: a notification during that time counts as its
   * own, as in Python.
   * @python threading.Condition.wait
   */
  *wait(timeout?: number): Sys<boolean> {
    if (!(yield* this._isOwned())) throw new RuntimeError('cannot wait on un-acquired lock');
    const waiter = new Waiter();
    this._waiters.push(waiter);
    const state = yield* this._releaseSave();
    let isNotified = false;
    try {
      isNotified = yield* waiter.wait(waitTimeout(timeout));
      return isNotified;
    } finally {
      yield* this._acquireRestore(state);
      if (!isNotified) this._remove(waiter);
    }
  }

  /**
   * Waits until `predicate` returns a true value, at most `timeout` seconds; returns its last result. The predicate may
   * block.
   * @python threading.Condition.wait_for
   * @differs a timeout of NaN raises ValueError; Python then polls forever without a pause
   */
  *waitFor<T>(predicate: () => T | Sys<T>, timeout?: number): Sys<T> {
    if (Number.isNaN(timeout)) throw new ValueError('Invalid value NaN (not a number)');
    let deadline: number | undefined;
    let left = timeout;
    let result = yield* asked(predicate);
    while (!isTrue(result)) {
      if (left !== undefined && deadline !== undefined) {
        left = deadline - monotonic();
        if (left <= 0) break;
      }
      if (left !== undefined) deadline ??= monotonic() + left;
      yield* this.wait(left);
      result = yield* asked(predicate);
    }
    return result;
  }

  /** Notifies at most `count` waiting threads, the longest waiting first. @python threading.Condition.notify */
  *notify(count = 1): Sys<void> {
    if (!(yield* this._isOwned())) throw new RuntimeError('cannot notify on un-acquired lock');
    for (let left = count; this._waiters.length > 0 && left > 0; left -= 1) {
      const [waiter] = this._waiters;
      if (waiter === undefined) return;
      yield* waiter.notify();
      this._remove(waiter);
    }
  }

  /** @python threading.Condition.notify_all */
  *notifyAll(): Sys<void> {
    yield* this.notify(this._waiters.length);
  }

  /** Whether the lock is taken, or owned by the caller if the lock knows its owner. @internal */
  *_isOwned(): Sys<boolean> {
    const lock = this._lock;
    if (lock instanceof RLock) return lock._isOwned();
    if (!(yield* lock.acquire(false))) return true;
    yield* lock.release();
    return false;
  }

  *_releaseSave(): Sys<readonly [number, number]> {
    if (this._lock instanceof RLock) return yield* this._lock._releaseSave();
    yield* this._lock.release();
    return [0, 0];
  }

  *_acquireRestore(state: readonly [number, number]): Sys<void> {
    if (this._lock instanceof RLock) yield* this._lock._acquireRestore(state);
    else yield* this._lock.acquire();
  }

  _remove(waiter: Waiter): void {
    const place = this._waiters.indexOf(waiter);
    if (place >= 0) this._waiters.splice(place, 1);
  }

  /** The condition in a forked child: the queue is copied, but none of its threads exists in the child. @internal */
  copyForFork(copyHeld: <T>(held: T) => T): Condition {
    const copy = new Condition(copyHeld(this._lock));
    copy._waiters = this._waiters.map(() => new Waiter());
    return copy;
  }

  static readonly name: string = registerClass('threading', 'Condition', Condition, {
    own: ['copyForFork', '_isOwned', '_releaseSave', '_acquireRestore', '_remove'],
  });
}

function* asked<T>(predicate: () => T | Sys<T>): Sys<T> {
  const answer = predicate();
  return isGenerator(answer) ? yield* answer : answer;
}
