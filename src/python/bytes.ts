/**
 * Bytes: `Uint8Array`s that are never changed once they are passed on, and conversions between them and text. Positions
 * in error messages count code points, as Python's do; everything else counts UTF-16 units or bytes.
 * Absent on purpose: `bytearray`; a growing buffer belongs to the code that fills it.
 */
import { escapeCode, LookupError, UnicodeDecodeError, UnicodeEncodeError } from './errors.ts';
import { decodeUtf8Slowly } from './utf8.ts';

/** How to handle what cannot be encoded or decoded; Python's error handlers of these names. */
export type ErrorHandler = 'strict' | 'ignore' | 'replace' | 'surrogateescape' | 'backslashreplace';

interface Encoder {
  encode(text: string): Uint8Array;
}
interface Decoder {
  decode(bytes: Uint8Array): string;
}
// The engine has them, but the language library alone, without DOM types, does not declare them.
const engine = globalThis as unknown as {
  TextEncoder: new () => Encoder;
  TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => Decoder;
};
const utf8Encoder = new engine.TextEncoder();
const utf8Decoder = new engine.TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `b''`. */
export const EMPTY = new Uint8Array(0);

const CHUNK = 8192;
const LONE_SURROGATE = /\p{Surrogate}/u;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** `bytes.decode('latin-1')`: one character for each byte. */
export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode.apply(null, bytes.subarray(start, start + CHUNK) as unknown as number[]);
  }
  return text;
}

/** `text.encode('latin-1', errors)`. Raises UnicodeEncodeError for characters above U+00FF when strict. */
export function encodeLatin1(text: string, errors: ErrorHandler = 'strict'): Uint8Array {
  return encodeSingleByte(text, 'latin-1', errors);
}

/** `text.encode('ascii', errors)`. */
export function encodeAscii(text: string, errors: ErrorHandler = 'strict'): Uint8Array {
  return encodeSingleByte(text, 'ascii', errors);
}

/** `bytes.decode('ascii', errors)`. */
export function decodeAscii(bytes: Uint8Array, errors: ErrorHandler = 'strict'): string {
  const text = decodeLatin1(bytes);
  if (!BEYOND_ASCII.test(text)) return text;
  if (errors === 'strict') {
    const start = bytes.findIndex((byte) => byte > 0x7f);
    throw new UnicodeDecodeError('ascii', bytes, start, start + 1, 'ordinal not in range(128)');
  }
  return text.replace(/[^\0-\x7f]/g, (character) => handleByte(character.charCodeAt(0), errors));
}

/** `text.encode('utf-8', errors)`. Only lone surrogates cannot be encoded. */
export function encodeUtf8(text: string, errors: ErrorHandler = 'strict'): Uint8Array {
  if (text.length <= SHORT && !BEYOND_ASCII.test(text)) return encodeSingleByte(text, 'ascii', errors);
  if (!LONE_SURROGATE.test(text)) return utf8Encoder.encode(text);
  const chunks: Uint8Array[] = [];
  for (let rest = text; rest !== '';) {
    const found = LONE_SURROGATE.exec(rest);
    const end = found?.index ?? rest.length;
    chunks.push(utf8Encoder.encode(rest.slice(0, end)));
    if (found === null) break;
    if (!canEscape(rest.charCodeAt(end), errors)) throw encodeError(text, 'utf-8', text.length - rest.length + end);
    chunks.push(handleCharacter(rest.charAt(end), errors));
    rest = rest.slice(end + 1);
  }
  return concat(chunks);
}

/** Up to here a loop is faster than the engine's encoder. */
const SHORT = 256;

/** `bytes.decode('utf-8', errors)`. Raises UnicodeDecodeError when strict. A byte order mark stays. */
export function decodeUtf8(bytes: Uint8Array, errors: ErrorHandler = 'strict'): string {
  if (bytes.length <= CHUNK) {
    const text = decodeLatin1(bytes);
    if (!BEYOND_ASCII.test(text)) return text;
  }
  try {
    return utf8Decoder.decode(bytes);
  } catch {
    // Only input that is not valid UTF-8 is decoded byte by byte.
    return decodeUtf8Slowly(bytes, (start, end, reason) => {
      if (errors === 'strict') throw new UnicodeDecodeError('utf-8', bytes, start, end, reason);
      if (errors === 'replace') return '\ufffd';
      let text = '';
      for (const byte of bytes.subarray(start, end)) text += handleByte(byte, errors);
      return text;
    });
  }
}

/**
 * `text.encode(encoding, errors)` for UTF-8, Latin-1 and ASCII by any of their usual names. Raises LookupError for
 * others.
 */
export function encode(text: string, encoding = 'utf-8', errors: ErrorHandler = 'strict'): Uint8Array {
  const name = codecName(encoding);
  return name === 'utf-8' ? encodeUtf8(text, errors) : encodeSingleByte(text, name, errors);
}

/** `bytes.decode(encoding, errors)`; see `encode`. */
export function decode(bytes: Uint8Array, encoding = 'utf-8', errors: ErrorHandler = 'strict'): string {
  const name = codecName(encoding);
  if (name === 'utf-8') return decodeUtf8(bytes, errors);
  return name === 'latin-1' ? decodeLatin1(bytes) : decodeAscii(bytes, errors);
}

const CODECS: Readonly<Record<string, 'utf-8' | 'latin-1' | 'ascii'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  'latin-1': 'latin-1',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
  'iso8859-1': 'latin-1',
  ascii: 'ascii',
  'us-ascii': 'ascii',
};

function codecName(encoding: string): 'utf-8' | 'latin-1' | 'ascii' {
  const name = CODECS[encoding.toLowerCase().replace(/[_ ]/g, '-')];
  if (name === undefined) throw new LookupError(`unknown encoding: ${encoding}`);
  return name;
}

function encodeSingleByte(text: string, encoding: 'latin-1' | 'ascii', errors: ErrorHandler): Uint8Array {
  const limit = encoding === 'ascii' ? 0x7f : 0xff;
  const { length } = text;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > limit) return encodeWithHandler(text, encoding, errors);
    bytes[index] = code;
  }
  return bytes;
}

function encodeWithHandler(text: string, encoding: 'latin-1' | 'ascii', errors: ErrorHandler): Uint8Array {
  const limit = encoding === 'ascii' ? 0x7f : 0xff;
  const chunks: Uint8Array[] = [];
  let index = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code <= limit) chunks.push(Uint8Array.of(code));
    else if (canEscape(code, errors)) chunks.push(handleCharacter(character, errors));
    else throw encodeError(text, encoding, index);
    index += character.length;
  }
  return concat(chunks);
}

const canEscape = (code: number, errors: ErrorHandler): boolean =>
  errors === 'surrogateescape' ? code >= 0xdc80 && code <= 0xdcff : errors !== 'strict';

function handleCharacter(character: string, errors: ErrorHandler): Uint8Array {
  const code = character.codePointAt(0) ?? 0;
  if (errors === 'surrogateescape') return Uint8Array.of(code - 0xdc00);
  if (errors === 'replace') return Uint8Array.of(0x3f);
  return errors === 'backslashreplace' ? utf8Encoder.encode(escapeCode(code)) : EMPTY;
}

function handleByte(byte: number, errors: ErrorHandler): string {
  if (errors === 'replace') return '\ufffd';
  if (errors === 'surrogateescape') return String.fromCharCode(0xdc00 + byte);
  return errors === 'backslashreplace' ? escapeCode(byte) : '';
}

/** The error for the first run of characters, from UTF-16 index `index`, that an encoding cannot represent. */
function encodeError(text: string, encoding: 'utf-8' | 'latin-1' | 'ascii', index: number): UnicodeEncodeError {
  const isBad = (code: number): boolean =>
    encoding === 'utf-8' ? code >= 0xd800 && code <= 0xdfff : code > (encoding === 'ascii' ? 0x7f : 0xff);
  const start = Array.from(text.slice(0, index)).length;
  let end = start;
  for (const character of text.slice(index)) {
    if (!isBad(character.codePointAt(0) ?? 0)) break;
    end += 1;
  }
  const range = encoding === 'ascii' ? 'ordinal not in range(128)' : 'ordinal not in range(256)';
  const reason = encoding === 'utf-8' ? 'surrogates not allowed' : range;
  return new UnicodeEncodeError(encoding, text, start, end, reason);
}

/** `b''.join(chunks)`; a single chunk is returned as it is. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 0) return EMPTY;
  if (chunks.length === 1) return chunks[0] ?? EMPTY;
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const bytes = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}

/** `one == other`. */
export function equals(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && startsWith(one, other));
}

/** `bytes.startswith(prefix)`, from position `at`. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array, at = 0): boolean {
  if (at + prefix.length > bytes.length) return false;
  for (let index = 0; index < prefix.length; index += 1) if (bytes[at + index] !== prefix[index]) return false;
  return true;
}

/** `bytes.endswith(suffix)`. */
export function endsWith(bytes: Uint8Array, suffix: Uint8Array): boolean {
  return bytes.length >= suffix.length && startsWith(bytes, suffix, bytes.length - suffix.length);
}

/** `bytes.find(part, from)`: the index of `part`, or -1. */
export function indexOf(bytes: Uint8Array, part: Uint8Array, from = 0): number {
  const first = part[0];
  if (first === undefined) return from <= bytes.length ? from : -1;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, part, at)) return at;
  }
  return -1;
}

/** `bytes.rfind(part)`: the last index of `part`, or -1. */
export function lastIndexOf(bytes: Uint8Array, part: Uint8Array): number {
  for (let at = bytes.length - part.length; at >= 0; at -= 1) if (startsWith(bytes, part, at)) return at;
  return -1;
}

/** Whether a byte is ASCII white space. */
const isByteSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);

/** Whether a byte is stripped: white space, or one of `set`. */
const isStripped = (byte: number | undefined, set: Uint8Array | undefined): boolean =>
  set === undefined ? isByteSpace(byte) : byte !== undefined && set.includes(byte);

/** `bytes.lstrip(set)`: without white space (or the bytes in `set`) at the start. */
export function lstrip(bytes: Uint8Array, set?: Uint8Array): Uint8Array {
  let start = 0;
  while (isStripped(bytes[start], set)) start += 1;
  return start === 0 ? bytes : bytes.subarray(start);
}

/** `bytes.rstrip(set)`. */
export function rstrip(bytes: Uint8Array, set?: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isStripped(bytes[end - 1], set)) end -= 1;
  return end === bytes.length ? bytes : bytes.subarray(0, end);
}

/** `bytes.strip(set)`. */
export const strip = (bytes: Uint8Array, set?: Uint8Array): Uint8Array => rstrip(lstrip(bytes, set), set);
