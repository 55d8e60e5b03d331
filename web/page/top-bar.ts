/**
 * The bar at the top: which server serves which app over which network, whether it listens, the theme and the language.
 */
import { html, nothing, render } from 'lit/html.js';
import { BarRoom, PUT_AWAY } from './bar-room.ts';
import { More } from './more.ts';
import { TEXT_SCALES } from './preferences.ts';
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
  /** Makes all text larger or smaller. */
  textScale(scale: number): void;
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

/** A button that is an icon alone in the bar, and has its name beside it in the panel. */
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
  private readonly _room: BarRoom;
  private readonly _more: More;

  constructor(face: Face, session: Session, port: TopBarPort) {
    this._face = face;
    this._session = session;
    this._port = port;
    this.element.className = 'top-bar';
    this._more = new More(face, () => this._draw());
    this._room = new BarRoom(face, this.element, () => this._draw());
    session.select(
      (state) => state,
      () => this._render(),
      face.scope,
    );
    face.onTexts(() => this._render());
  }

  /** It is on the page: before that is painted, what has no room is put away. */
  placed(): void {
    this._room.fit();
  }

  /** Something was folded away, or opened. */
  draw(): void {
    this._render();
  }

  private _render(): void {
    this._draw();
    const { options, presets, compared, isEditing } = this._session.state;
    const { link, server, source } = options;
    const chosen = [
      placeOf(link ?? {}),
      presets.length,
      server,
      source === undefined,
      compared === undefined,
      isEditing,
    ];
    this._room.drawn(
      [this._face.texts.tag, this._port.isLabOpen(), this._address(this._session.state).text, ...chosen].join(),
    );
  }

  private _draw(): void {
    const { level } = this._room;
    const { state } = this._session;
    const isLabOpen = this._port.isLabOpen();
    const inBar = (least: number, part: unknown): unknown => (level < least ? part : nothing);
    const inPanel = (least: number, part: unknown): unknown => (level < least ? nothing : part);
    const compare = isLabOpen ? this._compare(state) : nothing;
    const choices = isLabOpen ? html`${this._app(state)} ${this._network(state)}` : nothing;
    const [doors, power, tools] = [this._doors(isLabOpen), this._power(state), this._tools(state)];
    this.element.dataset['level'] = String(level);
    render(
      html`
        <h1 class="brand">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M7 2.5h10M8.5 2.5v6.2L3.6 17.6A2.6 2.6 0 0 0 5.9 21.5h12.2a2.6 2.6 0 0 0 2.3-3.9L15.5 8.7V2.5" />
            <path class="fill" d="M6.8 15h10.4l2 3.7a1.2 1.2 0 0 1-1.1 1.8H5.9a1.2 1.2 0 0 1-1.1-1.8z" />
          </svg>
          <span>Glaswerk</span>
        </h1>
        ${isLabOpen ? this._servers(state) : this._front()} ${inBar(PUT_AWAY.doors, compare)}
        ${inBar(PUT_AWAY.choices, choices)}
        <span class="spring"></span>
        ${inBar(PUT_AWAY.doors, doors)} ${this._listening(state)} ${inBar(PUT_AWAY.doors, power)}
        ${inBar(PUT_AWAY.tools, tools)}
        ${this._more.view(html`
          ${inPanel(PUT_AWAY.doors, [doors, compare])} ${inPanel(PUT_AWAY.choices, choices)}
          ${inPanel(PUT_AWAY.doors, power)} ${inPanel(PUT_AWAY.tools, tools)} ${this._looks()}
        `)}
      `,
      this.element,
    );
  }

  /** What opens other things. */
  private _doors(isLabOpen: boolean): unknown {
    const { texts } = this._face;
    return html`<button
        class="quiet lessons-open"
        title=${texts.say('lessons.open.hint')}
        @click=${this._from(() => this._port.lessons())}
      >
        ${texts.say('lessons.open')}
      </button>
      <button
        class="quiet lab"
        aria-expanded=${isLabOpen}
        title=${texts.say('walk.lab.title')}
        @click=${this._from(() => this._port.lab())}
      >
        ${texts.say('walk.lab')}${icon('chevron')}
      </button>`;
  }

  /** What a press does; in the panel it closes that first. */
  private _from(act: () => void): (event: Event) => void {
    return ({ currentTarget }) => {
      if ((currentTarget as Element).closest('.more-panel') !== null) this._more.leave();
      act();
    };
  }

  /** For a reader who has come to see what happens. */
  private _front(): unknown {
    const { texts } = this._face;
    return html`<span class="tagline" title=${texts.say('walk.tagline')}>${texts.say('walk.tagline')}</span>
      <button class="primary watch" title=${texts.say('walk.watch.title')} @click=${() => this._port.watch()}>
        ${texts.say('walk.watch')}
      </button>
      <button class="quiet type-own" title=${texts.say('walk.type.title')} @click=${() => this._port.typeOwn()}>
        ${texts.say('walk.type')}
      </button>`;
  }

  private _compare(state: PageState): unknown {
    const { texts } = this._face;
    return html`<button
      class="quiet edit"
      aria-pressed=${state.compared !== undefined}
      title=${texts.say('page.compare.hint')}
      @click=${this._from(() => this._port.compare())}
    >
      ${icon('compare')}<span>${texts.say('page.compare')}</span>
    </button>`;
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
        @click=${this._from(() => this._port.edit())}
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

  /** Where the server listens, or why it does not. In the past: where it listened then, as the panes show it. */
  private _address({ address, health, cursor, shown }: PageState): { text: string; tone: 'good' | 'busy' | 'bad' } {
    const { texts } = this._face;
    const seen = health !== 'running' ? undefined : cursor === undefined ? address : placeIn(shown?.sockets ?? []);
    if (seen !== undefined) return { text: seen, tone: 'good' };
    return health === 'starting'
      ? { text: texts.say('page.starting'), tone: 'busy' }
      : { text: texts.say('page.notListening'), tone: 'bad' };
  }

  private _listening(state: PageState): unknown {
    const { text, tone } = this._address(state);
    const [, host = '', port = text] = /^([\d.]+)(:\d+)$/.exec(text) ?? [];
    return html`<span class="listening" title=${this._face.texts.say('page.state', { state: text })}
      ><span class="dot ${tone}"></span><span class="mono"><span class="host">${host}</span>${port}</span></span
    >`;
  }

  private _power(state: PageState): unknown {
    const { texts } = this._face;
    const isUp = state.health === 'running' && (this._address(state).tone === 'good' || state.address !== undefined);
    const power = { picture: 'power' } as const;
    return this._button(
      isUp
        ? {
            ...power,
            label: texts.say('page.stop'),
            hint: texts.say('page.stop.hint'),
            click: () => this._session.interrupt(),
          }
        : {
            ...power,
            label: texts.say('page.start'),
            hint: texts.say('page.start'),
            click: () => this._port.boot({}),
          },
    );
  }

  private _tools({ health }: PageState): unknown {
    const { texts } = this._face;
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
    return html`${buttons.map((button) => this._button(button))}
      <button
        class="quiet language"
        lang=${texts.language === 'en' ? 'zh-Hans' : 'en'}
        title=${texts.say('page.language.hint')}
        @click=${this._from(() => this._port.language())}
      >
        ${texts.say('page.language')}
      </button>`;
  }

  private _button({ picture, label, hint, click, isOff = false }: IconButton): unknown {
    return html`<button
      class="quiet icon"
      aria-label=${label}
      title=${hint}
      ?disabled=${isOff}
      @click=${this._from(click)}
    >
      ${icon(picture)}<span class="icon-name">${label}</span>
    </button>`;
  }

  /** How the page looks: its theme, and how large its text is. */
  private _looks(): unknown {
    const { texts, theme, textScale } = this._face;
    const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
    const [now, then] = [texts.say(`page.theme.${theme}`), texts.say(`page.theme.${next}`)];
    const name = texts.say('page.theme', { theme: now });
    return html`<button
        class="quiet icon"
        aria-label=${name}
        title=${texts.say('page.theme.hint', { theme: now, next: then })}
        @click=${() => {
          this._port.theme(next);
          this._draw();
        }}
      >
        ${icon(theme)}<span class="icon-name">${name}</span>
      </button>
      <label class="field" title=${texts.say('page.text.hint')}>
        <span>${texts.say('page.text')}</span>
        <select
          aria-label=${texts.say('page.text')}
          @change=${(event: Event) => this._port.textScale(Number((event.target as HTMLSelectElement).value))}
        >
          ${TEXT_SCALES.map(
            (scale) =>
              html`<option value=${scale} .selected=${scale === textScale}>
                ${texts.say('page.text.percent', { percent: scale * 100 })}
              </option>`,
          )}
        </select>
      </label>`;
  }
}
