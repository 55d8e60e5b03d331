/** Makes the way to any step of a long log short, in times when nothing else is wanted. */
import type { Machine } from '../index.ts';
import type { WallClock } from './wall-clock.ts';

/** Shorter logs are lived through again at once; longer ones are made ready for that so many steps at a time. */
const LONG_LOG = 10_000;
const STEPS_AT_A_TIME = 1_500;
/** Nobody wants anything once nothing has been done for so long. */
const REST_MS = 100;

export class SeekPreparation {
  private _isLoading = false;
  private _ranAt = 0;
  private readonly _clock: WallClock;
  private readonly _do: (machine: Machine, work: () => boolean) => boolean;
  private readonly _isReady: (machine: Machine) => void;

  /**
   * @param work does a piece of work for a machine and answers whether there is more; false for a machine that is gone.
   * @param isReady told when there is no more to do.
   */
  constructor(
    clock: WallClock,
    work: (machine: Machine, work: () => boolean) => boolean,
    isReady: (machine: Machine) => void,
  ) {
    this._clock = clock;
    this._do = work;
    this._isReady = isReady;
  }

  /** The machine runs: it is not the time. */
  hasRun(): void {
    this._ranAt = this._clock.now();
  }

  soon(machine: Machine): void {
    if (this._isLoading || machine.trace.length < LONG_LOG) return;
    this._isLoading = true;
    const rest = this._ranAt + REST_MS - this._clock.now();
    this._clock.later(
      () => {
        this._isLoading = false;
        if (this._do(machine, () => this._hasMore(machine))) this.soon(machine);
      },
      Math.max(0, rest),
    );
  }

  private _hasMore(machine: Machine): boolean {
    if (this._clock.now() < this._ranAt + REST_MS) return true;
    try {
      const hasMore = machine.prepareToSeek(STEPS_AT_A_TIME);
      if (!hasMore) this._isReady(machine);
      return hasMore;
    } catch {
      // Whoever goes there is told.
      return false;
    }
  }
}
