/** Compares a machine with one of another server kind that gets the same inputs: aligns the rows of both. */
import { alignTraces, replayAs } from '../index.ts';
import type { Counterpart, Machine, Snapshot, WsgiApp } from '../index.ts';
import type { Comparison, ServerKind } from './protocol.ts';
import { noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import { pageStep } from './thread-names.ts';
import { forPage } from './page-snapshot.ts';

/**
 * Most rows of each machine that are compared, and how many of a long log are tried first, to measure this computer.
 */
const MOST_STEPS = 20_000;
const TRIAL_STEPS = 5_000;
/** The first trial warms up the engine. */
const TRIALS: readonly number[] = [1_000, TRIAL_STEPS];
/**
 * Longest time of one comparison: the page ends a worker that does not answer for longer, see
 * web/session/worker-link.ts.
 */
const MOST_MS = 400;

export class Comparer {
  private readonly _now: () => number;
  private _other: Machine | undefined;
  private _server: ServerKind | undefined;
  /** Of the fastest comparison so far. */
  private _millisPerStep: number | undefined;

  /** @param now the wall clock, in milliseconds. */
  constructor(now: () => number) {
    this._now = now;
  }

  /** The kind that was compared last; undefined before the first comparison and after the end. */
  get server(): ServerKind | undefined {
    return this._server;
  }

  /**
   * Gives another server the inputs of the machine, from the boot on.
   * @param app what it serves; undefined for the app of the machine.
   */
  compare(machine: Machine, server: ServerKind, app?: WsgiApp): Comparison {
    this._server = server;
    const compareUpTo = (steps: number): Comparison => this._compare(machine, steps, { server, app });
    const start = this._now();
    const trials = this._millisPerStep === undefined && machine.trace.length > TRIAL_STEPS ? TRIALS : [];
    for (const steps of trials) {
      const trial = compareUpTo(steps);
      // There is no time for more. Later comparisons are faster, once the engine is warm.
      if (this._now() - start > MOST_MS / 2) return trial;
    }
    const affordable = Math.floor(MOST_MS / (this._millisPerStep ?? 0) / 1_000) * 1_000;
    return compareUpTo(Math.max(TRIAL_STEPS, Math.min(affordable, MOST_STEPS)));
  }

  private _compare(machine: Machine, most: number, { server, app }: Other): Comparison {
    const start = this._now();
    const counterpart = replayAs(machine, server, { steps: most, ...(app === undefined ? {} : { app }) });
    const other = (this._other = counterpart.machine);
    // Their buffers are wanted only at a step that is shown.
    other.shownClients = new Set();
    const alignment = alignTraces(machine.trace, other.trace, { steps: most });
    const length = Math.min(machine.trace.length, most);
    const steps = other.trace.steps(0, most);
    // The time for a short log tells little about a long one.
    const compared = Math.max(length, steps.length);
    if (compared >= TRIAL_STEPS) {
      this._millisPerStep = Math.min(this._millisPerStep ?? Infinity, (this._now() - start) / compared);
    }
    return { server, steps: steps.map(pageStep), ...alignment, length, notes: notesOf(machine, counterpart, most) };
  }

  /**
   * The other machine after `step` of its steps, with the connections of these clients. Throws Error if there is none.
   */
  seek(step: number, clients: readonly number[] = []): Snapshot {
    if (this._other === undefined) throw new Error('nothing is compared');
    this._other.shownClients = new Set(clients);
    return forPage(this._other.seek(Math.max(0, Math.min(step, this._other.trace.length))), clients);
  }

  end(): void {
    this._other = undefined;
    this._server = undefined;
  }
}

interface Other {
  readonly server: ServerKind;
  readonly app: WsgiApp | undefined;
}

/** What the reader should know about a comparison. */
function notesOf(machine: Machine, { machine: other, refused, panic }: Counterpart, most: number): Notice[] {
  const notes: Notice[] = [];
  if (panic !== undefined) notes.push(noticeOf('comparedMachineBroke', { message: panic.message }));
  const { scheduler, clock } = machine.kernel;
  if (scheduler.hasReady || clock.hasWork) notes.push(noticeOf('firstMachineBusy', {}));
  if (Math.max(machine.trace.length, other.trace.length) > most) {
    notes.push(noticeOf('comparisonCut', { limit: most }));
  }
  if (refused.length > 0) {
    const kinds = [...new Set(refused.map(({ command }) => command.do))];
    notes.push(noticeOf('inputsNotApplied', { count: refused.length, kinds }));
  }
  return notes;
}
