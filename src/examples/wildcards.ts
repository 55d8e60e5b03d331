/**
 * The wildcards of a printed answer, as trycmd has them.
 *
 * - `...` on a line of its own stands for any number of lines, also none. At the end it stands for the whole rest.
 * - `[..]` stands for any bytes within a line, also none.
 * - `[NAME]`, in capital letters, digits and `_`, stands for a text within a line. DATE is an HTTP date, PORT a port,
 *   LENGTH and NUMBER are digits, VERSION is digits with dots, each on its own. Any other name stands for at least one
 *   byte, and the same text wherever it is used; so does a known name with `_` and more, such as `[PORT_A]`.
 *
 * Where several texts are possible, the shortest one from the left is taken. Line ends never belong to `[..]` and
 * `[NAME]`. A text that looks like a wildcard is printed literally as `[[bytes …]]`, in which there are none.
 */

/** One wildcard within a line. */
export type Wildcard = { readonly kind: 'any' } | { readonly kind: 'name'; readonly name: string };

/** Text and wildcards of a line, with their places in it. */
export type Part = (Wildcard | { readonly kind: 'text' }) & { readonly text: string; readonly at: number };

export const ANY_LINES = '...';

const WILDCARD = /\[(?:\.\.|([A-Z][A-Z0-9_]*))\]/g;
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

/** What known names stand for. */
const KINDS: Readonly<Record<string, RegExp>> = {
  DATE: new RegExp(`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (?:${MONTHS}) \\d{4} \\d\\d:\\d\\d:\\d\\d GMT`, 'y'),
  PORT: /\d{1,5}/y,
  LENGTH: /\d+/y,
  NUMBER: /\d+/y,
  VERSION: /\d+(?:\.\d+)*/y,
};

/** The pattern of a name; undefined for a name that stands for any text. */
export const patternOf = (name: string): RegExp | undefined => {
  const [kind = ''] = name.split('_');
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
};

/** Whether a name stands for the same text wherever it is used. */
export const isBinding = (name: string): boolean => !Object.hasOwn(KINDS, name);

/** Whether a line is `...`, perhaps with blanks behind it. */
export const isAnyLines = (line: string): boolean => line.trimEnd() === ANY_LINES;

/** A line in text and wildcards. */
export function partsOf(line: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of line.matchAll(WILDCARD)) {
    const [text, name] = match;
    if (match.index > at) parts.push({ kind: 'text', text: line.slice(at, match.index), at });
    parts.push({ ...(name === undefined ? { kind: 'any' } : { kind: 'name', name }), text, at: match.index });
    at = match.index + text.length;
  }
  if (at < line.length) parts.push({ kind: 'text', text: line.slice(at), at });
  return parts;
}

/** Whether a line would be read as one with wildcards. */
export const hasWildcards = (line: string): boolean =>
  isAnyLines(line) || partsOf(line).some(({ kind }) => kind !== 'text');
