/**
 * Integers of any size: `int()` and `float()` of text, as strict and as lenient as Python's, and exact arithmetic.
 * Comparisons need no function: `<`, `>=` and the like are exact between a number and a bigint. `===` is not: the same
 * integer may be a number or a bigint, unless it was made here.
 */
import { decodeLatin1 } from './bytes.ts';
import { OverflowError, PyTypeError, ValueError } from './errors.ts';
import { MAX_DIGITS, repr, typeName } from './repr.ts';
import { Float } from './tuple.ts';
import { decimalValue, isWhitespace } from './unicode.ts';

/** A Python int: a number while that is exact, a bigint beyond. Callers may pass either. */
export type Int = number | bigint;

const PLAIN_DECIMAL = /^[0-9]{1,15}$/;

/**
 * `int(text, base)`, base 2 to 36: white space around it, a sign, a prefix (0x, 0o, 0b) that fits the base, single
 * underscores between digits, decimal digits of any script. Returns a bigint where a number would lose digits. Raises
 * ValueError, with Python's message.
 */
export function pyInt(source: string | Uint8Array, base = 10): Int {
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

/**
 * `int(value)`: truncates fractions. Raises ValueError for NaN and for text that is not a number, OverflowError for an
 * infinity, TypeError for other types.
 */
export function toInt(value: unknown): Int {
  if (typeof value === 'bigint') return narrow(value);
  if (typeof value === 'string' || value instanceof Uint8Array) return pyInt(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = value instanceof Float ? value.value : value;
  if (typeof number !== 'number') {
    throw new PyTypeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    );
  }
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new OverflowError('cannot convert float infinity to integer');
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole);
}

/**
 * A number such as a count of seconds, where C takes any real number: an int as it is, a float as a number. Raises
 * TypeError for anything else.
 */
export function toReal(value: unknown): Int {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Float) return value.value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new PyTypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** `float(value)` of an int, as in arithmetic with a float. Raises OverflowError for one that is too large. */
export function toFloat(value: Int): number {
  const number = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(number))
    throw new OverflowError('int too large to convert to float');
  return number;
}

/** `one + other`. */
export function add(one: Int, other: Int): Int {
  if (typeof one === 'number' && typeof other === 'number') {
    const sum = one + other;
    if (Number.isSafeInteger(sum) || !(Number.isInteger(one) && Number.isInteger(other))) return sum;
  }
  return narrow(BigInt(one) + BigInt(other));
}

/** `one - other`. */
export const subtract = (one: Int, other: Int): Int => add(one, -other);

/** `min(one, other)`. */
export const smaller = (one: Int, other: Int): Int => (other < one ? other : one);

/** `max(one, other)`. */
export const larger = (one: Int, other: Int): Int => (other > one ? other : one);

/** A bigint as a number, if that is exact. */
export function narrow(value: bigint): Int {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** `str(value)`: all digits, whatever the size. */
export const digitsOf = (value: Int): string => repr(value);

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
const FLOAT = /*#__PURE__*/ new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);

/** Converts decimal digits of any script and white space to ASCII; everything else stays. */
function toAscii(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let ascii = '';
  for (const character of text) {
    ascii += character > '\x7f' && isWhitespace(character) ? ' ' : (decimalValue(character)?.toString() ?? character);
  }
  return ascii;
}

/** Whether a text consists of digits of a base, with single underscores between them. */
function isNumber(body: string, base: number): boolean {
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(body)) return false;
  for (const digit of body) if (digit !== '_' && Number.parseInt(digit, 36) >= base) return false;
  return true;
}

function magnitude(digits: string, base: number): Int {
  const value = Number.parseInt(digits, base);
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  if (base === 10) return BigInt(digits);
  let exact = 0n;
  for (const digit of digits) exact = exact * BigInt(base) + BigInt(Number.parseInt(digit, base));
  return exact;
}

const negate = (value: Int): Int => (value === 0 ? 0 : -value);

function invalid(source: string | Uint8Array, base: number): ValueError {
  const shown = Array.from(repr(source)).slice(0, 200).join('');
  return new ValueError(`invalid literal for int() with base ${base}: ${shown}`);
}

const tooLong = (digits: number): ValueError =>
  new ValueError(
    `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit',
  );
