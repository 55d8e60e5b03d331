/**
 * The head of the clients' pane: the tabs, a button for one more client, and the choice between tabs and side by side.
 */
import { html, nothing } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Layout } from './layout.ts';
import { stateText, titleText } from './state-text.ts';

export interface HeadState {
  readonly texts: Texts;
  readonly clients: readonly Client[];
  readonly active: Client;
  /** As the clients are shown. */
  readonly layout: Layout;
  /** False where there is room for one client only. */
  readonly hasRoom: boolean;
  readonly notice: string;
}

export interface HeadEvents {
  select(client: Client): void;
  add(): void;
  close(client: Client): void;
  lay(layout: Layout): void;
}

export function headTemplate(state: HeadState, events: HeadEvents): unknown {
  const { texts, clients, active, layout, hasRoom, notice } = state;
  const another = texts.say('clients.another');
  return html`
    <h2>${texts.say('clients.title')}</h2>
    ${layout === 'tabs' ? tabsTemplate(state, events) : nothing}
    <button class="quiet icon" aria-label=${another} title=${another} @click=${() => events.add()}>
      ${icon('plus')}
    </button>
    ${
      layout === 'tabs' && clients.length > 1
        ? html`<button
            class="quiet icon"
            aria-label=${texts.say('clients.closeClient', { number: active.number })}
            title=${texts.say('clients.closeThis')}
            @click=${() => events.close(active)}
          >
            ${icon('cross')}
          </button>`
        : nothing
    }
    <span class="spring"></span>
    <span class="notice" title=${notice}>${notice}</span>
    ${hasRoom ? layoutTemplate(state, events) : nothing}
  `;
}

function tabsTemplate({ texts, clients, active }: HeadState, events: HeadEvents): unknown {
  return html`<div
    class="tabs"
    role="tablist"
    aria-label=${texts.say('clients.title')}
    @keydown=${(event: KeyboardEvent) => onTabKey(event, clients, events)}
  >
    ${clients.map((client) => {
      const { short, tone } = stateText(texts, client.shown);
      return html`<button
        role="tab"
        class="tab"
        aria-selected=${client === active}
        aria-controls="client-${client.number}"
        tabindex=${client === active ? 0 : -1}
        title=${titleText(texts, client, short)}
        @click=${() => events.select(client)}
      >
        <span class="dot ${tone}"></span>${client.number}
      </button>`;
    })}
  </div>`;
}

function layoutTemplate({ texts, layout, notice }: HeadState, events: HeadEvents): unknown {
  const choice = (own: Layout, name: 'tabs' | 'columns'): unknown => {
    const text = texts.say(`clients.layout.${own}`);
    // A notice takes the room of the words.
    return html`<button
      aria-pressed=${layout === own}
      aria-label=${text}
      title=${texts.say(`clients.layout.${own}.hint`)}
      @click=${() => events.lay(own)}
    >
      ${icon(name)}${notice === '' ? html`<span class="segment-text">${text}</span>` : nothing}
    </button>`;
  };
  return html`<div class="segments layouts" role="group" aria-label=${texts.say('clients.layout')}>
    ${choice('tabs', 'tabs')}${choice('side', 'columns')}
  </div>`;
}

/** The arrow keys go from tab to tab. */
function onTabKey({ key, currentTarget }: KeyboardEvent, clients: readonly Client[], events: HeadEvents): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const buttons = [...currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const next = buttons.findIndex((button) => button.getAttribute('aria-selected') === 'true') + step;
  const client = clients[next];
  if (step === 0 || client === undefined) return;
  events.select(client);
  buttons[next]?.focus();
}
