/** Two kinds of servers that live the same, side by side: their steps line by line, one cursor through both, and either machine there. */
import { html, nothing, render } from 'lit/html.js';
import type { Snapshot } from '../../../src/index.ts';
import type { IconName } from '../../kit/icons.ts';
import { icon } from '../../kit/icons.ts';
import type { Comparison, ServerKind } from '../../../src/host/protocol.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import type { Face } from '../../kit/face.ts';
import type { Session } from '../../session/session.ts';
import { noticeText } from '../../session/notices.ts';
import type { PageState } from '../../session/store.ts';
import linesCss from './compare-lines.css?inline';
import css from './compare.css?inline';
import type { Column } from './line-list.ts';
import { LineList } from './line-list.ts';
import { Lines } from './lines.ts';
import type { Totals } from './side.ts';
import { Side } from './side.ts';
import { stateView } from './state-view.ts';
import { stripOf } from './strip.ts';

/** What the pane asks of the page. */
export interface ComparePort {
  close(): void;
  /** Another kind is to be compared with. */
  choose(server: ServerKind): void;
  /** Moves the cursor: so many steps of the first machine have happened, undefined for all; and so many of the other one. */
  seek(left: number | undefined, other: number): void;
}

export interface CompareState {
  /** The kind of the first machine. */
  readonly left: ServerKind;
  /** Its rows. */
  readonly log: StepLog;
  readonly leftShown: Snapshot | undefined;
  readonly comparison: Comparison | undefined;
  readonly otherShown: Snapshot | undefined;
  /** How many steps of the first machine have happened; undefined for all. */
  readonly cursor: number | undefined;
  readonly isBusy: boolean;
}

const TITLES: Readonly<Record<ServerKind, string>> = { base: 'Base', threaded: 'Threaded', forking: 'Forking' };
const KINDS = Object.keys(TITLES) as ServerKind[];
/** There are five colours for threads. */
const COLOURS = 5;

type Move = 'start' | 'back' | 'forward' | 'end' | 'previous' | 'next' | 'page back' | 'page forward';

const BUTTONS: readonly (readonly [Move, IconName, string])[] = [
  ['start', 'start', 'To the first line (Home)'],
  ['previous', 'previous', 'Previous difference (p)'],
  ['back', 'back', 'Back one line (←)'],
  ['forward', 'forward', 'Forward one line (→)'],
  ['next', 'next', 'Next difference (n)'],
  ['end', 'end', 'To the last line (End)'],
];

const KEYS: Readonly<Record<string, Move>> = {
  Home: 'start',
  End: 'end',
  ArrowLeft: 'back',
  ArrowUp: 'back',
  ArrowRight: 'forward',
  ArrowDown: 'forward',
  PageUp: 'page back',
  PageDown: 'page forward',
  n: 'next',
  p: 'previous',
};

const SCROLLING: ReadonlySet<string> = new Set(['Home', 'End', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']);

export class ComparePane {
  readonly element = document.createElement('section');
  private readonly _face: Face;
  private readonly _port: ComparePort;
  private readonly _list = new LineList((line) => this._go(line));
  private _state: CompareState | undefined;
  private _comparison: Comparison | undefined;
  private _lines: Lines | undefined;
  private _strip: unknown;
  private _sides: readonly [Side, Side] | undefined;
  /** Of the other machine's threads that the first one does not have, by name. */
  private _colours: ReadonlyMap<string, number> = new Map();
  private _line = 0;
  /** Where the page's cursor was when the pane last looked at it, or sent it there. */
  private _cursor: number | undefined;
  /** The kind that was asked for last. */
  private _chosen: ServerKind | undefined;
  private _wantsFocus = false;
  /** What had the keyboard's focus before. */
  private _opener: Element | null = null;

  constructor(face: Face, session: Session) {
    this._face = face;
    face.adopt(linesCss, css);
    this._port = {
      close: () => session.compare(undefined),
      choose: (server) => session.compare(server),
      seek: (cursor, other) => session.seekBoth(cursor, other),
    };
    this.element.className = 'pane compare';
    this.element.setAttribute('aria-label', 'Comparison');
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    session.select(
      ({ compared, comparison, options, shown, otherShown, cursor, length }) => [
        ...[compared, comparison, options, shown, otherShown, cursor, length],
      ],
      () => this._show(session.state, session.log),
      face.scope,
    );
  }

  private _show({ compared, comparison, options, shown, otherShown, cursor }: PageState, log: StepLog): void {
    if (compared === undefined) return;
    const isBusy = comparison === undefined || (comparison.length < log.length && comparison.notes.length === 0);
    this.update({ left: options.server, log, leftShown: shown, comparison, otherShown, cursor, isBusy });
  }

  update(state: CompareState): void {
    const { comparison, cursor } = state;
    this._state = state;
    const isNew = comparison !== this._comparison;
    if (isNew) this._take(state);
    if (isNew || cursor !== this._cursor) {
      this._cursor = cursor;
      this._place(cursor);
    }
    this._render();
  }

  /** Moves the keyboard's focus to the lines, once there are any. */
  focus(): void {
    this._opener = this._face.activeElement;
    this._wantsFocus = true;
    this._giveFocus();
  }

  private _giveFocus(): void {
    if (!this._wantsFocus || !this._list.element.isConnected || this._lines === undefined) return;
    this._wantsFocus = false;
    this._list.element.focus();
  }

  /** Another comparison: what follows from its lines is made anew. */
  private _take({ comparison, log, left }: CompareState): void {
    this._comparison = comparison;
    this._lines = this._sides = this._strip = undefined;
    if (comparison === undefined) return;
    const { steps, length, server } = comparison;
    const [ours, theirs] = [(number: number) => log.at(number), (number: number) => steps[number]];
    this._lines = new Lines(comparison, ours, theirs);
    this._strip = stripOf(this._lines);
    const sides = [new Side(ours, length), new Side(theirs, steps.length)] as const;
    this._sides = sides;
    const taken = sides[0].names.length;
    const others = sides[1].names.filter((name) => sides[0].threadOf(name) === undefined);
    this._colours = new Map(others.map((name, place) => [name, 1 + ((taken + place) % COLOURS)]));
    const columns: readonly [Column, Column] = [
      { title: TITLES[left], at: ours, colourOf: (tid) => log.colourOf(tid), nameOf: (tid) => sides[0].nameOf(tid) },
      {
        title: TITLES[server],
        at: theirs,
        colourOf: (tid) => this._otherColour(tid),
        nameOf: (tid) => sides[1].nameOf(tid),
      },
    ];
    this._list.show(this._lines, columns);
  }

  /** A thread of the other machine has the colour of the one that is the same in the first machine, if there is one. */
  private _otherColour(tid: number): number {
    const name = this._sides?.[1].nameOf(tid) ?? '';
    const same = this._sides?.[0].threadOf(name);
    if (tid === 0) return 0;
    return same === undefined ? (this._colours.get(name) ?? 0) : (this._state?.log.colourOf(same) ?? 0);
  }

  /** The page's cursor has moved: so does this one, and the other machine. */
  private _place(cursor: number | undefined): void {
    const lines = this._lines;
    if (lines === undefined || lines.length === 0) return;
    this._line = cursor === undefined ? lines.length - 1 : lines.lineOfLeft(cursor);
    this._port.seek(cursor, lines.lived(this._line, 1));
  }

  private _go(line: number): void {
    const [lines, state] = [this._lines, this._state];
    if (lines === undefined || state === undefined || lines.length === 0) return;
    this._line = Math.max(0, Math.min(line, lines.length - 1));
    const left = Math.max(1, lines.lived(this._line, 0));
    this._cursor = left >= state.log.length ? undefined : left;
    this._port.seek(this._cursor, lines.lived(this._line, 1));
    this._render();
  }

  private _move(move: Move): void {
    const line = this._line;
    switch (move) {
      case 'start':
        return this._go(0);
      case 'end':
        return this._go(Infinity);
      case 'back':
        return this._go(line - 1);
      case 'forward':
        return this._go(line + 1);
      case 'page back':
        return this._go(line - this._list.page);
      case 'page forward':
        return this._go(line + this._list.page);
      case 'next':
        return this._go(this._lines?.difference(line, 1) ?? line);
      case 'previous':
        return this._go(this._lines?.difference(line, -1) ?? line);
    }
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys that scroll do so where there is something to scroll.
    const scrolls = (event.target as HTMLElement).closest('.compare-state') !== null;
    const move = scrolls && SCROLLING.has(event.key) ? undefined : KEYS[event.key];
    if (event.key === 'Escape') this._close();
    else if (move === undefined) return;
    else this._move(move);
    event.preventDefault();
    event.stopPropagation();
  }

  private _choose(server: ServerKind): void {
    this._chosen = server;
    this._port.choose(server);
  }

  private _close(): void {
    this._wantsFocus = false;
    this._port.close();
    if (this._opener instanceof HTMLElement) this._opener.focus();
  }

  private _onStrip(event: PointerEvent): void {
    const strip = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown') strip.setPointerCapture(event.pointerId);
    else if (!strip.hasPointerCapture(event.pointerId)) return;
    const { left, width } = strip.getBoundingClientRect();
    this._go(Math.floor(((event.clientX - left) / width) * (this._lines?.length ?? 0)));
  }

  private _render(): void {
    const state = this._state;
    if (state === undefined) return;
    const isBusy = state.comparison === undefined || (state.isBusy && state.comparison.notes.length === 0);
    render(html`${this._head(state)} ${this._body(state)}`, this.element);
    this.element.setAttribute('aria-busy', String(isBusy));
    // Once the list has its place in the document.
    if (this._lines !== undefined) this._list.update(this._line);
    this._giveFocus();
  }

  private _head(state: CompareState): unknown {
    const { left, comparison, isBusy } = state;
    const note = (comparison?.notes ?? []).map((one) => noticeText(this._face.texts, one)).join('. ');
    return html`<header class="pane-head compare-head">
      <h2>Compare</h2>
      <span class="compare-kinds"
        ><b>${TITLES[left]}</b> with
        <span class="segments" role="group" aria-label="Server to compare with">
          ${KINDS.filter((kind) => kind !== left).map(
            (kind) =>
              html`<button
                aria-pressed=${kind === (comparison?.server ?? this._chosen)}
                @click=${() => this._choose(kind)}
              >
                ${TITLES[kind]}
              </button>`,
          )}
        </span>
      </span>
      ${this._transport()} ${this._legend(state)}
      <span class="spring"></span>
      <span class="pane-subject">${note === '' && isBusy ? 'The other server lives the same …' : note}</span>
      <button class="quiet icon" aria-label="Close the comparison" title="Close (Esc)" @click=${() => this._close()}>
        ${icon('cross')}
      </button>
    </header>`;
  }

  private _transport(): unknown {
    const lines = this._lines;
    return html`<div class="transport" role="group" aria-label="Move through both">
        ${BUTTONS.map(
          ([move, name, title]) =>
            html`<button
              class="quiet icon"
              aria-label=${title}
              title=${title}
              ?disabled=${!this._canMove(move)}
              @click=${() => this._move(move)}
            >
              ${icon(name)}
            </button>`,
        )}
      </div>
      <span class="compare-count">
        ${
          lines === undefined
            ? nothing
            : html`line <b>${(this._line + 1).toLocaleString('en')}</b> / ${lines.length.toLocaleString('en')}`
        }
      </span>`;
  }

  /** How many lines of each kind there are; it says what the colours mean, too. */
  private _legend({ left, comparison }: CompareState): unknown {
    const [lines, other] = [this._lines, comparison?.server];
    if (lines === undefined || other === undefined) return nothing;
    const words = [
      ['left', `only ${TITLES[left]}`],
      ['right', `only ${TITLES[other]}`],
      ['apart', 'at another place'],
      ['other', 'differ in detail'],
    ] as const;
    return html`<ul class="compare-legend" aria-label="Lines that differ">
      ${words.map(
        ([kind, text]) =>
          html`<li class=${lines.counts[kind] === 0 ? 'faint' : ''}>
            <i class="legend-${kind}"></i>${lines.counts[kind].toLocaleString('en')} ${text}
          </li>`,
      )}
    </ul>`;
  }

  private _canMove(move: Move): boolean {
    const lines = this._lines;
    if (lines === undefined) return false;
    if (move === 'next') return lines.difference(this._line, 1) !== undefined;
    if (move === 'previous') return lines.difference(this._line, -1) !== undefined;
    return move === 'start' || move === 'back' ? this._line > 0 : this._line < lines.length - 1;
  }

  private _body({ left, log, leftShown, comparison, otherShown }: CompareState): unknown {
    const [lines, sides] = [this._lines, this._sides];
    if (comparison === undefined || lines === undefined || sides === undefined) {
      return html`<p class="empty">
        Another server lives the same: the same app, the same clients, at the same times.
      </p>`;
    }
    const [one, other] = [lines.lived(this._line, 0), lines.lived(this._line, 1)];
    return html`<div class="compare-body">
      ${sideHead(TITLES[left], sides[0].totals, one, log.at(one - 1)?.time)}
      ${sideHead(TITLES[comparison.server], sides[1].totals, other, comparison.steps[other - 1]?.time)}
      <div
        class="compare-strip"
        title="All lines: what only ${TITLES[left]} does stands above, what only ${TITLES[comparison.server]} does below"
        @pointerdown=${(event: PointerEvent) => this._onStrip(event)}
        @pointermove=${(event: PointerEvent) => this._onStrip(event)}
      >
        ${this._strip}<i .style=${`left: ${((this._line + 0.5) / lines.length) * 100}%`}></i>
      </div>
      <div class="compare-state" role="group" tabindex="0" aria-label="State of ${TITLES[left]}">
        ${stateView(leftShown, sides[0].received(one), (tid) => log.colourOf(tid))}
      </div>
      ${this._list.element}
      <div class="compare-state" role="group" tabindex="0" aria-label="State of ${TITLES[comparison.server]}">
        ${stateView(otherShown, sides[1].received(other), (tid) => this._otherColour(tid))}
      </div>
    </div>`;
  }
}

/** One side in a line: what it did in all, and how far it is. */
function sideHead(title: string, totals: Totals, at: number, time = 0): unknown {
  const { steps, threads, processes, syscalls, answered } = totals;
  const words = [
    many(steps, 'step'),
    ...(answered === undefined ? [] : [`last answer at ${millis(answered)}`]),
    many(syscalls, 'system call'),
    `${many(threads, 'thread')} at most`,
    ...(processes > 1 ? [many(processes, 'process', 'es')] : []),
  ].join(', ');
  return html`<p class="side-head">
    <b>${title}</b>
    <span class="side-totals" title=${words}>${words}</span>
    <span class="spring"></span>
    <span class="side-place" title="Steps that have happened, and virtual time since boot"
      >step <b>${at.toLocaleString('en')}</b> / ${steps.toLocaleString('en')}
      <span class="faint">${millis(time)}</span></span
    >
  </p>`;
}

const many = (count: number, what: string, plural = 's'): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : plural}`;

const millis = (seconds: number): string => `${(seconds * 1_000).toLocaleString('en')} ms`;
