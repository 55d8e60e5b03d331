/**
 * Drives the kernel: carries out what is planned, each thing at the first moment at which its step and its time have come (after a
 * step, or when time has passed and before any thread runs that this has woken), and stops exactly where a goal is reached. It
 * listens at the recorder and asks the kernel to stop; where and how often it stops changes nothing of what happens.
 */
import type { Kernel, RunLimits, StopReason } from '../../kernel/kernel.ts';
import type { Micros } from '../../kernel/types.ts';
import { microsOf } from '../../kernel/units.ts';
import type { Recorder } from '../../trace/recorder.ts';
import type { Snapshot } from '../../trace/snapshot.ts';
import { opensClient } from '../scenario/scenario.ts';
import type { PlannedInput } from '../scenario/scenario.ts';

/** Where to stop. */
export interface StopGoal {
  /** Once the log has so many steps. */
  readonly step?: number;
  /** Once this holds; asked after each step with the length of the log, and after those too that follow before the machine can stop. */
  readonly test?: (length: number) => boolean;
  /** Snapshots are taken from this length on; without it from the goal on, while the machine has to go further. */
  readonly captureFrom?: number;
}

/** How driving ended. */
export interface DriveResult {
  readonly why: StopReason;
  /** The length of the log at which the goal was reached, if it was. */
  readonly reached: number | undefined;
}

/** Beyond so many steps that the machine has to go further than wanted, no snapshots are taken in advance. */
const MOST_AHEAD = 32;

/** So many things that wait for a step are passed over to find one that waits for a time; and the other way round. */
const MOST_PASSED = 256;

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
  /** Where in `_planned` the other thing stands that may come next, -1 if there is none: the first one waits for a step and this one for a time, or the other way round. */
  private _other = -1;
  private _goal: StopGoal = {};
  private _reached: number | undefined;
  /** While an input is carried out: between its own steps there is no place for another one. */
  private _isBusy = false;
  /** How many things have been done. */
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
    this._other = this._findOther();
  }

  /** Takes back what is still to be done; answers whether it was. */
  cancel(input: PlannedInput): boolean {
    const place = this._planned.indexOf(input, this._done);
    if (place >= 0) this._takeOut(place);
    return place >= 0;
  }

  /** The time to come that something waits for, in microseconds. What waits for a step, too, may be done later. */
  get nextTime(): Micros | undefined {
    const seconds = this._next?.time ?? this._next?.since ?? this._planned[this._other]?.time;
    const time = seconds === undefined ? undefined : microsOf(seconds);
    return time === undefined || time <= this._kernel.clock.now ? undefined : time;
  }

  /** Before the first thing that comes later. Steps ascend in what is planned, and so do times; what has only a step and what has only a time stand in any order. */
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

  /** The first thing after those that wait like the first one that waits in the other way; not past what has to be done before it. */
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
      // Clients connect in the order of their numbers, and each does what it does in order.
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

  /** Runs until the goal, a limit, or the end of what there is to do. */
  drive(limits: RunLimits, goal: StopGoal = {}): DriveResult {
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
    for (let place = this._due; place >= 0; place = this._due) this._do(place);
  }

  private _drive(limits: RunLimits): StopReason {
    for (;;) {
      this._doAndWatch();
      if (this._reached !== undefined) return 'stopped';
      const { _next: next, _carried: carried } = this;
      const rests = next !== undefined && this._waitsForRest(next);
      const until = earlier(limits.until, this.nextTime);
      const why = this._kernel.run({ ...limits, until, rest: rests, moved: this._doAndWatch });
      if (this._reached !== undefined) return why;
      // What is due at the very moment of the limit is still done.
      if (carried !== this._carried || this._due >= 0) continue;
      if (why === 'time') {
        if (this._hasReached(limits.until)) return why;
        continue;
      }
      if (!rests || !isRest(why)) return why;
      this._do(this._done);
    }
  }

  /** Answers whether something was done: what comes next has changed with that, and so what to watch for and how far time may pass. */
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

  /** Where in `_planned` something stands that is due; -1 when nothing is. */
  private get _due(): number {
    if (this._isDue(this._next)) return this._done;
    return this._isDue(this._planned[this._other]) ? this._other : -1;
  }

  private _isDue(input: PlannedInput | undefined): boolean {
    if (input === undefined || (input.step === undefined && input.time === undefined)) return false;
    const { step = 0, emptyTurns = 0, emptyPasses = 0 } = input;
    const time = microsOf(input.time ?? 0);
    const { clock } = this._kernel;
    if (step > this._length || time > clock.now) return false;
    // At a later step or time those turns and passes are past.
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
    // Its own steps are not looked at before it is whole.
    for (let length = Math.max(before + 1, this._watchFrom()); length <= this._length; length += 1) this._look(length);
  }

  /** From which length of the log on something may have to be done. */
  private _watchFrom(): number {
    const { step = Infinity, captureFrom = Infinity, test } = this._goal;
    if (test !== undefined || this._reached !== undefined) return 0;
    return Math.min(step, captureFrom, this._next?.step ?? Infinity, this._planned[this._other]?.step ?? Infinity);
  }

  /** After a step, when the log has reached what was watched for: whether to stop. */
  private readonly _onStep = (length: number): boolean => {
    if (this._isBusy) return false;
    this._look(length);
    const carried = this._carried;
    this._doDueInside(length);
    this._recorder?.stopAt(this._watchFrom(), this._onStep);
    return this._reached !== undefined || carried !== this._carried || this._due >= 0;
  };

  /** Whether the goal is reached with a step, and what is to be kept of the machine there. */
  private _look(length: number): void {
    const { step = Infinity, captureFrom, test } = this._goal;
    if (test?.(length) === true || length >= step) this._reached ??= length;
    const { _reached: reached } = this;
    const isWanted =
      captureFrom === undefined ? reached !== undefined && length <= reached + MOST_AHEAD : length >= captureFrom;
    if (isWanted) this.captures.set(length, this._snapshotAt(length));
  }

  /**
   * Carries out what is due in the middle of a thread's work. Not while the thread is about to wait: it stands in no queue yet and would
   * miss the wake; and it leaves no step until it has stopped, so that afterwards is the same place in the log.
   */
  private _doDueInside(length: number): void {
    if (this._kernel.currentOrNone === undefined) return;
    if (this._recorder?.log.at(length - 1)?.kind === 'block') return;
    this.doDue();
  }
}

/** The earlier of two times, of which either may not be. */
export const earlier = (one: Micros | undefined, other: Micros | undefined): Micros | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;

type Place = Pick<PlannedInput, 'step' | 'time'>;

/** Whether both have a step, or both have a time. */
const isComparable = (one: Place, other: Place): boolean =>
  (one.step !== undefined && other.step !== undefined) || (one.time !== undefined && other.time !== undefined);

const isRest = (why: StopReason): boolean => why === 'idle' || why === 'deadlock' || why === 'exit';
