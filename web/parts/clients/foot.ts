/** The foot of the clients' pane: the state of the active client, how it sends, and what else it can do. */
import { html } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import { rich } from '../../kit/rich.ts';
import type { Client } from '../../session/clients/client.ts';
import type { Texts } from '../../texts/texts.ts';
import { stateText, titleText } from './state-text.ts';

export interface FootState {
  readonly texts: Texts;
  readonly active: Client;
  /** Several clients are seen: the foot says which one it is about. */
  readonly isNamed: boolean;
  readonly isLaterOpen: boolean;
}

export interface FootEvents {
  /** A button has done something to the active client. Its terminal gets the focus back. */
  changed(): void;
  toggleLater(): void;
}

/** Wraps what a button does. */
type Change = (change: () => void) => () => void;

export function footTemplate(state: FootState, events: FootEvents): unknown {
  const { texts, active, isNamed } = state;
  const { tone, short, text } = stateText(texts, active.shown);
  const change: Change = (change) => () => {
    change();
    events.changed();
  };
  return html`
    <span class="dot ${tone}"></span>
    <span class="connection-state" title=${titleText(texts, active, text)}>
      ${
        isNamed
          ? rich(texts, 'clients.named', {
              client: html`<b>${texts.say('clients.client.number', { number: active.number })}</b>`,
              state: short,
            })
          : text
      }
    </span>
    <span class="foot-group modes" role="group" aria-label=${texts.say('clients.modes')}
      >${modesTemplate(state, change)}</span
    >
    <span class="divider"></span>
    <span class="foot-group actions">${actionsTemplate(state, events, change)}</span>
  `;
}

function actionsTemplate({ texts, active, isLaterOpen }: FootState, events: FootEvents, change: Change): unknown {
  const { state, hasShutdown, isDatagram } = active.shown;
  const isConnected = (state === 'connecting' || state === 'open') && !isDatagram;
  const again = state === 'none' ? 'clients.connect' : 'clients.reconnect';
  return html`
    <button
      class="quiet with-icon"
      aria-expanded=${isLaterOpen}
      aria-haspopup="dialog"
      title=${texts.say('clients.later.hint')}
      @click=${() => events.toggleLater()}
    >
      ${icon('clock')}${texts.say('clients.later')}
    </button>
    <button
      class="quiet"
      ?disabled=${!isConnected || hasShutdown}
      title=${texts.say('clients.halfClose.hint')}
      @click=${change(() => active.shutdownWrite())}
    >
      ${texts.say('clients.halfClose')}
    </button>
    <button
      class="quiet"
      ?disabled=${!isConnected}
      title=${texts.say('clients.reset.hint')}
      @click=${change(() => active.reset())}
    >
      ${texts.say('clients.reset')}
    </button>
    <button
      class="quiet"
      title=${texts.say(isDatagram ? 'clients.newSocket.hint' : 'clients.connect.hint')}
      @click=${change(() => active.connect())}
    >
      ${texts.say(isDatagram ? 'clients.newSocket' : again)}
    </button>
  `;
}

function modesTemplate({ texts, active }: FootState, change: Change): unknown {
  return html`
    <button
      class="quiet mono"
      aria-pressed=${active.sendsCrLf}
      title=${texts.say('clients.end.hint')}
      @click=${change(() => {
        active.sendsCrLf = !active.sendsCrLf;
      })}
    >
      ${active.sendsCrLf ? '␍␊' : '␊'}<span class="sr">${texts.say('clients.end')}</span>
    </button>
    <button
      class="quiet mono"
      aria-pressed=${active.readsEscapes}
      title=${texts.say('clients.escapes.hint')}
      @click=${change(() => {
        active.readsEscapes = !active.readsEscapes;
      })}
    >
      \\x<span class="sr">${texts.say('clients.escapes')}</span>
    </button>
    <button
      class="quiet icon"
      aria-pressed=${active.sendsKeys}
      aria-label=${texts.say('clients.keys')}
      title=${texts.say('clients.keys.hint')}
      @click=${change(() => {
        active.sendsKeys = !active.sendsKeys;
      })}
    >
      ${icon('key')}
    </button>
  `;
}
