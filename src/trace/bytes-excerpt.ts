/**
 * Excerpts of bytes: the log keeps the beginning. It is copied into pages that many excerpts share, since a byte array
 * of its own, however short, and even a string, costs several times as much to make and to keep.
 */
import { decodeLatin1 } from '../python/bytes.ts';
import { lengthOf } from '../python/foreign.ts';

const KEPT_BYTES = 64;
const PAGE_SIZE = 1 << 16;

/** The beginning of some bytes, and their number. */
export class BytesExcerpt {
  readonly length: number;
  private readonly _page: Uint8Array;
  private readonly _from: number;

  /** @param length how many bytes there were; the kept ones are in `page` at `from`. */
  constructor(length: number, page: Uint8Array, from: number) {
    this.length = length;
    this._page = page;
    this._from = from;
  }

  /** The kept bytes, one character for each. */
  get latin1(): string {
    return decodeLatin1(this._page.subarray(this._from, this._from + Math.min(this.length, KEPT_BYTES)));
  }

  /** Whether both are excerpts of the same bytes, as far as they are kept. */
  isLike(other: BytesExcerpt): boolean {
    if (this.length !== other.length) return false;
    const kept = Math.min(this.length, KEPT_BYTES);
    for (let index = 0; index < kept; index += 1) {
      if (this._page[this._from + index] !== other._page[other._from + index]) return false;
    }
    return true;
  }
}

/** An excerpt with a page of its own. */
export const excerptOf = (bytes: Uint8Array): BytesExcerpt => new BytesExcerpt(bytes.length, bytes, 0);

/** The excerpts of one log. */
export class BytesExcerpts {
  private readonly _none = excerptOf(new Uint8Array());
  private _page = new Uint8Array(0);
  private _used = 0;
  private _lastBytes: Uint8Array | undefined;
  private _lastNote = this._none;

  /**
   * An excerpt of `bytes`. On their way out, the same bytes pass many calls one after the other: one excerpt serves
   * them all.
   */
  note(bytes: Uint8Array): BytesExcerpt {
    if (bytes === this._lastBytes) return this._lastNote;
    const length = lengthOf(bytes) ?? 0;
    if (length === 0) return this._none;
    this._lastBytes = bytes;
    return (this._lastNote = this._copy(bytes, length));
  }

  private _copy(bytes: Uint8Array, length: number): BytesExcerpt {
    const kept = Math.min(length, KEPT_BYTES);
    if (this._used + kept > this._page.length) {
      this._page = new Uint8Array(PAGE_SIZE);
      this._used = 0;
    }
    const from = this._used;
    // One by one: faster than `set` for this few.
    for (let index = 0; index < kept; index += 1) this._page[from + index] = bytes[index] as number;
    this._used += kept;
    return new BytesExcerpt(length, this._page, from);
  }
}
