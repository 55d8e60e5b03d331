/** Ties virtual time to the wall clock while the machine has work, and stops it while there is none. */

export class TimePacing {
  private _wall = 0;
  private _virtual = 0;
  private _isRunning = false;
  private readonly _wallSeconds: () => number;

  /** @param wallSeconds a monotonic clock, in seconds. */
  constructor(wallSeconds: () => number) {
    this._wallSeconds = wallSeconds;
  }

  /** How far the machine may go, in seconds of virtual time, if it is at `now`. */
  limit(now: number): number {
    if (!this._isRunning) {
      this._isRunning = true;
      this._wall = this._wallSeconds();
      this._virtual = now;
    }
    return Math.max(now, this._virtual + this._wallSeconds() - this._wall);
  }

  /** Stops virtual time until the next call of `limit`. */
  pause(): void {
    this._isRunning = false;
  }
}
