/** Decodes invalid UTF-8 byte by byte, as CPython does. */

/**
 * Called for bytes `start` to `end` (exclusive) that are not UTF-8, with the reason; returns their replacement, or
 * throws.
 */
export type InvalidHandler = (start: number, end: number, reason: string) => string;

const REASONS = {
  start: 'invalid start byte',
  continuation: 'invalid continuation byte',
  end: 'unexpected end of data',
} as const;

/** Decodes UTF-8; invalid bytes go to `onInvalid`, the longest beginning of a character at a time. */
export function decodeUtf8Slowly(bytes: Uint8Array, onInvalid: InvalidHandler): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      at += 1;
      continue;
    }
    const size = sequenceSize(first);
    const good = countGood(bytes, at, size);
    if (size > 0 && good === size) {
      text += String.fromCodePoint(codePoint(bytes, at, size));
      at += size;
      continue;
    }
    const isCut = size > 0 && at + good === bytes.length;
    const rest = isCut ? REASONS.end : REASONS.continuation;
    text += onInvalid(at, at + Math.max(good, 1), size === 0 ? REASONS.start : rest);
    at += Math.max(good, 1);
  }
  return text;
}

/** How many bytes a character has that begins with `first`; 0 if none does. */
function sequenceSize(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** How many bytes from `at` belong to a character of `size` bytes. */
function countGood(bytes: Uint8Array, at: number, size: number): number {
  if (size === 0) return 0;
  let good = 1;
  while (good < size && isContinuation(bytes, at, good)) good += 1;
  return good;
}

/** Whether the byte `offset` after the first may follow: no overlong forms, no surrogates, nothing above U+10FFFF. */
function isContinuation(bytes: Uint8Array, at: number, offset: number): boolean {
  const byte = bytes[at + offset];
  if (byte === undefined || byte < 0x80 || byte > 0xbf) return false;
  if (offset > 1) return true;
  const first = bytes[at];
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte < 0xa0;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte < 0x90;
}

function codePoint(bytes: Uint8Array, at: number, size: number): number {
  let code = (bytes[at] ?? 0) & (0xff >> (size + 1));
  for (let offset = 1; offset < size; offset += 1) code = (code << 6) | ((bytes[at + offset] ?? 0) & 0x3f);
  return code;
}
