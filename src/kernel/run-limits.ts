/** How long a kernel may run, and why it has stopped. */
import type { Micros } from './types.ts';

/** Where a run ends, at the latest; whichever comes first. */
export interface RunLimits {
  /** Virtual time, in microseconds since boot. A run that reaches it moves the clock there. */
  readonly until?: Micros | undefined;
  /** How often threads may get the processor. */
  readonly resumptions?: number | undefined;
  /** How many system calls may be answered, so that a thread that never waits does not keep the processor forever. */
  readonly calls?: number | undefined;
  /**
   * With `until`: end earlier when only an event from outside could continue the run, as a run without `until` does.
   */
  readonly rest?: boolean | undefined;
  /**
   * Called when time has passed, before any thread woken by the clock runs, and after an empty turn. Returns whether to
   * stop there.
   */
  readonly moved?: (() => boolean) | undefined;
}

/**
 * Why a run ended. `idle`: all threads wait for events from outside. `time`, `steps`: the limit was reached.
 * `deadlock`: threads wait for each other. `stopped`: a stop was requested. `choice`: several threads can run and none
 * has been chosen yet. `exit`: no thread is left.
 */
export type StopReason = 'idle' | 'time' | 'steps' | 'deadlock' | 'stopped' | 'choice' | 'exit';
