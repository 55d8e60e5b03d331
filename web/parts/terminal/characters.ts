/**
 * Characters as a person sees them: a letter with its accents, a family of emoji joined to one. Where the browser has
 * no `Intl.Segmenter`, a character is a code point.
 */

const SEGMENTER = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : undefined;
/** So much around a place is looked at: a pasted line may have millions of characters. */
const AROUND = 128;

/** Where the character begins that ends at `at`, or that `at` stands in. */
export function characterStart(text: string, at: number): number {
  if (at <= 0) return 0;
  if (SEGMENTER === undefined) return at - (isPairAt(text, at - 2) ? 2 : 1);
  const from = windowStart(text, at);
  return from + (segmentAt(text, from, at - 1)?.index ?? 0);
}

/** Where the character ends that begins at `at`. */
export function characterEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  if (SEGMENTER === undefined) return at + (isPairAt(text, at) ? 2 : 1);
  const from = windowStart(text, at);
  const { index = 0, segment = '' } = segmentAt(text, from, at) ?? {};
  return from + index + segment.length;
}

const segmentAt = (text: string, from: number, at: number): Intl.SegmentData | undefined =>
  SEGMENTER?.segment(text.slice(from, at + AROUND)).containing(at - from);

/** Not between the halves of a pair. */
function windowStart(text: string, at: number): number {
  const from = Math.max(0, at - AROUND);
  return isPairAt(text, from - 1) ? from - 1 : from;
}

const isPairAt = (text: string, at: number): boolean => at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;
