/**
 * A list that draws only the rows in view: all rows have the same height, and elements are reused. No library: of three
 * that were measured, none kept up with 5,000 new rows a second.
 */
import { AfterLayout } from './after-layout.ts';
import type { Face } from './face.ts';
import { USUAL_REM } from './text-size.ts';

/** In pixels of the usual size of text: as large as the target of a pointer, or of a finger, has to be. */
const ROW_HEIGHT = 24;
const TOUCHED_ROW_HEIGHT = 32;
const OVERSCAN = 6;
/** How many rows stay visible above and below the revealed one. */
const MARGIN = 2;
/** No browser draws an element much higher than this. */
const MAX_HEIGHT = 15_000_000;

/** The element of a row: it shows one row after another. */
export interface ListRow {
  /** The list puts it at its place. */
  readonly element: HTMLElement;
  /** Takes it off the list until it is drawn again. */
  hide(): void;
}

export interface RowListOptions<Row extends ListRow> {
  readonly face: Face;
  /** Of the list; the element that holds its rows has the same with `-space` at the end. */
  readonly className: string;
  make(): Row;
  /** Draws the row at a place, with an id, and `aria-selected` for the selected one; returns whether there is one. */
  draw(row: Row, place: number): boolean;
  /** Called with an element that was clicked. */
  clicked(target: HTMLElement): void;
}

export class RowList<Row extends ListRow> {
  readonly element = document.createElement('div');
  private readonly _space = this.element.appendChild(document.createElement('div'));
  private readonly _rows: Row[] = [];
  private readonly _tops: number[] = [];
  private readonly _options: RowListOptions<Row>;
  private _length = 0;
  private _revealed = 0;
  private _isScheduled = false;
  /** Known without asking the document: that would force a layout. */
  private _height = 0;
  private _rowHeight: number;
  private _scrollTop = 0;
  /** The id of the selected row; empty while it is not drawn. */
  private _pointed = '';
  private readonly _laidOut: AfterLayout;
  /** The next scroll event is caused by the list itself. */
  private _hasScrolled = false;

  constructor(options: RowListOptions<Row>) {
    this._options = options;
    const { face } = options;
    const { scope } = face;
    this._rowHeight = this._measureRow();
    this._laidOut = new AfterLayout(this.element, scope);
    const { element } = this;
    element.className = options.className;
    element.tabIndex = 0;
    element.setAttribute('role', 'listbox');
    this._space.className = `${options.className}-space`;
    this._space.setAttribute('role', 'presentation');
    element.addEventListener('scroll', () => this._onScroll(), { passive: true });
    element.addEventListener('click', ({ target }) => options.clicked(target as HTMLElement));
    const observer = new ResizeObserver(([entry]) => {
      const wasHidden = this._height === 0;
      this._height = entry?.contentRect.height ?? 0;
      // A hidden list cannot be scrolled: only the document knows its place now.
      if (wasHidden) this._scrollTop = element.scrollTop;
      this.reveal(this._revealed);
    });
    scope.observe(observer).observe(element);
    face.onTextSize(() => {
      this._rowHeight = this._measureRow();
      this.length = this._length;
      this.forget();
      this.reveal(this._revealed);
    });
  }

  /** The style sheets have it as `--glaswerk-row`. Whole pixels: text between them is blurred. */
  private _measureRow(): number {
    const { face } = this._options;
    const height = face.matches('(pointer: coarse)') ? TOUCHED_ROW_HEIGHT : ROW_HEIGHT;
    const pixels = Math.round((height * face.rem) / USUAL_REM);
    this.element.style.setProperty('--glaswerk-row', `${pixels}px`);
    return pixels;
  }

  /** How many rows there are. */
  set length(length: number) {
    this._length = length;
    this._space.style.height = `${Math.min(MAX_HEIGHT, length * this._rowHeight)}px`;
  }

  /** How many rows fit. */
  get page(): number {
    return Math.max(1, Math.floor(this._height / this._rowHeight) - 1);
  }

  /** Draws the list, scrolled so that a row is visible. */
  reveal(place: number): void {
    this._revealed = place;
    // A hidden list is scrolled once it is shown.
    if (this._height === 0) return;
    const top = place * this._rowHeight - this._scrollTop;
    const room = this._height - this._rowHeight;
    // In a list of few rows, the margin must not push out the row itself.
    const margin = Math.max(0, Math.min(MARGIN * this._rowHeight, room / 2));
    // A row far away goes to the middle; for one nearby, its neighbours stay visible.
    if (top < -this._rowHeight || top > room + this._rowHeight) this._scrollTo(top + this._scrollTop - room / 2);
    else if (top < margin) this._scrollTo(top + this._scrollTop - margin);
    else if (top > room - margin) this._scrollTo(top + this._scrollTop - room + margin);
    this.draw();
  }

  /** Draws the visible rows. */
  draw(): void {
    const first = Math.max(0, Math.floor(this._scrollTop / this._rowHeight) - OVERSCAN);
    const count = Math.min(this._length - first, Math.ceil(this._height / this._rowHeight) + 2 * OVERSCAN);
    while (this._rows.length < count) {
      const row = this._options.make();
      this._rows.push(row);
      this._space.append(row.element);
    }
    const { length } = this._rows;
    let selected = '';
    for (const [at, row] of this._rows.entries()) {
      // A row keeps its element while it stays visible: elements are assigned by place, modulo their number.
      const place = first + ((at - (first % length) + length) % length);
      if (place >= first + count || !this._options.draw(row, place)) row.hide();
      else {
        this._put(row.element, at, place * this._rowHeight);
        if (row.element.getAttribute('aria-selected') === 'true') selected = row.element.id;
      }
    }
    this._pointAt(selected);
  }

  /** Tells a screen reader which row is selected; none where that one is out of sight, and not in the document. */
  private _pointAt(id: string): void {
    if (id === this._pointed) return;
    this._pointed = id;
    if (id === '') this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', id);
  }

  private _put(element: HTMLElement, at: number, top: number): void {
    if (this._tops[at] === top) return;
    this._tops[at] = top;
    element.style.transform = `translateY(${top}px)`;
  }

  /** Marks all rows as changed: the next drawing draws them again. */
  forget(): void {
    for (const row of this._rows) row.hide();
  }

  private _scrollTo(top: number): void {
    const most = Math.min(MAX_HEIGHT, this._length * this._rowHeight) - this._height;
    this._scrollTop = Math.max(0, Math.min(top, most));
    this._laidOut.do(() => {
      const { element } = this;
      const before = element.scrollTop;
      if (Math.abs(before - this._scrollTop) >= 1) element.scrollTop = this._scrollTop;
      const after = element.scrollTop;
      // Without a change there is no scroll event.
      this._hasScrolled = after !== before;
      if (Math.abs(after - this._scrollTop) < 1) return;
      this._scrollTop = after;
      this.draw();
    });
  }

  private _onScroll(): void {
    const isOwn = this._hasScrolled;
    this._hasScrolled = false;
    if (isOwn || this._height === 0) return;
    this._scrollTop = this.element.scrollTop;
    if (this._isScheduled) return;
    this._isScheduled = true;
    this._options.face.scope.frame(() => {
      this._isScheduled = false;
      this.draw();
    });
  }
}
