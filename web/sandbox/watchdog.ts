/**
 * Whether the worker still answers. What counts is time in which the page could have heard it, measured in beats of
 * the page's own: a page that was blocked, slept or is out of sight has not listened; and where its beats come late
 * the computer is busy, so that a worker that is well may be late too.
 */

/** Milliseconds between two heartbeats. */
export const BEAT_MS = 125;
/** A page whose beats are so far apart has slept. */
const ASLEEP_MS = 3 * BEAT_MS;
/**
 * A worker is given up after so many times its patience, however busy the computer is: it may be the worker that
 * keeps it busy.
 */
const MOST_PATIENCES = 6;

export class Watchdog {
  private _silenceMillis = 0;
  /** Time awake, whether it counts or not. */
  private _awakeMillis = 0;
  private _lastBeat: number;
  private _isOnTime = false;

  /** @param now milliseconds of a clock that never goes back, as in `beat`. */
  constructor(now: number) {
    this._lastBeat = now;
  }

  /** The worker has said something, or is another one. */
  heard(): void {
    this._silenceMillis = 0;
    this._awakeMillis = 0;
  }

  /**
   * A heartbeat. One that comes late by a part of its distance counts so much less; one that comes late by all of it
   * counts nothing.
   */
  beat(now: number, isHidden: boolean): void {
    const passed = now - this._lastBeat;
    this._lastBeat = now;
    const late = Math.max(0, passed - BEAT_MS);
    this._isOnTime = late < BEAT_MS / 2;
    if (isHidden || passed > ASLEEP_MS) return this.heard();
    this._awakeMillis += passed;
    this._silenceMillis += Math.max(0, Math.min(passed, BEAT_MS) - late);
  }

  /**
   * Whether nothing was heard for longer than that. At a late beat an answer may have come meanwhile, and waits
   * behind it.
   */
  isSilentFor(patienceMillis: number): boolean {
    if (this._awakeMillis > MOST_PATIENCES * patienceMillis) return true;
    return this._isOnTime && this._silenceMillis > patienceMillis;
  }
}
