/** Values of a snapshot as Python would print them. */
import { decodeLatin1 } from '../kit/bytes-text.ts';

/** How much of a bytes object is converted: more is not shown. */
const SHOWN_BYTES = 200;

/** @param limit how many characters are shown at most. */
export function showValue(value: unknown, limit = 120): string {
  const text = repr(value);
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  // Objects that only have a name, such as `<wsgi.input>`.
  if (typeof value === 'string' && /^<[\w.]+>$/.test(value)) return value;
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
  if (value instanceof Uint8Array)
    return `b'${decodeLatin1(value.subarray(0, SHOWN_BYTES)).replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(', ')}}`;
  return typeof value === 'number' ? String(value) : '…';
}
