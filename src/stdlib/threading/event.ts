/** An event flag. Mirrors `threading.Event`. */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { ADDRESS, fullTypeName } from '../../python/repr.ts';
import { waitTimeout } from './timeouts.ts';
import { Waiter } from './waiting.ts';

/** Stands for no waiters; nothing is added to it. */
const NOBODY: Waiter[] = [];

/** A flag that threads wait for. @python threading.Event */
export class Event {
  /** @internal */
  _flag = false;
  /** Waiting threads, the longest waiting first. @internal */
  _waiters: Waiter[] = NOBODY;

  /** @python threading.Event.is_set */
  isSet(): boolean {
    return this._flag;
  }

  /**
   * Wakes all threads that wait, now and later; a woken thread stays woken, even if the flag is cleared before it runs.
   * @python threading.Event.set
   */
  *set(): Sys<void> {
    this._flag = true;
    for (const waiter of [...this._waiters]) {
      yield* waiter.notify();
      this._remove(waiter);
    }
  }

  /** @python threading.Event.clear */
  clear(): void {
    this._flag = false;
  }

  /** Waits until it is set; false after `timeout` seconds. @python threading.Event.wait */
  *wait(timeout?: number): Sys<boolean> {
    if (this._flag) return true;
    const waiter = new Waiter();
    if (this._waiters.length === 0) this._waiters = [waiter];
    else this._waiters.push(waiter);
    try {
      return yield* waiter.wait(waitTimeout(timeout));
    } finally {
      this._remove(waiter);
    }
  }

  __repr__(): string {
    return `<${fullTypeName(this)} at ${ADDRESS}: ${this._flag ? 'set' : 'unset'}>`;
  }

  _remove(waiter: Waiter): void {
    const place = this._waiters.indexOf(waiter);
    if (place >= 0) this._waiters.splice(place, 1);
    // An emptied array keeps the memory of what was in it, and each thread has an event.
    if (this._waiters.length === 0) this._waiters = NOBODY;
  }

  /** The event in a forked child: none of the waiting threads exists there. @internal */
  copyForFork(): Event {
    const copy = new Event();
    copy._flag = this._flag;
    return copy;
  }

  static readonly name: string = registerClass('threading', 'Event', Event, { own: ['copyForFork', '_remove'] });
}
