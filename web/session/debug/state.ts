/** What the page knows about breakpoints and about a paused machine. */
import type { SessionNotice } from '../notices.ts';
import type { BreakpointSpec } from '../../../src/index.ts';
import type { Asking, Pause } from '../../../src/host/protocol.ts';

/** A breakpoint as the reader has set it. */
export interface PageBreakpoint {
  readonly id: number;
  readonly spec: BreakpointSpec;
  /** A breakpoint that is off stays in the list, but the machine does not stop at it. */
  readonly isOn: boolean;
  /** How many times the machine has stopped at it. */
  readonly hits: number;
  /** Why the machine rejected it; empty if it did not. */
  readonly problem: SessionNotice | undefined;
}

/** Why the machine is paused, and where. */
export interface PagePause extends Pause {
  /** The step at which it stopped, if an input has been carried out since then. */
  readonly since?: number | undefined;
}

/** Breakpoints and pause, as the page shows them. */
export interface DebugState {
  readonly breakpoints: readonly PageBreakpoint[];
  /** Undefined while the machine runs. Its `hits` are ids of breakpoints. */
  readonly pause: PagePause | undefined;
  /** Whether the reader chooses which thread runs. */
  readonly isAsking: Asking;
}

export const NO_DEBUG: DebugState = { breakpoints: [], pause: undefined, isAsking: false };

/** The step at which the machine stopped. */
export const pausedAt = ({ since, step }: PagePause): number => since ?? step;

/** The breakpoints at which the machine has stopped. */
export function breakpointsHit({ pause, breakpoints }: DebugState): readonly PageBreakpoint[] {
  return breakpoints.filter(({ id }) => pause?.hits.includes(id) === true);
}
