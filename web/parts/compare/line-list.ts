/** The lines of a comparison, as a list with a column for each machine. */
import type { Step } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { RowList } from '../../kit/row-list.ts';
import { StepCells } from '../../kit/step-cells.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ComparedRuns } from './compared-runs.ts';
import type { Elsewhere, SideIndex } from './lines.ts';
import { millisText, roleText, serverText, stepText } from './words.ts';

class Cell {
  readonly element = document.createElement('span');
  private readonly _cells = new StepCells(this.element);

  constructor() {
    this.element.classList.add('pair-cell');
    this.element.setAttribute('aria-hidden', 'true');
  }

  draw(step: Step, title: string, colour: number): void {
    this.element.classList.remove('is-gap', 'is-apart');
    this._cells.draw(step, colour);
    this.element.title = title;
  }

  /**
   * Draws that there is no step. @param elsewhere says where the same happens in another line; empty where it never
   * does.
   */
  drawGap(elsewhere: string, title: string): void {
    this.element.classList.add('is-gap');
    this.element.classList.toggle('is-apart', elsewhere !== '');
    this._cells.clear(elsewhere);
    this.element.title = title;
  }
}

class Row {
  readonly element = document.createElement('div');
  /** For screen readers; the cells are for the eye. */
  private readonly _words = document.createElement('span');
  private readonly _cells = [new Cell(), new Cell()] as const;
  private _shown = -1;

  constructor() {
    this.element.className = 'pair';
    this.element.setAttribute('role', 'option');
    this._words.className = 'sr';
    this.element.append(this._words, ...this._cells.map(({ element }) => element));
  }

  draw(line: number, runs: ComparedRuns, texts: Texts): void {
    this.element.hidden = false;
    if (line === this._shown) return;
    this._shown = line;
    const { lines } = runs;
    this.element.id = `pair-${line}`;
    this.element.dataset['line'] = String(line);
    this.element.dataset['pair'] = lines.kind(line);
    this.element.setAttribute('aria-setsize', String(lines.length));
    this.element.setAttribute('aria-posinset', String(line + 1));
    this._words.textContent = spoken(line, runs, texts);
    this._drawCell(line, 0, runs, texts);
    this._drawCell(line, 1, runs, texts);
  }

  /** Takes it off the list until it is drawn again. */
  hide(): void {
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this.element.setAttribute('aria-selected', 'false');
    this._shown = -1;
  }

  private _drawCell(line: number, side: SideIndex, runs: ComparedRuns, texts: Texts): void {
    const step = stepIn(line, side, runs);
    const cell = this._cells[side];
    if (step === undefined) {
      const elsewhere = runs.lines.elsewhere(line);
      if (elsewhere === undefined) return cell.drawGap('', '');
      const title = texts.say('compare.cell.elsewhere', { server: serverText(texts, runs.servers[side]) });
      return cell.drawGap(elsewhereText(line, elsewhere, texts), title);
    }
    const thread = roleText(texts, runs.sides[side].roleOf(step.tid));
    const time = millisText(texts, step.time);
    const title = texts.say('compare.cell', { step: stepText(texts, step), thread, time });
    cell.draw(step, title, runs.colourOf(side, step.tid));
  }
}

function stepIn(line: number, side: SideIndex, runs: ComparedRuns): Step | undefined {
  const number = runs.lines.step(line, side);
  return number === undefined ? undefined : runs.at(side, number);
}

function elsewhereText(line: number, elsewhere: Elsewhere, texts: Texts): string {
  const step = elsewhere.step + 1;
  return elsewhere.line < line ? texts.say('compare.cell.above', { step }) : texts.say('compare.cell.below', { step });
}

/** What a screen reader says of a line. */
function spoken(line: number, runs: ComparedRuns, texts: Texts): string {
  const [left, right] = runs.servers.map((server) => serverText(texts, server)) as [string, string];
  const one = stepIn(line, 0, runs);
  const other = stepIn(line, 1, runs);
  if (one !== undefined && other !== undefined) {
    const [leftStep, rightStep] = [stepText(texts, one), stepText(texts, other)];
    return leftStep === rightStep
      ? texts.say('compare.spoken.both', { step: leftStep })
      : texts.say('compare.spoken.differ', { left, leftStep, right, rightStep });
  }
  const single = one ?? other;
  if (single === undefined) return '';
  const step = stepText(texts, single);
  const [server, another] = one === undefined ? [right, left] : [left, right];
  const elsewhere = runs.lines.elsewhere(line);
  if (elsewhere === undefined) return texts.say('compare.spoken.only', { server, step });
  const values = { server, step, another, number: elsewhere.step + 1 };
  return elsewhere.line < line ? texts.say('compare.spoken.before', values) : texts.say('compare.spoken.after', values);
}

export class LineList {
  private readonly _face: Face;
  private readonly _list: RowList<Row>;
  private _runs: ComparedRuns | undefined;
  private _line = 0;

  /** @param pick called with the number of a line that was clicked. */
  constructor(face: Face, pick: (line: number) => void) {
    this._face = face;
    this._list = new RowList({
      face,
      className: 'pairs',
      make: () => new Row(),
      draw: (row, line) => this._drawRow(row, line),
      clicked: (target) => {
        const line = target.closest<HTMLElement>('.pair')?.dataset['line'];
        if (line !== undefined) pick(Number(line));
      },
    });
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('compare.lines'));
      this._list.forget();
      this._list.draw();
    });
  }

  get element(): HTMLElement {
    return this._list.element;
  }

  /** How many lines fit. */
  get page(): number {
    return this._list.page;
  }

  /** Shows another comparison. */
  show(runs: ComparedRuns): void {
    this._runs = runs;
    this._list.forget();
    this._list.length = runs.lines.length;
  }

  /** Puts the cursor on a line, and scrolls to it. */
  update(line: number): void {
    this._line = line;
    this._list.reveal(line);
  }

  private _drawRow(row: Row, line: number): boolean {
    if (this._runs === undefined) return false;
    row.draw(line, this._runs, this._face.texts);
    row.element.classList.toggle('is-future', line > this._line);
    row.element.setAttribute('aria-selected', String(line === this._line));
    return true;
  }
}
