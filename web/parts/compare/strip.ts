/**
 * The whole comparison in one strip: where both machines agree, where they differ, and where only one of them does
 * something.
 */
import { svg } from 'lit/html.js';
import type { LineKind, Lines } from './lines.ts';
import { LINE_KINDS } from './lines.ts';

/** The most columns that the strip has. */
const COLUMNS = 400;

const SAME = LINE_KINDS.indexOf('same');
/** From which height to which: what only the left machine does is drawn above, what only the right one does below. */
const HEIGHTS: Readonly<Record<LineKind, readonly [number, number]>> = {
  same: [4, 6],
  other: [2.5, 7.5],
  apart: [3, 7],
  left: [0, 5],
  right: [5, 10],
};

/** Where many lines fall into one column, every kind among them is drawn. */
export function stripOf(lines: Lines): unknown {
  const columns = Math.min(COLUMNS, lines.length);
  const paths: Record<LineKind, string> = { same: '', other: '', apart: '', left: '', right: '' };
  const seen = new Uint8Array(columns);
  for (let line = 0; line < lines.length; line += 1) {
    const column = Math.floor((line * columns) / lines.length);
    seen[column] = (seen[column] ?? 0) | (1 << (lines.kinds[line] ?? SAME));
  }
  for (const [place, kind] of LINE_KINDS.entries()) {
    const [top, bottom] = HEIGHTS[kind];
    for (let column = 0; column < columns; column += 1) {
      if (((seen[column] ?? 0) & (1 << place)) === 0) continue;
      let end = column + 1;
      while (end < columns && ((seen[end] ?? 0) & (1 << place)) !== 0) end += 1;
      paths[kind] += `M${column} ${top}H${end}V${bottom}H${column}z`;
      column = end;
    }
  }
  return svg`<svg viewBox="0 0 ${columns} 10" preserveAspectRatio="none" aria-hidden="true">
    ${LINE_KINDS.map((kind) => svg`<path class="strip-${kind}" d=${paths[kind]} />`)}
  </svg>`;
}
