/** Before a link's own code runs: the code, who wrote it, and a choice. */
import '../styles/consent.css';
import { html, render } from 'lit/html.js';
import { tokensOf } from '../source/highlight.ts';

/** Shows the source; answers whether it may run. */
export function askForConsent(source: string): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'consent';
  dialog.setAttribute('aria-labelledby', 'consent-title');
  return new Promise((resolve) => {
    const answer = (mayRun: boolean) => () => {
      dialog.close(mayRun ? 'run' : '');
    };
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'run');
    });
    render(
      html`<h2 id="consent-title">This link brings an app of its own</h2>
        <p>
          Somebody else wrote it, and it is not part of Glaswerk. It would run in a sandbox without access to this page
          or the network. Read it first; nothing of it has run yet.
        </p>
        <ol class="code" tabindex="0" aria-label="Source of the app">
          ${source
            .split('\n')
            .map(
              (line, at) =>
                html`<li>
                  <span class="code-number">${at + 1}</span
                  ><code
                    >${tokensOf(line).map(({ tone, text }) => (tone === '' ? text : html`<span class="tok-${tone}">${text}</span>`))}</code
                  >
                </li>`,
            )}
        </ol>
        <footer>
          <button class="quiet" @click=${answer(false)}>Open without it</button>
          <button class="primary" @click=${answer(true)}>Run it</button>
        </footer>`,
      dialog,
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
