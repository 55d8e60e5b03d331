/** Draws the timeline on a canvas. Where several steps fall on one column of pixels they are drawn as one. */
import { BLOCK } from '../../session/log/summary.ts';
import type { Track } from '../../session/log/track.ts';
import { MARKS } from '../../session/log/track.ts';
import type { Viewport } from './viewport.ts';
import { pixelOf, tickDistance } from './viewport.ts';

export const AXIS_HEIGHT = 17;
export const LANE_HEIGHT = 20;

const PROFILE_HEIGHT = 15;
const MARK_HEIGHT = 6;
/** From that many pixels for a step on, each is drawn by itself. */
const APART = 3;
/** Calls deeper than that are drawn no higher. */
const HIGHEST = 20;
const PIXELS_PER_LABEL = 90;

const COLOURS = {
  line: '--glaswerk-line',
  strong: '--glaswerk-line-strong',
  text: '--glaswerk-faint',
  surface: '--glaswerk-surface',
  accent: '--glaswerk-accent',
  soft: '--glaswerk-accent-soft',
  blue: '--glaswerk-blue',
  violet: '--glaswerk-violet',
  green: '--glaswerk-green',
  amber: '--glaswerk-amber',
  red: '--glaswerk-red',
} as const;

export type Palette = Readonly<Record<keyof typeof COLOURS, string>>;

/** The page's colours as they are now. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(COLOURS).map(([name, property]) => [name, style.getPropertyValue(property)]),
  ) as Palette;
}

/** By number of a thread's colour. */
const THREADS: readonly (keyof Palette)[] = ['strong', 'accent', 'blue', 'amber', 'violet', 'green'];
/** By place in `MARKS`; a call is the profile alone. */
const MARK_COLOURS: readonly (keyof Palette)[] = ['accent', 'blue', 'violet', 'amber', 'green', 'green', 'red'];
const FULL_HEIGHT = MARKS.indexOf('log');

/** Everything a picture depends on. */
export interface Scene {
  readonly track: Track;
  readonly view: Viewport;
  readonly isTime: boolean;
  readonly width: number;
  readonly height: number;
  /** Places of the lanes in the track, from top to bottom, and how far the list of them is scrolled. */
  readonly lanes: readonly number[];
  readonly scrollTop: number;
  readonly colourOf: (tid: number) => number;
  /** How many steps have happened. */
  readonly cursor: number;
  readonly found: readonly number[];
  readonly flags: readonly number[];
  readonly linked: number | undefined;
  readonly brush: readonly [number, number] | undefined;
}

/** What falls on each column of each visible lane: a bit for each mark, and how deep the calls go. */
interface Columns {
  /** The row that comes first in them. */
  readonly first: number;
  readonly marks: Uint8Array;
  readonly depths: Uint8Array;
}

export function paint(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { width, height } = scene;
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT);
  context.clip();
  paintLives(context, scene, palette);
  const [first, last] = stepsInSight(scene);
  if (!scene.isTime && pixelsPerStep(scene) >= APART) paintApart(context, scene, palette);
  else paintColumns(context, scene, aggregate(scene, first, last), palette);
  paintFuture(context, scene, palette);
  context.restore();
  paintAxis(context, scene, palette);
  paintLinked(context, scene, palette);
  paintCursor(context, scene, palette);
}

/** Where a step is on the axis. */
export const unitOf = ({ track, isTime }: Pick<Scene, 'track' | 'isTime'>, step: number): number =>
  isTime ? (track.times[Math.min(step, track.length - 1)] ?? 0) : step;

const pixelsPerStep = ({ view, width }: Scene): number => width / (view.to - view.from);

function stepsInSight({ track, view, isTime }: Scene): readonly [number, number] {
  if (isTime) return [track.stepAt(view.from), track.stepAt(view.to + 1)];
  return [Math.max(0, Math.floor(view.from)), Math.min(track.length, Math.ceil(view.to))];
}

/** Top of a lane, by its row; undefined when it is out of sight. */
function topOf({ scrollTop, height }: Scene, row: number): number | undefined {
  const top = AXIS_HEIGHT + row * LANE_HEIGHT - scrollTop;
  return top + LANE_HEIGHT < AXIS_HEIGHT || top > height ? undefined : top;
}

/** The row of each lane that one can see, -1 for the others. */
function rowsOfLanes(scene: Scene): Int32Array {
  const rows = new Int32Array(scene.track.lanes.length).fill(-1);
  for (const [row, lane] of scene.lanes.entries()) if (topOf(scene, row) !== undefined) rows[lane] = row;
  return rows;
}

/** A thin line for as long as a thread lives. */
function paintLives(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { lanes, track, view, width, colourOf } = scene;
  for (const [row, place] of lanes.entries()) {
    const top = topOf(scene, row);
    const lane = track.lanes[place];
    if (top === undefined || lane === undefined) continue;
    const from = lane.tid === 0 ? 0 : Math.max(0, pixelOf(view, unitOf(scene, lane.from), width));
    const to = Math.min(width, pixelOf(view, unitOf(scene, lane.to ?? track.length), width));
    context.fillStyle = palette.line;
    context.fillRect(0, top + LANE_HEIGHT - 1, width, 1);
    context.fillStyle = palette[THREADS[colourOf(lane.tid)] ?? 'strong'];
    context.globalAlpha = 0.55;
    if (to > from) context.fillRect(from, top + LANE_HEIGHT - 2, to - from, 1);
    context.globalAlpha = 1;
  }
}

/** One pass over the steps in sight; over sums of them where many fall on one column. */
function aggregate(scene: Scene, first: number, last: number): Columns {
  const { track, view, width, isTime } = scene;
  const rows = rowsOfLanes(scene);
  const columns = Math.ceil(width);
  const firstRow = Math.max(0, Math.floor(scene.scrollTop / LANE_HEIGHT) - 1);
  const seenRows = Math.ceil(scene.height / LANE_HEIGHT) + 2;
  const marks = new Uint8Array(seenRows * columns);
  const depths = new Uint8Array(seenRows * columns);
  const scale = width / (view.to - view.from);
  const add = (unit: number, lane: number, mask: number, depth: number): void => {
    const row = rows[lane] as number;
    const column = ((unit - view.from) * scale) | 0;
    if (row < 0 || column < 0 || column >= columns) return;
    const at = (row - firstRow) * columns + column;
    (marks[at] as number) |= mask;
    if (depth >= (depths[at] as number)) depths[at] = Math.min(depth + 1, HIGHEST);
  };
  if (!isTime && scale * BLOCK * 2 < 1) track.summary.each(first, last, add);
  else {
    for (let number = first; number < last; number += 1) {
      const unit = isTime ? (track.times[number] as number) : number;
      add(unit, track.laneOf[number] as number, 1 << (track.marks[number] as number), track.depths[number] as number);
    }
  }
  return { first: firstRow, marks, depths };
}

const heightOf = (depth: number): number => 3 + (Math.min(depth, HIGHEST) / HIGHEST) * (PROFILE_HEIGHT - 3);

function paintColumns(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { first, marks, depths }: Columns,
  palette: Palette,
): void {
  const columns = Math.ceil(scene.width);
  const draw = new Brush(context, palette);
  for (const [row, place] of scene.lanes.entries()) {
    const top = topOf(scene, row);
    const tid = scene.track.lanes[place]?.tid;
    if (top === undefined || tid === undefined) continue;
    draw.lane(top, THREADS[scene.colourOf(tid)] ?? 'strong');
    for (let column = 0; column < columns; column += 1) {
      const mask = marks[(row - first) * columns + column] as number;
      if (mask !== 0) draw.profile(column, 1, depths[(row - first) * columns + column] as number);
    }
    for (let column = 0; column < columns; column += 1) {
      const mask = marks[(row - first) * columns + column] as number;
      // The most striking of what happened there.
      if (mask > 1) draw.mark(column, 1, 31 - Math.clz32(mask));
    }
  }
  context.globalAlpha = 1;
}

function paintApart(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { track, view, width } = scene;
  const rows = rowsOfLanes(scene);
  const step = pixelsPerStep(scene);
  const bar = Math.max(2, Math.floor(step) - 1);
  const [first, last] = stepsInSight(scene);
  const draw = new Brush(context, palette);
  for (let number = first; number < last; number += 1) {
    const place = track.laneOf[number] as number;
    const top = topOf(scene, rows[place] as number);
    if ((rows[place] as number) < 0 || top === undefined) continue;
    const left = Math.round(pixelOf(view, number, width));
    draw.lane(top, THREADS[scene.colourOf(track.lanes[place]?.tid ?? 0)] ?? 'strong');
    draw.profile(left, bar, (track.depths[number] as number) + 1);
    const mark = track.marks[number] as number;
    if (mark > 0) draw.mark(left, Math.min(bar, 6), mark);
  }
  context.globalAlpha = 1;
}

/** The two shapes that lanes are made of. */
class Brush {
  private readonly _context: CanvasRenderingContext2D;
  private readonly _palette: Palette;
  private _bottom = 0;
  private _colour: keyof Palette = 'strong';

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this._context = context;
    this._palette = palette;
  }

  lane(top: number, colour: keyof Palette): void {
    this._bottom = top + LANE_HEIGHT - 2;
    this._colour = colour;
  }

  /** How deep the calls go. */
  profile(left: number, width: number, depth: number): void {
    const height = heightOf(depth);
    this._context.globalAlpha = 0.28;
    this._context.fillStyle = this._palette[this._colour];
    this._context.fillRect(left, this._bottom - height, width, height);
  }

  mark(left: number, width: number, mark: number): void {
    const height = mark >= FULL_HEIGHT ? PROFILE_HEIGHT : MARK_HEIGHT;
    this._context.globalAlpha = 1;
    this._context.fillStyle = this._palette[MARK_COLOURS[mark] ?? 'strong'];
    this._context.fillRect(left, this._bottom - height, width, height);
  }
}

/** What is still to come is paler. */
function paintFuture(context: CanvasRenderingContext2D, scene: Scene, { surface }: Palette): void {
  const left = cursorPixel(scene);
  if (scene.cursor >= scene.track.length || left > scene.width) return;
  context.globalAlpha = 0.62;
  context.fillStyle = surface;
  context.fillRect(Math.max(0, left), 0, scene.width, scene.height);
  context.globalAlpha = 1;
}

/** Where the cursor stands: behind the last step that has happened. */
export const cursorPixel = (scene: Scene): number =>
  pixelOf(scene.view, scene.isTime ? unitOf(scene, scene.cursor - 1) : scene.cursor, scene.width);

function paintAxis(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const { view, width, isTime, brush, found, flags } = scene;
  context.fillStyle = palette.line;
  context.fillRect(0, AXIS_HEIGHT - 1, width, 1);
  const distance = tickDistance(view, width / PIXELS_PER_LABEL);
  context.font = '10px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (let unit = Math.ceil(view.from / distance) * distance; unit <= view.to; unit += distance) {
    const left = Math.round(pixelOf(view, unit, width));
    context.fillStyle = palette.strong;
    context.fillRect(left, AXIS_HEIGHT - 5, 1, 4);
    context.fillStyle = palette.text;
    if (left < width - 40) context.fillText(isTime ? timeLabel(unit, distance) : COUNT.format(unit), left + 4, 8);
  }
  context.fillStyle = palette.amber;
  let drawn = -1;
  for (const number of found) {
    const left = Math.round(pixelOf(view, unitOf(scene, number), width));
    // Of many on one pixel one is enough.
    if (left !== drawn) context.fillRect((drawn = left), AXIS_HEIGHT - 4, 2, 3);
  }
  context.fillStyle = palette.violet;
  for (const number of flags) {
    context.beginPath();
    context.arc(pixelOf(view, unitOf(scene, number), width), AXIS_HEIGHT - 4, 3, 0, 2 * Math.PI);
    context.fill();
  }
  if (brush === undefined) return;
  const [one, other] = [pixelOf(view, brush[0], width), pixelOf(view, brush[1], width)];
  context.globalAlpha = 0.25;
  context.fillStyle = palette.accent;
  context.fillRect(Math.min(one, other), 0, Math.abs(other - one), scene.height);
  context.globalAlpha = 1;
}

/** Made once: it takes longer than all the rest of the axis. */
const COUNT = new Intl.NumberFormat('en');
const FINE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** Time as seconds, milliseconds or microseconds, as fine as the distance of the labels. */
function timeLabel(micros: number, distance: number): string {
  if (micros === 0) return '0';
  if (distance >= 100_000) return `${FINE.format(micros / 1_000_000)} s`;
  if (distance >= 100) return `${FINE.format(micros / 1_000)} ms`;
  return `${COUNT.format(micros)} µs`;
}

/** A dashed line at a step that is pointed at elsewhere. */
function paintLinked(context: CanvasRenderingContext2D, scene: Scene, { amber }: Palette): void {
  if (scene.linked === undefined) return;
  const left = Math.round(pixelOf(scene.view, unitOf(scene, scene.linked), scene.width));
  context.fillStyle = amber;
  for (let top = 0; top < scene.height; top += 6) context.fillRect(left, top, 2, 4);
}

function paintCursor(context: CanvasRenderingContext2D, scene: Scene, { accent }: Palette): void {
  const pixel = cursorPixel(scene);
  if (pixel < -1 || pixel > scene.width + 1) return;
  const left = Math.round(Math.min(scene.width - 1, pixel));
  context.fillStyle = accent;
  context.fillRect(left - 1, 0, 2, scene.height);
  context.beginPath();
  context.moveTo(left - 5, 0);
  context.lineTo(left + 5, 0);
  context.lineTo(left + 5, 5);
  context.lineTo(left, 10);
  context.lineTo(left - 5, 5);
  context.fill();
}
