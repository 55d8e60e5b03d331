/** All bytes that ever came into a buffer, by reference, as far as they are kept. */
import type { Lane } from '../trace/snapshot.ts';

/** How many bytes of a lane a snapshot shows: the last ones. */
const SHOWN_BYTES = 65_536;

export class ByteLog {
  /** How many have been read out of the buffer. */
  read = 0;
  private _chunks: Uint8Array[] = [];
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
    // Bodies travel by reference: what no snapshot can show any more must not keep them alive.
    while (this._chunks.length > 1 && this._kept - (this._chunks[0]?.length ?? 0) >= SHOWN_BYTES) {
      const first = this._chunks.shift()?.length ?? 0;
      this._dropped += first;
      this._kept -= first;
    }
  }

  /** The same log, ended after `length` bytes. */
  until(length: number): ByteLog {
    const log = new ByteLog();
    log._dropped = Math.min(this._dropped, length);
    for (const chunk of this._chunks) {
      const room = length - log.length;
      if (room <= 0) break;
      log._keep(chunk.length <= room ? chunk : chunk.subarray(0, room));
    }
    return log;
  }

  /** The same log, and `bytes` after it. */
  plus(bytes: Uint8Array): ByteLog {
    const log = this.until(this.length);
    if (bytes.length > 0) log._keep(bytes);
    return log;
  }

  /** The end of the log as a lane of a snapshot; `read` counts from the very first byte. */
  lane(name: Lane['name'], read: number): Lane {
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
