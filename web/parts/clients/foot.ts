/** The foot of the clients' pane: how the active client is, how it sends, and what else it can do. */
import { html } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { ClientTab } from '../terminal/client-tab.ts';
import { connectionText, stateText } from './states.ts';

export interface FootState {
  readonly active: ClientTab;
  /** Several are seen: it has to be said which one this is. */
  readonly isNamed: boolean;
  readonly isLaterOpen: boolean;
}

export interface FootPort {
  /** Something about the active client has been changed; its screen gets the focus back. */
  changed(): void;
  toggleLater(): void;
}

const KEYS_TITLE =
  'Character mode: each key is sent at once, as nc does after stty raw. Enter is what the button beside says, Backspace 0x7f, ' +
  'an arrow its escape sequence. Ctrl+D half-closes, Ctrl+C resets, Tab leaves the terminal.';

/** Draws the foot. */
export function footTemplate({ active, isNamed, isLaterOpen }: FootState, port: FootPort): unknown {
  const { tone, short, text } = stateText(active.shown);
  const change = (change: () => void) => () => {
    change();
    port.changed();
  };
  return html`
    <span class="dot ${tone}"></span>
    <span class="connection-state" title="Client ${active.number}${connectionText(active)}: ${text}">
      ${isNamed ? html`<b>Client ${active.number}</b> · ${short}` : text}
    </span>
    <span class="spring"></span>
    <span class="foot-group" role="group" aria-label="How it sends">${modesTemplate(active, change)}</span>
    <span class="divider"></span>
    <span class="foot-group actions">${actionsTemplate({ active, isLaterOpen }, port, change)}</span>
  `;
}

function actionsTemplate(
  { active, isLaterOpen }: Pick<FootState, 'active' | 'isLaterOpen'>,
  port: FootPort,
  change: (change: () => void) => () => void,
): unknown {
  const { state, hasShutdown, isDatagram } = active.shown;
  const isOpen = state === 'connecting' || state === 'open';
  const isConnected = isOpen && !isDatagram;
  const again = state === 'none' ? 'Connect' : 'Reconnect';
  return html`
    <button
      class="quiet with-icon"
      aria-expanded=${isLaterOpen}
      aria-haspopup="dialog"
      title="Send, half-close, reset or close later: at a step, at a virtual time, or at rest"
      @click=${() => port.toggleLater()}
    >
      ${icon('clock')}Later…
    </button>
    <button
      class="quiet"
      ?disabled=${!isConnected || hasShutdown}
      title="Half-close (Ctrl+D)"
      @click=${change(() => active.shutdownWrite())}
    >
      Half-close
    </button>
    <button class="quiet" ?disabled=${!isConnected} title="Reset (Ctrl+C)" @click=${change(() => active.reset())}>
      Reset
    </button>
    <button
      class="quiet"
      title=${isDatagram ? 'Open a new socket' : 'Open a new connection'}
      @click=${change(() => active.connect())}
    >
      ${isDatagram ? 'New socket' : again}
    </button>
  `;
}

function modesTemplate(active: ClientTab, change: (change: () => void) => () => void): unknown {
  return html`
    <button
      class="quiet mono"
      aria-pressed=${active.sendsCrLf}
      title="What Enter sends: CR LF, or LF alone"
      @click=${change(() => {
        active.sendsCrLf = !active.sendsCrLf;
      })}
    >
      ${active.sendsCrLf ? '␍␊' : '␊'}<span class="sr">Enter sends CR LF</span>
    </button>
    <button
      class="quiet mono"
      aria-pressed=${active.readsEscapes}
      title="Byte mode: \\xNN, \\r, \\n, \\t, \\0 stand for one byte each"
      @click=${change(() => {
        active.readsEscapes = !active.readsEscapes;
      })}
    >
      \\x<span class="sr">Byte mode</span>
    </button>
    <button
      class="quiet icon"
      aria-pressed=${active.sendsKeys}
      aria-label="Character mode"
      title=${KEYS_TITLE}
      @click=${change(() => {
        active.sendsKeys = !active.sendsKeys;
      })}
    >
      ${icon('key')}
    </button>
  `;
}
