/** The dialog that shows what to paste into a docs page, in three forms, and says what each of them needs. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { Shared } from '../../session/share-link.ts';
import css from './embed-dialog.css?inline';
import { hasOwnCode, snippetsOf } from './snippets.ts';
import type { Snippets } from './snippets.ts';

const FORMS = ['tag', 'fence', 'iframe'] as const;
type Form = (typeof FORMS)[number];

/** @param hash of the share link that holds the same machine. */
export function showEmbedDialog(face: Face, shared: Shared, hash: string): void {
  face.adopt(css);
  const { texts } = face;
  const page = new URL('embed.html', location.href);
  const snippets = snippetsOf(shared, hash, page.href, texts.say('share.embed.frame'));
  const dialog = document.createElement('dialog');
  dialog.className = 'embed-dialog';
  dialog.setAttribute('aria-labelledby', 'embed-title');
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  const needs = (form: Form): string => {
    if (form === 'iframe' && hasOwnCode(shared)) return texts.say('share.embed.code');
    if (form === 'fence' && snippets.fence === undefined) return texts.say('share.embed.fence.none');
    return texts.say(`share.embed.${form}.needs`, { origin: page.origin });
  };
  render(
    html`<header>
        <h2 id="embed-title">${texts.say('share.embed.title')}</h2>
        <button class="quiet icon" aria-label=${texts.say('share.embed.close')} @click=${() => dialog.close()}>
          ${icon('cross')}
        </button>
      </header>
      ${FORMS.map((form) => section(face, form, snippets, needs(form)))}`,
    dialog,
  );
  face.root.append(dialog);
  dialog.showModal();
}

function section(face: Face, form: Form, snippets: Snippets, needs: string): unknown {
  const { texts } = face;
  const text = snippets[form];
  const name = texts.say(`share.embed.${form}`);
  const copy = async ({ currentTarget }: Event): Promise<void> => {
    const button = currentTarget as HTMLButtonElement;
    try {
      await navigator.clipboard.writeText(text ?? '');
      button.textContent = texts.say('share.embed.copied');
    } catch {
      // The clipboard is closed: the text is selected, for a key to copy.
      button.closest('section')?.querySelector('textarea')?.select();
    }
  };
  return html`<section>
    <h3>${name}</h3>
    <p>${needs}</p>
    ${
      text === undefined
        ? nothing
        : html`<textarea
              class="mono"
              readonly
              rows=${Math.max(3, Math.min(7, text.split('\n').length))}
              aria-label=${name}
              .value=${text}
            ></textarea>
            <button class="quiet" @click=${copy}>${texts.say('share.copy')}</button>`
    }
  </section>`;
}
