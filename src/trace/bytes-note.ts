/**
 * Notes of bytes: what the log keeps of them is their beginning. It is copied into pages of many notes, since a byte array of
 * its own, however short, and even a text, costs several times as much to make and to keep.
 */
import { decodeLatin1 } from '../python/bytes.ts';

const KEPT_BYTES = 64;
const PAGE_SIZE = 1 << 16;

let page = new Uint8Array(PAGE_SIZE);
let used = 0;

/** The beginning of some bytes, and how many there were. */
export class BytesNote {
  readonly length: number;
  private readonly _page: Uint8Array;
  private readonly _from: number;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    const kept = Math.min(bytes.length, KEPT_BYTES);
    if (used + kept > PAGE_SIZE) {
      page = new Uint8Array(PAGE_SIZE);
      used = 0;
    }
    this._page = page;
    this._from = used;
    // One by one: for so few it is faster than `set`.
    for (let index = 0; index < kept; index += 1) page[used + index] = bytes[index] as number;
    used += kept;
  }

  /** What is kept, one character for each byte. */
  get latin1(): string {
    return decodeLatin1(this._page.subarray(this._from, this._from + Math.min(this.length, KEPT_BYTES)));
  }
}
