/** The timeline: a lane for each thread and client on one axis. The cursor is dragged; the axis strip is brushed to look closer. */
import type { Face } from '../../kit/face.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import css from './timeline.css?inline';
import { listenToGestures } from './gestures.ts';
import { laneLabel, lanesInSight } from './lanes.ts';
import type { Palette, Scene } from './paint.ts';
import { AXIS_HEIGHT, LANE_HEIGHT, paint, paletteOf, unitOf } from './paint.ts';
import type { Viewport } from './viewport.ts';
import { brushed, clamped, isWhole, panned, pixelOf, revealing, unitAt, whole, zoomed } from './viewport.ts';

/** Lanes that are seen without scrolling. */
const MOST_ROWS = 5;
const ZOOM = 1.6;

/** What the timeline tells. */
export interface TimelinePort {
  /** The cursor was dragged: so many steps are to have happened. */
  seek(cursor: number): void;
  /** Another part is in sight. */
  viewed(): void;
}

export class Timeline {
  readonly element = document.createElement('div');
  /** What has the focus and the keys. */
  readonly stage = document.createElement('div');
  private readonly _labels = document.createElement('ol');
  private readonly _canvas = document.createElement('canvas');
  private readonly _tip = document.createElement('div');
  private readonly _log: StepLog;
  private readonly _port: TimelinePort;
  private _view: Viewport = whole(0);
  private _isFollowing = true;
  private _isTime = false;
  /** Width of the stage, and how far the labels are scrolled: asking the document would have all of it laid out. */
  private _width = 0;
  private _scrollTop = 0;
  private _cursor = 0;
  private _rows: readonly number[] = [];
  private _labelled = '';
  private _shownLabels: readonly HTMLElement[] = [];
  /** What was drawn last, in a word. */
  private _drawn = '';
  private _brush: readonly [number, number] | undefined;
  private _flags: readonly number[] = [];
  private _linked: number | undefined;
  private _palette: Palette | undefined;
  private _isScheduled = false;

  constructor(face: Face, log: StepLog, port: TimelinePort) {
    face.adopt(css);
    this._log = log;
    this._port = port;
    this.element.className = 'timeline';
    this.stage.className = 'timeline-stage';
    this.stage.tabIndex = 0;
    this.stage.setAttribute('role', 'slider');
    this.stage.setAttribute('aria-label', 'Timeline');
    this._labels.className = 'timeline-labels';
    this._labels.setAttribute('aria-label', 'Lanes of the timeline');
    this._tip.className = 'timeline-tip';
    this._tip.hidden = true;
    this.stage.append(this._canvas);
    this.element.append(this._labels, this.stage, this._tip);
    this._labels.addEventListener(
      'scroll',
      () => {
        this._scrollTop = this._labels.scrollTop;
        this._schedule();
      },
      { passive: true },
    );
    const resized = new ResizeObserver(([entry]) => {
      this._width = entry?.contentRect.width ?? 0;
      this._schedule();
    });
    face.scope.observe(resized).observe(this.stage);
    face.onTheme(() => {
      this._palette = undefined;
      this._schedule();
    });
    listenToGestures(this.stage, AXIS_HEIGHT, {
      scrub: (pixel) => this._scrub(pixel),
      brush: (one, other, isDone) => this._onBrush(one, other, isDone),
      zoom: (factor, pixel) => this.zoom(factor, pixel),
      pan: (pixels) => this._pan(pixels),
      whole: () => this.showWhole(),
      hover: (pixel) => this._hover(pixel),
    });
  }

  get isTime(): boolean {
    return this._isTime;
  }

  /** Whether nothing is out of sight. */
  get isWhole(): boolean {
    return this._isFollowing || isWhole(this._view, this._length);
  }

  /** Changes between the axis of steps and that of virtual time. */
  set isTime(isTime: boolean) {
    this._isTime = isTime;
    this.showWhole();
  }

  /** @param flags steps that are marked. */
  update(cursor: number, flags: readonly number[] = []): void {
    const hasMoved = cursor !== this._cursor;
    const { track } = this._log;
    const { version, found, query } = this._log;
    const drawn = [version, track.length, cursor, this._isTime, flags.join(), found.length, query].join('/');
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    this._cursor = cursor;
    this._flags = flags;
    if (this._isFollowing) this._view = whole(this._length);
    else {
      this._view = clamped(this._view, this._length);
      if (hasMoved) this._view = revealing(this._view, this._unit(cursor), this._length);
    }
    const step = this._log.at(cursor - 1);
    this.stage.setAttribute('aria-valuemin', '0');
    this.stage.setAttribute('aria-valuemax', String(track.length));
    this.stage.setAttribute('aria-valuenow', String(cursor));
    this.stage.setAttribute(
      'aria-valuetext',
      `step ${cursor} of ${track.length}: ${step?.kind ?? ''} ${step?.name ?? ''}`,
    );
    this._schedule();
  }

  /** Marks a step that belongs to what is pointed at elsewhere. */
  link(number: number | undefined): void {
    if (number === this._linked) return;
    this._linked = number;
    this._schedule();
  }

  /** Looks closer (a factor below 1) or further, around a pixel or around the cursor. */
  zoom(factor: number, pixel?: number): void {
    const anchor = pixel === undefined ? this._unit(this._cursor) : unitAt(this._view, pixel, this._width);
    this._look(zoomed(this._view, factor, anchor, this._length));
  }

  showWhole(): void {
    this._look(whole(this._length));
  }

  /** The keys that are the timeline's own; true when it was one. */
  onKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (key === '+' || key === '=') this.zoom(1 / ZOOM);
    else if (key === '-' || key === '_') this.zoom(ZOOM);
    else if (key === '0') this.showWhole();
    else if ((ctrlKey || metaKey) && key === 'ArrowLeft') this._pan(-this._width / 4);
    else if ((ctrlKey || metaKey) && key === 'ArrowRight') this._pan(this._width / 4);
    else return false;
    return true;
  }

  /** How many steps a tenth of what is in sight has. */
  get page(): number {
    return Math.max(1, Math.round((this._stepAt(this._view.to) - this._stepAt(this._view.from)) / 10));
  }

  private get _length(): number {
    const { track } = this._log;
    return this._isTime ? (track.times[track.length - 1] ?? 0) : track.length;
  }

  private _unit(cursor: number): number {
    return this._isTime ? unitOf({ track: this._log.track, isTime: true }, cursor - 1) : cursor;
  }

  /** The cursor that belongs to a place on the axis. */
  private _stepAt(unit: number): number {
    const { track } = this._log;
    const cursor = this._isTime ? track.stepAt(unit + 1) : Math.round(unit);
    return Math.min(track.length, Math.max(1, cursor));
  }

  private _look(view: Viewport): void {
    this._view = view;
    this._isFollowing = isWhole(view, this._length);
    this._schedule();
    this._port.viewed();
  }

  private _pan(pixels: number): void {
    const by = (pixels / Math.max(1, this._width)) * (this._view.to - this._view.from);
    this._look(panned(this._view, by, this._length));
  }

  private _scrub(pixel: number): void {
    this._port.seek(this._stepAt(unitAt(this._view, pixel, this._width)));
  }

  private _onBrush(one: number, other: number, isDone: boolean): void {
    const range = [unitAt(this._view, one, this._width), unitAt(this._view, other, this._width)] as const;
    this._brush = isDone ? undefined : range;
    if (isDone) this._look(brushed(...range, this._length));
    else this._schedule();
  }

  private _hover(pixel: number | undefined): void {
    const number = pixel === undefined ? -1 : this._stepAt(unitAt(this._view, pixel, this._width)) - 1;
    const step = this._log.at(number);
    this._tip.hidden = step === undefined || pixel === undefined;
    if (step === undefined || pixel === undefined) return;
    this._tip.textContent = `${(number + 1).toLocaleString('en')}  ${step.kind} ${step.name}`;
    const room = this.element.clientWidth - this._tip.offsetWidth - 4;
    this._tip.style.left = `${Math.max(0, Math.min(room, this.stage.offsetLeft + pixel + 10))}px`;
  }

  private _schedule(): void {
    if (this._isScheduled) return;
    this._isScheduled = true;
    requestAnimationFrame(() => {
      this._isScheduled = false;
      this._draw();
    });
  }

  private _draw(): void {
    const { track, found } = this._log;
    const width = this._width;
    if (width === 0) return;
    this._rows = lanesInSight(track, this._stepAt(this._view.from) - 1, this._stepAt(this._view.to));
    const seen = Math.max(1, Math.min(MOST_ROWS, this._rows.length));
    const height = AXIS_HEIGHT + seen * LANE_HEIGHT;
    this._layOut(height, width);
    const context = this._canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const scene: Scene = {
      track,
      view: this._view,
      isTime: this._isTime,
      width,
      height,
      lanes: this._rows,
      scrollTop: this._scrollTop,
      colourOf: (tid) => this._log.colourOf(tid),
      cursor: this._cursor,
      found,
      flags: this._flags,
      linked: this._linked,
      brush: this._brush,
    };
    paint(context, scene, (this._palette ??= paletteOf(this.stage)));
    this.stage.dataset['from'] = String(Math.round(this._view.from));
    this.stage.dataset['to'] = String(Math.round(this._view.to));
    this.stage.dataset['cursor'] = String(Math.round(pixelOf(this._view, this._unit(this._cursor), width)));
  }

  /** The canvas has a pixel for each pixel of the screen, and each row its label. */
  private _layOut(height: number, width: number): void {
    const [deviceWidth, deviceHeight] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this._canvas.width !== deviceWidth || this._canvas.height !== deviceHeight) {
      this._canvas.width = deviceWidth;
      this._canvas.height = deviceHeight;
      this._canvas.style.width = `${width}px`;
      this._canvas.style.height = `${height}px`;
      this.element.style.height = `${height}px`;
    }
    this._labelRows();
  }

  /** Labels of the rows that one can see; the others are room above and below. */
  private _labelRows(): void {
    const first = Math.max(0, Math.floor(this._scrollTop / LANE_HEIGHT) - 1);
    const seen = this._rows.slice(first, first + MOST_ROWS + 2);
    const labelled = `${first}/${seen.map((place) => `${place} ${this._log.track.lanes[place]?.name}`).join()}`;
    if (labelled !== this._labelled) {
      this._labelled = labelled;
      this._shownLabels = seen.map((place) => this._labelOf(place));
      this._labels.replaceChildren(...this._shownLabels);
    }
    const below = this._rows.length - first - seen.length;
    // Not of the list itself: it would be as high as its padding.
    this._shownLabels.at(0)?.style.setProperty('margin-top', `${first * LANE_HEIGHT}px`);
    this._shownLabels.at(-1)?.style.setProperty('margin-bottom', `${below * LANE_HEIGHT}px`);
    if (this._rows.length > MOST_ROWS) this._labels.tabIndex = 0;
    else this._labels.removeAttribute('tabindex');
  }

  private _labelOf(place: number): HTMLElement {
    const { lanes } = this._log.track;
    const label = document.createElement('li');
    const lane = lanes[place];
    if (lane === undefined) return label;
    label.dataset['thread'] = String(this._log.colourOf(lane.tid));
    label.textContent = laneLabel(lane, place === lanes.findIndex(({ name }) => name === 'MainThread'));
    label.title = lane.tid === 0 ? 'What is done to the machine from outside' : `${lane.name}, tid ${lane.tid}`;
    return label;
  }
}
