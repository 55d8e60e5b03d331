/** Quotes, unquotes and joins values of headers. */
import { IndexError } from '../../python/errors.ts';
import { str } from '../../python/repr.ts';

/** Names and values, in order: a plain object, a Map or anything with `items()`. */
export type Parameters =
  | Readonly<Record<string, unknown>>
  | ReadonlyMap<string, unknown>
  | { items(): Iterable<readonly [string, unknown]> };

/** The pairs of a mapping in Python's sense. */
export function parameterItems(parameters: Parameters): Iterable<readonly [string, unknown]> {
  if (parameters instanceof Map) return parameters as ReadonlyMap<string, unknown>;
  if (typeof parameters['items' as never] === 'function') {
    return (parameters as { items(): Iterable<readonly [string, unknown]> }).items();
  }
  return Object.entries(parameters);
}

const TOKEN = /^[!#$%&'*+\-.0-9A-Z^_`a-z|~]+$/;

/**
 * Quotes a value, with `\` before quotes and backslashes; a token stays unquoted unless `allowToken` is false.
 * @python werkzeug.http.quote_header_value
 */
export function quoteHeaderValue(value: unknown, { allowToken = true } = {}): string {
  const text = str(value);
  if (text === '') return '""';
  if (allowToken && TOKEN.test(text)) return text;
  return `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}

/** Removes the quotes, and the backslash before any character. @python werkzeug.http.unquote_header_value */
export function unquoteHeaderValue(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replaceAll(/\\([^\n])/g, '$1');
}

/** `key[-1] == "*"`: an empty key has no last character. */
function isExtended(key: string): boolean {
  if (key === '') throw new IndexError('string index out of range');
  return key.endsWith('*');
}

/**
 * `value; key=value; …`. Undefined values are omitted; the value of a key that ends in `*` is not quoted.
 * @python werkzeug.http.dump_options_header
 */
export function dumpOptionsHeader(header: string | undefined, options: Parameters): string {
  const segments = header === undefined ? [] : [header];
  for (const [key, value] of parameterItems(options)) {
    if (value === undefined || value === null) continue;
    segments.push(`${key}=${isExtended(key) ? str(value) : quoteHeaderValue(value)}`);
  }
  return segments.join('; ');
}

/** `item, item` for a list, `key=value, key` for a mapping. @python werkzeug.http.dump_header */
export function dumpHeader(iterable: Iterable<unknown> | Parameters): string {
  if (Symbol.iterator in iterable && !(iterable instanceof Map) && !('items' in iterable)) {
    return Array.from(iterable as Iterable<unknown>, (item) => quoteHeaderValue(item)).join(', ');
  }
  const items: string[] = [];
  for (const [key, value] of parameterItems(iterable as Parameters)) {
    if (value === undefined || value === null) items.push(key);
    else items.push(`${key}=${isExtended(key) ? str(value) : quoteHeaderValue(value)}`);
  }
  return items.join(', ');
}

/** `directive value; directive value`. @python werkzeug.http.dump_csp_header */
export const dumpCspHeader = (header: Parameters): string =>
  Array.from(parameterItems(header), ([key, value]) => `${key} ${str(value)}`).join('; ');
