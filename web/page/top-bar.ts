/**
 * The bar at the top: which server serves which app over which network, whether it listens, the theme and the language.
 */
import { html, render } from 'lit/html.js';
import type { Face, Theme } from '../kit/face.ts';
import { icon } from '../kit/icons.ts';
import type { IconName } from '../kit/icons.ts';
import { isBehindLink, placeIn } from '../../src/host/server-address.ts';
import { SERVER_KINDS } from '../../src/vocabulary.ts';
import { presetIn } from '../parts/editor/index.ts';
import type { Session } from '../session/session.ts';
import type { PageState } from '../session/store.ts';
import { NETWORKS, placeOf } from '../../src/examples/link.ts';

/** What the bar asks of the page. */
export interface TopBarPort {
  /** Whether the controls of the machine are in sight. */
  isLabOpen(): boolean;
  /** Opens them, or folds them away. */
  lab(): void;
  /** Plays a request through the server. */
  watch(): void;
  /** Gives the terminal to the reader. */
  typeOwn(): void;
  /** Restarts the machine, with these options changed. */
  boot(change: Partial<PageState['options']>): void;
  theme(theme: Theme): void;
  /** Changes to the other language. */
  language(): void;
  /** Begins or ends the comparison with another server. */
  compare(): void;
  /** Opens or closes the editor. */
  edit(): void;
  /** Makes a link to this machine at this step. */
  share(): void;
  /** Shows all lessons. */
  lessons(): void;
  /** Shows what the keys do. */
  keys(): void;
}

/** A button that is an icon alone. */
interface IconButton {
  readonly picture: IconName;
  readonly label: string;
  /** Shown when it is pointed at. */
  readonly hint: string;
  readonly click: () => void;
  readonly isOff?: boolean;
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export class TopBar {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _port: TopBarPort;

  constructor(face: Face, session: Session, port: TopBarPort) {
    this._face = face;
    this._session = session;
    this._port = port;
    this.element.className = 'top-bar';
    session.select(
      (state) => state,
      () => this._render(),
      face.scope,
    );
    face.onTexts(() => this._render());
  }

  /** Something was folded away, or opened. */
  draw(): void {
    this._render();
  }

  private _render(): void {
    const { texts } = this._face;
    const { state } = this._session;
    render(
      html`
        <h1 class="brand">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M7 2.5h10M8.5 2.5v6.2L3.6 17.6A2.6 2.6 0 0 0 5.9 21.5h12.2a2.6 2.6 0 0 0 2.3-3.9L15.5 8.7V2.5" />
            <path class="fill" d="M6.8 15h10.4l2 3.7a1.2 1.2 0 0 1-1.1 1.8H5.9a1.2 1.2 0 0 1-1.1-1.8z" />
          </svg>
          Glaswerk
        </h1>
        ${this._port.isLabOpen() ? this._lab(state) : this._front()}
        <span class="spring"></span>
        <button class="quiet lessons-open" title=${texts.say('lessons.open.hint')} @click=${() => this._port.lessons()}>
          ${texts.say('lessons.open')}
        </button>
        <button
          class="quiet lab"
          aria-expanded=${this._port.isLabOpen()}
          title=${texts.say('walk.lab.title')}
          @click=${() => this._port.lab()}
        >
          ${texts.say('walk.lab')}${icon('chevron')}
        </button>
        ${this._listening(state)} ${this._buttons(state)}
      `,
      this.element,
    );
  }

  /** For a reader who has come to see what happens. */
  private _front(): unknown {
    const { texts } = this._face;
    return html`<span class="tagline">${texts.say('walk.tagline')}</span>
      <button class="primary watch" title=${texts.say('walk.watch.title')} @click=${() => this._port.watch()}>
        ${texts.say('walk.watch')}
      </button>
      <button class="quiet type-own" title=${texts.say('walk.type.title')} @click=${() => this._port.typeOwn()}>
        ${texts.say('walk.type')}
      </button>`;
  }

  /** The controls of the machine: which server serves which app over which network, and the comparison. */
  private _lab(state: PageState): unknown {
    const { texts } = this._face;
    return html`${this._servers(state)}
      <button
        class="quiet edit"
        aria-pressed=${state.compared !== undefined}
        title=${texts.say('page.compare.hint')}
        @click=${() => this._port.compare()}
      >
        ${icon('compare')}<span>${texts.say('page.compare')}</span>
      </button>
      ${this._app(state)} ${this._network(state)}`;
  }

  private _servers({ options }: PageState): unknown {
    const { texts } = this._face;
    return html`<div class="segments" role="group" aria-label=${texts.say('page.server')}>
      ${SERVER_KINDS.map(
        (kind) =>
          html`<button
            title=${texts.say(`page.${kind}.hint`)}
            aria-pressed=${kind === options.server}
            @click=${() => kind !== options.server && this._port.boot({ server: kind })}
          >
            ${texts.say(`page.${kind}`)}
          </button>`,
      )}
    </div>`;
  }

  private _app({ options, presets, isEditing }: PageState): unknown {
    const { texts } = this._face;
    const choose = (event: Event): void => this._port.boot({ app: (event.target as HTMLSelectElement).value });
    const edit = options.source === undefined ? 'page.edit' : 'page.edited';
    return html`<label class="field">
        <span>${texts.say('page.app')}</span>
        <select @change=${choose}>
          ${presets
            .map((preset) => presetIn(texts, preset))
            .map(
              ({ name, title, note }) =>
                html`<option value=${name} ?selected=${name === options.app} title=${note}>${title}</option>`,
            )}
        </select>
      </label>
      <button
        class="quiet edit"
        aria-pressed=${isEditing}
        title=${texts.say(`${edit}.hint`)}
        @click=${() => this._port.edit()}
      >
        ${icon('edit')}<span>${texts.say(edit)}</span>
      </button>`;
  }

  private _network({ options: { link = {} }, address }: PageState): unknown {
    const { texts } = this._face;
    const place = placeOf(link);
    const hint = texts.say(`page.network.${NETWORKS[place]?.name ?? 'custom'}.hint`);
    const choose = (event: Event): void =>
      this._port.boot({ link: NETWORKS[(event.target as HTMLSelectElement).selectedIndex]?.link ?? link });
    return html`<label class="field" title=${isBehindLink(address) ? hint : texts.say('page.network.none', { hint })}>
      <span>${texts.say('page.network')}</span>
      <select @change=${choose}>
        ${NETWORKS.map(
          ({ name }, at) =>
            html`<option .selected=${at === place} title=${texts.say(`page.network.${name}.hint`)}>
              ${texts.say(`page.network.${name}`)}
            </option>`,
        )}
        ${place < 0 ? html`<option .selected=${true}>${texts.say('page.network.custom')}</option>` : ''}
      </select>
    </label>`;
  }

  private _listening({ address, health, cursor, shown }: PageState): unknown {
    const { texts } = this._face;
    const isWell = health === 'running';
    // In the past the bar shows where the server listened then, as the panes do.
    const seen = isWell ? (cursor === undefined ? address : placeIn(shown?.sockets ?? [])) : undefined;
    const isStarting = health === 'starting';
    const text = seen ?? texts.say(isStarting ? 'page.starting' : 'page.notListening');
    const tone = seen !== undefined ? 'good' : isStarting ? 'busy' : 'bad';
    const isUp = isWell && (seen ?? address) !== undefined;
    const power: IconButton = isUp
      ? {
          picture: 'power',
          label: texts.say('page.stop'),
          hint: texts.say('page.stop.hint'),
          click: () => this._session.interrupt(),
        }
      : {
          picture: 'power',
          label: texts.say('page.start'),
          hint: texts.say('page.start'),
          click: () => this._port.boot({}),
        };
    return html`<span class="listening"><span class="dot ${tone}"></span><span class="mono">${text}</span></span>
      ${iconButton(power)}`;
  }

  private _buttons({ health }: PageState): unknown {
    const { texts, theme } = this._face;
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    const [now, then] = [texts.say(`page.theme.${theme}`), texts.say(`page.theme.${next}`)];
    const buttons: readonly IconButton[] = [
      {
        picture: 'share',
        label: texts.say('page.share'),
        hint: texts.say('page.share.hint'),
        click: () => this._port.share(),
        isOff: health !== 'running',
      },
      {
        picture: 'restart',
        label: texts.say('page.restart'),
        hint: texts.say('page.restart'),
        click: () => this._port.boot({}),
      },
      {
        picture: 'keyboard',
        label: texts.say('page.keys'),
        hint: texts.say('page.keys.hint'),
        click: () => this._port.keys(),
      },
    ];
    return html`${buttons.map(iconButton)}
      <button
        class="quiet icon"
        aria-label=${texts.say('page.theme', { theme: now })}
        title=${texts.say('page.theme.hint', { theme: now, next: then })}
        @click=${() => {
          this._port.theme(next);
          this._render();
        }}
      >
        ${icon(theme)}
      </button>
      <button
        class="quiet language"
        lang=${texts.language === 'en' ? 'zh-Hans' : 'en'}
        title=${texts.say('page.language.hint')}
        @click=${() => this._port.language()}
      >
        ${texts.say('page.language')}
      </button>`;
  }
}

const iconButton = ({ picture, label, hint, click, isOff = false }: IconButton): unknown =>
  html`<button class="quiet icon of-${picture}" aria-label=${label} title=${hint} ?disabled=${isOff} @click=${click}>
    ${icon(picture)}
  </button>`;
