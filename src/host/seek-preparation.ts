/** Prepares fast seeks in a long log, while the machine has nothing else to do. */
import type { Machine } from '../index.ts';
import type { Timer, WallClock } from './wall-clock.ts';

/** Shorter logs need no preparation. */
const LONG_LOG = 10_000;
const STEPS_AT_A_TIME = 1_500;
/** How long the machine must have been idle. */
const IDLE_MS = 100;

export class SeekPreparation {
  private _timer: Timer | undefined;
  private _ranAt = 0;
  private readonly _clock: WallClock;
  private readonly _isCurrent: (machine: Machine) => boolean;
  private readonly _onPrepared: (machine: Machine) => void;

  /**
   * @param isCurrent whether a machine is still the one of the session: work for another one stops.
   * @param onPrepared told once the whole log is prepared.
   */
  constructor(clock: WallClock, isCurrent: (machine: Machine) => boolean, onPrepared: (machine: Machine) => void) {
    this._clock = clock;
    this._isCurrent = isCurrent;
    this._onPrepared = onPrepared;
  }

  /** The machine runs: wait until it has been idle for a while. */
  noteRun(): void {
    this._ranAt = this._clock.now();
  }

  /** Begins, or goes on, once the machine is idle. */
  schedule(machine: Machine): void {
    if (this._timer !== undefined || machine.trace.length < LONG_LOG) return;
    const rest = this._ranAt + IDLE_MS - this._clock.now();
    this._timer = this._clock.later(
      () => {
        this._timer = undefined;
        if (this._isCurrent(machine) && this._prepareSome(machine)) this.schedule(machine);
      },
      Math.max(0, rest),
    );
  }

  end(): void {
    this._clock.cancel(this._timer);
    this._timer = undefined;
  }

  /** Returns whether there is more to do. */
  private _prepareSome(machine: Machine): boolean {
    if (this._clock.now() < this._ranAt + IDLE_MS) return true;
    try {
      const hasMore = machine.prepareToSeek(STEPS_AT_A_TIME);
      if (!hasMore) this._onPrepared(machine);
      return hasMore;
    } catch {
      // A seek that fails says why.
      return false;
    }
  }
}
