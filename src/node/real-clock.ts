/** The clock of the computer, for a host that runs in Node. */
import { performance } from 'node:perf_hooks';
import type { Timer, WallClock } from '../host/wall-clock.ts';

/** A pending timer keeps the process alive. */
export class RealClock implements WallClock {
  private readonly _timers = new Map<Timer, NodeJS.Timeout>();
  private _lastId = 0;

  now(): number {
    return performance.now();
  }

  later(work: () => void, millis: number): Timer {
    this._lastId += 1;
    const id = this._lastId;
    const timer = setTimeout(() => {
      this._timers.delete(id);
      work();
    }, millis);
    this._timers.set(id, timer);
    return id;
  }

  cancel(id: Timer | undefined): void {
    if (id === undefined) return;
    clearTimeout(this._timers.get(id));
    this._timers.delete(id);
  }
}
