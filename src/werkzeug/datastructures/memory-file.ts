/**
 * The file behind an upload: bytes in memory that behave like Python's temporary files. It is not a stream of the
 * module `io`: nothing about it blocks, so its methods are plain.
 */
import { EMPTY } from '../../python/bytes.ts';
import { PyTypeError, UnsupportedOperation, ValueError } from '../../python/errors.ts';
import type { Int } from '../../python/integers.ts';
import { typeName } from '../../python/repr.ts';
import { optionalSize, wantedSize } from '../../python/sizes.ts';

const NEWLINE = 0x0a;

/** Bytes with the methods of a file. Once closed, every other method raises ValueError. */
export class MemoryFile {
  static readonly name: string = 'MemoryFile';
  private _bytes: Uint8Array;
  private _length: number;
  private _position = 0;
  private _isClosed = false;
  /** Whether `_bytes` may be written into; the initial bytes may not. */
  private _isOwn = false;

  constructor(bytes: Uint8Array = EMPTY) {
    this._bytes = bytes;
    this._length = bytes.length;
  }

  get closed(): boolean {
    return this._isClosed;
  }

  close(): void {
    this._isClosed = true;
  }

  readable(): boolean {
    this._check();
    return true;
  }

  writable(): boolean {
    return this.readable();
  }

  seekable(): boolean {
    return this.readable();
  }

  isatty(): boolean {
    return !this.readable();
  }

  /** Raises UnsupportedOperation: it has no descriptor. */
  fileno(): never {
    throw new UnsupportedOperation('fileno');
  }

  flush(): void {
    this._check();
  }

  /** At most `size` bytes; all remaining bytes without a size, or with a negative one. */
  read(size: Int = -1): Uint8Array {
    this._check();
    const wanted = optionalSize(size);
    return this._take(wanted < 0 ? Infinity : wanted);
  }

  /** The same as `read`: there is no stream below that it would wait for. */
  read1(size: Int = -1): Uint8Array {
    return this.read(size);
  }

  /** Reads into a buffer; returns how many bytes. */
  readinto(buffer: Uint8Array): number {
    const data = this.read(buffer.length);
    buffer.set(data);
    return data.length;
  }

  /** Up to and including the next line feed, at most `size` bytes. */
  readline(size: Int = -1): Uint8Array {
    this._check();
    const most = optionalSize(size);
    const feed = this._bytes.subarray(0, this._length).indexOf(NEWLINE, this._position);
    const length = (feed === -1 ? this._length : feed + 1) - this._position;
    return this._take(most < 0 ? length : Math.min(most, length));
  }

  /** All remaining lines; with a `hint`, only as many as it takes to reach that many bytes. */
  readlines(hint: Int = -1): Uint8Array[] {
    const most = optionalSize(hint);
    const lines: Uint8Array[] = [];
    let length = 0;
    for (const line of this) {
      lines.push(line);
      length += line.length;
      if (most > 0 && length >= most) break;
    }
    return lines;
  }

  *[Symbol.iterator](): Generator<Uint8Array, undefined, undefined> {
    for (let line = this.readline(); line.length > 0; line = this.readline()) yield line;
    return undefined;
  }

  tell(): number {
    this._check();
    return this._position;
  }

  /**
   * Moves to an offset from the start (0), from the position (1) or from the end (2). Raises ValueError for a negative
   * offset from the start, and for another `whence`.
   */
  seek(to: Int, whence: Int = 0): number {
    this._check();
    const offset = wantedSize(to);
    const from = wantedSize(whence);
    if (from === 0 && offset < 0) throw new ValueError(`negative seek value ${offset}`);
    const base = [0, this._position, this._length][from];
    if (base === undefined) throw new ValueError(`invalid whence (${from}, should be 0, 1 or 2)`);
    this._position = Math.max(0, base + offset);
    return this._position;
  }

  /** Writes at the position, over existing bytes. Raises TypeError for a value that is not bytes. */
  write(data: Uint8Array): number {
    this._check();
    if (!(data instanceof Uint8Array)) {
      throw new PyTypeError(`a bytes-like object is required, not '${typeName(data)}'`);
    }
    if (data.length === 0) return 0;
    const end = this._position + data.length;
    this._reserve(end);
    this._bytes.set(data, this._position);
    this._position = end;
    this._length = Math.max(this._length, end);
    return data.length;
  }

  writelines(lines: Iterable<Uint8Array>): void {
    this._check();
    for (const line of lines) this.write(line);
  }

  /** Removes everything after `size`, which is the position by default. */
  truncate(size: Int = this._position): number {
    this._check();
    const wanted = wantedSize(size);
    if (wanted < 0) throw new ValueError(`negative size value ${wanted}`);
    this._length = Math.min(this._length, wanted);
    return wanted;
  }

  private _check(): void {
    if (this._isClosed) throw new ValueError('I/O operation on closed file.');
  }

  private _take(size: number): Uint8Array {
    const start = Math.min(this._position, this._length);
    const end = Math.min(start + Math.max(size, 0), this._length);
    // The reader keeps these bytes: later writes must not change them.
    if (end > start) this._isOwn = false;
    this._position += end - start;
    return this._bytes.subarray(start, end);
  }

  /** Makes room in memory of its own; a gap between the end and the position is filled with zeros. */
  private _reserve(size: number): void {
    if (this._isOwn && size <= this._bytes.length) {
      this._bytes.fill(0, this._length, Math.max(this._position, this._length));
      return;
    }
    const bytes = new Uint8Array(Math.max(size, this._length, this._isOwn ? 2 * this._bytes.length : 0));
    bytes.set(this._bytes.subarray(0, this._length));
    this._bytes = bytes;
    this._isOwn = true;
  }
}
