/**
 * Uploaded files.
 *
 * Absent on purpose: files on disk, with them opening by path and guessing a type by name.
 */
import { concat, EMPTY } from '../../python/bytes.ts';
import { ValueError } from '../../python/errors.ts';
import { repr, typeName } from '../../python/repr.ts';
import type { Int } from '../../python/integers.ts';
import { optionalSize, wantedSize } from '../../python/sizes.ts';
import { parseOptionsHeader } from '../http/parameters.ts';
import { plainInt } from '../http/plain-int.ts';
import { Headers } from './headers.ts';
import { MultiDict } from './structures.ts';

/** What a file is made of. */
export interface FileStorageOptions {
  /** The bytes of the file. */
  readonly stream?: Uint8Array | undefined;
  readonly filename?: string | undefined;
  /** The name of the form's field. */
  readonly name?: string | undefined;
  readonly contentType?: string | undefined;
  readonly contentLength?: number | undefined;
  readonly headers?: Headers | undefined;
}

/**
 * A file that came with a form, read like a stream.
 * @differs Its bytes are in memory, where Python may have moved a large one to disk; so reading never blocks.
 * @python werkzeug.datastructures.file_storage.FileStorage
 */
export class FileStorage {
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly headers: Headers;
  private readonly _bytes: Uint8Array;
  private _position = 0;

  constructor(options: FileStorageOptions = {}) {
    this.name = options.name;
    this.filename = options.filename;
    this.headers = options.headers ?? new Headers();
    this._bytes = options.stream ?? EMPTY;
    if (options.contentType !== undefined) this.headers.set('Content-Type', options.contentType);
    if (options.contentLength !== undefined) this.headers.set('Content-Length', options.contentLength);
  }

  /** `bool(self)`: whether it has a file name. */
  get isTrue(): boolean {
    return this.filename !== undefined && this.filename !== '';
  }

  /** @python werkzeug.datastructures.file_storage.FileStorage.content_type */
  get contentType(): string | undefined {
    return this.headers.get('content-type');
  }

  /** As the client said; 0 where it said nothing or no number. @python werkzeug.datastructures.file_storage.FileStorage.content_length */
  get contentLength(): Int {
    return this.headers.get('content-length', 0, plainInt);
  }

  /** The type in lower case, without parameters. @python werkzeug.datastructures.file_storage.FileStorage.mimetype */
  get mimetype(): string {
    return parseOptionsHeader(this.contentType)[0].toLowerCase();
  }

  /** @python werkzeug.datastructures.file_storage.FileStorage.mimetype_params */
  get mimetypeParams(): Map<string, string> {
    return parseOptionsHeader(this.contentType)[1];
  }

  /** At most `size` bytes; all that are left without one, or with a negative one. */
  read(size: Int = -1): Uint8Array {
    const wanted = optionalSize(size);
    const end = wanted < 0 ? this._bytes.length : this._position + wanted;
    const bytes = this._bytes.subarray(this._position, end);
    this._position += bytes.length;
    return bytes;
  }

  /** Up to and with the next line feed, at most `size` bytes. */
  readline(size: Int = -1): Uint8Array {
    const most = optionalSize(size);
    const feed = this._bytes.indexOf(0x0a, this._position);
    const length = (feed === -1 ? this._bytes.length : feed + 1) - this._position;
    return this.read(most < 0 ? length : Math.min(most, length));
  }

  /** All lines that are left. */
  readlines(): Uint8Array[] {
    return [...this];
  }

  *[Symbol.iterator](): Generator<Uint8Array, undefined, undefined> {
    for (let line = this.readline(); line.length > 0; line = this.readline()) yield line;
    return undefined;
  }

  tell(): number {
    return this._position;
  }

  /** Moves to an offset from the start (0), from here (1) or from the end (2). Raises ValueError for a negative start. */
  seek(to: Int, whence: 0 | 1 | 2 = 0): number {
    const offset = wantedSize(to);
    if (whence === 0 && offset < 0) throw new ValueError(`negative seek value ${offset}`);
    const base = [0, this._position, this._bytes.length][whence] as number;
    this._position = Math.max(0, base + offset);
    return this._position;
  }

  /** Gives the rest of the file to a function, a piece at a time. @differs Python takes a path or a file to write to. @python werkzeug.datastructures.file_storage.FileStorage.save */
  save(write: (piece: Uint8Array) => void, bufferSize = 16_384): void {
    for (let piece = this.read(bufferSize); piece.length > 0; piece = this.read(bufferSize)) write(piece);
  }

  /** Closing does nothing: there is no file behind it. @python werkzeug.datastructures.file_storage.FileStorage.close */
  close(): void {
    /* nothing to close */
  }

  toString(): string {
    return this.__repr__();
  }

  __repr__(): string {
    return `<${typeName(this)}: ${repr(this.filename)} (${repr(this.contentType)})>`;
  }
}

/** A MultiDict of files. @python werkzeug.datastructures.file_storage.FileMultiDict */
export class FileMultiDict extends MultiDict<string, FileStorage> {
  /** @differs Python also takes a path or an open file. @python werkzeug.datastructures.file_storage.FileMultiDict.add_file */
  addFile(
    name: string,
    file: FileStorage | Uint8Array | readonly Uint8Array[],
    filename?: string,
    contentType?: string,
  ): void {
    if (file instanceof FileStorage) {
      this.add(name, file);
      return;
    }
    const stream = file instanceof Uint8Array ? file : concat(file);
    this.add(name, new FileStorage({ stream, filename, name, contentType }));
  }
}
