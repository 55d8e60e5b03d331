/** Parses headers that are lists of items, `key=value` pairs, or a value with parameters. */
import { lstrip, partition, strip } from '../../python/text.ts';
import { pair } from '../../python/tuple.ts';
import { unquote } from '../../stdlib/urllib/parse.ts';
import { unquoteHeaderValue } from './quoting.ts';

/** Items between commas, unquoted; none at all if a quote is not closed. @python werkzeug.http.parse_list_header */
export function parseListHeader(value: string): string[] {
  const items: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at];
    if (isQuoted && character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ',' && !isQuoted) {
      items.push(value.slice(start, at));
      start = at + 1;
    }
  }
  if (isQuoted) return [];
  items.push(value.slice(start));
  return items
    .map((item) => strip(item))
    .filter((item) => item !== '')
    .map(unquoteHeaderValue);
}

/** Charsets in which `key*=charset''value` is decoded; with any other it stays undecoded. */
const CHARSETS: ReadonlySet<string> = new Set(['ascii', 'us-ascii', 'utf-8', 'iso-8859-1']);

/** RFC 2231, section 4: charset, language, value. */
const CHARSET_VALUE = /^([\w!#$%&*+\-.^`|~]*)'[\w!#$%&*+\-.^`|~]*'([\w!#$%&'*+\-.^`|~]+)/;

/** `key=value` items, in order; a key without a value has undefined. @python werkzeug.http.parse_dict_header */
export function parseDictHeader(value: string): Map<string, string | undefined> {
  const result = new Map<string, string | undefined>();
  for (const item of parseListHeader(value)) {
    const [name, equals, rest] = partition(item, '=');
    const key = strip(name);
    if (key === '') continue;
    if (equals === '') result.set(key, undefined);
    else if (key.endsWith('*')) result.set(key.slice(0, -1), unquoteHeaderValue(decodeExtended(strip(rest))));
    else result.set(key, unquoteHeaderValue(strip(rest)));
  }
  return result;
}

function decodeExtended(value: string): string {
  const match = CHARSET_VALUE.exec(value);
  if (match === null) return value;
  const charset = (match[1] as string).toLowerCase();
  return CHARSETS.has(charset) ? unquote(match[2] as string, charset) : (match[2] as string);
}

// RFC 9110, section 5.6.6.
const PARAMETER_KEY = /^([\w!#$%&'*+\-.^`|~]+)=/;
const PARAMETER_TOKEN = /^[\w!#$%&'*+\-.^`|~]+/;
// RFC 2231, section 3.
const CONTINUATION = /\*(\d+)$/;

/**
 * `value; key=value; …`: the value, and the parameters by lower-case key. Malformed parts are skipped; `key*0`, `key*1`
 * are joined, `key*=charset''…` is decoded.
 * @python werkzeug.http.parse_options_header
 */
export function parseOptionsHeader(header: string | undefined): [value: string, options: Map<string, string>] {
  if (header === undefined) return pair('', new Map());
  const [before, , after] = partition(header, ';');
  const value = strip(before);
  const rest = strip(after);
  if (value === '' || rest === '') return pair(value, new Map());
  return pair(value, joinParameters(parameters(rest)));
}

/** The parameters as written, quoted ones with their quotes. */
function parameters(source: string): [string, string][] {
  const found: [string, string][] = [];
  let rest = source;
  for (;;) {
    const keyMatch = PARAMETER_KEY.exec(rest);
    if (keyMatch !== null) {
      const key = (keyMatch[1] as string).toLowerCase();
      rest = rest.slice(keyMatch[0].length);
      const token = PARAMETER_TOKEN.exec(rest);
      const quoted = token === null ? quotedLength(rest) : 0;
      if (token !== null) found.push([key, token[0]]);
      else if (quoted > 0) found.push([key, rest.slice(0, quoted)]);
      rest = rest.slice(quoted);
    }
    const end = rest.indexOf(';');
    if (end === -1) return found;
    rest = lstrip(rest.slice(end + 1));
  }
}

/** The length of the quoted text at the start, including its quotes; 0 if there is none or it does not end. */
function quotedLength(text: string): number {
  if (!text.startsWith('"')) return 0;
  for (let at = 1; at < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    if (pair === String.raw`\\` || pair === String.raw`\"`) at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return 0;
}

function joinParameters(found: readonly (readonly [string, string])[]): Map<string, string> {
  const options = new Map<string, string>();
  // A charset stays in effect for all following parameters, as in Werkzeug.
  let charset = '';
  let continued = '';
  for (const [name, raw] of found) {
    let key = name;
    let value = raw;
    if (key.endsWith('*')) {
      key = key.slice(0, -1);
      const match = CHARSET_VALUE.exec(value);
      if (match !== null) {
        charset = (match[1] as string).toLowerCase();
        value = match[2] as string;
      }
      if (charset === '') charset = continued;
      if (CHARSETS.has(charset)) {
        continued = charset;
        value = unquote(value, charset);
      }
    }
    if (value.startsWith('"') && value.endsWith('"')) value = unescapeParameter(value.slice(1, -1));
    const continuation = CONTINUATION.exec(key);
    if (continuation === null) options.set(key, value);
    else {
      key = key.slice(0, continuation.index);
      options.set(key, (options.get(key) ?? '') + value);
    }
  }
  return options;
}

/** Decodes what browsers escape in a quoted parameter: a quote as `%22`, among others. */
const unescapeParameter = (value: string): string =>
  value
    .replaceAll(String.raw`\\`, '\\')
    .replaceAll(String.raw`\"`, '"')
    .replaceAll('%22', '"');
