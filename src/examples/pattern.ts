/** A printed answer as a pattern of bytes: for each client, lines of bytes and wildcards, and their places in print. */
import { decodeLatin1, encodeLatin1 } from '../index.ts';
import { AnswerPlace } from './answer-place.ts';
import { utf8 } from './escapes.ts';
import { completion } from './framing.ts';
import { NotationError } from './notation-error.ts';
import { directiveOf, linesOf } from './notation.ts';
import type { Directive, Line } from './notation.ts';
import { isAnyLines, partsOf } from './wildcards.ts';

/** One piece of a line. */
export type Token =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly at: PlaceOf }
  | { readonly kind: 'any'; readonly at: PlaceOf }
  | { readonly kind: 'name'; readonly name: string; readonly at: PlaceOf };

/** Where the printed text has what stands for a byte: the byte's number in its token → offset in the text. */
export type PlaceOf = (byte: number) => number;

/** A line, up to and with its LF; the last one of an answer may have none. `...` is lines of any number. */
export type PatternLine = { readonly kind: 'line'; readonly tokens: readonly Token[] } | { readonly kind: 'lines' };

/** The printed answer of one client. */
export interface PrintedAnswer {
  /** The client's number, from 0. */
  readonly client: number;
  readonly lines: readonly PatternLine[];
  /** Whether line ends at the very end are not compared: where wildcards hide how long the body is. */
  readonly areLastLineEndsFree: boolean;
  /** Where its text begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** Reads a printed answer. Throws NotationError, with the line and the column. */
export function parseAnswer(text: string): PrintedAnswer[] {
  const lines = linesOf(text);
  const answers: PrintedAnswer[] = [];
  const add = (client: number, own: readonly Line[], at: Line): void => {
    if (answers.some((answer) => answer.client === client)) {
      throw new NotationError(`the answer of client ${client + 1} stands twice`, at.number, 1);
    }
    answers.push(new AnswerReader(client, own, at.offset).read());
  };
  let client = 0;
  let from = 0;
  let head = lines[0] as Line;
  lines.forEach((line, index) => {
    const directive = directiveOf(line.text, line.number, 'answer');
    if (directive?.word !== 'client') return;
    if (index > 0) add(client, lines.slice(from, index), head);
    client = directive.number - 1;
    from = index + 1;
    head = line;
  });
  add(client, lines.slice(from), head);
  return answers;
}

/** Reads the lines of one client. */
class AnswerReader {
  private readonly _client: number;
  private readonly _from: number;
  private readonly _source: readonly Line[];
  private readonly _lines: PatternLine[] = [];
  private _tokens: Token[] = [];
  private _place = new AnswerPlace();
  /** The text of the present message, a character for each byte, a wildcard as a letter. */
  private _message = '';
  /** Whether it has wildcards that hide its length. */
  private _isHidden = false;
  private _isFree = false;

  constructor(client: number, source: readonly Line[], from: number) {
    this._client = client;
    // Line ends at the end do not count.
    const length = source.findLastIndex(({ text }) => text !== '') + 1;
    this._source = source.slice(0, length);
    this._from = from;
  }

  read(): PrintedAnswer {
    this._source.forEach((line, index) => this._read(line, this._source[index + 1]));
    if (this._tokens.length > 0) this._lines.push({ kind: 'line', tokens: this._tokens });
    const last = this._source.at(-1);
    return {
      client: this._client,
      lines: this._lines,
      areLastLineEndsFree: this._isFree,
      from: this._from,
      to: last === undefined ? this._from : last.offset + last.text.length,
    };
  }

  private _read(line: Line, next: Line | undefined): void {
    const directive = directiveOf(line.text, line.number, 'answer');
    if (directive !== undefined) return this._obey(directive, line, next);
    const isLast = next === undefined || isNext(next);
    if (isAnyLines(line.text)) return this._anyLines(line);
    const before = this._place.at;
    const lineEnd = this._place.line(line.text);
    // The head ends without an empty line where `...` hides it.
    if (before === 'head' && this._place.at === 'body') this._message += '\n\n';
    for (const part of partsOf(line.text)) {
      const from = line.offset + part.at;
      if (part.kind === 'text') {
        const bytes = utf8(part.text, { line: line.number, column: part.at + 1 });
        this._bytes(bytes, utf8Places(part.text, from));
      } else this._wildcard(part.kind === 'any' ? { kind: 'any', at: () => from } : { ...part, at: () => from });
    }
    const end = line.offset + line.text.length;
    if (!isLast) this._bytes(encodeLatin1(lineEnd), () => end);
    else this._complete(lineEnd, end);
    return undefined;
  }

  private _obey(directive: Directive, line: Line, next: Line | undefined): void {
    const { word } = directive;
    if (word === 'bytes') {
      this._place.bytes(decodeLatin1(directive.bytes));
      this._bytes(directive.bytes, () => line.offset);
    } else if (word === 'crlf' || word === 'lf') this._place.use(word === 'lf' ? '\n' : '\r\n');
    else if (word === 'next') {
      this._place = new AnswerPlace();
      this._message = '';
      this._isHidden = false;
    } else if (word === 'nothing' && this._source.length > 1) {
      throw new NotationError('[[nothing]] must stand alone: it says that no byte came', line.number, 1);
    } else if (word === 'end' && next !== undefined && !isNext(next)) {
      throw new NotationError('[[end]] must be the last line of an answer', line.number, 1);
    }
  }

  private _anyLines(line: Line): void {
    if (this._tokens.length > 0) {
      throw new NotationError("'...' stands for whole lines, and the line before it has no line end", line.number, 1);
    }
    this._lines.push({ kind: 'lines' });
    this._place.gap();
    this._isHidden = true;
  }

  private _wildcard(token: Exclude<Token, { kind: 'bytes' }>): void {
    this._tokens.push(token);
    this._message += 'x';
    const line = this._message.lastIndexOf('\n') + 1;
    const isLength = /^content-length:/i.test(this._message.slice(line, line + 15));
    if (this._place.at !== 'head' || isLength) this._isHidden = true;
  }

  /** Adds bytes; each LF ends a line. */
  private _bytes(bytes: Uint8Array, at: PlaceOf): void {
    this._message += decodeLatin1(bytes);
    let from = 0;
    for (let index = bytes.indexOf(0x0a); index >= 0; index = bytes.indexOf(0x0a, from)) {
      this._literal(bytes.subarray(from, index + 1), at, from);
      this._lines.push({ kind: 'line', tokens: this._tokens });
      this._tokens = [];
      from = index + 1;
    }
    this._literal(bytes.subarray(from), at, from);
  }

  private _literal(bytes: Uint8Array, at: PlaceOf, from: number): void {
    if (bytes.length > 0) this._tokens.push({ kind: 'bytes', bytes, at: (byte) => at(from + byte) });
  }

  /** Adds what a fence leaves out at the end of an answer. */
  private _complete(lineEnd: string, end: number): void {
    const { at } = this._place;
    if (this._isHidden && (at === 'body' || at === 'first')) this._isFree = true;
    else this._bytes(encodeLatin1(completion(this._message, 'answer', lineEnd)), () => end);
  }
}

const isNext = ({ text, number }: Line): boolean => directiveOf(text, number, 'answer')?.word === 'next';

/** For each byte of a text in UTF-8, where its character stands. */
function utf8Places(text: string, from: number): PlaceOf {
  if (/^[\0-\x7f]*$/.test(text)) return (byte) => from + byte;
  const places: number[] = [];
  let at = from;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < length; byte += 1) places.push(at);
    at += character.length;
  }
  return (byte) => places[byte] ?? at;
}
