/**
 * The notation for what a fence cannot hold: lines of the form `[[word]]` or `[[word value]]`. A line that begins with
 * `[[` and a small letter and ends with `]]` is always of the notation; to send such a line itself, write
 * `[[bytes [[word]]\r\n]]`. Nested lists of JSON, such as `[[1, 2]]`, are ordinary text.
 */
import { unescapeBytes } from './escapes.ts';
import { NotationError } from './notation-error.ts';

/** One line of the notation. */
export type Directive =
  /** `[[client 2]]`: what follows is of that client, from 1. */
  | { readonly word: 'client'; readonly number: number }
  /** `[[bytes \x16\x03]]`: these bytes, without a line end. */
  | { readonly word: 'bytes'; readonly bytes: Uint8Array }
  /** `[[pause 2s]]`, `[[pause 250ms]]`. */
  | { readonly word: 'pause'; readonly seconds: number }
  | { readonly word: PlainWord };

const PLAIN_WORDS = [
  /** The client sends nothing more, and still receives. */
  'half-close',
  'close',
  'reset',
  /** Ctrl+C in the terminal of the server. */
  'interrupt',
  /** Until nothing more happens. */
  'wait',
  /** The text ends here, exactly: its last line end counts, and nothing is added. */
  'end',
  /** In an answer: no byte came. */
  'nothing',
  /** In an answer: the next answer on the same connection begins, right after the last byte before it. */
  'next',
  /** In an answer: line ends are CR LF from here on, or LF. */
  'crlf',
  'lf',
] as const;

export type PlainWord = (typeof PLAIN_WORDS)[number];

/** Where a word may stand. */
export type NotationKind = 'request' | 'answer';

const WORDS: Readonly<Record<NotationKind, readonly Directive['word'][]>> = {
  request: ['client', 'bytes', 'pause', 'half-close', 'close', 'reset', 'interrupt', 'wait', 'end'],
  answer: ['client', 'bytes', 'next', 'nothing', 'crlf', 'lf', 'end'],
};

const DIRECTIVE = /^\[\[([a-z][\w-]*)(?: (.*))?\]\]\s*$/;
const SECONDS = /^(\d+(?:\.\d+)?)(ms|s)$/;
/** A day: longer pauses are mistakes. */
const MOST_SECONDS = 86_400;
/** As many clients as a reader can tell apart, and more. */
const MOST_CLIENTS = 100;

/** Whether a line is of the notation, right or wrong. */
export const isNotation = (line: string): boolean => DIRECTIVE.test(line);

/** Reads a line of the notation; undefined for ordinary text. Throws NotationError that says what is wrong. */
export function directiveOf(text: string, line: number, kind: NotationKind): Directive | undefined {
  const match = DIRECTIVE.exec(text);
  if (match === null) return undefined;
  const [, word = '', value = ''] = match;
  const fail = (message: string, column = 1): never => {
    throw new NotationError(message, line, column);
  };
  const known = WORDS[kind].find((candidate) => candidate === word);
  if (known === undefined) {
    const words = WORDS[kind].map((candidate) => `[[${candidate}]]`).join(', ');
    const isOther = Object.values(WORDS).some((list) => list.some((candidate) => candidate === word));
    return fail(
      `[[${word}]] ${isOther ? `has no meaning in ${kind === 'answer' ? 'an answer' : 'a request'}` : 'is not known'}; ` +
        `there are ${words}. To write the line itself: [[bytes ${text.trim()}\\r\\n]]`,
    );
  }
  const column = 4 + word.length;
  if (known === 'bytes') return { word: known, bytes: unescapeBytes(value, { line, column }) };
  if (known === 'client') {
    const number = /^\d{1,3}$/.test(value) ? Number(value) : 0;
    if (number >= 1 && number <= MOST_CLIENTS) return { word: known, number };
    return fail(`'${value}' is not the number of a client, from 1 to ${MOST_CLIENTS}`, column);
  }
  if (known === 'pause') {
    const [, count, unit] = SECONDS.exec(value) ?? [];
    if (count === undefined) return fail(`'${value}' is not a pause, such as 2s or 250ms`, column);
    const seconds = Number(count) / (unit === 'ms' ? 1000 : 1);
    return seconds <= MOST_SECONDS
      ? { word: known, seconds }
      : fail(`a pause of '${value}' is longer than a day`, column);
  }
  if (value !== '') fail(`[[${word}]] takes no value, and '${value}' is one`, column);
  return { word: known };
}

/** A line of a fence. */
export interface Line {
  readonly text: string;
  /** Its number, from 1. */
  readonly number: number;
  /** Where it begins in the text. */
  readonly offset: number;
}

/**
 * The lines of a fence. CR LF counts as one line end. Line ends at the end do not count: some tools trim them, some add
 * one.
 */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const end = endOf(text);
  for (let offset = 0; offset <= end;) {
    const at = text.indexOf('\n', offset);
    const next = at < 0 || at >= end ? end : at;
    const last = next > offset && next < end && text[next - 1] === '\r' ? next - 1 : next;
    lines.push({ text: text.slice(offset, last), number: lines.length + 1, offset });
    offset = next + 1;
  }
  return lines;
}

/** Where a text ends, without its last line ends. A pattern would take quadratic time for many empty lines. */
function endOf(text: string): number {
  let end = text.length;
  while (text[end - 1] === '\n') end -= text[end - 2] === '\r' ? 2 : 1;
  return end;
}
