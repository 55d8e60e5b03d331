/**
 * The base classes of streams, and BytesIO. The buffered streams have files of their own (`io-*.ts`).
 *
 * Where a stream that does not wait has nothing yet, Python's `read` answers None; here it raises BlockingIOError, and
 * only `readinto` and `write` of raw streams answer undefined.
 * Absent on purpose: text streams, files on a disk, finalisers (`__del__`): a stream that nobody closes stays open.
 */
import type { Sys } from '../kernel/sys.ts';
import { concat, EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import {
  BlockingIOError,
  NotImplementedError,
  osError,
  OSError,
  PyTypeError,
  UnsupportedOperation,
  ValueError,
} from '../python/errors.ts';
import { bytesOf } from '../python/foreign.ts';
import type { Int } from '../python/integers.ts';
import type { SysIterator } from '../python/iterate.ts';
import { typeName } from '../python/repr.ts';
import { makeBuffer, optionalSize, wantedSize } from '../python/sizes.ts';

/** Bytes in a buffer when nobody says otherwise. @python io.DEFAULT_BUFFER_SIZE */
export const DEFAULT_BUFFER_SIZE = 8192;
/** Where `seek` counts from: the start, the position, the end. */
export const SEEK_SET = 0;
export const SEEK_CUR = 1;
export const SEEK_END = 2;

const NEWLINE = 0x0a;

/** What can be read like a file: the request's body, an open file, BytesIO. Iterating it gives its lines. */
export interface ReadableFile extends SysIterator<Uint8Array> {
  readonly closed: boolean;
  read(size?: Int): Sys<Uint8Array>;
  readline(limit?: Int): Sys<Uint8Array>;
  readlines(hint?: Int): Sys<Uint8Array[]>;
  close(): Sys<void>;
}

/** What can be written like a file. */
export interface WritableFile {
  readonly closed: boolean;
  write(data: Uint8Array): Sys<number>;
  flush(): Sys<void>;
  close(): Sys<void>;
}

/** What all streams share. Iterating one gives its lines. @python io.IOBase */
export abstract class IOBase implements SysIterator<Uint8Array> {
  /** @internal */
  __closed = false;

  /** Reads at most `size` bytes; all there are when negative. Raises BlockingIOError when nothing is there yet and the stream does not wait. */
  abstract read(size?: Int): Sys<Uint8Array>;

  /** Whether `close` was called. @python io.IOBase.closed */
  get closed(): boolean {
    return this.__closed;
  }

  readable(): boolean {
    return false;
  }

  writable(): boolean {
    return false;
  }

  seekable(): boolean {
    return false;
  }

  isatty(): boolean {
    this._checkClosed();
    return false;
  }

  fileno(): number {
    throw new UnsupportedOperation('fileno');
  }

  seek(_offset: Int, _whence?: number): number {
    throw new UnsupportedOperation('seek');
  }

  tell(): number {
    return this.seek(0, SEEK_CUR);
  }

  truncate(_size?: Int): number {
    throw new UnsupportedOperation('truncate');
  }

  *flush(): Sys<void> {
    this._checkClosed();
  }

  /** Flushes, and is closed from then on, even when that fails. @python io.IOBase.close */
  *close(): Sys<void> {
    if (this.__closed) return;
    try {
      yield* this.flush();
    } finally {
      this.__closed = true;
    }
  }

  /** One line, at most `limit` bytes of it; empty at the end. One read per byte, unless the stream can `peek`. @python io.IOBase.readline */
  *readline(limit: Int = -1): Sys<Uint8Array> {
    const wanted = optionalSize(limit);
    const chunks: Uint8Array[] = [];
    const most = wanted < 0 ? Infinity : wanted;
    let length = 0;
    while (length < most) {
      const size = yield* this._lineSize(most - length);
      const chunk: unknown = yield* this.read(size);
      if (!(chunk instanceof Uint8Array)) {
        throw new OSError(`read() should have returned a bytes object, not '${typeName(chunk)}'`);
      }
      if (chunk.length === 0) break;
      chunks.push(chunk);
      length += chunk.length;
      if (chunk.at(-1) === NEWLINE) break;
    }
    return concat(chunks);
  }

  /** How many bytes may be read without going past the line. @internal */
  *_lineSize(limit: number): Sys<number> {
    const { peek } = this as { readonly peek?: (size: number) => Sys<Uint8Array> };
    if (peek === undefined) return 1;
    const ahead = yield* peek.call(this, 1);
    if (ahead.length === 0) return 1;
    const newline = ahead.indexOf(NEWLINE);
    return Math.min(newline < 0 ? ahead.length : newline + 1, limit);
  }

  /** All lines; with a `hint`, only as many as it takes to pass that many bytes. @python io.IOBase.readlines */
  *readlines(hint: Int = -1): Sys<Uint8Array[]> {
    const enough = optionalSize(hint);
    this._checkClosed();
    const lines: Uint8Array[] = [];
    let length = 0;
    for (let step = yield* this.next(); step.done !== true; step = yield* this.next()) {
      lines.push(step.value);
      length += step.value.length;
      if (enough > 0 && length > enough) break;
    }
    return lines;
  }

  /** The next line. @python io.IOBase.__next__ */
  *next(): Sys<IteratorResult<Uint8Array, undefined>> {
    const line = yield* this.readline();
    return line.length === 0 ? { done: true, value: undefined } : { done: false, value: line };
  }

  *write(_data: Uint8Array): Sys<number | undefined> {
    throw new UnsupportedOperation('write');
  }

  *writelines(lines: Iterable<Uint8Array>): Sys<void> {
    this._checkClosed();
    for (const line of lines) yield* this.write(line);
  }

  /** @internal */
  _checkClosed(message = 'I/O operation on closed file.'): void {
    if (this.closed) throw new ValueError(message);
  }
}
// `flush` is left out: here it does nothing, and does so seven times in each request.
registerClass('io', IOBase, { names: { next: '__next__' }, own: ['_lineSize', '_checkClosed', 'closed', 'flush'] });

/** A stream without a buffer: who extends it writes `readinto`, and `write` where it can. @python io.RawIOBase */
export abstract class RawIOBase extends IOBase {
  /** Reads into `buffer`, at most once; answers how many bytes, 0 at the end, undefined when it would have to wait. */
  *readinto(_buffer: Uint8Array): Sys<number | undefined> {
    throw new NotImplementedError();
  }

  override *read(size: Int = -1): Sys<Uint8Array> {
    const wanted = wantedSize(size);
    if (wanted < 0) return yield* this.readall();
    const chunk = yield* this.readChunk(wanted);
    if (chunk === undefined) throw osError('EAGAIN');
    return chunk;
  }

  /** Reads until the end. What there is when it would have to wait. @python io.RawIOBase.readall */
  *readall(): Sys<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = yield* this._readSome(chunks.length === 0);
      if (chunk.length === 0) return concat(chunks);
      chunks.push(chunk);
    }
  }

  /** @internal */
  *_readSome(isFirst: boolean): Sys<Uint8Array> {
    try {
      return yield* this.read(DEFAULT_BUFFER_SIZE);
    } catch (error) {
      if (isFirst || !(error instanceof BlockingIOError)) throw error;
      return EMPTY;
    }
  }

  override *write(_data: Uint8Array): Sys<number | undefined> {
    throw new NotImplementedError();
  }

  /** `readinto` for those who do not mind which memory the bytes are in: a stream that has them may hand them on. */
  *readChunk(size: number): Sys<Uint8Array | undefined> {
    const buffer = makeBuffer(size);
    const count = yield* this.readinto(buffer);
    if (count === undefined) return undefined;
    return slice(buffer, 0, count);
  }
}
registerClass('io', RawIOBase, { own: ['readChunk', '_readSome'] });

/** A stream whose `read` does not stop short, and whose `write` takes everything. @python io.BufferedIOBase */
export abstract class BufferedIOBase extends IOBase {
  override *read(_size: Int = -1): Sys<Uint8Array> {
    throw new UnsupportedOperation('read');
  }

  *read1(_size: Int = -1): Sys<Uint8Array> {
    throw new UnsupportedOperation('read1');
  }

  override *write(_data: Uint8Array): Sys<number> {
    throw new UnsupportedOperation('write');
  }

  /** @python io.BufferedIOBase.readinto */
  *readinto(buffer: Uint8Array): Sys<number | undefined> {
    const data = yield* this.read(buffer.length);
    buffer.set(data);
    return data.length;
  }

  /** Like `readinto`, with one read of the stream below at most. @python io.BufferedIOBase.readinto1 */
  *readinto1(buffer: Uint8Array): Sys<number | undefined> {
    const data = yield* this.read1(buffer.length);
    buffer.set(data);
    return data.length;
  }

  detach(): RawIOBase {
    throw new UnsupportedOperation('detach');
  }
}
registerClass('io', BufferedIOBase);

/** The bytes that somebody hands over, as they are now. Raises Python's TypeError for what is not bytes; text is the usual mistake. */
export function takeBytes(data: unknown): Uint8Array {
  const bytes = bytesOf(data);
  if (bytes === undefined) throw new PyTypeError(`a bytes-like object is required, not '${typeName(data)}'`);
  return bytes;
}

/** The part of `bytes` from `start` to `end`, without a copy; all of it is the same object. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (start === 0 && end === bytes.length) return bytes;
  return start === end ? EMPTY : bytes.subarray(start, end);
}

/** A file in memory. @python io.BytesIO @differs made with `new`, since nothing about it blocks */
export class BytesIO extends BufferedIOBase {
  private _bytes: Uint8Array;
  private _length: number;
  private _position = 0;
  /** Whether `_bytes` is ours to write into; the initial bytes are not. */
  private _isOwn = false;

  constructor(initialBytes: Uint8Array = EMPTY) {
    super();
    this._bytes = initialBytes;
    this._length = initialBytes.length;
  }

  override readable(): boolean {
    this._checkClosed();
    return true;
  }

  override writable(): boolean {
    return this.readable();
  }

  override seekable(): boolean {
    return this.readable();
  }

  /** All that was written. Do not write into it. @python io.BytesIO.getvalue */
  getvalue(): Uint8Array {
    this._checkClosed();
    // Later writes go to memory of their own.
    this._isOwn = false;
    return slice(this._bytes, 0, this._length);
  }

  override *read(size: Int = -1): Sys<Uint8Array> {
    const wanted = optionalSize(size);
    this._checkClosed();
    const left = Math.max(this._length - this._position, 0);
    return this._take(wanted < 0 ? left : Math.min(wanted, left));
  }

  override *read1(size: Int = -1): Sys<Uint8Array> {
    return yield* this.read(size);
  }

  override *readline(limit: Int = -1): Sys<Uint8Array> {
    const most = optionalSize(limit);
    this._checkClosed();
    const newline = slice(this._bytes, 0, this._length).indexOf(NEWLINE, this._position);
    const left = Math.max((newline < 0 ? this._length : newline + 1) - this._position, 0);
    return this._take(most < 0 ? left : Math.min(most, left));
  }

  override *write(given: Uint8Array): Sys<number> {
    this._checkClosed();
    const data = takeBytes(given);
    if (data.length === 0) return 0;
    const end = this._position + data.length;
    this._reserve(end);
    this._bytes.set(data, this._position);
    this._position = end;
    this._length = Math.max(this._length, end);
    return data.length;
  }

  override seek(to: Int, whence = SEEK_SET): number {
    const offset = wantedSize(to);
    this._checkClosed();
    if (whence === SEEK_SET && offset < 0) throw new ValueError(`negative seek value ${offset}`);
    if (![SEEK_SET, SEEK_CUR, SEEK_END].includes(whence)) {
      throw new ValueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
    }
    const base = whence === SEEK_SET ? 0 : whence === SEEK_CUR ? this._position : this._length;
    this._position = Math.max(base + offset, 0);
    return this._position;
  }

  override tell(): number {
    this._checkClosed();
    return this._position;
  }

  override truncate(to: Int = this._position): number {
    const size = optionalSize(to);
    this._checkClosed();
    if (size < 0) throw new ValueError(`negative size value ${size}`);
    this._length = Math.min(this._length, size);
    return size;
  }

  private _take(size: number): Uint8Array {
    const start = this._position;
    this._position += size;
    // Whoever reads keeps the bytes: later writes must not change them.
    if (size > 0) this._isOwn = false;
    return size === 0 ? EMPTY : slice(this._bytes, start, this._position);
  }

  /** Makes room for `size` bytes, in memory that nobody else has; what lies between the end and the position is zeros. */
  private _reserve(size: number): void {
    if (this._isOwn && size <= this._bytes.length) {
      this._bytes.fill(0, this._length, Math.max(this._position, this._length));
      return;
    }
    const bytes = new Uint8Array(Math.max(size, this._length, this._isOwn ? 2 * this._bytes.length : 0));
    bytes.set(slice(this._bytes, 0, this._length));
    this._bytes = bytes;
    this._isOwn = true;
  }
}
registerClass('io', BytesIO, { own: ['_take', '_reserve'] as never[] });
