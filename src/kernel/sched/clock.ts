/** Virtual time: an integer count of microseconds that moves only when the scheduler moves it, and its timers. */
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

/** Time since the machine was booted, and a heap of timers. */
export class Clock {
  private _now = 0 as Micros;
  private _sequence = 0;
  private _workTimers = 0;
  private readonly _heap: Timer[] = [];
  /** How many timers in the heap are cancelled. */
  private _cancelled = 0;

  readonly epoch: Micros;

  /** @param epoch CLOCK_REALTIME at boot: microseconds since 1970-01-01 UTC. */
  constructor(epoch: Micros) {
    this.epoch = epoch;
  }

  get now(): Micros {
    return this._now;
  }

  /** True while a timer counts as work. */
  get hasWork(): boolean {
    return this._workTimers > 0;
  }

  /** Sets a timer `delay` microseconds from now. */
  after(delay: Micros, isWork: boolean, fire: () => void): Timer {
    const timer: Timer = {
      // Later times cannot be counted exactly in microseconds.
      at: (delay > 0 ? Math.min(this._now + delay, Number.MAX_SAFE_INTEGER) : this._now) as Micros,
      sequence: this._sequence++,
      isWork,
      fire,
      isCancelled: false,
    };
    if (isWork) this._workTimers += 1;
    this._push(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    if (timer.isCancelled) return;
    timer.isCancelled = true;
    if (timer.isWork) this._workTimers -= 1;
    // Most timeouts never fire: do not keep them until their time, which may be far off while virtual time stands
    // still.
    this._cancelled += 1;
    if (this._cancelled > 64 && this._cancelled * 2 > this._heap.length) this._compact();
  }

  /** When the next timer is due; undefined when none is set. */
  nextDue(): Micros | undefined {
    while (this._heap[0]?.isCancelled === true) {
      this._pop();
      this._cancelled -= 1;
    }
    return this._heap[0]?.at;
  }

  /** When the next timer that counts as work is due; searches all timers. */
  nextWork(): Micros | undefined {
    if (!this.hasWork) return undefined;
    let first: Micros | undefined;
    for (const { isWork, isCancelled, at } of this._heap) {
      if (isWork && !isCancelled && (first === undefined || at < first)) first = at;
    }
    return first;
  }

  /** Moves time forward and fires due timers, in order. Time never goes back. */
  advanceTo(time: Micros): void {
    for (let due = this.nextDue(); due !== undefined && due <= time; due = this.nextDue()) {
      const timer = this._pop();
      if (timer === undefined) break;
      this._now = Math.max(this._now, timer.at) as Micros;
      timer.isCancelled = true;
      if (timer.isWork) this._workTimers -= 1;
      timer.fire();
    }
    this._now = Math.max(this._now, time) as Micros;
  }

  private _compact(): void {
    const live = this._heap.filter((timer) => !timer.isCancelled);
    this._heap.length = 0;
    this._cancelled = 0;
    for (const timer of live) this._push(timer);
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

  private _pop(): Timer | undefined {
    const heap = this._heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
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
    return first;
  }
}

const isEarlier = (one: Timer, other: Timer): boolean =>
  one.at !== other.at ? one.at < other.at : one.sequence < other.sequence;
