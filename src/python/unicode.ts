/**
 * Properties of characters as CPython 3.11 has them: Unicode 14.0. The engine's tables may be newer; characters
 * assigned since then are listed here, so that every engine gives the same results.
 */

/**
 * Ranges of code points, see `asClass`, that Unicode 15.0 to 17.0 assigned. Source: UnicodeData of CPython 3.11 against
 * ICU with Unicode 17.
 */
const ASSIGNED_LATER =
  '1ov 8 qt 3k n d7 2dd-e 3-b 2r-1 1c 7e-1 tz o6-2 1gt va-3 dh-1 a na4-4 3 2 6-2 l gk2-f ce-1 1j-6 1ki-1f nh-p ' +
  'rr-11 4-s 9-1 8j-5 9-8 y-5 n4-2 8v-9 2 3 2-11 2-9 2 3 2-3 2-9 2-1 9-1 ku-j t9-9 2f-7 2h-x f-9 c7-17 5-9 7r-g ' +
  '2-14 4-s 445 h-l b-32y 5qe-1l 2dj-1l 87-o 3-o 7z-4 4qq-7 zk a-l 2q-36 6yo z 59n-70 4-c3 7-m g-g r4-j 2fm-5 ' +
  '7a-1p y u9-15 5z-16 5 5d-u 2-l 9-1 34p 4 48-b 2i 61-9 5-1 f-8 ak-3 u-2 g-3 4-1 u-2 c-4 7 2 5-2 b-2 3 9-2 5 ' +
  '8-1 5v-10 b 10zj-6 4mb-b 5s3-h9 7ar-6jt';

/**
 * The inside of a regular expression's class. Each range is given by how far it begins after the end of the one before,
 * and by how far it ends after its beginning, to base 36: half as long as its code points.
 */
export function asClass(ranges: string): string {
  let at = 0;
  const next = (by: string): string => `\\u{${(at += parseInt(by, 36)).toString(16)}}`;
  return ranges.replace(/\w+/g, next).replaceAll(' ', '');
}

const LATER = asClass(ASSIGNED_LATER);
const UNPRINTABLE = new RegExp(`[\\p{C}\\p{Zl}\\p{Zp}\\p{Zs}${LATER}]`, 'u');
const DECIMAL = new RegExp(`^(?![${LATER}])\\p{Nd}$`, 'u');

/** Numeric_Type=Digit: superscripts, circled digits and the like, which `isdigit` accepts and `int` does not. */
const OTHER_DIGIT = new RegExp(
  `[${asClass('4y-1 6 3ow-8 19l 1au 4-5 7-9 rb-8 c-8 c-8 2i b-8 2 hj-8 2-8 2-8 18ry-3 t9-8 dm-8 18di-a')}]`,
  'u',
);

const WHITESPACE = '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000';

/** White space for `str.split()` and `str.strip()`, as the inside of a regular expression's class. */
export const WHITESPACE_CLASS = WHITESPACE;

const SPACE = new RegExp(`[${WHITESPACE}]`);

/** `character.isspace()` for one UTF-16 unit (no white space is beyond them). */
export const isWhitespace = (character: string): boolean => SPACE.test(character);

/** Whether `repr()` shows a character (one code point) as it is. */
export function isPrintable(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 0x7f) return code >= 0x20;
  return !UNPRINTABLE.test(character);
}

/** The value of a decimal digit of any script (one code point), or undefined for any other character. */
export function decimalValue(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x30 && code <= 0x39 ? code - 0x30 : undefined;
  if (!DECIMAL.test(character)) return undefined;
  // Decimal digits come in runs of ten (the mathematical ones in one run of fifty), from zero upwards.
  let first = code;
  while (DECIMAL.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** `character.isdigit()` for one code point: decimal digits, and superscripts and the like. */
export const isDigit = (character: string): boolean =>
  decimalValue(character) !== undefined || OTHER_DIGIT.test(character);
