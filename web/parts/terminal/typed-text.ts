/**
 * How a line looks while it is written: as it is typed, with a picture or an escape in place of what would be obeyed,
 * reorder the line, or not be seen.
 */
import { encodeText } from '../../kit/escapes.ts';
import { glyphText } from '../../kit/glyphs.ts';

/** What joins characters or belongs to the one before is not in it. */
const NOT_SEEN = /(?![\u200d\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Takes no column of its own. */
const NARROW = /[\p{Mn}\p{Me}\u200d\u{e0020}-\u{e007f}]/u;
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;
/** The most bytes of a character. */
const MOST_BYTES = 4;

/** So many characters of a line are drawn on either side of the cursor: each key draws them again. */
const MOST_SHOWN = 2_000;

/** What is drawn of a line: of a very long one the part around the cursor, and how many characters are left out. */
export function aroundCursor({ text, beforeCursor }: { readonly text: string; readonly beforeCursor: string }): {
  readonly text: string;
  readonly beforeCursor: string;
} {
  const at = beforeCursor.length;
  const before = at - MOST_SHOWN;
  const after = text.length - at - MOST_SHOWN;
  if (before <= 0 && after <= 0) return { text, beforeCursor };
  const start = before > 0 ? `[… ${before.toLocaleString('en')}] ${beforeCursor.slice(before)}` : beforeCursor;
  const end = after > 0 ? `${text.slice(at, at + MOST_SHOWN)} [${after.toLocaleString('en')} …]` : text.slice(at);
  return { text: start + end, beforeCursor: start };
}

/** @param mark what makes a terminal draw a picture, or an escape, in another colour. */
export function typedText(text: string, mark = (picture: string): string => picture): string {
  return text.replaceAll(NOT_SEEN, (character) => mark(glyphText(encodeText(character), MOST_BYTES)));
}

/** How many columns a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : NARROW.test(character) ? 0 : 1;
  return width;
}
