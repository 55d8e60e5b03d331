/** Iterates and unpacks plain values as `for` and `a, b = value` do, with Python's errors. */
import { PyTypeError, ValueError } from './errors.ts';
import { typeName } from './repr.ts';

/** The items of `iter(value)`, as an array: characters of text, ints of bytes, keys of a dict. Raises TypeError. */
export function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys()];
  if (typeof value === 'string' || (typeof value === 'object' && value !== null && Symbol.iterator in value)) {
    return [...(value as Iterable<unknown>)];
  }
  if (typeName(value) === 'dict') return Object.keys(value as object);
  throw new PyTypeError(`'${typeName(value)}' object is not iterable`);
}

/** `a, b = value`. Raises TypeError if the value cannot be iterated, ValueError for another number of items. */
export function unpackPair(value: unknown): readonly [unknown, unknown] {
  const parts = unpackable(value);
  if (parts.length < 2) throw new ValueError(`not enough values to unpack (expected 2, got ${parts.length})`);
  if (parts.length > 2) throw new ValueError('too many values to unpack (expected 2)');
  return [parts[0], parts[1]];
}

function unpackable(value: unknown): readonly unknown[] {
  try {
    return items(value);
  } catch (error) {
    if (!(error instanceof PyTypeError)) throw error;
    throw new PyTypeError(`cannot unpack non-iterable ${typeName(value)} object`);
  }
}
