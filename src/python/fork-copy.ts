/**
 * What fork(2) does to Python objects, as far as servers need it: the child works on copies, so that closing a socket or setting an
 * attribute in one process is not seen in the other.
 *
 * Absent on purpose: a copy of the whole heap. Only the objects handed to the child, and what they hold directly, are copied;
 * functions and classes are shared, as code is.
 */
import { isPanic } from '../kernel/panic.ts';

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
  try {
    if (!isCopier(value)) return copyCollection(value, copies) as T;
    return noted(
      value,
      value.copyForFork((held) => copyHeld(held, copies)),
      copies,
    ) as T;
  } catch (error) {
    // What cannot be looked at, such as a proxy that throws, is shared.
    if (isPanic(error)) throw error;
    return value;
  }
}

/** A copy is noted before it is filled: a collection may hold itself. */
function noted<T extends object>(value: object, copy: T, copies: Map<object, unknown>): T {
  copies.set(value, copy);
  return copy;
}

function copyCollection(value: object, copies: Map<object, unknown>): object {
  if (Array.isArray(value)) {
    const copy = noted(value, value.slice() as unknown[], copies);
    for (let index = 0; index < copy.length; index += 1) copy[index] = copyHeld(copy[index], copies);
    return copy;
  }
  if (value instanceof Set) {
    const copy = noted(value, new Set<unknown>(), copies);
    for (const item of value) copy.add(copyHeld(item, copies));
    return copy;
  }
  if (value instanceof Map) {
    const copy = noted(value, new Map<unknown, unknown>(), copies);
    for (const [key, item] of value) copy.set(key, copyHeld(item, copies));
    return copy;
  }
  if (!isRecord(value)) return value;
  const copy = noted<Record<string, unknown>>(value, {}, copies);
  for (const [key, item] of Object.entries(value)) copy[key] = copyHeld(item, copies);
  return copy;
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
