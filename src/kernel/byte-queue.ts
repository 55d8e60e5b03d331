/** A byte queue that keeps chunks as they arrived: nothing is copied on the way in. */

/** The empty chunk. */
export const EMPTY = new Uint8Array(0);

/** The chunks of an empty queue. */
const NONE: Uint8Array[] = [];

/** A queue of byte chunks. Chunks travel by reference; do not write into them. */
export class ByteQueue {
  private _chunks = NONE;
  /** Index of the first chunk; those before it have been taken. */
  private _first = 0;
  private _length = 0;

  /** How many bytes are in it. */
  get length(): number {
    return this._length;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // Most queues have one chunk. A list that grows gets room for seventeen.
    if (this._length === 0) this._chunks = [chunk];
    else this._chunks.push(chunk);
    this._length += chunk.length;
  }

  /** Takes at most `limit` bytes of the first chunk, without copying; nothing when the queue is empty. */
  takeChunk(limit: number): Uint8Array {
    const chunk = this._chunks[this._first];
    if (chunk === undefined || limit <= 0) return EMPTY;
    if (chunk.length > limit) {
      this._chunks[this._first] = chunk.subarray(limit);
      this._length -= limit;
      return chunk.subarray(0, limit);
    }
    this._first += 1;
    this._length -= chunk.length;
    if (this._first === this._chunks.length) {
      this._chunks = NONE;
      this._first = 0;
    } else if (this._first >= 64 && this._first * 2 >= this._chunks.length) {
      this._chunks = this._chunks.slice(this._first);
      this._first = 0;
    }
    return chunk;
  }

  /** Takes at most `limit` bytes; copies them only when they lie in several chunks. */
  take(limit: number): Uint8Array {
    const chunk = this.takeChunk(limit);
    if (chunk.length === limit || this._length === 0) return chunk;
    const parts = [chunk];
    for (let left = limit - chunk.length; left > 0 && this._length > 0;) {
      const part = this.takeChunk(left);
      parts.push(part);
      left -= part.length;
    }
    return concatenate(parts);
  }

  clear(): void {
    this._chunks = NONE;
    this._first = 0;
    this._length = 0;
  }

  /** A copy of everything in it. */
  toBytes(): Uint8Array {
    return concatenate(this._chunks.slice(this._first));
  }
}

/**
 * One array with the bytes of all parts. Nothing is copied where they lie one after the other in memory, as the pieces
 * of one large write do.
 */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first === undefined) return EMPTY;
  let length = 0;
  let isOnePiece = true;
  for (const part of parts) {
    if (part.buffer !== first.buffer || part.byteOffset !== first.byteOffset + length) isOnePiece = false;
    length += part.length;
  }
  if (isOnePiece) return parts.length === 1 ? first : new Uint8Array(first.buffer, first.byteOffset, length);
  const whole = new Uint8Array(length);
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
