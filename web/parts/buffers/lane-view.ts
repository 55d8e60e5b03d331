/** One lane of the buffers: its title, how many bytes came in and were read, and the bytes themselves. */
import { html, render } from 'lit/html.js';
import type { Lane } from '../../../src/index.ts';
import { AfterLayout } from '../../kit/after-layout.ts';
import { glyphText } from '../../kit/glyphs.ts';
import type { Face } from '../../kit/face.ts';
import { offsetAt, offsetOf } from './byte-nodes.ts';
import { LaneLines, hash } from './lane-lines.ts';
import type { Range } from './lane-lines.ts';
import type { LaneInfo, Stream } from '../../session/lanes.ts';
import type { Marks } from '../../session/store.ts';

/** What a lane reports of the pointer and the keys. */
export interface LaneActions {
  /** The reader points at a byte; undefined when at none. */
  readonly point: (stream: Stream, offset: number | undefined) => void;
  /** The reader asks for bytes. */
  readonly pick: (lane: LaneInfo, bytes: Range) => void;
}

/** Of a longer lane only the end is drawn: this many bytes. */
const DRAWN_BYTES = 6_000;
const NOTHING: Omit<Lane, 'name'> = { bytes: new Uint8Array(), read: 0, dropped: 0 };
/** How much room a mark has to have below it, in pixels, to count as visible. */
const EDGE_ROOM = 20;
const MARK_ROOM = 14;

export class LaneView {
  readonly element = document.createElement('article');
  readonly info: LaneInfo;
  private readonly _face: Face;
  private readonly _count = document.createElement('span');
  private readonly _bar = document.createElement('i');
  private readonly _body = document.createElement('pre');
  private readonly _note: HTMLElement = document.createElement('span');
  private readonly _lines = new LaneLines(this._body);
  private readonly _laidOut: AfterLayout;
  /** Changes when the lane has to be drawn again. */
  private _drawn = '';
  private _lane: Lane | undefined;
  private _isHex = false;
  private _marked: Range | undefined;
  private _asked: Marks | undefined;
  /** The byte that the keys are at, counted as the stream counts. */
  private _at: number | undefined;
  /** The pointer is over its bytes. */
  private _isPointed = false;

  constructor(face: Face, info: LaneInfo, actions: LaneActions) {
    this._face = face;
    this.info = info;
    this._laidOut = new AfterLayout(this._body, face.scope);
    this._listen(actions);
    this.element.className = 'lane';
    this.element.dataset['lane'] = info.name;
    this._count.className = 'lane-count';
    this._bar.className = 'lane-bar';
    this._body.className = 'lane-body';
    this._note.className = 'lane-note';
    this._body.tabIndex = 0;
    this._body.setAttribute('role', 'region');
    face.onTexts(() => this._onTexts());
  }

  /** The element of its bytes. */
  get body(): HTMLElement {
    return this._body;
  }

  /** Marks the bytes in this lane that belong to what is pointed at; where nothing is, to what was asked. */
  mark(marked: Marks | undefined, asked: Marks | undefined): void {
    const own = (marked ?? asked)?.[this.info.stream];
    // Where the pointer has left, nothing moves.
    const isNews = marked !== undefined || asked !== this._asked;
    this._asked = asked;
    if (own?.from === this._marked?.from && own?.to === this._marked?.to) return;
    this._marked = own;
    this.update(this._lane, this._isHex);
    // What the reader points at is visible already, and must not scroll away from under the pointer.
    if (isNews && !this._isPointed) this._scrollTo('.is-marked', MARK_ROOM);
  }

  update(lane: Lane | undefined, isHex: boolean): void {
    this._lane = lane;
    this._isHex = isHex;
    const { bytes, read, dropped } = lane ?? NOTHING;
    const { from = 0, to = 0 } = this._marked ?? {};
    const first = Math.max(0, bytes.length - DRAWN_BYTES);
    const key = `${bytes.length}/${read}/${dropped}/${isHex}/${from}/${to}/${this._at}/${hash(bytes, first, bytes.length)}`;
    if (key === this._drawn) return;
    this._drawn = key;
    this._drawCounts(lane ?? NOTHING);
    this._lines.draw(
      {
        bytes,
        dropped,
        first,
        edge: Math.max(first, read),
        marked: { from: from - dropped, to: to - dropped },
        at: (this._at ?? -1) - dropped,
        isHex,
      },
      this._note.textContent === '' ? undefined : this._note,
    );
    this._scrollTo('.edge', EDGE_ROOM);
  }

  private _drawCounts({ bytes, read, dropped }: Omit<Lane, 'name'>): void {
    const { texts } = this._face;
    const total = bytes.length + dropped;
    const unread = bytes.length - read;
    this.element.dataset['total'] = String(total);
    this.element.dataset['unread'] = String(unread);
    this.element.classList.toggle('is-empty', total === 0);
    this.element.classList.toggle('has-unread', unread > 0);
    const all =
      unread > 0 ? texts.say('buffers.count.unread', { unread, total }) : texts.say('buffers.count', { total });
    this._count.textContent = total === 0 ? '' : all;
    this._count.title = texts.say('buffers.count.hint', { total, read: total - unread, unread });
    this._bar.style.setProperty('--read', total === 0 ? '0' : String((total - unread) / total));
    const before = total - Math.min(bytes.length, DRAWN_BYTES);
    const left = before > 0 ? texts.say('buffers.before', { count: before }) : '';
    this._note.textContent = bytes.length === 0 ? texts.say(this.info.empty) : left;
  }

  private _onTexts(): void {
    const { texts } = this._face;
    const title = texts.say(this.info.title);
    this._body.setAttribute('aria-label', texts.say('buffers.bytes', { lane: title }));
    render(
      html`<header>
          <h3>${title}</h3>
          <span class="lane-where" title=${texts.say(this.info.where)}>${texts.say(this.info.where)}</span
          >${this._count}
        </header>
        ${this._bar}${this._body}`,
      this.element,
    );
    this._drawn = '';
    this.update(this._lane, this._isHex);
  }

  private _listen({ point, pick }: LaneActions): void {
    const { stream } = this.info;
    // Not `pointerover`: new bytes under a pointer at rest raise that too.
    this._body.addEventListener('pointermove', ({ target }) => {
      this._isPointed = true;
      point(stream, offsetOf(target));
    });
    this._body.addEventListener('pointerleave', () => {
      this._isPointed = false;
      point(stream, undefined);
    });
    this._body.addEventListener('blur', () => {
      this._moveTo(undefined);
      point(stream, undefined);
    });
    this._body.addEventListener('click', (event) => {
      const offset = offsetOf(event.target);
      if (offset === undefined || this._face.hasSelection) return;
      // A finger does not move before it taps. And where the bytes under a pointer were redrawn, Firefox sends its
      // move to the document.
      point(stream, offset);
      const at = offsetAt(event) ?? offset;
      pick(this.info, { from: at, to: at + 1 });
    });
    this._body.addEventListener('keydown', (event) => {
      this._isPointed = false;
      if (!this._onKey(event.key, { point, pick })) return;
      event.preventDefault();
    });
  }

  /** Up and down from line to line, left and right from byte to byte; Enter asks. False for other keys. */
  private _onKey(key: string, { point, pick }: LaneActions): boolean {
    const { stream } = this.info;
    const { bytes, dropped } = this._lane ?? NOTHING;
    const at = this._at;
    const marked = this._marked;
    if (key === 'Enter') {
      const asked = at === undefined ? marked : { from: at, to: at + 1 };
      if (asked !== undefined) pick(this.info, asked);
    } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const next = at === undefined ? (marked?.from ?? dropped) : at + (key === 'ArrowLeft' ? -1 : 1);
      if (next < dropped || next >= dropped + bytes.length) return true;
      this._moveTo(next);
      this._face.announce(glyphText(bytes.subarray(next - dropped, next - dropped + 1), 1));
      point(stream, next);
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      this._moveTo(undefined);
      point(stream, key === 'ArrowDown' ? (marked?.to ?? dropped) : (marked?.from ?? 1) - 1);
    } else return false;
    return true;
  }

  /** The keys are at a byte; undefined for at none. */
  private _moveTo(at: number | undefined): void {
    if (at === this._at) return;
    this._at = at;
    this.update(this._lane, this._isHex);
    this._scrollTo('.is-at', MARK_ROOM);
  }

  /** Scrolls to an element in the lane. @param room how much of the lane has to be visible below it. */
  private _scrollTo(selector: string, room: number): void {
    this._laidOut.do(() => {
      const mark = this._body.querySelector<HTMLElement>(selector);
      if (mark === null) return;
      const top = mark.offsetTop - this._body.offsetTop;
      const { scrollTop, clientHeight } = this._body;
      if (top < scrollTop || top > scrollTop + clientHeight - room) this._body.scrollTop = top - clientHeight / 2;
    });
  }
}
