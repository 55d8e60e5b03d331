/**
 * Uploaded files.
 * Absent on purpose: files on disk, and with them opening by path and guessing a type by name.
 */
import { concat } from '../../python/bytes.ts';
import { repr, typeName } from '../../python/repr.ts';
import type { Int } from '../../python/integers.ts';
import { parseOptionsHeader } from '../http/parameters.ts';
import { plainInt } from '../http/plain-int.ts';
import { Headers } from './headers.ts';
import { MemoryFile } from './memory-file.ts';
import { MultiDict } from './structures.ts';

/** Options of a file. */
export interface FileStorageOptions {
  /** The bytes of the file, or the file. */
  readonly stream?: Uint8Array | MemoryFile | undefined;
  readonly filename?: string | undefined;
  /** The name of the form's field. */
  readonly name?: string | undefined;
  readonly contentType?: string | undefined;
  readonly contentLength?: number | undefined;
  readonly headers?: Headers | undefined;
}

/**
 * An uploaded file of a form, read like a stream.
 * @differs Its bytes are in memory, where Python may have moved a large one to disk; so reading never blocks.
 * @python werkzeug.datastructures.file_storage.FileStorage
 */
export class FileStorage {
  static readonly name: string = 'FileStorage';
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly headers: Headers;
  /** The underlying file, with the same position. @python werkzeug.datastructures.file_storage.FileStorage.stream */
  readonly stream: MemoryFile;

  constructor(options: FileStorageOptions = {}) {
    this.name = options.name;
    this.filename = options.filename;
    this.headers = options.headers ?? new Headers();
    this.stream = options.stream instanceof MemoryFile ? options.stream : new MemoryFile(options.stream);
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

  /**
   * From the part's header; 0 if it is missing or not a number.
   * @python werkzeug.datastructures.file_storage.FileStorage.content_length
   */
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

  /** Whether it was closed: then every other method of the file raises ValueError. */
  get closed(): boolean {
    return this.stream.closed;
  }

  /** At most `size` bytes; all remaining bytes without a size, or with a negative one. */
  read(size?: Int): Uint8Array {
    return this.stream.read(size);
  }

  /** The same as `read`. */
  read1(size?: Int): Uint8Array {
    return this.stream.read1(size);
  }

  /** Reads into a buffer; returns how many bytes. */
  readinto(buffer: Uint8Array): number {
    return this.stream.readinto(buffer);
  }

  /** Up to and including the next line feed, at most `size` bytes. */
  readline(size?: Int): Uint8Array {
    return this.stream.readline(size);
  }

  /** All remaining lines; with a `hint`, only as many as it takes to reach that many bytes. */
  readlines(hint?: Int): Uint8Array[] {
    return this.stream.readlines(hint);
  }

  [Symbol.iterator](): Generator<Uint8Array, undefined, undefined> {
    return this.stream[Symbol.iterator]();
  }

  readable(): boolean {
    return this.stream.readable();
  }

  writable(): boolean {
    return this.stream.writable();
  }

  seekable(): boolean {
    return this.stream.seekable();
  }

  isatty(): boolean {
    return this.stream.isatty();
  }

  fileno(): number {
    return this.stream.fileno();
  }

  tell(): number {
    return this.stream.tell();
  }

  /**
   * Moves to an offset from the start (0), from the position (1) or from the end (2). Raises ValueError for a negative
   * offset from the start.
   */
  seek(offset: Int, whence?: Int): number {
    return this.stream.seek(offset, whence);
  }

  write(data: Uint8Array): number {
    return this.stream.write(data);
  }

  writelines(lines: Iterable<Uint8Array>): void {
    this.stream.writelines(lines);
  }

  truncate(size?: Int): number {
    return this.stream.truncate(size);
  }

  flush(): void {
    this.stream.flush();
  }

  /**
   * Passes the rest of the file to a function, piece by piece.
   * @differs Python takes a path or a file to write to.
   * @python werkzeug.datastructures.file_storage.FileStorage.save
   */
  save(write: (piece: Uint8Array) => void, bufferSize = 16_384): void {
    for (let piece = this.read(bufferSize); piece.length > 0; piece = this.read(bufferSize)) write(piece);
  }

  /**
   * A request closes its files when its view has ended.
   * @python werkzeug.datastructures.file_storage.FileStorage.close
   */
  close(): void {
    this.stream.close();
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
  static override readonly name: string = 'FileMultiDict';
  /**
   * @differs Python also takes a path or an open file.
   * @python werkzeug.datastructures.file_storage.FileMultiDict.add_file
   */
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
