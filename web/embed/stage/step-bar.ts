/** Moves in time, where the cursor stands, and what happens there. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { rich } from '../../kit/rich.ts';
import { COMMANDS } from '../../session/time/commands.ts';
import type { TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { PACES, stepAfter } from './moves.ts';
import type { Pace } from './moves.ts';
import { stepSentence } from './sentence.ts';
import type { StepSentence } from './sentence.ts';

export class StepBar {
  readonly element = document.createElement('div');
  private readonly _moves = this.element.appendChild(document.createElement('div'));
  private readonly _slider = document.createElement('input');
  private readonly _position = document.createElement('output');
  private readonly _sentence = this.element.appendChild(document.createElement('p'));
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private _pace: Pace = 'step';

  constructor(face: Face, time: TimeModel) {
    this._face = face;
    this._time = time;
    this.element.className = 'step-bar';
    this._moves.className = 'step-moves';
    this._moves.setAttribute('role', 'group');
    this._position.className = 'step-position';
    this._sentence.className = 'step-sentence';
    this._slider.type = 'range';
    this._slider.min = '1';
    this._slider.addEventListener('input', () => time.goTo(Number(this._slider.value)));
    time.select(
      (state) => [state.at, state.length, state.version, state.isLive, state.canDrive, state.isPlaying],
      () => this._draw(),
      face.scope,
    );
    face.onTexts(() => this._draw());
  }

  /** Goes on, or back, by what the reader has chosen. */
  move(by: 1 | -1): void {
    const { state, session } = this._time;
    if (this._pace === 'step' && by === 1 && state.canDrive) return this._time.moveForward('forward');
    if (this._pace === 'step') return this._time.moveRows(by);
    const number = stepAfter(this._pace, session.log, state.at, by);
    this._time.goTo(number === undefined ? (by === 1 ? undefined : 1) : number + 1);
  }

  private _draw(): void {
    const { texts } = this._face;
    const { state, session } = this._time;
    const { at, length } = state;
    const step = session.log.at(at - 1);
    const lane = session.log.track.lanes.find(({ tid }) => tid === step?.tid);
    const sentence = step === undefined ? undefined : stepSentence(step, lane?.name ?? '');
    this._moves.setAttribute('aria-label', texts.say('stage.moves'));
    render(this._template(state), this._moves);
    this._slider.max = String(Math.max(1, length));
    this._slider.value = String(at);
    this._slider.setAttribute('aria-label', texts.say('stage.slider'));
    const spoken = sentence === undefined ? '' : texts.sayAny(sentence.key, sentence.code);
    this._slider.setAttribute('aria-valuetext', texts.say('stage.position.sentence', { at, length, sentence: spoken }));
    this._position.textContent = `${texts.number(at)} / ${texts.number(length)}`;
    this._position.title = texts.say('stage.position', { at, length });
    this._sentence.title = spoken;
    render(sentence === undefined ? '' : this._rich(sentence), this._sentence);
  }

  private _rich({ key, code }: StepSentence): unknown {
    const parts = Object.entries(code).map(([name, text]) => [name, html`<code class=${name}>${text}</code>`] as const);
    return rich(this._face.texts, key, Object.fromEntries(parts));
  }

  private _template(state: TimeState): unknown {
    const { texts } = this._face;
    const what = texts.say(`stage.pace.${this._pace}`);
    const canGoOn = COMMANDS.forward.can(state);
    const play = state.isPlaying ? 'pause' : 'play';
    return html`<button
        class="step-button"
        title=${texts.say('stage.back.title', { what })}
        ?disabled=${state.isAtStart}
        @click=${() => this.move(-1)}
      >
        <span aria-hidden="true">‹</span> ${texts.say('stage.back')}
      </button>
      <button
        class="step-button next"
        title=${texts.say('stage.next.title', { what })}
        ?disabled=${!canGoOn}
        @click=${() => this.move(1)}
      >
        ${texts.say('stage.next')} <span aria-hidden="true">›</span>
      </button>
      <select
        class="step-pace"
        aria-label=${texts.say('stage.pace')}
        title=${texts.say('stage.pace')}
        @change=${(event: Event) => this._choose((event.target as HTMLSelectElement).value as Pace)}
      >
        ${PACES.map(
          (pace) =>
            html`<option value=${pace} ?selected=${pace === this._pace}>${texts.say(`stage.pace.${pace}`)}</option>`,
        )}
      </select>
      <button
        class="quiet icon step-play"
        aria-label=${texts.say(`stage.${play}`)}
        title=${texts.say(`stage.${play}.title`)}
        @click=${() => this._time.togglePlay()}
      >
        ${icon(play)}
      </button>
      ${this._slider} ${this._position}`;
  }

  private _choose(pace: Pace): void {
    this._pace = pace;
    this._draw();
  }
}
