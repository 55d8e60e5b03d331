/**
 * Prepares code that someone else wrote for reading: as rows that hide nothing. Lines end where JavaScript ends them,
 * characters that are invisible or that change the reading order become escapes, and nothing stands far away behind
 * spaces or empty lines.
 */
import type { Texts } from '../../texts/texts.ts';
import { Highlighter } from './highlight.ts';
import type { Tone } from './highlight.ts';

/**
 * A part of a row. `escape`: drawn in place of what cannot be seen; `odd`: a character in code that is not ASCII, and
 * may look like one that is.
 */
export interface Part {
  readonly tone: Tone | 'escape' | 'odd';
  readonly text: string;
  /** Which character it really is, where that is not obvious. */
  readonly title?: string;
}

export interface Row {
  /** The number of the line, from 1; undefined where a long line continues. */
  readonly line: number | undefined;
  readonly parts: readonly Part[];
  /** How many empty lines this row stands for. */
  readonly empty?: number;
}

export interface Foreign {
  readonly rows: readonly Row[];
  readonly lines: number;
  /** How many characters are drawn as escapes, and how many may be mistaken for others. */
  readonly escapes: number;
  readonly odd: number;
}

/** What ends a line of JavaScript: ECMAScript calls it a LineTerminatorSequence. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;
/** Characters of a row: a longer line continues in the next row. */
const ROW = 400;
/** Longer runs of spaces, and of empty lines, are shown as a number. */
const SPACES = 40;
const EMPTY_LINES = 4;
/** How many characters of a run of escapes its title names. */
const NAMED = 8;

/**
 * Control and format characters, unassigned and private ones, lone surrogates, line separators, all spaces but U+0020,
 * what browsers draw as nothing (`Default_Ignorable_Code_Point`, the blank Braille pattern), and stacked accents. Tabs
 * are drawn as they are.
 */
const UNSEEN =
  /(?!\t)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u3164\uffa0]|(?! )\p{Zs}|(?<=\p{M}\p{M})\p{M}|(?<=[\0-\x7f])\p{M}/u;
const PARTS = new RegExp(`(?<unseen>(?:${UNSEEN.source})+)|(?<spaces>[ \\t]{${SPACES},})|(?<odd>[^\\0-\\x7f])`, 'gu');

/** Reads source text, once. @param texts the language of what is written about it. */
export function readForeign(source: string, texts: Texts): Foreign {
  return new Reader(texts).read(source);
}

class Reader {
  private _escapes = 0;
  private _odd = 0;
  private readonly _texts: Texts;

  constructor(texts: Texts) {
    this._texts = texts;
  }

  read(source: string): Foreign {
    const ends = [...source.matchAll(LINE_END)];
    const highlighter = new Highlighter();
    const rows: Row[] = [];
    let from = 0;
    let empty = 0;
    for (let line = 1; line <= ends.length + 1; line += 1) {
      const end = ends[line - 1];
      const text = source.slice(from, end?.index);
      const lineEnd = end?.[0] ?? '';
      from = (end?.index ?? source.length) + lineEnd.length;
      const parts = highlighter
        .line(text, lineEnd === '\u2028' || lineEnd === '\u2029')
        .flatMap(({ tone, text }) => this._parts(tone, text));
      if (lineEnd !== '\n' && lineEnd !== '\r\n' && lineEnd !== '')
        parts.push(this._escape(lineEnd, (characters) => this._texts.say('source.foreign.lineEnd', { characters })));
      empty = parts.every(({ tone, text }) => tone === '' && text.trim() === '') ? empty + 1 : 0;
      if (empty <= EMPTY_LINES) rows.push(...rowsOf(line, parts));
      else rows.splice(-1, 1, { line: line - empty + EMPTY_LINES, parts: [], empty: empty - EMPTY_LINES + 1 });
    }
    return { rows, lines: ends.length + 1, escapes: this._escapes, odd: this._odd };
  }

  private _parts(tone: Tone, text: string): Part[] {
    const parts: Part[] = [];
    let from = 0;
    for (const { 0: found, index, groups = {} } of text.matchAll(PARTS)) {
      const isOdd = groups['odd'] !== undefined;
      // Strings and comments may be written in any language.
      if (isOdd && (tone === 'string' || tone === 'comment')) continue;
      if (index > from) parts.push({ tone, text: text.slice(from, index) });
      from = index + found.length;
      if (isOdd) parts.push(this._oddPart(found));
      else if (groups['spaces'] !== undefined) parts.push(this._spaces(found.length));
      else parts.push(this._escape(found, (characters) => this._texts.say('source.foreign.unseen', { characters })));
    }
    if (from < text.length) parts.push({ tone, text: text.slice(from) });
    return parts;
  }

  private _oddPart(text: string): Part {
    this._odd += 1;
    return { tone: 'odd', text, title: this._texts.say('source.foreign.notAscii', { character: codeOf(text) }) };
  }

  private _spaces(count: number): Part {
    this._escapes += 1;
    return { tone: 'escape', text: this._texts.say('source.foreign.spaces', { count }) };
  }

  private _escape(text: string, title: (characters: string) => string): Part {
    const characters = [...text];
    this._escapes += characters.length;
    return {
      tone: 'escape',
      text: characters.map(escapeOf).join(''),
      title: title(characters.slice(0, NAMED).map(codeOf).join(' ')),
    };
  }
}

const SHORT: Readonly<Record<string, string>> = { '\0': '\\0', '\b': '\\b', '\v': '\\v', '\f': '\\f', '\r': '\\r' };

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return (
    SHORT[character] ??
    (code > 0xffff ? `\\u{${hex}}` : code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`)
  );
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Cuts a line into rows of bounded length. */
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

/** Never between the two halves of a surrogate pair. */
const cutAt = (text: string, at: number): number =>
  at > 0 && at < text.length && /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
