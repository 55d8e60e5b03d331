/**
 * Iterates over what a WSGI app returns. Python's `for` accepts any iterable; here a source may also block between
 * items, because a `function*` app can call `yield* sleep(…)` in the middle of its body.
 */
import type { Block, Sys } from '../kernel/sys.ts';
import { BaseException, PyTypeError, RuntimeError, StopIteration } from './errors.ts';
import { raiseFrom } from './handling.ts';
import { typeName } from './repr.ts';

/** An iterator whose `next` may block. It is its own iterable, as in Python. */
export interface SysIterator<T> {
  next(): Sys<IteratorResult<T, undefined>>;
  /** `close()`, if the Python object has one. */
  close?(): Sys<void>;
}

/** A generator that yields items and may block between them: the result of a `function*` app. */
export type BlockingGenerator<T> = Generator<T | Block, void, void>;

/** What can be iterated where Python takes an iterable. */
export type SysIterable<T> = Iterable<T> | BlockingGenerator<T> | SysIterator<T>;

export const END: IteratorResult<never, undefined> = { done: true, value: undefined };

/**
 * `iter(source)`. Text gives its characters, bytes give numbers; raises Python's TypeError for values that Python
 * cannot iterate.
 */
export function iterate<T>(source: SysIterable<T>): SysIterator<T>;
export function iterate(source: unknown): SysIterator<unknown>;
export function iterate(source: unknown): SysIterator<unknown> {
  if (isSysIterator(source)) return new BlockingIterator(source);
  if (!isIterable(source)) throw new PyTypeError(`'${typeName(source)}' object is not iterable`);
  const iterator: unknown = source[Symbol.iterator]();
  if (!isObject(iterator) || typeof (iterator as { next?: unknown }).next !== 'function') {
    throw new PyTypeError(`iter() returned non-iterator of type '${typeName(iterator)}'`);
  }
  return new PlainIterator(iterator as unknown as Iterator<unknown>, isGenerator(source));
}

/** One step of a `for` loop: an iterator that raises StopIteration has ended. */
export function* advance<T>(iterator: SysIterator<T>): Sys<IteratorResult<T, undefined>> {
  try {
    return yield* iterator.next();
  } catch (error) {
    if (!isStop(error)) throw error;
    return END;
  }
}

/**
 * `source.close()` if `hasattr(source, 'close')`: generators and objects with a `close` method have it, lists do not. A
 * generator's `finally` blocks run, and may block.
 */
export function* close(source: unknown): Sys<void> {
  if (typeof source !== 'object' || source === null) return;
  if ('close' in source && typeof source.close === 'function') {
    const result: unknown = (source.close as () => unknown)();
    if (isGenerator(result)) yield* result as Sys<void>;
  } else if (isGenerator(source)) {
    let step = source.return(undefined);
    while (step.done !== true) {
      if (isBlock(step.value)) yield step.value;
      step = source.next();
    }
  }
}

/** Whether `hasattr(source, 'close')` would hold. */
export function hasClose(source: unknown): boolean {
  if (typeof source !== 'object' || source === null) return false;
  return isGenerator(source) || ('close' in source && typeof source.close === 'function');
}

class PlainIterator implements SysIterator<unknown> {
  static readonly name: string = 'PlainIterator';
  private readonly _iterator: Iterator<unknown>;
  private readonly _isGenerator: boolean;

  constructor(iterator: Iterator<unknown>, isOfGenerator: boolean) {
    this._iterator = iterator;
    this._isGenerator = isOfGenerator;
  }

  *next(): Sys<IteratorResult<unknown, undefined>> {
    for (;;) {
      const step = this._step();
      if (!isObject(step)) throw wrongStep(step);
      if (step.done === true) return END;
      if (!isBlock(step.value)) return { done: false, value: step.value };
      yield step.value;
    }
  }

  /** A StopIteration that leaves a generator would look like its end, so it becomes a RuntimeError (PEP 479). */
  private _step(): IteratorResult<unknown, unknown> {
    try {
      return this._iterator.next();
    } catch (error) {
      if (!isStop(error)) throw error;
      if (this._isGenerator) throw raiseFrom(new RuntimeError('generator raised StopIteration'), error);
      return END;
    }
  }
}

/** An iterator whose `next` is a coroutine that returns a step. It may belong to an app, so its results are checked. */
class BlockingIterator implements SysIterator<unknown> {
  static readonly name: string = 'BlockingIterator';
  private readonly _iterator: { next(): unknown };

  constructor(iterator: { next(): unknown }) {
    this._iterator = iterator;
  }

  *next(): Sys<IteratorResult<unknown, undefined>> {
    const answer = this._iterator.next();
    const step = isGenerator(answer) ? yield* answer as Sys<unknown> : answer;
    if (!isObject(step)) throw wrongStep(step);
    const { done, value } = step as Partial<IteratorResult<unknown, undefined>>;
    return done === true ? END : { done: false, value };
  }
}

const wrongStep = (step: unknown): PyTypeError =>
  new PyTypeError(`next() of an iterator returned ${typeName(step)}; it must return { done, value }`);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether an error is a StopIteration of Python. */
export const isStop = (error: unknown): error is StopIteration =>
  BaseException.isMade(error) && error instanceof StopIteration;

const isBlock = (value: unknown): value is Block => typeof value === 'symbol';

const isSysIterator = (source: unknown): source is SysIterator<unknown> =>
  typeof source === 'object' &&
  source !== null &&
  !(Symbol.iterator in source || Symbol.asyncIterator in source) &&
  'next' in source;

const isIterable = (source: unknown): source is Iterable<unknown> =>
  typeof source === 'string' || (typeof source === 'object' && source !== null && Symbol.iterator in source);

/** Whether a value is a generator, including a traced one. */
export const isGenerator = (value: unknown): value is Generator<unknown, unknown, void> =>
  // The same as asking Object.prototype.toString, which makes a text to be compared.
  typeof value === 'object' && value !== null && (value as Tagged)[Symbol.toStringTag] === 'Generator';

interface Tagged {
  readonly [Symbol.toStringTag]?: unknown;
}
