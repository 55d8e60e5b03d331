/** The list of steps. */
import type { Step } from '../../../src/index.ts';
import { ROW_HEIGHT, RowList } from '../../kit/row-list.ts';
import { KIND_NAMES, StepCells } from '../../kit/step-cells.ts';
import type { StepLog } from '../../session/log/step-log.ts';

class Row {
  readonly element = document.createElement('div');
  private readonly _cells = new StepCells(this.element);
  private _shown = '';
  private _place = -1;

  constructor() {
    this.element.classList.add('step');
    this.element.setAttribute('role', 'option');
  }

  draw(step: Step, place: number, log: StepLog): void {
    this.element.setAttribute('aria-setsize', String(log.visible.length));
    if (place !== this._place) {
      this._place = place;
      this.element.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
      this.element.setAttribute('aria-posinset', String(place + 1));
      this.element.hidden = false;
    }
    const { number, kind, name, detail, tid } = step;
    const shown = `${log.version}/${number}`;
    if (shown === this._shown) return;
    this._shown = shown;
    this.element.id = `step-${number}`;
    this.element.dataset['number'] = String(number);
    this._cells.draw(step, log.colourOf(tid));
    this._cells.thread.title = tid === 0 ? 'from outside' : `thread ${tid}`;
    this._cells.sign.title = KIND_NAMES[kind];
    this.element.title = `${name} ${detail}`;
  }

  hide(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this._shown = '';
    this._place = -1;
  }
}

export class StepList {
  private readonly _log: StepLog;
  private readonly _list: RowList<Row>;
  private readonly _empty: HTMLElement;
  private _cursor = 0;
  private _linked: number | undefined;
  private _stop: number | undefined;

  /** @param onPick told the number of a step that was clicked. */
  constructor(log: StepLog, onPick: (number: number) => void) {
    this._log = log;
    this._list = new RowList({
      className: 'steps',
      label: 'Steps',
      make: () => new Row(),
      draw: (row, place) => this._drawRow(row, place),
      clicked: (target) => {
        const number = target.closest<HTMLElement>('.step')?.dataset['number'];
        if (number !== undefined) onPick(Number(number));
      },
    });
    this._empty = this._list.element.appendChild(document.createElement('p'));
    this._empty.className = 'empty';
  }

  get element(): HTMLElement {
    return this._list.element;
  }

  /** How many rows fit. */
  get page(): number {
    return this._list.page;
  }

  /** Draws the list with the cursor behind `cursor` steps, and scrolls so far that one sees it. */
  update(cursor: number): void {
    this._cursor = cursor;
    const { visible } = this._log;
    this._list.length = visible.length;
    this._empty.hidden = visible.length > 0;
    // A list box without options is none.
    this.element.setAttribute('role', visible.length > 0 ? 'listbox' : 'group');
    if (visible.length === 0) {
      this._empty.textContent = this._log.length === 0 ? 'Nothing has happened yet.' : 'No step passes the filter.';
    }
    const place = this._log.placeBefore(cursor);
    this._list.reveal(Math.max(0, place));
    const here = visible[place];
    if (here === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', `step-${here}`);
  }

  /** Marks a step that belongs to what is pointed at elsewhere. */
  link(number: number | undefined): void {
    if (number === this._linked) return;
    this._linked = number;
    this._list.draw();
  }

  /** Marks the step at which the machine stands still. */
  stop(number: number | undefined): void {
    if (number === this._stop) return;
    this._stop = number;
    this._list.draw();
  }

  private _drawRow(row: Row, place: number): boolean {
    const { visible } = this._log;
    const number = visible[place];
    const step = number === undefined ? undefined : this._log.at(number);
    if (step === undefined || number === undefined) return false;
    row.draw(step, place, this._log);
    const { classList } = row.element;
    classList.toggle('is-future', number >= this._cursor);
    classList.toggle('is-linked', number === this._linked);
    classList.toggle('is-stop', number === this._stop);
    classList.toggle('is-found', this._log.isFound(number));
    const isHere = number < this._cursor && (visible[place + 1] ?? Infinity) >= this._cursor;
    row.element.setAttribute('aria-selected', String(isHere));
    return true;
  }
}
