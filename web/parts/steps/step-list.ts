/** The list of steps. */
import css from './steps.css?inline';
import type { Step } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import cellsCss from '../../kit/step-cells.css?inline';
import { ROW_HEIGHT, RowList } from '../../kit/row-list.ts';
import { StepCells } from '../../kit/step-cells.ts';
import { commandOfKey } from '../../session/time/commands.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import type { StepLog } from '../../session/log/step-log.ts';

class Row {
  readonly element = document.createElement('div');
  private readonly _cells = new StepCells(this.element);
  private _shown = '';
  private _place = -1;
  private readonly _face: Face;

  constructor(face: Face) {
    this._face = face;
    this.element.classList.add('step');
    this.element.setAttribute('role', 'option');
  }

  /** Puts the row at a place of the list. @param count how many rows the list has. */
  put(place: number, count: number): void {
    this.element.setAttribute('aria-setsize', String(count));
    if (place === this._place) return;
    this._place = place;
    this.element.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
    this.element.setAttribute('aria-posinset', String(place + 1));
    this.element.hidden = false;
  }

  draw(step: Step, log: StepLog): void {
    const { number, kind, name, detail, tid } = step;
    const { texts } = this._face;
    const shown = `${log.version}/${texts.language}/${number}`;
    if (shown === this._shown) return;
    this._shown = shown;
    this.element.id = rowId(this._face, number);
    this.element.dataset['number'] = String(number);
    this._cells.draw(step, log.colourOf(tid));
    this._cells.thread.title = tid === 0 ? texts.say('steps.input') : texts.say('steps.thread', { tid: String(tid) });
    this._cells.sign.title = texts.say(`steps.kind.${kind}`);
    this.element.title = `${name} ${detail}`;
  }

  hide(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this.element.removeAttribute('aria-selected');
    this._shown = '';
    this._place = -1;
  }
}

export class StepList {
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _list: RowList<Row>;
  private readonly _empty: HTMLElement;
  private _at = 0;
  private _marked: number | undefined;
  private _stop: number | undefined;

  constructor(face: Face, time: TimeModel) {
    face.adopt(cellsCss, css);
    this._face = face;
    this._time = time;
    this._list = new RowList({
      scope: face.scope,
      className: 'steps',
      make: () => new Row(face),
      draw: (row, place) => this._drawRow(row, place),
      clicked: (target) => {
        const number = target.closest<HTMLElement>('.step')?.dataset['number'];
        if (number !== undefined) time.goTo(Number(number) + 1);
      },
    });
    this._empty = this.element.appendChild(document.createElement('p'));
    this._empty.className = 'empty';
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('steps.list'));
      this._update();
    });
    time.select(
      ({ at, length, version, filter, query }) => [at, length, version, filter, query],
      () => this._update(),
      face.scope,
    );
    time.select(
      ({ marked, stop }) => [marked, stop],
      ([marked, stop]) => {
        this._marked = marked;
        this._stop = stop;
        this._list.draw();
      },
      face.scope,
    );
  }

  get element(): HTMLElement {
    return this._list.element;
  }

  /** Draws the list, and scrolls it until the step at the cursor is in view. */
  private _update(): void {
    const { log } = this._time.session;
    const { visible } = log;
    this._at = this._time.state.at;
    this._list.length = visible.length;
    this._empty.hidden = visible.length > 0;
    // A list box needs options.
    this.element.setAttribute('role', visible.length > 0 ? 'listbox' : 'group');
    if (visible.length === 0) {
      this._empty.textContent = this._face.texts.say(log.length === 0 ? 'steps.empty' : 'steps.allHidden');
    }
    const place = log.placeBefore(this._at);
    this._list.reveal(Math.max(0, place));
    const here = visible[place];
    if (here === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', rowId(this._face, here));
  }

  private _onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isPlain = !ctrlKey && !metaKey && !altKey;
    if (isPlain && key === 'PageUp') this._time.moveRows(-this._list.page);
    else if (isPlain && key === 'PageDown') this._time.moveRows(this._list.page);
    else {
      const command = commandOfKey(event, 'steps');
      if (command === undefined) return;
      command.run(this._time);
    }
    event.preventDefault();
  }

  private _drawRow(row: Row, place: number): boolean {
    const { log } = this._time.session;
    const { visible } = log;
    const number = visible[place];
    const step = number === undefined ? undefined : log.at(number);
    if (step === undefined || number === undefined) return false;
    row.put(place, visible.length);
    row.draw(step, log);
    const { classList } = row.element;
    classList.toggle('is-future', number >= this._at);
    classList.toggle('is-linked', number === this._marked);
    classList.toggle('is-stop', number === this._stop);
    classList.toggle('is-found', log.isFound(number));
    const isHere = number < this._at && (visible[place + 1] ?? Infinity) >= this._at;
    row.element.setAttribute('aria-selected', String(isHere));
    return true;
  }
}

/** The id of the row of a step. */
const rowId = (face: Face, number: number): string => face.id(`step-${number}`);
