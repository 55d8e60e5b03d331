/** What is wrong with the reader's app, as messages say it. */
import type { LoadNotice } from './notices.ts';

/** What is wrong with the reader's app, as the page shows it. */
export interface AppProblem {
  /** Whether it was found when the app was compiled, when it was loaded, or in a request. */
  readonly when: 'compile' | 'load' | 'request';
  readonly message: string;
  /** From 1; undefined if unknown. */
  readonly line: number | undefined;
}

/** Why the reader's app could not be loaded. */
export interface LoadProblem {
  readonly notice: LoadNotice;
  /** From 1; undefined if unknown. */
  readonly line: number | undefined;
}

/** A frame of a JavaScript stack, in the source of the reader's app. */
export interface ComplaintFrame {
  /** Name of the function; empty if it has none. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 0 if the engine does not tell. */
  readonly column: number;
}

/** Something that an app did wrong in a request; see `machine.errors`. */
export interface ComplaintInfo {
  readonly kind: 'error' | 'warning';
  readonly text: string;
  /** What to do about it; empty if unknown. */
  readonly hint: string;
  /** Length of the log at that moment. */
  readonly step: number;
  readonly thread: string;
  /** Innermost first; empty for an app that comes with Glaswerk. */
  readonly frames: readonly ComplaintFrame[];
}
