/**
 * Drives the kernel: carries out what is planned, each thing exactly at its step or time, and stops exactly where a goal is
 * reached. It listens at the recorder and asks the kernel to stop; it never changes what happens.
 */
import type { Kernel, RunLimits, StopReason } from '../kernel/kernel.ts';
import type { Micros } from '../kernel/types.ts';
import type { Recorder } from '../trace/recorder.ts';
import type { Snapshot } from '../trace/snapshot.ts';
import type { PlannedInput } from './scenario.ts';

/** Where to stop. */
export interface Goal {
  /** Once the log has so many steps. */
  readonly step?: number;
  /** Once this holds; asked after each step with the length of the log, and after those too that follow before the machine can stop. */
  readonly test?: (length: number) => boolean;
  /** Snapshots are taken from this length on. */
  readonly captureFrom?: number;
}

/** How driving ended. */
export interface Driven {
  readonly why: StopReason;
  /** The length of the log at which the goal was reached, if it was. */
  readonly reached: number | undefined;
}

/** Beyond so many steps that the machine has to go further than wanted, no snapshots are taken in advance. */
const MOST_AHEAD = 32;

export class Driver {
  /** Snapshots of the last drive: where the goal was reached, and where the machine went on because it could not stop at once. */
  readonly captures = new Map<number, Snapshot>();

  private readonly _kernel: Kernel;
  private readonly _recorder: Recorder | undefined;
  private readonly _carryOut: (input: PlannedInput) => void;
  private readonly _snapshotAt: (length: number) => Snapshot;

  private _planned: PlannedInput[] = [];
  /** How many of these are done: taking the first of a long list away costs as much as the list is long. */
  private _done = 0;
  private _goal: Goal = {};
  private _reached: number | undefined;
  /** While an input is carried out: between its own steps there is no place for another one. */
  private _isBusy = false;

  constructor(
    kernel: Kernel,
    recorder: Recorder | undefined,
    carryOut: (input: PlannedInput) => void,
    snapshotAt: (length: number) => Snapshot,
  ) {
    this._kernel = kernel;
    this._recorder = recorder;
    this._carryOut = carryOut;
    this._snapshotAt = snapshotAt;
  }

  /** What is still to be done. */
  get planned(): readonly PlannedInput[] {
    return this._planned.slice(this._done);
  }

  /** How much is still to be done. */
  get plannedCount(): number {
    return this._planned.length - this._done;
  }

  private get _next(): PlannedInput | undefined {
    return this._planned[this._done];
  }

  /** Adds things to do. Those with a place are done in its order; those without, when everything before them is done. */
  plan(inputs: readonly PlannedInput[]): void {
    this._planned = this._planned.slice(this._done);
    this._done = 0;
    for (const input of inputs) this._planned.splice(this._placeOf(input), 0, input);
  }

  /** Takes back what is still to be done; answers whether it was. */
  cancel(input: PlannedInput): boolean {
    const place = this._planned.indexOf(input, this._done);
    if (place >= 0) this._planned.splice(place, 1);
    return place >= 0;
  }

  /** The time that the next thing waits for. One that waits for a step, too, may be done later. */
  get nextTime(): number | undefined {
    return this._next?.time;
  }

  /** Before the first thing that comes later. What is planned is sorted, but for things without a place between them. */
  private _placeOf(input: PlannedInput): number {
    let place = this._planned.length;
    for (let at = place - 1; at >= 0; at -= 1) {
      const { step, time } = this._planned[at] as PlannedInput;
      const isLater =
        (step !== undefined && input.step !== undefined && step > input.step) ||
        (time !== undefined && input.time !== undefined && time > input.time);
      if (isLater) place = at;
      else if (step !== undefined || time !== undefined) break;
    }
    return place;
  }

  /** Runs until the goal, a limit, or the end of what there is to do. */
  drive(limits: RunLimits, goal: Goal = {}): Driven {
    this._goal = goal;
    this._reached = undefined;
    this.captures.clear();
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    try {
      return { why: this._drive(limits), reached: this._reached };
    } finally {
      this._recorder?.clearStop();
      this._goal = {};
    }
  }

  /** Carries out what is due now, while the machine stands still. */
  doDue(): void {
    while (this._isDue(this._next)) this._doNext();
  }

  private _drive(limits: RunLimits): StopReason {
    for (;;) {
      this.doDue();
      const next = this._next;
      const rests = next !== undefined && next.step === undefined && next.time === undefined;
      const why = this._kernel.run({ ...limits, until: earlier(limits.until, next?.time), rest: rests });
      if (this._reached !== undefined) return why;
      // What is due at the very moment of the limit is still done.
      if (next !== this._next || this._isDue(next)) continue;
      if (why === 'time' && this._hasReached(limits.until)) return why;
      if (!rests || !isRest(why)) return why;
      this._doNext();
    }
  }

  private _hasReached(until: Micros | undefined): boolean {
    return until !== undefined && this._kernel.clock.now >= until;
  }

  private _isDue(input: PlannedInput | undefined): boolean {
    if (input === undefined || (input.step === undefined && input.time === undefined)) return false;
    return (input.step ?? 0) <= this._length && (input.time ?? 0) <= this._kernel.clock.now;
  }

  private get _length(): number {
    return this._recorder?.log.length ?? 0;
  }

  private _doNext(): void {
    const input = this._next;
    if (input === undefined) return;
    this._done += 1;
    const wasBusy = this._isBusy;
    this._isBusy = true;
    this._carryOut(input);
    this._isBusy = wasBusy;
  }

  /** From which length of the log on something may have to be done. */
  private _watchFrom(): number {
    const { step = Infinity, captureFrom = Infinity, test } = this._goal;
    if (test !== undefined || this._reached !== undefined) return 0;
    return Math.min(step, captureFrom, this._next?.step ?? Infinity);
  }

  /** After a step, when the log has reached what was watched for: whether to stop. */
  private readonly _onStep = (length: number): boolean => {
    const { step = Infinity, captureFrom = Infinity, test } = this._goal;
    const holds = test?.(length) === true || length >= step;
    if (holds) this._reached ??= length;
    if (length >= captureFrom || (this._reached !== undefined && length <= this._reached + MOST_AHEAD)) {
      this.captures.set(length, this._snapshotAt(length));
    }
    const next = this._next;
    this._doDueInside(length);
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    return this._reached !== undefined || next !== this._next || this._isDue(next);
  };

  /**
   * Carries out what is due in the middle of a thread's work. Not while the thread is about to wait: it stands in no queue yet and would
   * miss the wake; and it leaves no step until it has stopped, so that afterwards is the same place in the log.
   */
  private _doDueInside(length: number): void {
    if (this._isBusy || this._kernel.currentOrNone === undefined) return;
    while (this._isDue(this._next) && this._recorder?.log.at(length - 1)?.kind !== 'block') this._doNext();
  }
}

/** The earlier of two times, of which either may not be. */
export const earlier = (one: Micros | undefined, other: number | undefined): Micros | undefined =>
  one === undefined || (other !== undefined && other < one) ? (other as Micros | undefined) : one;

const isRest = (why: StopReason): boolean => why === 'idle' || why === 'deadlock' || why === 'exit';
