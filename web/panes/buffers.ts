/** The way of the bytes of one connection: six lanes, there and back. Bytes that were read are dimmed, never removed. */
import { html, render } from 'lit/html.js';
import type { ConnectionSnapshot, Lane } from '../../src/index.ts';
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

  constructor([name, title, where, empty]: (typeof LANES)[number]) {
    this.name = name;
    this._empty = empty;
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

  update(lane: Lane | undefined, isHex: boolean): void {
    const { bytes, read, dropped } = lane ?? { bytes: new Uint8Array(), read: 0, dropped: 0 };
    const key = `${bytes.length}/${read}/${dropped}/${isHex}/${hash(bytes)}`;
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
    this._body.replaceChildren(...this._content(bytes, read, isHex));
    if (dropped > 0 || bytes.length > DRAWN_BYTES)
      this._body.prepend(note(`… ${total - Math.min(bytes.length, DRAWN_BYTES)} bytes before`));
    this._reveal();
  }

  private _content(bytes: Uint8Array, read: number, isHex: boolean): Node[] {
    if (bytes.length === 0) return [note(this._empty)];
    const from = Math.max(0, bytes.length - DRAWN_BYTES);
    const edge = Math.max(from, read);
    const draw = isHex ? hexNodes : textNodes;
    const nodes: Node[] = [];
    if (edge > from) nodes.push(draw(bytes.subarray(from, edge), 'read', from));
    const mark = document.createElement('span');
    mark.className = 'edge';
    nodes.push(mark);
    if (edge < bytes.length) nodes.push(draw(bytes.subarray(edge), 'unread', edge));
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

  constructor() {
    this.element.className = 'pane buffers';
    this.element.setAttribute('aria-label', 'Buffers');
    this._head.className = 'pane-head';
    this._lanes = LANES.map((lane) => new LaneView(lane));
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

  private _renderHead(): void {
    const show = (isHex: boolean) => () => {
      this._isHex = isHex;
      this.update(this._connection);
    };
    const subject = this._connection === undefined ? 'no connection yet' : `connection ${this._connection.client + 1}`;
    render(
      html`
        <h2>Buffers</h2>
        <span class="pane-subject">${subject}</span>
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

function textNodes(bytes: Uint8Array, className: string): Node {
  const whole = document.createElement('span');
  whole.className = className;
  for (const { kind, text, isLineEnd } of runsOf(bytes)) {
    const part = document.createElement(kind === 'text' ? 'span' : 'i');
    if (kind !== 'text') part.className = kind;
    part.textContent = text;
    whole.append(part, ...(isLineEnd ? ['\n'] : []));
  }
  return whole;
}

function hexNodes(bytes: Uint8Array, className: string, offset: number): Node {
  const whole = document.createElement('span');
  whole.className = className;
  for (const row of hexRows(bytes, offset)) {
    const address = document.createElement('i');
    address.className = 'end';
    address.textContent = row.address;
    whole.append(address, ` ${row.hex}\n`);
  }
  return whole;
}
