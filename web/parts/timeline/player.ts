/** Plays the log: tells frame by frame how many rows to go on, at a chosen speed. */

/** Rows in a second. */
export const SPEEDS: readonly number[] = [2, 10, 50, 200, 1_000, 5_000];

/** A page that was out of sight does not catch up. */
const LONGEST_FRAME_MS = 100;

export class Player {
  speed = SPEEDS[1] ?? 10;
  private _frame: number | undefined;
  private _last = 0;
  private _owed = 0;
  private readonly _advance: (rows: number) => boolean;

  /** @param advance goes on by so many rows; answers whether there are more. */
  constructor(advance: (rows: number) => boolean) {
    this._advance = advance;
  }

  get isPlaying(): boolean {
    return this._frame !== undefined;
  }

  play(): void {
    if (this.isPlaying) return;
    this._last = performance.now();
    this._owed = 0;
    this._next();
  }

  pause(): void {
    if (this._frame !== undefined) cancelAnimationFrame(this._frame);
    this._frame = undefined;
  }

  private _next(): void {
    this._frame = requestAnimationFrame((now) => this._tick(now));
  }

  private _tick(now: number): void {
    this._owed += (Math.min(LONGEST_FRAME_MS, Math.max(0, now - this._last)) * this.speed) / 1_000;
    this._last = now;
    const rows = Math.floor(this._owed);
    this._owed -= rows;
    this._next();
    if (rows > 0 && !this._advance(rows)) this.pause();
  }
}
