/** Bytes as nodes of the page, each with the offset of its first byte in the stream, so that a pointer finds them. */
import { runsOf } from '../../kit/glyphs.ts';
import { hexRows } from '../../kit/hex.ts';

/** Where drawn bytes are: in the lane, and how many were dropped before the lane. */
export interface Place {
  readonly from: number;
  readonly dropped: number;
}

export function textNodes(bytes: Uint8Array, className: string, { from, dropped }: Place): Node {
  const whole = document.createElement('span');
  whole.className = className;
  let at = from + dropped;
  for (const { kind, text, bytes: count } of runsOf(bytes)) {
    const part = document.createElement(kind === 'text' ? 'span' : 'i');
    if (kind !== 'text') part.className = kind;
    part.dataset['at'] = String(at);
    part.textContent = text;
    whole.append(part);
    at += count;
  }
  return whole;
}

export function hexNodes(bytes: Uint8Array, className: string, { from, dropped }: Place): Node {
  const whole = document.createElement('span');
  whole.className = className;
  for (const { offset, address, hex } of hexRows(bytes, from)) {
    const line = document.createElement('span');
    line.dataset['at'] = String(offset + dropped);
    const start = document.createElement('i');
    start.className = 'end';
    start.textContent = address;
    line.append(start, ` ${hex}`);
    whole.append(line);
  }
  return whole;
}

/** The offset in the stream of the drawn bytes that an event came from. */
export function offsetOf(target: EventTarget | null): number | undefined {
  const at = (target as Element).closest<HTMLElement>('[data-at]')?.dataset['at'];
  return at === undefined ? undefined : Number(at);
}

/** The offset of the one byte that is drawn at a place of the window. */
export function offsetAt({ target, clientX, clientY }: MouseEvent): number | undefined {
  const part = (target as Element).closest<HTMLElement>('[data-at]');
  const drawn = part?.lastChild;
  if (part === null || !(drawn instanceof Text)) return undefined;
  return Number(part.dataset['at']) + bytesBefore(drawn, characterAt(drawn, clientX, clientY));
}

/** Place of the character of a text that is drawn at a point; they come in the order of reading. */
function characterAt(text: Text, x: number, y: number): number {
  const range = document.createRange();
  let [first, last] = [0, text.length - 1];
  while (first < last) {
    const middle = (first + last) >> 1;
    range.setStart(text, middle);
    range.setEnd(text, middle + 1);
    const { right, bottom, top } = range.getBoundingClientRect();
    if (bottom <= y || (top <= y && right <= x)) first = middle + 1;
    else last = middle;
  }
  return first;
}

/** How many bytes are drawn before a character. */
function bytesBefore({ data, previousSibling, parentElement }: Text, at: number): number {
  // A row of hexadecimal numbers, which begins with an address and may have blanks after it.
  if (previousSibling !== null) return Math.max(0, Math.floor((at - data.search(/\S/)) / 3));
  if (parentElement?.localName === 'span') return new TextEncoder().encode(data.slice(0, at)).length;
  return [...data.matchAll(/\\x..|./gsu)].filter(({ index, 0: { length } }) => index + length <= at).length;
}
