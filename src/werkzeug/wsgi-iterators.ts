/**
 * Iterables for the bodies of responses: with callbacks on close, from a file, and parts of others.
 * Module: werkzeug.wsgi. Made by: wrappers.Response, wrap_file. Read by: WSGIRequestHandler.run_wsgi, which closes
 * them. They are SysIterators, since a body may block between two chunks. Absent on purpose: `__iter__`, they are their
 * own iterators.
 */
import type { Sys } from '../kernel/sys.ts';
import { EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { add, subtract } from '../python/integers.ts';
import type { Int } from '../python/integers.ts';
import { close, hasClose, iterate } from '../python/iterate.ts';
import type { SysIterable, SysIterator } from '../python/iterate.ts';
import { isCoroutine, runIfCoroutine } from './run-if-coroutine.ts';
import type { Environ } from './wsgi-types.ts';

const END = { done: true, value: undefined } as const;

type Chunk = IteratorResult<Uint8Array, undefined>;

/** A function to call when a body is closed. It may block. */
export type CloseCallback = () => unknown;

/**
 * Wraps an iterable, and calls functions when it is closed: first the iterable's own `close`.
 * @python werkzeug.wsgi.ClosingIterator
 */
export class ClosingIterator implements SysIterator<Uint8Array> {
  private readonly _iterator: SysIterator<Uint8Array>;
  /** @internal */
  readonly _callbacks: CloseCallback[];

  constructor(iterable: SysIterable<Uint8Array>, callbacks: CloseCallback | Iterable<CloseCallback> = []) {
    this._iterator = iterate(iterable);
    const own = typeof callbacks === 'function' ? [callbacks] : [...callbacks];
    this._callbacks = hasClose(iterable) ? [() => close(iterable), ...own] : own;
  }

  *next(): Sys<Chunk> {
    return yield* this._iterator.next();
  }

  /** Calls the functions in order, until one raises. @python werkzeug.wsgi.ClosingIterator.close */
  *close(): Sys<void> {
    for (const callback of this._callbacks) {
      const result: unknown = callback();
      if (isCoroutine(result)) yield* result;
    }
  }

  static readonly name: string = registerClass('werkzeug.wsgi', 'ClosingIterator', ClosingIterator, {
    names: { next: '__next__' },
  });
}

/** Can be read in pieces: a binary file, or an object like one. Every method may be a coroutine. */
export interface WsgiFile {
  read(size?: number): Uint8Array | Sys<Uint8Array>;
  close?(): unknown;
  seekable?(): boolean | Sys<boolean>;
  seek?(offset: Int, whence?: number): unknown;
  tell?(): number | Sys<number>;
}

type FileWrapperFactory = (file: WsgiFile, bufferSize: number) => SysIterable<Uint8Array>;

/** Makes a body of a file, with the server's own wrapper if it has one. @python werkzeug.wsgi.wrap_file */
export function wrapFile(environ: Environ, file: WsgiFile, bufferSize = 8192): SysIterable<Uint8Array> {
  const wrapper = environ['wsgi.file_wrapper'] as FileWrapperFactory | undefined;
  return wrapper === undefined ? new FileWrapper(file, bufferSize) : wrapper(file, bufferSize);
}

/** A file as a body, read `bufferSize` bytes at a time. @python werkzeug.wsgi.FileWrapper */
export class FileWrapper implements SysIterator<Uint8Array> {
  readonly file: WsgiFile;
  readonly bufferSize: number;

  constructor(file: WsgiFile, bufferSize = 8192) {
    this.file = file;
    this.bufferSize = bufferSize;
  }

  /** Closes the file. @python werkzeug.wsgi.FileWrapper.close */
  *close(): Sys<void> {
    yield* runIfCoroutine(this.file.close?.());
  }

  /** Whether `seek` works. @python werkzeug.wsgi.FileWrapper.seekable */
  *seekable(): Sys<boolean> {
    if (this.file.seekable !== undefined) return yield* runIfCoroutine(this.file.seekable());
    return this.file.seek !== undefined;
  }

  /** Moves to a position, if the file can. @python werkzeug.wsgi.FileWrapper.seek */
  *seek(offset: Int, whence?: number): Sys<void> {
    yield* runIfCoroutine(this.file.seek?.(offset, whence));
  }

  /** The position, if the file knows it. @python werkzeug.wsgi.FileWrapper.tell */
  *tell(): Sys<number | undefined> {
    return yield* runIfCoroutine(this.file.tell?.());
  }

  *next(): Sys<Chunk> {
    const value = yield* runIfCoroutine(this.file.read(this.bufferSize));
    return value.length > 0 ? { done: false, value } : END;
  }

  static readonly name: string = registerClass('werkzeug.wsgi', 'FileWrapper', FileWrapper, {
    names: { next: '__next__' },
  });
}

type Seekable = Pick<FileWrapper, 'seekable' | 'seek' | 'tell'>;

/**
 * A part of a body: `byteRange` bytes from `startByte`. A seekable source is moved there; of others, the start is read
 * and discarded.
 * @python werkzeug.wsgi._RangeWrapper
 * @differs checks on the first read whether the source is seekable
 */
export class _RangeWrapper implements SysIterator<Uint8Array> {
  readonly iterable: SysIterator<Uint8Array>;
  readonly startByte: Int;
  readonly byteRange: Int | undefined;
  readonly endByte: Int | undefined;
  readLength = 0;
  endReached = false;
  private readonly _source: SysIterable<Uint8Array>;

  constructor(iterable: SysIterable<Uint8Array>, startByte: Int = 0, byteRange?: Int) {
    this._source = iterable;
    this.iterable = iterate(iterable);
    this.startByte = startByte;
    this.byteRange = byteRange;
    this.endByte = byteRange === undefined ? undefined : add(startByte, byteRange);
  }

  /** The next chunk of the source. @python werkzeug.wsgi._RangeWrapper._next_chunk @internal */
  *_nextChunk(): Sys<Uint8Array | undefined> {
    const step = yield* this.iterable.next();
    if (step.done === true) this.endReached = true;
    else this.readLength += step.value.length;
    return step.value;
  }

  /** Moves to the start of the range. @python werkzeug.wsgi._RangeWrapper._first_iteration @internal */
  *_firstIteration(): Sys<[chunk: Uint8Array | undefined, contextualReadLength: Int]> {
    const file = this._source as Partial<Seekable>;
    if (file.seekable !== undefined && (yield* runIfCoroutine(file.seekable()))) {
      yield* runIfCoroutine(file.seek?.(this.startByte));
      this.readLength = (yield* runIfCoroutine(file.tell?.())) ?? 0;
      return [undefined, this.readLength];
    }
    let chunk: Uint8Array | undefined;
    while (this.readLength <= this.startByte) {
      chunk = yield* this._nextChunk();
      if (chunk === undefined) return [undefined, this.startByte];
    }
    // Counted from the end: the last chunk extends past the start of the range.
    return [chunk?.slice(Number(subtract(this.startByte, this.readLength))), this.startByte];
  }

  /** The next chunk of the range; undefined at its end. @python werkzeug.wsgi._RangeWrapper._next @internal */
  *_next(): Sys<Uint8Array | undefined> {
    if (this.endReached) return undefined;
    let chunk: Uint8Array | undefined;
    let contextualReadLength: Int = this.readLength;
    if (this.readLength === 0) [chunk, contextualReadLength] = yield* this._firstIteration();
    if (chunk === undefined && !this.endReached) chunk = yield* this._nextChunk();
    if (chunk === undefined) return undefined;
    if (this.endByte !== undefined && this.readLength >= this.endByte) {
      this.endReached = true;
      return chunk.slice(0, Number(subtract(this.endByte, contextualReadLength)));
    }
    return chunk;
  }

  *next(): Sys<Chunk> {
    const value = (yield* this._next()) ?? EMPTY;
    if (value.length > 0) return { done: false, value };
    this.endReached = true;
    return END;
  }

  /** Closes the source. @python werkzeug.wsgi._RangeWrapper.close */
  *close(): Sys<void> {
    if (isOwnIterator(this._source)) yield* close(this._source);
  }

  static readonly name: string = registerClass('werkzeug.wsgi', '_RangeWrapper', _RangeWrapper, {
    names: { next: '__next__' },
  });
}

/** Whether `iter(source) is source`: only then Python finds a `close` on the iterator. */
function isOwnIterator(source: SysIterable<Uint8Array>): boolean {
  return !(Symbol.iterator in source) || (source as Iterable<unknown>)[Symbol.iterator]() === source;
}
