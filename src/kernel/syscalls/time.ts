/** System calls on time. */
import { done, OK, wait } from '../sys.ts';
import type { Outcome } from '../sys.ts';
import type { Thread } from '../process.ts';
import type { ClockName, Micros } from '../types.ts';

/** clock_gettime(2): microseconds since boot (CLOCK_MONOTONIC) or since 1970-01-01 UTC (CLOCK_REALTIME). */
export function clock_gettime(thread: Thread, clock: ClockName): Outcome<Micros> {
  const { now, epoch } = thread.kernel.clock;
  return done(clock === 'CLOCK_REALTIME' ? ((now + epoch) as Micros) : now);
}

/** nanosleep(2): waits for `duration` microseconds. */
export function nanosleep(thread: Thread, duration: Micros): Outcome<0> {
  return thread.call?.timedOut === true ? OK : wait([], duration);
}
