/** Time: the log of everything that happened, with a cursor that goes both ways. */
import { html, render } from 'lit/html.js';
import { icon } from '../icons.ts';
import type { IconName } from '../icons.ts';
import type { StepGroup, StepLog } from '../step-log.ts';
import { GROUPS } from '../step-log.ts';
import { StepList } from './step-list.ts';

/** What the pane reports: the cursor is to stand behind `cursor` steps; undefined follows the live end. */
export type OnSeek = (cursor: number | undefined) => void;

type Move = 'start' | 'back' | 'forward' | 'end' | 'previous' | 'next' | 'page back' | 'page forward';

/** The earliest moment: a machine is born with its first thread. */
const FIRST = 1;

const BUTTONS: readonly (readonly [move: Move, icon: IconName, title: string])[] = [
  ['start', 'start', 'To the start (Home)'],
  ['previous', 'previous', 'Previous system call (Shift+↑)'],
  ['back', 'back', 'Step back (↑)'],
  ['forward', 'forward', 'Step forward (↓)'],
  ['next', 'next', 'Next system call (Shift+↓)'],
  ['end', 'end', 'To the live end (End)'],
];

const KEYS: Readonly<Record<string, Move>> = {
  ArrowUp: 'back',
  ArrowLeft: 'back',
  ArrowDown: 'forward',
  ArrowRight: 'forward',
  Home: 'start',
  End: 'end',
  PageUp: 'page back',
  PageDown: 'page forward',
};

export class TimePane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _filter = this.element.appendChild(document.createElement('div'));
  private readonly _list: StepList;
  private readonly _log: StepLog;
  private readonly _onSeek: OnSeek;
  private _cursor: number | undefined;
  private _time = 0;

  constructor(log: StepLog, onSeek: OnSeek) {
    this._log = log;
    this._onSeek = onSeek;
    this.element.className = 'pane time';
    this.element.setAttribute('aria-label', 'Time');
    this._head.className = 'pane-head';
    this._filter.className = 'filter';
    this._list = new StepList(log, (number) => this._seek(number + 1));
    this.element.append(this._list.element);
    this._list.element.addEventListener('keydown', (event) => this._onKey(event));
    this.update(undefined, 0);
  }

  /** @param cursor how many steps have happened; undefined for all. @param time virtual time there, in microseconds. */
  update(cursor: number | undefined, time: number): void {
    this._cursor = cursor;
    this._time = time;
    this._list.update(cursor ?? this._log.length);
    render(this._headTemplate(), this._head);
    render(this._filterTemplate(), this._filter);
  }

  private _headTemplate(): unknown {
    const { length } = this._log;
    const at = this._cursor ?? length;
    const isAtEnd = at === length;
    return html`
      <h2>Time</h2>
      <div class="transport" role="group" aria-label="Move in time">
        ${BUTTONS.map(([move, name, title]) => {
          const isStuck =
            move === 'start' || move === 'back' || move === 'previous' ? at <= FIRST : this._cursor === undefined;
          return html`<button
            class="quiet icon"
            aria-label=${title.replace(/ \(.*/, '')}
            title=${title}
            ?disabled=${isStuck}
            @click=${() => this._move(move)}
          >
            ${icon(name)}
          </button>`;
        })}
      </div>
      <span class="position" title="Steps that have happened, and virtual time since boot">
        <b>${at.toLocaleString('en')}</b> / ${length.toLocaleString('en')}
        <span class="faint">${(this._time / 1_000_000).toFixed(6)} s</span>
      </span>
      <span class="spring"></span>
      <span class="live ${this._cursor === undefined ? 'is-live' : ''}"
        >${this._cursor === undefined ? 'live' : isAtEnd ? 'at the end' : 'past'}</span
      >
    `;
  }

  private _filterTemplate(): unknown {
    return html`<div class="chips" role="group" aria-label="Kinds of steps to show">
      ${GROUPS.map(
        ([group, title]) =>
          html`<button
            class="chip kind-${group}"
            aria-pressed=${!this._log.hidden.has(group)}
            @click=${() => this._toggle(group)}
          >
            <span class="dot"></span>${title}
          </button>`,
      )}
    </div>`;
  }

  private _toggle(group: StepGroup): void {
    this._log.toggle(group);
    this.update(this._cursor, this._time);
  }

  private _onKey(event: KeyboardEvent): void {
    const move = KEYS[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey && move === 'back') this._move('previous');
    else if (event.shiftKey && move === 'forward') this._move('next');
    else this._move(move);
  }

  private _move(move: Move): void {
    const { length } = this._log;
    const at = this._cursor ?? length;
    if (move === 'end') return this._onSeek(undefined);
    if (move === 'start') return this._seek(FIRST);
    if (move === 'previous' || move === 'next') return this._moveToSyscall(at, move === 'next' ? 1 : -1);
    const by = { back: -1, forward: 1, 'page back': -this._list.page, 'page forward': this._list.page }[move];
    const place = this._log.placeBefore(at) + by;
    const { visible } = this._log;
    if (place < 0) this._seek(FIRST);
    else if (place >= visible.length) this._onSeek(undefined);
    else this._seek((visible[place] ?? 0) + 1);
  }

  private _moveToSyscall(at: number, direction: 1 | -1): void {
    const number = this._log.nearestSyscall(direction === 1 ? at : at - 2, direction);
    if (number !== undefined) this._seek(number + 1);
    else if (direction === 1) this._onSeek(undefined);
    else this._seek(FIRST);
  }

  private _seek(cursor: number): void {
    this._onSeek(cursor >= this._log.length ? undefined : cursor);
  }
}
