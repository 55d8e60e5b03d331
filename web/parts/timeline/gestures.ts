/**
 * Pointer and wheel on the timeline, as gestures: dragging scrubs, the axis strip or Shift brushes, two fingers and the
 * wheel zoom.
 */

/** What the reader asks for. Pixels of the picture count from its left edge. */
export interface GestureListener {
  scrub(pixel: number): void;
  brush(one: number, other: number, isDone: boolean): void;
  zoom(factor: number, pixel: number): void;
  pan(pixels: number): void;
  whole(): void;
  /** The pointer rests there; undefined when it has left. */
  hover(pixel: number | undefined): void;
}

/** A brush shorter than that is a click. */
const SHORTEST_BRUSH = 5;
const WHEEL_STEP = 0.0022;
const PIXELS_PER_LINE = 16;

/** The picture in an element. */
export interface Picture {
  /** The height of the strip at the top that is brushed. */
  readonly axisHeight: number;
  /** How many pixels of the document one of the picture takes. */
  scale(): number;
}

/** Listens to an element until it is gone. */
export function listenToGestures(element: HTMLElement, picture: Picture, listener: GestureListener): void {
  new Gestures(element, picture, listener).start();
}

const isButton = ({ target }: Event): boolean => target instanceof Element && target.closest('button') !== null;

class Gestures {
  private readonly _element: HTMLElement;
  private readonly _picture: Picture;
  private readonly _listener: GestureListener;
  private readonly _pointers = new Map<number, number>();
  /** Where a brush began. */
  private _brushFrom: number | undefined;
  private _isScrubbing = false;
  /** The press was on a button: it is clicked, unless the pointer is dragged. */
  private _isOnButton = false;

  constructor(element: HTMLElement, picture: Picture, listener: GestureListener) {
    this._element = element;
    this._picture = picture;
    this._listener = listener;
  }

  start(): void {
    const element = this._element;
    element.addEventListener('pointerdown', (event) => this._down(event));
    element.addEventListener('pointermove', (event) => this._move(event));
    element.addEventListener('pointerup', (event) => this._up(event));
    element.addEventListener('pointercancel', (event) => this._up(event));
    element.addEventListener('pointerleave', () => this._listener.hover(undefined));
    element.addEventListener('dblclick', (event) => {
      if (!isButton(event)) this._listener.whole();
    });
    element.addEventListener('wheel', (event) => this._wheel(event), { passive: false });
  }

  private _pixel({ clientX }: MouseEvent): number {
    return (clientX - this._element.getBoundingClientRect().left) / this._picture.scale();
  }

  private _isOnAxis({ clientY }: MouseEvent): boolean {
    const picture = this._picture;
    return clientY - this._element.getBoundingClientRect().top < picture.axisHeight * picture.scale();
  }

  private _down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const pixel = this._pixel(event);
    this._isOnButton = isButton(event);
    // What has the pointer has its click, too.
    if (!this._isOnButton) this._element.setPointerCapture(event.pointerId);
    this._pointers.set(event.pointerId, pixel);
    this._listener.hover(undefined);
    if (this._pointers.size > 1) {
      this._isScrubbing = false;
      this._brushFrom = undefined;
    } else if (event.shiftKey || this._isOnAxis(event)) {
      this._brushFrom = pixel;
    } else {
      this._isScrubbing = true;
      this._listener.scrub(pixel);
    }
  }

  private _move(event: PointerEvent): void {
    const pixel = this._pixel(event);
    const before = this._pointers.get(event.pointerId);
    if (before === undefined) return this._listener.hover(isButton(event) ? undefined : pixel);
    if (this._isOnButton && Math.abs(pixel - before) < SHORTEST_BRUSH) return;
    if (this._isOnButton) this._element.setPointerCapture(event.pointerId);
    this._isOnButton = false;
    this._pointers.set(event.pointerId, pixel);
    if (this._pointers.size === 2) this._pinch(event.pointerId, before, pixel);
    else if (this._brushFrom !== undefined) this._listener.brush(this._brushFrom, pixel, false);
    else if (this._isScrubbing) this._listener.scrub(pixel);
  }

  private _up(event: PointerEvent): void {
    const pixel = this._pixel(event);
    this._pointers.delete(event.pointerId);
    this._isScrubbing = false;
    const isClick = this._isOnButton;
    this._isOnButton = false;
    if (isClick) this._brushFrom = undefined;
    if (this._brushFrom === undefined) return;
    const isBrush = Math.abs(pixel - this._brushFrom) >= SHORTEST_BRUSH;
    if (isBrush) this._listener.brush(this._brushFrom, pixel, true);
    else this._listener.scrub(pixel);
    this._brushFrom = undefined;
  }

  /** Two fingers: their distance zooms, their middle pans. */
  private _pinch(moved: number, before: number, now: number): void {
    const other = [...this._pointers].find(([id]) => id !== moved)?.[1] ?? now;
    const [distanceBefore, distance] = [Math.abs(before - other), Math.abs(now - other)];
    if (distanceBefore < 1 || distance < 1) return;
    this._listener.zoom(distanceBefore / distance, (now + other) / 2);
    this._listener.pan((before - now) / 2);
  }

  private _wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_PER_LINE : 1;
    const [x, y] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    if (Math.abs(x) > Math.abs(y)) this._listener.pan((x * unit) / this._picture.scale());
    // A pinch on a touchpad arrives as a wheel with Ctrl and small distances.
    else this._listener.zoom(Math.exp(y * unit * WHEEL_STEP * (event.ctrlKey ? 4 : 1)), this._pixel(event));
  }
}
