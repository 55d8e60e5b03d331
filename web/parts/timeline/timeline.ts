/**
 * The timeline: a lane for each thread and client on one axis. The cursor is dragged; the axis strip is brushed to zoom
 * in.
 */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { USUAL_REM } from '../../kit/text-size.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { commandOfKey } from '../../session/time/commands.ts';
import type { TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import css from './timeline.css?inline';
import { AxisView } from './axis-view.ts';
import { makeFitButton } from './fit-button.ts';
import { listenToGestures } from './gestures.ts';
import { LaneLabels, MOST_ROWS } from './lane-labels.ts';
import { lanesInView } from './lanes.ts';
import type { MomentMarks } from './moment-marks.ts';
import { paint } from './paint.ts';
import type { Palette } from './palette.ts';
import { paletteOf } from './palette.ts';
import { AXIS_HEIGHT, LANE_HEIGHT } from './scene.ts';
import { pixelOf } from './viewport.ts';

const ZOOM = 1.6;

export const loadMarks = lazily(() => import('./moment-marks.ts'));

export class Timeline {
  readonly element = document.createElement('div');
  /** Shows all of it; for a row of tools. */
  readonly fit: HTMLElement;
  /** Has the pointer: the stage, and over it the moments. */
  private readonly _area = document.createElement('div');
  /** Has the focus and the keys. */
  private readonly _stage = document.createElement('div');
  private readonly _labels: LaneLabels;
  private readonly _canvas = document.createElement('canvas');
  private readonly _tip = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _log: StepLog;
  private readonly _view: AxisView;
  private _at = 0;
  private _marked: number | undefined;
  private _brush: readonly [number, number] | undefined;
  /** Steps at which branches begin. */
  private _flags: readonly number[] = [];
  private _palette: Palette | undefined;
  private _isScheduled = false;
  private _marks: MomentMarks | undefined;
  private _isLoadingMarks = false;

  constructor(face: Face, time: TimeModel) {
    face.adopt(css);
    this._face = face;
    this._time = time;
    this._log = time.session.log;
    this._view = new AxisView(this._log.track);
    this._labels = new LaneLabels(face, this._log, () => this._schedule());
    this.fit = makeFitButton(face, () => this._look(() => this._view.showWhole()));
    this.element.className = 'timeline';
    this._stage.className = 'timeline-stage';
    this._stage.tabIndex = 0;
    this._stage.setAttribute('role', 'slider');
    this._tip.className = 'timeline-tip';
    this._tip.hidden = true;
    this._stage.append(this._canvas);
    this._area.className = 'timeline-area';
    this._area.append(this._stage);
    this.element.append(this._labels.element, this._area, this._tip);
    this._stage.addEventListener('keydown', (event) => this._onKey(event));
    this._listenToPointer();
    this._follow();
  }

  private _listenToPointer(): void {
    const picture = { axisHeight: AXIS_HEIGHT, scale: () => this._scale };
    listenToGestures(this._area, picture, {
      scrub: (pixel) => this._time.goTo(this._view.cursorAt(this._view.unitAt(pixel))),
      brush: (one, other, isDone) => this._onBrush(one, other, isDone),
      zoom: (factor, pixel) => this._look(() => this._view.zoom(factor, pixel)),
      pan: (pixels) => this._look(() => this._view.pan(pixels)),
      whole: () => this._look(() => this._view.showWhole()),
      hover: (pixel) => this._hover(pixel),
    });
  }

  private _follow(): void {
    const { _face: face, _time: time } = this;
    let width = 0;
    const fit = (): void => {
      this._view.width = width / this._scale;
      this._schedule();
    };
    const resized = new ResizeObserver(([entry]) => {
      width = entry?.contentRect.width ?? 0;
      fit();
    });
    face.onTextSize(fit);
    face.scope.observe(resized).observe(this._stage);
    face.onTheme(() => {
      this._palette = undefined;
      this._schedule();
    });
    face.onTexts((texts) => {
      this._stage.setAttribute('aria-label', texts.say('timeline.title'));
      this._update(time.state);
    });
    time.select(
      (state) => [state.at, state.length, state.version, state.axis, state.branches, state.filter, state.query],
      () => this._update(time.state),
      face.scope,
    );
    time.onMoments(() => {
      if (time.moments.length > 0) this._loadMarks();
      if (this._marks !== undefined) this._schedule();
    }, face.scope);
    time.select(
      ({ marked }) => marked,
      (marked) => {
        this._marked = marked;
        this._schedule();
      },
      face.scope,
    );
  }

  /** The moments come when there are some. */
  private _loadMarks(): void {
    if (this._marks !== undefined || this._isLoadingMarks) return;
    this._isLoadingMarks = true;
    const load = (): ReturnType<typeof loadMarks> =>
      loadMarks().finally(() => {
        this._isLoadingMarks = false;
      });
    this._face.late('timeline.moments.missing', load, ({ MomentMarks }) => {
      if (this._marks !== undefined) return;
      this._marks = new MomentMarks(this._face.child(), this._time);
      this._area.append(this._marks.element);
      this._schedule();
    });
  }

  private _update({ at, length, axis, branches }: TimeState): void {
    const { texts } = this._face;
    this._flags = branches.flatMap(({ parent, step }) => (parent === undefined ? [] : [step]));
    this._at = at;
    this._view.update(axis, at);
    this.fit.hidden = this._view.isWhole;
    const step = this._log.at(at - 1);
    const kind = step === undefined ? '' : texts.say(`steps.kind.${step.kind}`);
    this._stage.setAttribute('aria-valuemin', '0');
    this._stage.setAttribute('aria-valuemax', String(length));
    this._stage.setAttribute('aria-valuenow', String(at));
    const position = texts.say('timeline.position', { at, length, kind, name: step?.name ?? '' });
    this._stage.setAttribute('aria-valuetext', position);
    this._schedule();
  }

  /** Changes what is in view. */
  private _look(change: () => void): void {
    change();
    this.fit.hidden = this._view.isWhole;
    this._schedule();
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    if (!this._viewByKey(event) && !this._moveByKey(event)) return;
    event.preventDefault();
  }

  private _viewByKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const view = this._view;
    const isAlong = ctrlKey || metaKey;
    if (key === '+' || key === '=') this._look(() => view.zoom(1 / ZOOM));
    else if (key === '-' || key === '_') this._look(() => view.zoom(ZOOM));
    else if (key === '0') this._look(() => view.showWhole());
    else if (isAlong && key === 'ArrowLeft') this._look(() => view.pan(-view.width / 4));
    else if (isAlong && key === 'ArrowRight') this._look(() => view.pan(view.width / 4));
    else return false;
    return true;
  }

  private _moveByKey(event: KeyboardEvent): boolean {
    const time = this._time;
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      const [from, to] = this._view.ends;
      const page = Math.max(1, Math.round((to - from) / 10));
      time.goTo(time.state.at + (event.key === 'PageUp' ? -page : page));
      return true;
    }
    const command = commandOfKey(event, 'steps');
    command?.run(time);
    return command !== undefined;
  }

  private _onBrush(one: number, other: number, isDone: boolean): void {
    const range = [this._view.unitAt(one), this._view.unitAt(other)] as const;
    this._brush = isDone ? undefined : range;
    if (isDone) this._look(() => this._view.brush(...range));
    else this._schedule();
  }

  private _hover(pixel: number | undefined): void {
    const number = pixel === undefined ? -1 : this._view.cursorAt(this._view.unitAt(pixel)) - 1;
    const step = this._log.at(number);
    this._tip.hidden = step === undefined || pixel === undefined;
    if (step === undefined || pixel === undefined) return;
    const { texts } = this._face;
    const kind = texts.say(`steps.kind.${step.kind}`);
    this._tip.textContent = texts.say('timeline.tip', { step: number + 1, kind, name: step.name });
    const room = this.element.clientWidth - this._tip.offsetWidth - 4;
    this._tip.style.left = `${Math.max(0, Math.min(room, this._area.offsetLeft + pixel * this._scale + 10))}px`;
  }

  /** The picture is made for the usual size of text, and drawn larger or smaller. */
  private get _scale(): number {
    return this._face.rem / USUAL_REM;
  }

  private _schedule(): void {
    if (this._isScheduled) return;
    this._isScheduled = true;
    this._face.scope.frame(() => {
      this._isScheduled = false;
      this._draw();
    });
  }

  private _draw(): void {
    const { track, found } = this._log;
    const view = this._view;
    const { width, port } = view;
    if (width === 0) return;
    const [from, to] = view.ends;
    const lanes = lanesInView(track, from - 1, to);
    const height = AXIS_HEIGHT + Math.max(1, Math.min(MOST_ROWS, lanes.length)) * LANE_HEIGHT;
    this._resize(height * this._scale, width * this._scale);
    this._labels.draw(lanes);
    const context = this._canvas.getContext('2d');
    if (context === null) return;
    const scale = devicePixelRatio * this._scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paint(context, {
      track,
      view: port,
      isTime: view.isTime,
      width,
      height,
      lanes,
      scrollTop: this._labels.scrollTop,
      colourOf: (tid) => this._log.colourOf(tid),
      cursor: this._at,
      found,
      flags: this._flags,
      marked: this._marked,
      brush: this._brush,
      palette: (this._palette ??= paletteOf(this._stage)),
      texts: this._face.texts,
    });
    this._marks?.draw({ width, at: this._at, pixelOf: (at) => pixelOf(port, view.unit(at), width) });
    this._stage.dataset['from'] = String(Math.round(port.from));
    this._stage.dataset['to'] = String(Math.round(port.to));
    this._stage.dataset['cursor'] = String(Math.round(pixelOf(port, view.unit(this._at), width)));
  }

  /** The canvas has a pixel for each pixel of the screen. */
  private _resize(height: number, width: number): void {
    const [deviceWidth, deviceHeight] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this._canvas.width === deviceWidth && this._canvas.height === deviceHeight) return;
    this._canvas.width = deviceWidth;
    this._canvas.height = deviceHeight;
    this._canvas.style.width = `${width}px`;
    this._canvas.style.height = `${height}px`;
    this.element.style.height = `${height}px`;
  }
}
