/** Ties virtual time to the wall clock while there is work, and lets it stand still while there is none. */

/** How long a machine runs before the page is told how far it is, and how many system calls it makes between two looks at the clock. */
export const SLICE_MS = 12;
export const SLICE_CALLS = 100;

export class TimePacing {
  private _wall = 0;
  private _virtual = 0;
  private _isRunning = false;
  private readonly _wallSeconds: () => number;

  /** @param wallSeconds a monotonic clock, in seconds. */
  constructor(wallSeconds: () => number) {
    this._wallSeconds = wallSeconds;
  }

  /** How far the machine may go, in seconds of virtual time, when it stands at `now`. */
  limit(now: number): number {
    if (!this._isRunning) {
      this._isRunning = true;
      this._wall = this._wallSeconds();
      this._virtual = now;
    }
    return Math.max(now, this._virtual + this._wallSeconds() - this._wall);
  }

  /** Virtual time stands still until `limit` is asked again. */
  pause(): void {
    this._isRunning = false;
  }
}
