/** The timers of a clock, by the order in which they fire. */
import type { Micros } from '../types.ts';

/** A timer. Two timers for the same time fire in the order in which they were set. */
export interface Timer {
  readonly at: Micros;
  readonly sequence: number;
  /** True when the machine has work to do until then; other timers do not keep the machine running. */
  readonly isWork: boolean;
  readonly fire: () => void;
  isCancelled: boolean;
}

/**
 * Timers in two parts: those that were added in the order of their times are a line, the others a heap. A wire adds
 * thousands in order, one for each segment: to add or take one of them costs the same however many there are.
 */
export class Timers {
  private _line: Timer[] = [];
  /** Index of the first timer in the line; those before it have been taken. */
  private _lineStart = 0;
  private readonly _heap: Timer[] = [];
  /** How many of them are cancelled. */
  private _cancelled = 0;

  /** How many are kept, with those that are cancelled. */
  get size(): number {
    return this._line.length - this._lineStart + this._heap.length;
  }

  /** The timer that fires next. */
  get first(): Timer | undefined {
    let timer = this._earliest;
    while (timer?.isCancelled === true) {
      this.takeFirst();
      this._cancelled -= 1;
      timer = this._earliest;
    }
    return timer;
  }

  private get _earliest(): Timer | undefined {
    const inLine = this._line[this._lineStart];
    const [inHeap] = this._heap;
    return inLine !== undefined && (inHeap === undefined || isEarlier(inLine, inHeap)) ? inLine : inHeap;
  }

  /** Adds a timer that was set after all others. */
  add(timer: Timer): void {
    const line = this._line;
    const last = line.at(-1);
    if (last !== undefined && timer.at < last.at) {
      if (line.length - this._lineStart > 1) return this._push(timer);
      // One timer that is far off does not keep the others out of the line.
      this._push(last);
      this._takeFromLine();
    }
    this._line.push(timer);
    return undefined;
  }

  takeFirst(): void {
    const inLine = this._line[this._lineStart];
    if (inLine !== undefined && inLine === this._earliest) this._takeFromLine();
    else this._pop();
  }

  /** A timer was cancelled. Most timeouts never fire: they are not kept until their time, which may be far off. */
  cancelled(): void {
    this._cancelled += 1;
    if (this._cancelled <= 64 || this._cancelled * 2 <= this.size) return;
    const live = [...this.all()].toSorted((one, other) => (isEarlier(one, other) ? -1 : 1));
    this._line = live;
    this._lineStart = this._heap.length = this._cancelled = 0;
  }

  /** All timers that are not cancelled, in no order. */
  *all(): Iterable<Timer> {
    for (let at = this._lineStart; at < this._line.length; at += 1) {
      const timer = this._line[at] as Timer;
      if (!timer.isCancelled) yield timer;
    }
    for (const timer of this._heap) if (!timer.isCancelled) yield timer;
  }

  private _takeFromLine(): void {
    this._lineStart += 1;
    if (this._lineStart === this._line.length) {
      this._line = [];
      this._lineStart = 0;
    } else if (this._lineStart >= 64 && this._lineStart * 2 >= this._line.length) {
      this._line = this._line.slice(this._lineStart);
      this._lineStart = 0;
    }
  }

  private _push(timer: Timer): void {
    const heap = this._heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isEarlier(timer, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  private _pop(): void {
    const heap = this._heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      const left = heap[child];
      if (left === undefined) break;
      let smaller = left;
      if (right !== undefined && isEarlier(right, left)) {
        smaller = right;
        child += 1;
      }
      if (!isEarlier(smaller, last)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
  }
}

const isEarlier = (one: Timer, other: Timer): boolean =>
  one.at !== other.at ? one.at < other.at : one.sequence < other.sequence;
