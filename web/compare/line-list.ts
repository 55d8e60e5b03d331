/** The lines of a comparison as a list with two columns, which draws only what one can see: every line has one height. */
import type { Step } from '../../src/index.ts';
import { KIND_NAMES, SIGNS, splitName } from '../panes/step-list.ts';
import type { Lines, StepAt } from './lines.ts';

const ROW_HEIGHT = 22;
const OVERSCAN = 6;
/** So much is seen above and below the cursor. */
const MARGIN = 2 * ROW_HEIGHT;
const DEEPEST = 12;
/** No browser draws an element much higher than this. */
const MAX_HEIGHT = 15_000_000;

/** What the list shows of one machine. */
export interface Column {
  /** What the server is called. */
  readonly title: string;
  readonly at: StepAt;
  readonly colourOf: (tid: number) => number;
  readonly nameOf: (tid: number) => string;
}

class Cell {
  readonly element = document.createElement('span');
  private readonly _number = this._part('step-number');
  private readonly _thread = this._part('step-thread');
  private readonly _sign = this._part('step-sign');
  private readonly _owner = this._part('step-owner');
  private readonly _name = this._part('step-name');
  private readonly _detail = this._part('step-detail');

  constructor() {
    this.element.className = 'pair-cell';
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** @param elsewhere what stands in place of no step, where the same happens in another line. */
  draw(step: Step | undefined, column: Column, elsewhere: string): void {
    this.element.classList.toggle('is-gap', step === undefined);
    this.element.classList.toggle('is-apart', step === undefined && elsewhere !== '');
    if (step === undefined) {
      for (const part of this.element.children) part.textContent = '';
      this._detail.textContent = elsewhere;
      this.element.style.removeProperty('--depth');
      this.element.dataset['kind'] = '';
      this.element.title = elsewhere === '' ? '' : `The same happens in ${column.title} at another place`;
      return;
    }
    const { number, kind, name, detail, depth, tid } = step;
    const [owner, last] = splitName(kind, name);
    this.element.dataset['kind'] = kind;
    this._number.textContent = String(number + 1);
    this._thread.dataset['thread'] = String(column.colourOf(tid));
    this._sign.textContent = kind === 'thread' && detail === 'ended' ? '−' : SIGNS[kind];
    this.element.style.setProperty('--depth', String(Math.min(depth, DEEPEST)));
    this._owner.textContent = owner;
    this._name.textContent = last;
    this._detail.textContent = detail;
    this.element.title = `${KIND_NAMES[kind]} ${name} ${detail} (${column.nameOf(tid)}, ${step.time / 1_000} ms)`;
  }

  private _part(className: string): HTMLElement {
    const part = document.createElement('span');
    part.className = className;
    this.element.append(part);
    return part;
  }
}

class Row {
  readonly element = document.createElement('div');
  /** What a screen reader says; the cells say it to the eye. */
  private readonly _words = document.createElement('span');
  private readonly _left = new Cell();
  private readonly _right = new Cell();
  private _shown = -1;

  constructor() {
    this.element.className = 'pair';
    this.element.setAttribute('role', 'option');
    this._words.className = 'sr';
    this.element.append(this._words, this._left.element, this._right.element);
  }

  draw(line: number, lines: Lines, [left, right]: readonly [Column, Column]): void {
    this.element.hidden = false;
    if (line === this._shown) return;
    this._shown = line;
    const kind = lines.kind(line);
    const [number, other] = [lines.step(line, 0), lines.step(line, 1)];
    const one = number === undefined ? undefined : left.at(number);
    const beside = other === undefined ? undefined : right.at(other);
    this.element.id = `pair-${line}`;
    this.element.dataset['line'] = String(line);
    this.element.dataset['pair'] = kind;
    this.element.style.transform = `translateY(${line * ROW_HEIGHT}px)`;
    this.element.setAttribute('aria-setsize', String(lines.length));
    this.element.setAttribute('aria-posinset', String(line + 1));
    const elsewhere = lines.elsewhere(line);
    const away =
      elsewhere === undefined
        ? ''
        : `${elsewhere.line < line ? '↑' : '↓'} step ${(elsewhere.step + 1).toLocaleString('en')}`;
    this._words.textContent = spoken([one, beside], [left, right], away);
    this._left.draw(one, left, away);
    this._right.draw(beside, right, away);
  }

  /** Takes it off the list until it is drawn again. */
  hide(): void {
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this.element.setAttribute('aria-selected', 'false');
    this._shown = -1;
  }
}

/** What a screen reader says of a line. */
function spoken(steps: readonly (Step | undefined)[], columns: readonly Column[], away: string): string {
  const said = steps.flatMap((step, side) => {
    if (step === undefined) return [];
    return [{ title: columns[side]?.title ?? '', beside: columns[1 - side]?.title ?? '', text: words(step) }];
  });
  const [first, second] = said;
  if (first === undefined) return '';
  if (second === undefined) {
    const where = away.replace('↑', 'before, at').replace('↓', 'after, at');
    return away === ''
      ? `Only ${first.title}: ${first.text}`
      : `${first.title}: ${first.text}. ${first.beside} ${where}`;
  }
  return first.text === second.text
    ? `Both: ${first.text}`
    : `${first.title}: ${first.text}. ${second.title}: ${second.text}`;
}

const words = ({ kind, name, detail }: Step): string => `${KIND_NAMES[kind]} ${name} ${detail}`;

export class LineList {
  readonly element = document.createElement('div');
  private readonly _space = this.element.appendChild(document.createElement('div'));
  private readonly _rows: Row[] = [];
  private _lines: Lines | undefined;
  private _columns: readonly [Column, Column] | undefined;
  private _line = 0;
  private _isScheduled = false;
  /** Known without asking the document, which would be laid out for it. */
  private _height = 0;
  private _scrollTop = 0;

  /** @param pick told the number of a line that was clicked. */
  constructor(pick: (line: number) => void) {
    this.element.className = 'pairs';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-label', 'Steps of both servers');
    this._space.className = 'pairs-space';
    this._space.setAttribute('role', 'presentation');
    this.element.addEventListener('scroll', () => this._onScroll(), { passive: true });
    this.element.addEventListener('click', ({ target }) => {
      const line = (target as HTMLElement).closest<HTMLElement>('.pair')?.dataset['line'];
      if (line !== undefined) pick(Number(line));
    });
    new ResizeObserver(([entry]) => {
      this._height = entry?.contentRect.height ?? 0;
      this._reveal();
    }).observe(this.element);
  }

  /** How many lines fit. */
  get page(): number {
    return Math.max(1, Math.floor(this._height / ROW_HEIGHT) - 1);
  }

  /** Shows other lines. */
  show(lines: Lines | undefined, columns: readonly [Column, Column]): void {
    this._lines = lines;
    this._columns = columns;
    for (const row of this._rows) row.hide();
    this._space.style.height = `${Math.min(MAX_HEIGHT, (lines?.length ?? 0) * ROW_HEIGHT)}px`;
  }

  /** Draws the list with the cursor on a line, and scrolls so far that one sees it. */
  update(line: number): void {
    this._line = line;
    this._reveal();
  }

  private _onScroll(): void {
    this._scrollTop = this.element.scrollTop;
    if (this._isScheduled) return;
    this._isScheduled = true;
    requestAnimationFrame(() => {
      this._isScheduled = false;
      this._draw();
    });
  }

  private _reveal(): void {
    const top = this._line * ROW_HEIGHT - this._scrollTop;
    const room = this._height - ROW_HEIGHT;
    // Far away: into the middle. One line further: what comes next stays in sight.
    if (top < -ROW_HEIGHT || top > room + ROW_HEIGHT) this._scrollTo(top + this._scrollTop - room / 2);
    else if (top < MARGIN) this._scrollTo(top + this._scrollTop - MARGIN);
    else if (top > room - MARGIN) this._scrollTo(top + this._scrollTop - room + MARGIN);
    this._draw();
  }

  private _scrollTo(top: number): void {
    const most = Math.min(MAX_HEIGHT, (this._lines?.length ?? 0) * ROW_HEIGHT) - this._height;
    this._scrollTop = Math.max(0, Math.min(top, most));
    this.element.scrollTop = this._scrollTop;
  }

  private _draw(): void {
    const [lines, columns] = [this._lines, this._columns];
    if (lines === undefined || columns === undefined) return;
    const first = Math.max(0, Math.floor(this._scrollTop / ROW_HEIGHT) - OVERSCAN);
    const count = Math.min(lines.length - first, Math.ceil(this._height / ROW_HEIGHT) + 2 * OVERSCAN);
    while (this._rows.length < count) {
      const row = new Row();
      this._rows.push(row);
      this._space.append(row.element);
    }
    for (const [at, row] of this._rows.entries()) {
      // A row keeps its element while it stays in sight: rows are dealt out by their place, in turn.
      const line = first + ((at - (first % this._rows.length) + this._rows.length) % this._rows.length);
      if (line >= first + count) {
        row.hide();
        continue;
      }
      row.draw(line, lines, columns);
      row.element.classList.toggle('is-future', line > this._line);
      row.element.setAttribute('aria-selected', String(line === this._line));
    }
    this.element.setAttribute('aria-activedescendant', `pair-${this._line}`);
  }
}
