/**
 * Queues of waiters. A queue belongs to the thing that can change (a socket's receive side, a listener's backlog, a
 * child's end); threads and epoll items wait in it until it wakes them.
 */

import { Few } from '../few.ts';

/** Is told when something may have changed. */
export interface Waiter {
  /** Called once for each wake. The waiter checks what has changed; it may leave the queue during the call. */
  wake(queue: WaitQueue): void;
}

/** Waiters in order of arrival. */
export class WaitQueue extends Few<Waiter> {
  /** Wakes at most `count` waiters, in order of arrival; returns how many. */
  wake(count = Infinity): number {
    const { size } = this;
    if (size === 0 || count < 1) return 0;
    if (size === 1) {
      this.first?.wake(this);
      return 1;
    }
    let told = 0;
    // A copy: a woken waiter may leave this queue, or return to it, during the loop.
    for (const waiter of [...this.members()]) {
      if (told === count) break;
      told += 1;
      waiter.wake(this);
    }
    return told;
  }
}
