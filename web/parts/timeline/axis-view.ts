/** The part of the axis that is in view: of a log that grows, in steps or in virtual time. No DOM. */
import type { Track } from '../../session/log/track.ts';
import type { Axis } from '../../session/time/state.ts';
import { unitOf } from './scene.ts';
import type { Viewport } from './viewport.ts';
import { brushed, clamped, isWhole, panned, revealing, unitAt, whole, zoomed } from './viewport.ts';

export class AxisView {
  /** Pixels. */
  width = 0;
  private _port: Viewport = whole(0);
  private _isFollowing = true;
  private _axis: Axis = 'steps';
  private _at = 0;
  private readonly _track: Track;

  constructor(track: Track) {
    this._track = track;
  }

  get port(): Viewport {
    return this._port;
  }

  get isTime(): boolean {
    return this._axis === 'time';
  }

  /** Whether nothing is out of view. */
  get isWhole(): boolean {
    return this._isFollowing || isWhole(this._port, this._length);
  }

  /** The log or the cursor has changed: the whole axis stays whole, and a cursor that moves stays in view. */
  update(axis: Axis, at: number): void {
    if (axis !== this._axis) {
      this._axis = axis;
      this._isFollowing = true;
    }
    const hasMoved = at !== this._at;
    this._at = at;
    if (this._isFollowing) this._port = whole(this._length);
    else {
      this._port = clamped(this._port, this._length);
      if (hasMoved) this._port = revealing(this._port, this.unit(at), this._length);
    }
  }

  showWhole(): void {
    this._look(whole(this._length));
  }

  /** Zooms in (a factor below 1) or out, around a pixel or around the cursor. */
  zoom(factor: number, pixel?: number): void {
    const anchor = pixel === undefined ? this.unit(this._at) : this.unitAt(pixel);
    this._look(zoomed(this._port, factor, anchor, this._length));
  }

  pan(pixels: number): void {
    const by = (pixels / Math.max(1, this.width)) * (this._port.to - this._port.from);
    this._look(panned(this._port, by, this._length));
  }

  /** Zooms to a range of units. */
  brush(one: number, other: number): void {
    this._look(brushed(one, other, this._length));
  }

  /** Where the cursor is on the axis, after `at` steps. */
  unit(at: number): number {
    return this.isTime ? unitOf({ track: this._track, isTime: true }, at - 1) : at;
  }

  unitAt(pixel: number): number {
    return unitAt(this._port, pixel, this.width);
  }

  /** The cursor that belongs to a place on the axis. */
  cursorAt(unit: number): number {
    const cursor = this.isTime ? this._track.stepAt(unit + 1) : Math.round(unit);
    return Math.min(this._track.shown, Math.max(1, cursor));
  }

  /** The cursors at both ends of what is in view. */
  get ends(): readonly [from: number, to: number] {
    return [this.cursorAt(this._port.from), this.cursorAt(this._port.to)];
  }

  private get _length(): number {
    const { times, shown } = this._track;
    return this.isTime ? (times[shown - 1] ?? 0) : shown;
  }

  private _look(port: Viewport): void {
    this._port = port;
    this._isFollowing = isWhole(port, this._length);
  }
}
