/**
 * Makes classes immutable, and makes a dict report its changes. Python's immutable mixins are lists of methods for
 * `makeImmutable` here.
 * Absent on purpose: hashing.
 */
import { PyTypeError } from '../../python/errors.ts';
import { repr, typeName } from '../../python/repr.ts';
import { Dict } from './dict.ts';
import type { DictSource } from './mapping.ts';

/** Raises TypeError: "'Class' objects are immutable". @python werkzeug.datastructures.mixins._immutable_error */
export function immutableError(self: object): never {
  throw new PyTypeError(`${repr(typeName(self))} objects are immutable`);
}

/** Methods of a dict that change it. @python werkzeug.datastructures.mixins.ImmutableDictMixin */
export const DICT_CHANGES = ['setItem', 'delItem', 'setdefault', 'update', 'pop', 'popitem', 'clear'] as const;

/** Methods of a MultiDict that change it. @python werkzeug.datastructures.mixins.ImmutableMultiDictMixin */
export const MULTI_DICT_CHANGES = [
  ...DICT_CHANGES,
  'add',
  'popitemlist',
  'poplist',
  'setlist',
  'setlistdefault',
] as const;

/** Methods of Headers that change them. @python werkzeug.datastructures.mixins.ImmutableHeadersMixin */
export const HEADERS_CHANGES = [
  'delItem',
  'setItem',
  'set',
  'setlist',
  'add',
  'addHeader',
  'remove',
  'extend',
  'update',
  'insert',
  'pop',
  'popitem',
  'setdefault',
  'setlistdefault',
  'setSlice',
  'delSlice',
] as const;

/** Methods of a list that change it. @python werkzeug.datastructures.mixins.ImmutableListMixin */
export const LIST_CHANGES = ['append', 'remove', 'extend', 'insert', 'pop', 'reverse', 'sort'] as const;

/**
 * Makes the named methods of a class raise TypeError. A static member of the class takes the result, true: this way a
 * bundler drops the call together with a class that is not used.
 */
/*@__NO_SIDE_EFFECTS__*/
export function makeImmutable(Class: abstract new (...args: never[]) => object, methods: readonly string[]): boolean {
  for (const name of methods) {
    Object.defineProperty(Class.prototype, name, {
      value(this: object): never {
        return immutableError(this);
      },
      configurable: true,
    });
  }
  return true;
}

/** Called after a change, with the object that changed; a listener for a subclass is accepted. */
export type OnUpdate<T> = { listener(self: T): void }['listener'];

/**
 * A dict that calls `onUpdate` after each change; methods that change nothing still call it, except `pop` and
 * `setdefault`.
 * @python werkzeug.datastructures.mixins.UpdateDictMixin
 */
export class UpdateDictMixin<K, V> extends Dict<K, V> {
  static override readonly name: string = 'UpdateDictMixin';
  onUpdate: OnUpdate<this> | undefined = undefined;

  override setItem(key: K, value: V): void {
    super.setItem(key, value);
    this._updated();
  }

  override delItem(key: K): void {
    super.delItem(key);
    this._updated();
  }

  override setdefault(key: K, fallback?: V): V {
    const isNew = !this.has(key);
    const value = super.setdefault(key, fallback);
    if (isNew) this._updated();
    return value;
  }

  override pop(key: K): V;
  override pop<D>(key: K, fallback: D): V | D;
  override pop(...args: [key: K, fallback?: unknown]): unknown {
    const wasThere = this.has(args[0]);
    const value: unknown = (super.pop as (...args: unknown[]) => unknown)(...args);
    if (wasThere) this._updated();
    return value;
  }

  override popitem(): [K, V] {
    const item = super.popitem();
    this._updated();
    return item;
  }

  override update(source?: DictSource<K, V>): void {
    super.update(source);
    this._updated();
  }

  override clear(): void {
    super.clear();
    this._updated();
  }

  /** @internal */
  _updated(): void {
    this.onUpdate?.(this);
  }
}
