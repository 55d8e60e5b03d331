/** Plays the log: says in each frame how many rows to advance, at a chosen speed. */
import type { Release, Scope } from '../../kit/scope.ts';

/** Rows per second. */
export const SPEEDS: readonly number[] = [2, 10, 50, 200, 1_000, 5_000];

/** A page that was hidden does not catch up. */
const LONGEST_FRAME_MS = 100;

export class Player {
  speed = SPEEDS[1] ?? 10;
  private _cancel: Release | undefined;
  private _last = 0;
  /** Part of a row that is due. */
  private _due = 0;
  private readonly _scope: Scope;
  private readonly _advance: (rows: number) => boolean;

  /** @param advance advances by that many rows; returns whether more follow. */
  constructor(scope: Scope, advance: (rows: number) => boolean) {
    this._scope = scope;
    this._advance = advance;
  }

  get isPlaying(): boolean {
    return this._cancel !== undefined;
  }

  play(): void {
    if (this.isPlaying) return;
    this._last = performance.now();
    this._due = 0;
    this._next();
  }

  pause(): void {
    this._cancel?.();
    this._cancel = undefined;
  }

  private _next(): void {
    this._cancel = this._scope.frame((now) => this._tick(now));
  }

  private _tick(now: number): void {
    this._due += (Math.min(LONGEST_FRAME_MS, Math.max(0, now - this._last)) * this.speed) / 1_000;
    this._last = now;
    const rows = Math.floor(this._due);
    this._due -= rows;
    this._next();
    if (rows > 0 && !this._advance(rows)) this.pause();
  }
}
