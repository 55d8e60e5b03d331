/** The way of the bytes of one connection: six lanes, there and back. Bytes that were read are dimmed, never removed. */
import { html, render } from 'lit/html.js';
import type { ConnectionSnapshot, Lane } from '../../src/index.ts';
import type { ByteLink } from '../byte-links.ts';
import { hexRows } from '../terminal/hex.ts';
import { runsOf } from '../terminal/glyphs.ts';

type LaneName = Lane['name'];

/** What a lane is, in the order of the way; what it will show is said while it is empty. */
const LANES: readonly (readonly [name: LaneName, title: string, where: string, empty: string])[] = [
  ['client out', 'Client out', 'client', 'What you send leaves here.'],
  ['kernel receive', 'Receive queue', 'kernel', 'Bytes wait here until the server calls recv.'],
  ['rfile', 'rfile', 'handler', 'The handler’s BufferedReader: filled in blocks, read by lines.'],
  ['headers buffer', '_headers_buffer', 'handler', 'Header lines gather here until end_headers.'],
  ['wfile', 'wfile', 'handler', 'Every write to the socket passes here.'],
  ['client in', 'Client in', 'client', 'The answer arrives here.'],
];

/** Lanes whose bytes are those of the request, and of the answer, counted alike. */
const DIRECTIONS: Readonly<Partial<Record<LaneName, ByteLink['direction']>>> = {
  'client out': 'request',
  'kernel receive': 'request',
  rfile: 'request',
  wfile: 'response',
  'client in': 'response',
};

/** What the pane tells of the pointer and the keys. */
export interface BuffersPort {
  /** A byte is pointed at; undefined when none is any more. */
  point(direction: ByteLink['direction'], offset: number | undefined): void;
  /** What belongs to it is to be gone to. */
  pick(): void;
}

/** More than that of one lane is not drawn: the end is. */
const DRAWN_BYTES = 6_000;

/** The element of one lane, and what it was last drawn from. */
class LaneView {
  readonly element = document.createElement('article');
  private readonly _count = document.createElement('span');
  private readonly _bar = document.createElement('i');
  private readonly _body = document.createElement('pre');
  private _drawn = '';
  readonly name: LaneName;
  private readonly _empty: string;
  private _lane: Lane | undefined;
  private _isHex = false;
  private _link: ByteLink | undefined;

  constructor([name, title, where, empty]: (typeof LANES)[number], port: BuffersPort) {
    this.name = name;
    this._empty = empty;
    this._listen(port);
    this.element.className = 'lane';
    this.element.dataset['lane'] = name;
    this._count.className = 'lane-count';
    this._bar.className = 'lane-bar';
    this._body.className = 'lane-body';
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

  /** Marks bytes; those of the other direction are none of this lane's. */
  mark(link: ByteLink | undefined): void {
    const own = link?.direction === DIRECTIONS[this.name] ? link : undefined;
    if (own?.from === this._link?.from && own?.to === this._link?.to) return;
    this._link = own;
    const top = this._body.scrollTop;
    this.update(this._lane, this._isHex);
    this._body.scrollTop = top;
    this._revealMark();
  }

  /** The byte that is pointed at, or marked. */
  private _listen(port: BuffersPort): void {
    const direction = DIRECTIONS[this.name];
    if (direction === undefined) return;
    // Not `pointerover`: that comes from new bytes under a pointer at rest, too.
    this._body.addEventListener('pointermove', ({ target }) => port.point(direction, offsetOf(target)));
    this._body.addEventListener('pointerleave', () => port.point(direction, undefined));
    this._body.addEventListener('blur', () => port.point(direction, undefined));
    this._body.addEventListener('click', ({ target }) => {
      const offset = offsetOf(target);
      if (offset === undefined || getSelection()?.isCollapsed === false) return;
      // A finger has not moved before; and what moved onto bytes that are drawn anew meanwhile, Firefox tells to the document.
      port.point(direction, offset);
      port.pick();
    });
    this._body.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') port.pick();
      else if (event.key === 'ArrowDown') port.point(direction, this._link?.to ?? this._lane?.dropped ?? 0);
      else if (event.key === 'ArrowUp') port.point(direction, (this._link?.from ?? 1) - 1);
      else return;
      event.preventDefault();
    });
  }

  private _revealMark(): void {
    const mark = this._body.querySelector<HTMLElement>('.is-marked');
    if (mark === null) return;
    const top = mark.offsetTop - this._body.offsetTop;
    if (top < this._body.scrollTop || top > this._body.scrollTop + this._body.clientHeight - 14) {
      this._body.scrollTop = top - this._body.clientHeight / 2;
    }
  }

  update(lane: Lane | undefined, isHex: boolean): void {
    this._lane = lane;
    this._isHex = isHex;
    const { bytes, read, dropped } = lane ?? { bytes: new Uint8Array(), read: 0, dropped: 0 };
    const { from = 0, to = 0 } = this._link ?? {};
    const key = `${bytes.length}/${read}/${dropped}/${isHex}/${from}/${to}/${hash(bytes)}`;
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
    this._body.replaceChildren(...this._content(bytes, read, dropped));
    if (dropped > 0 || bytes.length > DRAWN_BYTES)
      this._body.prepend(note(`… ${total - Math.min(bytes.length, DRAWN_BYTES)} bytes before`));
    this._reveal();
  }

  /** Read bytes, the mark where reading stands, unread ones; cut where a marked part begins and ends. */
  private _content(bytes: Uint8Array, read: number, dropped: number): Node[] {
    if (bytes.length === 0) return [note(this._empty)];
    const first = Math.max(0, bytes.length - DRAWN_BYTES);
    const edge = Math.max(first, read);
    const marked = this._link === undefined ? [] : [this._link.from - dropped, this._link.to - dropped];
    const cuts = [first, ...marked, edge, bytes.length].filter((cut) => cut >= first && cut <= bytes.length);
    const sorted = [...new Set(cuts)].toSorted((one, other) => one - other);
    const draw = this._isHex ? hexNodes : textNodes;
    const nodes: Node[] = [];
    for (const [index, from] of sorted.entries()) {
      if (from === edge) nodes.push(edgeMark());
      const to = sorted[index + 1] ?? from;
      if (to === from) continue;
      const isMarked = from >= (marked[0] ?? Infinity) && to <= (marked[1] ?? 0);
      const className = `${to <= edge ? 'read' : 'unread'}${isMarked ? ' is-marked' : ''}`;
      nodes.push(draw(bytes.subarray(from, to), className, { from, dropped }));
    }
    return nodes;
  }

  /** Scrolls to where reading stands. */
  private _reveal(): void {
    const mark = this._body.querySelector<HTMLElement>('.edge');
    if (mark === null) return;
    const top = mark.offsetTop - this._body.offsetTop;
    if (top < this._body.scrollTop || top > this._body.scrollTop + this._body.clientHeight - 20) {
      this._body.scrollTop = top - this._body.clientHeight / 2;
    }
  }
}

export class BuffersPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _lanes: readonly LaneView[];
  private _isHex = false;
  private _connection: ConnectionSnapshot | undefined;
  private _link: ByteLink | undefined;

  constructor(port: BuffersPort) {
    this.element.className = 'pane buffers';
    this.element.setAttribute('aria-label', 'Buffers');
    this._head.className = 'pane-head';
    this._lanes = LANES.map((lane) => new LaneView(lane, port));
    const grid = this.element.appendChild(document.createElement('div'));
    grid.className = 'lanes';
    grid.append(...this._lanes.map(({ element }) => element));
    this.update(undefined);
  }

  update(connection: ConnectionSnapshot | undefined): void {
    this._connection = connection;
    for (const view of this._lanes) {
      view.update(
        connection?.lanes.find(({ name }) => name === view.name),
        this._isHex,
      );
    }
    this._renderHead();
  }

  /** Marks what belongs to a byte in every lane, and says it. */
  mark(link: ByteLink | undefined): void {
    this._link = link;
    for (const view of this._lanes) view.mark(link);
    this._renderHead();
  }

  private _renderHead(): void {
    const show = (isHex: boolean) => () => {
      this._isHex = isHex;
      this.update(this._connection);
    };
    const link = this._link;
    const told = link === undefined ? '' : linkText(link);
    const subject = this._connection === undefined ? 'no connection yet' : `connection ${this._connection.client + 1}`;
    render(
      html`
        <h2>Buffers</h2>
        <span class="pane-subject ${told === '' ? '' : 'is-link'}" title=${told}>${told === '' ? subject : told}</span>
        <span class="spring"></span>
        <div class="segments" role="group" aria-label="Show bytes as">
          <button aria-pressed=${!this._isHex} @click=${show(false)}>Text</button>
          <button aria-pressed=${this._isHex} @click=${show(true)}>Hex</button>
        </div>
      `,
      this._head,
    );
  }
}

/** What belongs to a byte, in words. */
function linkText({ direction, what, step, call, environKey }: ByteLink): string {
  const method = call?.split('.').at(-1) ?? '';
  if (direction === 'response') return `${what}, written by ${writerText(call)} at step ${count(step)}`;
  const where = environKey === undefined ? '' : ` → ${environKey}`;
  return step === undefined ? `${what}: not read yet` : `${what}: read by ${method} at step ${count(step)}${where}`;
}

const writerText = (call: string | undefined): string => call?.split('.').slice(-2).join('.') ?? '';

const count = (step: number | undefined): string => ((step ?? 0) + 1).toLocaleString('en');

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

/** Tells two buffers of one length apart (the lanes start anew with each request). */
function hash(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
  return sum;
}

function note(text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'lane-note';
  element.textContent = text;
  return element;
}

function textNodes(bytes: Uint8Array, className: string, { from, dropped }: Place): Node {
  const whole = document.createElement('span');
  whole.className = className;
  let at = from + dropped;
  for (const { kind, text, bytes: count, isLineEnd } of runsOf(bytes)) {
    const part = document.createElement(kind === 'text' ? 'span' : 'i');
    if (kind !== 'text') part.className = kind;
    part.dataset['at'] = String(at);
    part.textContent = text;
    whole.append(part, ...(isLineEnd ? ['\n'] : []));
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
    whole.append(line, '\n');
  }
  return whole;
}
