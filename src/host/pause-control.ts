/** Where the machine is to stop, whether it stands still, and how it goes on by hand. */
import { SchemaError } from '../index.ts';
import type { BreakpointSpec, Machine, RunResult } from '../index.ts';
import { errorNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import type { Pause, StepMove } from './protocol.ts';

/** An invalid breakpoint: its index in the list, and why. */
export interface InvalidBreakpoint {
  readonly index: number;
  readonly notice: Notice;
}

export class PauseControl {
  private _isAsking = false;
  private _pause: Pause | undefined;
  private _specs: readonly BreakpointSpec[] = [];
  /** Places in the list, by the machine's own numbers. */
  private readonly _places = new Map<number, number>();

  /** Whether the reader says who runs next. */
  get isAsking(): boolean {
    return this._isAsking;
  }

  get pause(): Pause | undefined {
    return this._pause;
  }

  /**
   * Whether the machine may not go on by itself. Where something is to be chosen it may: it gets no further, but asks
   * anew.
   */
  get isHeld(): boolean {
    return this._pause !== undefined && this._pause.why !== 'choice';
  }

  /** Sets the breakpoints instead of those before; answers those that are none. */
  setBreakpoints(machine: Machine | undefined, specs: readonly BreakpointSpec[]): InvalidBreakpoint[] {
    this._specs = specs;
    // Places mean other breakpoints now; the page remembers which ones were hit.
    if (this._pause !== undefined) this._pause = { ...this._pause, hits: [] };
    return machine === undefined ? [] : this._breakAt(machine);
  }

  /** Throws TypeError for a machine whose order leaves nothing to choose. */
  ask(machine: Machine | undefined, isAsking: boolean): void {
    if (machine !== undefined) machine.asksForChoices = isAsking;
    this._isAsking = isAsking;
    if (!isAsking && this._pause?.why === 'choice') this._pause = undefined;
  }

  /** From here on the machine stops where it is to stop; until then it has lived what was lived before. */
  attach(machine: Machine): InvalidBreakpoint[] {
    if (machine.options.order === 'chosen') machine.asksForChoices = this._isAsking;
    return this._breakAt(machine);
  }

  /** Another machine takes its place. One that asked goes on until it asks again; one that was held stays so. */
  replace(machine: Machine): void {
    if (this._pause === undefined) return;
    this._pause = this.isHeld ? heldAt(machine.trace.length) : undefined;
  }

  /** Nothing holds any more. */
  release(): void {
    this._pause = undefined;
  }

  hold(machine: Machine, why: Pause['why'] = 'reader'): void {
    this._pause ??= { ...heldAt(machine.cursor), why };
  }

  /** A run has ended: perhaps where it was to stop. */
  learn(machine: Machine, { why, breakpoints }: RunResult): void {
    if (why === 'breakpoint') {
      const hits = breakpoints.flatMap(({ id }) => this._places.get(id) ?? []);
      this._pause = { why, step: machine.cursor, hits, choice: undefined };
    } else this._pause = choiceOf(machine);
  }

  /** Makes one move of a machine that is held; answers whether anything happened. */
  step(machine: Machine, move: StepMove, from: number): boolean {
    const start = Math.min(from, machine.trace.length);
    if (machine.cursor < start) machine.runTo(start);
    const { cursor } = machine;
    const before = new Map(machine.breakpoints.list().map(({ id, hits }) => [id, hits]));
    MOVES[move](machine);
    const hits = machine.breakpoints.list().filter(({ id, hits }) => hits > (before.get(id) ?? 0));
    const places = hits.flatMap(({ id }) => this._places.get(id) ?? []);
    const why = places.length > 0 ? 'breakpoint' : 'reader';
    this._pause = choiceOf(machine) ?? { ...heldAt(machine.cursor), why, hits: places };
    return machine.cursor > cursor;
  }

  /** Something was done to a machine that is held: what follows is seen from there. */
  touch(machine: Machine): void {
    if (this.isHeld) this._pause = { ...(this._pause ?? heldAt(0)), step: machine.cursor, hits: [] };
  }

  private _breakAt(machine: Machine): InvalidBreakpoint[] {
    const problems: InvalidBreakpoint[] = [];
    machine.breakpoints.clear();
    this._places.clear();
    for (const [place, spec] of this._specs.entries()) {
      try {
        this._places.set(machine.breakpoints.add(spec), place);
      } catch (error) {
        if (!(error instanceof SchemaError)) throw error;
        problems.push({ index: place, notice: errorNotice(error) });
      }
    }
    return problems;
  }
}

const MOVES: Readonly<Record<StepMove, (machine: Machine) => void>> = {
  step: (machine) => void machine.step(),
  into: (machine) => void machine.stepInto(),
  over: (machine) => void machine.stepOver(),
  out: (machine) => void machine.stepOut(),
};

const heldAt = (step: number): Pause => ({ why: 'reader', step, hits: [], choice: undefined });

function choiceOf({ choice, trace }: Machine): Pause | undefined {
  return choice === undefined ? undefined : { why: 'choice', step: trace.length, hits: [], choice };
}
