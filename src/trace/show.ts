/**
 * Making values fit for the log and for snapshots: short, and free of live objects.
 */
import { BaseException } from '../python/errors.ts';
import { typeName } from '../python/repr.ts';
import type { Shown } from './snapshot.ts';

/** An object of the machine, known to the log by its class alone. */
export interface Named {
  readonly object: string;
}

/** A long run of bytes, of which the log keeps the beginning. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly length: number;
}

const KEPT_BYTES = 64;
/** Buffers up to this size are kept alive by the log, bigger ones are not. */
const SMALL_BUFFER = 4096;
const KEPT_ITEMS = 8;
const KEPT_TEXT = 200;

const names = new Map<unknown, Named>();

/** What the log keeps of an argument or a result: primitives as they are, short lists item by item, objects by class. */
export function brief(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return briefObject(value);
  if (typeof value === 'string') return value.length > KEPT_TEXT ? `${value.slice(0, KEPT_TEXT)}…` : value;
  if (typeof value === 'function') return named(value, () => ('name' in value ? String(value.name) : 'function'));
  return value;
}

/** What the log keeps of the arguments of a call; the list itself when nothing in it has to be changed. */
export function briefArguments(args: readonly unknown[]): readonly unknown[] {
  for (let index = 0; index < args.length; index += 1) {
    const value = args[index];
    if (brief(value) !== value) return args.map(brief);
  }
  return args;
}

function briefObject(value: object): unknown {
  if (value instanceof Uint8Array) return briefBytes(value);
  if (Array.isArray(value)) {
    return value.length <= KEPT_ITEMS ? value.map(brief) : ({ object: `list of ${value.length}` } satisfies Named);
  }
  if (value instanceof BaseException) return { object: `${value.className}(${value.text})` } satisfies Named;
  return named(value.constructor, () => typeName(value));
}

/** Short bytes are kept by reference, as they travel; of long ones the beginning is copied, so that the log keeps no body alive. */
function briefBytes(value: Uint8Array): Uint8Array | Bytes {
  if (value.buffer.byteLength <= SMALL_BUFFER) return value;
  return { bytes: value.slice(0, KEPT_BYTES), length: value.length };
}

function named(key: unknown, name: () => string): Named {
  let known = names.get(key);
  if (known === undefined) names.set(key, (known = { object: name() }));
  return known;
}

/** A value as a reader sees it, on one line. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint8Array) return bytesText(value, value.length);
  if (Array.isArray(value)) return `(${value.map(text).join(', ')})`;
  if ('object' in value && typeof value.object === 'string') return `<${value.object}>`;
  if ('bytes' in value && value.bytes instanceof Uint8Array) {
    return bytesText(value.bytes, (value as unknown as Bytes).length);
  }
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${text(item)}`)
    .join(', ')}}`;
}

/** A value for a snapshot: no live objects, at most a few levels deep. */
export function shown(value: unknown, depth = 3): Shown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return value.slice();
  if (typeof value !== 'object') return `<${typeName(value)}>`;
  if (Array.isArray(value)) return depth === 0 ? `[${value.length}]` : value.map((item) => shown(item, depth - 1));
  if (Object.getPrototypeOf(value) !== Object.prototype || depth === 0) return `<${typeName(value)}>`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item, depth - 1)]));
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

// oxlint-disable-next-line no-control-regex -- control characters are what must not reach the reader
const UNREADABLE = /[\u0000-\u001f\u007f-\u009f'\\]/g;

const escaped = (character: string): string =>
  ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

const quoted = (value: string): string => `'${value.replace(UNREADABLE, escaped)}'`;

function bytesText(bytes: Uint8Array, length: number): string {
  const start = bytes.subarray(0, KEPT_BYTES);
  const more = length > start.length ? `… ${length} bytes` : '';
  const readable = String.fromCharCode(...start).replace(/[\u0080-\u00ff]/g, escaped);
  return `b${quoted(readable).replaceAll('\\\\x', '\\x')}${more}`;
}
