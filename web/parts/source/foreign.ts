/**
 * Code that somebody else has written, made ready to be read: as rows in which everything is seen. JavaScript's lines end where it ends
 * them, what is invisible or changes the order of reading is written as an escape, and nothing lies far away, behind spaces or empty lines.
 */
import { LINE_END } from '../../../src/index.ts';
import { Highlighter } from './highlight.ts';
import type { Tone } from './highlight.ts';

/** A part of a row. `escape`: drawn instead of what cannot be seen; `odd`: a sign of code that is not ASCII, and may look like another. */
export interface Part {
  readonly tone: Tone | 'escape' | 'odd';
  readonly text: string;
  /** What it is, where that is not what it looks like. */
  readonly title?: string;
}

export interface Row {
  /** The number of the line, from 1; undefined where a long line goes on. */
  readonly line: number | undefined;
  readonly parts: readonly Part[];
  /** So many empty lines are left out, this one among them. */
  readonly empty?: number;
}

export interface Foreign {
  readonly rows: readonly Row[];
  readonly lines: number;
  /** How many signs are drawn as escapes, and how many look like others perhaps. */
  readonly escapes: number;
  readonly odd: number;
}

/** Characters of a row: a line that has more goes on in the next one. */
const ROW = 400;
/** More spaces than that, one after the other, are told by their number; so are empty lines. */
const SPACES = 40;
const EMPTY_LINES = 4;

/**
 * Control and format characters, those without a meaning or a place, lone surrogates, line separators, all spaces but the usual one, what
 * browsers draw as nothing (`Default_Ignorable_Code_Point`, a blank pattern of Braille), and accents in a row. Tabs are drawn as they are.
 */
const UNSEEN =
  /(?!\t)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u3164\uffa0]|(?! )\p{Zs}|(?<=\p{M}\p{M})\p{M}|(?<=[\0-\x7f])\p{M}/u;
const PARTS = new RegExp(`(?<unseen>(?:${UNSEEN.source})+)|(?<spaces>[ \\t]{${SPACES},})|(?<odd>[^\\0-\\x7f])`, 'gu');

/** Reads source text. */
export function readForeign(source: string): Foreign {
  const ends = [...source.matchAll(new RegExp(LINE_END, 'g'))];
  const highlighter = new Highlighter();
  const rows: Row[] = [];
  const counts = { escapes: 0, odd: 0 };
  let from = 0;
  let empty = 0;
  for (let line = 1; line <= ends.length + 1; line += 1) {
    const end = ends[line - 1];
    const text = source.slice(from, end?.index);
    const sign = end?.[0] ?? '';
    from = (end?.index ?? source.length) + sign.length;
    const isUnusual = sign !== '\n' && sign !== '\r\n' && sign !== '';
    const parts = highlighter
      .line(text, sign === '\u2028' || sign === '\u2029')
      .flatMap(({ tone, text }) => partsOf(tone, text, counts));
    if (isUnusual) parts.push(escapePart(sign, 'ends a line of JavaScript', counts));
    empty = parts.every(({ tone, text }) => tone === '' && text.trim() === '') ? empty + 1 : 0;
    if (empty <= EMPTY_LINES) rows.push(...rowsOf(line, parts));
    else rows.splice(-1, 1, { line: line - empty + EMPTY_LINES, parts: [], empty: empty - EMPTY_LINES + 1 });
  }
  return { rows, lines: ends.length + 1, ...counts };
}

type Counts = { escapes: number; odd: number };

function partsOf(tone: Tone, text: string, counts: Counts): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(PARTS)) {
    const isOdd = groups['odd'] !== undefined;
    // In strings and comments letters of any language are at home.
    if (isOdd && (tone === 'string' || tone === 'comment')) continue;
    if (index > from) parts.push({ tone, text: text.slice(from, index) });
    from = index + found.length;
    if (isOdd) {
      counts.odd += 1;
      parts.push({ tone: 'odd', text: found, title: `${codeOf(found)}: not ASCII, though it may look so` });
    } else if (groups['spaces'] !== undefined) {
      counts.escapes += 1;
      parts.push({ tone: 'escape', text: `${found.length.toLocaleString('en')} spaces` });
    } else parts.push(escapePart(found, 'cannot be seen as it is', counts));
  }
  if (from < text.length) parts.push({ tone, text: text.slice(from) });
  return parts;
}

function escapePart(signs: string, why: string, counts: Counts): Part {
  const all = [...signs];
  counts.escapes += all.length;
  return {
    tone: 'escape',
    text: all.map(escapeOf).join(''),
    title: `${all.slice(0, 8).map(codeOf).join(' ')}: ${why}`,
  };
}

const SHORT: Readonly<Record<string, string>> = { '\0': '\\0', '\b': '\\b', '\v': '\\v', '\f': '\\f', '\r': '\\r' };

function escapeOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return (
    SHORT[sign] ??
    (code > 0xffff ? `\\u{${hex}}` : code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`)
  );
}

const codeOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A line as rows that are not too long. */
function rowsOf(line: number, parts: readonly Part[]): Row[] {
  const rows: Row[] = [];
  let row: Part[] = [];
  let room = ROW;
  const end = (): void => {
    rows.push({ line: rows.length === 0 ? line : undefined, parts: row });
    row = [];
    room = ROW;
  };
  for (const part of parts) {
    let { text } = part;
    while (text.length > room) {
      const cut = cutAt(text, room);
      row.push({ ...part, text: text.slice(0, cut) });
      text = text.slice(cut);
      end();
    }
    row.push({ ...part, text });
    room -= text.length;
  }
  end();
  return rows;
}

/** Not inside a character of two halves. */
const cutAt = (text: string, at: number): number =>
  at > 0 && at < text.length && /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
