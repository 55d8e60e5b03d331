/**
 * What fork(2) does to Python objects, as far as servers need it: the child works on copies, so that closing a socket
 * or setting an attribute in one process does not affect the other.
 * Absent on purpose: a copy of the whole heap. Only the objects handed to the child, and their direct contents, are
 * copied; functions and classes are shared, as code is.
 */
import { isPanic } from '../kernel/panic.ts';

/** An object that copies itself for a child, such as a socket. It may copy its contents with `copyHeld`. */
export interface CopiedByFork {
  copyForFork(copyHeld: <T>(held: T) => T): object;
}

/**
 * A copy of `value` for a forked child. Objects with `copyForFork` copy themselves; arrays, maps, sets and plain
 * records are copied. Any other `value` gets a shallow copy, and its members are copied by the same rules if they are
 * copiers or collections. `copies` keeps one copy for each original, across calls.
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
    // A value that cannot be inspected, such as a proxy that throws, is shared.
    if (isPanic(error)) throw error;
    return value;
  }
}

/** A copy is registered before it is filled: a collection may contain itself. */
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
