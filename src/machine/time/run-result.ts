/** The result of `Machine.run`. */
import type { StopReason } from '../../kernel/run-limits.ts';
import type { Breakpoint } from './breakpoints.ts';

/** How a run ended. */
export interface RunResult {
  readonly why: StopReason | 'breakpoint' | 'limit' | 'panic';
  /** The breakpoints that were hit, when `why` is `'breakpoint'`. */
  readonly breakpoints: readonly Breakpoint[];
  /** The default limit that was reached, and how to continue, when `why` is `'limit'`. */
  readonly limit?: RunLimit;
  /** Steps in the log so far. */
  readonly steps: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  /** The kernel panic, when `why` is `'panic'`; the machine cannot continue. */
  readonly panic: Error | undefined;
}

/** The default limit that ended a run: without one, an app that never ends would block the caller forever. */
export interface RunLimit {
  readonly name: 'calls' | 'resumptions';
  readonly value: number;
  /** What was reached and how to continue, as a sentence. */
  readonly text: string;
}
