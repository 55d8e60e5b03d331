/** The list of steps. */
import css from './steps.css?inline';
import type { Face } from '../../kit/face.ts';
import cellsCss from '../../kit/step-cells.css?inline';
import { RowList } from '../../kit/row-list.ts';
import { commandOfKey } from '../../session/time/commands.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { StepRow } from './step-row.ts';

export class StepList {
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _list: RowList<StepRow>;
  private readonly _empty: HTMLElement;
  private _at = 0;
  private _marked: number | undefined;
  private _stop: number | undefined;

  constructor(face: Face, time: TimeModel) {
    face.adopt(cellsCss, css);
    this._face = face;
    this._time = time;
    this._list = new RowList({
      face,
      className: 'steps',
      make: () => new StepRow(face, time.session),
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
    time.onMoments(() => this._list.draw(), face.scope);
    time.session.notes.events.on('ready', () => this._list.draw(), face.scope);
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
    this._list.reveal(Math.max(0, log.placeBefore(this._at)));
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

  private _drawRow(row: StepRow, place: number): boolean {
    const { log } = this._time.session;
    const { visible } = log;
    const number = visible[place];
    const step = number === undefined ? undefined : log.at(number);
    if (step === undefined || number === undefined) return false;
    row.put(place, visible.length);
    row.draw(step);
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
