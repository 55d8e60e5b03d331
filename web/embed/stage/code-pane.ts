/**
 * The author's app: its text, without the lines that the author hides, and an editor when the reader wants one. What
 * the reader changes is kept, and runs on Run.
 */
import { html, nothing, render } from 'lit/html.js';
import codeCss from '../../kit/code/code.css?inline';
import { Highlighter } from '../../kit/code/highlight.ts';
import type { Face } from '../../kit/face.ts';
import { loadCodeView } from '../../parts/editor/index.ts';
import type { CodeView } from '../../parts/editor/index.ts';
import { noticeText } from '../../session/notices.ts';
import type { Session } from '../../session/session.ts';
import { partsOf } from './hidden-lines.ts';
import type { Part } from './hidden-lines.ts';

export interface CodeOptions {
  /** As its author wrote it. */
  readonly source: string;
  readonly isReadonly: boolean;
  /** The reader's version of earlier; undefined for none. */
  readonly kept: string | undefined;
  /** Keeps the reader's version, or forgets it; returns false where the browser keeps nothing. */
  keep(source: string | undefined): boolean;
  /** Serves a version, and sends the example's request again; undefined for the author's. */
  run(source: string | undefined): void;
}

export class CodePane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _body = this.element.appendChild(document.createElement('div'));
  private readonly _foot = this.element.appendChild(document.createElement('div'));
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _options: CodeOptions;
  private readonly _seen = new Set<Part>();
  private readonly _parts: readonly Part[];
  private _view: CodeView | undefined;
  private _isKept = true;
  private _isUnloaded = false;

  constructor(face: Face, session: Session, options: CodeOptions) {
    this._face = face;
    this._session = session;
    this._options = options;
    this._parts = partsOf(options.source);
    face.adopt(codeCss);
    this.element.className = 'pane app-code';
    this._head.className = 'pane-head';
    this._body.className = 'app-body';
    this._foot.className = 'pane-foot';
    session.select(
      ({ problem }) => problem,
      () => this._draw(),
      face.scope,
    );
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('stage.pane.code'));
      this._draw();
    });
    if (options.kept !== undefined) void this._edit(options.kept);
  }

  private get _text(): string | undefined {
    const text = this._view?.text;
    return text === this._options.source ? undefined : text;
  }

  private async _edit(text: string): Promise<void> {
    try {
      const { CodeView } = await loadCodeView();
      if (this._face.scope.hasEnded || this._view !== undefined) return;
      const view = (this._view = new CodeView(this._face.child(), () => this._changed()));
      render(nothing, this._body);
      this._body.append(view.element);
      view.text = text;
      this._isUnloaded = false;
    } catch {
      this._isUnloaded = true;
    }
    this._draw();
  }

  private _changed(): void {
    this._isKept = this._options.keep(this._text);
    this._draw();
  }

  private _original(): void {
    if (this._view !== undefined) this._view.text = this._options.source;
    this._changed();
    this._options.run(undefined);
  }

  private _draw(): void {
    const { texts } = this._face;
    const { isReadonly } = this._options;
    const isEdited = this._text !== undefined;
    const edit = async (): Promise<void> => {
      await this._edit(this._options.source);
      this._view?.focus();
    };
    const button = (name: 'run' | 'edit' | 'original', className: string, click: () => unknown): unknown =>
      html`<button class=${className} title=${texts.say(`stage.code.${name}.title`)} @click=${click}>
        ${texts.say(`stage.code.${name}`)}
      </button>`;
    this._head.hidden = isReadonly;
    render(
      html`<span class="spring"></span> ${isEdited ? button('original', 'quiet', () => this._original()) : nothing}
        ${this._view === undefined ? button('edit', 'quiet', edit) : nothing}
        ${this._view === undefined ? nothing : button('run', 'primary', () => this._options.run(this._text))}`,
      this._head,
    );
    if (this._view === undefined) render(this._listing(), this._body);
    this._drawFoot(isEdited);
  }

  /** What is wrong with the app, or whether it is kept. */
  private _drawFoot(isEdited: boolean): void {
    const { texts } = this._face;
    const { problem } = this._session.state;
    this._view?.mark(texts, problem);
    const kept = texts.say(this._isKept ? 'stage.code.kept' : 'stage.code.notKept');
    const text = this._isUnloaded ? texts.say('stage.code.unloaded') : isEdited ? kept : '';
    this._foot.hidden = problem === undefined && text === '';
    const wrong = problem === undefined ? '' : noticeText(texts, problem.notice);
    const line = problem?.line === undefined ? '' : `${problem.line}: `;
    render(
      problem === undefined ? text : html`<span class="app-problem mono" role="alert">${line}${wrong}</span>`,
      this._foot,
    );
  }

  private _listing(): unknown {
    const { texts } = this._face;
    const highlighter = new Highlighter();
    return html`<ol class="code" tabindex="0" aria-label=${texts.say('stage.pane.code')}>
      ${this._parts.map((part) => {
        const rows = part.lines.map((line, at) => rowOf(highlighter, line, part.first + at));
        return part.isHidden && !this._seen.has(part) ? this._hidden(part) : rows;
      })}
    </ol>`;
  }

  private _hidden(part: Part): unknown {
    const { texts } = this._face;
    const show = (): void => {
      this._seen.add(part);
      this._draw();
    };
    return html`<li class="app-gap">
      <span class="code-number"></span
      ><button class="app-hidden" title=${texts.say('stage.code.hidden.title')} @click=${show}>
        ${texts.say('stage.code.hidden', { count: part.lines.length })}
      </button>
    </li>`;
  }
}

const rowOf = (highlighter: Highlighter, line: string, number: number): unknown =>
  html`<li>
    <span class="code-number">${number}</span
    ><code
      >${highlighter.line(line).map(({ tone, text }) => (tone === '' ? text : html`<span class="tok-${tone}">${text}</span>`))}</code
    >
  </li>`;
