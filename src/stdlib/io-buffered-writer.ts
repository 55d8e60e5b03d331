/** BufferedWriter: collects small writes, so that each of them does not cost a system call. */
import type { Sys } from '../kernel/sys.ts';
import { errnoNumber } from '../python/errno.ts';
import { concat, EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { withFinally } from '../python/handling.ts';
import { BlockingIOError, OSError, UnsupportedOperation, ValueError } from '../python/errors.ts';
import { BufferedIOBase, DEFAULT_BUFFER_SIZE, ofRaw, takeBytes } from './io.ts';
import type { RawIOBase } from './io.ts';
import { fullTypeName, repr } from '../python/repr.ts';

/**
 * A buffer in front of a raw stream. When it writes, and how much, follows CPython (Modules/_io/bufferedio.c).
 * @python io.BufferedWriter
 */
export class BufferedWriter extends BufferedIOBase {
  bufferSize = DEFAULT_BUFFER_SIZE;
  private _raw: RawIOBase | undefined;
  /** Data written to it and not yet to the stream below, in order. */
  private _chunks: Uint8Array[] = [];
  private _pending = 0;

  /**
   * Raises UnsupportedOperation for a raw stream that is not writable, ValueError for a size below 1.
   * @python io.BufferedWriter.__init__
   */
  init(raw: RawIOBase, bufferSize = DEFAULT_BUFFER_SIZE): void {
    if (!raw.writable()) throw new UnsupportedOperation('File or stream is not writable.');
    if (bufferSize <= 0) throw new ValueError('buffer size must be strictly positive');
    this._raw = raw;
    this.bufferSize = bufferSize;
  }

  /** The stream below. Raises ValueError when it was detached. @python io.BufferedWriter.raw */
  get raw(): RawIOBase {
    if (this._raw === undefined) throw new ValueError('raw stream has been detached');
    return this._raw;
  }

  /** Data that waits to be written. */
  get bufferedBytes(): Uint8Array {
    this._chunks = this._pending === 0 ? [] : [concat(this._chunks)];
    return this._chunks[0] ?? EMPTY;
  }

  /** @python io.BufferedWriter.closed */
  override get closed(): boolean {
    return this.raw.closed;
  }

  /** The mode of the stream below. Raises AttributeError if it has none. @python io.BufferedWriter.mode */
  get mode(): string {
    return ofRaw(this.raw, 'mode') as string;
  }

  /**
   * The name of the stream below: for a socket, its descriptor. Raises AttributeError if it has none.
   * @python io.BufferedWriter.name
   */
  get name(): string | number {
    return ofRaw(this.raw, 'name') as string | number;
  }

  override writable(): boolean {
    return this.raw.writable();
  }

  override seekable(): boolean {
    return this.raw.seekable();
  }

  override fileno(): number {
    return this.raw.fileno();
  }

  override isatty(): boolean {
    return this.raw.isatty();
  }

  /**
   * Takes all of `data`, writing to the stream below when the buffer is full. Raises BlockingIOError, with how much was
   * taken, when the raw stream would have to wait. @python io.BufferedWriter.write
   */
  override *write(given: Uint8Array): Sys<number> {
    this._checkClosed('write to closed file');
    // A copy: the caller may reuse the memory.
    const data = takeBytes(given);
    if (data.length <= this.bufferSize - this._pending) {
      this._keep(data);
      return data.length;
    }
    try {
      yield* this._flushBuffer();
    } catch (error) {
      if (!(error instanceof BlockingIOError)) throw error;
      const room = this.bufferSize - this._pending;
      this._keep(data.subarray(0, room));
      if (data.length <= room) return data.length;
      throw wouldBlock(room);
    }
    let written = 0;
    while (data.length - written > this.bufferSize) {
      const count = yield* this._writeRaw(data.subarray(written));
      if (count === undefined) {
        this._keep(data.subarray(written, written + this.bufferSize));
        throw wouldBlock(written + this.bufferSize);
      }
      written += count;
    }
    this._keep(data.subarray(written));
    return data.length;
  }

  /** Writes everything to the stream below. @python io.BufferedWriter.flush */
  override *flush(): Sys<void> {
    this._checkClosed('flush of closed file');
    yield* this._flushBuffer();
  }

  /** Flushes, then closes the stream below, even if flushing fails. @python io.BufferedWriter.close */
  override *close(): Sys<void> {
    const { raw } = this;
    if (raw.closed) return;
    yield* withFinally(this.flush(), () => raw.close());
  }

  __repr__(): string {
    const { name } = this.raw as { readonly name?: unknown };
    return `<${fullTypeName(this)}${name === undefined ? '' : ` name=${repr(name)}`}>`;
  }

  /** @internal */
  _keep(data: Uint8Array): void {
    if (data.length === 0) return;
    this._chunks.push(data);
    this._pending += data.length;
  }

  /** @internal */
  *_flushBuffer(): Sys<void> {
    while (this._pending > 0) {
      const bytes = this.bufferedBytes;
      const count = yield* this._writeRaw(bytes);
      if (count === undefined) throw wouldBlock(0);
      this._pending -= count;
      this._chunks = this._pending === 0 ? [] : [bytes.subarray(count)];
    }
  }

  /** @internal */
  *_writeRaw(data: Uint8Array): Sys<number | undefined> {
    const count = yield* this.raw.write(data);
    if (count !== undefined && (count < 0 || count > data.length)) {
      throw new OSError(`raw write() returned invalid length ${count} (should have been between 0 and ${data.length})`);
    }
    return count;
  }

  static override readonly name: string = registerClass('io', 'BufferedWriter', BufferedWriter, {
    typeModule: '_io',
    own: ['__repr__', 'raw', 'closed', 'mode', 'name', 'bufferedBytes', '_keep', '_flushBuffer', '_writeRaw'],
  });
}

const wouldBlock = (written: number): BlockingIOError =>
  new BlockingIOError(errnoNumber('EAGAIN'), 'write could not complete without blocking', written);
