/**
 * The bytes of one connection on their way: six lanes, there and back, and two more for a network that takes time.
 * Bytes that were read are dimmed, never removed.
 */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { connectionOf, isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import css from './buffers.css?inline';
import { LaneView } from './lane-view.ts';
import { LANES } from '../../session/lanes.ts';
import type { LaneInfo, Stream } from '../../session/lanes.ts';
import type { Range } from './lane-lines.ts';
import { linkText } from './link-text.ts';
import type { Stage } from './stage/stage.ts';

/** So wide it has room for more than lanes. */
const WIDE = 800;

export const loadStage = lazily(() => import('./stage/stage.ts'));

export class BuffersPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _grid = this.element.appendChild(document.createElement('div'));
  private readonly _lanes: readonly LaneView[];
  private readonly _face: Face;
  private readonly _session: Session;
  private _stage: Stage | undefined;
  private _isLoading = false;
  private _isHex = false;

  constructor(face: Face, session: Session) {
    this._face = face;
    this._session = session;
    face.adopt(css);
    this.element.className = 'pane buffers';
    this._head.className = 'pane-head';
    // In a wide pane the stage has its room from the start.
    this._grid.className = 'lanes has-stage';
    const actions = {
      point: (stream: Stream, offset: number | undefined) => this._point(stream, offset),
      pick: (lane: LaneInfo, bytes: Range) => this._pick(lane, bytes),
    };
    this._lanes = LANES.map((lane) => new LaneView(face, lane, actions));
    this._grid.append(...this._lanes.map(({ element }) => element));
    for (const near of ['pointerenter', 'focusin'])
      this.element.addEventListener(near, () => session.pointing.prepare());
    const draw = face.paced(
      () => this._draw(),
      () => isLive(session.state),
    );
    session.select(connectionOf, draw, face.scope);
    session.select(
      ({ marked, asked }) => [marked, asked] as const,
      ([marked, asked]) => {
        for (const lane of this._lanes) lane.mark(marked, asked);
        this._stage?.mark(marked ?? asked);
        this._drawHead();
        // By the keys of a lane, not by a pointer that passes.
        if (marked?.link !== undefined && this._grid.contains(face.activeElement)) face.announce(this._linkText);
      },
      face.scope,
    );
    const resized = new ResizeObserver(([entry]) => this._widen(entry?.contentRect.width ?? 0));
    face.scope.observe(resized).observe(this.element);
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('buffers.title'));
      this._drawHead();
    });
  }

  private _point(stream: Stream, offset: number | undefined): void {
    this._session.pointing.point(offset === undefined ? undefined : { stream, offset });
  }

  /** Asks for the origin of bytes; a face that does not show it goes to their step. */
  private _pick({ name, stream }: LaneInfo, { from, to }: Range): void {
    const { asks, pointing, state } = this._session;
    const { connection: client } = state;
    if (asks === undefined || client === undefined) return pointing.pick();
    asks({ client, direction: stream === 'request' ? stream : 'response', byte: from, to, lane: name });
  }

  private _draw(): void {
    const connection = connectionOf(this._session.state);
    for (const view of this._lanes) {
      const lane = connection?.lanes.find(({ name }) => name === view.info.name);
      view.update(lane, this._isHex);
      if (view.info.where !== 'buffers.where.network') continue;
      view.element.hidden = lane === undefined;
      this._grid.classList.toggle('has-wire', lane !== undefined);
    }
    this._stage?.draw(connection);
    this._drawHead();
  }

  /** The stage comes with the room for it. */
  private _widen(width: number): void {
    if (width < WIDE || this._stage !== undefined || this._isLoading) return;
    this._isLoading = true;
    const load = (): ReturnType<typeof loadStage> =>
      loadStage().catch((error: unknown) => {
        this._isLoading = false;
        // Without it the lanes have the room.
        this._grid.classList.remove('has-stage');
        throw error;
      });
    this._face.late('buffers.stage.missing', load, (part: { readonly Stage: typeof Stage }) => {
      if (this._stage !== undefined) return;
      this._grid.classList.add('has-stage');
      this._stage = new part.Stage(this._face.child(), this._session, this._grid, this._lanes);
      this._stage.draw(connectionOf(this._session.state));
    });
  }

  private _drawHead(): void {
    const { texts } = this._face;
    const connection = connectionOf(this._session.state);
    const subject =
      connection === undefined
        ? texts.say('buffers.none')
        : texts.say('buffers.connection', { number: connection.client + 1 });
    const link = this._linkText;
    render(
      html`
        <h2>${texts.say('buffers.title')}</h2>
        <span class="pane-subject ${link === '' ? '' : 'is-link'}" title=${link || subject}>${link || subject}</span>
        <span class="spring"></span>
        <div class="segments" role="group" aria-label=${texts.say('buffers.format')}>
          ${this._formatButton(texts.say('buffers.format.text'), false)}
          ${this._formatButton(texts.say('buffers.format.hex'), true)}
        </div>
      `,
      this._head,
    );
  }

  /** What is said of the bytes that are pointed at. */
  private get _linkText(): string {
    const { marked } = this._session.state;
    return marked?.link === undefined ? '' : linkText(this._face.texts, marked.link, marked.environKeys);
  }

  private _formatButton(title: string, isHex: boolean): unknown {
    const show = (): void => {
      this._isHex = isHex;
      this._draw();
    };
    return html`<button aria-pressed=${isHex === this._isHex} @click=${show}>${title}</button>`;
  }
}
