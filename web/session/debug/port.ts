/** What the parts that stop the machine, and drive it by hand, know of it and ask of the page. */
import type { BreakpointSpec } from '../../../src/index.ts';
import type { Pause, StepMove } from '../../../src/host/protocol.ts';

/** A breakpoint as the reader has set it. */
export interface PageBreakpoint {
  readonly id: number;
  readonly spec: BreakpointSpec;
  /** One that is off is kept, and nothing stops at it. */
  readonly isOn: boolean;
  /** How often the machine has stopped at it. */
  readonly hits: number;
  /** Why the machine refused it; empty when it has not. */
  readonly problem: string;
}

/** Why the machine stands still, and where. */
export interface PagePause extends Pause {
  /** Where it stopped, if something has been done to it since then. */
  readonly since?: number | undefined;
}

/** What is shown. */
export interface DebugState {
  readonly breakpoints: readonly PageBreakpoint[];
  /** Why the machine stands still; undefined while it may go on. Its `hits` are numbers of breakpoints, `id`. */
  readonly pause: PagePause | undefined;
  /** Whether the reader decides who runs. */
  readonly isAsking: boolean;
}

/** What is asked of the page. */
export interface DebugPort {
  addBreakpoint(spec: BreakpointSpec): void;
  changeBreakpoint(id: number, change: { readonly spec?: BreakpointSpec; readonly isOn?: boolean }): void;
  removeBreakpoint(id: number): void;
  pause(): void;
  /** Lets a paused machine go on. */
  resume(): void;
  /** Moves a paused machine on; only from the end of its log. */
  step(move: StepMove): void;
  /** Whether the reader decides who runs, wherever more than one thread could. */
  ask(isAsking: boolean): void;
  /** Decides who runs next. */
  choose(tid: number): void;
  /** Tells Python's names of all mirrored methods once they are known; before that undefined, if the machine cannot tell them now. */
  names(tell: (names: readonly string[] | undefined) => void): void;
}
