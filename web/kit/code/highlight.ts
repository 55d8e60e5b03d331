/**
 * A light highlighter for TypeScript: comments, strings, keywords, numbers and calls. It reads each character once, and
 * carries from line to line whether it is inside a comment, a string or a template. Whether `/` begins a regular
 * expression it decides from the token before: that is right nearly always, and needs no parser.
 */

export type Tone = '' | 'comment' | 'string' | 'keyword' | 'number' | 'call';

export interface Token {
  readonly tone: Tone;
  readonly text: string;
}

const KEYWORDS = new Set(
  [
    'abstract as async await break case catch class const continue default delete do else export extends false finally for from',
    'function get if import in instanceof let new null of override private protected public readonly return set static super',
    'switch this throw true try type typeof undefined void while with yield',
  ].flatMap((words) => words.split(' ')),
);
/** Keywords that are values: a `/` after them divides. */
const VALUES = new Set(['false', 'null', 'super', 'this', 'true', 'undefined']);
/** Keywords that take a condition in parentheses: a regular expression may follow it. */
const CONDITIONS = new Set(['if', 'for', 'while', 'with']);

/**
 * An open construct: a template, code inserted into one, a block, an object literal, brackets, or the brackets of a
 * condition.
 */
type Open = 'template' | 'inserted' | 'block' | 'object' | 'brackets' | 'condition';
/**
 * What comes before the current character: a value, after which `/` divides; some operator; or one that needs a case of
 * its own.
 */
type Before = 'value' | 'sign' | ')' | '=>' | ';' | 'condition' | 'word';

const WORD = /[\w$#\u{80}-\u{10ffff}]/u;
const DIGIT = /\d/;
const SPACE = /\s/;

export class Highlighter {
  private readonly _open: Open[] = [];
  private _before: Before = ';';
  private _isComment = false;
  /** The quote of a string that continues in the next line. */
  private _quote = '';
  private _line = '';
  private _at = 0;
  private _tokens: Token[] = [];
  private _plainFrom = 0;

  /**
   * The next line as tokens. @param isWithin whether a string continues after its end: U+2028 and U+2029 end a line,
   * but no string.
   */
  line(line: string, isWithin = false): Token[] {
    this._line = line;
    this._at = 0;
    this._plainFrom = 0;
    this._tokens = [];
    if (this._quote !== '') this._string(this._quote, 0, isWithin);
    while (this._at < line.length) {
      if (this._isComment) this._comment(this._at);
      else if (this._open.at(-1) === 'template') this._template(this._at);
      else this._code(isWithin);
    }
    this._plain(line.length);
    return this._tokens;
  }

  private _code(isWithin: boolean): void {
    const [line, at] = [this._line, this._at];
    const character = line[at] ?? '';
    if (character === '/' && this._slash()) return;
    if (character === '"' || character === "'") return this._string(character, at + 1, isWithin);
    if (character === '`') {
      this._open.push('template');
      return this._template(at, at + 1);
    }
    if (DIGIT.test(character)) {
      this._token('number', at, this._wordEnd(at, /[\w.]/));
      this._before = 'value';
    } else if (SPACE.test(character)) this._at += 1;
    else if (WORD.test(String.fromCodePoint(line.codePointAt(at) ?? 0)) || character === '\\') this._word();
    else this._sign(character);
  }

  private _word(): void {
    const [line, at] = [this._line, this._at];
    const end = Math.max(at + 1, this._wordEnd(at, /[\w$#\\\u{80}-\u{10ffff}]/u));
    const word = line.slice(at, end);
    const isMember = line[at - 1] === '.' && line[at - 2] !== '.';
    const isKeyword = KEYWORDS.has(word) && !isMember;
    if (isKeyword) this._token('keyword', at, end);
    else if (line[end] === '(') this._token('call', at, end);
    else this._at = end;
    this._before = !isKeyword || VALUES.has(word) ? 'value' : CONDITIONS.has(word) ? 'condition' : 'word';
  }

  private _sign(sign: string): void {
    const [line, at, open] = [this._line, this._at, this._open];
    const next = line[at + 1];
    this._at += 1;
    switch (sign) {
      case '(':
      case '[':
        open.push(this._before === 'condition' ? 'condition' : 'brackets');
        this._before = 'sign';
        return;
      case ')':
      case ']':
        this._before = open.pop() === 'condition' ? 'sign' : ')';
        return;
      case '{':
        open.push(this._before === 'sign' || this._before === 'value' ? 'object' : 'block');
        this._before = ';';
        return;
      case '}':
        this._close(open.pop());
        return;
      case '+':
      case '-':
        // In `a++ / b`, what comes before `++` counts.
        if (next === sign) this._at += 1;
        else this._before = 'sign';
        return;
      case '=':
        this._before = next === '>' ? '=>' : 'sign';
        if (next === '>') this._at += 1;
        return;
      default:
        this._before = sign === ';' ? ';' : 'sign';
    }
  }

  private _close(open: Open | undefined): void {
    if (open === 'inserted') return this._template(this._at - 1, this._at);
    this._before = open === 'object' ? 'value' : ';';
  }

  /** Takes a comment or a regular expression; false where `/` divides. */
  private _slash(): boolean {
    const at = this._at;
    const next = this._line[at + 1];
    if (next === '/') {
      this._token('comment', at, this._line.length);
      return true;
    }
    if (next === '*') {
      this._isComment = true;
      this._comment(at, at + 2);
      return true;
    }
    if (this._before === 'value' || this._before === ')') return false;
    this._token('string', at, this._regexEnd(at + 1));
    this._before = 'value';
    return true;
  }

  /** Where a regular expression ends; the end of the line where it is not closed. */
  private _regexEnd(from: number): number {
    const line = this._line;
    let isClass = false;
    for (let at = from; at < line.length; at += 1) {
      const character = line[at];
      if (character === '\\') at += 1;
      else if (character === '[') isClass = true;
      else if (character === ']') isClass = false;
      else if (character === '/' && !isClass) return this._wordEnd(at + 1, /\w/);
    }
    return line.length;
  }

  private _comment(from: number, searched = from): void {
    const end = this._line.indexOf('*/', searched);
    this._isComment = end < 0;
    this._token('comment', from, end < 0 ? this._line.length : end + 2);
  }

  private _string(quote: string, searched: number, isWithin: boolean): void {
    const line = this._line;
    const from = this._at;
    let at = searched;
    while (at < line.length && line[at] !== quote) at += line[at] === '\\' ? 2 : 1;
    // A backslash at the end of a line continues the string in the next one.
    this._quote = at > line.length || (at === line.length && isWithin) ? quote : '';
    this._token('string', from, Math.min(at + 1, line.length));
    this._before = 'value';
  }

  private _template(from: number, searched = from): void {
    const line = this._line;
    for (let at = searched; at < line.length; at += 1) {
      const character = line[at];
      if (character === '\\') at += 1;
      else if (character === '`') {
        if (this._open.at(-1) === 'template') this._open.pop();
        this._before = 'value';
        return this._token('string', from, at + 1);
      } else if (character === '$' && line[at + 1] === '{') {
        this._open.push('inserted');
        this._before = 'sign';
        return this._token('string', from, at + 2);
      }
    }
    this._token('string', from, line.length);
  }

  private _wordEnd(from: number, pattern: RegExp): number {
    let at = from;
    while (at < this._line.length) {
      const code = this._line.codePointAt(at) ?? 0;
      const character = String.fromCodePoint(code);
      if (!pattern.test(character) || (code > 0x7f && SPACE.test(character))) break;
      at += character.length;
    }
    return at;
  }

  private _plain(to: number): void {
    if (to > this._plainFrom) this._tokens.push({ tone: '', text: this._line.slice(this._plainFrom, to) });
  }

  private _token(tone: Tone, from: number, to: number): void {
    this._plain(from);
    this._tokens.push({ tone, text: this._line.slice(from, to) });
    this._at = to;
    this._plainFrom = to;
  }
}

/** One line as tokens, taken alone. */
export const tokensOf = (line: string): Token[] => new Highlighter().line(line);
