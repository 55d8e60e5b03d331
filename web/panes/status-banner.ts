/** What is wrong with the machine, and the way out. Hidden while all is well. */
import { html, nothing, render } from 'lit/html.js';
import type { Health } from '../store.ts';

export class StatusBanner {
  readonly element = document.createElement('div');
  private readonly _onRestart: () => void;

  constructor(onRestart: () => void) {
    this._onRestart = onRestart;
    this.element.className = 'banner';
    this.element.setAttribute('role', 'alert');
    this.element.hidden = true;
  }

  /** @param app the app that was served, as it is called. */
  update(health: Health, failure: string, app: string): void {
    const isWell = health === 'running' || health === 'starting';
    this.element.hidden = isWell;
    if (isWell) {
      render(nothing, this.element);
      return;
    }
    const isSilent = health === 'silent';
    const text = isSilent ? 'The machine does not answer.' : 'The machine has stopped.';
    const loop = `The app ‘${app}’ did not come back, as if it looped, and was ended`;
    const reason = isSilent && failure === '' ? loop : failure;
    render(
      html`<span
          ><b>${text}</b> ${reason === '' ? '' : `${reason.replace(/\.$/, '')}.`} What you have typed is kept.</span
        >
        <button class="primary" @click=${() => this._onRestart()}>Restart the machine</button>`,
      this.element,
    );
  }
}
