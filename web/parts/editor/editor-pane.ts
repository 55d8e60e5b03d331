/** The app editor: the source of the app that is served. What is typed is kept, and served once it compiles. */
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { Face } from '../../kit/face.ts';
import type { Session } from '../../session/session.ts';
import type { PageState } from '../../session/store.ts';
import { CodeView } from './code-view.ts';
import { draftName } from '../../session/drafts.ts';
import type { Drafts } from '../../session/drafts.ts';
import { presetSource } from './preset-source.ts';
import css from './editor.css?inline';

/** What the pane asks of the page. */
export interface EditorPort {
  /** Serves this source; undefined is the preset as it comes. */
  change(source: string | undefined): void;
  close(): void;
}

/** How long after the last key the server starts again. */
const REST_MS = 600;

const WHEN = {
  compile: 'does not compile',
  load: 'failed while the app was loaded',
  request: 'failed in a request',
} as const;

export class EditorPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _code: CodeView;
  private readonly _foot = this.element.appendChild(document.createElement('footer'));
  private readonly _port: EditorPort;
  private readonly _drafts: Drafts;
  private _state: PageState | undefined;
  private _preset = '';
  /** The source of a link's app; undefined for the preset's. */
  private _linked: string | undefined;
  /** The reader's version of it that is kept. */
  private _draft: string | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isKept = true;
  /** The source that was served when the page last told, and the one that was last asked for. */
  private _seen: string | undefined;
  private _asked: string | undefined;

  constructor(face: Face, session: Session) {
    this._drafts = session.drafts;
    face.adopt(css);
    this._port = {
      change: (source) => session.serve(source),
      close: () => session.store.set({ isEditing: false }),
    };
    this.element.className = 'pane editor';
    this.element.setAttribute('aria-label', 'App editor');
    this._head.className = 'pane-head';
    this._foot.className = 'pane-foot';
    this._code = new CodeView(face.root, 'Source of the app', () => this._onEdit());
    this._head.after(this._code.element);
    session.select(
      (state) => state,
      (state) => this.update(state),
      face.scope,
    );
    face.scope.onEnd(() => {
      this._cancel();
      this._code.destroy();
    });
  }

  update(state: PageState): void {
    this._state = state;
    const { linked } = state;
    const { app, source } = state.options;
    if (app !== this._preset || linked !== this._linked) {
      this._cancel();
      this._preset = app;
      this._linked = linked;
      this._draft = this._drafts.read(this._name);
      this._code.text = source ?? this._original;
    } else if (source !== this._seen && source !== this._asked) {
      // Somebody else chose the source: a link, or another branch of time.
      this._cancel();
      this._code.text = source ?? this._original;
    }
    this._seen = source;
    this._render();
  }

  focus(): void {
    this._code.focus();
  }

  /** The name of the draft. */
  private get _name(): string {
    return draftName(this._preset, this._linked);
  }

  /** The source that the reader's changes are changes of. */
  private get _original(): string {
    return this._linked ?? presetSource(this._preset);
  }

  private get _isAsShipped(): boolean {
    return this._code.text === this._original;
  }

  private _onEdit(): void {
    const source = this._isAsShipped ? undefined : this._code.text;
    this._keep(source);
    this._cancel();
    this._timer = setTimeout(() => {
      this._timer = undefined;
      this._ask(source ?? this._linked);
    }, REST_MS);
    this._render();
  }

  private _keep(source: string | undefined): void {
    this._draft = source;
    this._isKept = this._drafts.write(this._name, source);
  }

  private _reset(): void {
    this._code.text = this._original;
    this._keep(undefined);
    this._cancel();
    this._ask(this._linked);
    this._code.focus();
  }

  /** A link opens as it was made: what the reader has made of its app before comes when it is asked for. */
  private _bringBack(): void {
    this._code.text = this._draft ?? this._original;
    this._cancel();
    this._ask(this._draft);
    this._code.focus();
  }

  private _ask(source: string | undefined): void {
    this._asked = source;
    this._port.change(source);
    this._render();
  }

  private _cancel(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
  }

  private _render(): void {
    const problem = this._timer === undefined ? this._state?.problem : undefined;
    this._code.mark(problem);
    const isAsShipped = this._isAsShipped;
    render(
      html`
        <h2>App</h2>
        <span class="pane-subject mono">${this._preset}.ts</span>
        <span class="spring"></span>
        ${isAsShipped && this._draft !== undefined ? this._bringBackTemplate() : nothing}
        <button
          class="quiet"
          ?disabled=${isAsShipped}
          title="Back to the source that ${this._linked === undefined ? 'comes with Glaswerk' : 'the link has brought'}"
          @click=${() => this._reset()}
        >
          ${this._linked === undefined ? 'Reset to preset' : 'Reset to link'}
        </button>
        <button
          class="quiet icon"
          aria-label="Close the editor"
          title="Close the editor"
          @click=${() => this._port.close()}
        >
          ${icon('cross')}
        </button>
      `,
      this._head,
    );
    render(this._footTemplate(isAsShipped), this._foot);
  }

  private _bringBackTemplate(): unknown {
    return html`<button
      class="quiet"
      title="Your own changes to this app, kept in this browser"
      @click=${() => this._bringBack()}
    >
      Your changes
    </button>`;
  }

  private _footTemplate(isAsShipped: boolean): unknown {
    const { problem, health } = this._state ?? {};
    const kept = this._isKept ? 'kept in this browser' : 'not kept: this browser stores nothing';
    if (this._timer !== undefined) return html`<span class="dot busy"></span><span>Changed, ${kept}</span>`;
    if (problem !== undefined) {
      const { line, message, when } = problem;
      const where = line === undefined ? `The app ${WHEN[when]}` : `Line ${line} ${WHEN[when]}`;
      return html`<span class="dot bad"></span>
        <button class="problem" title="Go to the line" role="status" @click=${() => this._code.goTo(line ?? 1)}>
          <b>${where}</b> <span class="mono">${message}</span>
        </button>`;
    }
    const isUp = health === 'running';
    const served = isAsShipped ? 'Served, as it comes' : `Served, with your changes, ${kept}`;
    const waiting = isAsShipped ? 'Not served' : `Not served; your changes are ${kept}`;
    return html`<span class="dot ${isUp ? 'good' : 'idle'}"></span>
      <span>${isUp ? served : waiting}</span>
      <span class="spring"></span>
      <span class="faint hint">Tab leaves the editor</span>`;
  }
}
