/** The title and the note of a link, shown as text; and the dialog in which its author writes them. */
import { html, nothing, render } from 'lit/html.js';
import { LINK_LIMITS } from '../../../src/host/limits.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { AuthorWords } from '../../session/link-view.ts';
import { plainWords, wordsOf } from '../../session/link-view.ts';
import css from './author-words.css?inline';

/** Shows what the author of a link says, until it is closed. Words that are empty show nothing. */
export function showWords(face: Face, place: HTMLElement, words: AuthorWords): void {
  const { title, note } = wordsOf(words);
  face.adopt(css);
  place.className = 'author-words';
  place.hidden = title === undefined && note === undefined;
  const close = (): void => showWords(face, place, {});
  const { texts } = face;
  render(
    place.hidden
      ? nothing
      : html`<section aria-label=${texts.say('share.words.from')}>
          <div dir="auto">
            ${title === undefined ? nothing : html`<h2>${plainWords(title)}</h2>`}
            ${note === undefined ? nothing : html`<p>${plainWords(note)}</p>`}
          </div>
          <small>${texts.say('share.words.from')}</small>
          <button class="quiet icon" aria-label=${texts.say('share.close')} @click=${close}>${icon('cross')}</button>
        </section>`,
    place,
  );
}

const textOf = (said: FormData, name: string): string => {
  const value = said.get(name);
  return typeof value === 'string' ? value : '';
};

/** Asks for a title and a note. @param make makes the link; called while the press is handled. */
export function askForWords(face: Face, before: AuthorWords, make: (words: AuthorWords) => void): void {
  face.adopt(css);
  const { texts } = face;
  const dialog = document.createElement('dialog');
  dialog.className = 'words-dialog';
  dialog.setAttribute('aria-labelledby', 'words-title');
  dialog.addEventListener('close', () => dialog.remove());
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    dialog.close();
    make(wordsOf({ title: textOf(said, 'title'), note: textOf(said, 'note').replaceAll('\r\n', '\n') }));
  };
  render(
    html`<form @submit=${send}>
      <h2 id="words-title">${texts.say('share.words')}</h2>
      <label>
        <span>${texts.say('share.words.title')}</span>
        <input name="title" maxlength=${LINK_LIMITS.titleLength} autocomplete="off" .value=${before.title ?? ''} />
      </label>
      <label>
        <span>${texts.say('share.words.note')}</span>
        <textarea name="note" rows="4" maxlength=${LINK_LIMITS.noteLength} .value=${before.note ?? ''}></textarea>
      </label>
      <p>${texts.say('share.words.hint', { title: LINK_LIMITS.titleLength, note: LINK_LIMITS.noteLength })}</p>
      <footer>
        <button type="button" class="quiet" @click=${() => dialog.close()}>${texts.say('share.words.leave')}</button>
        <button class="primary">${texts.say('share.words.make')}</button>
      </footer>
    </form>`,
    dialog,
  );
  face.root.append(dialog);
  dialog.showModal();
}
