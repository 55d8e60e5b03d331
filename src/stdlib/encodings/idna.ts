/**
 * International host names (RFC 3490), as the codec `idna` reads and writes them.
 * Absent on purpose: the tables of Unicode 3.2 in `stringprep`; the engine's newer tables replace them, so that later
 * characters are normalized where CPython leaves them alone.
 */
import { encodeAscii } from '../../python/bytes.ts';
import { UnicodeDecodeError, UnicodeError } from '../../python/errors.ts';
import { raiseFrom } from '../../python/handling.ts';
import { repr } from '../../python/repr.ts';
import { decodePunycode, encodePunycode } from './punycode.ts';
import { asClass } from '../../python/unicode.ts';

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

/** Wraps an error with a single argument as the codec machinery does: the same kind, saying what was being done. */
function wrapping<T>(what: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof UnicodeError) || error instanceof UnicodeDecodeError || error.args.length !== 1) throw error;
    throw raiseFrom(new UnicodeError(`${what} (UnicodeError: ${error.text})`), error);
  }
}

/** A regular expression for code points in ranges. */
const anyOf = (ranges: string): RegExp => new RegExp(`[${asClass(ranges)}]`, 'u');

// Source: RFC 3454, tables B.1, C.1.2 to C.9 and D.1.
const MAPPED_TO_NOTHING = /*#__PURE__*/ anyOf('4t iq 43b 5-2 1ku-2 2b 17s0-f 6o');
const PROHIBITED = /*#__PURE__*/ anyOf(
  '3k-w io-1 po 1e 31t b2 1ki-f p-7 1c-4 7-5 329-b 5 x6o-6in y9-v 7k 6y-6 15dg-7 96s-1 1ekf-1 1ekf-1 1ekf-1 ' +
    '1ekf-1 1ekf-1 1ekf-1 1ekf-1 1ekf-1 1ekf-1 1ekf-1 1ekf-1 1ekf-1 2 v-2n 1egv-2t4x',
);
const RIGHT_TO_LEFT = /*#__PURE__*/ anyOf(
  '14u 2 3 d-q 6-4 13 4 2-p 6-a z-2 2-2s 8 8-1 k-4 2-d 3 2-q 2c-11 c 4ta 179q 2-9 2-c 2-4 2 2-1 2-1 2-2z y-a2 ' +
    'j-1r 3-1h 15-c 38-4 2-3q',
);

/** Whether a character reads from left to right; table D.2 is approximated by all other letters. */
const isLeftToRight = (character: string): boolean => /\p{L}/u.test(character) && !RIGHT_TO_LEFT.test(character);

/** @python encodings.idna.nameprep */
function nameprep(source: string): string {
  const kept = Array.from(source).filter((character) => !MAPPED_TO_NOTHING.test(character));
  const label = kept.map(foldCase).join('').normalize('NFKC');
  const bad = PROHIBITED.exec(label);
  if (bad !== null) throw new UnicodeError(`Invalid character ${repr(bad[0])}`);
  const directions = Array.from(label, (character) => RIGHT_TO_LEFT.test(character));
  if (directions.includes(true)) {
    if (Array.from(label).some(isLeftToRight)) throw new UnicodeError('Violation of BIDI requirement 2');
    if (directions[0] !== true || directions.at(-1) !== true) {
      throw new UnicodeError('Violation of BIDI requirement 3');
    }
  }
  return label;
}

/** Table B.2: case folding for use with NFKC. */
function foldCase(character: string): string {
  const folded = fold(character);
  const again = fold(folded.normalize('NFKC')).normalize('NFKC');
  return folded.normalize('NFKC') === again ? folded : again;
}

/** Table B.3: lower case, and characters without a lower case of their own. An iota subscript becomes a letter. */
function fold(text: string): string {
  const lower = text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ');
  const parts = lower.normalize('NFD');
  return parts.includes('\u0345') ? parts.replaceAll('\u0345', 'ι').normalize('NFC') : lower;
}
