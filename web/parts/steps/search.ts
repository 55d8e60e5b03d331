/** Search in the steps: a field, how many were found, and moves from one to the next. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

export class StepSearch {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;

  constructor(face: Face, time: TimeModel) {
    this._face = face;
    this._time = time;
    this.element.className = 'search';
    this.element.setAttribute('role', 'search');
    const { log } = time.session;
    face.onTexts(() => this._draw());
    time.select(
      ({ at, query }) => [query, log.found.length, query === '' ? 0 : at],
      () => this._draw(),
      face.scope,
    );
    // Moments are found a little later than steps.
    time.onMoments(() => {
      if (time.state.query !== '') this._draw();
    }, face.scope);
    time.events.on('search', () => this.element.querySelector('input')?.select(), face.scope);
  }

  private _draw(): void {
    const { texts } = this._face;
    const { query } = this._time.state;
    this.element.setAttribute('aria-label', texts.say('steps.search'));
    render(
      html`
        ${icon('search')}
        <input
          type="search"
          placeholder=${texts.say('steps.search.placeholder')}
          aria-label=${texts.say('steps.search.label')}
          title=${texts.say('steps.search.title')}
          autocomplete="off"
          spellcheck="false"
          .value=${query}
          @input=${(event: Event) => (this._time.query = (event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this._onKey(event)}
        />
        ${
          query === ''
            ? nothing
            : html`<span class="search-count" aria-live="polite">${this._count()}</span> ${this._button(-1)}
                ${this._button(1)}`
        }
      `,
      this.element,
    );
  }

  /** How many were found, and which of them is at the cursor. */
  private _count(): string {
    const { texts } = this._face;
    const { at } = this._time.state;
    const { log } = this._time.session;
    const { found } = log;
    if (found.length === 0) return texts.say('steps.search.none');
    const place = log.foundBefore(at);
    const isOnOne = place >= 0 && found[place] === at - 1;
    if (!isOnOne) return texts.number(found.length);
    return texts.say('steps.search.place', { place: place + 1, total: found.length });
  }

  private _button(direction: 1 | -1): unknown {
    const { texts } = this._face;
    const what = texts.say(direction === 1 ? 'steps.search.next' : 'steps.search.previous');
    return html`<button
      class="quiet icon"
      aria-label=${what}
      title=${texts.say('steps.withKey', { what, key: direction === 1 ? 'Enter' : 'Shift+Enter' })}
      ?disabled=${this._time.session.log.found.length === 0}
      @click=${() => this._time.moveToFound(direction)}
    >
      ${icon(direction === 1 ? 'down' : 'up')}
    </button>`;
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this._time.moveToFound(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && this._time.state.query !== '') this._time.query = '';
    else return;
    event.preventDefault();
  }
}
