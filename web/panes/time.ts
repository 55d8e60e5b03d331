/** Time: the log of everything that happened, as a timeline and as a list, with a cursor that goes both ways. */
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../icons.ts';
import type { IconName } from '../icons.ts';
import type { StepFilter, StepGroup } from '../step-filter.ts';
import { GROUPS } from '../step-filter.ts';
import type { StepLog } from '../step-log.ts';
import type { Target } from '../timeline/moves.ts';
import { callMove, nearest, TARGETS } from '../timeline/moves.ts';
import { Player, SPEEDS } from '../timeline/player.ts';
import { Timeline } from '../timeline/timeline.ts';
import type { BranchInfo } from '../protocol.ts';
import type { BranchPort } from './branch-strip.ts';
import { BranchStrip } from './branch-strip.ts';
import { StepList } from './step-list.ts';
import type { Move } from './time-keys.ts';
import { moveOf } from './time-keys.ts';
import { StepSearch } from './time-search.ts';

/** What the pane asks of the page. */
export interface TimePort extends BranchPort {
  /** The cursor is to stand behind `cursor` steps; undefined follows the live end. */
  seek(cursor: number | undefined): void;
}

/** The earliest moment: a machine is born with its first thread. */
const FIRST = 1;

type Step = Exclude<Move, 'play' | 'search'>;
type Button = readonly [move: Step, icon: IconName, title: string];

const TO_START: readonly Button[] = [
  ['start', 'start', 'To the start (Home)'],
  ['back', 'back', 'Step back (←)'],
];
const TO_END: readonly Button[] = [
  ['forward', 'forward', 'Step forward (→)'],
  ['end', 'end', 'To the live end (End)'],
];
const CALLS: readonly Button[] = [
  ['into', 'into', 'Step into: the next step of this thread (I)'],
  ['over', 'over', 'Step over: past what this call does (O)'],
  ['out', 'out', 'Step out: to the return of the caller (U)'],
];

export class TimePane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _timeline: Timeline;
  private readonly _tools = document.createElement('div');
  private readonly _filter = document.createElement('div');
  private readonly _list: StepList;
  private readonly _search: StepSearch;
  private readonly _player = new Player((rows) => this._advance(rows));
  private readonly _log: StepLog;
  private readonly _port: TimePort;
  private readonly _branches: BranchStrip;
  private _target: Target = 'syscall';
  private _cursor: number | undefined;
  private _time = 0;
  /** What the row of filters was drawn from. */
  private _filterKey = '';
  private _filtered: StepFilter | undefined;
  /** Steps at which a branch begins. */
  private _flags: readonly number[] = [];

  constructor(log: StepLog, port: TimePort) {
    this._log = log;
    this._port = port;
    this._branches = new BranchStrip(port);
    this.element.className = 'pane time';
    this.element.setAttribute('aria-label', 'Time');
    this._head.className = 'pane-head';
    this._tools.className = 'time-tools';
    this._filter.className = 'filter';
    this._timeline = new Timeline(log, { seek: (cursor) => this._goTo(cursor), viewed: () => this._renderTools() });
    this._search = new StepSearch(log, { seek: (number) => this._goTo(number + 1), changed: () => this._redraw() });
    this._list = new StepList(log, (number) => this._goTo(number + 1));
    this.element.append(this._timeline.element, this._branches.element, this._tools, this._filter, this._list.element);
    this._list.element.addEventListener('keydown', (event) => this._onKey(event));
    this._timeline.stage.addEventListener('keydown', (event) => this._onTimelineKey(event));
    this.update(undefined, 0);
  }

  /** @param cursor how many steps have happened; undefined for all. @param time virtual time there, in microseconds. */
  update(cursor: number | undefined, time: number, branches: readonly BranchInfo[] = []): void {
    this._flags = branches.flatMap(({ parent, step }) => (parent === undefined ? [] : [step]));
    this._branches.update(branches);
    this._cursor = cursor;
    this._time = time;
    this._redraw();
  }

  /** Marks a step that belongs to what is pointed at elsewhere. */
  link(number: number | undefined): void {
    this._list.link(number);
    this._timeline.link(number);
  }

  private get _at(): number {
    return this._cursor ?? this._log.length;
  }

  private _redraw(): void {
    this._timeline.update(this._at, this._flags);
    this._list.update(this._at);
    this._search.update(this._at);
    render(this._headTemplate(), this._head);
    this._renderFilter();
    this._renderTools();
  }

  /** With hundreds of threads it takes its time, and seldom changes. */
  private _renderFilter(): void {
    const { filter, ownerCount, track } = this._log;
    const key = [track.lanes.length, track.lanes.at(-1)?.tid, ownerCount].join(' ');
    if (key === this._filterKey && filter === this._filtered) return;
    this._filterKey = key;
    this._filtered = filter;
    render(this._filterTemplate(), this._filter);
  }

  private _renderTools(): void {
    render(this._toolsTemplate(), this._tools);
  }

  private _headTemplate(): unknown {
    const { length } = this._log;
    const at = this._at;
    const { isPlaying, speed } = this._player;
    const play = isPlaying ? 'Pause' : 'Play';
    return html`
      <h2>Time</h2>
      <div class="transport" role="group" aria-label="Move in time">
        ${TO_START.map((button) => this._button(button, at <= FIRST))}
        <button class="quiet icon" aria-label=${play} title="${play} (Space)" @click=${() => this._togglePlay()}>
          ${icon(isPlaying ? 'pause' : 'play')}
        </button>
        ${TO_END.map((button) => this._button(button, this._cursor === undefined))}
      </div>
      <span class="position" title="Steps that have happened, and virtual time since boot">
        <b>${at.toLocaleString('en')}</b> / ${length.toLocaleString('en')}
        <span class="faint">${(this._time / 1_000_000).toFixed(6)} s</span>
      </span>
      <span class="spring"></span>
      <select
        class="small"
        aria-label="Speed of playing"
        title="Steps in a second"
        @change=${(event: Event) => {
          this._player.speed = Number((event.target as HTMLSelectElement).value);
        }}
      >
        ${SPEEDS.map((value) => html`<option value=${value} ?selected=${value === speed}>${value.toLocaleString('en')}/s</option>`)}
      </select>
      <div class="segments small" role="group" aria-label="Axis of the timeline">
        ${this._axisButton('Steps', false)}${this._axisButton('Time', true)}
      </div>
      <span class="live ${this._cursor === undefined ? 'is-live' : ''}"
        >${this._cursor === undefined ? 'live' : at === length ? 'at the end' : 'past'}</span
      >
    `;
  }

  private _axisButton(text: string, isTime: boolean): unknown {
    const choose = (): void => {
      this._timeline.isTime = isTime;
      this._redraw();
    };
    return html`<button
      aria-label="Axis of ${text.toLowerCase()}"
      aria-pressed=${this._timeline.isTime === isTime}
      @click=${choose}
    >
      ${text}
    </button>`;
  }

  private _button([move, name, title]: Button, isStuck: boolean): unknown {
    return html`<button
      class="quiet icon"
      aria-label=${title.replace(/( \(|:).*/, '')}
      title=${title}
      ?disabled=${isStuck}
      @click=${() => this._move(move)}
    >
      ${icon(name)}
    </button>`;
  }

  private _toolsTemplate(): unknown {
    const isLive = this._cursor === undefined;
    const choose = (event: Event): void => {
      this._target = (event.target as HTMLSelectElement).value as Target;
      this._renderTools();
    };
    const what = TARGETS.find(([target]) => target === this._target)?.[1].toLowerCase() ?? '';
    return html`
      <div class="transport" role="group" aria-label="Move by calls">
        ${CALLS.map((button) => this._button(button, isLive))}
      </div>
      <div class="transport jump" role="group" aria-label="Move to the next of a kind">
        ${this._button(['previous', 'previous', `Previous ${what} (Shift+←)`], this._at <= FIRST)}
        <select class="small" aria-label="What to go to" @change=${choose}>
          ${TARGETS.map(([target, title]) => html`<option value=${target} ?selected=${target === this._target}>${title}</option>`)}
        </select>
        ${this._button(['next', 'next', `Next ${what} (Shift+→)`], isLive)}
      </div>
      <span class="spring"></span>
      ${this._search.element}
      ${
        this._timeline.isWhole
          ? nothing
          : html`<button
              class="quiet icon"
              aria-label="Show all of the timeline"
              title="Show all (0)"
              @click=${() => this._timeline.showWhole()}
            >
              ${icon('fit')}
            </button>`
      }
    `;
  }

  private _filterTemplate(): unknown {
    const { filter, owners, track } = this._log;
    const change = (name: 'tid' | 'owner', value: string): void => {
      this._log.filter = { ...filter, [name]: value === '' ? undefined : name === 'tid' ? Number(value) : value };
      this._redraw();
    };
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
      </div>
      <span class="spring"></span>
      <select
        class="small ${filter.tid === undefined ? '' : 'is-set'}"
        aria-label="Thread to show"
        .value=${String(filter.tid ?? '')}
        @change=${(event: Event) => change('tid', (event.target as HTMLSelectElement).value)}
      >
        <option value="">All threads</option>
        ${track.lanes.map(({ tid, name }) => (tid === 0 ? nothing : html`<option value=${tid}>${name} · ${tid}</option>`))}
      </select>
      <select
        class="small ${filter.owner === undefined ? '' : 'is-set'}"
        aria-label="Class to show"
        .value=${filter.owner ?? ''}
        @change=${(event: Event) => change('owner', (event.target as HTMLSelectElement).value)}
      >
        <option value="">All classes</option>
        ${owners.map((owner) => html`<option value=${owner}>${owner}</option>`)}
      </select>`;
  }

  private _toggle(group: StepGroup): void {
    this._log.toggle(group);
    this._redraw();
  }

  private _onTimelineKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    if (this._timeline.onKey(event)) event.preventDefault();
    else if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      this._goTo(this._at + (event.key === 'PageUp' ? -1 : 1) * this._timeline.page);
    } else this._onKey(event);
  }

  private _onKey(event: KeyboardEvent): void {
    const move = moveOf(event);
    if (move === undefined) return;
    event.preventDefault();
    if (move === 'search') this._search.focus();
    else if (move === 'play') this._togglePlay();
    else this._move(move);
  }

  private _togglePlay(): void {
    if (this._player.isPlaying) this._player.pause();
    else {
      // From the end there is nothing to play: it begins anew.
      if (this._cursor === undefined) this._seek(FIRST);
      this._player.play();
    }
    this._redraw();
  }

  /** Goes on by visible rows; answers whether more follow. */
  private _advance(rows: number): boolean {
    const { visible } = this._log;
    const place = this._log.placeBefore(this._at) + rows;
    const isOver = place >= visible.length - 1;
    this._seek(isOver ? undefined : (visible[place] ?? 0) + 1);
    return !isOver;
  }

  private _move(move: Step): void {
    this._player.pause();
    const at = this._at;
    switch (move) {
      case 'end':
        return this._seek(undefined);
      case 'start':
        return this._seek(FIRST);
      case 'previous':
      case 'next':
        return this._moveToTarget(at, move === 'next' ? 1 : -1);
      case 'into':
      case 'over':
      case 'out': {
        const number = callMove(this._log, move, at - 1);
        return this._seek(number === undefined ? undefined : number + 1);
      }
      case 'back':
      case 'forward':
        return this._moveRows(move === 'forward' ? 1 : -1);
      case 'page back':
      case 'page forward':
        return this._moveRows(move === 'page forward' ? this._list.page : -this._list.page);
    }
  }

  private _moveRows(by: number): void {
    const { visible } = this._log;
    const place = this._log.placeBefore(this._at) + by;
    if (place < 0) this._seek(FIRST);
    else this._seek(place >= visible.length ? undefined : (visible[place] ?? 0) + 1);
  }

  private _moveToTarget(at: number, direction: 1 | -1): void {
    const number = nearest(this._log, this._target, direction === 1 ? at : at - 2, direction);
    if (number !== undefined) this._seek(number + 1);
    else this._seek(direction === 1 ? undefined : FIRST);
  }

  /** A place that was pointed at: playing ends there. */
  private _goTo(cursor: number): void {
    this._player.pause();
    this._seek(Math.max(FIRST, cursor));
  }

  private _seek(cursor: number | undefined): void {
    this._port.seek(cursor === undefined || cursor >= this._log.length ? undefined : cursor);
  }
}
