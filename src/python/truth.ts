import { Float } from './tuple.ts';

/** `bool(value)`: Python's truth, in which empty collections are false. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'object' || value === null) return Boolean(value);
  if (value instanceof Float) return value.value !== 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  if (Object.getPrototypeOf(value) !== Object.prototype) return true;
  // Without a list of all keys.
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}
