/** Draws the timeline on a canvas: the lanes, and over them the axis, the marks and the cursor. */
import { paintLanes } from './paint-lanes.ts';
import type { Scene } from './scene.ts';
import { AXIS_HEIGHT, cursorPixel, unitOf } from './scene.ts';
import { pixelOf, tickDistance } from './viewport.ts';

const PIXELS_PER_LABEL = 90;

export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height } = scene;
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT);
  context.clip();
  paintLanes(context, scene);
  paintFuture(context, scene);
  context.restore();
  paintAxis(context, scene);
  paintFlags(context, scene);
  paintBrush(context, scene);
  paintMarked(context, scene);
  paintCursor(context, scene);
}

/** Steps after the cursor are paler. */
function paintFuture(context: CanvasRenderingContext2D, scene: Scene): void {
  const left = cursorPixel(scene);
  if (scene.cursor >= scene.track.shown || left > scene.width) return;
  context.globalAlpha = 0.62;
  context.fillStyle = scene.palette.surface;
  context.fillRect(Math.max(0, left), 0, scene.width, scene.height);
  context.globalAlpha = 1;
}

function paintAxis(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, isTime, palette, texts } = scene;
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
    if (left >= width - 40) continue;
    context.fillText(isTime ? timeLabel(scene, unit, distance) : texts.number(unit), left + 4, 6);
  }
}

/** Time as seconds, milliseconds or microseconds, as fine as the distance of the labels. */
function timeLabel({ texts }: Scene, micros: number, distance: number): string {
  if (micros === 0) return '0';
  if (distance >= 100_000) return texts.say('timeline.seconds', { value: micros / 1_000_000 });
  if (distance >= 100) return texts.say('timeline.millis', { value: micros / 1_000 });
  return texts.say('timeline.micros', { value: micros });
}

/** Search results and beginnings of branches, on the axis. */
function paintFlags(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, palette, found, flags } = scene;
  context.fillStyle = palette.amber;
  let drawn = -1;
  for (const number of found) {
    const left = Math.round(pixelOf(view, unitOf(scene, number), width));
    // One is enough where many fall on one pixel.
    if (left !== drawn) context.fillRect((drawn = left), AXIS_HEIGHT - 4, 2, 3);
  }
  context.fillStyle = palette.violet;
  for (const number of flags) {
    context.beginPath();
    context.arc(pixelOf(view, unitOf(scene, number), width), AXIS_HEIGHT - 4, 3, 0, 2 * Math.PI);
    context.fill();
  }
}

function paintBrush(context: CanvasRenderingContext2D, { brush, view, width, height, palette }: Scene): void {
  if (brush === undefined) return;
  const [one, other] = [pixelOf(view, brush[0], width), pixelOf(view, brush[1], width)];
  context.globalAlpha = 0.25;
  context.fillStyle = palette.accent;
  context.fillRect(Math.min(one, other), 0, Math.abs(other - one), height);
  context.globalAlpha = 1;
}

/** A dashed line at the step that belongs to what the pointer is on. */
function paintMarked(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.marked === undefined) return;
  const left = Math.round(pixelOf(scene.view, unitOf(scene, scene.marked), scene.width));
  context.fillStyle = scene.palette.amber;
  for (let top = 0; top < scene.height; top += 6) context.fillRect(left, top, 2, 4);
}

function paintCursor(context: CanvasRenderingContext2D, scene: Scene): void {
  const pixel = cursorPixel(scene);
  if (pixel < -1 || pixel > scene.width + 1) return;
  const left = Math.round(Math.min(scene.width - 1, pixel));
  context.fillStyle = scene.palette.accent;
  context.fillRect(left - 1, 0, 2, scene.height);
  context.beginPath();
  context.moveTo(left - 5, 0);
  context.lineTo(left + 5, 0);
  context.lineTo(left + 5, 5);
  context.lineTo(left, 10);
  context.lineTo(left - 5, 5);
  context.fill();
}
