/** Before a link's own code runs: the code, who wrote it, and a choice. */
import css from './consent.css?inline';
import type { Face } from '../../kit/face.ts';
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import { readForeign } from '../../kit/code/foreign.ts';
import type { Foreign, Row } from '../../kit/code/foreign.ts';
import { enableOnceSeen, ignoreHeldKeys } from './deliberate.ts';
import { isFramedByOthers } from './framed.ts';

/**
 * Shows the source; answers whether it may run. Inside a page of somebody else nothing is asked: there the same link can be opened in a
 * tab of its own. @param over ends the question, with no.
 */
export function askForConsent(face: Face, source: string, over: AbortSignal): Promise<boolean> {
  face.adopt(css);
  const dialog = document.createElement('dialog');
  dialog.className = 'consent';
  dialog.setAttribute('aria-labelledby', 'consent-title');
  const gone = new AbortController();
  return new Promise((resolve) => {
    const answer = (mayRun: boolean) => () => dialog.close(mayRun ? 'run' : '');
    dialog.addEventListener('close', () => {
      gone.abort();
      dialog.remove();
      resolve(dialog.returnValue === 'run');
    });
    over.addEventListener('abort', answer(false), { signal: gone.signal });
    const isFramed = isFramedByOthers();
    render(
      isFramed ? framedTemplate(answer(false)) : questionTemplate(readForeign(source, face.texts), answer),
      dialog,
    );
    ignoreHeldKeys(dialog);
    face.root.append(dialog);
    dialog.showModal();
    const run = dialog.querySelector<HTMLButtonElement>('.run');
    if (run !== null) enableOnceSeen(run, gone.signal);
    dialog.querySelector<HTMLElement>('.code, .own-tab')?.focus();
    if (over.aborted) dialog.close('');
  });
}

function questionTemplate(code: Foreign, answer: (mayRun: boolean) => () => void): unknown {
  const { escapes, odd, lines } = code;
  const size = lines === 1 ? 'one line' : `${lines.toLocaleString('en')} lines`;
  return html`<h2 id="consent-title">This link brings an app of its own</h2>
    <p>
      Somebody else wrote it, and it is not part of Glaswerk. It would run in a sandbox without access to this page or
      the network. Read it first, all ${size}; nothing of it has run yet.
    </p>
    ${
      escapes + odd === 0
        ? nothing
        : html`<p class="consent-warning">${icon('eye')}<span>${warningOf(escapes, odd)}</span></p>`
    }
    <ol class="code foreign" tabindex="0" aria-label="Source of the app">
      ${code.rows.map(rowElement)}
    </ol>
    <footer>
      <button class="quiet" @click=${answer(false)}>Open without it</button>
      <button
        class="primary run"
        disabled
        title="A moment after you can see this, it can be pressed"
        @click=${answer(true)}
      >
        Run it
      </button>
    </footer>`;
}

const some = (count: number, one: string, many: string): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString('en')} ${many}`;

function warningOf(escapes: number, odd: number): unknown {
  const hidden = html`<span class="escape"
    >${some(escapes, 'sign that cannot be seen', 'signs that cannot be seen')}</span
  >`;
  const letters = html`<span class="odd">${some(odd, 'sign of another alphabet', 'signs of other alphabets')}</span>`;
  return html`Look closely: in this code there ${escapes + odd === 1 ? 'is' : 'are'}
  ${escapes > 0 ? hidden : nothing}${escapes > 0 && odd > 0 ? ' and ' : nothing}${odd > 0 ? letters : nothing}.
  ${escapes > 0 ? 'What cannot be seen is written as an escape.' : nothing}`;
}

/** Made by hand: there may be thousands, and nothing in them changes. */
function rowElement({ line, parts, empty }: Row): HTMLElement {
  const row = document.createElement('li');
  const number = row.appendChild(document.createElement('span'));
  const code = row.appendChild(document.createElement('code'));
  number.className = 'code-number';
  number.textContent = line === undefined ? '↳' : String(line);
  if (empty !== undefined) {
    code.className = 'left-out';
    code.textContent = `${empty.toLocaleString('en')} empty lines`;
  }
  for (const { tone, text, title } of parts) {
    if (tone === '') {
      code.append(text);
      continue;
    }
    const part = code.appendChild(document.createElement('span'));
    part.className = tone === 'escape' || tone === 'odd' ? tone : `tok-${tone}`;
    part.textContent = text;
    if (title !== undefined) part.title = title;
  }
  return row;
}

function framedTemplate(leave: () => void): unknown {
  return html`<h2 id="consent-title">This link brings an app of its own</h2>
    <p>
      Somebody else wrote it, so it is shown to you before it runs. But this page lies inside a page of another site,
      which could draw its own buttons over it. Open the link in a tab of its own to read the app there.
    </p>
    <footer>
      <button class="quiet" @click=${leave}>Open without it</button>
      <a class="primary own-tab" href=${location.href} target="_blank" rel="noopener noreferrer">Open in its own tab</a>
    </footer>`;
}
