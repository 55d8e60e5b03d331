/**
 * Reads the details of rows back: arguments and results, which the log keeps as short texts in Python's notation. Long
 * ones are cut there, and say so here.
 */

export interface Literal {
  readonly is: 'text' | 'bytes' | 'list' | 'other';
  /** The characters of a text, one for each byte of bytes; what was kept of them. Otherwise the literal itself. */
  readonly text: string;
  /** How many characters, bytes or items there were; undefined for a text that was cut. */
  readonly length: number | undefined;
  readonly items: readonly Literal[];
}

/** The log keeps this many characters of a text, and then one more: an ellipsis. */
const KEPT_TEXT = 200;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '<': '>', '{': '}' };

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

class Reader {
  private _at = 0;
  private readonly _text: string;

  constructor(text: string) {
    this._text = text;
  }

  /** Values with commas between them, up to the end or to a closing parenthesis. */
  list(): Literal[] {
    const items: Literal[] = [];
    while (this._at < this._text.length && this._text[this._at] !== ')') {
      items.push(this._value());
      if (this._text.startsWith(', ', this._at)) this._at += 2;
      else break;
    }
    return items;
  }

  private _value(): Literal {
    const character = this._text[this._at] ?? '';
    if (character === "'") return this._string();
    if (character === 'b' && this._text[this._at + 1] === "'") return this._bytes();
    if (character === '(') return this._tuple();
    const end = Object.hasOwn(CLOSING, character)
      ? this._endOf(character)
      : this._text.slice(this._at).search(/, |\)|$/);
    const text = this._text.slice(this._at, Object.hasOwn(CLOSING, character) ? end : this._at + end);
    this._at += text.length;
    return { is: 'other', text, length: undefined, items: [] };
  }

  private _tuple(): Literal {
    this._at += 1;
    const items = this.list();
    if (this._text[this._at] === ')') this._at += 1;
    return { is: 'list', text: '', length: items.length, items };
  }

  private _string(): Literal {
    const text = this._quoted();
    const isCut = text.length === KEPT_TEXT + 1 && text.endsWith('…');
    return { is: 'text', text: isCut ? text.slice(0, -1) : text, length: isCut ? undefined : text.length, items: [] };
  }

  private _bytes(): Literal {
    this._at += 1;
    const text = this._quoted();
    const more = /^… (\d+) bytes/.exec(this._text.slice(this._at, this._at + 40));
    if (more !== null) this._at += more[0].length;
    return { is: 'bytes', text, length: more === null ? text.length : Number(more[1]), items: [] };
  }

  /** What is between two quotes. */
  private _quoted(): string {
    let text = '';
    for (this._at += 1; this._at < this._text.length; this._at += 1) {
      const character = this._text[this._at] as string;
      if (character === "'") break;
      if (character === '\\') text += this._escape();
      else text += character;
    }
    this._at += 1;
    return text;
  }

  private _escape(): string {
    this._at += 1;
    const character = this._text[this._at] ?? '';
    if (character !== 'x') return ESCAPED[character] ?? character;
    const code = parseInt(this._text.slice(this._at + 1, this._at + 3), 16);
    this._at += 2;
    return String.fromCharCode(code);
  }

  /** Where an object ends, `<AttributeError('…')>` for one: before a comma, a parenthesis or the end. */
  private _endOf(open: string): number {
    const close = CLOSING[open] ?? '';
    for (let at = this._text.indexOf(close, this._at); at >= 0; at = this._text.indexOf(close, at + 1)) {
      const next = this._text.slice(at + 1, at + 3);
      if (next === '' || next === ', ' || next.startsWith(')')) return at + 1;
    }
    return this._text.length;
  }
}

/** The arguments of a call; the result of a return is one. */
export const literals = (detail: string): readonly Literal[] => new Reader(detail).list();

/** How many bytes the first argument, or the result, has; 0 when it is no bytes. */
export function countOfBytes(detail: string): number {
  if (!detail.startsWith("b'")) return 0;
  const [first] = literals(detail);
  return first?.length ?? 0;
}
