/** The log as columns of numbers: what the timeline draws of a step, a few bytes each, so that 100,000 of them are looked through in a frame. */
import type { Step, StepKind } from '../../src/index.ts';

/** What a step is drawn as, from the least to the most striking: where several fall on one pixel, the last one shows. */
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
  change: 'buffer',
  log: 'log',
  input: 'input',
};

const NUMBER_OF = Object.fromEntries(
  Object.entries(MARK_OF).map(([kind, mark]) => [kind, MARKS.indexOf(mark)]),
) as Readonly<Record<StepKind, number>>;

/** One row of the timeline: a thread, or what happens outside all threads. */
export interface TrackLane {
  readonly tid: number;
  /** First step it is seen at. */
  readonly from: number;
  /** The step at which it ended. */
  to: number | undefined;
  readonly name: string;
}

const FIRST_CAPACITY = 4_096;
const DEEPEST = 255;

export class Track {
  length = 0;
  readonly lanes: TrackLane[] = [];
  /** Places in `MARKS`. */
  marks: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  depths: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  /** Places in `lanes`. */
  laneOf: Uint16Array = new Uint16Array(FIRST_CAPACITY);
  /** Microseconds since boot; never falling. */
  times: Float64Array = new Float64Array(FIRST_CAPACITY);
  private readonly _places = new Map<number, number>();

  append({ kind, time, tid, depth, name, detail }: Step): void {
    const number = this.length++;
    if (number === this.marks.length) this._grow();
    let place = this._places.get(tid);
    if (place === undefined) {
      this._places.set(tid, (place = this.lanes.length));
      this.lanes.push({ tid, from: number, to: undefined, name: kind === 'thread' ? name : '' });
    }
    this.marks[number] = NUMBER_OF[kind];
    this.depths[number] = Math.min(depth, DEEPEST);
    this.laneOf[number] = place;
    this.times[number] = time;
    const lane = this.lanes[place];
    if (kind === 'thread' && detail === 'ended' && lane !== undefined) lane.to = number;
  }

  /** Forgets every step from `length` on. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
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
    const { marks, depths, laneOf, times } = this;
    (this.marks = new Uint8Array(capacity)).set(marks);
    (this.depths = new Uint8Array(capacity)).set(depths);
    (this.laneOf = new Uint16Array(capacity)).set(laneOf);
    (this.times = new Float64Array(capacity)).set(times);
  }
}
