/** Converts values for a reader: to text on one line, and to the plain values of a snapshot. */
import { bytesOf } from '../python/foreign.ts';
import { typeName } from '../python/repr.ts';
import { BytesExcerpt, excerptOf } from './bytes-excerpt.ts';
import { entriesOf, isList, itemsOf, lengthOfList, nameOfClass, prototypeOf } from './inspect.ts';
import type { Shown } from './snapshot.ts';

/** A value as text on one line. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return `<${typeof value}>`;
  if (value instanceof Uint8Array) return bytesText(excerptOf(value));
  if (value instanceof BytesExcerpt) return bytesText(value);
  if (Array.isArray(value)) return `(${value.map(text).join(', ')})`;
  if ('object' in value && typeof value.object === 'string') return `<${value.object}>`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${text(item)}`)
    .join(', ')}}`;
}

/** The most values within one value that a snapshot shows. */
const MOST_SHOWN = 10_000;

/** A value for a snapshot: no live objects, at most a few levels deep and not too many; it runs no code of an app. */
export function shown(value: unknown, depth = 3, room = { left: MOST_SHOWN }): Shown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return `<${typeName(value)}>`;
  room.left -= 1;
  const bytes = bytesOf(value);
  if (bytes !== undefined) return bytes;
  const isEnd = depth === 0 || room.left <= 0;
  if (isList(value)) {
    if (isEnd) return `[${lengthOfList(value)}]`;
    return itemsOf(value, MOST_SHOWN).map((item) => shown(item, depth - 1, room));
  }
  if (prototypeOf(value) !== Object.prototype || isEnd) return `<${nameOfClass(value)}>`;
  return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, shown(item, depth - 1, room)]));
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

// oxlint-disable-next-line no-control-regex -- control characters are what must not reach the reader
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f'\\]/g;

const escaped = (character: string): string =>
  ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const quoted = (value: string): string => `'${value.replace(UNREADABLE, escaped)}'`;

function bytesText({ latin1, length }: BytesExcerpt): string {
  const more = length > latin1.length ? `… ${length} bytes` : '';
  return `b'${latin1.replace(UNREADABLE, escaped).replace(/[\u0080-\u00ff]/g, escaped)}'${more}`;
}
