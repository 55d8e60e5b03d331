/**
 * The codecs that `src/python/bytes.ts` lacks: UTF-16 and UTF-32, UTF-8 that accepts surrogates, and the names of
 * encodings.
 * Absent on purpose: incremental codecs, and encoding to UTF-16 and UTF-32.
 */
import { decodeUtf8 } from '../python/bytes.ts';
import { UnicodeDecodeError } from '../python/errors.ts';
import { decodeUtf8Slowly } from '../python/utf8.ts';

/** `strict` raises UnicodeDecodeError; `surrogatepass` accepts surrogates and is strict otherwise. */
export type DecodeErrors = 'strict' | 'surrogatepass';

/** `bytes.decode('utf-8', 'surrogatepass')`. */
export function decodeUtf8Surrogates(bytes: Uint8Array): string {
  const isSurrogate = (at: number): boolean =>
    bytes[at] === 0xed && ((bytes[at + 1] ?? 0) & 0xe0) === 0xa0 && ((bytes[at + 2] ?? 0) & 0xc0) === 0x80;
  const chunks: string[] = [];
  let start = 0;
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    if (!isSurrogate(at)) continue;
    chunks.push(decodePart(bytes, start, at));
    chunks.push(String.fromCharCode(0xd000 | (((bytes[at + 1] ?? 0) & 0x3f) << 6) | ((bytes[at + 2] ?? 0) & 0x3f)));
    start = at + 3;
  }
  chunks.push(decodePart(bytes, start, bytes.length));
  return chunks.join('');
}

/** Decodes a part strictly; positions in an error are relative to the whole. */
function decodePart(bytes: Uint8Array, start: number, end: number): string {
  if (start === 0 && end === bytes.length) return decodeUtf8(bytes);
  return decodeUtf8Slowly(bytes.subarray(start, end), (from, to, reason) => {
    // A sequence that is cut off by a surrogate is not at the end of the data.
    const isCut = end < bytes.length && reason === 'unexpected end of data';
    throw new UnicodeDecodeError(
      'utf-8',
      bytes,
      start + from,
      start + to,
      isCut ? 'invalid continuation byte' : reason,
    );
  });
}

/**
 * `bytes.decode('utf-16' | 'utf-16-le' | 'utf-16-be', errors)`; the first takes the byte order from a mark,
 * little-endian without one.
 */
export function decodeUtf16(
  bytes: Uint8Array,
  order: 'le' | 'be' | undefined,
  errors: DecodeErrors = 'strict',
): string {
  const marked = order === undefined;
  const big = marked ? bytes[0] === 0xfe && bytes[1] === 0xff : order === 'be';
  const hasMark = marked && (big || (bytes[0] === 0xff && bytes[1] === 0xfe));
  const fail = failing(bytes, big ? 'utf-16-be' : 'utf-16-le');
  const unit = (at: number): number =>
    ((bytes[big ? at : at + 1] as number) << 8) | (bytes[big ? at + 1 : at] as number);
  let text = '';
  let at = hasMark ? 2 : 0;
  while (at < bytes.length) {
    if (at + 1 >= bytes.length) {
      fail(at, bytes.length, 'truncated data');
    }
    const value = unit(at);
    const surrogate = value & 0xfc00;
    if (surrogate !== 0xd800 && surrogate !== 0xdc00) {
      text += String.fromCharCode(value);
    } else if (surrogate === 0xd800 && at + 3 < bytes.length && (unit(at + 2) & 0xfc00) === 0xdc00) {
      text += String.fromCharCode(value, unit(at + 2));
      at += 2;
    } else if (errors === 'surrogatepass') {
      text += String.fromCharCode(value);
    } else if (surrogate === 0xd800 && at + 3 >= bytes.length) {
      fail(at, bytes.length, 'unexpected end of data');
    } else {
      fail(at, at + 2, surrogate === 0xd800 ? 'illegal UTF-16 surrogate' : 'illegal encoding');
    }
    at += 2;
  }
  return text;
}

/**
 * `bytes.decode('utf-32' | 'utf-32-le' | 'utf-32-be', errors)`; the first takes the byte order from a mark,
 * little-endian without one.
 */
export function decodeUtf32(
  bytes: Uint8Array,
  order: 'le' | 'be' | undefined,
  errors: DecodeErrors = 'strict',
): string {
  const starts = (mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
  const marked = order === undefined;
  const big = marked ? starts([0, 0, 0xfe, 0xff]) : order === 'be';
  const hasMark = marked && (big || starts([0xff, 0xfe, 0, 0]));
  const fail = failing(bytes, big ? 'utf-32-be' : 'utf-32-le');
  let text = '';
  let at = hasMark ? 4 : 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const four = bytes.subarray(at, at + 4);
    const point = (big ? four : four.toReversed()).reduce((sum, byte) => sum * 256 + byte, 0);
    const isSurrogate = point >= 0xd800 && point <= 0xdfff;
    if (point > 0x10ffff) fail(at, at + 4, 'code point not in range(0x110000)');
    else if (isSurrogate && errors !== 'surrogatepass')
      fail(at, at + 4, 'code point in surrogate code point range(0xd800, 0xe000)');
    else text += String.fromCodePoint(point);
  }
  if (at < bytes.length) fail(at, bytes.length, 'truncated data');
  return text;
}

/** `codecs.lookup(name).name` for the encodings that clients name; undefined stands for LookupError. */
export function lookupName(name: string): string | undefined {
  const key = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return ENCODING_NAMES.get(key);
}

function failing(bytes: Uint8Array, codec: string): (start: number, end: number, reason: string) => never {
  return (start, end, reason) => {
    throw new UnicodeDecodeError(codec, bytes, start, end, reason);
  };
}

const ENCODING_NAMES: ReadonlyMap<string, string> = /*#__PURE__*/ new Map(
  /*#__PURE__*/ Object.entries({
    'utf-8': 'utf8 utf_8 u8 utf utf8_ucs2 utf8_ucs4 cp65001',
    'utf-7': 'utf7 utf_7 u7 unicode_1_1_utf_7',
    'utf-16': 'utf16 utf_16 u16',
    'utf-16-le': 'utf_16_le utf_16le unicodelittleunmarked',
    'utf-16-be': 'utf_16_be utf_16be unicodebigunmarked',
    'utf-32': 'utf32 utf_32 u32',
    'utf-32-le': 'utf_32_le utf_32le',
    'utf-32-be': 'utf_32_be utf_32be',
    'utf-8-sig': 'utf_8_sig',
    ascii:
      'ascii us_ascii 646 ansi_x3.4_1968 ansi_x3_4_1968 ansi_x3.4_1986 cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us',
    'iso8859-1':
      'latin_1 latin1 iso8859_1 iso_8859_1 iso8859 iso88591 8859 cp819 csisolatin1 ibm819 iso_8859_1_1987 iso_ir_100 l1 latin',
    'iso8859-2': 'iso8859_2 iso_8859_2 latin2 csisolatin2 iso_8859_2_1987 iso_ir_101 l2',
    'iso8859-5': 'iso8859_5 iso_8859_5 cyrillic csisolatincyrillic iso_8859_5_1988 iso_ir_144',
    'iso8859-7': 'iso8859_7 iso_8859_7 greek greek8 csisolatingreek ecma_118 elot_928 iso_8859_7_1987 iso_ir_126',
    'iso8859-15': 'iso8859_15 iso_8859_15 latin9 l9',
    cp1250: 'cp1250 1250 windows_1250',
    cp1251: 'cp1251 1251 windows_1251',
    cp1252: 'cp1252 1252 windows_1252',
    big5: 'big5 big5_tw csbig5',
    gb2312: 'gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58',
    gbk: 'gbk 936 cp936 ms936',
    gb18030: 'gb18030 gb18030_2000',
    euc_jp: 'euc_jp eucjp ujis u_jis',
    euc_kr: 'euc_kr euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001',
    shift_jis: 'shift_jis csshiftjis shiftjis sjis s_jis',
    'koi8-r': 'koi8_r cskoi8r',
    'koi8-u': 'koi8_u',
  }).flatMap(([name, aliases]) => aliases.split(' ').map((alias) => [alias, name] as const)),
);
