/**
 * Drives the kernel: carries out each pending input at the first moment at which its step and its time are reached
 * (after a step, or when time has passed and before any thread woken by the clock runs), and stops exactly where the
 * goal is reached. It listens to the recorder and asks the kernel to stop; where and how often it stops does not change
 * what happens.
 */
import type { Kernel } from '../../kernel/kernel.ts';
import type { RunLimits, StopReason } from '../../kernel/run-limits.ts';
import type { Micros } from '../../kernel/types.ts';
import { microsOf } from '../../kernel/units.ts';
import type { Recorder } from '../../trace/recorder.ts';
import type { Snapshot } from '../../trace/snapshot.ts';
import { opensClient } from '../scenario/scenario.ts';
import type { PlannedInput } from '../scenario/scenario.ts';

/** Where to stop. */
export interface StopGoal {
  /** Once the log has this many steps. */
  readonly step?: number;
  /**
   * Once this returns true. It is called after each step with the length of the log, also for steps that follow before
   * the machine can stop.
   */
  readonly test?: (length: number) => boolean;
  /** Take snapshots from this length on; without it from the goal on, while the machine has to go further. */
  readonly captureFrom?: number;
}

/** How a drive ended. */
export interface DriveResult {
  readonly why: StopReason;
  /** The length of the log at which the goal was reached, if it was. */
  readonly reached: number | undefined;
}

/** The machine may go further than the goal; snapshots are taken for at most this many steps beyond it. */
const MOST_AHEAD = 32;

/** The most inputs ordered by step that are skipped to find one ordered by time, and the other way round. */
const MOST_PASSED = 256;

export class Driver {
  /**
   * Snapshots of the last drive: where the goal was reached, and at the steps after it that the machine could not
   * avoid.
   */
  readonly captures = new Map<number, Snapshot>();

  private readonly _kernel: Kernel;
  private readonly _recorder: Recorder | undefined;
  private readonly _carryOut: (input: PlannedInput) => void;
  private readonly _snapshotAt: (length: number) => Snapshot;

  private _planned: PlannedInput[] = [];
  /** How many of these are done: removing the first entry of a long list would cost its length. */
  private _done = 0;
  /**
   * Index in `_planned` of the earliest input ordered by the other axis (by time if the first is ordered by step, and
   * the reverse); -1 if there is none.
   */
  private _other = -1;
  private _goal: StopGoal = {};
  private _reached: number | undefined;
  /** True while an input is carried out: no other input comes between its own steps. */
  private _isBusy = false;
  /** How many inputs have been carried out. */
  private _carried = 0;

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

  /** Pending inputs. */
  get planned(): readonly PlannedInput[] {
    return this._planned.slice(this._done);
  }

  /** How many inputs are pending. */
  get plannedCount(): number {
    return this._planned.length - this._done;
  }

  private get _next(): PlannedInput | undefined {
    return this._at(this._done);
  }

  /** A number beyond the list is a name to the engine, and looked up slowly. */
  private _at(place: number): PlannedInput | undefined {
    return place >= 0 && place < this._planned.length ? this._planned[place] : undefined;
  }

  /** Adds pending inputs. Those with a place are ordered by it; those without one wait for everything before them. */
  plan(inputs: readonly PlannedInput[]): void {
    this._planned = this._planned.slice(this._done);
    this._done = 0;
    for (const input of inputs) this._planned.splice(this._placeOf(input), 0, input);
    this._other = this._findOther();
  }

  /** Cancels a pending input; returns whether it was pending. */
  cancel(input: PlannedInput): boolean {
    const place = this._planned.indexOf(input, this._done);
    if (place >= 0) this._takeOut(place);
    return place >= 0;
  }

  /** The future time that an input waits for, in microseconds. An input that also waits for a step may come later. */
  get nextTime(): Micros | undefined {
    const seconds = this._next?.time ?? this._next?.since ?? this._at(this._other)?.time;
    const time = seconds === undefined ? undefined : microsOf(seconds);
    return time === undefined || time <= this._kernel.clock.now ? undefined : time;
  }

  /**
   * Before the first input with a later place. Steps ascend among pending inputs, and so do times; an input with only a
   * step and one with only a time have no order.
   */
  private _placeOf(input: PlannedInput): number {
    let place = this._planned.length;
    for (let at = place - 1; at >= 0; at -= 1) {
      const { step, time } = this._planned[at] as PlannedInput;
      const bySteps = step === undefined || input.step === undefined ? 0 : step - input.step;
      const byTimes = time === undefined || input.time === undefined ? 0 : time - input.time;
      if (bySteps > 0 || byTimes > 0) place = at;
      else if (isComparable({ step, time }, input)) break;
    }
    return place;
  }

  /** The first input ordered by the other axis, unless an input before it must come first. */
  private _findOther(): number {
    const first = this._next;
    if (first === undefined || (first.step === undefined) === (first.time === undefined)) return -1;
    const end = Math.min(this._planned.length, this._done + MOST_PASSED);
    const clients = new Set<number | undefined>();
    for (let at = this._done; at < end; at += 1) {
      const input = this._planned[at] as PlannedInput;
      const { step, time, client } = input;
      const isOther = !isComparable(input, first) && (step !== undefined || time !== undefined);
      if (isOther && !clients.has(client)) return at;
      if (isOther) continue;
      const isLike =
        (step === undefined) === (first.step === undefined) && (step === undefined) !== (time === undefined);
      // Clients connect in the order of their numbers, and the inputs of one client keep their order.
      if (!isLike || opensClient(input)) return -1;
      clients.add(client);
    }
    return -1;
  }

  private _takeOut(place: number): void {
    if (place === this._done) this._done += 1;
    else this._planned.splice(place, 1);
    this._other = this._findOther();
  }

  /** Runs until the goal, a limit, or until the machine is idle. */
  drive(limits: RunLimits, goal: StopGoal = {}): DriveResult {
    this._goal = goal;
    this._reached = undefined;
    // Clearing an empty map makes a new table all the same.
    if (this.captures.size > 0) this.captures.clear();
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    try {
      return { why: this._drive(limits), reached: this._reached };
    } finally {
      this._recorder?.clearStop();
      this._goal = {};
    }
  }

  /** Carries out inputs that are due now, while the machine is stopped. */
  doDue(): void {
    for (let place = this._due; place >= 0; place = this._due) this._do(place);
  }

  private _drive(limits: RunLimits): StopReason {
    for (;;) {
      this._doAndWatch();
      if (this._reached !== undefined) return 'stopped';
      const { _next: next, _carried: carried } = this;
      const rests = next !== undefined && this._waitsForRest(next);
      const until = earlier(limits.until, this.nextTime);
      const why = this._kernel.run({
        until,
        resumptions: limits.resumptions,
        calls: limits.calls,
        rest: rests,
        moved: this._doAndWatch,
      });
      if (this._reached !== undefined) return why;
      // An input that is due exactly at the limit is still carried out.
      if (carried !== this._carried || this._due >= 0) continue;
      if (why === 'time') {
        if (this._hasReached(limits.until)) return why;
        continue;
      }
      if (!rests || !isRest(why)) return why;
      this._do(this._done);
    }
  }

  /**
   * Returns whether an input was carried out: then the next one has changed, and with it the step to watch for and the
   * time to run to.
   */
  private readonly _doAndWatch = (): boolean => {
    const carried = this._carried;
    this.doDue();
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    return carried !== this._carried;
  };

  private _waitsForRest({ step, time, since = 0 }: PlannedInput): boolean {
    return step === undefined && time === undefined && microsOf(since) <= this._kernel.clock.now;
  }

  private _hasReached(until: Micros | undefined): boolean {
    return until !== undefined && this._kernel.clock.now >= until;
  }

  /** Index in `_planned` of an input that is due; -1 when there is none. */
  private get _due(): number {
    if (this._isDue(this._next)) return this._done;
    return this._isDue(this._at(this._other)) ? this._other : -1;
  }

  private _isDue(input: PlannedInput | undefined): boolean {
    if (input === undefined || (input.step === undefined && input.time === undefined)) return false;
    const { step = 0, emptyTurns = 0, emptyPasses = 0 } = input;
    const time = microsOf(input.time ?? 0);
    const { clock } = this._kernel;
    if (step > this._length || time > clock.now) return false;
    // At a later step or time, those turns and passes are past.
    return step < this._length || time < clock.now || this._arePassed(emptyTurns, emptyPasses);
  }

  private _arePassed(emptyTurns: number, emptyPasses: number): boolean {
    return emptyTurns <= this._kernel.emptyTurns && emptyPasses <= this._kernel.emptyPasses;
  }

  private get _length(): number {
    return this._recorder?.log.length ?? 0;
  }

  private _do(place: number): void {
    const input = this._planned[place];
    if (input === undefined) return;
    this._takeOut(place);
    this._carried += 1;
    const before = this._length;
    this._isBusy = true;
    try {
      this._carryOut(input);
    } finally {
      this._isBusy = false;
    }
    // The goal is checked only after all steps of the input.
    for (let length = Math.max(before + 1, this._watchFrom()); length <= this._length; length += 1) this._look(length);
  }

  /** The length of the log from which something may have to be done. */
  private _watchFrom(): number {
    const { step = Infinity, captureFrom = Infinity, test } = this._goal;
    if (test !== undefined || this._reached !== undefined) return 0;
    return Math.min(step, captureFrom, this._next?.step ?? Infinity, this._at(this._other)?.step ?? Infinity);
  }

  /** Called after a step, from the watched length on: returns whether to stop. */
  private readonly _onStep = (length: number): boolean => {
    if (this._isBusy) return false;
    this._look(length);
    const carried = this._carried;
    this._doDueInside();
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    return this._reached !== undefined || carried !== this._carried || this._due >= 0;
  };

  /** Checks whether the goal is reached at a step, and takes a snapshot if one is needed there. */
  private _look(length: number): void {
    const { step = Infinity, captureFrom, test } = this._goal;
    if (test?.(length) === true || length >= step) this._reached ??= length;
    const { _reached: reached } = this;
    const isWanted =
      captureFrom === undefined ? reached !== undefined && length <= reached + MOST_AHEAD : length >= captureFrom;
    if (isWanted) this.captures.set(length, this._snapshotAt(length));
  }

  /**
   * Carries out inputs that are due in the middle of a thread's work. Not while the thread is about to wait: it is in
   * no queue yet and would miss the wake. It leaves no step until it has stopped, so afterwards is the same place in
   * the log.
   */
  private _doDueInside(): void {
    if (this._kernel.currentOrNone === undefined) return;
    if (this._recorder?.log.lastKind === 'block') return;
    this.doDue();
  }
}

/** The earlier of two times, either of which may be undefined. */
export const earlier = (one: Micros | undefined, other: Micros | undefined): Micros | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;

type Place = Pick<PlannedInput, 'step' | 'time'>;

/** Whether both have a step, or both have a time. */
const isComparable = (one: Place, other: Place): boolean =>
  (one.step !== undefined && other.step !== undefined) || (one.time !== undefined && other.time !== undefined);

const isRest = (why: StopReason): boolean => why === 'idle' || why === 'deadlock' || why === 'exit';
