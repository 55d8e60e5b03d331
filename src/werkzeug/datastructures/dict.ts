/**
 * Python's dict, for the classes of this folder: `d[key]` is `d.item(key)`, `d[key] = value` is `d.setItem(key,
 * value)`, `del d[key]` is `d.delItem(key)`, `key in d` is `d.has(key)`, `len(d)` is `d.length`. None is undefined
 * everywhere.
 */
import { KeyError } from '../../python/errors.ts';
import { repr } from '../../python/repr.ts';
import { pair } from '../../python/tuple.ts';
import { dictItems, IS_DICT } from './mapping.ts';
import type { DictSource } from './mapping.ts';

/** An ordered dict. @python builtins.dict */
export class Dict<K = string, V = unknown> {
  static readonly name: string = 'Dict';
  /** @internal */
  readonly _map: Map<K, V>;

  /** @internal */
  get [IS_DICT](): true {
    return true;
  }

  constructor(source?: DictSource<K, V>) {
    this._map = new Map(source === undefined ? [] : dictItems(source));
  }

  get length(): number {
    return this._map.size;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this._map.size > 0;
  }

  [Symbol.iterator](): IterableIterator<K> {
    return this.keys();
  }

  has(key: K): boolean {
    return this._map.has(key);
  }

  /** Raises KeyError for a missing key. */
  item(key: K): V {
    if (!this._map.has(key)) throw new KeyError(key);
    return this._map.get(key) as V;
  }

  setItem(key: K, value: V): void {
    this._map.set(key, value);
  }

  /** Raises KeyError for a missing key. */
  delItem(key: K): void {
    if (!this._map.delete(key)) throw new KeyError(key);
  }

  get(key: K): V | undefined;
  get<D>(key: K, fallback: D): V | D;
  get(key: K, fallback?: unknown): unknown {
    return this._map.has(key) ? this._map.get(key) : fallback;
  }

  setdefault(key: K, fallback?: V): V {
    if (!this._map.has(key)) this._map.set(key, fallback as V);
    return this._map.get(key) as V;
  }

  /** Without a second argument, raises KeyError for a missing key. */
  pop(key: K): V;
  pop<D>(key: K, fallback: D): V | D;
  pop(...[key, ...fallback]: [key: K, fallback?: unknown]): unknown {
    if (!this._map.has(key)) {
      if (fallback.length > 0) return fallback[0];
      throw new KeyError(key);
    }
    const value = this._map.get(key);
    this._map.delete(key);
    return value;
  }

  /** Removes the last pair. Raises KeyError when there is none. */
  popitem(): [K, V] {
    const last = [...this._map].at(-1);
    if (last === undefined) throw new KeyError('popitem(): dictionary is empty');
    this._map.delete(last[0]);
    return pair(...last);
  }

  update(source?: DictSource<K, V>): void {
    if (source === undefined) return;
    for (const [key, value] of dictItems(source)) this._map.set(key, value);
  }

  clear(): void {
    this._map.clear();
  }

  /** A plain dict with the same pairs, also for a subclass. @python builtins.dict.copy */
  copy(): Dict<K, V> {
    return new Dict(this.items());
  }

  keys(): IterableIterator<K> {
    return this._map.keys();
  }

  values(): IterableIterator<V> {
    return this._map.values();
  }

  *items(): Generator<[K, V], undefined, undefined> {
    for (const [key, value] of this._map) yield pair(key, value);
    return undefined;
  }

  toString(): string {
    return this.__repr__();
  }

  __repr__(): string {
    return repr(this._map);
  }
}
