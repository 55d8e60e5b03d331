/** The header of the Time pane: moves by steps, playing, where the cursor is, and the axis. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { SPEEDS } from '../../session/time/player.ts';
import type { Axis, TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { commandButton } from './command-button.ts';

export class TimeHeader {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _fold: HTMLElement | undefined;

  /** @param fold stands at the end. */
  constructor(face: Face, time: TimeModel, fold?: HTMLElement) {
    this._face = face;
    this._time = time;
    this._fold = fold;
    this.element.className = 'pane-head';
    face.onTexts(() => this._draw());
    time.select(
      (state) => [
        ...[state.at, state.length, state.seconds, state.isLive, state.canDrive, state.isPaused, state.end],
        ...[state.isPlaying, state.speed, state.axis],
      ],
      () => this._draw(),
      face.scope,
    );
  }

  private _draw(): void {
    const { texts } = this._face;
    const { state } = this._time;
    const { at, length, seconds, speed } = state;
    render(
      html`
        <h2>${texts.say('steps.title')}</h2>
        ${this._moves(state)}
        <span class="position" title=${texts.say('steps.position')}>
          <b>${texts.number(at)}</b> / ${texts.number(length)}
          <span class="faint">${texts.say('steps.seconds', { seconds: seconds.toFixed(6) })}</span>
        </span>
        <span class="spring"></span>
        <select
          class="small"
          aria-label=${texts.say('steps.speed')}
          title=${texts.say('steps.speed.title')}
          @change=${(event: Event) => (this._time.speed = Number((event.target as HTMLSelectElement).value))}
        >
          ${SPEEDS.map(
            (value) =>
              html`<option value=${value} ?selected=${value === speed}>
                ${texts.say('steps.perSecond', { steps: value })}
              </option>`,
          )}
        </select>
        <div class="segments small" role="group" aria-label=${texts.say('steps.axis')}>
          ${this._axisButton('steps', state)}${this._axisButton('time', state)}
        </div>
        ${this._pill(state)}${this._fold ?? nothing}
      `,
      this.element,
    );
  }

  private _moves(state: TimeState): unknown {
    const { texts } = this._face;
    const button = (name: 'start' | 'back' | 'forward' | 'end'): unknown => {
      const drives = name === 'forward' && state.canDrive;
      const title = texts.say(drives ? 'steps.forward.drive' : `steps.${name}.title`);
      return commandButton(this._time, state, name, [texts.say(`steps.${name}`), title]);
    };
    const play = state.isPlaying ? 'pause' : 'play';
    return html`<div class="transport" role="group" aria-label=${texts.say('steps.moves')}>
      ${button('start')}${button('back')}
      <button
        class="quiet icon"
        aria-label=${texts.say(`steps.${play}`)}
        title=${texts.say(`steps.${play}.title`)}
        @click=${() => this._time.togglePlay()}
      >
        ${icon(play)}
      </button>
      ${button('forward')}${button('end')}
    </div>`;
  }

  private _axisButton(axis: Axis, state: TimeState): unknown {
    const { texts } = this._face;
    return html`<button
      aria-label=${texts.say(`steps.axis.${axis}.label`)}
      aria-pressed=${state.axis === axis}
      @click=${() => this._time.set({ axis })}
    >
      ${texts.say(`steps.axis.${axis}`)}
    </button>`;
  }

  /** Says in a word what is shown: the live end, a pause, or the past. */
  private _pill(state: TimeState): unknown {
    const { texts } = this._face;
    const shown = shownMoment(state);
    const title = shown === 'ended' || shown === 'stopped' ? texts.say(`steps.${shown}.title`) : nothing;
    return html`<span class="live ${shown === 'live' ? 'is-live' : ''}" title=${title}
      >${texts.say(`steps.${shown}`)}</span
    >`;
  }
}

type Moment = 'live' | 'past' | 'atEnd' | 'paused' | 'ended' | 'stopped';

/** What the cursor stands at. */
function shownMoment({ at, length, isLive, isPaused, end }: TimeState): Moment {
  if (isLive && end === 'machine') return 'ended';
  if (isPaused) return 'paused';
  if (isLive) return end === 'server' ? 'stopped' : 'live';
  return at === length ? 'atEnd' : 'past';
}
