/**
 * Headers: an ordered list of pairs with case-insensitive lookup.
 * `headers[key]` is `headers.item(key)`, `headers[key] = value` is `headers.setItem(key, value)`, `key in headers` is
 * `headers.has(key)`. Keyword arguments (`filename=…`) are an object after the value.
 */
import { IndexError, ValueError } from '../../python/errors.ts';
import { repr, str, typeName } from '../../python/repr.ts';
import { deleteSliceOf, setSliceOf, sliceOf } from '../../python/slices.ts';
import type { Slice } from '../../python/slices.ts';
import { pair, tuple } from '../../python/tuple.ts';
import { withHint, shortRepr } from '../../python/misuse.ts';
import { items, unpackPair } from '../../python/unpack.ts';
import { BadRequestKeyError } from '../exceptions.ts';
import { dumpOptionsHeader, parameterItems } from '../http/quoting.ts';
import type { Parameters } from '../http/quoting.ts';
import { dictItems, isMapping, isMultiDict, iterMultiItems } from './mapping.ts';
import type { DictSource, MultiSource } from './mapping.ts';

/** One header: name and value. */
export type HeaderPair = readonly [name: string, value: string];

/** Initial contents of headers: pairs, other headers, a MultiDict, or a mapping whose values may be lists. */
export type HeadersInit = MultiSource<string, unknown> | Headers;

/** @python werkzeug.datastructures.headers.Headers */
export class Headers {
  static readonly name: string = 'Headers';
  /** @internal */
  readonly _list: [string, string][] = [];

  constructor(defaults?: HeadersInit | null) {
    if (defaults === undefined || defaults === null) return;
    const pairs = sourcePairs(defaults);
    for (let at = 0; at < pairs.length; at += 1) {
      const [key, value] = pairs[at] as readonly [string, unknown];
      this._list.push(pair(key, headerValue(value)));
    }
  }

  /** The number of pairs. */
  get length(): number {
    return this._list.length;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this.length > 0;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this._list.values();
  }

  /**
   * The first value of a header (raises BadRequestKeyError), or the pair at an index (raises IndexError).
   * @python werkzeug.datastructures.headers.Headers.__getitem__
   */
  item(key: string): string;
  item(key: number): [string, string];
  item(key: string | number): string | [string, string] {
    if (typeof key === 'string') return this._getKey(key);
    const found = this._list.at(key);
    if (found === undefined) throw new IndexError('list index out of range');
    return found;
  }

  /** `headers[start:end:step]`. */
  slice(start?: number, end?: number, step?: number): Headers {
    return new Headers(sliceOf(this._list, { start, end, step }));
  }

  has(key: string): boolean {
    return this._find(key) !== undefined;
  }

  get(key: string): string | undefined;
  get<D>(key: string, fallback: D): string | D;
  get<T, D = undefined>(key: string, fallback: D, type: (value: string) => T): T | D;
  /**
   * The first value, converted where `type` is given; `fallback` when it is missing or the conversion raises
   * ValueError.
   * @python werkzeug.datastructures.headers.Headers.get
   */
  get(key: string, fallback?: unknown, type?: (value: string) => unknown): unknown {
    const value = this._find(key);
    if (value === undefined) return fallback;
    return type === undefined ? value : orElse(type, value, fallback);
  }

  getlist(key: string): string[];
  getlist<T>(key: string, type: (value: string) => T): T[];
  /**
   * All values; those that `type` rejects with ValueError are omitted.
   * @python werkzeug.datastructures.headers.Headers.getlist
   */
  getlist(key: string, type?: (value: string) => unknown): unknown[] {
    const name = key.toLowerCase();
    const values: string[] = [];
    for (const [other, value] of this) if (other.toLowerCase() === name) values.push(value);
    if (type === undefined) return values;
    return values.map((value) => orElse(type, value, REFUSED)).filter((value) => value !== REFUSED);
  }

  /** @python werkzeug.datastructures.headers.Headers.get_all */
  getAll(name: string): string[] {
    return this.getlist(name);
  }

  /** @python werkzeug.datastructures.headers.Headers.items */
  *items(lower = false): Generator<[string, string], void, undefined> {
    for (const [key, value] of this) yield pair(lower ? key.toLowerCase() : key, value);
  }

  /** @python werkzeug.datastructures.headers.Headers.keys */
  *keys(lower = false): Generator<string, void, undefined> {
    for (const [key] of this.items(lower)) yield key;
  }

  /** @python werkzeug.datastructures.headers.Headers.values */
  *values(): Generator<string, void, undefined> {
    for (const [, value] of this.items()) yield value;
  }

  /** Adds all of them. @python werkzeug.datastructures.headers.Headers.extend */
  extend(...sources: readonly HeadersInit[]): void {
    for (const source of sources) for (const [key, value] of sourcePairs(source)) this.add(key, value);
  }

  /** Removes a header, or the pair at an index. @python werkzeug.datastructures.headers.Headers.__delitem__ */
  delItem(key: string | number): void {
    if (typeof key === 'string') {
      this._delKey(key);
      return;
    }
    if (key >= this._list.length || key < -this._list.length)
      throw new IndexError('list assignment index out of range');
    this._list.splice(key, 1);
  }

  /** `del headers[start:end:step]`. */
  delSlice(start?: number, end?: number, step?: number): void {
    deleteSliceOf(this._list, { start, end, step });
  }

  /** @python werkzeug.datastructures.headers.Headers.remove */
  remove(key: string): void {
    this._delKey(key);
  }

  pop(): [string, string];
  pop(key: number): [string, string];
  pop(key: string): string;
  pop<D>(key: string, fallback: D): string | D;
  /**
   * Removes and returns the last pair, the pair at an index, or the first value of a header, all of whose pairs are
   * removed.
   * @python werkzeug.datastructures.headers.Headers.pop
   */
  pop(...[key, ...fallback]: [key?: string | number, fallback?: unknown]): unknown {
    if (key === undefined) return this.popitem();
    if (typeof key === 'number') {
      if (this._list.length === 0) throw new IndexError('pop from empty list');
      const [popped] = key >= -this._list.length ? this._list.splice(key, 1) : [];
      if (popped === undefined) throw new IndexError('pop index out of range');
      return popped;
    }
    const value = this._find(key);
    if (value === undefined && fallback.length > 0) return fallback[0];
    if (value === undefined) throw new BadRequestKeyError(key);
    this.remove(key);
    return value;
  }

  /** Removes and returns the last pair. @python werkzeug.datastructures.headers.Headers.popitem */
  popitem(): [string, string] {
    const popped = this._list.pop();
    if (popped === undefined) throw new IndexError('pop from empty list');
    return popped;
  }

  /** Adds a pair. Raises ValueError for a value with a line end. @python werkzeug.datastructures.headers.Headers.add */
  add(key: string, value: unknown, options?: Parameters): void {
    this._list.push(pair(key, headerValue(withOptions(value, options))));
  }

  /** The same as `add`. @python werkzeug.datastructures.headers.Headers.add_header */
  addHeader(key: string, value: unknown, options?: Parameters): void {
    this.add(key, value, options);
  }

  /** @python werkzeug.datastructures.headers.Headers.clear */
  clear(): void {
    this._list.length = 0;
  }

  /**
   * Replaces the first pair of this name and removes the others, or adds one.
   * @python werkzeug.datastructures.headers.Headers.set
   */
  set(key: string, value: unknown, options?: Parameters): void {
    const text = headerValue(withOptions(value, options));
    const name = key.toLowerCase();
    const index = this._indexOf(name);
    if (index === -1) {
      this._list.push(pair(key, text));
      return;
    }
    const rest = this._list.slice(index + 1).filter(([other]) => other.toLowerCase() !== name);
    this._list.splice(index, this._list.length - index, pair(key, text), ...rest);
  }

  /** @python werkzeug.datastructures.headers.Headers.setlist */
  setlist(key: string, values: Iterable<unknown>): void {
    const [first, ...rest] = values;
    if (first === undefined) {
      this.remove(key);
      return;
    }
    this.set(key, first);
    for (const value of rest) this.add(key, value);
  }

  /** @python werkzeug.datastructures.headers.Headers.setdefault */
  setdefault(key: string, fallback: unknown): string {
    const value = this._find(key);
    if (value !== undefined) return value;
    this.set(key, fallback);
    return this._getKey(key);
  }

  /** @python werkzeug.datastructures.headers.Headers.setlistdefault */
  setlistdefault(key: string, fallback: Iterable<unknown>): string[] {
    if (!this.has(key)) this.setlist(key, fallback);
    return this.getlist(key);
  }

  /** `headers[key] = value`, or `headers[index] = pair`. @python werkzeug.datastructures.headers.Headers.__setitem__ */
  setItem(key: string, value: unknown): void;
  setItem(key: number, pair: readonly [string, unknown]): void;
  setItem(key: string | number, value: unknown): void {
    if (typeof key === 'string') {
      this.set(key, value);
      return;
    }
    const [name, content] = value as readonly [string, unknown];
    const at = key < 0 ? this._list.length + key : key;
    if (at < 0 || at >= this._list.length) throw new IndexError('list assignment index out of range');
    this._list[at] = pair(name, headerValue(content));
  }

  /**
   * `headers[start:end:step] = pairs`; replaces all of them without a slice. Raises ValueError if a slice with a step
   * has another length.
   */
  setSlice(pairs: Iterable<readonly [string, unknown]>, slice: Slice = {}): void {
    setSliceOf(
      this._list,
      slice,
      Array.from(pairs, ([key, value]) => pair(key, headerValue(value))),
    );
  }

  /** Replaces headers. @python werkzeug.datastructures.headers.Headers.update */
  update(...sources: readonly HeadersInit[]): void {
    for (const source of sources) {
      if (source instanceof Headers || isMultiDict(source)) {
        for (const key of [...source.keys()]) this.setlist(key, source.getlist(key));
        continue;
      }
      const pairs = isMapping(source)
        ? dictItems(source as DictSource<string, unknown>)
        : (source as Iterable<readonly [string, unknown]>);
      for (const [key, value] of pairs) {
        if (isMapping(source) && (Array.isArray(value) || value instanceof Set)) this.setlist(key, value);
        else this.set(key, value);
      }
    }
  }

  /** The headers as a list for WSGI. @python werkzeug.datastructures.headers.Headers.to_wsgi_list */
  toWsgiList(): [string, string][] {
    return [...this];
  }

  /** @python werkzeug.datastructures.headers.Headers.copy */
  copy(): Headers {
    return new Headers(this._list);
  }

  /**
   * `self == other`: the same pairs, in any order, with case-insensitive names.
   * @python werkzeug.datastructures.headers.Headers.__eq__
   */
  equals(other: unknown): boolean {
    if (!(other instanceof Headers) || other.constructor !== this.constructor) return false;
    const keys = (headers: Headers): Set<string> =>
      new Set(headers._list.map(([key, value]) => `${key.toLowerCase()}\n${value}`));
    const [mine, theirs] = [keys(this), keys(other)];
    return mine.size === theirs.size && [...mine].every((key) => theirs.has(key));
  }

  toString(): string {
    return this.__str__();
  }

  /** The headers as they are sent. */
  __str__(): string {
    return [...this.toWsgiList().map(([key, value]) => `${key}: ${value}`), '\r\n'].join('\r\n');
  }

  __repr__(): string {
    return `${typeName(this)}(${repr(Array.from(this, ([key, value]) => tuple(key, value)))})`;
  }

  /** @internal */
  _find(key: string): string | undefined {
    const index = this._indexOf(key.toLowerCase());
    return index < 0 ? undefined : this._list[index]?.[1];
  }

  /** The index of the first pair of a name in lower case. @internal */
  _indexOf(name: string): number {
    for (let index = 0; index < this._list.length; index += 1) {
      if ((this._list[index] as HeaderPair)[0].toLowerCase() === name) return index;
    }
    return -1;
  }

  /** @internal */
  _getKey(key: string): string {
    const value = this._find(key);
    if (value === undefined) throw new BadRequestKeyError(key);
    return value;
  }

  /** @internal */
  _delKey(key: string): void {
    const name = key.toLowerCase();
    const kept = this._list.filter(([other]) => other.toLowerCase() !== name);
    this._list.splice(0, this._list.length, ...kept);
  }
}

const REFUSED = Symbol('refused');

function orElse(type: (value: string) => unknown, value: string, fallback: unknown): unknown {
  try {
    return type(value);
  } catch (error) {
    if (error instanceof ValueError) return fallback;
    throw error;
  }
}

/** The pairs of a source. Raises Python's TypeError or ValueError for a value without pairs. */
function sourcePairs(source: HeadersInit): (readonly [string, unknown])[] {
  if (source instanceof Headers) return source._list.slice();
  const hint = (): string =>
    `headers: ${shortRepr(source)} does not hold headers; give pairs, such as [['X-Name', 'value']], an object, or a Map`;
  return withHint(hint, () => {
    const found = typeof source === 'object' ? [...iterMultiItems(source)] : items(source);
    return found.map(unpackPair) as [string, unknown][];
  });
}

/** The value with its keyword arguments, whose underscores become dashes. */
function withOptions(value: unknown, options: Parameters | undefined): unknown {
  if (options === undefined) return value;
  const pairs = Array.from(parameterItems(options), ([key, item]) => [key.replaceAll('_', '-'), item] as const);
  return pairs.length === 0 ? value : dumpOptionsHeader(str(value), new Map(pairs));
}

function headerValue(value: unknown): string {
  const text = typeof value === 'string' ? value : str(value);
  if (text.includes('\n') || text.includes('\r'))
    throw new ValueError('Header values must not contain newline characters.');
  return text;
}
