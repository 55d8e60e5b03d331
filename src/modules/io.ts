/** Python's module `io`. */
export { UnsupportedOperation } from '../python/errors.ts';
export {
  BufferedIOBase,
  DEFAULT_BUFFER_SIZE,
  IOBase,
  RawIOBase,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from '../stdlib/io-base.ts';
export type { ReadableFile, WritableFile } from '../stdlib/io-base.ts';
export { BufferedReader } from '../stdlib/io-buffered-reader.ts';
export { BufferedWriter } from '../stdlib/io-buffered-writer.ts';
export { BytesIO } from '../stdlib/io.ts';
export { TextIOWrapper } from '../stdlib/sys.ts';
