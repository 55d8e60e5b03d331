/**
 * A text field with suggestions, by the ARIA pattern: arrow keys choose one, Enter takes it, Escape closes the list.
 */
import type { Face } from '../../kit/face.ts';
import type { Texts } from '../../texts/texts.ts';
import { html, nothing, render } from 'lit/html.js';

export interface ComboboxOptions {
  /** Makes ids: no other combobox of the face has it. */
  readonly name: string;
  label(texts: Texts): string;
  placeholder?(texts: Texts): string;
  /** What is suggested for a text, the best first. */
  suggest(text: string): readonly string[];
  changed(): void;
}

/** More suggestions are not drawn. */
const MOST = 60;
const ROOM_BELOW = 120;

export class Combobox {
  readonly element = document.createElement('div');
  readonly input = this.element.appendChild(document.createElement('input'));
  private readonly _list = this.element.appendChild(document.createElement('ul'));
  private readonly _options: ComboboxOptions;
  private _suggested: readonly string[] = [];
  private _active = -1;

  constructor(face: Face, options: ComboboxOptions) {
    this._options = options;
    const { input } = this;
    const id = face.id(`suggested-${options.name}`);
    this.element.className = 'combobox';
    this._list.id = id;
    this._list.hidden = true;
    this._list.setAttribute('role', 'listbox');
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.autocomplete = 'off';
    input.spellcheck = false;
    input.autocapitalize = 'off';
    face.onTexts((texts) => {
      for (const element of [input, this._list]) element.setAttribute('aria-label', options.label(texts));
      if (options.placeholder !== undefined) input.placeholder = options.placeholder(texts);
    });
    this._listen(face);
  }

  get value(): string {
    return this.input.value;
  }

  set value(text: string) {
    this.input.value = text;
  }

  /** Other suggestions are available now. */
  refresh(): void {
    if (!this._list.hidden) this._open();
  }

  private _listen(face: Face): void {
    const { input } = this;
    input.addEventListener('input', () => {
      this._open();
      this._options.changed();
    });
    input.addEventListener('click', () => this._open());
    input.addEventListener('blur', () => this._close());
    input.addEventListener('keydown', (event) => this._onKey(event));
    // The list does not move with the field.
    face.scope.listen(
      face.root,
      'scroll',
      ({ target }) => {
        if (!this._list.hidden && target !== this._list && (target as Node).contains(this.element)) this._close();
      },
      { capture: true, passive: true },
    );
    // The field keeps the focus.
    this._list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  private _onKey(event: KeyboardEvent): void {
    const isOpen = !this._list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!isOpen) this._open();
      else this._activate(this._active + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter' && isOpen && this._active >= 0) this._take(this._active);
    else if (event.key === 'Escape' && isOpen) {
      this._close();
      // What contains the field stays open.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  private _open(): void {
    this._suggested = this._options.suggest(this.value).slice(0, MOST);
    this._active = -1;
    this._list.hidden = this._suggested.length === 0;
    this._render();
    this._place();
  }

  /** Over everything else, so that no edge cuts it off; above the field where there is little room below. */
  private _place(): void {
    const { left, top, bottom, width } = this.input.getBoundingClientRect();
    const below = innerHeight - bottom;
    const isBelow = below >= ROOM_BELOW || below >= top;
    const { style } = this._list;
    style.minWidth = `${width}px`;
    style.left = `${left}px`;
    style.maxWidth = `${innerWidth - left - 8}px`;
    style.maxHeight = `${Math.min(260, (isBelow ? below : top) - 10)}px`;
    style.top = isBelow ? `${bottom + 2}px` : 'auto';
    style.bottom = isBelow ? 'auto' : `${innerHeight - top + 2}px`;
  }

  private _close(): void {
    this._list.hidden = true;
    this._active = -1;
    this._render();
  }

  /** After the last suggestion comes the field itself, then the first one. */
  private _activate(place: number): void {
    const { length } = this._suggested;
    this._active = place >= length ? -1 : place < -1 ? length - 1 : place;
    this._render();
    this._list.children[this._active]?.scrollIntoView({ block: 'nearest' });
  }

  private _take(place: number): void {
    const value = this._suggested[place];
    if (value !== undefined) this.value = value;
    this._close();
    this._options.changed();
  }

  private _render(): void {
    const { id } = this._list;
    this.input.setAttribute('aria-expanded', String(!this._list.hidden));
    if (this._active < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `${id}-${this._active}`);
    const options = this._suggested.map((name, at) => {
      const cut = name.lastIndexOf('.') + 1;
      return html`<li
        id="${id}-${at}"
        role="option"
        aria-selected=${at === this._active}
        title=${name}
        @click=${() => this._take(at)}
      >
        ${name.slice(cut)}${cut === 0 ? nothing : html`<span class="faint">${name.slice(0, cut - 1)}</span>`}
      </li>`;
    });
    render(this._list.hidden ? nothing : options, this._list);
  }
}
