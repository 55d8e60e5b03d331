/**
 * What fork(2) does to Python objects, as far as servers need it: the child works on copies, so that closing a socket or setting an
 * attribute in one process is not seen in the other.
 *
 * Absent on purpose: a copy of the whole heap. Only the objects handed to the child, and what they hold directly, are copied;
 * functions and classes are shared, as code is.
 */

/** An object that knows how to be copied into a child, such as a socket. What it holds may be copied by `copyHeld`. */
export interface CopiedByFork {
  copyForFork(copyHeld: <T>(held: T) => T): object;
}

/**
 * A copy of `value` for a forked child. Objects with `copyForFork` decide themselves; arrays, maps, sets and plain records are copied;
 * of other objects, `value` itself gets a shallow copy and what it holds is copied by the same rules, but only where it is a copier or a collection.
 * `copies` keeps one copy for each original, across calls.
 */
export function forkCopy<T>(value: T, copies: Map<object, unknown> = new Map()): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  if (isCopier(value) || isCollection(value)) return copyHeld(value, copies);
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>;
  copies.set(value, copy);
  for (const [key, held] of Object.entries(value)) copy[key] = copyHeld(held, copies);
  return copy as T;
}

function copyHeld<T>(value: T, copies: Map<object, unknown>): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy = isCopier(value) ? value.copyForFork((held) => copyHeld(held, copies)) : copyCollection(value, copies);
  copies.set(value, copy);
  return copy as T;
}

function copyCollection(value: object, copies: Map<object, unknown>): object {
  if (Array.isArray(value)) return value.map((item) => copyHeld(item, copies));
  if (value instanceof Set) return new Set([...value].map((item) => copyHeld(item, copies)));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, copyHeld(item, copies)]));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyHeld(item, copies)]));
}

const isCopier = (value: object): value is CopiedByFork =>
  'copyForFork' in value && typeof value.copyForFork === 'function';

const isCollection = (value: object): boolean =>
  Array.isArray(value) ||
  value instanceof Set ||
  value instanceof Map ||
  value instanceof Uint8Array ||
  isRecord(value);

const isRecord = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
