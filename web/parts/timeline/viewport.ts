/** Which part of an axis is in view. A value of plain numbers; units are steps, or microseconds. */

export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** The narrowest view, in units. */
const NARROWEST = 12;

/** The whole axis. */
export const whole = (length: number): Viewport => ({ from: 0, to: Math.max(NARROWEST, length) });

/** Where `unit` is drawn, in pixels from the left edge. */
export const pixelOf = ({ from, to }: Viewport, unit: number, width: number): number =>
  ((unit - from) / (to - from)) * width;

/** What is drawn at a pixel. */
export const unitAt = ({ from, to }: Viewport, pixel: number, width: number): number =>
  from + (pixel / Math.max(1, width)) * (to - from);

/** The view with `factor` times as much in it; `anchor` is drawn where it was. */
export function zoomed(view: Viewport, factor: number, anchor: number, length: number): Viewport {
  const before = view.to - view.from;
  const span = Math.min(whole(length).to, Math.max(NARROWEST, before * factor));
  const from = anchor - ((anchor - view.from) / before) * span;
  return clamped({ from, to: from + span }, length);
}

export const panned = ({ from, to }: Viewport, by: number, length: number): Viewport =>
  clamped({ from: from + by, to: to + by }, length);

/** The view of a brushed range, in any order of its ends. */
export function brushed(one: number, other: number, length: number): Viewport {
  const middle = (one + other) / 2;
  const half = Math.max(NARROWEST, Math.abs(one - other)) / 2;
  return clamped({ from: middle - half, to: middle + half }, length);
}

/** The view, moved as little as possible so that `unit` is in it, with some room around. */
export function revealing(view: Viewport, unit: number, length: number): Viewport {
  const room = (view.to - view.from) / 10;
  if (unit < view.from) return panned(view, unit - view.from - room, length);
  if (unit > view.to) return panned(view, unit - view.to + room, length);
  return view;
}

/** Whether all of the axis is in view. */
export const isWhole = ({ from, to }: Viewport, length: number): boolean => from <= 0 && to >= length;

/** The view pushed back onto the axis. */
export function clamped({ from, to }: Viewport, length: number): Viewport {
  const { to: end } = whole(length);
  const span = Math.min(to - from, end);
  const start = Math.min(Math.max(0, from), end - span);
  return { from: start, to: start + span };
}

/** A round distance between two labels of the axis, so that about `count` of them are in view. */
export function tickDistance({ from, to }: Viewport, count: number): number {
  const rough = Math.max(1, (to - from) / Math.max(1, count));
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
}
