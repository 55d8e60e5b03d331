/** Says that the machine stands still, and why, and lets it go on; or asks who runs next. Hidden while it simply runs. */
import css from './halt.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { DebugPort, DebugState } from '../../session/debug/port.ts';
import { choiceTemplate } from './choice.ts';
import { pauseReason, pauseText, pausedAt } from '../../session/debug/texts.ts';

/** What the strip asks of the page. */
export interface StripPort extends Pick<DebugPort, 'resume' | 'choose' | 'ask'> {
  seek(cursor: number): void;
  colourOf(tid: number): number;
  /** What has the focus goes away: it goes to where keys work. */
  focusElsewhere(): void;
}

/** A machine that goes on often stops again at once: until then the strip stays, so that nothing jumps. */
const LINGER_MS = 160;

export class DebugStrip {
  readonly element = document.createElement('div');
  private readonly _strip = this.element.appendChild(document.createElement('div'));
  private readonly _heard = this.element.appendChild(document.createElement('p'));
  private readonly _face: Face;
  private readonly _port: StripPort;
  private _state: DebugState | undefined;
  private _shown: DebugState | undefined;
  private _leaving: ReturnType<typeof setTimeout> | undefined;
  /** Whether the reader has been asked, and knows by now what it is to be the scheduler. */
  private _wasAsked = false;

  constructor(face: Face, port: StripPort) {
    face.adopt(css);
    this._face = face;
    this._port = port;
    this._strip.tabIndex = -1;
    this._heard.className = 'sr';
    this._heard.setAttribute('role', 'status');
  }

  update(state: DebugState): void {
    if (state === this._state) return;
    this._state = state;
    const text = pauseText(state);
    if (this._heard.textContent !== text) this._heard.textContent = text;
    clearTimeout(this._leaving);
    const isOver =
      state.pause === undefined && this._shown?.pause !== undefined && this._shown.isAsking === state.isAsking;
    if (isOver) this._leaving = setTimeout(() => this._show(state), LINGER_MS);
    else this._show(state);
    if (isOver) this._render();
  }

  private get _isOver(): boolean {
    return this._shown?.pause !== this._state?.pause;
  }

  private _show(state: DebugState): void {
    this._shown = state;
    const hadFocus = this._strip.contains(this._face.activeElement);
    this._render();
    if (!hadFocus || this._strip.contains(this._face.activeElement)) return;
    if (this._strip.hidden) this._port.focusElsewhere();
    else this._strip.focus();
  }

  private _choose(tid: number): void {
    if (!this._isOver) this._port.choose(tid);
  }

  private _render(): void {
    const { pause, isAsking } = this._shown ?? { pause: undefined, isAsking: false };
    this._strip.className = `halt ${pause === undefined ? 'is-idle' : pause.why === 'choice' ? 'is-choice' : 'is-paused'}`;
    this._strip.classList.toggle('is-over', this._isOver);
    this._strip.hidden = pause === undefined && !isAsking;
    render(pause !== undefined ? this._pauseTemplate() : isAsking ? this._idleTemplate() : nothing, this._strip);
  }

  private _pauseTemplate(): unknown {
    const state = this._shown;
    const pause = state?.pause;
    if (state === undefined || pause === undefined) return nothing;
    if (pause.choice !== undefined) {
      this._wasAsked = true;
      return choiceTemplate({
        choice: pause.choice,
        isOver: this._isOver,
        colourOf: (tid) => this._port.colourOf(tid),
        choose: (tid) => this._choose(tid),
        leave: () => this._port.ask(false),
      });
    }
    const at = pausedAt(pause);
    const step = at.toLocaleString('en');
    return html`<div class="halt-line">
      ${icon('hold')}
      <p class="halt-text" title=${pauseText(state)}>
        Paused at
        <button class="link" title="Show step ${step}" @click=${() => this._port.seek(at)}>step ${step}</button
        >${pause.why === 'breakpoint' ? html`: <b>${pauseReason(state)}</b>` : ` ${pauseReason(state)}`}
      </p>
      <span class="spring"></span>
      <button class="primary small" aria-disabled=${this._isOver} title="Continue (F8)" @click=${() => this._resume()}>
        ${icon('resume')}Continue
      </button>
    </div>`;
  }

  private _resume(): void {
    if (!this._isOver) this._port.resume();
  }

  private _idleTemplate(): unknown {
    return html`<div class="halt-line">
      ${icon('schedule')}
      <p class="halt-text">
        ${
          this._wasAsked
            ? nothing
            : html`<b>You are the scheduler:</b> the machine stops wherever more than one thread could run, and asks
                you. `
        }Nothing
        to choose now: at most one thread could run. Try two clients.
      </p>
      <span class="spring"></span>
      <button class="quiet outlined" @click=${() => this._port.ask(false)}>Stop asking</button>
    </div>`;
  }
}
