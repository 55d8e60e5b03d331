/** Notices a worker that floods the page. */

/** Most messages in one second. A machine at full speed sends about 250. */
export const MESSAGES_PER_SECOND = 1_000;
const SECOND_MS = 1_000;

/** Counts messages, to notice a flood. */
export class Rate {
  private _since = 0;
  private _count = 0;

  /** Counts a message at `now`, in milliseconds; false if there are too many. */
  admit(now: number): boolean {
    if (now - this._since >= SECOND_MS) {
      this._since = now;
      this._count = 0;
    }
    this._count += 1;
    return this._count <= MESSAGES_PER_SECOND;
  }
}
