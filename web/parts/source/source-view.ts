/**
 * The TypeScript of one mirrored method, with its Python name and its arguments. The sources are loaded when the first
 * one is shown.
 */
import { html, nothing, render } from 'lit/html.js';
import type { FrameSnapshot } from '../../../src/index.ts';
import codeCss from '../../kit/code/code.css?inline';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { rich } from '../../kit/rich.ts';
import { frameArguments, splitFrameName } from '../../session/frames.ts';
import type { Listings } from './listing.ts';
import css from './source.css?inline';

export const loadListings = lazily(() => import('./listing.ts'));

export class SourceView {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private _listings: Listings | undefined;
  private readonly _ask: ((step: number) => void) | undefined;
  private _failure = '';
  private _isLoading = false;
  private _frame: FrameSnapshot | undefined;
  private _inner: string | undefined;
  /** The line that was last scrolled to, with its method. */
  private _followed = '';

  /** @param ask asks where the arguments of a call came from, by its step; undefined where no face shows that. */
  constructor(face: Face, ask?: (step: number) => void) {
    this._face = face;
    this._ask = ask;
    face.adopt(codeCss, css);
    this.element.className = 'source';
  }

  /**
   * @param frame the call whose source is shown.
   * @param inner what it has called: the name of the next call, or of a system call.
   */
  show(frame: FrameSnapshot | undefined, inner: string | undefined): void {
    this._frame = frame;
    this._inner = inner;
    this._render();
  }

  /**
   * Scrolls what contains the view to the line that has called on, else to the head of the method; only when that is
   * another line.
   */
  follow(): void {
    const box = this.element.parentElement;
    const code = this.element.querySelector<HTMLElement>('.code');
    const line = code?.querySelector<HTMLElement>('.is-here') ?? code?.querySelector<HTMLElement>('.is-head');
    const key = `${code?.getAttribute('aria-label')} ${line?.textContent}`;
    if (key === this._followed || box === null || code === null || line === null || line === undefined) return;
    this._followed = key;
    const top = line.getBoundingClientRect().top - code.getBoundingClientRect().top;
    box.scrollTop = line.classList.contains('is-head') ? top : Math.max(0, top - box.clientHeight / 2);
    box.scrollLeft = 0;
  }

  private _render(): void {
    const { texts } = this._face;
    const frame = this._frame;
    if (frame === undefined) {
      render(html`<p class="empty">${texts.say('source.none')}</p>`, this.element);
      return;
    }
    render(
      html`<header>
          <code class="source-name">${frame.name}</code>
          ${this._arguments(frame)}
          <span class="spring"></span>
          ${this._place(frame)} ${this._original(frame)}
        </header>
        ${this._body(frame)}`,
      this.element,
    );
  }

  private _arguments(frame: FrameSnapshot): unknown {
    const { texts } = this._face;
    const shown = `(${frameArguments(frame)})`;
    const title = texts.say('source.arguments');
    return this._ask === undefined
      ? html`<span class="source-arguments" title=${title}>${shown}</span>`
      : html`<button
          class="source-arguments"
          title=${title}
          .subject=${{ step: frame.step }}
          @click=${() => this._ask?.(frame.step)}
        >
          ${shown}
        </button>`;
  }

  private _place({ name, self }: FrameSnapshot): unknown {
    const found = this._listings?.find(name);
    const on = self === '' ? nothing : rich(this._face.texts, 'source.receiver', { object: self });
    return html`<span class="faint"
      >${on}${found === undefined ? nothing : html` · ${found.path}:${found.line}`}</span
    >`;
  }

  /** The method as Python has it, and the file in which it stands there. */
  private _original({ name }: FrameSnapshot): unknown {
    const listings = this._listings;
    const found = listings?.find(name);
    if (listings === undefined || found === undefined) return nothing;
    const { project, file, address } = listings.originalOf(found.module);
    const signature = listings.signatureOf(name);
    return html`<div class="source-original">
      ${signature === undefined ? nothing : html`<code>${splitFrameName(name).method}${signature}</code> · `}
      <a href=${address} target="_blank" rel="noopener noreferrer"
        >${this._face.texts.say('source.original', { file, project })}</a
      >
    </div>`;
  }

  private _body({ name }: FrameSnapshot): unknown {
    const { texts } = this._face;
    if (this._failure !== '') {
      return html`<p class="empty">
        ${texts.say('source.failed', { message: this._failure })}
        <button class="quiet" @click=${() => void this._load()}>${texts.say('source.retry')}</button>
      </p>`;
    }
    if (this._listings === undefined) {
      if (!this._isLoading) void this._load();
      return html`<p class="empty">${texts.say('source.loading')}</p>`;
    }
    const found = this._listings.find(name);
    if (found === undefined) return html`<p class="empty">${texts.say('source.unknown', { name })}</p>`;
    return this._listings.listing(texts.say('source.code', { name }), found, this._inner);
  }

  private async _load(): Promise<void> {
    this._isLoading = true;
    try {
      const { Listings } = await loadListings();
      this._listings = new Listings();
      this._failure = '';
    } catch (error) {
      this._failure = error instanceof Error ? error.message : String(error);
    }
    this._isLoading = false;
    if (this._face.scope.hasEnded) return;
    this._render();
    this.follow();
  }
}
