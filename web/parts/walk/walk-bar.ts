/**
 * The walk bar: each stop of the request that is looked at is a button, with moves to the one before and the one after.
 * Where there is little room the stops are segments without names.
 */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { Walk, WalkState } from '../../session/walk/walk.ts';
import type { Stop } from '../../session/walk/road.ts';
import { UNITS } from './unit.ts';
import type { Unit } from './unit.ts';
import css from './walk.css?inline';

export interface WalkBarPort {
  /** What Next goes to. */
  readonly unit: Unit;
  /** Goes on by that. */
  next(): void;
  previous(): void;
  choose(unit: Unit): void;
}

export class WalkBar {
  readonly element = document.createElement('nav');
  /** One row of buttons, which is one stop for Tab. */
  private readonly _bar = this.element.appendChild(document.createElement('div'));
  private readonly _face: Face;
  private readonly _walk: Walk;
  private readonly _port: WalkBarPort;
  private _shown: Element | undefined;

  constructor(face: Face, walk: Walk, port: WalkBarPort) {
    face.adopt(css);
    this._face = face;
    this._walk = walk;
    this._port = port;
    this._bar.className = 'walk';
    walk.events.on('changed', () => this._draw(), face.scope);
    face.onTexts(() => this._draw());
  }

  private _draw(): void {
    const { texts } = this._face;
    const { state } = this._walk;
    const { client, request } = state;
    this._bar.classList.toggle('is-playing', state.isPlaying);
    this.element.setAttribute(
      'aria-label',
      client === undefined
        ? texts.say('walk.title')
        : texts.say('walk.title.request', { request: request + 1, connection: client + 1 }),
    );
    render(html`${this._before(state)}${this._road(state)}${this._after(state)}`, this._bar);
    this._reveal();
  }

  private _before(state: WalkState): unknown {
    const { texts } = this._face;
    return html`<div class="walk-moves">
      <button
        class="quiet walk-move"
        aria-label=${texts.say(`walk.previous.${this._port.unit}`)}
        title=${texts.say(`walk.previous.${this._port.unit}`)}
        ?disabled=${state.previous === undefined}
        @click=${() => this._port.previous()}
      >
        ${icon('before')}
      </button>
      <button
        class="quiet walk-move"
        aria-label=${texts.say(state.isPlaying ? 'walk.pause' : 'walk.play')}
        title=${texts.say(state.isPlaying ? 'walk.pause' : 'walk.play.title')}
        ?disabled=${!state.canPlay}
        @click=${() => (state.isPlaying ? this._walk.pause() : this._walk.play())}
      >
        ${icon(state.isPlaying ? 'pause' : 'play')}
      </button>
    </div>`;
  }

  private _road({ stops, place }: WalkState): unknown {
    return html`<ol class="walk-road">
      ${stops.map((stop, at) => this._stop(stop, at, place))}
    </ol>`;
  }

  private _stop({ name, moment, isFault }: Stop, at: number, place: number): unknown {
    const { texts } = this._face;
    const state = at === place ? 'now' : moment === undefined ? 'absent' : at < place ? 'done' : 'next';
    return html`<li class="walk-stop is-${state} ${isFault ? 'is-fault' : ''}">
      <button
        aria-current=${state === 'now' ? 'step' : nothing}
        title=${moment === undefined ? `${name}: ${texts.say('walk.stop.next')}` : name}
        ?disabled=${moment === undefined}
        @click=${() => moment !== undefined && this._walk.goTo(moment)}
      >
        <i></i><span>${broken(name)}</span>
      </button>
    </li>`;
  }

  private _after(state: WalkState): unknown {
    const { texts } = this._face;
    const { stops, place, requests, client, request } = state;
    const { unit } = this._port;
    const values = { place: place + 1, count: stops.length };
    return html`<div class="walk-moves">
      <div class="walk-where">
        <span class="walk-place" title=${texts.say('walk.place.title', values)}>
          ${texts.say('walk.place', values)}
          ${
            requests > 1 && client !== undefined
              ? html`<small>${texts.say('walk.subject', { request: request + 1, connection: client + 1 })}</small>`
              : nothing
          }
        </span>
        <select
          class="small walk-unit"
          aria-label=${texts.say('walk.unit')}
          title=${texts.say('walk.unit')}
          @change=${(event: Event) => this._port.choose((event.target as HTMLSelectElement).value as Unit)}
        >
          ${UNITS.map(
            (one) => html`<option value=${one} .selected=${one === unit}>${texts.say(`walk.unit.${one}`)}</option>`,
          )}
        </select>
      </div>
      <button
        class="primary walk-next"
        aria-label=${texts.say(`walk.next.${unit}`)}
        title=${texts.say(`walk.next.${unit}`)}
        ?disabled=${state.isLive}
        @click=${() => this._port.next()}
      >
        ${icon('after')}
      </button>
    </div>`;
  }

  /** Where the stops have more room than there is, the current one comes into sight. */
  private _reveal(): void {
    const road = this.element.querySelector('.walk-road');
    const now = this.element.querySelector<HTMLElement>('.walk-stop.is-now');
    if (road === null || now === null || now === this._shown) return;
    this._shown = now;
    if (road.scrollWidth > road.clientWidth) road.scrollLeft = now.offsetLeft - road.clientWidth / 2;
  }
}

/** A name that may be broken after its underscores. */
const broken = (name: string): unknown => name.split('_').map((part, at) => (at === 0 ? part : html`_<wbr />${part}`));
