/** The whole comparison on one strip: where both agree, where they say something else, and where only one of them is. */
import { svg } from 'lit/html.js';
import type { LineKind, Lines } from './lines.ts';
import { LINE_KINDS } from './lines.ts';

/** The strip is so many parts wide. */
const PARTS = 400;

const SAME = LINE_KINDS.indexOf('same');
/** From which height to which: what only the left one does stands above, the right one's below. */
const HEIGHTS: Readonly<Record<LineKind, readonly [number, number]>> = {
  same: [4, 6],
  other: [2.5, 7.5],
  apart: [3, 7],
  left: [0, 5],
  right: [5, 10],
};

/** Draws the lines, many of them in one part of the strip: then each kind that is there shows. */
export function stripOf(lines: Lines): unknown {
  const parts = Math.min(PARTS, lines.length);
  const paths: Record<LineKind, string> = { same: '', other: '', apart: '', left: '', right: '' };
  const seen = new Uint8Array(parts);
  for (let line = 0; line < lines.length; line += 1) {
    const part = Math.floor((line * parts) / lines.length);
    seen[part] = (seen[part] ?? 0) | (1 << (lines.kinds[line] ?? SAME));
  }
  for (const [place, kind] of LINE_KINDS.entries()) {
    const [top, bottom] = HEIGHTS[kind];
    for (let part = 0; part < parts; part += 1) {
      if (((seen[part] ?? 0) & (1 << place)) === 0) continue;
      let end = part + 1;
      while (end < parts && ((seen[end] ?? 0) & (1 << place)) !== 0) end += 1;
      paths[kind] += `M${part} ${top}H${end}V${bottom}H${part}z`;
      part = end;
    }
  }
  return svg`<svg viewBox="0 0 ${parts} 10" preserveAspectRatio="none" aria-hidden="true">
    ${LINE_KINDS.map((kind) => svg`<path class="strip-${kind}" d=${paths[kind]} />`)}
  </svg>`;
}
