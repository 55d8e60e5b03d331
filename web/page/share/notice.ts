/** A note on what was shared, opened or refused, with a button that closes it. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import css from './share.css?inline';
import type { Release } from '../../kit/scope.ts';
import { icon } from '../../kit/icons.ts';

/** What a note offers. */
export interface NoticeOffers {
  readonly link?: string;
  readonly embed?: () => void;
  readonly describe?: () => void;
  /** Goes on where the reader was; and what is done when that is not wanted. */
  readonly resume?: () => void;
  readonly refuse?: () => void;
  /** Tries once more what has failed; the note goes. */
  readonly again?: () => void;
}

export class Notice {
  readonly element = document.createElement('div');
  /** What had the focus before. */
  private _before: Element | null = null;
  private _turn = 0;
  private readonly _said = this.element.appendChild(document.createElement('div'));

  private readonly _face: Face;

  constructor(face: Face) {
    this._face = face;
    face.adopt(css);
    this.element.className = 'share-notice';
    this.element.hidden = true;
    this._said.setAttribute('role', 'status');
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /**
   * @param link shown in a field, with a button to copy it, where the clipboard was closed. @param embed shows what to
   * paste into a docs page. @param describe asks for a title and a note. The answer takes back what is said.
   */
  say(
    text: string,
    tone: 'good' | 'bad',
    { link, embed, describe, resume, refuse, again }: NoticeOffers = {},
  ): Release {
    const turn = (this._turn += 1);
    if (!this.element.contains(this._face.activeElement)) this._before = this._face.activeElement;
    this.element.hidden = false;
    this.element.dataset['tone'] = tone;
    const { texts } = this._face;
    const close = (): void => {
      refuse?.();
      this.hide();
    };
    const retry = (): void => {
      this.hide();
      again?.();
    };
    render(
      html`<span>${text}</span>
        ${
          link === undefined
            ? nothing
            : html`<input class="mono" aria-label=${texts.say('share.link')} readonly .value=${link} />
                <button class="quiet" @click=${() => void this._copy(link)}>${texts.say('share.copy')}</button>`
        }
        ${
          describe === undefined
            ? nothing
            : html`<button class="quiet" @click=${describe}>${texts.say('share.describe')}</button>`
        }
        ${embed === undefined ? nothing : html`<button class="quiet" @click=${embed}>${texts.say('share.embed')}</button>`}
        ${
          resume === undefined
            ? nothing
            : html`<button class="primary" @click=${resume}>${texts.say('share.stay.continue')}</button>`
        }
        ${again === undefined ? nothing : html`<button class="primary" @click=${retry}>${texts.say('page.pane.again')}</button>`}
        <button class="quiet icon" aria-label=${texts.say('share.close')} @click=${close}>${icon('cross')}</button>`,
      this._said,
    );
    this.element.querySelector('input')?.select();
    return () => {
      if (turn === this._turn) this.hide();
    };
  }

  /**
   * WebKit lets a page write to the clipboard only while a press is handled, which a link that is still to be made
   * outlasts.
   */
  private async _copy(link: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      this.say(this._face.texts.say('share.copied'), 'good');
    } catch {
      this.element.querySelector('input')?.select();
    }
  }

  /** The machine is another one: a fault was one, but what was said of the one before is not true any more. */
  outdate(): void {
    if (this.element.dataset['tone'] === 'good') this.hide();
  }

  hide(): void {
    if (this.element.contains(this._face.activeElement) && this._before instanceof HTMLElement) this._before.focus();
    this.element.hidden = true;
    render(nothing, this._said);
  }
}
