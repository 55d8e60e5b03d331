/** The head of the Time pane: moves by steps, playing, where the cursor is, and the axis. */
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import { SPEEDS } from '../timeline/player.ts';
import type { ButtonMove, MoveButton } from './time-button.ts';
import { moveButton } from './time-button.ts';

/** What the head shows. */
export interface HeadState {
  /** How many steps have happened, of how many. */
  readonly at: number;
  readonly length: number;
  /** Virtual time there, in microseconds. */
  readonly time: number;
  readonly isAtStart: boolean;
  /** Whether the cursor follows the live end. */
  readonly isLive: boolean;
  /** Whether the machine can be moved on by hand. */
  readonly canDrive: boolean;
  /** Whether the machine is paused there. */
  readonly isPaused: boolean;
  /** Whether the machine goes no further (`ended`), or its server has ended (`stopped`). */
  readonly end: '' | 'ended' | 'stopped';
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Whether the axis of the timeline is virtual time. */
  readonly isTime: boolean;
}

export interface HeadPort {
  move(move: ButtonMove): void;
  play(): void;
  setSpeed(rowsPerSecond: number): void;
  setAxis(isTime: boolean): void;
}

const TO_START: readonly MoveButton[] = [
  ['start', 'start', 'To the start (Home)'],
  ['back', 'back', 'Step back (←)'],
];
const FORWARD: MoveButton = ['forward', 'forward', 'Step forward (→)'];
const DRIVE: MoveButton = ['forward', 'forward', 'Step forward: the machine makes one more step (→)'];
const END: MoveButton = ['end', 'end', 'To the live end (End)'];

export class TimeHead {
  readonly element = document.createElement('header');
  private readonly _port: HeadPort;

  constructor(port: HeadPort) {
    this._port = port;
    this.element.className = 'pane-head';
  }

  update(state: HeadState): void {
    const { at, length, time, isPlaying, speed, isLive, canDrive } = state;
    const port = this._port;
    const go = (move: ButtonMove): void => port.move(move);
    const play = isPlaying ? 'Pause' : 'Play';
    render(
      html`
        <h2>Time</h2>
        <div class="transport" role="group" aria-label="Move in time">
          ${TO_START.map((button) => moveButton(button, state.isAtStart, go))}
          <button
            class="quiet icon"
            aria-label=${play}
            title="${play} what is recorded (Space)"
            @click=${() => port.play()}
          >
            ${icon(isPlaying ? 'pause' : 'play')}
          </button>
          ${moveButton(canDrive ? DRIVE : FORWARD, isLive && !canDrive, go)} ${moveButton(END, isLive, go)}
        </div>
        <span class="position" title="Steps that have happened, and virtual time since boot">
          <b>${at.toLocaleString('en')}</b> / ${length.toLocaleString('en')}
          <span class="faint">${(time / 1_000_000).toFixed(6)} s</span>
        </span>
        <span class="spring"></span>
        <select
          class="small"
          aria-label="Speed of playing"
          title="Steps in a second"
          @change=${(event: Event) => port.setSpeed(Number((event.target as HTMLSelectElement).value))}
        >
          ${SPEEDS.map((value) => html`<option value=${value} ?selected=${value === speed}>${value.toLocaleString('en')}/s</option>`)}
        </select>
        <div class="segments small" role="group" aria-label="Axis of the timeline">
          ${this._axisButton('Steps', !state.isTime)}${this._axisButton('Time', state.isTime)}
        </div>
        ${pill(state)}
      `,
      this.element,
    );
  }

  private _axisButton(text: 'Steps' | 'Time', isChosen: boolean): unknown {
    return html`<button
      aria-label="Axis of ${text.toLowerCase()}"
      aria-pressed=${isChosen}
      @click=${() => this._port.setAxis(text === 'Time')}
    >
      ${text}
    </button>`;
  }
}

const ENDS: Readonly<Record<string, string>> = {
  ended: 'The machine goes no further; its steps can still be looked at',
  stopped: 'The server has ended: nobody listens',
};

function pill({ at, length, isLive, isPaused, end }: HeadState): unknown {
  const isAtEnd = at === length;
  const pause = isPaused ? 'paused' : '';
  const text =
    (end === 'ended' && isLive && end) || pause || (isLive ? end || 'live' : isAtEnd ? 'at the end' : 'past');
  return html`<span class="live ${text === 'live' ? 'is-live' : ''}" title=${ENDS[text] ?? nothing}>${text}</span>`;
}
