/** Reads JSON, with CPython's error messages. Positions in messages count code points. */
import { decodeUtf8, startsWith } from '../../python/bytes.ts';
import { PyTypeError, RecursionError, StopIteration, ValueError } from '../../python/errors.ts';
import { isInstance } from '../../python/foreign.ts';
import { raiseFromNone } from '../../python/handling.ts';
import { pyInt } from '../../python/integers.ts';
import { typeName } from '../../python/repr.ts';
import { length } from '../../python/text.ts';
import { Float } from '../../python/tuple.ts';
import { decodeUtf16, decodeUtf32, decodeUtf8Surrogates } from '../codecs.ts';
import type { Json } from './json-value.ts';

/** @python json.decoder.JSONDecodeError */
export class JSONDecodeError extends ValueError {
  static override readonly name: string = 'JSONDecodeError';
  static override readonly module = 'json.decoder';
  readonly msg: string;
  readonly doc: string;
  /** The position of the error, in code points. */
  readonly pos: number;
  readonly lineno: number;
  readonly colno: number;

  /** @param at the position of the error, in UTF-16 units. */
  constructor(msg: string, doc: string, at: number) {
    const before = doc.slice(0, at);
    const pos = length(before);
    const lineno = before.split('\n').length;
    const colno = length(before.slice(before.lastIndexOf('\n') + 1)) + 1;
    super(`${msg}: line ${lineno} column ${colno} (char ${pos})`);
    [this.msg, this.doc, this.pos, this.lineno, this.colno] = [msg, doc, pos, lineno, colno];
  }
}

/**
 * Reads JSON from text or from bytes in any UTF. Raises JSONDecodeError, UnicodeDecodeError for undecodable bytes,
 * ValueError for an int of more than 4,300 digits, RecursionError for containers that are nested too deep.
 * @python json.loads
 */
export function loads(source: string | Uint8Array): Json {
  if (typeof source !== 'string') {
    if (!isInstance(source, Uint8Array)) {
      throw new PyTypeError(`the JSON object must be str, bytes or bytearray, not ${typeName(source)}`);
    }
    return new Scanner(decodeBytes(source)).document();
  }
  if (source.startsWith('\ufeff')) {
    throw new JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', source, 0);
  }
  return new Scanner(source).document();
}

/** Decodes bytes in the encoding that their first four bytes indicate. @python json.detect_encoding */
function decodeBytes(bytes: Uint8Array): string {
  const starts = (...mark: number[]): boolean => startsWith(bytes, Uint8Array.from(mark));
  if (starts(0, 0, 0xfe, 0xff) || starts(0xff, 0xfe, 0, 0)) return decodeUtf32(bytes, undefined, 'surrogatepass');
  if (starts(0xfe, 0xff) || starts(0xff, 0xfe)) return decodeUtf16(bytes, undefined, 'surrogatepass');
  if (starts(0xef, 0xbb, 0xbf)) return decodeUtf8Surrogates(bytes.subarray(3));
  const [a, b, c, d] = bytes;
  if (bytes.length >= 4) {
    if (a === 0) return b === 0 ? decodeUtf32(bytes, 'be', 'surrogatepass') : decodeUtf16(bytes, 'be', 'surrogatepass');
    if (b === 0) {
      if (c === 0 && d === 0) return decodeUtf32(bytes, 'le', 'surrogatepass');
      return decodeUtf16(bytes, 'le', 'surrogatepass');
    }
  } else if (bytes.length === 2) {
    if (a === 0) return decodeUtf16(bytes, 'be', 'surrogatepass');
    if (b === 0) return decodeUtf16(bytes, 'le', 'surrogatepass');
  }
  return bytes.includes(0xed) ? decodeUtf8Surrogates(bytes) : decodeUtf8(bytes);
}

/**
 * Containers nested deeper than this raise RecursionError: the rest of CPython's 1,000 frames in a view that reads
 * JSON.
 */
const MAX_DEPTH = 978;

const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN_TEXT = /[^"\\\0-\x1f]*/y;
const HEX = /^[0-9a-fA-F]{4}$/;
const WORDS: readonly (readonly [string, Json])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];
const BACKSLASH: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Scans a text once, from start to end. */
class Scanner {
  static readonly name: string = 'Scanner';
  private readonly _text: string;
  private _at = 0;
  private _depth = 0;

  constructor(text: string) {
    this._text = text;
  }

  document(): Json {
    this._skipSpace();
    const value = this._value();
    this._skipSpace();
    if (this._at !== this._text.length) throw this._error('Extra data');
    return value;
  }

  private _value(): Json {
    const character = this._text[this._at];
    if (character === '"') return this._string();
    if (character === '{') return this._nested(() => this._object());
    if (character === '[') return this._nested(() => this._array());
    for (const [word, value] of WORDS) {
      if (!this._text.startsWith(word, this._at)) continue;
      this._at += word.length;
      return value;
    }
    return this._number();
  }

  private _nested<T>(read: () => T): T {
    this._depth += 1;
    if (this._depth > MAX_DEPTH) {
      const kind = this._text[this._at] === '{' ? 'object' : 'array';
      throw new RecursionError(`maximum recursion depth exceeded while decoding a JSON ${kind} from a unicode string`);
    }
    const value = read();
    this._depth -= 1;
    return value;
  }

  private _number(): number | bigint | Float {
    NUMBER.lastIndex = this._at;
    const match = NUMBER.exec(this._text);
    if (match === null) {
      // CPython's scanner stops, and its caller reports the error.
      const error = this._error('Expecting value');
      throw raiseFromNone(error, new StopIteration(error.pos));
    }
    const [all, integer = '', fraction, exponent] = match;
    const isFloat = fraction !== undefined || exponent !== undefined;
    this._at += all.length;
    if (!isFloat) return pyInt(integer);
    const value = Number(all);
    return Number.isInteger(value) ? new Float(value) : value;
  }

  private _array(): Json[] {
    const values: Json[] = [];
    this._at += 1;
    this._skipSpace();
    if (this._take(']')) return values;
    for (;;) {
      values.push(this._value());
      this._skipSpace();
      if (this._take(']')) return values;
      if (!this._take(',')) throw this._error("Expecting ',' delimiter");
      this._skipSpace();
    }
  }

  private _object(): Map<string, Json> {
    const values = new Map<string, Json>();
    this._at += 1;
    this._skipSpace();
    if (this._take('}')) return values;
    for (;;) {
      if (this._text[this._at] !== '"') throw this._error('Expecting property name enclosed in double quotes');
      const key = this._string();
      this._skipSpace();
      if (!this._take(':')) throw this._error("Expecting ':' delimiter");
      this._skipSpace();
      values.set(key, this._value());
      this._skipSpace();
      if (this._take('}')) return values;
      if (!this._take(',')) throw this._error("Expecting ',' delimiter");
      this._skipSpace();
    }
  }

  private _string(): string {
    const begin = this._at;
    let text = '';
    this._at += 1;
    for (;;) {
      PLAIN_TEXT.lastIndex = this._at;
      const plain = PLAIN_TEXT.exec(this._text)?.[0] ?? '';
      text += plain;
      this._at += plain.length;
      const stop = this._text[this._at];
      if (stop === undefined) throw this._error('Unterminated string starting at', begin);
      if (stop !== '"' && stop !== '\\') throw this._error('Invalid control character at');
      this._at += 1;
      if (stop === '"') return text;
      text += this._escape(begin);
    }
  }

  /** The character after a backslash. The two halves of an escaped surrogate pair form one character. */
  private _escape(begin: number): string {
    const character = this._text[this._at];
    if (character === undefined) throw this._error('Unterminated string starting at', begin);
    if (character !== 'u') {
      const plain = BACKSLASH[character];
      if (plain === undefined) throw this._error(String.raw`Invalid \escape`, this._at - 1);
      this._at += 1;
      return plain;
    }
    const digits = this._text.slice(this._at + 1, this._at + 5);
    // A string cannot end with its digits, so they must not end the text either.
    if (!HEX.test(digits) || this._at + 5 >= this._text.length) throw this._error(String.raw`Invalid \uXXXX escape`);
    this._at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private _take(character: string): boolean {
    if (this._text[this._at] !== character) return false;
    this._at += 1;
    return true;
  }

  private _skipSpace(): void {
    SPACE.lastIndex = this._at;
    SPACE.exec(this._text);
    this._at = SPACE.lastIndex;
  }

  private _error(message: string, at = this._at): JSONDecodeError {
    return new JSONDecodeError(message, this._text, at);
  }
}
