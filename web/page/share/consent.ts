/** Before a link's own code runs: the code, who wrote it, and a choice. */
import codeCss from '../../kit/code/code.css?inline';
import css from './consent.css?inline';
import type { Face } from '../../kit/face.ts';
import { html, nothing, render } from 'lit/html.js';
import type { Texts } from '../../texts/texts.ts';
import { rich } from '../../kit/rich.ts';
import { icon } from '../../kit/icons.ts';
import { readForeign } from '../../kit/code/foreign.ts';
import type { Foreign, Row } from '../../kit/code/foreign.ts';
import { enableOnceSeen, ignoreHeldKeys } from './deliberate.ts';
import { isFramed, isFramedByOthers } from './framed.ts';

/**
 * Shows the source; answers whether it may run. Inside a page of another site nothing is asked: there the same link can
 * be opened in a tab of its own. @param over ends the question, with no.
 */
export function askForConsent(face: Face, source: string, over: AbortSignal): Promise<boolean> {
  face.adopt(codeCss, css);
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
    const { texts } = face;
    render(
      isFramedByOthers()
        ? framedTemplate(texts, answer(false))
        : questionTemplate(texts, readForeign(source, texts), answer),
      dialog,
    );
    ignoreHeldKeys(dialog);
    if (isFramed()) showQuietly(dialog, face, gone.signal);
    else showModal(dialog, face);
    const run = dialog.querySelector<HTMLButtonElement>('.run');
    if (run !== null) enableOnceSeen(run, gone.signal);
    if (over.aborted) dialog.close('');
  });
}

function showModal(dialog: HTMLDialogElement, face: Face): void {
  face.root.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('.code')?.focus();
}

/** Shows a dialog without taking the focus from the page around this one; all else here waits for its answer. */
function showQuietly(dialog: HTMLDialogElement, face: Face, over: AbortSignal): void {
  const others = [...face.root.children].filter((element): element is HTMLElement => element instanceof HTMLElement);
  for (const element of others) element.inert = true;
  over.addEventListener('abort', () => {
    for (const element of others) element.inert = false;
  });
  dialog.open = true;
  face.root.append(dialog);
}

function questionTemplate(texts: Texts, code: Foreign, answer: (mayRun: boolean) => () => void): unknown {
  const size = texts.say('share.consent.size', { count: code.lines });
  return html`<h2 id="consent-title">${texts.say('share.consent')}</h2>
    <p>${texts.say('share.consent.text', { size })}</p>
    ${warningOf(texts, code)}
    <ol class="code foreign" tabindex="0" aria-label=${texts.say('share.consent.source')}>
      ${code.rows.map((row) => rowElement(texts, row))}
    </ol>
    <footer>
      <button class="quiet" @click=${answer(false)}>${texts.say('share.consent.leave')}</button>
      <button class="primary run" disabled title=${texts.say('share.consent.wait')} @click=${answer(true)}>
        ${texts.say('share.consent.run')}
      </button>
    </footer>`;
}

function warningOf(texts: Texts, { escapes, odd }: Foreign): unknown {
  if (escapes + odd === 0) return nothing;
  const hidden = html`<span class="escape">${texts.say('share.consent.hidden', { count: escapes })}</span>`;
  const letters = html`<span class="odd">${texts.say('share.consent.odd', { count: odd })}</span>`;
  const which = escapes > 0 && odd > 0 ? 'both' : escapes > 0 ? 'hidden' : 'odd';
  const warning = rich(texts, `share.consent.warn.${which}`, { hidden, odd: letters });
  return html`<p class="consent-warning">${icon('eye')}<span>${warning}</span></p>`;
}

/** Made by hand: there may be thousands, and nothing in them changes. */
function rowElement(texts: Texts, { line, parts, empty }: Row): HTMLElement {
  const row = document.createElement('li');
  const number = row.appendChild(document.createElement('span'));
  const code = row.appendChild(document.createElement('code'));
  number.className = 'code-number';
  number.textContent = line === undefined ? '↳' : String(line);
  if (empty !== undefined) {
    code.className = 'left-out';
    code.textContent = texts.say('share.consent.empty', { count: empty });
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

function framedTemplate(texts: Texts, leave: () => void): unknown {
  return html`<h2 id="consent-title">${texts.say('share.consent')}</h2>
    <p>${texts.say('share.consent.framed')}</p>
    <footer>
      <button class="quiet" @click=${leave}>${texts.say('share.consent.leave')}</button>
      <a class="primary own-tab" href=${location.href} target="_blank" rel="noopener noreferrer">
        ${texts.say('share.consent.tab')}
      </a>
    </footer>`;
}
