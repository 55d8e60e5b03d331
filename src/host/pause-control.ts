/** Where the machine stops, whether it is paused, and how the reader moves it on. */
import { SchemaError } from '../index.ts';
import type { BreakpointSpec, Machine, RunResult } from '../index.ts';
import { errorNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import type { Asking, Pause, StepMove } from './protocol.ts';
import type { Host } from './session-host.ts';

/** An invalid breakpoint: its index in the list, and why. */
export interface InvalidBreakpoint {
  readonly index: number;
  readonly notice: Notice;
}

export class PauseControl {
  private _isAsking: Asking = false;
  private _pause: Pause | undefined;
  private _specs: readonly BreakpointSpec[] = [];
  /** Indexes in the list, by the machine's own numbers. */
  private readonly _places = new Map<number, number>();
  private readonly _watchMoments: Host['watchMoments'];

  constructor(watchMoments: Host['watchMoments']) {
    this._watchMoments = watchMoments;
  }

  /** Whether the reader chooses the next thread. */
  get isAsking(): Asking {
    return this._isAsking;
  }

  get pause(): Pause | undefined {
    return this._pause;
  }

  /** Whether the machine may not run. One that waits for a choice may: it gets no further, and asks again. */
  get isHeld(): boolean {
    return this._pause !== undefined && this._pause.why !== 'choice';
  }

  /** Replaces all breakpoints; returns the invalid ones. */
  setBreakpoints(machine: Machine | undefined, specs: readonly BreakpointSpec[]): InvalidBreakpoint[] {
    this._specs = specs;
    // The indexes of earlier hits are no longer valid. The page remembers which breakpoints were hit.
    if (this._pause !== undefined) this._pause = { ...this._pause, hits: [] };
    return machine === undefined ? [] : this._setBreakpoints(machine);
  }

  /** Sets whether the machine asks. Throws TypeError for a machine whose order leaves nothing to choose. */
  ask(machine: Machine | undefined, isAsking: Asking): void {
    if (machine !== undefined) machine.asksForChoices = asksFor(isAsking);
    this._isAsking = isAsking;
    if (isAsking === false && this._pause?.why === 'choice') this._pause = undefined;
  }

  /** Makes a machine stop at the breakpoints, once its replay is done. */
  attach(machine: Machine): InvalidBreakpoint[] {
    if (machine.options.order === 'chosen') machine.asksForChoices = asksFor(this._isAsking);
    return this._setBreakpoints(machine);
  }

  /**
   * Another machine takes the place of this one. A pause stays, but a machine that waited for a choice asks again.
   */
  replace(machine: Machine): void {
    if (this._pause === undefined) return;
    this._pause = this.isHeld ? pausedAt(machine.trace.length) : undefined;
  }

  /** Ends the pause. */
  release(): void {
    this._pause = undefined;
  }

  hold(machine: Machine, why: Pause['why'] = 'reader'): void {
    this._pause ??= { ...pausedAt(machine.cursor), why };
  }

  /** Takes over why a run has ended: it may have hit a breakpoint, or need a choice. */
  learn(machine: Machine, { why, breakpoints }: RunResult): void {
    if (why === 'breakpoint') {
      const hits = breakpoints.flatMap(({ id }) => this._places.get(id) ?? []);
      this._pause = { why, step: machine.cursor, hits, choice: undefined };
    } else this._pause = choiceOf(machine);
  }

  /** Makes one move of a paused machine; returns whether anything happened. */
  step(machine: Machine, move: StepMove, from: number): boolean {
    const start = Math.min(from, machine.trace.length);
    if (machine.cursor < start) machine.runTo(start);
    const { cursor } = machine;
    const before = new Map(machine.breakpoints.list().map(({ id, hits }) => [id, hits]));
    MOVES[move](machine);
    const hits = machine.breakpoints.list().filter(({ id, hits }) => hits > (before.get(id) ?? 0));
    const places = hits.flatMap(({ id }) => this._places.get(id) ?? []);
    const why = places.length > 0 ? 'breakpoint' : 'reader';
    this._pause = choiceOf(machine) ?? { ...pausedAt(machine.cursor), why, hits: places };
    return machine.cursor > cursor;
  }

  /** An input went to a paused machine: the pause is at its new cursor. */
  touch(machine: Machine): void {
    if (this.isHeld) this._pause = { ...(this._pause ?? pausedAt(0)), step: machine.cursor, hits: [] };
  }

  private _setBreakpoints(machine: Machine): InvalidBreakpoint[] {
    const problems: InvalidBreakpoint[] = [];
    machine.breakpoints.clear();
    if (this._specs.some(({ moment }) => moment !== undefined)) this._watchMoments(machine);
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

/** Readers play the server's scheduler, unless they want to decide about clients too. */
const asksFor = (asking: Asking): Machine['asksForChoices'] => (asking === 'all' ? true : asking ? 'server' : false);

const pausedAt = (step: number): Pause => ({ why: 'reader', step, hits: [], choice: undefined });

function choiceOf({ choice, trace }: Machine): Pause | undefined {
  return choice === undefined ? undefined : { why: 'choice', step: trace.length, hits: [], choice };
}
