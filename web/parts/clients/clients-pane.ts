/** The clients: a terminal for each, one at a time or side by side, ready requests, and the state of the one that is looked at. */
import { html, render } from 'lit/html.js';
import { noticeText } from '../../session/notices.ts';
import { ClientBox } from './box.ts';
import { footTemplate } from './foot.ts';
import { headTemplate } from './head.ts';
import type { Layout } from './layout.ts';
import { keepLayout, readLayout } from './layout.ts';
import { PlainInput } from './plain-input.ts';
import { Planning } from './planning.ts';
import { ReadyStrip } from './ready-strip.ts';
import { TabAssignment } from './tab-assignment.ts';
import { icon } from '../../kit/icons.ts';
import type { ClientAction, ClientReport, HistoryEntry, PlannedInfo, When } from '../../../src/host/protocol.ts';
import type { ClientPort } from '../terminal/client-port.ts';
import { ClientTab } from '../terminal/client-tab.ts';
import { MESSAGE_LIMITS } from '../../../src/host/limits.ts';
import type { Face } from '../../kit/face.ts';
import type { Session } from '../../session/session.ts';
import type { PageState } from '../../session/store.ts';
import { takesDatagrams } from '../../../src/host/server-address.ts';
import css from './clients.css?inline';

/** What the pane asks of the page. */
export interface ClientsPort {
  enter: ClientPort['enter'];
  mayConnect: ClientPort['mayConnect'];
  connect(): number;
  act(connection: number, action: ClientAction): void;
  /** Something is to be done later. */
  later(connection: number, action: ClientAction, when: When): void;
  /** What was planned is not to be done, by its number. */
  cancel(id: number): void;
  /** The connection to be looked at, and the one at the live end; undefined when there is none. */
  select(connection: number | undefined, newest: number | undefined): void;
  /** What was asked for cannot be done. */
  unable(message: string): void;
}

/** A pane that is narrower has no room for two terminals. */
const ROOM = 480;

export class ClientsPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _ready: ReadyStrip;
  private readonly _stage = document.createElement('div');
  private readonly _screens = this._stage.appendChild(document.createElement('div'));
  private readonly _more = document.createElement('button');
  private readonly _plain = new PlainInput((text) => this._active.tab.enterText(text));
  private readonly _foot = document.createElement('footer');
  private readonly _planning: Planning;
  private readonly _assignment = new TabAssignment();
  private readonly _boxes: ClientBox[] = [];
  private _active: ClientBox;
  private _made = 0;
  private _isDatagram = false;
  private _notice = '';
  /** What had happened at the moment that is shown; undefined at the live end. */
  private _seen: Int32Array | undefined;
  private _layout = readLayout();
  private _hasRoom = true;
  private _isOnPage = false;
  /** What the machine says may come all the time, what the reader does not. */
  private _isHearing = false;
  private readonly _draw = (): void => this._render();
  private readonly _touch = matchMedia('(pointer: coarse)');
  private readonly _face: Face;
  private readonly _port: ClientsPort;

  constructor(face: Face, session: Session) {
    const port = (this._port = clientsPort(session));
    this._face = face;
    face.adopt(css);
    this._ready = new ReadyStrip(face, (wire) => this._sendReady(wire));
    this.element.className = 'pane clients';
    this.element.setAttribute('aria-label', 'Clients');
    this._head.className = 'pane-head';
    this._head.addEventListener('scroll', () => this._markTabs(), { capture: true, passive: true });
    this._stage.className = 'stage';
    this._screens.className = 'screens';
    this._foot.className = 'pane-foot';
    this._more.className = 'more-client';
    render(html`${icon('plus')}One more client`, this._more);
    this._more.addEventListener('click', () => this._select(this._add()));
    this._planning = new Planning(face, this._stage, {
      later: (connection, action, when) => port.later(connection, action, when),
      cancel: (id) => port.cancel(id),
      unable: (message) => port.unable(message),
      active: () => this._active.tab,
      ownerOf: (connection) => this._boxes.find(({ tab }) => tab.owns(connection))?.tab,
      changed: (focus) => this._planningChanged(focus),
    });
    const parts = [this._ready.element, this._stage, this._planning.list.element, this._plain.element, this._foot];
    this.element.append(...parts);
    this._active = this._add();
    face.scope.observe(new ResizeObserver(() => this._measure())).observe(this.element);
    this._render();
    this._follow(session);
  }

  private _follow(session: Session): void {
    const { scope } = this._face;
    session.on('reset', (reason) => this.forget(noticeText(this._face.texts, reason)), scope);
    session.on('reports', (reports) => this.hear(reports), scope);
    session.on('past', (seen) => this.past(seen), scope);
    session.on('done', (entries) => this.did(entries), scope);
    session.on('planned', (inputs) => this.planned(inputs), scope);
    session.on('ready', () => this.release(), scope);
    session.on('dropped', () => this.drop(), scope);
    session.on(
      'history',
      ({ entries, reason, branch }) => this.relive(entries, noticeText(this._face.texts, reason), branch),
      scope,
    );
    session.select(noticeOf, (notice) => this.notice(notice), scope);
    session.select(
      ({ address }) => address,
      (address) => {
        if (address !== undefined) this.takeDatagrams(takesDatagrams(address));
      },
      scope,
    );
    session.select(
      ({ cursor, length }) => [cursor, length],
      () => {
        const { cursor, length } = session.state;
        const seconds = session.log.at((cursor ?? length) - 1)?.time ?? 0;
        this.moment({ cursor, length, time: Math.round(seconds * 1_000_000) });
      },
      scope,
    );
  }

  /** Opens the terminals, once the pane is on the page. */
  open(): void {
    this._isOnPage = true;
    this._measure();
    this._render();
  }

  focus(): void {
    this._active.tab.screen.focus();
  }

  /** Takes what the machine says of its clients. */
  hear(news: readonly ClientReport[]): void {
    this._inTurn(() => {
      for (const item of news) this._boxes.find(({ tab }) => tab.connection === item.client)?.tab.hear(item);
    });
  }

  /** Of many clients each has something new: it is drawn once, for all of them. */
  private _inTurn(work: () => void): void {
    this._isHearing = true;
    try {
      work();
    } finally {
      this._isHearing = false;
    }
  }

  /** Shows what had happened by a moment in the past; undefined for the live end. */
  past(seen: Int32Array | undefined): void {
    for (const { tab } of this._boxes) tab.past(seen);
    this._seen = seen;
    this._look();
    this._face.turns.ask(this._draw);
  }

  /** Takes what clients have done because it was planned. */
  did(entries: readonly HistoryEntry[]): void {
    this._inTurn(() => {
      for (const entry of entries) this._ownerOf(entry)?.tab.did(entry);
    });
  }

  /** Takes what clients are to do later. */
  planned(inputs: readonly PlannedInfo[]): void {
    this._planning.list.update(inputs);
  }

  /** The step that is shown if it is in the past, the length of the log, and the virtual time in microseconds. */
  moment(now: { readonly cursor: number | undefined; readonly length: number; readonly time: number }): void {
    this._planning.moment(now);
  }

  /** Whether clients send datagrams: to the machine's server they have no connection. */
  takeDatagrams(isDatagram: boolean): void {
    if (isDatagram === this._isDatagram) return;
    this._isDatagram = isDatagram;
    for (const { tab } of this._boxes) tab.isDatagram = isDatagram;
    this._render();
  }

  /** The machine is another one. */
  forget(reason: string): void {
    this._planning.forget();
    this._assignment.forget();
    this._seen = undefined;
    this._inTurn(() => {
      for (const { tab } of this._boxes) tab.forget(reason);
    });
    this._render();
  }

  /** What was typed ahead goes nowhere. */
  drop(): void {
    for (const { tab } of this._boxes) tab.drop();
  }

  /** A machine is ready: what was typed ahead goes out. */
  release(): void {
    this._inTurn(() => {
      for (const { tab } of this._boxes) tab.release();
    });
    this._render();
  }

  /** The machine has another past: each terminal shows its part of it. @param future the number of the branch that it is in. */
  relive(entries: readonly HistoryEntry[], reason: string, future: number): void {
    this._planning.forget();
    const tabs = this._boxes.map(({ tab }) => tab);
    this._inTurn(() => {
      const parts = this._assignment.enter(future, entries, tabs, () => this._addOrShare().tab);
      for (const [tab, part] of parts) tab.relive(part, reason);
    });
    this._look();
    this._render();
  }

  /** A word beside the tabs, e.g. that the past is shown; empty for none. */
  notice(text: string): void {
    if (text === this._notice) return;
    this._notice = text;
    this._render();
  }

  private get _shownLayout(): Layout {
    return this._hasRoom ? this._layout : 'tabs';
  }

  private _add(): ClientBox {
    const port = this._port;
    const face = this._face.child();
    const tab = new ClientTab(face, (this._made += 1), {
      enter: () => port.enter(),
      mayConnect: () => port.mayConnect(),
      connect: () => {
        const connection = port.connect();
        this._planning.connected(connection);
        return connection;
      },
      act: (connection, action) => port.act(connection, action),
      changed: (tab) => this._changed(tab),
    });
    const box: ClientBox = new ClientBox(face, tab, {
      select: (how) => (how === 'focused' ? this._activate(box) : this._select(box)),
      close: () => this._close(box),
      seen: () => {
        if (this._isOnPage) tab.screen.open();
      },
    });
    tab.isDatagram = this._isDatagram;
    this._boxes.push(box);
    this._screens.append(box.element);
    return box;
  }

  /** A box for a connection that the machine tells of; there is no end of these. */
  private _addOrShare(): ClientBox {
    const last = this._boxes.at(-1);
    return last === undefined || this._boxes.length < MESSAGE_LIMITS.terminals ? this._add() : last;
  }

  /** Whose box a deed belongs to. A connection that nobody opened by hand goes to the first box without one, or to a new box. */
  private _ownerOf({ client, did }: HistoryEntry): ClientBox | undefined {
    const owner = this._boxes.find(({ tab }) => tab.owns(client));
    if (owner !== undefined || did !== 'connect') return owner;
    return this._boxes.find(({ tab }) => tab.connections.length === 0) ?? this._addOrShare();
  }

  private _changed(tab: ClientTab): void {
    if (tab === this._active.tab) this._look();
    if (this._isHearing) this._face.turns.ask(this._draw);
    else this._render();
  }

  /** Makes a client the one that is looked at. */
  private _activate(box: ClientBox): void {
    if (box === this._active) return;
    this._active = box;
    this._look();
    this._render();
  }

  /** Looks at the client's connection; in the past at its newest one there, or where it has none yet at the newest of all. */
  private _look(): void {
    const { shownConnection, connection } = this._active.tab;
    this._port.select(shownConnection ?? newestOf(this._seen), connection);
  }

  private _select(box: ClientBox): void {
    this._activate(box);
    this._render();
    box.element.scrollIntoView({ block: 'nearest' });
    this._head.querySelector('.tab[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this._markTabs();
    box.tab.screen.fit();
    box.tab.screen.focus();
  }

  /** Says on which sides there are more tabs. */
  private _markTabs(): void {
    const tabs = this._head.querySelector('.tabs');
    if (tabs === null) return;
    const { scrollLeft, scrollWidth, clientWidth } = tabs;
    tabs.classList.toggle('has-before', scrollLeft > 1);
    tabs.classList.toggle('has-after', scrollLeft + clientWidth < scrollWidth - 1);
  }

  private _close(box: ClientBox): void {
    this._planning.drop(box.tab);
    box.tab.close();
    const at = this._boxes.indexOf(box);
    this._boxes.splice(at, 1);
    box.remove();
    const isActive = box === this._active;
    this._select(isActive ? (this._boxes[Math.min(at, this._boxes.length - 1)] ?? this._add()) : this._active);
  }

  private _lay(layout: Layout): void {
    this._layout = layout;
    keepLayout(layout);
    this._select(this._active);
  }

  private _measure(): void {
    const { clientWidth } = this.element;
    this._markTabs();
    // Nothing is known of a pane that is not shown.
    if (clientWidth === 0 || clientWidth >= ROOM === this._hasRoom) return;
    this._hasRoom = clientWidth >= ROOM;
    this._render();
  }

  private _planningChanged(focus: 'terminal' | 'button' | 'panel'): void {
    this._render();
    if (focus === 'button') this._foot.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    if (focus === 'terminal') this._focusForKeys();
  }

  private _render(): void {
    this._face.turns.drop(this._draw);
    const active = this._active;
    if (active === undefined) return;
    const layout = this._shownLayout;
    const isSide = layout === 'side';
    const tabs = this._boxes.map(({ tab }) => tab);
    this._screens.classList.toggle('is-side', isSide);
    for (const box of this._boxes) box.update({ isActive: box === active, isSide, isOnly: tabs.length === 1 });
    // A place that would be empty is offered.
    if (isSide && tabs.length % 2 === 1) this._screens.append(this._more);
    else this._more.remove();
    if (this._isOnPage) active.tab.screen.open();
    const head = { tabs, active: active.tab, layout, hasRoom: this._hasRoom, notice: this._notice };
    render(headTemplate(head, this._headPort), this._head);
    const foot = { active: active.tab, isNamed: isSide && tabs.length > 1, isLaterOpen: this._planning.isOpen };
    render(footTemplate(foot, this._footPort), this._foot);
    this._plain.update(active.tab);
    this._planning.update();
  }

  private readonly _headPort = {
    select: (tab: ClientTab) => this._select(this._boxOf(tab)),
    add: () => this._select(this._add()),
    close: (tab: ClientTab) => this._close(this._boxOf(tab)),
    lay: (layout: Layout) => this._lay(layout),
  };

  private readonly _footPort = {
    changed: () => {
      this._render();
      this._focusForKeys();
    },
    toggleLater: () => this._planning.toggle(),
  };

  private _boxOf(tab: ClientTab): ClientBox {
    return this._boxes.find((box) => box.tab === tab) ?? this._active;
  }

  private _sendReady(wire: string): void {
    this._active.tab.send(Uint8Array.from(wire, (character) => character.charCodeAt(0)));
    this._focusForKeys();
  }

  /** On a touch screen the focus would bring up the keyboard. */
  private _focusForKeys(): void {
    if (!this._touch.matches) this.focus();
  }
}

/** The newest connection that had done something. @param seen two numbers for each, the first says how much. */
const newestOf = (seen: Int32Array | undefined): number | undefined => {
  const place = seen?.findLastIndex((count, at) => at % 2 === 0 && count > 0) ?? -1;
  return place < 0 ? undefined : place / 2;
};

/** What the pane asks for is the session's. */
const clientsPort = (session: Session): ClientsPort => ({
  enter: () => session.enter(),
  mayConnect: () => session.mayConnect(),
  connect: () => session.connect(),
  act: (connection, action) => session.link.client(connection, action),
  later: (connection, action, when) => session.plan(connection, action, when),
  cancel: (id) => session.link.request({ type: 'cancelPlan', id }),
  select: (connection, newest) => session.look(connection, newest),
  unable: (message) => session.events.emit('rejected', message),
});

/** What is said of the moment that the panes show, where it is not the live end. */
function noticeOf({ cursor, compared, debug: { pause } }: PageState): string {
  if (pause !== undefined && (cursor === undefined || cursor === pause.step)) {
    // What says so elsewhere, and asks, is under the comparison.
    if (compared === undefined) return 'The machine is paused. What you send waits until it goes on.';
    return pause.choice === undefined
      ? 'The machine is paused: F8 lets it go on. What you send waits.'
      : 'The machine asks who runs next: close the comparison to say so, or F8 for the usual rule.';
  }
  if (cursor === undefined) return '';
  return `The panes show step ${cursor.toLocaleString('en')}. What you send now begins another future there.`;
}
