/** BufferedReader: reads ahead, so that a line does not cost a system call for each byte. */
import type { Sys } from '../kernel/sys.ts';
import { concat, EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { withFinally } from '../python/handling.ts';
import { BlockingIOError, osError, OSError, UnsupportedOperation, ValueError } from '../python/errors.ts';
import { checkClaim, optionalSize, wantedSize } from '../python/sizes.ts';
import type { Int } from '../python/integers.ts';
import { section } from '../python/section.ts';
import { BufferedIOBase, DEFAULT_BUFFER_SIZE, ofRaw, slice } from './io.ts';
import type { RawIOBase } from './io.ts';
import { fullTypeName, repr } from '../python/repr.ts';

const NEWLINE = 0x0a;

/**
 * A buffer in front of a raw stream. Which reads of the raw stream it makes, and of which size, follows CPython
 * (Modules/_io/bufferedio.c); recorded in the system calls of the `b-large-*`, `c-byte-by-byte-*` and `t-*` cases.
 * The buffer is the chunk that the raw stream returned, by reference; an idle stream needs no memory.
 * @python io.BufferedReader
 */
export class BufferedReader extends BufferedIOBase {
  bufferSize = DEFAULT_BUFFER_SIZE;
  private _raw: RawIOBase | undefined;
  /** The chunk of the last read. Bytes before `_position` have been read. */
  private _buffer: Uint8Array = EMPTY;
  private _position = 0;
  /** How much of the buffer's size is used since it was last emptied: the next read into it requests the rest. */
  private _used = 0;
  private _streamOffset = 0;

  /**
   * Raises UnsupportedOperation for a raw stream that is not readable, ValueError for a size below 1.
   * @python io.BufferedReader.__init__
   */
  init(raw: RawIOBase, bufferSize = DEFAULT_BUFFER_SIZE): void {
    if (!raw.readable()) throw new UnsupportedOperation('File or stream is not readable.');
    if (bufferSize <= 0) throw new ValueError('buffer size must be strictly positive');
    this._raw = raw;
    this.bufferSize = bufferSize;
  }

  /** The stream below. Raises ValueError when it was detached. @python io.BufferedReader.raw */
  get raw(): RawIOBase {
    if (this._raw === undefined) throw new ValueError('raw stream has been detached');
    return this._raw;
  }

  /** The whole current buffer, including bytes that have been read. */
  get bufferedBytes(): Uint8Array {
    return this._buffer;
  }

  /** How many bytes of `bufferedBytes` have been read. */
  get position(): number {
    return this._position;
  }

  /** How many bytes of the stream came before those in `bufferedBytes`. */
  get streamOffset(): number {
    return this._streamOffset;
  }

  /** @python io.BufferedReader.closed */
  override get closed(): boolean {
    return this.raw.closed;
  }

  /** The mode of the stream below. Raises AttributeError if it has none. @python io.BufferedReader.mode */
  get mode(): string {
    return ofRaw(this.raw, 'mode') as string;
  }

  /**
   * The name of the stream below: for a socket, its descriptor. Raises AttributeError if it has none.
   * @python io.BufferedReader.name
   */
  get name(): string | number {
    return ofRaw(this.raw, 'name') as string | number;
  }

  override readable(): boolean {
    return this.raw.readable();
  }

  override seekable(): boolean {
    return this.raw.seekable();
  }

  override isatty(): boolean {
    return this.raw.isatty();
  }

  override fileno(): number {
    return this.raw.fileno();
  }

  /** Detaches the raw stream; nothing else works from then on. @python io.BufferedReader.detach */
  override detach(): RawIOBase {
    const { raw } = this;
    this._raw = undefined;
    return raw;
  }

  override *flush(): Sys<void> {
    yield* this.raw.flush();
  }

  override *close(): Sys<void> {
    const { raw } = this;
    if (raw.closed) return;
    yield* withFinally(this.flush(), () => raw.close());
  }

  /** The contents of the buffer; reads once when it is empty. Nothing is consumed. @python io.BufferedReader.peek */
  *peek(size: Int = 0): Sys<Uint8Array> {
    wantedSize(size);
    this._checkClosed('peek of closed file');
    if (this._position === this._buffer.length) {
      this._empty();
      if (((yield* this._fill()) ?? 0) === 0) return EMPTY;
    }
    return slice(this._buffer, this._position, this._buffer.length);
  }

  /**
   * `size` bytes, fewer only at the end; until the end when -1. Fewer, or BlockingIOError, when the raw stream would
   * have to wait.
   * @python io.BufferedReader.read
   */
  override *read(size: Int = -1): Sys<Uint8Array> {
    const wanted = optionalSize(size);
    if (wanted < -1) throw new ValueError('read length must be non-negative or -1');
    this._checkClosed('read of closed file');
    if (wanted === -1) return yield* this._readAll();
    if (wanted <= this._buffer.length - this._position) return this._take(wanted);
    return yield* this._readGeneric(checkClaim(wanted));
  }

  /** At most `size` bytes, with at most one read of the raw stream. @python io.BufferedReader.read1 */
  override *read1(size: Int = -1): Sys<Uint8Array> {
    const most = wantedSize(size);
    this._checkClosed('read of closed file');
    const wanted = most < 0 ? this.bufferSize : checkClaim(most);
    if (wanted === 0) return EMPTY;
    const available = this._buffer.length - this._position;
    if (available > 0) return this._take(Math.min(available, wanted));
    this._empty();
    return this._past(yield* this.raw.readChunk(wanted), wanted) ?? EMPTY;
  }

  override *readinto(buffer: Uint8Array): Sys<number | undefined> {
    return yield* section(this._readInto(buffer, false));
  }

  override *readinto1(buffer: Uint8Array): Sys<number | undefined> {
    return yield* this._readInto(buffer, true);
  }

  /**
   * One line, at most `limit` bytes of it; what is available when the stream ends or would have to wait.
   * @python io.BufferedReader.readline
   */
  override *readline(limit: Int = -1): Sys<Uint8Array> {
    const most = optionalSize(limit);
    this._checkClosed('readline of closed file');
    let left = most < 0 ? Infinity : most;
    const line = this._takeLine(left);
    if (line[line.length - 1] === NEWLINE || line.length === left) return line;
    const chunks = line.length > 0 ? [line] : [];
    for (left -= line.length; ;) {
      this._empty();
      if (((yield* this._fill()) ?? 0) === 0) break;
      const part = this._takeLine(left);
      chunks.push(part);
      left -= part.length;
      if (part[part.length - 1] === NEWLINE || left === 0) break;
    }
    return concat(chunks);
  }

  __repr__(): string {
    const { name } = this.raw as { readonly name?: unknown };
    return `<${fullTypeName(this)}${name === undefined ? '' : ` name=${repr(name)}`}>`;
  }

  /** Takes the part of the current line that is in the buffer. @internal */
  _takeLine(limit: number): Uint8Array {
    const newline = this._buffer.indexOf(NEWLINE, this._position);
    const end = newline < 0 ? this._buffer.length : newline + 1;
    return this._take(Math.min(end - this._position, limit));
  }

  /** @internal */
  _take(size: number): Uint8Array {
    const start = this._position;
    this._position += size;
    return slice(this._buffer, start, this._position);
  }

  /** @internal */
  *_readAll(): Sys<Uint8Array> {
    const available = this._take(this._buffer.length - this._position);
    this._empty();
    try {
      const rest = yield* this.raw.readall();
      this._streamOffset += rest.length;
      return available.length === 0 ? rest : concat([available, rest]);
    } catch (error) {
      if (available.length === 0 || !(error instanceof BlockingIOError)) throw error;
      return available;
    }
  }

  /**
   * Whole multiples of the buffer size bypass the buffer, the rest goes through it; and never one read more than
   * needed. @internal
   */
  *_readGeneric(size: number): Sys<Uint8Array> {
    const chunks = [this._take(this._buffer.length - this._position)];
    let remaining = size - (chunks[0]?.length ?? 0);
    this._empty();
    while (remaining > 0) {
      const whole = remaining - (remaining % this.bufferSize);
      const chunk =
        whole > 0
          ? this._past(yield* this.raw.readChunk(whole), whole)
          : this._takeFilled(yield* this._fill(), remaining);
      if (chunk === undefined && remaining === size) throw osError('EAGAIN');
      if (chunk === undefined || chunk.length === 0) break;
      chunks.push(chunk);
      remaining -= chunk.length;
    }
    return concat(chunks.filter((chunk) => chunk.length > 0));
  }

  /** Takes at most `size` bytes of those that `_fill` has read. @internal */
  _takeFilled(count: number | undefined, size: number): Uint8Array | undefined {
    return count === undefined ? undefined : this._take(Math.min(count, size));
  }

  /** @internal */
  *_readInto(buffer: Uint8Array, once: boolean): Sys<number | undefined> {
    this._checkClosed('readinto of closed file');
    const available = this._take(Math.min(this._buffer.length - this._position, buffer.length));
    buffer.set(available);
    let written = available.length;
    if (written === buffer.length) return written;
    this._empty();
    while (written < buffer.length) {
      const remaining = buffer.length - written;
      let chunk: Uint8Array | undefined = EMPTY;
      if (remaining > this.bufferSize) chunk = this._past(yield* this.raw.readChunk(remaining), remaining);
      else if (!(once && written > 0)) chunk = this._takeFilled(yield* this._fill(), remaining);
      if (chunk === undefined && written === 0) return undefined;
      if (chunk === undefined || chunk.length === 0) break;
      buffer.set(chunk, written);
      written += chunk.length;
      if (once) break;
    }
    return written;
  }

  /** Marks the buffer as empty: the next read into it requests its whole size. Its bytes stay visible. @internal */
  _empty(): void {
    this._used = 0;
  }

  /**
   * Reads once into the free part of the buffer. Returns how much arrived; 0 at the end, undefined when it would have
   * to wait. @internal
   */
  *_fill(): Sys<number | undefined> {
    const size = this.bufferSize - this._used;
    const chunk = checkRead(yield* this.raw.readChunk(size), size);
    if (chunk === undefined || chunk.length === 0) return chunk === undefined ? undefined : 0;
    // Everything in the buffer has been read: it can be dropped.
    this._streamOffset += this._buffer.length;
    this._buffer = chunk;
    this._position = 0;
    this._used += chunk.length;
    return chunk.length;
  }

  /** Counts what was read past the buffer. @internal */
  _past(chunk: Uint8Array | undefined, size: number): Uint8Array | undefined {
    this._streamOffset += checkRead(chunk, size)?.length ?? 0;
    return chunk;
  }

  static override readonly name: string = registerClass('io', 'BufferedReader', BufferedReader, {
    typeModule: '_io',
    own: [
      '__repr__',
      'raw',
      'closed',
      'mode',
      'name',
      'bufferedBytes',
      'position',
      'streamOffset',
      '_take',
      '_takeLine',
      '_empty',
      '_takeFilled',
      '_readAll',
      '_readGeneric',
      '_readInto',
      '_past',
    ],
    // The name of CPython's C function: the trace then shows that the buffer is filled before it is read.
    names: { _fill: '_bufferedreader_fill_buffer' },
    watch: [
      ['rfile.position', (reader) => reader.position],
      ['rfile.end', (reader) => reader.bufferedBytes.length],
    ],
  });
}

/** What the raw stream has read, if it is not longer than what it was asked for. */
function checkRead(chunk: Uint8Array | undefined, size: number): Uint8Array | undefined {
  if (chunk !== undefined && chunk.length > size) {
    throw new OSError(
      `raw readinto() returned invalid length ${chunk.length} (should have been between 0 and ${size})`,
    );
  }
  return chunk;
}
