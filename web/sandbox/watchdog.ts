/**
 * Decides whether the worker still answers. Only time in which the page could have received an answer counts,
 * measured in heartbeats of the page: a page that was blocked, asleep or hidden does not listen. Late heartbeats mean
 * a busy computer, where a healthy worker may be late too.
 */

/** Milliseconds between two heartbeats. */
export const BEAT_MS = 125;
/** A page was asleep if its heartbeats are so far apart. */
const ASLEEP_MS = 3 * BEAT_MS;
/**
 * The worker is ended after this multiple of its patience, however busy the computer is: the worker may be what keeps
 * it busy.
 */
const MOST_PATIENCES = 6;

export class Watchdog {
  private _silenceMillis = 0;
  /** Time awake, also when it does not count. */
  private _awakeMillis = 0;
  private _lastBeat: number;
  private _isOnTime = false;

  /** @param now milliseconds of a clock that never goes back, as in `beat`. */
  constructor(now: number) {
    this._lastBeat = now;
  }

  /** The worker has sent a message, or was replaced. */
  heard(): void {
    this._silenceMillis = 0;
    this._awakeMillis = 0;
  }

  /**
   * Counts a heartbeat. The later it comes, the less it counts: nothing if it is late by a whole interval. What was
   * counted before stays: a page that is blocked now and then would never end a worker that loops.
   */
  beat(now: number, isHidden: boolean): void {
    const passed = now - this._lastBeat;
    this._lastBeat = now;
    const late = Math.max(0, passed - BEAT_MS);
    this._isOnTime = late < BEAT_MS / 2;
    if (isHidden) return;
    // How long the page was awake in that time is not known: at least for this heartbeat.
    this._awakeMillis += passed > ASLEEP_MS ? BEAT_MS : passed;
    this._silenceMillis += Math.max(0, Math.min(passed, BEAT_MS) - late);
  }

  /** Whether the worker has been silent for longer. After a late heartbeat an answer may wait in the queue. */
  isSilentFor(patienceMillis: number): boolean {
    if (this._awakeMillis > MOST_PATIENCES * patienceMillis) return true;
    return this._isOnTime && this._silenceMillis > patienceMillis;
  }
}
