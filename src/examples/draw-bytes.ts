/** Bytes as text in which each one can be seen. */
import { hexEscape, utf8Text } from './escapes.ts';

/** How much of a line is drawn. */
const MOST_DRAWN = 160;

/** Characters that leave no mark, or change how others are drawn. */
const INVISIBLE = /[\u0080-\u00a0\u00ad\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}\p{Cs}]/gu;

/**
 * Draws bytes: text in UTF-8 as it is, control characters as their pictures (`␍␊`, `␀`), bytes that are not text as
 * `\xNN`, blanks before a line end and at the end as `·`.
 */
export function drawBytes(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, MOST_DRAWN);
  return textOf(shown) + (shown.length < bytes.length ? '…' : '');
}

function textOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  let from = 0;
  while (from < bytes.length) {
    const length = characterLength(bytes[from] as number);
    const character = utf8Text(bytes.subarray(from, from + length));
    parts.push(character === undefined ? hexEscape(bytes[from] as number) : visible(character));
    from += character === undefined ? 1 : length;
  }
  return parts.join('').replaceAll(/ +(?=␍|␊|$)/g, (blanks) => '·'.repeat(blanks.length));
}

const visible = (text: string): string =>
  text
    .replaceAll(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`)
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\0-\x1f\x7f]/g, (control) =>
      control === '\x7f' ? '␡' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
    );

/** How many bytes a character has in UTF-8 that begins with this one. */
const characterLength = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1);
