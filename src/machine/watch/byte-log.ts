/** All bytes that ever came into a buffer, by reference; the oldest are dropped. */
import type { Lane } from '../../trace/snapshot.ts';
import type { LaneName } from '../../vocabulary.ts';

/** How many bytes of a lane a snapshot shows: the last ones. */
export const SHOWN_BYTES = 65_536;

/** Takes the place of a dropped chunk. */
const NOTHING = new Uint8Array();

export class ByteLog {
  /** How many bytes have been read out of the buffer. */
  read = 0;
  private _chunks: Uint8Array[] = [];
  /** How many chunks at the start of the list have been dropped and not yet removed from it. */
  private _gone = 0;
  private _dropped = 0;
  private _kept = 0;

  /** How many bytes ever came. */
  get length(): number {
    return this._dropped + this._kept;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this._chunks.push(bytes);
    this._kept += bytes.length;
    // Bodies travel by reference: bytes that no snapshot can show must not keep them alive.
    for (;;) {
      const first = this._chunks[this._gone] as Uint8Array;
      if (this._gone + 1 === this._chunks.length || this._kept - first.length < SHOWN_BYTES) break;
      this._dropped += first.length;
      this._kept -= first.length;
      this._chunks[this._gone] = NOTHING;
      this._gone += 1;
    }
    // Removing each chunk alone would move all the others each time, and a body that comes byte by byte would take
    // quadratic time.
    if (this._gone > this._chunks.length / 2) {
      this._chunks = this._chunks.slice(this._gone);
      this._gone = 0;
    }
  }

  /** The same log, cut after `length` bytes. */
  until(length: number): ByteLog {
    const log = new ByteLog();
    log._dropped = Math.min(this._dropped, length);
    for (const chunk of this._chunks) {
      if (chunk === NOTHING) continue;
      const room = length - log.length;
      if (room <= 0) break;
      log._keep(chunk.length <= room ? chunk : chunk.subarray(0, room));
    }
    return log;
  }

  /** The same log, followed by `bytes`. */
  plus(bytes: Uint8Array): ByteLog {
    const log = this.until(this.length);
    if (bytes.length > 0) log._keep(bytes);
    return log;
  }

  /** The end of the log as a lane of a snapshot; `read` counts from the very first byte. */
  lane(name: LaneName, read: number): Lane {
    const from = Math.max(0, this._kept - SHOWN_BYTES);
    const bytes = new Uint8Array(this._kept - from);
    let position = -from;
    for (const chunk of this._chunks) {
      if (position >= 0) bytes.set(chunk, position);
      else if (position + chunk.length > 0) bytes.set(chunk.subarray(-position), 0);
      position += chunk.length;
    }
    const dropped = this._dropped + from;
    return { name, bytes, read: Math.min(bytes.length, Math.max(0, read - dropped)), dropped };
  }

  private _keep(chunk: Uint8Array): void {
    this._chunks.push(chunk);
    this._kept += chunk.length;
  }
}
