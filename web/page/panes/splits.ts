/**
 * How the room of a desk is divided: where each border between panes stands, within what the panes on both sides need.
 * Numbers only; arrangement.ts shows them.
 */

/** Steps open; steps folded away to a strip with the timeline; the comparison over the lower half. */
export type Layout = 'quarters' | 'strip' | 'compare';

/** Between the columns; between the panes of the left and of the right column; between rows that go across. */
export type SplitName = 'columns' | 'left' | 'right' | 'rows';

export type Side = 'before' | 'after';

/** Where a border stands. */
export interface Place {
  /** The part of the room that what is before it has, from 0 to 1; undefined as the layout has it. */
  readonly part?: number;
  /** What is folded: to its head; a column to its least width. */
  readonly folded?: Side;
}

/** The room on both sides of a border, and the least that each side needs. */
export interface Room {
  readonly size: number;
  readonly least: readonly [before: number, after: number];
}

export const SPLITS: Readonly<Record<Layout, readonly SplitName[]>> = {
  quarters: ['columns', 'left', 'right'],
  strip: ['columns', 'rows'],
  compare: ['columns', 'rows'],
};

/** What the panes on both sides of a border need, in rem; arrangement.css keeps to the same. */
export function leastOf(layout: Layout, split: SplitName): readonly [before: number, after: number] {
  if (split === 'columns') return [26, 26];
  // The lanes need less than a terminal, the steps more than a log.
  if (split === 'right') return [9.5, 16.5];
  return [12, { quarters: 13.5, strip: 8, compare: 12 }[layout]];
}

/** How far a border can go. Where there is not enough for both, what is before it has what it needs. */
export function limitsOf({ size, least: [before, after] }: Room): readonly [low: number, high: number] {
  if (size <= 0) return [0.5, 0.5];
  const low = Math.min(1, before / size);
  return [low, Math.max(low, 1 - after / size)];
}

export function within(part: number, room: Room): number {
  const [low, high] = limitsOf(room);
  return Math.min(high, Math.max(low, part));
}

/** Where a key takes a border, by the pattern of ARIA; undefined for other keys. @param step how far an arrow goes. */
export function movedBy(key: string, part: number, room: Room, step: number): number | undefined {
  const [low, high] = limitsOf(room);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return within(part - step / room.size, room);
    case 'ArrowRight':
    case 'ArrowDown':
      return within(part + step / room.size, room);
    case 'Home':
      return low;
    case 'End':
      return high;
    default:
      return undefined;
  }
}

/** The border at which a pane can be folded, and the side on which it stands there. */
export function foldOf(layout: Layout, pane: string): readonly [split: SplitName, side: Side] | undefined {
  const isUpper = pane !== 'server' && pane !== 'compare' && pane !== 'time';
  if (layout !== 'quarters') return pane === 'time' ? undefined : ['rows', isUpper ? 'before' : 'after'];
  if (isUpper) return [pane === 'clients' ? 'left' : 'right', 'before'];
  // The steps have a fold of their own.
  return pane === 'server' ? ['left', 'after'] : undefined;
}

/** Every place that was chosen: by layout, and by border. */
export type Arranged = Readonly<Record<string, Readonly<Partial<Record<SplitName, Place>>>>>;

/** What was written; nothing, when that is not what `JSON.stringify` made of an arrangement. */
export function parseArranged(text: string | null): Arranged {
  try {
    const arranged: unknown = JSON.parse(text ?? '{}');
    return isRecordOf(arranged, (places) => isRecordOf(places, isPlace)) ? (arranged as Arranged) : {};
  } catch {
    return {};
  }
}

const isRecordOf = (value: unknown, isValue: (value: unknown) => boolean): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isValue);

function isPlace(value: unknown): boolean {
  if (!isRecordOf(value, () => true)) return false;
  const { part, folded } = value;
  const isPart = part === undefined || (typeof part === 'number' && part >= 0 && part <= 1);
  return isPart && (folded === undefined || folded === 'before' || folded === 'after');
}
