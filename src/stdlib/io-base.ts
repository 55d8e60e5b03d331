/**
 * The base classes of streams.
 * Where a non-blocking stream has no data yet, Python's `read` returns None; here it raises BlockingIOError, and only
 * `readinto` and `write` of raw streams return undefined. Absent on purpose: text streams, files on a disk, finalizers
 * (`__del__`): a stream that is not closed stays open.
 */
import type { Sys } from '../kernel/sys.ts';
import { concat, EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import {
  AttributeError,
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

/** The default size of a buffer, in bytes. @python io.DEFAULT_BUFFER_SIZE */
export const DEFAULT_BUFFER_SIZE = 8192;
/** The origin of `seek`: the start, the position, the end. @python io.SEEK_SET */
export const SEEK_SET = 0;
/** @python io.SEEK_CUR */
export const SEEK_CUR = 1;
/** @python io.SEEK_END */
export const SEEK_END = 2;

const NEWLINE = 0x0a;

/** Readable like a file: the request's body, an open file, BytesIO. Iterating it gives its lines. */
export interface ReadableFile extends SysIterator<Uint8Array> {
  readonly closed: boolean;
  read(size?: Int): Sys<Uint8Array>;
  readline(limit?: Int): Sys<Uint8Array>;
  readlines(hint?: Int): Sys<Uint8Array[]>;
  close(): Sys<void>;
}

/** Writable like a file. */
export interface WritableFile {
  readonly closed: boolean;
  write(data: Uint8Array): Sys<number>;
  flush(): Sys<void>;
  close(): Sys<void>;
}

/** The base of all streams. Iterating one gives its lines. @python io.IOBase */
export abstract class IOBase implements SysIterator<Uint8Array> {
  /** @internal */
  __closed = false;

  /**
   * Reads at most `size` bytes; everything if negative. Raises BlockingIOError when a non-blocking stream has no data
   * yet.
   */
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

  /** @python io.IOBase.flush */
  *flush(): Sys<void> {
    this._checkClosed();
  }

  /** `with stream: …` closes it at the end. Raises ValueError when it is closed. @python io.IOBase.__enter__ */
  __enter__(): this {
    this._checkClosed();
    return this;
  }

  /** @python io.IOBase.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.close();
  }

  /** Flushes, and is closed from then on, even if that fails. @python io.IOBase.close */
  *close(): Sys<void> {
    if (this.__closed) return;
    try {
      yield* this.flush();
    } finally {
      this.__closed = true;
    }
  }

  /**
   * One line, at most `limit` bytes of it; empty at the end. One read per byte, unless the stream can `peek`.
   * @python io.IOBase.readline
   */
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

  /** How many bytes can be read without going past the line. @internal */
  *_lineSize(limit: number): Sys<number> {
    const { peek } = this as { readonly peek?: (size: number) => Sys<Uint8Array> };
    if (peek === undefined) return 1;
    const ahead = yield* peek.call(this, 1);
    if (ahead.length === 0) return 1;
    const newline = ahead.indexOf(NEWLINE);
    return Math.min(newline < 0 ? ahead.length : newline + 1, limit);
  }

  /** All lines; with a `hint`, only as many as it takes to exceed that many bytes. @python io.IOBase.readlines */
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

  // `flush` is not traced: here it does nothing, and does so seven times in each request.
  static readonly name: string = registerClass('io', 'IOBase', IOBase, {
    names: { next: '__next__' },
    own: ['_lineSize', '_checkClosed', 'closed', 'flush'],
  });
}

/** A stream without a buffer: a subclass implements `readinto`, and `write` if it is writable. @python io.RawIOBase */
export abstract class RawIOBase extends IOBase {
  /** Reads into `buffer`, at most once; returns how many bytes, 0 at the end, undefined when it would have to wait. */
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

  /** Reads until the end, or as much as there is when it would have to wait. @python io.RawIOBase.readall */
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

  /** `readinto` for callers that do not need the bytes in their own memory: a stream may pass its own chunk on. */
  *readChunk(size: number): Sys<Uint8Array | undefined> {
    const buffer = makeBuffer(size);
    const count = yield* this.readinto(buffer);
    if (count === undefined) return undefined;
    return slice(buffer, 0, count);
  }

  static override readonly name: string = registerClass('io', 'RawIOBase', RawIOBase, {
    own: ['readChunk', '_readSome'],
  });
}

/** A stream whose `read` does not stop early, and whose `write` takes everything. @python io.BufferedIOBase */
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

  /** Like `readinto`, with at most one read of the stream below. @python io.BufferedIOBase.readinto1 */
  *readinto1(buffer: Uint8Array): Sys<number | undefined> {
    const data = yield* this.read1(buffer.length);
    buffer.set(data);
    return data.length;
  }

  detach(): RawIOBase {
    throw new UnsupportedOperation('detach');
  }

  static override readonly name: string = registerClass('io', 'BufferedIOBase', BufferedIOBase);
}

/**
 * A copy of the bytes of an argument. Raises Python's TypeError for a value that is not bytes; text is the usual
 * mistake.
 */
export function takeBytes(data: unknown): Uint8Array {
  const bytes = bytesOf(data);
  if (bytes === undefined) throw new PyTypeError(`a bytes-like object is required, not '${typeName(data)}'`);
  return bytes;
}

/** An attribute of the stream below a buffered one. Raises AttributeError if it has none. */
export function ofRaw(raw: RawIOBase, name: 'mode' | 'name'): unknown {
  if (name in raw) return Reflect.get(raw, name) as unknown;
  throw new AttributeError(`'${typeName(raw)}' object has no attribute '${name}'`);
}

/** The part of `bytes` from `start` to `end`, without a copy; the whole is the same object. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (start === 0 && end === bytes.length) return bytes;
  return start === end ? EMPTY : bytes.subarray(start, end);
}
