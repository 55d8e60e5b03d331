/** The body of a chunked request as one stream. Mirrors `werkzeug.serving.DechunkedInput`. */
import type { Sys } from '../../kernel/sys.ts';
import { decodeLatin1 } from '../../python/bytes.ts';
import { registerClass } from '../../python/classes.ts';
import { OSError, ValueError } from '../../python/errors.ts';
import { raiseFrom } from '../../python/handling.ts';
import { pyInt, smaller, subtract } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { strip } from '../../python/text.ts';
import { RawIOBase } from '../../stdlib/io.ts';
import type { ReadableFile } from '../../stdlib/socketserver/files.ts';

const NO_NEWLINE = 'Missing chunk terminating newline';
/** After this many filler bytes for a chunk that was cut short, reading fails. */
const MOST_STRAY = 2 ** 16;
const LINE_ENDS = new Set(['\n', '\r\n', '\r']);

/**
 * Reads the chunks of `Transfer-Encoding: chunked`. Sizes are parsed as `int(text, 16)`, so `0x5`, `+5` and `1_0` are
 * accepted; chunk extensions are not. Trailers are not read. Raises OSError: `Invalid chunk header`, `Negative chunk
 * length not allowed`, `Missing chunk terminating newline`.
 * @python werkzeug.serving.DechunkedInput
 */
export class DechunkedInput extends RawIOBase {
  _rfile!: ReadableFile;
  _done = false;
  /** The remaining bytes of the current chunk. */
  _len: Int = 0;
  /** How many filler bytes were returned. */
  _stray = 0;

  /** @python werkzeug.serving.DechunkedInput.__init__ */
  init(rfile: ReadableFile): void {
    this._rfile = rfile;
    this._done = false;
    this._len = 0;
  }

  /** @python werkzeug.serving.DechunkedInput.readable */
  override readable(): boolean {
    return true;
  }

  /** Reads the line with a chunk's size. @python werkzeug.serving.DechunkedInput.read_chunk_len */
  *readChunkLen(): Sys<Int> {
    const line = decodeLatin1(yield* this._rfile.readline());
    const size = parseSize(line);
    if (size < 0) throw new OSError('Negative chunk length not allowed');
    return size;
  }

  /**
   * Fills `buffer` from as many chunks as it takes; returns how many bytes.
   * @python werkzeug.serving.DechunkedInput.readinto
   * @differs If the stream ends within a chunk that is not shorter than the buffer, CPython returns uninitialized
   * memory, up to the size that the chunk claims; here it is zeros, and after 64 KiB of them the error that follows in
   * both.
   */
  override *readinto(buffer: Uint8Array): Sys<number> {
    let read = 0;
    let size = buffer.length;
    while (!this._done && read < size) {
      if (this._len === 0) this._len = yield* this.readChunkLen();
      if (this._len === 0) this._done = true;
      if (this._len > 0) {
        const wanted = Number(smaller(size, this._len));
        if (read + wanted > size) {
          const data = yield* this._rfile.read(size - read);
          buffer.set(data, read);
          // A short read shortens Python's buffer, and so ends the loop.
          size = read + data.length;
          this._len = subtract(this._len, data.length);
          read = size;
        } else {
          const data = yield* this._rfile.read(wanted);
          buffer.set(data, read);
          size -= wanted - data.length;
          this._len = subtract(this._len, wanted);
          read += wanted;
          if (data.length === 0) this._countStray(wanted);
        }
      }
      if (this._len === 0 && !LINE_ENDS.has(decodeLatin1(yield* this._rfile.readline()))) {
        throw new OSError(NO_NEWLINE);
      }
    }
    return read;
  }

  /**
   * Counts filler bytes: the stream has ended within a chunk, which may claim any size. Beyond a limit, the rest of the
   * chunk is skipped.
   */
  _countStray(count: number): void {
    if (this._stray > MOST_STRAY) {
      this._len = 0;
      throw new OSError(NO_NEWLINE);
    }
    this._stray += count;
  }

  static override readonly name: string = registerClass('werkzeug.serving', 'DechunkedInput', DechunkedInput, {
    own: ['_countStray'],
  });
}

function parseSize(line: string): Int {
  try {
    return pyInt(strip(line), 16);
  } catch (cause) {
    if (!(cause instanceof ValueError)) throw cause;
    throw raiseFrom(new OSError('Invalid chunk header'), cause);
  }
}
