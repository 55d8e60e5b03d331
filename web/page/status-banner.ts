/** What is wrong with the machine, and the ways out. Hidden while all is well. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../kit/face.ts';
import { noticeText } from '../session/notices.ts';
import { presetIn } from '../parts/editor/index.ts';
import type { Session } from '../session/session.ts';
import type { PageState } from '../session/store.ts';

export interface BannerPort {
  restart(): void;
  edit(): void;
  /** The preset is served instead of what the reader, or a link, has made of it. */
  servePreset(): void;
}

type Presets = PageState['presets'];

export class StatusBanner {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _port: BannerPort;

  constructor(face: Face, session: Session, port: BannerPort) {
    this._face = face;
    this._port = port;
    this.element.className = 'banner';
    this.element.setAttribute('role', 'alert');
    this.element.hidden = true;
    session.select(
      ({ health, failure, options, linked, isEditing }) => [health, failure, options, linked, isEditing],
      () => this._render(session.state),
      face.scope,
    );
    face.onTexts(() => this._render(session.state));
  }

  private _render({ health, failure, options, linked, isEditing, presets }: PageState): void {
    const isWell = health === 'running' || health === 'starting';
    this.element.hidden = isWell;
    if (isWell) {
      render(nothing, this.element);
      return;
    }
    const { texts } = this._face;
    const { source } = options;
    const isSilent = health === 'silent';
    const told = failure === undefined ? '' : noticeText(texts, failure);
    const reason = isSilent && failure === undefined ? this._loopOf(options, linked, presets) : told;
    const edit = html`<button @click=${() => this._port.edit()}>${texts.say('page.failed.edit')}</button>`;
    render(
      html`<span
          ><b>${texts.say(isSilent ? 'page.silent' : 'page.failed')}</b>
          ${reason === '' ? '' : `${reason.replace(/[.\u3002]$/, '')}.`} ${texts.say('page.failed.kept')}</span
        >
        <span class="banner-ways">
          ${
            source === undefined
              ? nothing
              : html`${isEditing ? nothing : edit}
                  <button @click=${() => this._port.servePreset()}>${texts.say('page.failed.preset')}</button>`
          }
          <button class="primary" @click=${() => this._port.restart()}>${texts.say('page.failed.restart')}</button>
        </span>`,
      this.element,
    );
  }

  /** Which app did not return. */
  private _loopOf({ app, source }: PageState['options'], linked: string | undefined, presets: Presets): string {
    const { texts } = this._face;
    if (source !== undefined) return texts.say(source === linked ? 'page.failed.loop.link' : 'page.failed.loop.own');
    const preset = presets.find(({ name }) => name === app);
    const title = preset === undefined ? app : presetIn(texts, preset).title;
    return texts.say('page.failed.loop.preset', { app: title });
  }
}
