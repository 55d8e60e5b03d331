/** Tools that move by calls and to the next step of a kind, and pause the machine. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { CALL_MOVES } from '../../../src/vocabulary.ts';
import { TARGETS } from '../../session/log/moves.ts';
import type { Target } from '../../session/log/moves.ts';
import type { TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { commandButton } from './command-button.ts';

export class MoveTools {
  /** Pausing and moves by calls. */
  readonly drive = document.createElement('div');
  /** Moves to the next step of a kind. */
  readonly jump = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;

  constructor(face: Face, time: TimeModel) {
    this._face = face;
    this._time = time;
    this.drive.className = 'transport';
    this.jump.className = 'transport jump';
    for (const group of [this.drive, this.jump]) group.setAttribute('role', 'group');
    face.onTexts(() => this._draw());
    time.select(
      ({ isAtStart, isLive, canDrive, debug, target }) => [isAtStart, isLive, canDrive, debug.pause, target],
      () => this._draw(),
      face.scope,
    );
  }

  private _draw(): void {
    const { texts } = this._face;
    const { state } = this._time;
    this.drive.setAttribute('aria-label', texts.say('steps.drive'));
    this.jump.setAttribute('aria-label', texts.say('steps.jump'));
    const calls = CALL_MOVES.map((move) =>
      commandButton(this._time, state, move, [texts.say(`steps.${move}`), texts.say(`steps.${move}.title`)]),
    );
    render([this._hold(state), ...calls], this.drive);
    render(this._jump(state), this.jump);
  }

  private _hold({ debug }: TimeState): unknown {
    const { texts } = this._face;
    const isPaused = debug.pause !== undefined;
    return html`<button
      class="quiet icon hold ${isPaused ? 'is-on' : ''}"
      aria-label=${texts.say('steps.hold')}
      aria-pressed=${isPaused}
      title=${texts.say(isPaused ? 'steps.hold.continue' : 'steps.hold.title')}
      @click=${() => this._time.hold()}
    >
      ${icon(isPaused ? 'resume' : 'hold')}
    </button>`;
  }

  private _jump(state: TimeState): unknown {
    const { texts } = this._face;
    const { target } = state;
    const button = (name: 'previous' | 'next', key: string): unknown => {
      const what = texts.say(`steps.${name}.${target}`);
      return commandButton(this._time, state, name, [what, texts.say('steps.withKey', { what, key })]);
    };
    return html`${button('previous', 'Shift+←')}
      <select
        class="small"
        aria-label=${texts.say('steps.target')}
        @change=${(event: Event) => this._time.set({ target: (event.target as HTMLSelectElement).value as Target })}
      >
        ${TARGETS.map(
          (one) => html`<option value=${one} ?selected=${one === target}>${texts.say(`steps.target.${one}`)}</option>`,
        )}
      </select>
      ${button('next', 'Shift+→')}`;
  }
}
