/**
 * The lower half of the server pane: tabs with the log, the WSGI state, the threads, the sockets, and a tab for the
 * source.
 */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Session } from '../../session/session.ts';
import css from './ladder.css?inline';
import { logView } from './log-view.ts';
import { absenceText } from './moment.ts';
import type { ServerMoment } from './moment.ts';
import type * as Views from './state-views.ts';
import { threadsView } from './threads-view.ts';

export const loadStateViews = lazily(() => import('./state-views.ts'));

const TABS = [
  ['log', 'ladder.tab.log'],
  ['wsgi', 'ladder.tab.wsgi'],
  ['threads', 'ladder.tab.threads'],
  ['sockets', 'ladder.tab.sockets'],
  ['source', 'ladder.tab.source'],
] as const;

export type Tab = (typeof TABS)[number][0];

export interface DrawerOptions {
  /** What the tab for the source shows. */
  source(): unknown;
  /** Called when the reader has opened another tab. */
  onTab(): void;
}

export class StateDrawer {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _options: DrawerOptions;
  private _tab: Tab = 'log';
  private _moment: ServerMoment | undefined;
  private _markedKey: string | undefined;
  private _views: typeof Views | 'missing' | undefined;

  constructor(face: Face, session: Session, options: DrawerOptions) {
    this._face = face;
    this._session = session;
    this._options = options;
    face.adopt(css);
    this.element.className = 'drawer';
    session.waits.events.on('ready', () => this._moment !== undefined && this.show(this._moment), face.scope);
    session.select(
      ({ marked }) => marked?.environKey,
      (key) => this._mark(key),
      face.scope,
    );
  }

  get tab(): Tab {
    return this._tab;
  }

  open(tab: Tab): void {
    this._tab = tab;
    this._options.onTab();
    this.element.querySelector('.drawer-body')?.scrollTo(0, 0);
  }

  show(moment: ServerMoment): void {
    this._moment = moment;
    const { texts } = this._face;
    render(
      html`
        <div
          class="tabs"
          role="tablist"
          aria-label=${texts.say('ladder.tabs')}
          @keydown=${(event: KeyboardEvent) => this._onKey(event)}
        >
          ${TABS.map(([tab, title]) => this._tabButton(tab, texts.say(title), moment))}
        </div>
        <div
          class="drawer-body ${this._tab === 'log' ? 'is-log' : ''}"
          id="server-view"
          role="tabpanel"
          aria-labelledby="server-tab-${this._tab}"
          tabindex="0"
        >
          ${this._body(moment)}
        </div>
      `,
      this.element,
    );
  }

  private _tabButton(tab: Tab, title: string, { threads }: ServerMoment): unknown {
    const hasBadge = tab === 'threads' && threads.length > 1;
    return html`<button
      role="tab"
      class="tab"
      id="server-tab-${tab}"
      aria-controls="server-view"
      aria-selected=${tab === this._tab}
      tabindex=${tab === this._tab ? 0 : -1}
      @click=${() => this.open(tab)}
    >
      ${title}${hasBadge ? html`<span class="badge">${threads.length}</span>` : nothing}
    </button>`;
  }

  private _body(moment: ServerMoment): unknown {
    const { texts } = this._face;
    const { snapshot, threads, handler } = moment;
    if (snapshot === undefined) return html`<p class="empty">${absenceText(texts, moment)}</p>`;
    switch (this._tab) {
      case 'log': {
        const { complaints, options } = this._session.state;
        const until = complaints.filter(({ step }) => step <= snapshot.step);
        return logView(texts, snapshot.log, until, options.app);
      }
      case 'wsgi':
        return this._withViews(({ wsgiView }) =>
          wsgiView(texts, handler, { marked: this._markedKey, point: (key) => this._point(key) }),
        );
      case 'threads':
        return threadsView(
          texts,
          threads,
          (tid) => this._session.log.colourOf(tid),
          (tid) => this._session.waits.ofThread(tid, texts.language),
        );
      case 'sockets':
        return this._withViews(({ socketsView }) => socketsView(texts, snapshot));
      case 'source':
        return this._options.source();
    }
  }

  /** Draws with the views that are loaded on demand; loads them first where they are missing. */
  private _withViews(draw: (views: typeof Views) => unknown): unknown {
    if (this._views === 'missing') {
      this._views = undefined;
      return html`<p class="empty">${this._face.texts.say('ladder.tab.failed')}</p>`;
    }
    if (this._views !== undefined) return draw(this._views);
    const keep = (views: typeof Views | 'missing'): void => {
      this._views = views;
      if (this._moment !== undefined && !this._face.scope.hasEnded) this.show(this._moment);
    };
    void loadStateViews().then(keep, () => keep('missing'));
    return nothing;
  }

  private _point(key: string | undefined): void {
    this._session.pointing.point(key === undefined ? undefined : (links, connection) => links.environ(connection, key));
  }

  /** Marks a key of the environ, and brings it into sight unless the pointer is on it. */
  private _mark(key: string | undefined): void {
    this._markedKey = key;
    if (this._tab !== 'wsgi' || this._moment === undefined) return;
    this.show(this._moment);
    const row = this.element.querySelector<HTMLElement>('.values .is-marked');
    if (row?.matches(':hover') === false) row.scrollIntoView({ block: 'nearest' });
  }

  private _onKey({ key }: KeyboardEvent): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = TABS[TABS.findIndex(([tab]) => tab === this._tab) + step];
    if (step === 0 || next === undefined) return;
    this.open(next[0]);
    this.element.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }
}
