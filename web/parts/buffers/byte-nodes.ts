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
