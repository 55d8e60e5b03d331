/**
 * How threads wait for each other: what CPython's locks do, with futex(2). A notified waiter stays notified, whatever
 * happens before its thread runs.
 */
import type { Sys } from '../../kernel/sys.ts';
import type { Micros } from '../../kernel/types.ts';
import { TimeoutError } from '../../python/errors.ts';
import { call, currentThread, monotonicMicros } from '../../python/libc.ts';

/** An object that threads wait for. */
export interface Awaited {
  /** How many threads wait: without any, waking costs no system call. */
  _waiting: number;
}

/** Waits on `key` until `isDone` returns true; false after `timeout`. Undefined waits forever, 0 does not wait. */
export function* waitUntil(key: Awaited, isDone: () => boolean, timeout: Micros | undefined): Sys<boolean> {
  const deadline = timeout === undefined ? undefined : monotonicMicros() + timeout;
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

/** Wakes at most `count` threads that wait on `key`. */
export function* wake(key: Awaited, count = Infinity): Sys<void> {
  if (key._waiting > 0) yield* call('futex_wake', key, count);
}

/** A waiting thread, as the lock that CPython creates for it: it is notified once, for good. */
export class Waiter implements Awaited {
  static readonly name: string = 'Waiter';
  _waiting = 0;
  isNotified = false;

  /** Waits for the notification; false after `timeout`. */
  *wait(timeout: Micros | undefined): Sys<boolean> {
    return yield* waitUntil(this, () => this.isNotified, timeout);
  }

  *notify(): Sys<void> {
    this.isNotified = true;
    yield* wake(this, 1);
  }
}

/** The common part of both kinds of locks: taken or free. Nothing depends on who holds it; snapshots say so. */
export class Mutex implements Awaited {
  static readonly name: string = 'Mutex';
  _waiting = 0;
  isTaken = false;
  /** Number of the thread that has taken it; 0 while it is free, and in a forked child. */
  holder = 0;

  /** Takes it; false when it was not free within `timeout`. */
  *take(timeout: Micros | undefined): Sys<boolean> {
    try {
      if (!(yield* waitUntil(this, () => !this.isTaken, timeout))) return false;
    } catch (error) {
      // An interrupted thread may have consumed the wake of a release: another one must not keep waiting for a free
      // lock.
      if (!this.isTaken) yield* wake(this, 1);
      throw error;
    }
    this.isTaken = true;
    this.holder = currentThread().tid;
    return true;
  }

  *give(): Sys<void> {
    this.isTaken = false;
    this.holder = 0;
    yield* wake(this, 1);
  }
}
