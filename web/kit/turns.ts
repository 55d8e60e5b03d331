/** Who draws when. What has more to show than anybody reads draws in turn: no frame has to draw everything, and most draw nothing. */

/** So long a part is left alone that was drawn: a little less than three frames. */
const REST_MS = 45;

export class Turns {
  /** Those that have waited longest come first. */
  private readonly _waiting = new Set<() => void>();
  private readonly _drawn = new WeakMap<() => void, number>();
  private _isRunning = false;

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
    if (this._isRunning) requestAnimationFrame((now) => this._take(now));
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
}

/** Those of the page. */
export const turns = new Turns();
