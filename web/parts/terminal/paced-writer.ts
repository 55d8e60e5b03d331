/**
 * Writes text as soon as the present task has written all of its own, while a person can follow; every few frames when
 * there is more. xterm shows the first text after a key at once: a line that is removed and drawn again in two writes
 * would flicker, and cost two frames.
 */
import type { Face } from '../../kit/face.ts';

/** How many characters a person could read in a millisecond, at the very most. */
const READABLE = 20;
/** More unread characters than this are written in turn. */
const RUSH = 6_000;
/** More than this is not held back. */
const MOST_HELD = 200_000;

export class PacedWriter {
  private _held = '';
  /** How many characters nobody can have read yet, and when that was counted. */
  private _unread = 0;
  private _counted = 0;
  private readonly _turn = (): void => this.flush();
  private readonly _face: Face;
  private readonly _write: (text: string) => void;

  constructor(face: Face, write: (text: string) => void) {
    this._face = face;
    this._write = write;
    face.scope.onEnd(() => {
      this._held = '';
      face.turns.drop(this._turn);
    });
  }

  write(text: string): void {
    const isFirst = this._held === '';
    this._held += text;
    const now = performance.now();
    this._unread = Math.max(0, this._unread - (now - this._counted) * READABLE) + text.length;
    this._counted = now;
    if (this._held.length > MOST_HELD) this.flush();
    else if (this._unread >= RUSH) this._face.turns.ask(this._turn);
    else if (isFirst) queueMicrotask(this._turn);
  }

  /** Writes what was held back. */
  flush(): void {
    this._face.turns.drop(this._turn);
    if (this._held !== '') this._write(this._held);
    this._held = '';
  }
}
