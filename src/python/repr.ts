/** `repr()`, `str()` and type names, for the values that Python code here meets. */
import { BaseException } from './errors.ts';

/** `type(value).__name__`. Numbers that are integers are ints; arrays are lists, plain objects dicts. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'function') return 'function';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'list';
  if (value instanceof BaseException) return value.className;
  const { constructor } = value as { constructor?: { name?: string; pythonName?: string } };
  if (constructor === undefined || (constructor as unknown) === Object) return 'dict';
  return constructor.pythonName ?? constructor.name ?? 'object';
}
