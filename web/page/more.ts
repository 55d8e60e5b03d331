/** What a bar has no room for: a button, and below it a panel that closes once its work is done or the focus lost. */
import { html } from 'lit/html.js';
import type { Face } from '../kit/face.ts';
import { icon } from '../kit/icons.ts';

export class More {
  private _isOpen = false;
  private readonly _face: Face;
  private readonly _draw: () => void;

  /** @param draw draws the bar. */
  constructor(face: Face, draw: () => void) {
    this._face = face;
    this._draw = draw;
    face.scope.listen(document, 'pointerdown', (event) => {
      if (this._isOpen && !event.composedPath().includes(this._element as EventTarget)) this.close();
    });
  }

  /** @param content what is in the panel. */
  view(content: unknown): unknown {
    const { texts } = this._face;
    return html`<div
      class="more"
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this._isOpen && this.leave()}
      @focusout=${(event: FocusEvent) => this._lose(event.relatedTarget)}
    >
      <button
        class="quiet icon"
        aria-expanded=${this._isOpen}
        aria-label=${texts.say('page.more')}
        title=${texts.say('page.more.hint')}
        @click=${() => this._toggle()}
      >
        ${icon('more')}
      </button>
      <div class="more-panel" role="group" aria-label=${texts.say('page.more')} ?hidden=${!this._isOpen}>
        ${content}
      </div>
    </div>`;
  }

  /** Closes the panel, and gives its button the focus: what the panel opens gives it back to that. */
  leave(): void {
    this._element?.querySelector('button')?.focus();
    this.close();
  }

  close(): void {
    this._isOpen = false;
    this._draw();
  }

  private get _element(): Element | null {
    return this._face.root.querySelector('.more');
  }

  private _toggle(): void {
    this._isOpen = !this._isOpen;
    this._draw();
  }

  /** The focus has gone to another place; to none when something else than a control is pressed. */
  private _lose(to: EventTarget | null): void {
    if (this._isOpen && to instanceof Node && this._element?.contains(to) === false) this.close();
  }
}
