/** Draws the lanes of the timeline. Where several steps fall on one column of pixels they are drawn as one. */
import { BLOCK } from '../../session/log/summary.ts';
import { MARKS } from '../../session/log/track.ts';
import type { Colour, Palette } from './palette.ts';
import { threadColour } from './palette.ts';
import type { Scene } from './scene.ts';
import { AXIS_HEIGHT, LANE_HEIGHT, pixelsPerStep, stepsInView, unitOf } from './scene.ts';
import { pixelOf } from './viewport.ts';

const PROFILE_HEIGHT = 15;
const MARK_HEIGHT = 6;
/** From that many pixels for a step on, each step is drawn separately. */
const APART = 3;
/** Deeper calls are drawn no higher. */
const HIGHEST = 20;
/** By place in `MARKS`; a call is drawn as profile only. */
const MARK_COLOURS: readonly Colour[] = ['accent', 'blue', 'violet', 'amber', 'green', 'green', 'red'];
const FULL_HEIGHT = MARKS.indexOf('log');

/** What falls on each column of each visible lane: a bit for each mark, and how deep the calls go. */
interface Columns {
  /** The row that comes first in them. */
  readonly first: number;
  readonly marks: Uint8Array;
  readonly depths: Uint8Array;
}

export function paintLanes(context: CanvasRenderingContext2D, scene: Scene): void {
  paintLives(context, scene);
  if (!scene.isTime && pixelsPerStep(scene) >= APART) paintApart(context, scene);
  else paintColumns(context, scene, aggregate(scene));
}

/** Top of a lane, by its row; undefined when it is not in view. */
function topOf({ scrollTop, height }: Scene, row: number): number | undefined {
  const top = AXIS_HEIGHT + row * LANE_HEIGHT - scrollTop;
  return top + LANE_HEIGHT < AXIS_HEIGHT || top > height ? undefined : top;
}

/** The row of each lane in view, -1 for the others. */
function rowsOfLanes(scene: Scene): Int32Array {
  const rows = new Int32Array(scene.track.lanes.length).fill(-1);
  for (const [row, lane] of scene.lanes.entries()) if (topOf(scene, row) !== undefined) rows[lane] = row;
  return rows;
}

/** A thin line for as long as a thread lives. */
function paintLives(context: CanvasRenderingContext2D, scene: Scene): void {
  const { lanes, track, view, width, colourOf, palette } = scene;
  for (const [row, place] of lanes.entries()) {
    const top = topOf(scene, row);
    const lane = track.lanes[place];
    if (top === undefined || lane === undefined) continue;
    const from = lane.tid === 0 ? 0 : Math.max(0, pixelOf(view, unitOf(scene, lane.from), width));
    const to = Math.min(width, pixelOf(view, unitOf(scene, lane.to ?? track.shown), width));
    context.fillStyle = palette.line;
    context.fillRect(0, top + LANE_HEIGHT - 1, width, 1);
    context.fillStyle = palette[threadColour(colourOf(lane.tid))];
    context.globalAlpha = 0.55;
    if (to > from) context.fillRect(from, top + LANE_HEIGHT - 2, to - from, 1);
    context.globalAlpha = 1;
  }
}

/** One pass over the steps in view, or over summaries of them where many fall on one column. */
function aggregate(scene: Scene): Columns {
  const { track, view, width, isTime } = scene;
  const [first, last] = stepsInView(scene);
  const rows = rowsOfLanes(scene);
  const columns = Math.ceil(width);
  const firstRow = Math.max(0, Math.floor(scene.scrollTop / LANE_HEIGHT) - 1);
  const shownRows = Math.ceil(scene.height / LANE_HEIGHT) + 2;
  const marks = new Uint8Array(shownRows * columns);
  const depths = new Uint8Array(shownRows * columns);
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

function paintColumns(context: CanvasRenderingContext2D, scene: Scene, { first, marks, depths }: Columns): void {
  const columns = Math.ceil(scene.width);
  const draw = new Brush(context, scene.palette);
  for (const [row, place] of scene.lanes.entries()) {
    const top = topOf(scene, row);
    const tid = scene.track.lanes[place]?.tid;
    if (top === undefined || tid === undefined) continue;
    draw.lane(top, threadColour(scene.colourOf(tid)));
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

function paintApart(context: CanvasRenderingContext2D, scene: Scene): void {
  const { track, view, width } = scene;
  const rows = rowsOfLanes(scene);
  const step = pixelsPerStep(scene);
  const bar = Math.max(2, Math.floor(step) - 1);
  const [first, last] = stepsInView(scene);
  const draw = new Brush(context, scene.palette);
  for (let number = first; number < last; number += 1) {
    const place = track.laneOf[number] as number;
    const top = topOf(scene, rows[place] as number);
    if ((rows[place] as number) < 0 || top === undefined) continue;
    const left = Math.round(pixelOf(view, number, width));
    draw.lane(top, threadColour(scene.colourOf(track.lanes[place]?.tid ?? 0)));
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
  private _colour: Colour = 'strong';

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this._context = context;
    this._palette = palette;
  }

  lane(top: number, colour: Colour): void {
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
