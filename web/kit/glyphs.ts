/**
 * Bytes as text that can be looked at: printable characters as they are, everything else as a picture or an escape.
 * What a server sends is hostile to a terminal; nothing that comes out of here can move a cursor or reorder a line.
 */

/** `text` as it is; `end` for CR and LF; `control` for other control bytes and escapes. */
export type RunKind = 'text' | 'end' | 'control';

export interface Run {
  readonly kind: RunKind;
  readonly text: string;
  /** How many bytes it stands for. */
  readonly bytes: number;
  /** A line ends after it. */
  readonly isLineEnd: boolean;
}

const CR = 0x0d;
const LF = 0x0a;

/**
 * Characters that would change how others are drawn: C1 controls, bidirectional marks, invisible and combining ones,
 * and those without a glyph.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Mn}\p{Me}]/u;

/** Bytes in a UTF-8 sequence, by its first byte; 0 when it cannot be one. */
function sequenceLength(first: number): number {
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** The character that starts at `at`, if a whole, valid and harmless UTF-8 sequence does. */
function characterAt(bytes: Uint8Array, at: number): { text: string; length: number } | undefined {
  const length = sequenceLength(bytes[at] ?? 0);
  if (length === 0 || at + length > bytes.length) return undefined;
  let code = (bytes[at] ?? 0) & (0xff >> (length + 1));
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i] ?? 0;
    if (next >> 6 !== 2) return undefined;
    code = (code << 6) | (next & 0x3f);
  }
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code < [0, 0, 0x80, 0x800, 0x10000][length]!) {
    return undefined;
  }
  const text = String.fromCodePoint(code);
  return UNSAFE.test(text) ? undefined : { text, length };
}

/** `\xNN`, as the byte mode of the terminal reads it. */
function escapeOf(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** The picture of a control byte: U+2400 and on, ␡ for delete. */
function pictureOf(byte: number): string {
  return byte === 0x7f ? '␡' : String.fromCharCode(0x2400 + byte);
}

/** Cuts bytes into runs of one kind each. A line feed ends its run. */
export function runsOf(bytes: Uint8Array): Run[] {
  const runs: Run[] = [];
  let kind: RunKind = 'text';
  let text = '';
  let count = 0;
  const flush = (isLineEnd = false): void => {
    if (count > 0) runs.push({ kind, text, bytes: count, isLineEnd });
    text = '';
    count = 0;
  };
  const add = (next: RunKind, shown: string, length: number): void => {
    if (next !== kind) flush();
    kind = next;
    text += shown;
    count += length;
  };
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    let length = 1;
    if (byte === CR || byte === LF) add('end', byte === CR ? '␍' : '␊', 1);
    else if (byte >= 0x20 && byte < 0x7f) add('text', String.fromCharCode(byte), 1);
    else if (byte < 0x80) add('control', pictureOf(byte), 1);
    else {
      const character = characterAt(bytes, at);
      length = character?.length ?? 1;
      if (character === undefined) add('control', escapeOf(byte), 1);
      else add('text', character.text, length);
    }
    if (byte === LF) flush(true);
    at += length;
  }
  flush();
  return runs;
}

/** Bytes in one line of text, an ellipsis for those beyond `most`. */
export function glyphText(bytes: Uint8Array, most: number): string {
  const text = runsOf(bytes.subarray(0, most))
    .map((run) => run.text)
    .join('');
  return bytes.length > most ? `${text}…` : text;
}
