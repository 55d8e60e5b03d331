/** The head of the clients' pane: which client is looked at, one more, and how many are seen at once. */
import { html, nothing } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { ClientTab } from '../terminal/client-tab.ts';
import type { Layout } from './layout.ts';
import { connectionText, stateText } from './states.ts';

export interface HeadState {
  readonly tabs: readonly ClientTab[];
  readonly active: ClientTab;
  /** As the clients are shown. */
  readonly layout: Layout;
  /** False where there is room for one client only. */
  readonly hasRoom: boolean;
  readonly notice: string;
}

export interface HeadPort {
  select(tab: ClientTab): void;
  add(): void;
  close(tab: ClientTab): void;
  lay(layout: Layout): void;
}

/** Draws the head. */
export function headTemplate(state: HeadState, port: HeadPort): unknown {
  const { tabs, active, layout, hasRoom, notice } = state;
  return html`
    <h2>Clients</h2>
    ${layout === 'tabs' ? tabsTemplate(state, port) : nothing}
    <button class="quiet icon" aria-label="Another client" title="Another client" @click=${() => port.add()}>
      ${icon('plus')}
    </button>
    ${
      layout === 'tabs' && tabs.length > 1
        ? html`<button
            class="quiet icon"
            aria-label="Close client ${active.number}"
            title="Close this client"
            @click=${() => port.close(active)}
          >
            ${icon('cross')}
          </button>`
        : nothing
    }
    <span class="spring"></span>
    <span class="notice" title=${notice}>${notice}</span>
    ${hasRoom ? layoutTemplate(layout, notice === '', port) : nothing}
  `;
}

function tabsTemplate({ tabs, active }: HeadState, port: HeadPort): unknown {
  return html`<div
    class="tabs"
    role="tablist"
    aria-label="Clients"
    @keydown=${(event: KeyboardEvent) => onTabKey(event, tabs, port)}
  >
    ${tabs.map(
      (tab) =>
        html`<button
          role="tab"
          class="tab"
          aria-selected=${tab === active}
          aria-controls="client-${tab.number}"
          tabindex=${tab === active ? 0 : -1}
          title="Client ${tab.number}${connectionText(tab)}: ${stateText(tab.shown).short}"
          @click=${() => port.select(tab)}
        >
          <span class="dot ${stateText(tab.shown).tone}"></span>${tab.number}
        </button>`,
    )}
  </div>`;
}

/** @param hasText whether there is room for words beside the icons. */
function layoutTemplate(layout: Layout, hasText: boolean, port: HeadPort): unknown {
  const choice = (own: Layout, name: 'tabs' | 'columns', text: string): unknown =>
    html`<button
      aria-pressed=${layout === own}
      aria-label=${text}
      title=${own === 'tabs' ? 'Tabs: one client at a time' : 'Side by side: all clients at once'}
      @click=${() => port.lay(own)}
    >
      ${icon(name)}${hasText ? html`<span class="segment-text">${text}</span>` : nothing}
    </button>`;
  return html`<div class="segments layouts" role="group" aria-label="How clients are shown">
    ${choice('tabs', 'tabs', 'Tabs')}${choice('side', 'columns', 'Side by side')}
  </div>`;
}

/** Arrows go from tab to tab. */
function onTabKey({ key, currentTarget }: KeyboardEvent, tabs: readonly ClientTab[], port: HeadPort): void {
  if (!(currentTarget instanceof HTMLElement)) return;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const buttons = [...currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const next = buttons.findIndex((button) => button.getAttribute('aria-selected') === 'true') + step;
  const tab = tabs[next];
  if (step === 0 || tab === undefined) return;
  port.select(tab);
  buttons[next]?.focus();
}
