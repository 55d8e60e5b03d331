/** The place of one client: its screen and, where several are seen side by side, a head that says which one it is and how it is. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { ClientTab } from '../terminal/client-tab.ts';
import { stateText } from './states.ts';

export interface BoxEvents {
  /** The client is to be the one that is looked at; its screen has the focus already, or is to get it. */
  select(how: 'focused' | 'focus'): void;
  close(): void;
  /** The box has come into sight. */
  seen(): void;
}

/** How a box is shown. */
export interface BoxState {
  readonly isActive: boolean;
  readonly isSide: boolean;
  /** The last client cannot be closed. */
  readonly isOnly: boolean;
}

export class ClientBox {
  readonly element = document.createElement('div');
  readonly tab: ClientTab;
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _events: BoxEvents;
  private readonly _face: Face;

  /** @param face of this client alone: it ends with the box. */
  constructor(face: Face, tab: ClientTab, events: BoxEvents) {
    this._face = face;
    this.tab = tab;
    this._events = events;
    this.element.className = 'client-box';
    this.element.id = `client-${tab.number}`;
    this._head.className = 'client-head';
    const frame = this.element.appendChild(document.createElement('div'));
    frame.className = 'screen-frame';
    frame.append(tab.screen.element);
    // Of many terminals side by side only those in sight are opened: opening one has the page laid out.
    const sight = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) events.seen();
    });
    face.scope.observe(sight).observe(this.element);
    frame.addEventListener('focusin', () => events.select('focused'));
    // A head without a button under the pointer is part of the client, too.
    this._head.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('button') === null) events.select('focus');
    });
  }

  update({ isActive, isSide, isOnly }: BoxState): void {
    this.element.hidden = !isSide && !isActive;
    this.element.classList.toggle('is-active', isSide && isActive);
    this._head.hidden = !isSide;
    this.tab.screen.isSmall = isSide;
    render(isSide ? this._template(isActive, isOnly) : nothing, this._head);
  }

  remove(): void {
    this._face.scope.end();
    this.element.remove();
  }

  private _template(isActive: boolean, isOnly: boolean): unknown {
    const { number } = this.tab;
    const { tone, short, text } = stateText(this.tab.shown);
    return html`
      <button class="client-name" aria-pressed=${isActive} title=${text} @click=${() => this._events.select('focus')}>
        <span class="dot ${tone}"></span><span class="sr">Client </span><b>${number}</b>
        <span class="client-state">${short}</span>
      </button>
      ${
        isOnly
          ? nothing
          : html`<button
              class="quiet icon"
              aria-label="Close client ${number}"
              title="Close client ${number}"
              @click=${() => this._events.close()}
            >
              ${icon('cross')}
            </button>`
      }
    `;
  }
}
