/**
 * The body of a request, which ends at its Content-Length.
 * Module: werkzeug.wsgi. Base: io.RawIOBase, whose `read`, `readline` and iteration go through `readinto`. Made by:
 * get_input_stream. Errors: ClientDisconnected, RequestEntityTooLarge. Absent on purpose: nothing.
 */
import type { Sys } from '../kernel/sys.ts';
import { concat, EMPTY } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { OSError, ValueError } from '../python/errors.ts';
import type { Exception } from '../python/errors.ts';
import { handlingSync } from '../python/handling.ts';
import { subtract } from '../python/integers.ts';
import type { Int } from '../python/integers.ts';
import { RawIOBase } from '../stdlib/io.ts';
import { ClientDisconnected, RequestEntityTooLarge } from './exceptions.ts';
import { runIfCoroutine } from './run-if-coroutine.ts';

/** The interface of `wsgi.input`, and of streams made of it. */
export interface InputStream {
  /** undefined when a non-blocking stream has no data yet. */
  read(size?: Int): Sys<Uint8Array | undefined>;
  readline(size?: Int): Sys<Uint8Array>;
  readlines(hint?: Int): Sys<Uint8Array[]>;
  readinto?(buffer: Uint8Array): Sys<number | undefined>;
  /** The next line. */
  next(): Sys<IteratorResult<Uint8Array, undefined>>;
}

const PIECE = 64 * 1024;

/**
 * Reads at most `limit` bytes of a stream. With `isMax`, more than that is an error, and less is not.
 * @python werkzeug.wsgi.LimitedStream
 */
export class LimitedStream extends RawIOBase {
  readonly limit: Int;
  private readonly _stream: Pick<InputStream, 'read' | 'readinto'>;
  private readonly _limitIsMax: boolean;
  private _pos = 0;

  constructor(stream: Pick<InputStream, 'read' | 'readinto'>, limit: Int, options: { readonly isMax?: boolean } = {}) {
    super();
    this._stream = stream;
    this.limit = limit;
    this._limitIsMax = options.isMax ?? false;
  }

  /** Whether all bytes have been read. @python werkzeug.wsgi.LimitedStream.is_exhausted */
  get isExhausted(): boolean {
    return this._pos >= this.limit;
  }

  /** Called for a read beyond the limit. @python werkzeug.wsgi.LimitedStream.on_exhausted */
  onExhausted(): void {
    if (this._limitIsMax) throw new RequestEntityTooLarge();
  }

  /** Called when the stream fails, or ends before the limit. @python werkzeug.wsgi.LimitedStream.on_disconnect */
  onDisconnect(error?: Exception): void {
    // With a maximum, the end of the stream may simply be the end of the body.
    if (!this._limitIsMax || error !== undefined) throw new ClientDisconnected();
  }

  /** Reads the rest. @python werkzeug.wsgi.LimitedStream.exhaust */
  *exhaust(): Sys<Uint8Array> {
    return this.isExhausted ? EMPTY : yield* this.readall();
  }

  /** Reads into a buffer, once. @python werkzeug.wsgi.LimitedStream.readinto */
  override *readinto(buffer: Uint8Array): Sys<number> {
    const remaining = subtract(this.limit, this._pos);
    if (remaining <= 0) {
      this.onExhausted();
      return 0;
    }
    let size: number | undefined;
    try {
      size = yield* this._readOnce(buffer.length <= remaining ? buffer : buffer.subarray(0, Number(remaining)));
    } catch (error) {
      if (!(error instanceof OSError || error instanceof ValueError)) throw error;
      handlingSync(error, () => this.onDisconnect(error));
      return 0;
    }
    if (size === undefined || size === 0) {
      this.onDisconnect();
      return 0;
    }
    this._pos += size;
    return size;
  }

  private *_readOnce(buffer: Uint8Array): Sys<number | undefined> {
    if (this._stream.readinto !== undefined) return yield* runIfCoroutine(this._stream.readinto(buffer));
    const data = yield* runIfCoroutine(this._stream.read(buffer.length));
    buffer.set(data ?? EMPTY);
    return data?.length;
  }

  /** Reads until the limit, or until the stream ends. @python werkzeug.wsgi.LimitedStream.readall */
  override *readall(): Sys<Uint8Array> {
    if (this.isExhausted) {
      this.onExhausted();
      return EMPTY;
    }
    const pieces: Uint8Array[] = [];
    while (!this.isExhausted) {
      const data = yield* this.read(PIECE);
      if (data === undefined || data.length === 0) break;
      pieces.push(data);
    }
    return concat(pieces);
  }

  /** The number of bytes read. @python werkzeug.wsgi.LimitedStream.tell */
  override tell(): number {
    return this._pos;
  }

  /** @python werkzeug.wsgi.LimitedStream.readable */
  override readable(): boolean {
    return true;
  }

  static override readonly name: string = registerClass('werkzeug.wsgi', 'LimitedStream', LimitedStream, {
    own: ['_readOnce'] as never[],
  });
}
