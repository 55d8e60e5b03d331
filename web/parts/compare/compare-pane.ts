/**
 * Two servers that replay the same inputs, side by side: their steps line by line, one cursor through both, and either
 * machine there.
 */
import { html, render } from 'lit/html.js';
import type { Snapshot } from '../../../src/index.ts';
import { differingByte, writerOf } from '../../../src/explain/origin/first-byte.ts';
import type { AnswerByte } from '../../../src/explain/origin/first-byte.ts';
import type { Comparison, ServerKind } from '../../../src/host/protocol.ts';
import type { Face } from '../../kit/face.ts';
import type { Session } from '../../session/session.ts';
import { noticeText } from '../../session/notices.ts';
import cellsCss from '../../kit/step-cells.css?inline';
import linesCss from './compare-lines.css?inline';
import css from './compare.css?inline';
import { ComparedRuns } from './compared-runs.ts';
import { headView } from './head.ts';
import { LineList } from './line-list.ts';
import type { SideIndex } from './lines.ts';
import { destination, moveOf } from './moves.ts';
import type { Move } from './moves.ts';
import { sideHead } from './side-head.ts';
import { stateView } from './state-view.ts';
import { stripOf } from './strip.ts';
import { serverText } from './words.ts';

export class ComparePane {
  readonly element = document.createElement('section');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _list: LineList;
  /** The comparison that `_runs` was made of. */
  private _comparison: Comparison | undefined;
  private _runs: ComparedRuns | undefined;
  private _strip: unknown;
  private _line = 0;
  /** The first byte that the clients of both have received differently, as far as that has been seen. */
  private _byte: AnswerByte | undefined;
  /** The cursor of the page when the pane last read it or set it. */
  private _cursor: number | undefined;
  /** The server that was last chosen. */
  private _chosen: ServerKind | undefined;
  private _isFocusPending = false;
  /** What had the focus before the pane was opened. */
  private _opener: Element | null = null;

  constructor(face: Face, session: Session) {
    this._face = face;
    this._session = session;
    face.adopt(cellsCss, linesCss, css);
    this._list = new LineList(face.child(), (line) => this._go(line));
    this.element.className = 'pane compare';
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    session.select(
      ({ compared, comparison, options, shown, otherShown, cursor, length }) => [
        ...[compared, comparison, options, shown, otherShown, cursor, length],
      ],
      () => this._follow(),
      face.scope,
    );
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('compare.region'));
      this._render();
    });
  }

  /** Moves the focus to the lines, once there are any. */
  focus(): void {
    this._opener = this._face.activeElement;
    this._isFocusPending = true;
    this._giveFocus();
  }

  private _giveFocus(): void {
    if (!this._isFocusPending || !this._list.element.isConnected || this._runs === undefined) return;
    this._isFocusPending = false;
    this._list.element.focus();
  }

  /** Takes up what the session shows. */
  private _follow(): void {
    const { compared, comparison, cursor } = this._session.state;
    if (compared === undefined) return;
    const isNew = comparison !== this._comparison;
    if (isNew) this._take(comparison);
    if (isNew || cursor !== this._cursor) {
      this._cursor = cursor;
      this._followCursor(cursor);
    }
    this._compareBytes();
    this._render();
  }

  private _take(comparison: Comparison | undefined): void {
    this._comparison = comparison;
    this._runs = this._strip = this._byte = undefined;
    if (comparison === undefined) return;
    const { log, state } = this._session;
    this._runs = new ComparedRuns(comparison, log, state.options.server);
    this._strip = stripOf(this._runs.lines);
    this._list.show(this._runs);
  }

  /** The cursor of the page has moved: this one follows, and so does the other machine. */
  private _followCursor(cursor: number | undefined): void {
    const lines = this._runs?.lines;
    if (lines === undefined || lines.length === 0) return;
    this._line = cursor === undefined ? lines.length - 1 : lines.lineOfCursor(cursor);
    this._session.seekBoth(cursor, lines.cursor(this._line, 1));
  }

  private _go(line: number): void {
    const lines = this._runs?.lines;
    if (lines === undefined || lines.length === 0) return;
    this._line = Math.max(0, Math.min(line, lines.length - 1));
    const left = Math.max(1, lines.cursor(this._line, 0));
    this._cursor = left >= this._session.log.length ? undefined : left;
    this._session.seekBoth(this._cursor, lines.cursor(this._line, 1));
    this._render();
  }

  /** What their clients have received is compared where both machines stand at their ends. */
  private _compareBytes(): void {
    const { shown, otherShown } = this._session.state;
    const areAtEnd = shown?.step === this._session.log.length && otherShown?.step === this._comparison?.steps.length;
    if (areAtEnd && shown !== undefined && otherShown !== undefined) this._byte = differingByte(shown, otherShown);
  }

  /** To the step that wrote the first byte that differs; where the first machine has not, to that of the other one. */
  private _goToByte(): void {
    const { log, state } = this._session;
    const [lines, byte] = [this._runs?.lines, this._byte];
    if (lines === undefined || byte === undefined || this._comparison === undefined) return;
    const { steps } = this._comparison;
    const others = { length: steps.length, at: (number: number) => steps[number] };
    const ours = state.live && writerOf(log, state.live, byte);
    const theirs = state.otherShown && writerOf(others, state.otherShown, byte);
    const line = (ours && lines.lineOf(ours, 0)) ?? (theirs && lines.lineOf(theirs, 1));
    if (line !== undefined) this._go(line);
  }

  private _destination(move: Move): number | undefined {
    const lines = this._runs?.lines;
    return lines === undefined ? undefined : destination(move, this._line, lines, this._list.page);
  }

  private _move(move: Move): void {
    this._go(this._destination(move) ?? this._line);
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const canScroll = (event.target as HTMLElement).closest('.compare-state') !== null;
    const move = moveOf(event.key, canScroll);
    if (event.key === 'Escape') this._close();
    else if (move === undefined) return;
    else this._move(move);
    event.preventDefault();
    event.stopPropagation();
  }

  private _choose(server: ServerKind): void {
    this._chosen = server;
    this._session.compare(server);
  }

  private _close(): void {
    this._isFocusPending = false;
    this._session.compare(undefined);
    if (this._opener instanceof HTMLElement) this._opener.focus();
  }

  private _onStrip(event: PointerEvent): void {
    const strip = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown') strip.setPointerCapture(event.pointerId);
    else if (!strip.hasPointerCapture(event.pointerId)) return;
    const { left, width } = strip.getBoundingClientRect();
    this._go(Math.floor(((event.clientX - left) / width) * (this._runs?.lines.length ?? 0)));
  }

  /** The other machine has steps to replay. */
  private get _isBusy(): boolean {
    const comparison = this._comparison;
    if (comparison === undefined) return true;
    return comparison.length < this._session.log.length && comparison.notes.length === 0;
  }

  private _render(): void {
    if (this._session.state.compared === undefined) return;
    render(html`${this._head()} ${this._body()}`, this.element);
    this.element.setAttribute('aria-busy', String(this._isBusy));
    // Only now is the list in the document.
    if (this._runs !== undefined) this._list.update(this._line);
    this._giveFocus();
  }

  private _head(): unknown {
    const { texts } = this._face;
    const note = (this._comparison?.notes ?? []).map((notice) => noticeText(texts, notice)).join('. ');
    return headView(
      texts,
      {
        left: this._session.state.options.server,
        right: this._comparison?.server ?? this._chosen,
        lines: this._runs?.lines,
        line: this._line,
        byte: this._byte,
        note: note === '' && this._isBusy ? texts.say('compare.busy') : note,
      },
      {
        choose: (server) => this._choose(server),
        canMove: (move) => this._destination(move) !== undefined,
        move: (move) => this._move(move),
        goToByte: () => this._goToByte(),
        close: () => this._close(),
      },
    );
  }

  private _body(): unknown {
    const { texts } = this._face;
    const runs = this._runs;
    if (runs === undefined) return html`<p class="empty">${texts.say('compare.empty')}</p>`;
    const { shown, otherShown } = this._session.state;
    const [left, right] = runs.servers.map((server) => serverText(texts, server));
    return html`<div class="compare-body">
      ${this._sideHead(runs, 0)} ${this._sideHead(runs, 1)}
      <div
        class="compare-strip"
        title=${texts.say('compare.strip', { left: left ?? '', right: right ?? '' })}
        @pointerdown=${(event: PointerEvent) => this._onStrip(event)}
        @pointermove=${(event: PointerEvent) => this._onStrip(event)}
      >
        ${this._strip}<i .style=${`left: ${((this._line + 0.5) / runs.lines.length) * 100}%`}></i>
      </div>
      ${this._state(runs, 0, shown)} ${this._list.element} ${this._state(runs, 1, otherShown)}
    </div>`;
  }

  private _sideHead(runs: ComparedRuns, side: SideIndex): unknown {
    const { texts } = this._face;
    const cursor = runs.lines.cursor(this._line, side);
    const time = runs.at(side, cursor - 1)?.time ?? 0;
    const { totals } = runs.sides[side];
    return sideHead(texts, { title: serverText(texts, runs.servers[side]), totals, cursor, time });
  }

  private _state(runs: ComparedRuns, side: SideIndex, snapshot: Snapshot | undefined): unknown {
    const { texts } = this._face;
    const label = texts.say('compare.state', { server: serverText(texts, runs.servers[side]) });
    const received = runs.sides[side].received(runs.lines.cursor(this._line, side));
    return html`<div class="compare-state" role="group" tabindex="0" aria-label=${label}>
      ${stateView(texts, snapshot, received, (tid) => runs.colourOf(side, tid))}
    </div>`;
  }
}
