/**
 * JSON as Python's `json` writes and reads it.
 * Python distinguishes 1 from 1.0, so: an int is a number while that is exact and a bigint beyond; a float is a number
 * with a fraction, NaN or infinite, or a `Float` when it is whole. A dict is a Map, since plain objects move keys such
 * as "1" to the front; `dumps` accepts plain objects too. None is null. Text may contain lone surrogates.
 * Absent on purpose: hooks, `indent`, `sort_keys`, `skipkeys`, files.
 */
import { MemoryError, PyTypeError, RecursionError, ValueError } from '../python/errors.ts';
import { tryOr } from '../python/foreign.ts';
import { checkKeywords, addHint, MisuseError, shortRepr } from '../python/misuse.ts';
import { isRevoked } from '../python/revoked.ts';
import { repr, reprFloat, typeName } from '../python/repr.ts';
import { Float } from '../python/tuple.ts';

export { JSONDecodeError, loads } from './json/decoder.ts';
export type { Json } from './json/json-value.ts';

/** Options of `dumps`. */
export interface DumpsOptions {
  /** Whether to escape everything beyond ASCII; true by default. */
  readonly ensureAscii?: boolean;
  /** Between items, and between a key and its value. */
  readonly separators?: readonly [item: string, key: string];
  /** Whether NaN and the infinities may be written, which are not valid JSON; true by default. */
  readonly allowNan?: boolean;
  /** Converts a value that JSON cannot hold; without it, such a value raises TypeError. */
  readonly fallback?: (value: unknown) => unknown;
}

interface Writer {
  readonly separators: readonly [string, string];
  readonly quote: (text: string) => string;
  readonly allowNan: boolean;
  readonly fallback: ((value: unknown) => unknown) | undefined;
  readonly containers: Set<object>;
  /** How many more values may be written. */
  left: number;
}

/** Deeper containers raise RecursionError; CPython's limit depends on the depth of the call. */
const MAX_DEPTH = 985;
/**
 * A shared value is written each time, and shared values can nest without end. CPython writes as long as memory lasts.
 */
const MOST_VALUES = 2_000_000;

const KEYWORDS = ['ensureAscii', 'separators', 'allowNan', 'fallback'] as const;

const isPair = (value: unknown): boolean =>
  tryOr(() => Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'string'), false);

/**
 * Raises TypeError for a value that JSON cannot hold, ValueError for a container inside itself, MemoryError for too
 * many values. @python json.dumps
 */
export function dumps(value: unknown, options: DumpsOptions = {}): string {
  checkKeywords(options, KEYWORDS, 'write dumps(value, { ensureAscii: false })');
  const { ensureAscii = true, separators = [', ', ': '], allowNan = true, fallback } = options;
  if (!isPair(separators)) {
    throw new MisuseError(`options.separators: ${shortRepr(separators)} is not two texts, such as [',', ':']`);
  }
  if (fallback !== undefined && typeof (fallback as unknown) !== 'function') {
    throw new MisuseError(`options.fallback: ${shortRepr(fallback)} is not a function of a value`);
  }
  return write(value, {
    separators,
    quote: ensureAscii ? quoteAscii : quoteText,
    allowNan,
    fallback,
    containers: new Set(),
    left: MOST_VALUES,
  });
}

function write(value: unknown, writer: Writer): string {
  if (writer.left <= 0) {
    const hint = `value: it has more than ${MOST_VALUES} values, each counted as often as it is written; write fewer`;
    throw addHint(new MemoryError(), hint);
  }
  writer.left -= 1;
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'string':
      return writer.quote(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return repr(value);
    case 'number':
      return Number.isInteger(value) ? BigInt(value).toString() : floatText(value, writer);
    case 'object':
      if (isRevoked(value)) break;
      if (value instanceof Float) return floatText(value.value, writer);
      if (isContainer(value)) return writeContainer(value, value, writer);
      break;
    case 'undefined':
    case 'function':
    case 'symbol':
      break;
  }
  if (writer.fallback !== undefined) {
    if (typeof value !== 'object') return write(writer.fallback(value), writer);
    return writeContainer(value, [writer.fallback(value)], writer);
  }
  throw new PyTypeError(`Object of type ${typeName(value)} is not JSON serializable`);
}

const isContainer = (value: object): boolean =>
  Array.isArray(value) || value instanceof Map || typeName(value) === 'dict' || mappingItems(value) !== undefined;

/** The `items()` of an object that is a dict in Python. */
function mappingItems(value: object): Iterable<readonly [unknown, unknown]> | undefined {
  if (!('items' in value) || typeof value.items !== 'function') return undefined;
  return (value as { items(): Iterable<readonly [unknown, unknown]> }).items();
}

/** Writes `content` while `marker` is registered as being written. */
function writeContainer(marker: object, content: object, writer: Writer): string {
  const { containers } = writer;
  if (containers.has(marker)) throw new ValueError('Circular reference detected');
  if (containers.size >= MAX_DEPTH) {
    throw new RecursionError('maximum recursion depth exceeded while encoding a JSON object');
  }
  containers.add(marker);
  const text = marker === content ? writeItems(content, writer) : write((content as unknown[])[0], writer);
  containers.delete(marker);
  return text;
}

function writeItems(content: object, writer: Writer): string {
  const [comma, colon] = writer.separators;
  if (Array.isArray(content)) return `[${content.map((item) => write(item, writer)).join(comma)}]`;
  const entries =
    content instanceof Map
      ? (content as ReadonlyMap<unknown, unknown>)
      : (mappingItems(content) ?? Object.entries(content));
  const items: string[] = [];
  for (const [key, item] of entries) items.push(`${writer.quote(keyText(key, writer))}${colon}${write(item, writer)}`);
  return `{${items.join(comma)}}`;
}

/** A key as text: numbers, booleans and None are converted. */
function keyText(key: unknown, writer: Writer): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean' || typeof key === 'number' || typeof key === 'bigint' || key instanceof Float) {
    return write(key, writer);
  }
  if (key === null || key === undefined) return 'null';
  throw new PyTypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function floatText(value: number, writer: Writer): string {
  if (Number.isFinite(value)) return reprFloat(value);
  if (!writer.allowNan) throw new ValueError(`Out of range float values are not JSON compliant: ${reprFloat(value)}`);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

const escapeUnit = (unit: string): string =>
  ESCAPES[unit] ?? String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0');

const quoteAscii = (text: string): string => `"${text.replaceAll(/[^ !#-[\]-~]/g, escapeUnit)}"`;

const quoteText = (text: string): string => `"${text.replaceAll(/["\\\0-\x1f]/g, escapeUnit)}"`;
