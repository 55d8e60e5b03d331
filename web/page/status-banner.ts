/** What is wrong with the machine, and the ways out. Hidden while all is well. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';
import type { PageState } from '../session/store.ts';

export interface BannerPort {
  restart(): void;
  edit(): void;
  /** The preset is served instead of what the reader, or a link, has made of it. */
  servePreset(): void;
}

export class StatusBanner {
  readonly element = document.createElement('div');
  private readonly _port: BannerPort;

  constructor({ scope }: Face, session: Session, port: BannerPort) {
    this._port = port;
    this.element.className = 'banner';
    this.element.setAttribute('role', 'alert');
    this.element.hidden = true;
    session.select(
      ({ health, failure, options, linked, isEditing }) => [health, failure, options, linked, isEditing],
      () => this._update(session.state),
      scope,
    );
  }

  private _update({ health, failure, options, linked, isEditing, presets }: PageState): void {
    const preset = presets.find(({ name }) => name === options.app)?.title ?? options.app;
    const isWell = health === 'running' || health === 'starting';
    this.element.hidden = isWell;
    if (isWell) {
      render(nothing, this.element);
      return;
    }
    const { source } = options;
    const isSilent = health === 'silent';
    const text = isSilent ? 'The machine does not answer.' : 'The machine has stopped.';
    const app =
      source === undefined
        ? `The app ‘${preset}’`
        : source === linked
          ? 'The app of the link'
          : 'Your version of the app';
    const loop = `${app} did not come back, as if it looped, and was ended`;
    const reason = isSilent && failure === '' ? loop : failure;
    const edit = html`<button @click=${() => this._port.edit()}>Edit the app</button>`;
    render(
      html`<span
          ><b>${text}</b> ${reason === '' ? '' : `${reason.replace(/\.$/, '')}.`} What you have typed is kept.</span
        >
        <span class="banner-ways">
          ${
            source === undefined
              ? nothing
              : html`${isEditing ? nothing : edit}
                  <button @click=${() => this._port.servePreset()}>Serve the preset</button>`
          }
          <button class="primary" @click=${() => this._port.restart()}>Restart the machine</button>
        </span>`,
      this.element,
    );
  }
}
