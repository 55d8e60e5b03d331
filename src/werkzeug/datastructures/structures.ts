/**
 * Lists and dicts for headers and forms. HeaderSet is in header-set.ts.
 * Absent on purpose: OrderedMultiDict, which is deprecated; pickling, hashing and deep copies.
 */
import { IndexError, KeyError, PyTypeError, ValueError } from '../../python/errors.ts';
import { raiseFromNone } from '../../python/handling.ts';
import { repr, typeName } from '../../python/repr.ts';
import { pair, tuple } from '../../python/tuple.ts';
import { BadRequestKeyError } from '../exceptions.ts';
import { Dict } from './dict.ts';
import { IS_MULTI_DICT, isMultiDict, iterMultiItems } from './mapping.ts';
import type { DictSource, MultiSource } from './mapping.ts';
import { DICT_CHANGES, LIST_CHANGES, makeImmutable, MULTI_DICT_CHANGES, UpdateDictMixin } from './mixins.ts';
import type { OnUpdate } from './mixins.ts';

const EMPTY_DICT = 'popitem(): dictionary is empty';

/**
 * An immutable list.
 * @differs It is not an array: `list[i]` is `list.item(i)`; methods that would change it raise TypeError, and have no
 * type.
 * @python werkzeug.datastructures.structures.ImmutableList
 */
export class ImmutableList<V> {
  static readonly name: string = 'ImmutableList';
  /** @internal */
  readonly _list: readonly V[];

  constructor(values: Iterable<V> = []) {
    this._list = [...values];
  }

  get length(): number {
    return this._list.length;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this._list.length > 0;
  }

  [Symbol.iterator](): IterableIterator<V> {
    return this._list.values();
  }

  /** `self[index]`; negative ones count from the end. Raises IndexError. */
  item(index: number): V {
    if (index >= this._list.length || index < -this._list.length) throw new IndexError('list index out of range');
    return this._list.at(index) as V;
  }

  /** `value in self`. */
  has(value: V): boolean {
    return this._list.includes(value);
  }

  toString(): string {
    return this.__repr__();
  }

  __repr__(): string {
    return `${typeName(this)}(${repr(this._list)})`;
  }

  static readonly isImmutable: boolean = makeImmutable(ImmutableList, LIST_CHANGES);
}

/** A dict whose `get` can convert. @python werkzeug.datastructures.structures.TypeConversionDict */
export class TypeConversionDict<K = string, V = unknown> extends Dict<K, V> {
  static override readonly name: string = 'TypeConversionDict';
  override get(key: K): V | undefined;
  override get<D>(key: K, fallback: D): V | D;
  override get<T, D = undefined>(key: K, fallback: D, type: (value: V) => T): T | D;
  /**
   * The value, converted where `type` is given; `fallback` when the key is missing or the conversion raises ValueError
   * or TypeError.
   * @python werkzeug.datastructures.structures.TypeConversionDict.get
   */
  override get(key: K, fallback?: unknown, type?: (value: V) => unknown): unknown {
    if (!this.has(key)) return fallback;
    return type === undefined ? this.item(key) : converted(type, this.item(key), fallback);
  }
}

/** `type(value)`, or `fallback` if that raises ValueError or TypeError. */
export function converted<V>(type: (value: V) => unknown, value: V, fallback: unknown): unknown {
  try {
    return type(value);
  } catch (error) {
    if (error instanceof ValueError || error instanceof PyTypeError) return fallback;
    throw error;
  }
}

/** @python werkzeug.datastructures.structures.ImmutableTypeConversionDict */
export class ImmutableTypeConversionDict<K = string, V = unknown> extends TypeConversionDict<K, V> {
  static override readonly name: string = 'ImmutableTypeConversionDict';
  /** A mutable copy. @python werkzeug.datastructures.structures.ImmutableTypeConversionDict.copy */
  override copy(): TypeConversionDict<K, V> {
    return new TypeConversionDict(this.items());
  }

  static readonly isImmutable: boolean = makeImmutable(ImmutableTypeConversionDict, DICT_CHANGES);
}

/** @python werkzeug.datastructures.structures.ImmutableDict */
export class ImmutableDict<K = string, V = unknown> extends Dict<K, V> {
  static override readonly name: string = 'ImmutableDict';
  override __repr__(): string {
    return `${typeName(this)}(${repr(this._map)})`;
  }

  /** A mutable copy. @python werkzeug.datastructures.structures.ImmutableDict.copy */
  override copy(): Dict<K, V> {
    return new Dict(this.items());
  }

  static readonly isImmutable: boolean = makeImmutable(ImmutableDict, DICT_CHANGES);
}

/** A dict that reports its changes. @python werkzeug.datastructures.structures.CallbackDict */
export class CallbackDict<K = string, V = unknown> extends UpdateDictMixin<K, V> {
  static override readonly name: string = 'CallbackDict';
  constructor(initial?: DictSource<K, V>, onUpdate?: OnUpdate<CallbackDict<K, V>>) {
    super(initial);
    this.onUpdate = onUpdate;
  }

  override __repr__(): string {
    return `<${typeName(this)} ${repr(this._map)}>`;
  }
}

/**
 * A dict with several values for a key; `item` and `get` return the first. Missing keys raise BadRequestKeyError.
 * @differs It is not a subclass of TypeConversionDict here; it has all of its methods.
 * @python werkzeug.datastructures.structures.MultiDict
 */
export class MultiDict<K = string, V = string> {
  static readonly name: string = 'MultiDict';
  /** @internal */
  readonly _lists = new Map<K, V[]>();

  /** @internal */
  get [IS_MULTI_DICT](): true {
    return true;
  }

  constructor(mapping?: MultiSource<K, V>) {
    if (mapping === undefined) return;
    if (isMultiDict(mapping)) {
      for (const [key, values] of mapping.lists()) this._lists.set(key, values);
    } else {
      for (const [key, value] of iterMultiItems(mapping)) this._append(key, value);
    }
  }

  /** The number of keys. */
  get length(): number {
    return this._lists.size;
  }

  /** `bool(self)`. */
  get isTrue(): boolean {
    return this.length > 0;
  }

  [Symbol.iterator](): IterableIterator<K> {
    return this.keys();
  }

  /** `key in self`. */
  has(key: K): boolean {
    return this._lists.has(key);
  }

  /** The first value. Raises BadRequestKeyError. @python werkzeug.datastructures.structures.MultiDict.__getitem__ */
  item(key: K): V {
    const values = this._lists.get(key);
    if (values === undefined || values.length === 0) throw new BadRequestKeyError(key);
    return values[0] as V;
  }

  /** @python werkzeug.datastructures.structures.MultiDict.__setitem__ */
  setItem(key: K, value: V): void {
    this._lists.set(key, [value]);
  }

  /** Raises KeyError. */
  delItem(key: K): void {
    if (!this._lists.delete(key)) throw new KeyError(key);
  }

  get(key: K): V | undefined;
  get<D>(key: K, fallback: D): V | D;
  get<T, D = undefined>(key: K, fallback: D, type: (value: V) => T): T | D;
  /**
   * The first value, converted where `type` is given; `fallback` when it is missing or the conversion raises ValueError
   * or TypeError.
   * @python werkzeug.datastructures.structures.TypeConversionDict.get
   */
  get(key: K, fallback?: unknown, type?: (value: V) => unknown): unknown {
    const values = this.has(key) ? this.getlist(key) : [];
    if (values.length === 0) return fallback;
    return type === undefined ? values[0] : converted(type, values[0] as V, fallback);
  }

  /** @python werkzeug.datastructures.structures.MultiDict.add */
  add(key: K, value: V): void {
    this._append(key, value);
  }

  getlist(key: K): V[];
  getlist<T>(key: K, type: (value: V) => T): T[];
  /**
   * All values; those that `type` rejects with ValueError or TypeError are omitted.
   * @python werkzeug.datastructures.structures.MultiDict.getlist
   */
  getlist(key: K, type?: (value: V) => unknown): unknown[] {
    const values = this._lists.get(key) ?? [];
    if (type === undefined) return [...values];
    return values.map((value) => converted(type, value, REFUSED)).filter((value) => value !== REFUSED);
  }

  /** @python werkzeug.datastructures.structures.MultiDict.setlist */
  setlist(key: K, values: Iterable<V>): void {
    this._lists.set(key, [...values]);
  }

  /** @python werkzeug.datastructures.structures.MultiDict.setdefault */
  setdefault(key: K, fallback?: V): V {
    if (!this.has(key)) this.setItem(key, fallback as V);
    return this.item(key);
  }

  /**
   * The list itself: changes to it affect the dict.
   * @python werkzeug.datastructures.structures.MultiDict.setlistdefault
   */
  setlistdefault(key: K, fallback: Iterable<V> = []): V[] {
    let values = this._lists.get(key);
    if (values === undefined) this._lists.set(key, (values = [...fallback]));
    return values;
  }

  keys(): IterableIterator<K> {
    return this._lists.keys();
  }

  /**
   * The first value of each key, or all values with `multi`.
   * @python werkzeug.datastructures.structures.MultiDict.items
   */
  *items(multi = false): Generator<[K, V], void, undefined> {
    for (const [key, values] of this._lists) {
      if (multi) for (const value of values) yield pair(key, value);
      else yield pair(key, firstOf(values));
    }
  }

  /** @python werkzeug.datastructures.structures.MultiDict.lists */
  *lists(): Generator<[K, V[]], void, undefined> {
    for (const [key, values] of this._lists) yield pair(key, [...values]);
  }

  /** The first value of each key. @python werkzeug.datastructures.structures.MultiDict.values */
  *values(): Generator<V, void, undefined> {
    for (const [, value] of this.items()) yield value;
  }

  /** @python werkzeug.datastructures.structures.MultiDict.listvalues */
  *listvalues(): Generator<V[], void, undefined> {
    for (const [, values] of this.lists()) yield values;
  }

  /** @python werkzeug.datastructures.structures.MultiDict.copy */
  copy(): MultiDict<K, V> {
    return new MultiDict(this);
  }

  /** The first value of each key. @python werkzeug.datastructures.structures.MultiDict.to_dict */
  toDict(): Map<K, V> {
    return new Map(this.items());
  }

  /**
   * The lists of values.
   * @differs Python's `to_dict(flat=False)`.
   * @python werkzeug.datastructures.structures.MultiDict.to_dict
   */
  toListDict(): Map<K, V[]> {
    return new Map(this.lists());
  }

  /** Adds values; it does not replace any. @python werkzeug.datastructures.structures.MultiDict.update */
  update(mapping: MultiSource<K, V>): void {
    for (const [key, value] of iterMultiItems(mapping)) this.add(key, value);
  }

  pop(key: K): V;
  pop<D>(key: K, fallback: D): V | D;
  /** Removes a key; returns its first value. @python werkzeug.datastructures.structures.MultiDict.pop */
  pop(...[key, ...fallback]: [key: K, fallback?: unknown]): unknown {
    const values = this._lists.get(key);
    this._lists.delete(key);
    if (values !== undefined && values.length > 0) return values[0];
    if (fallback.length > 0) return fallback[0];
    throw raiseFromNone(
      new BadRequestKeyError(key),
      values === undefined ? new KeyError(key) : new BadRequestKeyError(key),
    );
  }

  /** @python werkzeug.datastructures.structures.MultiDict.popitem */
  popitem(): [K, V] {
    const [key, values] = this.popitemlist();
    if (values.length === 0) throw raiseFromNone(new BadRequestKeyError(key), new BadRequestKeyError(key));
    return pair(key, values[0] as V);
  }

  /** @python werkzeug.datastructures.structures.MultiDict.poplist */
  poplist(key: K): V[] {
    const values = this._lists.get(key) ?? [];
    this._lists.delete(key);
    return values;
  }

  /** @python werkzeug.datastructures.structures.MultiDict.popitemlist */
  popitemlist(): [K, V[]] {
    const last = [...this._lists].at(-1);
    if (last === undefined) throw raiseFromNone(new BadRequestKeyError(EMPTY_DICT), new KeyError(EMPTY_DICT));
    this._lists.delete(last[0]);
    return pair(...last);
  }

  clear(): void {
    this._lists.clear();
  }

  toString(): string {
    return this.__repr__();
  }

  __repr__(): string {
    return `${typeName(this)}(${repr(Array.from(this.items(true), ([key, value]) => tuple(key, value)))})`;
  }

  /** @internal */
  _append(key: K, value: V): void {
    const values = this._lists.get(key);
    if (values === undefined) this._lists.set(key, [value]);
    else values.push(value);
  }
}

/** Marks a value that a conversion rejected. @internal */
export const REFUSED = Symbol('refused');

function firstOf<V>(values: readonly V[]): V {
  if (values.length === 0) throw new IndexError('list index out of range');
  return values[0] as V;
}

/** @python werkzeug.datastructures.structures.ImmutableMultiDict */
export class ImmutableMultiDict<K = string, V = string> extends MultiDict<K, V> {
  static override readonly name: string = 'ImmutableMultiDict';

  static readonly isImmutable: boolean = makeImmutable(ImmutableMultiDict, MULTI_DICT_CHANGES);
}
