/**
 * What `make_environ` makes of the path of a request line, character by character: the split into path and query, the
 * percent-decoding, and the way of PEP 3333 to keep UTF-8 in latin-1 text.
 */
import { PieceText } from './pieces.ts';

/** A part of the request line: its characters, and where its first byte is. */
export interface Part {
  readonly text: string;
  readonly from: number;
}

export interface TargetParts {
  readonly scheme: Part;
  readonly netloc: Part;
  readonly path: Part;
  readonly query: Part;
}

const LEADING_CONTROLS = /^[\0-\x20]*/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

const cut = ({ text, from }: Part, start: number, end = text.length): Part => ({
  text: text.slice(start, end),
  from: from + start,
});

/** As `urlsplit` does it; the fragment is left out, since no key has it. */
export function targetParts(target: Part): TargetParts {
  let rest = cut(target, LEADING_CONTROLS.exec(target.text)?.[0].length ?? 0);
  const colon = SCHEME.exec(rest.text)?.[0].length ?? 0;
  const scheme = cut(rest, 0, Math.max(0, colon - 1));
  rest = cut(rest, colon);
  let netloc = cut(rest, 0, 0);
  if (rest.text.startsWith('//')) {
    const found = rest.text.slice(2).search(/[/?#]/);
    const end = found === -1 ? rest.text.length : found + 2;
    netloc = cut(rest, 2, end);
    rest = cut(rest, end);
  }
  const fragment = rest.text.indexOf('#');
  if (fragment >= 0) rest = cut(rest, 0, fragment);
  const question = rest.text.indexOf('?');
  if (question < 0) return { scheme, netloc, path: rest, query: cut(rest, rest.text.length) };
  return { scheme, netloc, path: cut(rest, 0, question), query: cut(rest, question + 1) };
}

/** The UTF-8 of a latin-1 character, one character for each byte. */
const utf8 = (character: string): string => {
  const code = character.charCodeAt(0);
  return code < 0x80 ? character : String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
};

/** Latin-1 text as the environ has it: its UTF-8, one character for each byte. */
export function danced({ text, from }: Part): PieceText {
  const made = new PieceText();
  for (let at = 0; at < text.length; at += 1) made.add(utf8(text[at] as string), from + at, from + at + 1);
  return made;
}

/** PATH_INFO: percent-decoded, then as UTF-8 in latin-1. */
export function unquoted(part: Part): PieceText {
  const made = new PieceText();
  for (const run of part.text.matchAll(/[\0-\x7f]+|[\x80-\xff]+/g)) {
    const piece = cut(part, run.index, run.index + run[0].length);
    if (run[0].charCodeAt(0) < 0x80) addDecoded(made, decodedBytes(piece));
    else made.append(danced(piece));
  }
  return made;
}

/** A byte, and the characters `%41` that it stood as. */
interface Decoded {
  readonly byte: number;
  readonly from: number;
  readonly to: number;
}

function decodedBytes({ text, from }: Part): Decoded[] {
  const bytes: Decoded[] = [];
  for (let at = 0; at < text.length;) {
    const digits = /^%([0-9A-Fa-f]{2})/.exec(text.slice(at, at + 3))?.[1];
    const length = digits === undefined ? 1 : 3;
    const byte = digits === undefined ? text.charCodeAt(at) : parseInt(digits, 16);
    bytes.push({ byte, from: from + at, to: from + at + length });
    at += length;
  }
  return bytes;
}

/** Text of bytes; those that are not UTF-8 become U+FFFD, three bytes in the environ. */
function addDecoded(made: PieceText, bytes: readonly Decoded[]): void {
  for (let at = 0; at < bytes.length;) {
    const { isWhole, length } = utf8Unit(bytes, at);
    const unit = bytes.slice(at, at + length);
    if (isWhole) for (const { byte, from, to } of unit) made.add(String.fromCharCode(byte), from, to);
    else made.add('\u00ef\u00bf\u00bd', unit[0]?.from ?? 0, unit.at(-1)?.to ?? 0);
    at += length;
  }
}

/** How many bytes from `at` on are one character of UTF-8, or the beginning of one. */
function utf8Unit(bytes: readonly Decoded[], at: number): { readonly isWhole: boolean; readonly length: number } {
  const lead = bytes[at]?.byte ?? 0;
  if (lead < 0x80) return { isWhole: true, length: 1 };
  if (lead < 0xc2 || lead > 0xf4) return { isWhole: false, length: 1 };
  const wanted = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let length = 1;
  while (length < wanted && isContinuation(lead, length, bytes[at + length]?.byte)) length += 1;
  return { isWhole: length === wanted, length };
}

/** Whether a byte can be number `place` of the character that `lead` begins. */
function isContinuation(lead: number, place: number, byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const low = place > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = place > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}
