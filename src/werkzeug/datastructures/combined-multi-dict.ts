import { repr, typeName } from '../../python/repr.ts';
import { pair } from '../../python/tuple.ts';
import { BadRequestKeyError } from '../exceptions.ts';
import { makeImmutable, MULTI_DICT_CHANGES } from './mixins.ts';
import { converted, MultiDict, REFUSED } from './structures.ts';

/**
 * Several MultiDicts read as one: the first that has a key gives its value.
 * @python werkzeug.datastructures.structures.CombinedMultiDict
 */
export class CombinedMultiDict<K = string, V = string> extends MultiDict<K, V> {
  static override readonly name: string = 'CombinedMultiDict';
  readonly dicts: readonly MultiDict<K, V>[];

  constructor(dicts: Iterable<MultiDict<K, V>> = []) {
    super();
    this.dicts = [...dicts];
  }

  override get length(): number {
    return this._keys().size;
  }

  override has(key: K): boolean {
    return this.dicts.some((dict) => dict.has(key));
  }

  override item(key: K): V {
    for (const dict of this.dicts) if (dict.has(key)) return dict.item(key);
    throw new BadRequestKeyError(key);
  }

  override get(key: K): V | undefined;
  override get<D>(key: K, fallback: D): V | D;
  override get<T, D = undefined>(key: K, fallback: D, type: (value: V) => T): T | D;
  /**
   * If one dict has the key but `type` rejects the value, the next one may supply it.
   * @python werkzeug.datastructures.structures.CombinedMultiDict.get
   */
  override get(key: K, fallback?: unknown, type?: (value: V) => unknown): unknown {
    for (const dict of this.dicts) {
      if (!dict.has(key)) continue;
      const value = type === undefined ? dict.item(key) : converted(type, dict.item(key), REFUSED);
      if (value !== REFUSED) return value;
    }
    return fallback;
  }

  override getlist(key: K): V[];
  override getlist<T>(key: K, type: (value: V) => T): T[];
  override getlist(key: K, type?: (value: V) => unknown): unknown[] {
    return this.dicts.flatMap((dict): unknown[] => (type === undefined ? dict.getlist(key) : dict.getlist(key, type)));
  }

  /** @differs In order of appearance; Python returns a set. */
  override keys(): IterableIterator<K> {
    return this._keys().values();
  }

  override *items(multi = false): Generator<[K, V], void, undefined> {
    const found = new Set<K>();
    for (const dict of this.dicts) {
      for (const [key, value] of dict.items(multi)) {
        if (!multi && found.has(key)) continue;
        found.add(key);
        yield pair(key, value);
      }
    }
  }

  override *lists(): Generator<[K, V[]], void, undefined> {
    const joined = new Map<K, V[]>();
    for (const dict of this.dicts) {
      for (const [key, values] of dict.lists()) joined.set(key, [...(joined.get(key) ?? []), ...values]);
    }
    for (const [key, values] of joined) yield pair(key, values);
  }

  override __repr__(): string {
    return `${typeName(this)}(${repr(this.dicts)})`;
  }

  /** @internal */
  _keys(): Set<K> {
    return new Set(this.dicts.flatMap((dict) => [...dict.keys()]));
  }

  static readonly isImmutable: boolean = makeImmutable(CombinedMultiDict, MULTI_DICT_CHANGES);
}
