/** The body of a response as bytes: text is encoded as UTF-8, everything else passes unchanged. */
import type { Sys } from '../../kernel/sys.ts';
import { encodeUtf8 } from '../../python/bytes.ts';
import { PyTypeError } from '../../python/errors.ts';
import { advance, iterate } from '../../python/iterate.ts';
import type { SysIterable, SysIterator } from '../../python/iterate.ts';
import { withHint } from '../../python/misuse.ts';
import { typeName } from '../../python/repr.ts';
import { wrongBody } from '../app-hints.ts';

const END = { done: true, value: undefined } as const;

/** A chunk as bytes. A value that is neither text nor bytes passes unchanged: the server rejects it. */
export const encodeChunk = (chunk: string | Uint8Array): Uint8Array =>
  typeof chunk === 'string' ? encodeUtf8(chunk) : chunk;

/**
 * Encodes chunk by chunk, starting the body only with the first chunk.
 * @python werkzeug.wrappers.response._iter_encoded
 */
export class EncodedIterator implements SysIterator<Uint8Array> {
  static readonly name: string = 'EncodedIterator';
  private readonly _source: SysIterable<string | Uint8Array>;
  private _iterator: SysIterator<string | Uint8Array> | undefined;
  private _isClosed = false;
  private _taken = 0;

  constructor(source: SysIterable<string | Uint8Array>) {
    this._source = source;
  }

  *next(): Sys<IteratorResult<Uint8Array, undefined>> {
    if (this._isClosed) return END;
    try {
      // Most bodies are a list: its chunks are taken without another iterator.
      const step = Array.isArray(this._source)
        ? this._nextOf(this._source)
        : yield* advance((this._iterator ??= iteratorOf(this._source)));
      if (step.done !== true) return { done: false, value: encodeChunk(step.value) };
    } catch (error) {
      this._isClosed = true;
      throw error;
    }
    this._isClosed = true;
    return END;
  }

  private _nextOf(chunks: readonly (string | Uint8Array)[]): IteratorResult<string | Uint8Array, undefined> {
    if (this._taken >= chunks.length) return END;
    this._taken += 1;
    return { done: false, value: chunks[this._taken - 1] as string | Uint8Array };
  }

  /** Ends the iteration, as closing a Python generator does. The body itself is not closed. */
  *close(): Sys<void> {
    this._isClosed = true;
  }
}

/** Raises TypeError for a value that is not a body. */
const iteratorOf = <T>(body: SysIterable<T>): SysIterator<T> =>
  withHint(
    () => wrongBody(body),
    () => iterate(body),
  );

/** `list(iterator)`. */
export function* list<T>(iterator: SysIterator<T>): Sys<T[]> {
  const items: T[] = [];
  for (;;) {
    const step = yield* advance(iterator);
    if (step.done === true) return items;
    items.push(step.value);
  }
}

/** The sum of the lengths. Raises TypeError for a value without a length. */
export function totalLength(chunks: readonly Uint8Array[]): number {
  let total = 0;
  for (const chunk of chunks) {
    const { length } = (chunk ?? {}) as { length?: unknown };
    if (typeof length !== 'number') throw new PyTypeError(`object of type '${typeName(chunk)}' has no len()`);
    total += length;
  }
  return total;
}
