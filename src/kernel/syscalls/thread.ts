/** System calls on threads and futexes. */
import { done, fail, OK, wait } from '../sys.ts';
import type { Outcome, ThreadMain } from '../sys.ts';
import type { Thread } from '../process.ts';
import type { Micros, Tid } from '../types.ts';

/** clone(2) with CLONE_THREAD: starts a thread of the caller's process. Errors: EAGAIN too many threads. */
export function clone(thread: Thread, main: ThreadMain, name: string): Outcome<Tid> {
  const { kernel } = thread;
  if (kernel.threads.size >= kernel.limits.threads) return fail('EAGAIN');
  return done(kernel.addThread(thread.process, name, main).tid);
}

/**
 * futex(2) FUTEX_WAIT: waits until `key` is woken. A timeout is in microseconds. Errors: ETIMEDOUT the timeout expired.
 * Differs: the key is an object, not an address, and there is no expected value: threads never run at the same instant.
 */
export function futex_wait(thread: Thread, key: object, timeout: Micros | undefined): Outcome<0> {
  if (thread.call?.timedOut === true) return fail('ETIMEDOUT');
  if (thread.call?.waited === true) return OK;
  return wait([thread.kernel.futex(key)], timeout);
}

/** futex(2) FUTEX_WAKE: wakes at most `count` threads that wait on `key`; returns how many. */
export function futex_wake(thread: Thread, key: object, count: number): Outcome<number> {
  return done(thread.kernel.futex(key).wake(count));
}

/** sched_yield(2): lets other threads run first. */
export function sched_yield(thread: Thread): Outcome<0> {
  // A wait without queues and without time: the thread goes to the end of the line.
  return thread.call?.waited === true ? OK : wait([], 0 as Micros);
}
