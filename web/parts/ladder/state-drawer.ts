/**
 * The lower half of the server pane: tabs with the log, the WSGI state, the threads, the sockets, and a tab for the
 * source.
 */
import { html, nothing, render } from 'lit/html.js';
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import type { ThreadSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { onPointed } from '../../kit/pointed.ts';
import { frameOf } from '../../session/frames.ts';
import type { Session } from '../../session/session.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import type { Marks } from '../../session/store.ts';
import type { ViewTab } from '../../session/link-view.ts';
import css from './ladder.css?inline';
import { logView } from './log-view.ts';
import { absenceText } from './moment.ts';
import type { ServerMoment } from './moment.ts';
import type * as Views from './state-views.ts';
import type { HandlerSubject } from './wsgi-view.ts';
import { threadsView } from './threads-view.ts';

export const loadStateViews = lazily(() => import('./state-views.ts'));

const TABS = [
  ['log', 'ladder.tab.log'],
  ['wsgi', 'ladder.tab.wsgi'],
  ['threads', 'ladder.tab.threads'],
  ['sockets', 'ladder.tab.sockets'],
  ['source', 'ladder.tab.source'],
] as const satisfies readonly (readonly [ViewTab, string])[];

export type Tab = ViewTab;

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
  private _marks: Marks | undefined;
  private _asked: Marks | undefined;
  private _views: typeof Views | 'missing' | undefined;

  constructor(face: Face, session: Session, options: DrawerOptions) {
    this._face = face;
    this._session = session;
    this._options = options;
    face.adopt(css);
    this.element.className = 'drawer';
    onPointed(this.element, (subject) => session.pointing.point(subject as OriginSubject | undefined));
    session.waits.events.on('ready', () => this._moment !== undefined && this.show(this._moment), face.scope);
    session.select(
      ({ marked, asked }) => [marked, asked] as const,
      ([marked, asked]) => {
        // Where the pointer has left, nothing moves.
        const isNews = marked !== undefined || asked !== this._asked;
        this._asked = asked;
        this._mark(marked ?? asked, isNews);
      },
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
        const ask = this._session.asks && ((line: number) => this._askLine(line));
        return logView(texts, { log: snapshot.log, ask, marked: this._marks?.logLines ?? [] }, until, options.app);
      }
      case 'wsgi':
        return this._withViews(({ wsgiView }) =>
          wsgiView(texts, handler, {
            marks: this._marks,
            ask: this._session.asks && ((subject) => this._ask(subject)),
          }),
        );
      case 'threads':
        return threadsView(texts, threads, {
          colourOf: (tid) => this._session.log.colourOf(tid),
          waitOf: (tid) => this._session.waits.ofThread(tid, texts.language),
          ask: this._session.asks,
          filesIn: (call, pid) => this._session.notes.filesIn(call, pid, snapshot.step, texts.language),
          fdsIn: (call, pid) => this._session.notes.fdsIn(call, pid, snapshot.step),
          nameOf: (fd, pid) => this._session.notes.file(fd, pid, snapshot.step, texts.language),
          waitStep: (tid) => lastStepOf(this._session.log, tid, snapshot.step),
          markedIn: (thread) => this._markedIn(thread, snapshot.step),
        });
      case 'sockets':
        return this._withViews(({ socketsView }) =>
          socketsView(texts, snapshot, {
            nameOf: (fd, pid) => this._session.notes.file(fd, pid, snapshot.step, texts.language),
            ask: this._session.asks,
          }),
        );
      case 'source':
        return this._options.source();
    }
  }

  /** The step of the call that belongs to what is pointed at, if that has happened. */
  private _markedIn(thread: ThreadSnapshot, length: number): number | undefined {
    const step = this._marks?.step;
    if (step === undefined || step >= length) return undefined;
    const { log } = this._session;
    return step === lastStepOf(log, thread.tid, length) ? step : frameOf(thread, log, step)?.step;
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

  /** Asks for a line of the log, unless text was selected with the click. */
  private _askLine(log: number): void {
    if (!this._face.hasSelection) this._session.asks?.({ log });
  }

  /** Asks for something of the connection that is shown. */
  private _ask(subject: HandlerSubject): void {
    const { connection: client } = this._session.state;
    if (client !== undefined) this._session.asks?.({ ...subject, client });
  }

  /** Marks what belongs together, and brings the first of it into sight unless the pointer is near it. */
  private _mark(marks: Marks | undefined, isNews: boolean): void {
    if (namesIn(marks) === namesIn(this._marks)) return;
    this._marks = marks;
    if (this._tab === 'sockets' || this._tab === 'source' || this._moment === undefined) return;
    this.show(this._moment);
    const row = this.element.querySelector<HTMLElement>('.is-marked');
    if (isNews && row !== null && !this.element.matches(':hover')) row.scrollIntoView({ block: 'nearest' });
  }

  private _onKey({ key }: KeyboardEvent): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = TABS[TABS.findIndex(([tab]) => tab === this._tab) + step];
    if (step === 0 || next === undefined) return;
    this.open(next[0]);
    this.element.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }
}

/** What can be marked in a tab. */
const namesIn = (marks: Marks | undefined): string =>
  JSON.stringify(marks && [marks.environKeys, marks.values, marks.logLines, marks.step]);

/** So far back a thread's last step is looked for. */
const MOST_ROWS = 20_000;

/** The last step of a thread: where it waits, the one at which it began to. */
function lastStepOf(log: StepLog, tid: number, length: number): number | undefined {
  for (let at = Math.min(length, log.length) - 1; at >= Math.max(0, length - MOST_ROWS); at -= 1) {
    const step = log.at(at);
    if (step?.tid === tid && step.kind === 'block') return at;
  }
  return undefined;
}
