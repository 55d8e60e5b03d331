/**
 * International host names (RFC 3490), as the codec `idna` reads and writes them.
 *
 * Absent on purpose: the tables of Unicode 3.2 that `stringprep` has; the engine's newer ones stand in for them, so that
 * characters that came later are normalized where CPython leaves them alone.
 */
import { encodeAscii } from '../../python/bytes.ts';
import { UnicodeDecodeError, UnicodeError } from '../../python/errors.ts';
import { repr } from '../../python/repr.ts';
import { decodePunycode, encodePunycode } from './punycode.ts';

const PREFIX = 'xn--';

/** `text.encode('idna')`. Raises UnicodeError for a label that is empty, too long or not allowed. */
export function encodeIdna(text: string): Uint8Array {
  return encodeAscii(wrapping(`encoding with 'idna' codec failed`, () => encodeLabels(text)));
}

/** `bytes.decode('idna')`, of bytes given as ASCII text. Raises UnicodeError. */
export function decodeIdna(text: string): string {
  if (!text.includes(PREFIX)) return text;
  return wrapping(`decoding with 'idna' codec failed`, () => text.split('.').map(toUnicode).join('.'));
}

function encodeLabels(text: string): string {
  if (text === '') return '';
  if (isAscii(text)) {
    const labels = text.split('.');
    for (const label of labels.slice(0, -1)) checkLength(label);
    if ((labels.at(-1) ?? '').length >= 64) throw new UnicodeError('label too long');
    return text;
  }
  const labels = text.split(/[.\u3002\uff0e\uff61]/);
  const hasTrailingDot = labels.at(-1) === '';
  if (hasTrailingDot) labels.pop();
  return labels.map(toAscii).join('.') + (hasTrailingDot ? '.' : '');
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

function checkLength(label: string): string {
  if (label.length === 0 || label.length >= 64) throw new UnicodeError('label empty or too long');
  return label;
}

/** @python encodings.idna.ToASCII */
function toAscii(source: string): string {
  if (isAscii(source)) return checkLength(source);
  const label = nameprep(source);
  if (isAscii(label)) return checkLength(label);
  if (label.startsWith(PREFIX)) throw new UnicodeError('Label starts with ACE prefix');
  return checkLength(PREFIX + encodePunycode(label));
}

/** @python encodings.idna.ToUnicode */
function toUnicode(label: string): string {
  if (!label.startsWith(PREFIX)) return label;
  const result = wrapping(`decoding with 'punycode' codec failed`, () => decodePunycode(label.slice(PREFIX.length)));
  const again = toAscii(result);
  if (label.toLowerCase() === again) return result;
  throw new UnicodeError('IDNA does not round-trip', encodeAscii(label), encodeAscii(again));
}

/** What the codec machinery makes of an error with a single argument: the same kind, saying what was being done. */
function wrapping<T>(what: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof UnicodeError) || error instanceof UnicodeDecodeError || error.args.length !== 1) throw error;
    throw new UnicodeError(`${what} (UnicodeError: ${error.text})`);
  }
}

/** stringprep's tables B.1 (mapped to nothing) and C (prohibited). */
const MAPPED_TO_NOTHING = /[\xad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/gu;
const PROHIBITED =
  /[\xa0\u1680\u2000-\u200b\u202f\u205f\u3000\x80-\x9f\u06dd\u070f\u180e\u200c\u200d\u2028\u2029\u2060-\u2063\u206a-\u206f\ufeff\ufff9-\uffff\u{1d173}-\u{1d17a}\p{Co}\p{Noncharacter_Code_Point}\p{Cs}\u2ff0-\u2ffb\u0340\u0341\u200e\u200f\u202a-\u202e\u{e0001}\u{e0020}-\u{e007f}]/u;
const RIGHT_TO_LEFT =
  /[\u05be\u05c0\u05c3\u061b\u061f\u200f[\p{L}&&[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]]]/v;
const LEFT_TO_RIGHT = /[\p{L}--[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]]/v;

/** @python encodings.idna.nameprep */
function nameprep(source: string): string {
  const folded = Array.from(source.replaceAll(MAPPED_TO_NOTHING, ''), foldCase).join('');
  const label = folded.normalize('NFKC');
  const bad = PROHIBITED.exec(label);
  if (bad !== null) throw new UnicodeError(`Invalid character ${repr(bad[0])}`);
  const directions = Array.from(label, (character) => RIGHT_TO_LEFT.test(character));
  if (directions.includes(true)) {
    if (LEFT_TO_RIGHT.test(label)) throw new UnicodeError('Violation of BIDI requirement 2');
    if (directions[0] !== true || directions.at(-1) !== true) {
      throw new UnicodeError('Violation of BIDI requirement 3');
    }
  }
  return label;
}

/** Table B.2: case folding that is safe for NFKC. */
function foldCase(character: string): string {
  const fold = (text: string): string => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ');
  const folded = fold(character);
  const normal = folded.normalize('NFKC');
  const again = fold(normal).normalize('NFKC');
  return normal === again ? folded : again;
}
