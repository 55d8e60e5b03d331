/** The bar at the top: which server serves which app over which network, whether it listens, and the theme. */
import { html, render } from 'lit/html.js';
import { icon } from '../kit/icons.ts';
import type { IconName } from '../kit/icons.ts';
import { NETWORKS, placeOf } from './network-profiles.ts';
import { isBehindLink, placeIn } from '../../src/host/server-address.ts';
import type { BootOptions, ServerKind } from '../../src/host/protocol.ts';
import type { PageState } from '../session/store.ts';
import type { Face, Theme } from '../kit/face.ts';
import type { Session } from '../session/session.ts';

/** What the bar asks of the page. */
export interface TopBarPort {
  /** Starts the machine anew, with these options changed. */
  boot(change: Partial<BootOptions>): void;
  theme(theme: Theme): void;
  /** Begins or ends the comparison with another server. */
  compare(): void;
  /** Opens or closes the editor. */
  edit(): void;
  /** Makes a link to this machine at this step. */
  share(): void;
  /** Shows what the keys do. */
  keys(): void;
}

const SERVERS: readonly (readonly [kind: ServerKind, title: string, hint: string])[] = [
  ['base', 'Base', 'One request after the other'],
  ['threaded', 'Threaded', 'A thread for each connection, HTTP/1.1'],
  ['forking', 'Forking', 'A process for each connection, HTTP/1.1'],
];

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export class TopBar {
  readonly element = document.createElement('header');
  private readonly _port: TopBarPort;
  private _state: PageState | undefined;
  private _theme: Theme;
  private readonly _session: Session;

  constructor(face: Face, session: Session, port: TopBarPort) {
    this._port = port;
    this._session = session;
    this._theme = face.theme;
    this.element.className = 'top-bar';
    session.select(
      (state) => state,
      (state) => this._update(state),
      face.scope,
    );
  }

  private _update(state: PageState): void {
    this._state = state;
    this._render(state);
  }

  private _render(state: PageState): void {
    const { options, presets } = state;
    const next = THEMES[(THEMES.indexOf(this._theme) + 1) % THEMES.length] ?? 'auto';
    render(
      html`
        <h1 class="brand">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M7 2.5h10M8.5 2.5v6.2L3.6 17.6A2.6 2.6 0 0 0 5.9 21.5h12.2a2.6 2.6 0 0 0 2.3-3.9L15.5 8.7V2.5" />
            <path class="fill" d="M6.8 15h10.4l2 3.7a1.2 1.2 0 0 1-1.1 1.8H5.9a1.2 1.2 0 0 1-1.1-1.8z" />
          </svg>
          Glaswerk
        </h1>
        <div class="segments" role="group" aria-label="Server">
          ${SERVERS.map(
            ([kind, title, hint]) =>
              html`<button
                title=${hint}
                aria-pressed=${kind === options.server}
                @click=${() => kind !== options.server && this._port.boot({ server: kind })}
              >
                ${title}
              </button>`,
          )}
        </div>
        <button
          class="quiet edit"
          aria-pressed=${state.compared !== undefined}
          title="Compare: another server lives the same, side by side"
          @click=${() => this._port.compare()}
        >
          ${icon('compare')}<span>Compare</span>
        </button>
        <label class="field">
          <span>App</span>
          <select @change=${(event: Event) => this._port.boot({ app: (event.target as HTMLSelectElement).value })}>
            ${presets.map(({ name, title, note }) => html`<option value=${name} ?selected=${name === options.app} title=${note}>${title}</option>`)}
          </select>
        </label>
        <button
          class="quiet edit"
          aria-pressed=${state.isEditing}
          title=${options.source === undefined ? 'Show the source of the app, and change it' : 'The app is changed by you'}
          @click=${() => this._port.edit()}
        >
          ${icon('edit')}<span>${options.source === undefined ? 'Edit' : 'Edited'}</span>
        </button>
        ${this._network(state)}
        <span class="preset-title">${presets.find(({ name }) => name === options.app)?.note ?? ''}</span>
        <span class="spring"></span>
        ${this._listening(state)}
        ${this._icon(
          'share',
          'Share: copy a link to this machine at this step',
          () => this._port.share(),
          state.health !== 'running',
        )}
        ${this._icon('restart', 'Restart the server', () => this._port.boot({}))}
        ${this._icon('keyboard', 'Keys: what they do (F1)', () => this._port.keys())}
        <button
          class="quiet icon"
          aria-label="Theme: ${this._theme}"
          title="Theme: ${this._theme}. Click for ${next}."
          @click=${() => this._chooseTheme(next)}
        >
          ${icon(this._theme)}
        </button>
      `,
      this.element,
    );
  }

  private _network({ options: { link = {} }, address }: PageState): unknown {
    const place = placeOf(link);
    const hint = NETWORKS[place]?.hint ?? 'As the scenario has it';
    const choose = (event: Event): void =>
      this._port.boot({ link: NETWORKS[(event.target as HTMLSelectElement).selectedIndex]?.link ?? link });
    return html`<label
      class="field"
      title=${isBehindLink(address) ? hint : `${hint}. It does not lie before a Unix socket`}
    >
      <span>Network</span>
      <select @change=${choose}>
        ${NETWORKS.map(({ title, hint }, at) => html`<option .selected=${at === place} title=${hint}>${title}</option>`)}
        ${place < 0 ? html`<option .selected=${true}>Custom</option>` : ''}
      </select>
    </label>`;
  }

  private _listening({ address, health, cursor, shown }: PageState): unknown {
    const isWell = health === 'running';
    // In the past the bar shows what was, as the panes do.
    const seen = cursor === undefined ? address : placeIn(shown?.sockets ?? []);
    const text = isWell && seen !== undefined ? seen : health === 'starting' ? 'starting' : 'not listening';
    const tone = isWell && seen !== undefined ? 'good' : health === 'starting' ? 'busy' : 'bad';
    return html`<span class="listening"><span class="dot ${tone}"></span><span class="mono">${text}</span></span> ${
        isWell && (seen ?? address) !== undefined
          ? this._icon('power', 'Stop the server: SIGINT, as Ctrl+C in its terminal', () => this._session.interrupt())
          : this._icon('power', 'Start the server', () => this._port.boot({}))
      }`;
  }

  /** A button whose name is the part of its title before the colon. */
  private _icon(name: IconName, title: string, click: () => void, isOff = false): unknown {
    const label = title.replace(/:.*/, '');
    return html`<button class="quiet icon" aria-label=${label} title=${title} ?disabled=${isOff} @click=${click}>
      ${icon(name)}
    </button>`;
  }

  private _chooseTheme(theme: Theme): void {
    this._port.theme(theme);
    this._theme = theme;
    if (this._state !== undefined) this._render(this._state);
  }
}
