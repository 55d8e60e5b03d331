/** Everything that a picture of the timeline depends on, and where things are in it. */
import type { Track } from '../../session/log/track.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Palette } from './palette.ts';
import type { Viewport } from './viewport.ts';
import { pixelOf } from './viewport.ts';

/** Of the strip with the axis: labels, and under them the moments. */
export const AXIS_HEIGHT = 18;
export const LANE_HEIGHT = 20;

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
  /** Steps at which branches begin. */
  readonly flags: readonly number[];
  /** The step that belongs to what the pointer is on. */
  readonly marked: number | undefined;
  readonly brush: readonly [number, number] | undefined;
  readonly palette: Palette;
  readonly texts: Texts;
}

/** Where a step is on the axis. */
export const unitOf = ({ track, isTime }: Pick<Scene, 'track' | 'isTime'>, step: number): number =>
  isTime ? (track.times[Math.min(step, track.shown - 1)] ?? 0) : step;

export const pixelsPerStep = ({ view, width }: Scene): number => width / (view.to - view.from);

/** The steps in view: from the first up to the last one, without that. */
export function stepsInView({ track, view, isTime }: Scene): readonly [number, number] {
  if (isTime) return [track.stepAt(view.from), Math.min(track.shown, track.stepAt(view.to + 1))];
  return [Math.max(0, Math.floor(view.from)), Math.min(track.shown, Math.ceil(view.to))];
}

/** Where the cursor stands: behind the last step that has happened. */
export const cursorPixel = (scene: Scene): number =>
  pixelOf(scene.view, scene.isTime ? unitOf(scene, scene.cursor - 1) : scene.cursor, scene.width);
