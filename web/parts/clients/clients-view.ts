/**
 * The clients pane: a head with tabs, ready requests, the terminals, what is planned, and a foot for the active client.
 */
import type { Face } from '../../kit/face.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Clients } from '../../session/clients/clients.ts';
import type { Session } from '../../session/session.ts';
import { render } from 'lit/html.js';
import { Boxes } from './boxes.ts';
import type { MakeTerminal } from './client-terminal.ts';
import css from './clients.css?inline';
import { footTemplate } from './foot.ts';
import { WaitLine } from './wait-line.ts';
import { headTemplate } from './head.ts';
import type { Layout } from './layout.ts';
import { keepLayout, readLayout } from './layout.ts';
import { LineField } from './line-field.ts';
import { noticeText } from './notice-text.ts';
import { PlanList } from './plan-list.ts';
import { Planning } from './planning.ts';
import type { PlanningFocus } from './planning.ts';
import { ReadyStrip } from './ready-strip.ts';
import { markTabs, showActiveTab } from './tab-scroll.ts';

/** A narrower pane has no room for two terminals. */
const ROOM = 480;

export class ClientsView {
  readonly element = document.createElement('section');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _clients: Clients;
  private readonly _head = document.createElement('div');
  private readonly _ready: ReadyStrip;
  private readonly _stage = document.createElement('div');
  private readonly _boxes: Boxes;
  private readonly _plans: PlanList;
  private readonly _planning: Planning;
  private readonly _field: LineField;
  private readonly _foot = document.createElement('div');
  private readonly _wait: WaitLine;
  private readonly _touch = matchMedia('(pointer: coarse)');
  private readonly _draw = (): void => this._face.scope.guard(() => this._render());
  private _layout = readLayout();
  private _hasRoom = true;

  constructor(face: Face, session: Session, clients: Clients, makeTerminal: MakeTerminal) {
    this._face = face;
    this._session = session;
    this._clients = clients;
    face.adopt(css);
    this._boxes = new Boxes(face, clients, makeTerminal, (client) => this._select(client));
    this._ready = new ReadyStrip(face, (bytes) => {
      clients.active.send(bytes);
      this._focusForKeys();
    });
    this._plans = new PlanList(face, clients);
    this._planning = new Planning(face, session, clients, {
      place: this._stage,
      onToggle: (focus) => this._planningToggled(focus),
    });
    this._field = new LineField(
      face,
      () => this.hasText,
      (text) => this._boxes.of(clients.active)?.terminal.enter(text),
    );
    this.element.className = 'pane clients';
    this._head.className = 'pane-head';
    this._head.addEventListener('scroll', () => markTabs(this._head), { capture: true, passive: true });
    this._stage.className = 'stage';
    this._stage.append(this._boxes.element);
    this._foot.className = 'pane-foot';
    const parts = [this._ready.element, this._stage, this._plans.element, this._field.element];
    this._wait = new WaitLine(face.child(), this._session, this._clients);
    this.element.append(this._head, ...parts, this._wait.element, this._foot);
    face.scope.observe(new ResizeObserver(() => this._measure())).observe(this.element);
    this._follow();
  }

  /** Opens the terminals, once the pane is on the page. */
  open(): void {
    this._boxes.isOnPage = true;
    this._measure();
    this._render();
  }

  focus(): void {
    this._boxes.of(this._clients.active)?.terminal.focus();
  }

  /** Whether something is written in the terminal of the active client that was not sent. */
  get hasText(): boolean {
    return this._boxes.of(this._clients.active)?.terminal.hasText === true;
  }

  /** Writes lines in the terminal of the active client that Enter sends at once; none clears what is written. */
  prepare(lines: readonly string[]): void {
    this._boxes.of(this._clients.active)?.terminal.prepare(lines);
    this._field.update(this._clients.active);
  }

  private _follow(): void {
    const { scope, turns } = this._face;
    scope.onEnd(() => turns.drop(this._draw));
    // The machine may report all the time. What a person does is drawn at once.
    this._clients.events.on('changed', ({ isNews }) => (isNews ? turns.ask(this._draw) : this._render()), scope);
    this._session.select(
      (state) => noticeText(this._face.texts, state),
      () => this._render(),
      scope,
    );
    this._face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('clients.title'));
      this._render();
    });
  }

  private get _shownLayout(): Layout {
    return this._hasRoom ? this._layout : 'tabs';
  }

  /** Makes a client the active one, with its tab and its terminal in sight. */
  private _select(client: Client): void {
    this._clients.activate(client);
    this._render();
    const box = this._boxes.of(client);
    box?.element.scrollIntoView({ block: 'nearest' });
    showActiveTab(this._head);
    box?.terminal.fit();
    box?.terminal.focus();
  }

  private _close(client: Client): void {
    this._clients.close(client);
    this._select(this._clients.active);
  }

  private _lay(layout: Layout): void {
    this._layout = layout;
    keepLayout(layout);
    this._select(this._clients.active);
  }

  private _measure(): void {
    const { clientWidth } = this.element;
    markTabs(this._head);
    // A pane that is not shown has no width.
    if (clientWidth === 0 || clientWidth >= ROOM === this._hasRoom) return;
    this._hasRoom = clientWidth >= ROOM;
    this._render();
  }

  private _planningToggled(focus: PlanningFocus): void {
    this._render();
    if (focus === 'button') this._foot.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    if (focus === 'terminal') this._focusForKeys();
  }

  private _render(): void {
    const { texts, turns } = this._face;
    const { all, active, isDatagram } = this._clients;
    turns.drop(this._draw);
    const layout = this._shownLayout;
    const isSide = layout === 'side';
    this._boxes.update(isSide);
    this._ready.isDatagram = isDatagram;
    const notice = noticeText(texts, this._session.state);
    render(
      headTemplate({ texts, clients: all, active, layout, hasRoom: this._hasRoom, notice }, this._headEvents),
      this._head,
    );
    const foot = { texts, active, isNamed: isSide && all.length > 1, isLaterOpen: this._planning.isOpen };
    render(footTemplate(foot, this._footEvents), this._foot);
    this._field.update(active);
    this._wait.update();
    this._plans.update();
    this._planning.update();
  }

  private readonly _headEvents = {
    select: (client: Client) => this._select(client),
    add: () => this._select(this._clients.add()),
    close: (client: Client) => this._close(client),
    lay: (layout: Layout) => this._lay(layout),
  };

  private readonly _footEvents = {
    changed: () => {
      this._render();
      this._focusForKeys();
    },
    toggleLater: () => this._planning.toggle(),
  };

  /** On a touch screen the focus would bring up the keyboard. */
  private _focusForKeys(): void {
    if (!this._touch.matches) this.focus();
  }
}
