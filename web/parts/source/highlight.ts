/**
 * A light highlighter for TypeScript: comments, strings, keywords, numbers and what is called. It reads each character once, whatever they
 * are, and knows from line to line whether it stands in a comment, a string or a template. Where `/` begins a regular expression is told as
 * a tokenizer without a parser can: nearly always.
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
/** Words that are values: what follows them is an operator. */
const VALUES = new Set(['false', 'null', 'super', 'this', 'true', 'undefined']);
/** Words with a condition behind them: a regular expression may follow its bracket. */
const CONDITIONS = new Set(['if', 'for', 'while', 'with']);

/** What is open: a template, code in one, a block, an object, or brackets, behind a condition or not. */
type Open = 'template' | 'inserted' | 'block' | 'object' | 'brackets' | 'condition';
/** What stands before: a value, after which `/` divides; something else; or a word or sign that says more. */
type Before = 'value' | 'sign' | ')' | '=>' | ';' | 'condition' | 'word';

const WORD = /[\w$#\u{80}-\u{10ffff}]/u;
const DIGIT = /\d/;
const SPACE = /\s/;

export class Highlighter {
  private readonly _open: Open[] = [];
  private _before: Before = ';';
  private _isComment = false;
  /** The quote of a string that goes on in the next line. */
  private _quote = '';
  private _line = '';
  private _at = 0;
  private _tokens: Token[] = [];
  private _plainFrom = 0;

  /** The next line as tokens. @param isWithin whether a string goes on behind it: U+2028 and U+2029 end a line, but no string. */
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
        // `a++ / b`: what stood before counts.
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

  /** Comments and regular expressions; false where it divides. */
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

  /** Behind a regular expression; the end of the line where it has none. */
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
    // A backslash at the end takes the end of the line into the string.
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

/** One line as tokens, for itself. */
export const tokensOf = (line: string): Token[] => new Highlighter().line(line);
