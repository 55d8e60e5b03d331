/**
 * The log as columns of numbers: what the timeline draws of each step, in a few bytes, so that it can scan 100,000
 * steps in a frame.
 */
import type { StepKind } from '../../../src/index.ts';
import { STEP_KINDS } from '../../../src/vocabulary.ts';
import { Summary } from './summary.ts';

/**
 * How a step is drawn, from the least to the most striking: where several fall on one pixel, the last one of these is
 * drawn.
 */
export const MARKS = ['call', 'buffer', 'syscall', 'thread', 'log', 'input', 'raise'] as const;

export type Mark = (typeof MARKS)[number];

const MARK_OF: Readonly<Record<StepKind, Mark>> = {
  call: 'call',
  return: 'call',
  raise: 'raise',
  syscall: 'syscall',
  block: 'syscall',
  switch: 'thread',
  thread: 'thread',
  exit: 'thread',
  queue: 'buffer',
  socket: 'buffer',
  segment: 'buffer',
  change: 'buffer',
  log: 'log',
  input: 'input',
};

/** By place in `STEP_KINDS`. */
const MARK_BY_KIND = Uint8Array.from(STEP_KINDS, (kind) => MARKS.indexOf(MARK_OF[kind]));
const THREAD = STEP_KINDS.indexOf('thread');

/** One lane of the timeline: a thread, or the inputs to the machine, which belong to no thread. */
export interface TrackLane {
  readonly tid: number;
  /** Its first step. */
  readonly from: number;
  /** The step at which its thread ended; undefined while it lives. */
  to: number | undefined;
  readonly name: string;
}

/** What a track keeps of a step. */
export interface TrackStep {
  readonly time: number;
  readonly tid: number;
  readonly depth: number;
  readonly name: string;
  readonly isEnd: boolean;
}

/** The detail of the step with which a thread ends. */
export const ENDED = 'ended';

const FIRST_CAPACITY = 4_096;

export class Track {
  length = 0;
  /** No step from here on is shown. */
  end = Infinity;
  readonly lanes: TrackLane[] = [];
  readonly summary = new Summary();
  /** Places in `STEP_KINDS`. */
  kinds: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  /** Places in `MARKS`. */
  marks: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  depths: Uint16Array = new Uint16Array(FIRST_CAPACITY);
  /** Places in `lanes`. */
  laneOf: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  /** Microseconds since boot; they never decrease. */
  times: Float64Array = new Float64Array(FIRST_CAPACITY);
  private readonly _places = new Map<number, number>();

  /** How many steps are shown. */
  get shown(): number {
    return Math.min(this.length, this.end);
  }

  /**
   * @param kind a place in `STEP_KINDS`.
   * @param step its `isEnd` counts for threads only: whether the thread ends there.
   */
  add(kind: number, { time, tid, depth, name, isEnd }: TrackStep): void {
    const number = this.length++;
    if (number === this.kinds.length) this._grow();
    let place = this._places.get(tid);
    if (place === undefined) {
      this._places.set(tid, (place = this.lanes.length));
      this.lanes.push({ tid, from: number, to: undefined, name: kind === THREAD ? name : '' });
    }
    this.kinds[number] = kind;
    this.marks[number] = MARK_BY_KIND[kind] as number;
    this.depths[number] = depth;
    this.laneOf[number] = place;
    this.times[number] = time;
    this.summary.add(number, place, this.marks[number], depth);
    const lane = this.lanes[place];
    if (kind === THREAD && isEnd && lane !== undefined) lane.to = number;
  }

  /** Forgets every step from `length` on. */
  truncate(length: number): void {
    if (length >= this.length) return;
    this.length = length;
    for (let number = this.summary.truncate(length); number < length; number += 1) {
      const { laneOf, marks, depths } = this;
      this.summary.add(number, laneOf[number] as number, marks[number] as number, depths[number] as number);
    }
    while ((this.lanes.at(-1)?.from ?? -1) >= length) this._places.delete(this.lanes.pop()?.tid ?? -1);
    for (const lane of this.lanes) if (lane.to !== undefined && lane.to >= length) lane.to = undefined;
  }

  /** Number of the first step that happened at `time` or later; `length` if there is none. */
  stepAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private _grow(): void {
    const capacity = this.marks.length * 2;
    const { kinds, marks, depths, laneOf, times } = this;
    (this.kinds = new Uint8Array(capacity)).set(kinds);
    (this.marks = new Uint8Array(capacity)).set(marks);
    (this.depths = new Uint16Array(capacity)).set(depths);
    (this.laneOf = new Uint32Array(capacity)).set(laneOf);
    (this.times = new Float64Array(capacity)).set(times);
  }
}
