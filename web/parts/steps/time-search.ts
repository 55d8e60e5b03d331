/** Search in the steps: a field, how many were found, and the way from one to the next. */
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { StepLog } from '../../session/log/step-log.ts';

export interface SearchPort {
  /** The cursor is to go to a step that was found. */
  seek(number: number): void;
  /** Something else is sought. */
  changed(): void;
}

export class StepSearch {
  readonly element = document.createElement('div');
  private readonly _log: StepLog;
  private readonly _port: SearchPort;
  private _cursor = 0;

  constructor(log: StepLog, port: SearchPort) {
    this._log = log;
    this._port = port;
    this.element.className = 'search';
    this.element.setAttribute('role', 'search');
    this.element.setAttribute('aria-label', 'Search the steps');
    this._render();
  }

  update(cursor: number): void {
    this._cursor = cursor;
    this._render();
  }

  focus(): void {
    this.element.querySelector('input')?.select();
  }

  private _render(): void {
    const { query, found } = this._log;
    const place = this._log.foundBefore(this._cursor);
    const isOnOne = place >= 0 && found[place] === this._cursor - 1;
    const count = query === '' ? '' : found.length.toLocaleString('en');
    render(
      html`
        ${icon('search')}
        <input
          type="search"
          placeholder="Search"
          aria-label="Name or detail to search for"
          title="Search names and details (/)"
          autocomplete="off"
          spellcheck="false"
          .value=${query}
          @input=${(event: Event) => this._seek((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this._onKey(event)}
        />
        ${
          query === ''
            ? nothing
            : html`<span class="search-count" aria-live="polite"
                  >${found.length === 0 ? 'none' : isOnOne ? `${(place + 1).toLocaleString('en')} of ${count}` : count}</span
                >
                ${this._button(-1, 'up', 'Previous found step (Shift+Enter)')}
                ${this._button(1, 'down', 'Next found step (Enter)')}`
        }
      `,
      this.element,
    );
  }

  private _button(direction: 1 | -1, name: 'up' | 'down', title: string): unknown {
    return html`<button
      class="quiet icon"
      aria-label=${title.replace(/ \(.*/, '')}
      title=${title}
      ?disabled=${this._log.found.length === 0}
      @click=${() => this._go(direction)}
    >
      ${icon(name)}
    </button>`;
  }

  private _seek(text: string): void {
    this._log.query = text;
    this._port.changed();
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this._go(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && this._log.query !== '') this._seek('');
    else return;
    event.preventDefault();
  }

  /** To the next or previous found step; round the end it goes on at the other one. */
  private _go(direction: 1 | -1): void {
    const { found } = this._log;
    const place = direction === 1 ? this._log.foundBefore(this._cursor) + 1 : this._log.foundBefore(this._cursor - 1);
    const number = found.at(place >= found.length ? 0 : place);
    if (number !== undefined) this._port.seek(number);
  }
}
