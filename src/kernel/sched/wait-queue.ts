/**
 * Who waits for what. A queue belongs to the thing that can change (a socket's receive side, a listener's backlog, a
 * child's end); threads and epoll items stand in it until it wakes them.
 */

/** Somebody who can be told that something may have changed. */
export interface Waiter {
  /** Called once for each wake. The waiter looks for itself what has changed; it may leave the queue from here. */
  wake(queue: WaitQueue): void;
}

/** Waiters in the order in which they came. Costs one field until the first of them comes. */
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

  /** Tells at most `count` waiters, in the order in which they came; answers how many were told. */
  wake(count = Infinity): number {
    if (this._waiters === undefined || this._waiters.size === 0) return 0;
    let told = 0;
    // A copy: a woken waiter may leave this queue, or come back to it, while we walk.
    for (const waiter of [...this._waiters]) {
      if (told === count) break;
      told += 1;
      waiter.wake(this);
    }
    return told;
  }
}
