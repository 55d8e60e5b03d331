/** A flag to wait for. Mirrors `threading.Event`. */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { ADDRESS, fullTypeName } from '../../python/repr.ts';
import { waitTimeout } from './timeouts.ts';
import { Waiter } from './waiting.ts';

/** A flag to wait for. @python threading.Event */
export class Event {
  /** @internal */
  _flag = false;
  /** Those that wait, the longest waiting first. @internal */
  _waiters: Waiter[] = [];

  /** @python threading.Event.is_set */
  isSet(): boolean {
    return this._flag;
  }

  /** Wakes all that wait, now and from now on; who waited stays woken, even if it is cleared before they run. @python threading.Event.set */
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

  /** Waits until it is set; false when `timeout` seconds have passed before. @python threading.Event.wait */
  *wait(timeout?: number): Sys<boolean> {
    if (this._flag) return true;
    const waiter = new Waiter();
    this._waiters.push(waiter);
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
  }

  /** As it is at the fork: none of the threads that wait is in the child. @internal */
  copyForFork(): Event {
    const copy = new Event();
    copy._flag = this._flag;
    return copy;
  }
}
registerClass('threading', Event, { own: ['copyForFork', '_remove'] });
