/**
 * The app editor: the source of the app that is served. What is typed is kept at once, and served when the reader
 * pauses.
 */
import { render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import type { Release } from '../../kit/scope.ts';
import { draftName } from '../../session/drafts.ts';
import type { PageProblem } from '../../session/store.ts';
import type { Session } from '../../session/session.ts';
import { CodeView } from './code-view.ts';
import css from './editor.css?inline';
import { footView } from './foot.ts';
import { headView } from './head.ts';
import { presetSource } from './preset-source.ts';

/** How long after the last key the app is served. */
const REST_MS = 600;

export class EditorPane {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _code: CodeView;
  private readonly _foot = this.element.appendChild(document.createElement('div'));
  private readonly _face: Face;
  private readonly _session: Session;
  private _preset = '';
  /** The source of a link's app; undefined where a preset is edited. */
  private _linked: string | undefined;
  /** The reader's version of it that is kept. */
  private _draft: string | undefined;
  private _isKept = true;
  /** Cancels the serving of what was just typed. */
  private _pending: Release | undefined;
  /** The source that the session last served, and the one that the reader last asked for. */
  private _served: string | undefined;
  /** What does not compile, and the same at the line where the editor finds the fault. */
  private _told: { readonly problem: PageProblem; readonly text: string; readonly placed: PageProblem } | undefined;
  private _requested: string | undefined;

  constructor(face: Face, session: Session) {
    this._face = face;
    this._session = session;
    face.adopt(css);
    this.element.className = 'pane editor';
    this._head.className = 'pane-head';
    this._foot.className = 'pane-foot';
    this._code = new CodeView(face, () => this._onEdit());
    this._head.after(this._code.element);
    session.select(
      ({ options, linked, problem, health }) => [options.app, options.source, linked, problem, health],
      () => this._follow(),
      face.scope,
    );
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('editor.region'));
      this._render();
    });
  }

  focus(): void {
    this._code.focus();
  }

  /** Takes up what the session serves. */
  private _follow(): void {
    const { linked, options } = this._session.state;
    const { app, source } = options;
    if (app !== this._preset || linked !== this._linked) {
      this._preset = app;
      this._linked = linked;
      this._draft = this._session.drafts.read(this._draftName);
      this._replace(source ?? this._original);
    } else if (source !== this._served && source !== this._requested) {
      // A link or another branch has brought a source of its own.
      this._replace(source ?? this._original);
    }
    this._served = source;
    this._render();
  }

  private get _draftName(): string {
    return draftName(this._preset, this._linked);
  }

  /** The source that the reader's changes start from. */
  private get _original(): string {
    return this._linked ?? presetSource(this._preset) ?? this._absent;
  }

  private get _absent(): string {
    return `// ${this._face.texts.say('editor.preset.absent', { name: this._preset })}\n`;
  }

  private get _isOriginal(): boolean {
    return this._code.text === this._original;
  }

  private _onEdit(): void {
    const source = this._isOriginal ? undefined : this._code.text;
    this._keep(source);
    this._cancel();
    this._pending = this._face.scope.timeout(() => {
      this._pending = undefined;
      this._serve(source ?? this._linked);
    }, REST_MS);
    this._render();
  }

  private _keep(source: string | undefined): void {
    this._draft = source;
    this._isKept = this._session.drafts.write(this._draftName, source);
  }

  private _reset(): void {
    this._replace(this._original);
    this._keep(undefined);
    this._serve(this._linked);
    this._code.focus();
  }

  /** A link opens as it was made; the reader's earlier version of its app is served only when asked for. */
  private _restoreDraft(): void {
    this._replace(this._draft ?? this._original);
    this._serve(this._draft);
    this._code.focus();
  }

  private _replace(text: string): void {
    this._cancel();
    this._code.text = text;
  }

  private _serve(source: string | undefined): void {
    this._requested = source;
    this._session.serve(source);
    this._render();
  }

  private _cancel(): void {
    this._pending?.();
    this._pending = undefined;
  }

  /**
   * The compiler tells a fault inside an arrow function of the parenthesis before the arrow. The parser of the editor
   * goes on to the fault itself.
   */
  private _placed(problem: PageProblem | undefined): PageProblem | undefined {
    if (problem?.when !== 'compile') return problem;
    if (problem !== this._told?.problem || this._code.text !== this._told.text) {
      const line = this._code.faultyLine ?? problem.line;
      this._told = { problem, text: this._code.text, placed: { ...problem, line } };
    }
    return this._told.placed;
  }

  private _render(): void {
    const { texts } = this._face;
    const { health } = this._session.state;
    const problem = this._placed(this._session.state.problem);
    const isPending = this._pending !== undefined;
    const isOriginal = this._isOriginal;
    this._code.mark(this._face.texts, isPending ? undefined : problem);
    render(
      headView(
        texts,
        {
          preset: this._preset,
          isLinked: this._linked !== undefined,
          isOriginal,
          hasDraft: this._draft !== undefined,
        },
        {
          reset: () => this._reset(),
          restore: () => this._restoreDraft(),
          close: () => this._session.store.set({ isEditing: false }),
        },
      ),
      this._head,
    );
    render(
      footView(
        texts,
        { isPending, isOriginal, isKept: this._isKept, isServed: health === 'running', problem },
        (line) => this._code.goTo(line),
      ),
      this._foot,
    );
  }
}
