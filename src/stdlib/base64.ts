/**
 * Base64 as `base64.b64decode` reads it by default: other characters are skipped, and only the end is checked.
 * Absent on purpose: other alphabets and bases.
 */
import { decodeLatin1, encodeAscii } from '../python/bytes.ts';
import { UnicodeEncodeError, ValueError } from '../python/errors.ts';
import { raiseDuring } from '../python/handling.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Invalid base64: wrong number of characters or padding. It is a ValueError. @python binascii.Error */
export class BinasciiError extends ValueError {
  static override readonly name: string = 'Error';
  static override readonly module = 'binascii';
}

/** @python base64.b64encode */
export function b64encode(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let index = 0; index < 4; index += 1) {
      text += at + index > bytes.length ? '=' : ALPHABET.charAt((bits >> (18 - 6 * index)) & 63);
    }
  }
  return text;
}

/** Raises ValueError for text beyond ASCII, BinasciiError for incomplete data. @python base64.b64decode */
export function b64decode(source: string | Uint8Array): Uint8Array {
  const text = typeof source === 'string' ? asciiOnly(source) : decodeLatin1(source);
  const bytes: number[] = [];
  let count = 0;
  let bits = 0;
  let pads = 0;
  for (const character of text) {
    if (character === '=') {
      pads += 1;
      // A pad that completes a group ends the data, whatever follows.
      if (count % 4 >= 2 && (count % 4) + pads >= 4) return Uint8Array.from(bytes);
      continue;
    }
    const value = ALPHABET.indexOf(character);
    if (value === -1) continue;
    pads = 0;
    bits = ((bits << 6) | value) & 0xffff;
    count += 1;
    if (count % 4 === 2) bytes.push((bits >> 4) & 0xff);
    else if (count % 4 === 3) bytes.push((bits >> 2) & 0xff);
    else if (count % 4 === 0) bytes.push(bits & 0xff);
  }
  if (count % 4 === 0) return Uint8Array.from(bytes);
  if (count % 4 === 1) {
    const whole = Math.floor(count / 4) * 4 + 1;
    throw new BinasciiError(
      `Invalid base64-encoded string: number of data characters (${whole}) cannot be 1 more than a multiple of 4`,
    );
  }
  throw new BinasciiError('Incorrect padding');
}

function asciiOnly(text: string): string {
  try {
    return decodeLatin1(encodeAscii(text));
  } catch (error) {
    if (!(error instanceof UnicodeEncodeError)) throw error;
    throw raiseDuring(new ValueError('string argument should contain only ASCII characters'), error);
  }
}
