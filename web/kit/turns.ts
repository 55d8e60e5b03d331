/**
 * Who draws when. Parts with more news than a person can read draw in turn: one in each frame, each at most every third
 * frame.
 */
import type { Scope } from './scope.ts';

/** How long a part that was drawn is left alone: a little less than three frames. */
const REST_MS = 45;
/**
 * More changes than this in a row, each within CALM_MS of the one before, are a rush. One request and its answer make
 * fewer.
 */
const RUSH = 5;
const CALM_MS = 100;

export class Turns {
  /** Those that have waited longest come first. */
  private readonly _waiting = new Set<() => void>();
  private readonly _drawn = new WeakMap<() => void, number>();
  private _isRunning = false;
  private readonly _scope: Scope;

  constructor(scope: Scope) {
    this._scope = scope;
  }

  /** Draws a part of the page when it is its turn, one in a frame. */
  ask(draw: () => void): void {
    this._waiting.add(draw);
    if (!this._isRunning) this._next();
  }

  /** A part has been drawn without its turn, or is gone. */
  drop(draw: () => void): void {
    this._waiting.delete(draw);
  }

  private _next(): void {
    this._isRunning = this._waiting.size > 0;
    if (this._isRunning) this._scope.frame((now) => this._take(now));
  }

  private _take(now: number): void {
    for (const draw of this._waiting) {
      if (now - (this._drawn.get(draw) ?? -Infinity) < REST_MS) continue;
      this._waiting.delete(draw);
      this._drawn.set(draw, now);
      // What goes wrong in it must not keep the others waiting.
      queueMicrotask(draw);
      break;
    }
    this._next();
  }

  /**
   * A function that draws at once, but in turn while it is called more often than can be read.
   * @param mayWait false for what a person waits for, such as a step: it is always drawn at once.
   */
  paced(draw: () => void, mayWait: () => boolean): () => void {
    let last = -Infinity;
    let rush = 0;
    return () => {
      const now = performance.now();
      rush = now - last < CALM_MS ? rush + 1 : 0;
      last = now;
      if (rush >= RUSH && mayWait()) return this.ask(draw);
      this.drop(draw);
      draw();
    };
  }
}
