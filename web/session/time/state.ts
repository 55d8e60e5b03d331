/** What the parts of time show of a machine, as one value. */
import type { BranchInfo } from '../../../src/host/protocol.ts';
import type { DebugState } from '../debug/state.ts';
import type { Target } from '../log/moves.ts';
import type { StepFilter } from '../log/step-filter.ts';
import type { PageState } from '../store.ts';

/** What the axis of the timeline counts: steps, or virtual time. */
export type Axis = 'steps' | 'time';

/** `machine`: the machine has ended or failed; `server`: its server process has ended. */
export type End = 'machine' | 'server';

export interface TimeState {
  /** How many steps have happened in what is shown, and how many the log has. */
  readonly at: number;
  readonly length: number;
  /** Changes whenever steps are forgotten: a step number may mean another step then. */
  readonly version: number;
  /** Virtual time at the cursor, in seconds since boot. */
  readonly seconds: number;
  readonly isAtStart: boolean;
  /** Whether the cursor follows the live end. */
  readonly isLive: boolean;
  /** Whether a move forward is the machine's own, because it is paused at the end of its log. */
  readonly canDrive: boolean;
  /** Whether the cursor is where the machine is paused. */
  readonly isPaused: boolean;
  readonly end: End | undefined;
  readonly debug: DebugState;
  /** Number of the step at which the machine is paused. */
  readonly stop: number | undefined;
  /** Number of the step that belongs to what the pointer is on. */
  readonly marked: number | undefined;
  /** Whether a breakpoint can stop at steps like the one at the cursor, and whether there is one that does. */
  readonly here: 'none' | 'free' | 'set';
  readonly branches: readonly BranchInfo[];
  readonly filter: StepFilter;
  /** The text to search for; empty for none. */
  readonly query: string;
  /** What the previous and next moves go to. */
  readonly target: Target;
  readonly isPlaying: boolean;
  /** Rows per second while it plays. */
  readonly speed: number;
  readonly axis: Axis;
  /** Whether the list of breakpoints is open. */
  readonly isDrawerOpen: boolean;
}

/** Why nothing more will happen on the page's machine; undefined for a machine whose server runs. */
export function endOf({ health, live }: PageState): End | undefined {
  if (health === 'failed' || health === 'silent') return 'machine';
  return live === undefined || live.processes.some(({ name }) => name === 'server') ? undefined : 'server';
}
