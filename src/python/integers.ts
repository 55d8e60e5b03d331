/** `int()` and `float()` of text, as strict and as lenient as Python's. */
import { decodeLatin1 } from './bytes.ts';
import { ValueError } from './errors.ts';
import { repr } from './repr.ts';
import { decimalValue, isWhitespace } from './unicode.ts';

/** Longer decimal numbers are refused (`sys.set_int_max_str_digits`, CPython 3.11). */
const MAX_DIGITS = 4300;
const PLAIN_DECIMAL = /^[0-9]{1,15}$/;

/**
 * `int(text, base)`, base 2 to 36: white space around it, a sign, a prefix (0x, 0o, 0b) that fits the base, single
 * underscores between digits, decimal digits of any script. A bigint where a number would lose digits.
 * Raises ValueError, with Python's message.
 */
export function pyInt(source: string | Uint8Array, base = 10): number | bigint {
  if (base === 10 && typeof source === 'string' && PLAIN_DECIMAL.test(source)) return Number(source);
  const text = (typeof source === 'string' ? toAscii(source) : decodeLatin1(source)).replace(SPACE, '');
  const [, sign = '', prefix = '', digits = ''] = INTEGER.exec(text) ?? [];
  const hasPrefix = PREFIXES[prefix.toLowerCase()] === base;
  const body = hasPrefix ? digits.replace(/^_/, '') : prefix + digits;
  if (!isNumber(body, base)) throw invalid(source, base);
  const plain = body.replaceAll('_', '');
  if (plain.length > MAX_DIGITS && (base & (base - 1)) !== 0) throw tooLong(plain.length);
  const value = magnitude(plain, base);
  return sign === '-' ? negate(value) : value;
}

/** `int(text)`, for what must fit into a number: larger ones become floats. */
export const parseInt10 = (text: string | Uint8Array): number => Number(pyInt(text));

/** `float(text)`. Raises ValueError, with Python's message. */
export function pyFloat(source: string): number {
  const text = toAscii(source).replace(SPACE, '');
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  if (!FLOAT.test(text)) throw new ValueError(`could not convert string to float: ${repr(source)}`);
  return Number(text.replaceAll('_', ''));
}

const SPACE = /^[ \t-\r]+|[ \t-\r]+$/g;
const INTEGER = /^([+-]?)(0[xXoObB](?=.))?(.*)$/s;
const PREFIXES: Readonly<Record<string, number>> = { '0x': 16, '0o': 8, '0b': 2 };
const DIGITS = String.raw`\d+(?:_\d+)*`;
const FLOAT = new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);

/** Decimal digits of any script and white space as ASCII has them; everything else stays. */
function toAscii(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let ascii = '';
  for (const character of text) {
    ascii += character > '\x7f' && isWhitespace(character) ? ' ' : (decimalValue(character)?.toString() ?? character);
  }
  return ascii;
}

/** Whether it is digits of a base, with single underscores between them. */
function isNumber(body: string, base: number): boolean {
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(body)) return false;
  for (const digit of body) if (digit !== '_' && Number.parseInt(digit, 36) >= base) return false;
  return true;
}

function magnitude(digits: string, base: number): number | bigint {
  const value = Number.parseInt(digits, base);
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  if (base === 10) return BigInt(digits);
  let exact = 0n;
  for (const digit of digits) exact = exact * BigInt(base) + BigInt(Number.parseInt(digit, base));
  return exact;
}

const negate = (value: number | bigint): number | bigint => (value === 0 ? 0 : -value);

function invalid(source: string | Uint8Array, base: number): ValueError {
  const shown = Array.from(repr(source)).slice(0, 200).join('');
  return new ValueError(`invalid literal for int() with base ${base}: ${shown}`);
}

const tooLong = (digits: number): ValueError =>
  new ValueError(
    `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit',
  );
