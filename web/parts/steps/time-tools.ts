/** The tools of the Time pane: driving the machine, moves by calls, to the next of a kind, breakpoints, and the search. */
import { html, nothing, render } from 'lit/html.js';
import type { DebugPort, DebugState } from '../../session/debug/port.ts';
import { icon } from '../../kit/icons.ts';
import type { Target } from '../../session/log/moves.ts';
import { TARGETS } from '../../session/log/moves.ts';
import type { ButtonMove, MoveButton } from './time-button.ts';
import { moveButton } from './time-button.ts';

/** What the tools show. */
export interface ToolsState {
  readonly debug: DebugState;
  readonly isAtStart: boolean;
  /** Whether the cursor follows the live end. */
  readonly isLive: boolean;
  /** Whether the machine can be moved on by hand. */
  readonly canDrive: boolean;
  /** Whether a breakpoint can stop at such a step as the one under the cursor, and whether one does. */
  readonly here: 'none' | 'free' | 'set';
  readonly isListOpen: boolean;
  /** Whether all of the timeline is to be seen. */
  readonly isWhole: boolean;
}

export interface ToolsPort extends Pick<DebugPort, 'ask'> {
  move(move: ButtonMove): void;
  /** Pauses the machine, or lets it go on. */
  hold(): void;
  breakHere(): void;
  /** Opens the list of breakpoints, or closes it. */
  toggleList(): void;
  showWhole(): void;
}

const CALLS: readonly MoveButton[] = [
  ['into', 'into', 'Step into: the next step of this thread (I)'],
  ['over', 'over', 'Step over: past what this call does (O)'],
  ['out', 'out', 'Step out: to the return of the caller (U)'],
];

export class TimeTools {
  readonly element = document.createElement('div');
  /** Opens the list of breakpoints. */
  get opener(): HTMLElement | null {
    return this.element.querySelector<HTMLElement>('[aria-expanded]');
  }
  target: Target = 'syscall';
  private readonly _search: HTMLElement;
  private readonly _port: ToolsPort;
  private _state: ToolsState | undefined;

  constructor(search: HTMLElement, port: ToolsPort) {
    this._search = search;
    this._port = port;
    this.element.className = 'time-tools';
  }

  update(state: ToolsState): void {
    this._state = state;
    const stuck = state.isLive && !state.canDrive;
    render(
      html`
        <div class="transport" role="group" aria-label="Drive the machine">
          ${this._hold(state.debug)}
          ${CALLS.map((button) => moveButton(button, stuck, (move) => this._port.move(move)))}
        </div>
        ${this._jump(state)} ${this._debug(state)}
        <span class="spring"></span>
        ${this._search}
        ${
          state.isWhole
            ? nothing
            : html`<button
                class="quiet icon"
                aria-label="Show all of the timeline"
                title="Show all (0)"
                @click=${() => this._port.showWhole()}
              >
                ${icon('fit')}
              </button>`
        }
      `,
      this.element,
    );
  }

  private _hold({ pause }: DebugState): unknown {
    const isPaused = pause !== undefined;
    return html`<button
      class="quiet icon hold ${isPaused ? 'is-on' : ''}"
      aria-label="Pause the machine"
      aria-pressed=${isPaused}
      title="${isPaused ? 'Let the machine go on' : 'Pause the machine: it stands still until you let it go on'} (F8)"
      @click=${() => this._port.hold()}
    >
      ${icon(isPaused ? 'resume' : 'hold')}
    </button>`;
  }

  private _jump({ isAtStart, isLive }: ToolsState): unknown {
    const choose = (event: Event): void => {
      this.target = (event.target as HTMLSelectElement).value as Target;
      if (this._state !== undefined) this.update(this._state);
    };
    const go = (move: ButtonMove): void => this._port.move(move);
    const what = TARGETS.find(([target]) => target === this.target)?.[1].toLowerCase() ?? '';
    return html`<div class="transport jump" role="group" aria-label="Move to the next of a kind">
      ${moveButton(['previous', 'previous', `Previous ${what} (Shift+←)`], isAtStart, go)}
      <select class="small" aria-label="What to go to" @change=${choose}>
        ${TARGETS.map(([target, title]) => html`<option value=${target} ?selected=${target === this.target}>${title}</option>`)}
      </select>
      ${moveButton(['next', 'next', `Next ${what} (Shift+→)`], isLive, go)}
    </div>`;
  }

  private _debug({ debug, here, isListOpen }: ToolsState): unknown {
    const { breakpoints, isAsking } = debug;
    const on = breakpoints.filter(({ isOn }) => isOn).length;
    return html`<div class="transport debugging" role="group" aria-label="Where the machine stops">
      <button
        class="quiet breakpoints ${on > 0 ? 'has-some' : ''}"
        aria-label=${breakpoints.length === 0 ? 'Breakpoints' : `Breakpoints ${breakpoints.length}`}
        aria-expanded=${isListOpen}
        title="Breakpoints: ${breakpoints.length === 0 ? 'none' : `${breakpoints.length}, ${on} of them on`}"
        @click=${() => this._port.toggleList()}
      >
        ${icon('breakpoint')}<span class="tool-text">Breakpoints</span>
        ${breakpoints.length === 0 ? nothing : html`<span class="badge">${breakpoints.length}</span>`}
      </button>
      <button
        class="quiet icon"
        aria-label="Break here"
        aria-pressed=${here === 'set'}
        title=${
          here === 'none'
            ? 'Break here: no breakpoint stops at this kind of step'
            : here === 'set'
              ? 'Break here no more (B)'
              : 'Break here: wherever this happens (B)'
        }
        ?disabled=${here === 'none'}
        @click=${() => this._port.breakHere()}
      >
        ${icon('here')}
      </button>
      <button
        class="quiet scheduler"
        aria-label="Be the scheduler"
        aria-pressed=${isAsking}
        title="Be the scheduler: wherever more than one thread could run, you say which"
        @click=${() => this._port.ask(!isAsking)}
      >
        ${icon('schedule')}<span class="tool-text">Scheduler</span>
      </button>
    </div>`;
  }
}
