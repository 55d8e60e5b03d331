/** One lane of the buffers. It is drawn line by line, and a line that has not changed is left alone: most of a lane never does. */
import { html, render } from 'lit/html.js';
import type { Lane } from '../../../src/index.ts';
import type { ByteLink, Stream } from '../../session/byte-links.ts';
import { AfterLayout } from '../../kit/after-layout.ts';
import { hexRows } from '../../kit/hex.ts';
import { runsOf } from '../../kit/glyphs.ts';
import type { LaneName } from '../../../src/vocabulary.ts';

/** What a lane is, in the order of the way; what it will show is said while it is empty. */
export const LANES: readonly (readonly [name: LaneName, title: string, where: string, empty: string])[] = [
  ['client out', 'Client out', 'client', 'What you send leaves here.'],
  ['wire to server', 'Wire out', 'network', 'What is on its way to the server.'],
  ['kernel receive', 'Receive queue', 'kernel', 'Bytes wait here until the server calls recv.'],
  ['rfile', 'rfile', 'handler', 'The handler’s BufferedReader: filled in blocks, read by lines.'],
  ['headers buffer', '_headers_buffer', 'handler', 'Header lines gather here until end_headers.'],
  ['wfile', 'wfile', 'handler', 'Every write to the socket passes here.'],
  ['wire to client', 'Wire back', 'network', 'What is on its way to the client.'],
  ['client in', 'Client in', 'client', 'The answer arrives here.'],
];

/** Whose bytes a lane has, counted alike. What is in `_headers_buffer` becomes a part of the answer, and is counted by itself. */
const STREAMS: Readonly<Record<LaneName, Stream>> = {
  'client out': 'request',
  'wire to server': 'request',
  'kernel receive': 'request',
  rfile: 'request',
  'headers buffer': 'headers',
  wfile: 'response',
  'wire to client': 'response',
  'client in': 'response',
};

/** What a lane tells of the pointer and the keys. */
export interface LanePort {
  /** A byte is pointed at; undefined when none is any more. */
  point(stream: Stream, offset: number | undefined): void;
  /** What belongs to it is to be gone to. */
  pick(): void;
}

/** More than that of one lane is not drawn: the end is. */
const DRAWN_BYTES = 6_000;
const LF = 0x0a;
const HEX_ROW = 8;
const NOTHING: Omit<Lane, 'name'> = { bytes: new Uint8Array(), read: 0, dropped: 0 };

/** A part of a stream. */
interface Range {
  readonly from: number;
  readonly to: number;
}

interface LineRange extends Range {
  readonly isLast: boolean;
}

/** A drawn line, and what it was drawn from. */
interface Line {
  readonly key: string;
  readonly element: HTMLElement;
}

/** The element of one lane, and what it was last drawn from. */
export class LaneView {
  readonly element = document.createElement('article');
  readonly name: LaneName;
  private readonly _count = document.createElement('span');
  private readonly _bar = document.createElement('i');
  private readonly _body = document.createElement('pre');
  private readonly _note: HTMLElement = document.createElement('span');
  private readonly _laidOut = new AfterLayout(this._body);
  private readonly _empty: string;
  private readonly _stream: Stream;
  private _drawn = '';
  /** By where in the stream they begin. */
  private _lines = new Map<number, Line>();
  private _lane: Lane | undefined;
  private _isHex = false;
  private _marked: Range | undefined;
  /** The pointer is over its bytes. */
  private _isPointed = false;

  constructor([name, title, where, empty]: (typeof LANES)[number], port: LanePort) {
    this.name = name;
    this._stream = STREAMS[name];
    this._empty = empty;
    this._listen(port);
    this.element.className = 'lane';
    this.element.dataset['lane'] = name;
    this._count.className = 'lane-count';
    this._bar.className = 'lane-bar';
    this._body.className = 'lane-body';
    this._note.className = 'lane-note';
    this._body.tabIndex = 0;
    this._body.setAttribute('role', 'region');
    this._body.setAttribute('aria-label', `${title}: bytes`);
    render(
      html`<header>
          <h3>${title}</h3>
          <span class="lane-where">${where}</span>${this._count}
        </header>
        ${this._bar}${this._body}`,
      this.element,
    );
  }

  /** Marks bytes; those of another stream are none of this lane's. */
  mark(link: ByteLink | undefined): void {
    const own = this._ownOf(link);
    if (own?.from === this._marked?.from && own?.to === this._marked?.to) return;
    this._marked = own;
    this.update(this._lane, this._isHex);
    // What is pointed at in here is in sight, and must not be scrolled away from under the pointer.
    if (!this._isPointed) this._bringIntoSight('.is-marked', 14);
  }

  update(lane: Lane | undefined, isHex: boolean): void {
    const wasHex = this._isHex;
    this._lane = lane;
    this._isHex = isHex;
    const { bytes, read, dropped } = lane ?? NOTHING;
    const { from = 0, to = 0 } = this._marked ?? {};
    const first = Math.max(0, bytes.length - DRAWN_BYTES);
    const key = `${bytes.length}/${read}/${dropped}/${isHex}/${from}/${to}/${hash(bytes, first, bytes.length)}`;
    if (key === this._drawn) return;
    this._drawn = key;
    const total = bytes.length + dropped;
    const unread = bytes.length - read;
    this.element.dataset['total'] = String(total);
    this.element.dataset['unread'] = String(unread);
    this.element.classList.toggle('is-empty', total === 0);
    this.element.classList.toggle('has-unread', unread > 0);
    this._count.textContent = total === 0 ? '' : unread > 0 ? `${unread} of ${total} B` : `${total} B`;
    this._count.title = `${total} bytes came in, ${total - unread} have been read, ${unread} are waiting`;
    this._bar.style.setProperty('--read', total === 0 ? '0' : String((total - unread) / total));
    const before = total - Math.min(bytes.length, DRAWN_BYTES);
    this._note.textContent = bytes.length === 0 ? this._empty : before > 0 ? `… ${before} bytes before` : '';
    if (isHex !== wasHex) this._lines.clear();
    this._drawLines(first, isHex);
    this._bringIntoSight('.edge', 20);
  }

  private _ownOf(link: ByteLink | undefined): Range | undefined {
    if (link === undefined) return undefined;
    if (this._stream === 'headers') return link.buffered;
    return link.direction === this._stream ? link : undefined;
  }

  /** The byte that is pointed at, or marked. */
  private _listen(port: LanePort): void {
    const stream = this._stream;
    // Not `pointerover`: that comes from new bytes under a pointer at rest, too.
    this._body.addEventListener('pointermove', ({ target }) => {
      this._isPointed = true;
      port.point(stream, offsetOf(target));
    });
    this._body.addEventListener('pointerleave', () => {
      this._isPointed = false;
      port.point(stream, undefined);
    });
    this._body.addEventListener('blur', () => port.point(stream, undefined));
    this._body.addEventListener('click', ({ target }) => {
      const offset = offsetOf(target);
      if (offset === undefined || getSelection()?.isCollapsed === false) return;
      // A finger has not moved before; and what moved onto bytes that are drawn anew meanwhile, Firefox tells to the document.
      port.point(stream, offset);
      port.pick();
    });
    this._body.addEventListener('keydown', (event) => {
      this._isPointed = false;
      if (event.key === 'Enter') port.pick();
      else if (event.key === 'ArrowDown') port.point(stream, this._marked?.to ?? this._lane?.dropped ?? 0);
      else if (event.key === 'ArrowUp') port.point(stream, (this._marked?.from ?? 1) - 1);
      else return;
      event.preventDefault();
    });
  }

  /** Draws what follows the first bytes, and leaves the elements of lines that are as they were where they are. */
  private _drawLines(first: number, isHex: boolean): void {
    const { bytes, read, dropped } = this._lane ?? NOTHING;
    const lines = new Map<number, Line>();
    const edge = Math.max(first, read);
    const cuts = [edge, (this._marked?.from ?? 0) - dropped, (this._marked?.to ?? 0) - dropped];
    for (const range of bytes.length === 0 ? [] : linesOf(bytes, first, isHex)) {
      const { from, to, isLast } = range;
      // Only what is inside a line, or at its beginning, makes it another one.
      const inside = cuts.map((cut) => Math.max(-1, Math.min(to - from, cut - from)));
      const key = `${to - from}/${inside.join('/')}/${isLast}/${hash(bytes, from, to)}`;
      const known = this._lines.get(from + dropped);
      const element = known?.key === key ? known.element : this._lineOf(range, edge, isHex);
      lines.set(from + dropped, { key, element });
    }
    this._lines = lines;
    reconcile(this._body, [...(this._note.textContent === '' ? [] : [this._note]), ...elementsOf(lines)]);
  }

  /** A line: what has been read, the mark where reading stands, what has not; cut where a marked part begins and ends. */
  private _lineOf({ from, to, isLast }: LineRange, edge: number, isHex: boolean): HTMLElement {
    const { bytes, dropped } = this._lane ?? NOTHING;
    const line = document.createElement('span');
    line.className = 'line';
    const marked = { from: (this._marked?.from ?? 0) - dropped, to: (this._marked?.to ?? 0) - dropped };
    const cuts = [from, marked.from, edge, marked.to, to].filter((cut) => cut >= from && cut <= to);
    const sorted = [...new Set(cuts)].toSorted((one, other) => one - other);
    const draw = isHex ? hexNodes : textNodes;
    for (const [index, begin] of sorted.entries()) {
      // At the end of a line it stands at the beginning of the next one, if there is one.
      if (begin === edge && (begin < to || isLast)) line.append(edgeMark());
      const end = sorted[index + 1] ?? begin;
      if (end === begin) continue;
      const isMarked = begin >= marked.from && end <= marked.to;
      const className = `${end <= edge ? 'read' : 'unread'}${isMarked ? ' is-marked' : ''}`;
      line.append(draw(bytes.subarray(begin, end), className, { from: begin, dropped }));
    }
    return line;
  }

  /** Scrolls to a mark. */
  private _bringIntoSight(selector: string, room: number): void {
    this._laidOut.do(() => {
      const mark = this._body.querySelector<HTMLElement>(selector);
      if (mark === null) return;
      const top = mark.offsetTop - this._body.offsetTop;
      const { scrollTop, clientHeight } = this._body;
      if (top < scrollTop || top > scrollTop + clientHeight - room) this._body.scrollTop = top - clientHeight / 2;
    });
  }
}

/** Lines from `first` on, each with its line feed; as hexadecimal, rows of eight. Behind a last line feed comes an empty line. */
function* linesOf(bytes: Uint8Array, first: number, isHex: boolean): Generator<LineRange> {
  const { length } = bytes;
  const hasEmpty = !isHex && bytes.at(-1) === LF;
  for (let from = first; from < length;) {
    const feed = bytes.indexOf(LF, from);
    const to = isHex ? Math.min(length, from - (from % HEX_ROW) + HEX_ROW) : feed === -1 ? length : feed + 1;
    yield { from, to, isLast: to === length && !hasEmpty };
    from = to;
  }
  if (hasEmpty) yield { from: length, to: length, isLast: true };
}

function* elementsOf(lines: ReadonlyMap<number, Line>): Generator<HTMLElement> {
  for (const { element } of lines.values()) yield element;
}

/** Gives an element these children; those that are there already are not touched. */
function reconcile(parent: Element, children: readonly Element[]): void {
  const wanted = new Set(children);
  if (!children.some((child) => child.parentElement === parent)) return parent.replaceChildren(...children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

function edgeMark(): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'edge';
  return mark;
}

/** Where drawn bytes are: in the lane, and how many went before it. */
interface Place {
  readonly from: number;
  readonly dropped: number;
}

/** Where in its stream the drawn byte is that an event came from. */
function offsetOf(target: EventTarget | null): number | undefined {
  const at = (target as Element).closest<HTMLElement>('[data-at]')?.dataset['at'];
  return at === undefined ? undefined : Number(at);
}

/** Tells two lines of one length apart (the lanes start anew with each request). */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum = (Math.imul(sum, 31) + (bytes[at] as number)) | 0;
  return sum;
}

function textNodes(bytes: Uint8Array, className: string, { from, dropped }: Place): Node {
  const whole = document.createElement('span');
  whole.className = className;
  let at = from + dropped;
  for (const { kind, text, bytes: count } of runsOf(bytes)) {
    const part = document.createElement(kind === 'text' ? 'span' : 'i');
    if (kind !== 'text') part.className = kind;
    part.dataset['at'] = String(at);
    part.textContent = text;
    whole.append(part);
    at += count;
  }
  return whole;
}

function hexNodes(bytes: Uint8Array, className: string, { from, dropped }: Place): Node {
  const whole = document.createElement('span');
  whole.className = className;
  for (const row of hexRows(bytes, from)) {
    const line = document.createElement('span');
    line.dataset['at'] = String(Math.max(from, Number.parseInt(row.address, 16)) + dropped);
    const address = document.createElement('i');
    address.className = 'end';
    address.textContent = row.address;
    line.append(address, ` ${row.hex}`);
    whole.append(line);
  }
  return whole;
}
