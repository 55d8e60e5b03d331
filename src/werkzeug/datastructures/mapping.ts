/**
 * What counts as a mapping, and the pairs of one: Maps, plain objects, and the dicts of this folder.
 * Headers take any of them, but make none. So dicts are recognized by a mark and not by `instanceof`, which would keep
 * their classes in the bundle of every program that has headers.
 */
import { pair } from '../../python/tuple.ts';

/** Marks dicts. */
export const IS_DICT = /*#__PURE__*/ Symbol('dict');

/** Marks dicts with several values for a key. */
export const IS_MULTI_DICT = /*#__PURE__*/ Symbol('dict with several values for a key');

/** What the pairs of a dict with several values for a key are taken from. */
export interface MultiItems<K, V> {
  readonly [IS_MULTI_DICT]: true;
  keys(): Iterable<K>;
  getlist(key: K): NoInfer<V>[];
  items(multi: boolean): Iterable<readonly [K, V]>;
  lists(): Iterable<readonly [K, V[]]>;
}

/** Initial contents of a dict: pairs, a Map, a dict, a plain object. */
export type DictSource<K, V> =
  | Iterable<readonly [K, V]>
  | { items(): Iterable<readonly [K, V]> }
  | (K extends string ? Readonly<Record<string, V>> : never);

/** Initial contents of a MultiDict: pairs, another one, or a mapping whose values may be lists of values. */
export type MultiSource<K, V> =
  | MultiItems<K, V>
  | Iterable<readonly [K, V]>
  | ReadonlyMap<K, V | readonly V[]>
  | (K extends string ? Readonly<Record<string, V | readonly V[] | ReadonlySet<V>>> : never);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a value is a MultiDict. */
export const isMultiDict = <K, V>(value: MultiSource<K, V>): value is MultiItems<K, V> =>
  isObject(value) && IS_MULTI_DICT in value;

/** Whether a value is a mapping in Python's sense. */
export function isMapping(value: unknown): boolean {
  return isObject(value) && (value instanceof Map || IS_DICT in value || !(Symbol.iterator in value));
}

/** The pairs of a source. */
export function dictItems<K, V>(source: DictSource<K, V>): Iterable<readonly [K, V]> {
  if ('items' in source && typeof source.items === 'function') {
    return (source as { items(): Iterable<readonly [K, V]> }).items();
  }
  if (Symbol.iterator in source) return source as Iterable<readonly [K, V]>;
  return Object.entries(source) as unknown as Iterable<readonly [K, V]>;
}

/**
 * The pairs of a source; lists and sets of a mapping give one pair for each value.
 * @python werkzeug.datastructures.structures.iter_multi_items
 */
export function* iterMultiItems<K, V>(mapping: MultiSource<K, V>): Generator<readonly [K, V], void, undefined> {
  if (isMultiDict(mapping)) {
    yield* mapping.items(true);
  } else if (isMapping(mapping)) {
    for (const [key, value] of dictItems(mapping as DictSource<K, V | readonly V[] | ReadonlySet<V>>)) {
      if (Array.isArray(value) || value instanceof Set) for (const item of value as Iterable<V>) yield pair(key, item);
      else yield pair(key, value as V);
    }
  } else {
    yield* mapping as Iterable<readonly [K, V]>;
  }
}
