/**
 * Which moments have a peg on the axis. Where they would be too close, the one that matters most has it, and the others
 * are counted there. No DOM.
 */
import type { Moment } from '../../../src/explain/moments/moment.ts';

/** The least distance of two pegs, in pixels of the picture. */
export const PEG_DISTANCE = 8;

export interface Peg {
  readonly moment: Moment;
  readonly pixel: number;
  /** How many moments have no peg because of this one. */
  readonly others: number;
}

export interface PegScene {
  /** Pixels. */
  readonly width: number;
  /** Where the cursor is on the axis, in pixels, when a moment is shown. */
  readonly pixelOf: (moment: Moment) => number;
  readonly rankOf: (moment: Moment) => number;
}

/** The pegs from left to right. */
export function pegsOf(moments: readonly Moment[], { width, pixelOf, rankOf }: PegScene): readonly Peg[] {
  const columns = new Map<number, { moment: Moment; rank: number; count: number }>();
  for (const moment of moments) {
    const pixel = Math.round(pixelOf(moment));
    if (pixel < 0 || pixel > width) continue;
    const rank = rankOf(moment);
    const known = columns.get(pixel);
    if (known === undefined) columns.set(pixel, { moment, rank, count: 1 });
    else columns.set(pixel, { ...(rank > known.rank ? { moment, rank } : known), count: known.count + 1 });
  }
  const ranked = [...columns].toSorted(([left, one], [right, other]) => other.rank - one.rank || left - right);
  const counts = new Map<number, number>();
  const pegs: { moment: Moment; pixel: number }[] = [];
  for (const [pixel, { moment, count }] of ranked) {
    const near = nearest(pixel, counts);
    if (near === undefined) pegs.push({ moment, pixel });
    counts.set(near ?? pixel, (counts.get(near ?? pixel) ?? 0) + count);
  }
  const placed = pegs.toSorted((one, other) => one.pixel - other.pixel);
  return placed.map((peg) => ({ ...peg, others: (counts.get(peg.pixel) ?? 1) - 1 }));
}

/** The peg that is too close to a pixel for another one; of two, the closer one. */
function nearest(pixel: number, pegs: ReadonlyMap<number, number>): number | undefined {
  for (let distance = 0; distance < PEG_DISTANCE; distance += 1) {
    if (pegs.has(pixel - distance)) return pixel - distance;
    if (pegs.has(pixel + distance)) return pixel + distance;
  }
  return undefined;
}
