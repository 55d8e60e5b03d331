/** The clients: a terminal for each, ready requests, and the state of the connection that is looked at. */
import { html, nothing, render } from 'lit/html.js';
import type { ClientAction, ClientNews, HistoryEntry } from '../protocol.ts';
import { READY_REQUESTS } from '../requests.ts';
import { ClientTab } from '../terminal/client-tab.ts';
import type { ClientPort, TabState } from '../terminal/client-tab.ts';
import { icon } from '../icons.ts';

/** What the pane asks of the page. */
export interface ClientsPort {
  enter: ClientPort['enter'];
  connect(): number;
  act(connection: number, action: ClientAction): void;
  /** The connection to be looked at; undefined when there is none. */
  select(connection: number | undefined): void;
}

const STATES: Readonly<Record<TabState, readonly [tone: string, text: string]>> = {
  none: ['idle', 'Not connected: the first line you send opens a connection'],
  connecting: ['busy', 'Connecting'],
  open: ['good', 'Connected'],
  eof: ['idle', 'Closed by the server: the next line opens a new connection'],
  reset: ['bad', 'Reset by the server (ECONNRESET)'],
  refused: ['bad', 'Refused (ECONNREFUSED): nobody listens'],
  closed: ['idle', 'Closed by you: the next line opens a new connection'],
};

const HALF_CLOSED = ['busy', 'Half-closed: you send no more, the server still may'] as const;

export class ClientsPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _ready = this.element.appendChild(document.createElement('div'));
  private readonly _screens = this.element.appendChild(document.createElement('div'));
  private readonly _plain = this.element.appendChild(document.createElement('form'));
  private readonly _foot = this.element.appendChild(document.createElement('footer'));
  private readonly _tabs: ClientTab[] = [];
  private _active: ClientTab;
  private _made = 0;
  private _notice = '';
  private readonly _port: ClientsPort;

  constructor(port: ClientsPort) {
    this._port = port;
    this.element.className = 'pane clients';
    this.element.setAttribute('aria-label', 'Clients');
    this._head.className = 'pane-head';
    this._ready.className = 'filter';
    this._screens.className = 'screens';
    this._plain.className = 'plain-input';
    this._foot.className = 'pane-foot';
    this._active = this._add();
    this._renderReady();
    this._renderPlain();
    this._render();
  }

  /** Opens the terminal, once the pane is on the page. */
  open(): void {
    this._active.screen.open();
  }

  focus(): void {
    this._active.screen.focus();
  }

  /** Takes what the machine says of its clients. */
  hear(news: readonly ClientNews[]): void {
    for (const item of news) this._tabs.find(({ connection }) => connection === item.client)?.hear(item);
  }

  /** The machine is another one. */
  forget(reason: string): void {
    for (const tab of this._tabs) tab.forget(reason);
  }

  /** A machine is ready: what was typed ahead goes out. */
  release(): void {
    for (const tab of this._tabs) tab.release();
    this._render();
  }

  /** The machine has another past: each terminal shows its part of it. */
  relive(entries: readonly HistoryEntry[], reason: string): void {
    const parts = new Map<ClientTab, HistoryEntry[]>(this._tabs.map((tab) => [tab, []]));
    const tabOf = new Map<number, ClientTab>();
    for (const entry of entries) {
      if (entry.did === 'connect') tabOf.set(entry.client, this._tabFor(entry.client, parts));
      const tab = tabOf.get(entry.client);
      if (tab !== undefined) parts.set(tab, [...(parts.get(tab) ?? []), entry]);
    }
    for (const [tab, part] of parts) tab.relive(part, reason);
    this._port.select(this._active.connection);
    this._render();
  }

  /** The terminal that had a connection; else one that is free by then, else a new one. */
  private _tabFor(connection: number, parts: ReadonlyMap<ClientTab, readonly HistoryEntry[]>): ClientTab {
    const isFree = (tab: ClientTab): boolean => {
      const last = parts.get(tab)?.at(-1);
      return last === undefined || last.did === 'close' || last.did === 'reset';
    };
    return this._tabs.find((tab) => tab.owns(connection)) ?? this._tabs.find(isFree) ?? this._add();
  }

  retheme(): void {
    for (const tab of this._tabs) tab.screen.retheme();
  }

  /** A word beside the tabs, e.g. that the past is shown; empty for none. */
  notice(text: string): void {
    if (text === this._notice) return;
    this._notice = text;
    this._render();
  }

  /** Text on the screen that is looked at. */
  get transcript(): string {
    return this._active.screen.transcript;
  }

  private _add(): ClientTab {
    const port = this._port;
    const tab = new ClientTab((this._made += 1), {
      enter: () => port.enter(),
      connect: () => port.connect(),
      act: (connection, action) => port.act(connection, action),
      changed: (tab) => this._changed(tab),
    });
    this._tabs.push(tab);
    this._screens.append(tab.screen.element);
    return tab;
  }

  private _changed(tab: ClientTab): void {
    if (tab === this._active) this._port.select(tab.connection);
    this._render();
  }

  private _select(tab: ClientTab): void {
    this._active = tab;
    this._port.select(tab.connection);
    this._render();
    tab.screen.open();
    tab.screen.fit();
    tab.screen.focus();
  }

  private _close(tab: ClientTab): void {
    tab.close();
    const at = this._tabs.indexOf(tab);
    this._tabs.splice(at, 1);
    tab.screen.dispose();
    this._select(this._tabs[Math.min(at, this._tabs.length - 1)] ?? this._add());
  }

  private _render(): void {
    const active = this._active;
    if (active === undefined) return;
    for (const { screen, number } of this._tabs) {
      screen.element.hidden = screen !== active.screen;
      screen.element.id = `client-${number}`;
    }
    render(this._headTemplate(active), this._head);
    render(this._footTemplate(active), this._foot);
  }

  private _headTemplate(active: ClientTab): unknown {
    return html`
      <h2>Clients</h2>
      <div class="tabs" role="tablist" aria-label="Clients" @keydown=${(event: KeyboardEvent) => this._onTabKey(event)}>
        ${this._tabs.map(
          (tab) =>
            html`<button
              role="tab"
              class="tab"
              aria-selected=${tab === active}
              aria-controls="client-${tab.number}"
              tabindex=${tab === active ? 0 : -1}
              @click=${() => this._select(tab)}
            >
              <span class="dot ${this._stateOf(tab)[0]}"></span>${tab.number}
            </button>`,
        )}
      </div>
      <button
        class="quiet icon"
        aria-label="Another client"
        title="Another client"
        @click=${() => this._select(this._add())}
      >
        ${icon('plus')}
      </button>
      ${
        this._tabs.length > 1
          ? html`<button
              class="quiet icon"
              aria-label="Close client ${active.number}"
              title="Close this client"
              @click=${() => this._close(active)}
            >
              ${icon('cross')}
            </button>`
          : nothing
      }
      <span class="spring"></span>
      <span class="notice" title=${this._notice}>${this._notice}</span>
    `;
  }

  private _footTemplate(active: ClientTab): unknown {
    const [tone, text] = this._stateOf(active);
    const toggle = (change: () => void) => () => {
      change();
      this._render();
      active.screen.focus();
    };
    return html`
      <span class="dot ${tone}"></span>
      <span class="connection-state" title=${text}>${text}</span>
      <span class="spring"></span>
      <button
        class="quiet mono"
        aria-pressed=${active.sendsCrLf}
        title="What Enter sends: CR LF, or LF alone"
        @click=${toggle(() => {
          active.sendsCrLf = !active.sendsCrLf;
        })}
      >
        ${active.sendsCrLf ? '␍␊' : '␊'}<span class="sr">Enter sends CR LF</span>
      </button>
      <button
        class="quiet mono"
        aria-pressed=${active.readsEscapes}
        title="Byte mode: \\xNN, \\r, \\n, \\t, \\0 stand for one byte each"
        @click=${toggle(() => {
          active.readsEscapes = !active.readsEscapes;
        })}
      >
        \\x<span class="sr">Byte mode</span>
      </button>
      <span class="divider"></span>
      <button
        class="quiet"
        ?disabled=${!active.isWritable}
        title="Half-close (Ctrl+D)"
        @click=${toggle(() => active.shutdownWrite())}
      >
        Half-close
      </button>
      <button
        class="quiet"
        ?disabled=${!active.isConnected}
        title="Reset (Ctrl+C)"
        @click=${toggle(() => active.reset())}
      >
        Reset
      </button>
      <button class="quiet" title="Open a new connection" @click=${toggle(() => active.connect())}>
        ${active.state === 'none' ? 'Connect' : 'Reconnect'}
      </button>
    `;
  }

  private _renderReady(): void {
    render(
      html`
        <div class="chips" role="group" aria-label="Ready requests">
          ${READY_REQUESTS.map(
            ({ name, hint, wire }) =>
              html`<button class="chip" title=${hint} @click=${() => this._sendReady(wire)}>${name}</button>`,
          )}
        </div>
      `,
      this._ready,
    );
  }

  private _renderPlain(): void {
    this._plain.addEventListener('submit', (event) => {
      event.preventDefault();
      const input = this._plain.querySelector('input');
      if (input === null) return;
      this._active.screen.type(`${input.value}\r`);
      input.value = '';
    });
    render(
      html`
        <input
          type="text"
          aria-label="Line to send"
          placeholder="GET / HTTP/1.1"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="send"
        />
        <button class="primary">Send</button>
      `,
      this._plain,
    );
  }

  private _sendReady(wire: string): void {
    this._active.send(Uint8Array.from(wire, (character) => character.charCodeAt(0)));
    if (!matchMedia('(pointer: coarse)').matches) this._active.screen.focus();
  }

  private _stateOf(tab: ClientTab): readonly [string, string] {
    return tab.hasShutdown && tab.state === 'open' ? HALF_CLOSED : STATES[tab.state];
  }

  private _onTabKey({ key }: KeyboardEvent): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = this._tabs[this._tabs.indexOf(this._active) + step];
    if (step === 0 || next === undefined) return;
    this._select(next);
    this._head.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }
}
