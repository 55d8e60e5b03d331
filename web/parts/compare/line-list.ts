/** The lines of a comparison as a list with two columns, which draws only what one can see: every line has one height. */
import type { Step } from '../../../src/index.ts';
import { ROW_HEIGHT, RowList } from '../../kit/row-list.ts';
import { KIND_NAMES, StepCells } from '../../kit/step-cells.ts';
import type { Lines, StepAt } from './lines.ts';

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
  private readonly _cells = new StepCells(this.element);

  constructor() {
    this.element.classList.add('pair-cell');
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** @param elsewhere what stands in place of no step, where the same happens in another line. */
  draw(step: Step | undefined, column: Column, elsewhere: string): void {
    this.element.classList.toggle('is-gap', step === undefined);
    this.element.classList.toggle('is-apart', step === undefined && elsewhere !== '');
    if (step === undefined) {
      this._cells.clear(elsewhere);
      this.element.title = elsewhere === '' ? '' : `The same happens in ${column.title} at another place`;
      return;
    }
    const { kind, name, detail, tid, time } = step;
    this._cells.draw(step, column.colourOf(tid));
    this.element.title = `${KIND_NAMES[kind]} ${name} ${detail} (${column.nameOf(tid)}, ${(time * 1_000).toLocaleString('en', { maximumFractionDigits: 3 })} ms)`;
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
  private readonly _list: RowList<Row>;
  private _lines: Lines | undefined;
  private _columns: readonly [Column, Column] | undefined;
  private _line = 0;

  /** @param pick told the number of a line that was clicked. */
  constructor(pick: (line: number) => void) {
    this._list = new RowList({
      className: 'pairs',
      label: 'Steps of both servers',
      make: () => new Row(),
      draw: (row, line) => this._drawRow(row, line),
      clicked: (target) => {
        const line = target.closest<HTMLElement>('.pair')?.dataset['line'];
        if (line !== undefined) pick(Number(line));
      },
    });
  }

  get element(): HTMLElement {
    return this._list.element;
  }

  /** How many lines fit. */
  get page(): number {
    return this._list.page;
  }

  /** Shows other lines. */
  show(lines: Lines | undefined, columns: readonly [Column, Column]): void {
    this._lines = lines;
    this._columns = columns;
    this._list.forget();
    this._list.length = lines?.length ?? 0;
  }

  /** Draws the list with the cursor on a line, and scrolls so far that one sees it. */
  update(line: number): void {
    this._line = line;
    this._list.reveal(line);
    this.element.setAttribute('aria-activedescendant', `pair-${line}`);
  }

  private _drawRow(row: Row, line: number): boolean {
    if (this._lines === undefined || this._columns === undefined) return false;
    row.draw(line, this._lines, this._columns);
    row.element.classList.toggle('is-future', line > this._line);
    row.element.setAttribute('aria-selected', String(line === this._line));
    return true;
  }
}
