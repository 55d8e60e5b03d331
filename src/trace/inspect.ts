/**
 * Inspects values that may belong to an app without running any of its code: no getter, no method, no iterator, no
 * conversion. Otherwise recording and snapshots would change what happens, and the result would depend on how often a
 * value is inspected.
 * A proxy cannot be told from its target: it is asked for its prototype and for property descriptors. One that throws
 * is shown as an object.
 */
import { lengthOf } from '../python/foreign.ts';

/** Stands for a property that a getter computes. */
const COMPUTED = '<property>';

// Each function has a `try` of its own for proxies that throw: they run several times for each step, and a function
// that takes what to try would make a closure each time.

/** The prototype of an object; undefined when a proxy does not tell it. */
export function prototypeOf(value: object): object | null | undefined {
  try {
    return Object.getPrototypeOf(value) as object | null;
  } catch {
    return undefined;
  }
}

function descriptorOf(value: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return Object.getOwnPropertyDescriptor(value, key);
  } catch {
    return undefined;
  }
}

/** The keys of an object's own properties; undefined when a proxy does not tell them. */
function keysOf(value: object): readonly PropertyKey[] | undefined {
  try {
    return Reflect.ownKeys(value);
  } catch {
    return undefined;
  }
}

/** A property, found along the chain of prototypes; undefined if a getter computes it. */
function dataOf(value: object, key: PropertyKey): unknown {
  for (let at: object | null | undefined = value; at !== null && at !== undefined; at = prototypeOf(at)) {
    const found = descriptorOf(at, key);
    if (found !== undefined) return found.value as unknown;
  }
  return undefined;
}

/** The class of a prototype; the prototype itself if it names none. */
export function constructorOf(prototype: object): object {
  const constructor = dataOf(prototype, 'constructor');
  return typeof constructor === 'function' ? constructor : prototype;
}

/** The name of a function; empty if it has no plain name, such as a class with a static `name`. */
export function nameOfFunction(value: Function): string {
  const name = descriptorOf(value, 'name')?.value as unknown;
  return typeof name === 'string' ? name : '';
}

/** Python's name for the class of an object; `dict` for plain objects. */
export function nameOfClass(value: object): string {
  if (isBytes(value)) return 'bytes';
  const prototype = prototypeOf(value);
  if (prototype === null) return 'dict';
  const constructor = prototype === undefined ? undefined : dataOf(prototype, 'constructor');
  if (constructor === Object || (prototype !== undefined && constructor === undefined)) return 'dict';
  const isClass = typeof constructor === 'function' || (typeof constructor === 'object' && constructor !== null);
  if (!isClass) return 'object';
  const name = BUILTINS.get(constructor) ?? dataOf(constructor, 'name');
  return typeof name === 'string' ? name : 'object';
}

const BUILTINS = new Map<unknown, string>([
  [Array, 'list'],
  [Map, 'dict'],
  [Set, 'set'],
]);

/** Whether the value really is a Uint8Array, whatever its prototype says. */
export const isBytes = (value: unknown): value is Uint8Array => lengthOf(value) !== undefined;

/** Whether the value is an array; a revoked proxy is not. */
export function isList(value: object): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** How many items a list has. */
export function lengthOfList(list: readonly unknown[]): number {
  const length = descriptorOf(list, 'length')?.value as unknown;
  return typeof length === 'number' ? length : 0;
}

/** The first items of a list. */
export function itemsOf(list: readonly unknown[], most: number, all = lengthOfList(list)): unknown[] {
  const items: unknown[] = [];
  const length = Math.min(most, all);
  for (let index = 0; index < length; index += 1) items.push(seen(descriptorOf(list, index)));
  return items;
}

/** The properties of a plain object by name, in order. */
export function entriesOf(value: object): (readonly [name: string, value: unknown])[] {
  const entries: [string, unknown][] = [];
  for (const key of keysOf(value) ?? []) {
    const found = typeof key === 'string' ? descriptorOf(value, key) : undefined;
    if (found?.enumerable === true) entries.push([key as string, seen(found)]);
  }
  return entries;
}

const seen = (found: PropertyDescriptor | undefined): unknown =>
  found?.get !== undefined || found?.set !== undefined ? COMPUTED : (found?.value as unknown);

/**
 * Whether an object has a getter of its own, except for keys that nobody is going to read. A proxy that does not tell
 * its keys may have one.
 */
export function hasGetter(value: object, unread?: ReadonlySet<PropertyKey>): boolean {
  const keys = keysOf(value);
  if (keys === undefined) return true;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as PropertyKey;
    if (unread?.has(key) !== true && descriptorOf(value, key)?.get !== undefined) return true;
  }
  return false;
}
