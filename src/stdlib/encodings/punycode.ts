/** Punycode (RFC 3492), as `encodings.punycode` reads and writes it. */
import { IndexError, UnicodeError } from '../../python/errors.ts';
import { raiseDuring } from '../../python/handling.ts';

const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The threshold of a digit: RFC 3492, section 6.2. */
const threshold = (index: number, bias: number): number => Math.min(26, Math.max(1, 36 * (index + 1) - bias));

function adapt(source: number, isFirst: boolean, count: number): number {
  let delta = Math.floor(source / (isFirst ? 700 : 2));
  delta += Math.floor(delta / count);
  let bias = 0;
  while (delta > 455) {
    delta = Math.floor(delta / 35);
    bias += 36;
  }
  return bias + Math.floor((36 * delta) / (delta + 38));
}

/** `text.encode('punycode')`, as text. @python encodings.punycode.punycode_encode */
export function encodePunycode(text: string): string {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  const basic = points.filter((point) => point < 0x80);
  const extended = [...new Set(points.filter((point) => point >= 0x80))].toSorted((one, other) => one - other);
  let output = basic.length > 0 ? `${String.fromCharCode(...basic)}-` : '';
  let handled = basic.length;
  let bias = 72;
  let delta = 0;
  let current = 0x80;
  for (const next of extended) {
    delta += (next - current) * (handled + 1);
    current = next;
    for (const point of points) {
      if (point < current) delta += 1;
      if (point !== current) continue;
      output += encodeNumber(delta, bias);
      bias = adapt(delta, handled === basic.length, handled + 1);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    current += 1;
  }
  return output;
}

function encodeNumber(source: number, bias: number): string {
  let number = source;
  let text = '';
  for (let index = 0; ; index += 1) {
    const limit = threshold(index, bias);
    if (number < limit) return text + DIGITS.charAt(number);
    text += DIGITS.charAt(limit + ((number - limit) % (36 - limit)));
    number = Math.floor((number - limit) / (36 - limit));
  }
}

/** `bytes.decode('punycode')`, of ASCII text. Raises UnicodeError. @python encodings.punycode.punycode_decode */
export function decodePunycode(text: string): string {
  const dash = text.lastIndexOf('-');
  const points = Array.from(text.slice(0, Math.max(dash, 0)), (character) => character.charCodeAt(0));
  const extended = text.slice(dash + 1).toUpperCase();
  let character = 0x80;
  let position = -1;
  let bias = 72;
  for (let at = 0; at < extended.length;) {
    const [next, delta] = decodeNumber(extended, at, bias);
    position += delta + 1;
    character += Math.floor(position / (points.length + 1));
    if (character > 0x10ffff) throw new UnicodeError(`Invalid character U+${BigInt(character).toString(16)}`);
    position %= points.length + 1;
    points.splice(position, 0, character);
    bias = adapt(delta, at === 0, points.length);
    at = next;
  }
  return String.fromCodePoint(...points);
}

function decodeNumber(extended: string, start: number, bias: number): readonly [next: number, value: number] {
  let result = 0;
  let weight = 1;
  for (let index = 0; ; index += 1) {
    const code = extended.charCodeAt(start + index);
    if (Number.isNaN(code)) {
      throw raiseDuring(new UnicodeError('incomplete punicode string'), new IndexError('string index out of range'));
    }
    let digit: number;
    if (code >= 0x41 && code <= 0x5a) digit = code - 0x41;
    else if (code >= 0x30 && code <= 0x39) digit = code - 0x16;
    else throw new UnicodeError(`Invalid extended code point '${extended.charAt(start + index)}'`);
    const limit = threshold(index, bias);
    result += digit * weight;
    if (digit < limit) return [start + index + 1, result];
    weight *= 36 - limit;
  }
}
