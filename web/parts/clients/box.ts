/** The place of one client: its terminal and, where several are seen side by side, a head with its name and state. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { Client } from '../../session/clients/client.ts';
import type { ClientTerminal } from './client-terminal.ts';
import { stateText } from './state-text.ts';

export interface BoxEvents {
  /** The client becomes the active one. `focus`: its terminal gets the focus; `focused`: it has it. */
  select(how: 'focused' | 'focus'): void;
  close(): void;
  /** The box has come into sight. */
  seen(): void;
}

export interface BoxState {
  readonly isActive: boolean;
  readonly isSide: boolean;
  /** The last client cannot be closed. */
  readonly isOnly: boolean;
}

export class ClientBox {
  readonly element = document.createElement('div');
  readonly client: Client;
  readonly terminal: ClientTerminal;
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _events: BoxEvents;
  private readonly _face: Face;

  /** @param face of this client alone: its scope ends with the box. */
  constructor(face: Face, client: Client, terminal: ClientTerminal, events: BoxEvents) {
    this._face = face;
    this.client = client;
    this.terminal = terminal;
    this._events = events;
    this.element.className = 'client-box';
    this.element.hidden = true;
    this.element.id = `client-${client.number}`;
    this._head.className = 'client-head';
    const frame = this.element.appendChild(document.createElement('div'));
    frame.className = 'screen-frame';
    frame.append(terminal.element);
    // Opening a terminal lays the page out: of many side by side only those in sight are opened.
    const sight = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) events.seen();
    });
    face.scope.observe(sight).observe(this.element);
    frame.addEventListener('focusin', () => events.select('focused'));
    // The head selects the client, too, where no button is under the pointer.
    this._head.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('button') === null) events.select('focus');
    });
  }

  update({ isActive, isSide, isOnly }: BoxState): void {
    this.element.hidden = !isSide && !isActive;
    this.element.classList.toggle('is-active', isSide && isActive);
    this._head.hidden = !isSide;
    this.terminal.isSmall = isSide;
    render(isSide ? this._template(isActive, isOnly) : nothing, this._head);
  }

  remove(): void {
    this._face.scope.end();
    this.element.remove();
  }

  private _template(isActive: boolean, isOnly: boolean): unknown {
    const { texts } = this._face;
    const { number } = this.client;
    const { tone, short, text } = stateText(texts, this.client.shown);
    const close = texts.say('clients.closeClient', { number });
    return html`
      <button class="client-name" aria-pressed=${isActive} title=${text} @click=${() => this._events.select('focus')}>
        <span class="dot ${tone}"></span><span class="sr">${texts.say('clients.client')} </span><b>${number}</b>
        <span class="client-state">${short}</span>
      </button>
      ${
        isOnly
          ? nothing
          : html`<button class="quiet icon" aria-label=${close} title=${close} @click=${() => this._events.close()}>
              ${icon('cross')}
            </button>`
      }
    `;
  }
}
