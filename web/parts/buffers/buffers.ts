/** The way of the bytes of one connection: six lanes, there and back, and two for a network that takes its time. Bytes that were read are dimmed, never removed. */
import { html, render } from 'lit/html.js';
import type { ConnectionSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { connectionOf, isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { ByteLink } from '../../session/byte-links.ts';
import type { LanePort } from './lane-view.ts';
import { LANES, LaneView } from './lane-view.ts';
import css from './buffers.css?inline';

export class BuffersPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _lanes: readonly LaneView[];
  private readonly _grid = document.createElement('div');
  private _isHex = false;
  /** The pointer has left a lane, and may have come to another one. */
  private _leaving: ReturnType<typeof setTimeout> | undefined;
  private _connection: ConnectionSnapshot | undefined;
  private _link: ByteLink | undefined;

  constructor(face: Face, session: Session) {
    const { pointing } = session;
    const port: LanePort = {
      point: (direction, offset) =>
        pointing.point(offset === undefined ? undefined : (links, connection) => links[direction](connection, offset)),
      pick: () => pointing.pick(),
    };
    face.adopt(css);
    this.element.className = 'pane buffers';
    this.element.setAttribute('aria-label', 'Buffers');
    this._head.className = 'pane-head';
    const point: LanePort['point'] = (stream, offset) => {
      clearTimeout(this._leaving);
      if (offset !== undefined) return port.point(stream, offset);
      // Not at once: it would draw the bytes anew that the pointer has just come to, and nobody would hear of that.
      this._leaving = setTimeout(() => port.point(stream, undefined));
      return undefined;
    };
    this.element.append(this._grid);
    this._lanes = LANES.map((lane) => new LaneView(lane, { point, pick: () => port.pick() }));
    this._grid.className = 'lanes';
    this._grid.append(...this._lanes.map(({ element }) => element));
    for (const near of ['pointerenter', 'focusin']) this.element.addEventListener(near, () => pointing.prepare());
    const draw = face.paced(
      () => this.update(connectionOf(session.state)),
      () => isLive(session.state),
    );
    session.select(connectionOf, draw, face.scope);
    session.select(
      ({ marked }) => marked,
      (link) => this.mark(link),
      face.scope,
    );
  }

  update(connection: ConnectionSnapshot | undefined): void {
    this._connection = connection;
    for (const view of this._lanes) {
      const lane = connection?.lanes.find(({ name }) => name === view.name);
      view.update(lane, this._isHex);
      if (!view.name.startsWith('wire')) continue;
      view.element.hidden = lane === undefined;
      this._grid.classList.toggle('has-wire', lane !== undefined);
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
