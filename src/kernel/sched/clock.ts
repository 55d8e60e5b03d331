/** Virtual time: an integer count of microseconds that moves only when the scheduler moves it, and its timers. */
import type { Micros } from '../types.ts';
import { Timers } from './timers.ts';
import type { Timer } from './timers.ts';

/** Time since the machine was booted, and its timers. */
export class Clock {
  private _now = 0 as Micros;
  private _sequence = 0;
  private _workTimers = 0;
  private readonly _timers = new Timers();

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
    this._timers.add(timer);
    return timer;
  }

  cancel(timer: Timer): void {
    if (timer.isCancelled) return;
    timer.isCancelled = true;
    if (timer.isWork) this._workTimers -= 1;
    this._timers.cancelled();
  }

  /** When the next timer is due; undefined when none is set. */
  nextDue(): Micros | undefined {
    return this._timers.first?.at;
  }

  /** When the next timer that counts as work is due; searches all timers. */
  nextWork(): Micros | undefined {
    if (!this.hasWork) return undefined;
    let first: Micros | undefined;
    for (const { isWork, at } of this._timers.all()) {
      if (isWork && (first === undefined || at < first)) first = at;
    }
    return first;
  }

  /** Moves time forward and fires due timers, in order. Time never goes back. */
  advanceTo(time: Micros): void {
    for (let timer = this._timers.first; timer !== undefined && timer.at <= time; timer = this._timers.first) {
      this._timers.takeFirst();
      this._now = Math.max(this._now, timer.at) as Micros;
      timer.isCancelled = true;
      if (timer.isWork) this._workTimers -= 1;
      timer.fire();
    }
    this._now = Math.max(this._now, time) as Micros;
  }
}
