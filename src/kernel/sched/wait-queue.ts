/**
 * Queues of waiters. A queue belongs to the thing that can change (a socket's receive side, a listener's backlog, a
 * child's end); threads and epoll items wait in it until it wakes them.
 */

/** Is told when something may have changed. */
export interface Waiter {
  /** Called once for each wake. The waiter checks what has changed; it may leave the queue during the call. */
  wake(queue: WaitQueue): void;
}

/** Waiters in order of arrival. Costs one field until the first one arrives. */
export class WaitQueue {
  private _waiters: Set<Waiter> | undefined;

  get size(): number {
    return this._waiters?.size ?? 0;
  }

  add(waiter: Waiter): void {
    (this._waiters ??= new Set()).add(waiter);
  }

  delete(waiter: Waiter): void {
    this._waiters?.delete(waiter);
  }

  /** Wakes at most `count` waiters, in order of arrival; returns how many. */
  wake(count = Infinity): number {
    if (this._waiters === undefined || this._waiters.size === 0) return 0;
    let told = 0;
    // A copy: a woken waiter may leave this queue, or return to it, during the loop.
    for (const waiter of [...this._waiters]) {
      if (told === count) break;
      told += 1;
      waiter.wake(this);
    }
    return told;
  }
}
