/** The server: both class ladders, the stack of each thread, and behind tabs its log, its WSGI state and its descriptors. */
import { html, nothing, render } from 'lit/html.js';
import type { FrameSnapshot, HandlerSnapshot, Snapshot, ThreadSnapshot } from '../../../src/index.ts';
import {
  DATAGRAM_HANDLER_LADDER,
  DATAGRAM_LADDERS,
  HANDLER_LADDER,
  SERVER_LADDERS,
  focusThread,
  frameArguments,
  rungStates,
  serverThreads,
  splitFrameName,
} from '../../session/ladders.ts';
import type { Rung, RungState } from '../../session/ladders.ts';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { PageState } from '../../session/store.ts';
import { takesDatagrams } from '../../../src/host/server-address.ts';
import css from './server.css?inline';
import type { ComplaintInfo, ServerKind } from '../../../src/host/protocol.ts';
import { SourceView } from '../source/source-view.ts';
import { logView } from './log-view.ts';
import type * as Views from './server-views.ts';
import sourceCss from '../source/source.css?inline';

export const loadServerViews = lazily(() => import('./server-views.ts'));

const VIEWS = [
  ['log', 'Log'],
  ['wsgi', 'WSGI'],
  ['threads', 'Threads'],
  ['sockets', 'Sockets'],
  ['source', 'Source'],
] as const;

type View = (typeof VIEWS)[number][0];

export class ServerPane {
  readonly element = document.createElement('section');
  private _view: View = 'log';
  private _kind: ServerKind = 'base';
  private _snapshot: Snapshot | undefined;
  private _connection: number | undefined;
  private _failure = '';
  private _isDatagram = false;
  private _complaints: readonly ComplaintInfo[] = [];
  private _app = '';
  /** The line of source that was last brought into sight. */
  private _followed = '';
  /** The call that was picked in the stack, by the step at which it was entered; undefined for the innermost. */
  private _picked: number | undefined;
  private _views: typeof Views | 'missing' | undefined;
  private readonly _source = new SourceView(() => this._render());
  private readonly _colourOf: (tid: number) => number;
  private readonly _pointAtKey: (key: string | undefined) => void;
  private _markedKey: string | undefined;

  constructor(face: Face, session: Session) {
    const { pointing, log } = session;
    face.adopt(css, sourceCss);
    this._colourOf = (tid) => log.colourOf(tid);
    this._pointAtKey = (key) =>
      pointing.point(key === undefined ? undefined : (links, connection) => links.environ(connection, key));
    for (const near of ['pointerenter', 'focusin']) this.element.addEventListener(near, () => pointing.prepare());
    this.element.className = 'pane server';
    this.element.setAttribute('aria-label', 'Server');
    this._render();
    const draw = face.paced(
      () => this._follow(session.state),
      () => isLive(session.state),
    );
    session.select(
      ({ options, shown, connection, health, failure, cursor, complaints, address }) => [
        ...[options, shown, connection, health, failure, cursor === undefined, complaints, address],
      ],
      draw,
      face.scope,
    );
    session.select(
      ({ marked }) => marked?.environKey,
      (key) => this.mark(key),
      face.scope,
    );
  }

  private _follow({ options, shown, connection, health, failure, cursor, complaints, address }: PageState): void {
    const end = health === 'failed' ? failure : health === 'silent' ? 'It does not answer.' : '';
    if (address !== undefined) this.takeDatagrams(takesDatagrams(address));
    this.complain(complaints, options.app);
    this.update(options.server, shown, connection, cursor === undefined ? end : '');
  }

  /** @param connection the connection whose handler is shown. @param failure why there is no machine; empty while there may be one. */
  update(kind: ServerKind, snapshot: Snapshot | undefined, connection: number | undefined, failure = ''): void {
    const isSame = kind === this._kind && snapshot === this._snapshot && connection === this._connection;
    if (isSame && failure === this._failure) return;
    this._failure = failure;
    this._kind = kind;
    this._snapshot = snapshot;
    this._connection = connection;
    this._render();
  }

  /** Whether the server answers datagrams: its classes are others then. */
  takeDatagrams(isDatagram: boolean): void {
    if (isDatagram === this._isDatagram) return;
    this._isDatagram = isDatagram;
    this._render();
  }

  /** What the app did wrong, whenever that was. @param app its name. */
  complain(complaints: readonly ComplaintInfo[], app: string): void {
    if (complaints === this._complaints && app === this._app) return;
    this._complaints = complaints;
    this._app = app;
    if (this._view === 'log') this._render();
  }

  private _complaintsUntil(step: number): readonly ComplaintInfo[] {
    return this._complaints.filter((complaint) => complaint.step <= step);
  }

  /** Marks a key of the environ. */
  mark(key: string | undefined): void {
    if (key === this._markedKey) return;
    this._markedKey = key;
    if (this._view !== 'wsgi') return;
    this._render();
    const row = this.element.querySelector<HTMLElement>('.values .is-marked');
    if (row?.matches(':hover') === false) row.scrollIntoView({ block: 'nearest' });
  }

  private get _handler(): HandlerSnapshot | undefined {
    return this._snapshot?.connections.find(({ client }) => client === this._connection)?.handler;
  }

  private _render(): void {
    const snapshot = this._snapshot;
    const threads = snapshot === undefined ? [] : serverThreads(snapshot);
    const focus = snapshot === undefined ? undefined : focusThread(snapshot, this._handler?.tid);
    const states = rungStates(threads, focus);
    render(
      html`
        <header class="pane-head">
          <h2>Server</h2>
          <span class="pane-subject">${this._subject(focus)}</span>
        </header>
        <div class="ladders">
          ${this._ladder('Server class', (this._isDatagram ? DATAGRAM_LADDERS : SERVER_LADDERS)[this._kind], states)}
          ${this._ladder('Handler class', this._isDatagram ? DATAGRAM_HANDLER_LADDER : HANDLER_LADDER, states)}
          ${this._stack(focus)}
        </div>
        <div class="drawer">
          <div
            class="tabs"
            role="tablist"
            aria-label="Server state"
            @keydown=${(event: KeyboardEvent) => this._onTabKey(event)}
          >
            ${VIEWS.map(
              ([view, title]) =>
                html`<button
                  role="tab"
                  class="tab"
                  id="server-tab-${view}"
                  aria-controls="server-view"
                  aria-selected=${view === this._view}
                  tabindex=${view === this._view ? 0 : -1}
                  @click=${() => this._show(view)}
                >
                  ${title}${view === 'threads' && threads.length > 1 ? html`<span class="badge">${threads.length}</span>` : nothing}
                </button>`,
            )}
          </div>
          <div
            class="drawer-body ${this._view === 'log' ? 'is-log' : ''}"
            id="server-view"
            role="tabpanel"
            aria-labelledby="server-tab-${this._view}"
            tabindex="0"
          >
            ${this._body(threads, focus)}
          </div>
        </div>
      `,
      this.element,
    );
    this._followSource();
  }

  /** Who runs, or who ran last on a machine that has stopped. */
  private _subject(focus: ThreadSnapshot | undefined): string {
    if (focus === undefined) return 'no process';
    const text = describe(focus, this._snapshot);
    return this._failure === '' ? text : `stopped; last seen: ${text}`;
  }

  private _body(threads: readonly ThreadSnapshot[], focus: ThreadSnapshot | undefined): unknown {
    const snapshot = this._snapshot;
    if (snapshot === undefined) {
      const text = this._failure === '' ? 'The machine starts.' : `There is no machine. ${this._failure}`;
      return html`<p class="empty">${text}</p>`;
    }
    switch (this._view) {
      case 'log':
        return logView(snapshot.log, this._complaintsUntil(snapshot.step), this._app);
      case 'wsgi':
        return this._withViews(({ wsgiView }) =>
          wsgiView(this._handler, { marked: this._markedKey, point: this._pointAtKey }),
        );
      case 'sockets':
        return this._withViews(({ socketsView }) => socketsView(snapshot));
      case 'threads':
        return threadsView(threads, this._colourOf);
      case 'source':
        return this._sourceOf(focus);
    }
  }

  /** What is behind tabs that are not open at first comes when one of them is. */
  private _withViews(draw: (views: typeof Views) => unknown): unknown {
    if (this._views === 'missing') {
      this._views = undefined;
      return html`<p class="empty">This view could not be loaded. Choose it again to try again.</p>`;
    }
    if (this._views !== undefined) return draw(this._views);
    const keep = (views: typeof Views | 'missing'): void => {
      this._views = views;
      this._render();
    };
    void loadServerViews().then(keep, () => keep('missing'));
    return nothing;
  }

  private _ladder(title: string, rungs: readonly Rung[], states: ReadonlyMap<string, RungState>): unknown {
    return html`<div class="ladder" role="group" aria-label=${title}>
      <h3>${title}</h3>
      <ol>
        ${rungs.map(({ name, module }) => {
          const state = states.get(name);
          const tone = state === undefined ? '' : state.isInnermost ? 'is-lit' : 'is-live';
          return html`<li
            class="rung ${tone}"
            title="${module}.${name}"
            aria-current=${state?.isInnermost === true ? 'true' : nothing}
          >
            <span class="rung-name">${name}</span><span class="rung-method">${state?.method ?? ''}</span>
          </li>`;
        })}
      </ol>
    </div>`;
  }

  /** The stack of the thread that is looked at; a click on a call shows its source. */
  private _stack(thread: ThreadSnapshot | undefined): unknown {
    const frames = thread?.stack.toReversed() ?? [];
    const shown = this._view === 'source' ? this._pickedFrame(thread) : undefined;
    return html`<div class="stack" role="group" aria-label="Call stack">
      <h3>Call stack</h3>
      ${
        frames.length === 0
          ? html`<p class="empty">No mirrored call is running.</p>`
          : html`<ol class="frames" aria-label="Calls, the innermost first">
              ${thread?.waitsIn === undefined ? nothing : html`<li class="frame is-syscall">${thread.waitsIn}</li>`}
              ${frames.map((frame, at) => {
                const { owner, method } = splitFrameName(frame.name);
                return html`<li>
                  <button
                    class="frame ${at === 0 ? 'is-lit' : ''}"
                    aria-pressed=${frame === shown}
                    title="${frame.name}(${frameArguments(frame)}), entered at step ${frame.step + 1}"
                    @click=${() => this._pick(frame)}
                  >
                    <b>${method}</b> <span class="faint">${owner}</span>
                  </button>
                </li>`;
              })}
            </ol>`
      }
    </div>`;
  }

  private _pick({ step }: FrameSnapshot): void {
    this._picked = step;
    this._show('source');
  }

  private _pickedFrame(thread: ThreadSnapshot | undefined): FrameSnapshot | undefined {
    return thread?.stack.find(({ step }) => step === this._picked) ?? thread?.stack.at(-1);
  }

  private _sourceOf(thread: ThreadSnapshot | undefined): unknown {
    const frame = this._pickedFrame(thread);
    const at = frame === undefined ? -1 : (thread?.stack.indexOf(frame) ?? -1);
    const waitsIn = thread?.waitsIn?.replace(/\(.*/, '');
    return this._source.view(frame, thread?.stack[at + 1]?.name ?? waitsIn);
  }

  private _show(view: View): void {
    this._view = view;
    this._render();
    this.element.querySelector('.drawer-body')?.scrollTo(0, 0);
  }

  /** Brings the line into sight that calls on, else the head of the method, when another one is shown. */
  private _followSource(): void {
    const code = this._view === 'source' ? this.element.querySelector<HTMLElement>('.code') : null;
    const line = code?.querySelector<HTMLElement>('.is-here') ?? code?.querySelector<HTMLElement>('.is-head');
    const key = `${code?.getAttribute('aria-label')} ${line?.textContent}`;
    if (key === this._followed || code === null || line === null || line === undefined) return;
    this._followed = key;
    const body = this.element.querySelector<HTMLElement>('.drawer-body');
    if (body === null) return;
    const top = line.getBoundingClientRect().top - code.getBoundingClientRect().top;
    const isHead = line.classList.contains('is-head');
    body.scrollTop = isHead ? top : Math.max(0, top - body.clientHeight / 2);
    body.scrollLeft = 0;
  }

  private _onTabKey({ key }: KeyboardEvent): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = VIEWS[VIEWS.findIndex(([view]) => view === this._view) + step];
    if (step === 0 || next === undefined) return;
    this._show(next[0]);
    this.element.querySelector<HTMLElement>(`#server-tab-${next[0]}`)?.focus();
  }
}

function describe({ name, pid, state, waitsIn }: ThreadSnapshot, snapshot: Snapshot | undefined): string {
  const process = snapshot?.processes.find((process) => process.pid === pid)?.name ?? '';
  return `${process} · ${name}: ${state === 'waiting' && waitsIn !== undefined ? `waits in ${waitsIn}` : state}`;
}

function threadsView(threads: readonly ThreadSnapshot[], colourOf: (tid: number) => number): unknown {
  if (threads.length === 0) return html`<p class="empty">No thread is alive.</p>`;
  return html`<ul class="threads">
    ${threads.map(
      (thread) =>
        html`<li>
          <h4>
            <i class="step-thread" data-thread=${colourOf(thread.tid)}></i>${thread.name}
            <span class="faint">pid ${thread.pid}, tid ${thread.tid}</span>
          </h4>
          <p class="faint">${thread.waitsIn === undefined ? thread.state : `waits in ${thread.waitsIn}`}</p>
          <p class="thread-stack">${thread.stack.map(({ name }) => splitFrameName(name).method).join(' › ') || '—'}</p>
        </li>`,
    )}
  </ul>`;
}
