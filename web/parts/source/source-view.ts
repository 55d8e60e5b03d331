/** The TypeScript of one mirrored method, with its Python name and what it was called with. The sources come when the first one is looked at. */
import { html, nothing } from 'lit/html.js';
import type { FrameSnapshot } from '../../../src/index.ts';
import { frameArguments } from '../../session/ladders.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Listings } from './listing.ts';

export const loadListings = lazily(() => import('./listing.ts'));

export class SourceView {
  private _listings: Listings | undefined;
  private _failure = '';
  private _isLoading = false;
  private readonly _onLoad: () => void;

  /** @param onLoad the sources have come: what was drawn before is to be drawn again. */
  constructor(onLoad: () => void) {
    this._onLoad = onLoad;
  }

  /**
   * @param frame the call that is looked at.
   * @param inner what it has called: the name of the next call, or of a system call.
   */
  view(frame: FrameSnapshot | undefined, inner: string | undefined): unknown {
    if (frame === undefined) return html`<p class="empty">No mirrored call is running.</p>`;
    return html`<div class="source">
      <header>
        <code class="source-name">${frame.name}</code>
        <span class="source-arguments" title="What it was called with">(${frameArguments(frame)})</span>
        <span class="spring"></span>
        ${this._place(frame)}
      </header>
      ${this._body(frame, inner)}
    </div>`;
  }

  private _place({ name, self }: FrameSnapshot): unknown {
    const found = this._listings?.find(name);
    return html`<span class="faint"
      >${self === '' ? nothing : html`on ${self}`}${found === undefined ? nothing : html` · ${found.path}:${found.line}`}</span
    >`;
  }

  private _body({ name }: FrameSnapshot, inner: string | undefined): unknown {
    if (this._failure !== '') {
      return html`<p class="empty">
        The sources could not be loaded: ${this._failure}
        <button class="quiet" @click=${() => void this._load()}>Try again</button>
      </p>`;
    }
    if (this._listings === undefined) {
      if (!this._isLoading) void this._load();
      return html`<p class="empty">The sources are being loaded.</p>`;
    }
    const found = this._listings.find(name);
    if (found === undefined) return html`<p class="empty">${name} is not one of the mirrored methods.</p>`;
    return this._listings.listing(name, found, inner);
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
    this._onLoad();
  }
}
