/**
 * Methods of Python's `str` that JavaScript's strings lack or define differently. White space and digits are Python's;
 * indices count UTF-16 units.
 */
import { decimalValue, isDigit, isWhitespace, WHITESPACE_CLASS } from './unicode.ts';

const RUNS_OF_SPACE = new RegExp(`[${WHITESPACE_CLASS}]+`);

/** `text.split(separator, maxsplit)`. Without a separator: splits at runs of white space, and strips the ends. */
export function split(text: string, separator?: string, maxsplit = -1): string[] {
  if (separator === undefined) return splitSpace(text, maxsplit);
  if (maxsplit < 0) return text.split(separator);
  const parts: string[] = [];
  let from = 0;
  while (parts.length < maxsplit) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function splitSpace(text: string, maxsplit: number): string[] {
  if (maxsplit < 0) return text.split(RUNS_OF_SPACE).filter((part) => part !== '');
  const parts: string[] = [];
  let rest = lstrip(text);
  while (rest !== '' && parts.length < maxsplit) {
    const end = rest.search(RUNS_OF_SPACE);
    if (end < 0) break;
    parts.push(rest.slice(0, end));
    rest = lstrip(rest.slice(end));
  }
  // Python leaves the white space at the end of the last part only when the limit was reached.
  if (rest !== '') parts.push(rest);
  return parts;
}

/** `text.rsplit(separator, maxsplit)`: splits from the right. */
export function rsplit(text: string, separator: string, maxsplit = -1): string[] {
  if (maxsplit < 0) return text.split(separator);
  const parts: string[] = [];
  let rest = text;
  while (parts.length < maxsplit) {
    const at = rest.lastIndexOf(separator);
    if (at < 0) break;
    parts.unshift(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  parts.unshift(rest);
  return parts;
}

/** `text.lstrip(characters)`: removes white space, or the given characters, at the start. */
export function lstrip(text: string, characters?: string): string {
  let start = 0;
  while (start < text.length && isStripped(text.charAt(start), characters)) start += 1;
  return text.slice(start);
}

/** `text.rstrip(characters)`. */
export function rstrip(text: string, characters?: string): string {
  let end = text.length;
  while (end > 0 && isStripped(text.charAt(end - 1), characters)) end -= 1;
  return text.slice(0, end);
}

/** `text.strip(characters)`. */
export const strip = (text: string, characters?: string): string => rstrip(lstrip(text, characters), characters);

const isStripped = (character: string, characters: string | undefined): boolean =>
  characters === undefined ? isWhitespace(character) : characters.includes(character);

/**
 * `text.partition(separator)`: the text before it, the separator, the text after it; the whole text and two empty ones
 * if it does not occur.
 */
export function partition(text: string, separator: string): readonly [before: string, found: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

/**
 * `text.rpartition(separator)`: the same at its last occurrence; two empty texts and the whole if it does not occur.
 */
export function rpartition(text: string, separator: string): readonly [before: string, found: string, after: string] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

const BOUNDARY = '\n\r\v\f\x1c-\x1e\x85\u2028\u2029';
const LINE = /*#__PURE__*/ new RegExp(`([^${BOUNDARY}]*)(\\r\\n|[${BOUNDARY}]|$)`, 'y');

/** `text.splitlines(keepends)`: lines end at any of Python's ten boundaries. */
export function splitlines(text: string, keepends = false): string[] {
  const lines: string[] = [];
  LINE.lastIndex = 0;
  while (LINE.lastIndex < text.length) {
    const [whole = '', line = ''] = LINE.exec(text) ?? [];
    lines.push(keepends ? whole : line);
  }
  return lines;
}

/** `text.isspace()`. */
export const isspace = (text: string): boolean => text !== '' && Array.from(text).every(isWhitespace);

/** `text.isdigit()`: digits of any script, superscripts and circled ones too. */
export const isdigit = (text: string): boolean => text !== '' && Array.from(text).every(isDigit);

/** `text.isdecimal()`: whether `int()` accepts all characters as digits. */
export const isdecimal = (text: string): boolean =>
  text !== '' && Array.from(text).every((character) => decimalValue(character) !== undefined);

/** `text.isascii()`. */
export const isascii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** `text.capitalize()`. */
export function capitalize(text: string): string {
  const first = String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) ?? 0]));
  const [upper = '', ...more] = Array.from(first.toUpperCase());
  // The title case of a ligature is one capital and small letters.
  return upper + more.join('').toLowerCase() + text.slice(first.length).toLowerCase();
}

/** `text.title()`: the first letter of each run of letters in upper case, the others in lower case. */
export const title = (text: string): string => text.replace(/\p{Cased}+/gu, capitalize);

/** `text.translate(table)`: replaces each character by its entry in the table; undefined keeps it, null drops it. */
export function translate(text: string, table: ReadonlyMap<string, string | null>): string {
  let result = '';
  for (const character of text) {
    const replacement = table.get(character);
    if (replacement !== null) result += replacement ?? character;
  }
  return result;
}

/** `len(text)`: code points, not UTF-16 units. */
export function length(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index += 1;
    count += 1;
  }
  return count;
}
