/**
 * Threads from the bytes in `rfile` to the keys of the environ that were made of them, as curves; and the bytes in
 * their colours, in every lane of the request, where the browser has highlights.
 */
import type { Face } from '../../../kit/face.ts';
import type { Thread } from '../../../session/threads.ts';
import type { LaneView } from '../lane-view.ts';
import type { ValueCell } from './value-cell.ts';

const SVG = 'http://www.w3.org/2000/svg';
const KINDS: readonly Thread['is'][] = ['method', 'path', 'query', 'version', 'header'];

const nameOf = (is: Thread['is']): string => `glaswerk-thread-${is}`;

export class ThreadLines {
  private readonly _face: Face;
  private readonly _grid: HTMLElement;
  private readonly _lanes: readonly LaneView[];
  private readonly _environ: ValueCell;
  private readonly _svg = document.createElementNS(SVG, 'svg');
  private _threads: readonly Thread[] = [];
  private _ranges: { readonly is: Thread['is']; readonly range: Range }[] = [];
  private _isWaiting = false;

  constructor(face: Face, grid: HTMLElement, lanes: readonly LaneView[], environ: ValueCell) {
    this._face = face;
    this._grid = grid;
    this._lanes = lanes.filter(({ info }) => info.stream === 'request');
    this._environ = environ;
    this._svg.setAttribute('class', 'thread-lines');
    this._svg.setAttribute('aria-hidden', 'true');
    grid.append(this._svg);
    const again = (): void => this._schedule();
    face.scope.observe(new ResizeObserver(again)).observe(grid);
    for (const element of [...this._lanes.map(({ body }) => body), environ.element])
      face.scope.listen(element, 'scroll', again, { capture: true, passive: true });
    face.scope.onEnd(() => this._unlight());
  }

  show(threads: readonly Thread[]): void {
    if (threads.length === 0 && this._threads.length === 0) return;
    this._threads = threads;
    this._schedule();
  }

  /** After the layout: all places are known then. */
  private _schedule(): void {
    if (this._isWaiting) return;
    this._isWaiting = true;
    this._face.scope.frame(() => {
      this._isWaiting = false;
      this._draw();
    });
  }

  private _draw(): void {
    this._unlight();
    this._svg.replaceChildren();
    const grid = this._grid.getBoundingClientRect();
    const rfile = this._lanes.find(({ info }) => info.name === 'rfile');
    for (const thread of this._threads) {
      for (const lane of this._lanes) {
        const range = rangeOf(lane.body, thread);
        if (range === undefined) continue;
        this._light(thread.is, range);
        if (lane === rfile) this._curve(range, lane.body, thread, grid);
      }
    }
  }

  private _curve(range: Range, body: HTMLElement, { key, is }: Thread, grid: DOMRect): void {
    const value = this._environ.valueOf(key);
    const ends = [...range.getClientRects()].at(-1);
    if (value === undefined || ends === undefined) return;
    const box = body.getBoundingClientRect();
    const row = (value.parentElement ?? value).getBoundingClientRect();
    const cell = this._environ.element.getBoundingClientRect();
    const isSeen = ends.bottom > box.top && ends.top < box.bottom && row.top > box.top && row.bottom < cell.bottom;
    if (!isSeen || row.width === 0) return;
    const [x, y] = [ends.right - grid.left + 2, (ends.top + ends.bottom) / 2 - grid.top];
    const [toX, toY] = [row.left - grid.left, (row.top + row.bottom) / 2 - grid.top];
    const bend = Math.max(24, (toX - x) / 2);
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', `of-${is}`);
    path.setAttribute('d', `M${x} ${y}C${x + bend} ${y} ${toX - bend} ${toY} ${toX} ${toY}`);
    this._svg.append(path);
  }

  private _light(is: Thread['is'], range: Range): void {
    if (!('highlights' in CSS)) return;
    const name = nameOf(is);
    const highlight = CSS.highlights.get(name) ?? new Highlight();
    CSS.highlights.set(name, highlight);
    highlight.add(range);
    this._ranges.push({ is, range });
  }

  private _unlight(): void {
    if (!('highlights' in CSS)) return;
    for (const { is, range } of this._ranges) CSS.highlights.get(nameOf(is))?.delete(range);
    this._ranges = [];
    for (const is of KINDS) if (CSS.highlights.get(nameOf(is))?.size === 0) CSS.highlights.delete(nameOf(is));
  }
}

/** The drawn bytes of a thread in a lane; undefined when they are not drawn. */
function rangeOf(body: HTMLElement, { from, to }: Thread): Range | undefined {
  const parts = [...body.querySelectorAll<HTMLElement>('[data-at]')];
  const part = parts.findLast((one) => Number(one.dataset['at']) <= from);
  const text = part?.firstChild;
  if (part === undefined || text?.nodeType !== Node.TEXT_NODE) return undefined;
  const start = from - Number(part.dataset['at']);
  const { length } = text.textContent ?? '';
  if (start >= length) return undefined;
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, Math.min(length, start + to - from));
  return range;
}
