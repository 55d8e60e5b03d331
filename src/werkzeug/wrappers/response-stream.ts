/**
 * A response's body as a file to write to.
 *
 * Module: werkzeug.wrappers.response. Base: object. Made by: Response.stream. Writes into: Response.response.
 * Absent on purpose: reading.
 */
import type { Sys } from '../../kernel/sys.ts';
import { registerClass } from '../../python/classes.ts';
import { ValueError } from '../../python/errors.ts';
import type { SysIterable } from '../../python/iterate.ts';
import { encodeChunk, totalLength } from './encoded-body.ts';

/** What the stream needs of its response. */
export interface StreamedResponse {
  /** The body. */
  readonly response: SysIterable<string | Uint8Array>;
  readonly headers: { remove(name: string): void };
  /** @internal */
  _ensureSequence(): Sys<void>;
}

/** Appends to a response's body. @python werkzeug.wrappers.response.ResponseStream */
export class ResponseStream<R extends StreamedResponse = StreamedResponse> {
  readonly mode = 'wb+';
  readonly response: R;
  closed = false;

  constructor(response: R) {
    this.response = response;
  }

  /**
   * Appends bytes; the length is no longer fixed. Raises ValueError after `close`.
   * @python werkzeug.wrappers.response.ResponseStream.write
   */
  *write(value: Uint8Array): Sys<number> {
    this._checkOpen();
    yield* this.response._ensureSequence();
    (this.response.response as (string | Uint8Array)[]).push(value);
    this.response.headers.remove('Content-Length');
    return value.length;
  }

  /** @python werkzeug.wrappers.response.ResponseStream.writelines */
  *writelines(sequence: Iterable<Uint8Array>): Sys<void> {
    for (const item of sequence) yield* this.write(item);
  }

  /** Rejects further writes. @python werkzeug.wrappers.response.ResponseStream.close */
  close(): void {
    this.closed = true;
  }

  /** Does nothing. Raises ValueError after `close`. @python werkzeug.wrappers.response.ResponseStream.flush */
  flush(): void {
    this._checkOpen();
  }

  /** @python werkzeug.wrappers.response.ResponseStream.isatty */
  isatty(): boolean {
    this._checkOpen();
    return false;
  }

  /** The length so far. @python werkzeug.wrappers.response.ResponseStream.tell */
  *tell(): Sys<number> {
    yield* this.response._ensureSequence();
    return totalLength((this.response.response as (string | Uint8Array)[]).map(encodeChunk));
  }

  /** @python werkzeug.wrappers.response.ResponseStream.encoding */
  get encoding(): string {
    return 'utf-8';
  }

  private _checkOpen(): void {
    if (this.closed) throw new ValueError('I/O operation on closed file');
  }

  static readonly name: string = registerClass('werkzeug.wrappers.response', 'ResponseStream', ResponseStream, {
    own: ['_checkOpen'] as never[],
  });
}
