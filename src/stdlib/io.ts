/**
 * The module `io`: BytesIO, and the base classes of streams. The buffered streams have files of their own (`io-*.ts`).
 */
import type { Sys } from '../kernel/sys.ts';
import { EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { ValueError } from '../python/errors.ts';
import type { Int } from '../python/integers.ts';
import { optionalSize, wantedSize } from '../python/sizes.ts';
import { BufferedIOBase, SEEK_CUR, SEEK_END, SEEK_SET, slice, takeBytes } from './io-base.ts';

export {
  BufferedIOBase,
  DEFAULT_BUFFER_SIZE,
  IOBase,
  ofRaw,
  RawIOBase,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
  slice,
  takeBytes,
} from './io-base.ts';
export type { ReadableFile, WritableFile } from './io-base.ts';

const NEWLINE = 0x0a;

/** A file in memory. @python io.BytesIO @differs made with `new`, since nothing about it blocks */
export class BytesIO extends BufferedIOBase {
  private _bytes: Uint8Array;
  private _length: number;
  private _position = 0;
  /** Whether `_bytes` may be written into; the initial bytes may not. */
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

  /** Everything that was written. Do not write into it. @python io.BytesIO.getvalue */
  getvalue(): Uint8Array {
    this._checkClosed();
    // Later writes go to new memory.
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

  /** All lines; with a `hint`, only as many as it takes to reach that many bytes. @python io.BytesIO.readlines */
  override *readlines(hint: Int = -1): Sys<Uint8Array[]> {
    this._checkClosed();
    const enough = optionalSize(hint);
    const lines: Uint8Array[] = [];
    let length = 0;
    for (let line = yield* this.readline(); line.length > 0; line = yield* this.readline()) {
      lines.push(line);
      length += line.length;
      if (enough > 0 && length >= enough) break;
    }
    return lines;
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
    // The reader keeps these bytes: later writes must not change them.
    if (size > 0) this._isOwn = false;
    return size === 0 ? EMPTY : slice(this._bytes, start, this._position);
  }

  /** Makes room for `size` bytes, in memory of its own; a gap between the end and the position is filled with zeros. */
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

  static override readonly name: string = registerClass('io', 'BytesIO', BytesIO, {
    typeModule: '_io',
    own: ['_take', '_reserve'] as never[],
  });
}
