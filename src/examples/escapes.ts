/** Bytes as text with escapes: `\r \n \t \0 \\ \xNN`. All other characters stand for their bytes in UTF-8. */
import { decodeUtf8, encodeUtf8, UnicodeDecodeError } from '../index.ts';
import { NotationError } from './notation-error.ts';

const SIMPLE: Readonly<Record<string, number>> = { r: 0x0d, n: 0x0a, t: 0x09, '0': 0x00, '\\': 0x5c };

const TOKEN = /\\(?:x([0-9A-Fa-f]{2})|([rnt0\\]))|[^\\]+/y;

/** A surrogate without its other half has no bytes. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** The place of a text in the text of the author. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The bytes of a text in UTF-8. Throws NotationError for half a surrogate pair. */
export function utf8(text: string, { line, column }: Place): Uint8Array {
  const lone = LONE_SURROGATE.exec(text);
  if (lone === null) return encodeUtf8(text);
  const code = lone[0].charCodeAt(0).toString(16).toUpperCase();
  throw new NotationError(`half of a surrogate pair, U+${code}, stands for no bytes`, line, column + lone.index);
}

/** The bytes that a text with escapes stands for. Throws NotationError for an unknown escape. */
export function unescapeBytes(text: string, place: Place): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const here = { line: place.line, column: place.column + at };
    if (match === null) {
      const written = text.slice(at, at + (text[at + 1] === 'x' ? 4 : 2));
      throw new NotationError(
        `'${written}' is not an escape; there are \\r \\n \\t \\0 \\\\ and \\xNN with two hexadecimal digits`,
        here.line,
        here.column,
      );
    }
    const [written, hex, letter] = match;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (letter !== undefined) bytes.push(SIMPLE[letter] as number);
    else for (const byte of utf8(written, here)) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

const ESCAPES = new Map(Object.entries(SIMPLE).map(([letter, byte]) => [byte, `\\${letter}`]));

/** A byte as `\xNN`. */
export const hexEscape = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Bytes as ASCII text with escapes, the opposite of `unescapeBytes`. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    const isPlain = byte >= 0x20 && byte < 0x7f;
    text += ESCAPES.get(byte) ?? (isPlain ? String.fromCharCode(byte) : hexEscape(byte));
  }
  return text;
}

/** Text in UTF-8; undefined for bytes that are something else. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof UnicodeDecodeError) return undefined;
    throw error;
  }
}
