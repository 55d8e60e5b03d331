/** Says why the machine is paused, and continues it; or asks who runs next. Hidden while the machine runs. */
import css from './halt.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { rich } from '../../kit/rich.ts';
import type { Release } from '../../kit/scope.ts';
import { pausedAt } from '../../session/debug/state.ts';
import type { DebugState, PagePause } from '../../session/debug/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { choiceTemplate } from './choice.ts';
import { pauseSentence, pauseText } from './sentences.ts';

/** A machine that continues often stops again at once: until then the strip stays, so that nothing jumps. */
const LINGER_MS = 160;

export class DebugStrip {
  readonly element = document.createElement('div');
  private readonly _strip = this.element.appendChild(document.createElement('div'));
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _focusElsewhere: () => void;
  private _state: DebugState;
  private _shown: DebugState;
  /** The last sentence for screen readers. */
  private _spoken = '';
  private _leaving: Release | undefined;
  /** Whether the reader has been asked once, and needs no more explanation. */
  private _wasAsked = false;

  /** @param focusElsewhere called when the strip hides while it has the focus. */
  constructor(face: Face, time: TimeModel, focusElsewhere: () => void) {
    face.adopt(css);
    this._face = face;
    this._time = time;
    this._focusElsewhere = focusElsewhere;
    this._shown = this._state = time.state.debug;
    this._strip.tabIndex = -1;
    time.select(
      ({ debug }) => debug,
      (debug) => this._update(debug),
      face.scope,
    );
    face.onTexts(() => {
      this._speak();
      this._render();
    });
  }

  private _update(state: DebugState): void {
    this._state = state;
    this._speak();
    this._leaving?.();
    const shown = this._shown;
    const isOver = state.pause === undefined && shown.pause !== undefined && shown.isAsking === state.isAsking;
    if (!isOver) return this._show(state);
    this._leaving = this._face.scope.timeout(() => this._show(state), LINGER_MS);
    this._render();
  }

  /** For screen readers. */
  private _speak(): void {
    const text = pauseText(this._face.texts, this._state);
    if (this._spoken !== text) this._face.announce(text);
    this._spoken = text;
  }

  /** Whether what is shown is over, and only lingers. */
  private get _isOver(): boolean {
    return this._shown.pause !== this._state.pause;
  }

  private _show(state: DebugState): void {
    this._shown = state;
    const hadFocus = this._strip.contains(this._face.activeElement);
    this._render();
    if (!hadFocus || this._strip.contains(this._face.activeElement)) return;
    if (this._strip.hidden) this._focusElsewhere();
    else this._strip.focus();
  }

  private _render(): void {
    const { pause, isAsking } = this._shown;
    const look = pause === undefined ? 'is-idle' : pause.why === 'choice' ? 'is-choice' : 'is-paused';
    this._strip.className = `halt ${look}`;
    this._strip.classList.toggle('is-over', this._isOver);
    this._strip.hidden = pause === undefined && isAsking === false;
    const content =
      pause !== undefined ? this._pauseTemplate(pause) : isAsking !== false ? this._idleTemplate() : nothing;
    render(content, this._strip);
  }

  private _pauseTemplate(pause: PagePause): unknown {
    const { texts } = this._face;
    if (pause.choice !== undefined) {
      this._wasAsked = true;
      return choiceTemplate({
        texts,
        choice: pause.choice,
        headingId: this._face.id('who-runs'),
        isOver: this._isOver,
        colourOf: (tid) => this._time.session.log.colourOf(tid),
        choose: (tid) => this._unlessOver(() => this._time.choose(tid)),
        option: this._optionTemplate(),
        stopAsking: () => this._time.session.debugging.ask(false),
      });
    }
    const at = pausedAt(pause);
    const { key, count, breakpoints } = pauseSentence(texts, this._shown, pause);
    const step = html`<button
      class="link"
      title=${texts.say('debug.step.show', { step: at })}
      .textContent=${texts.say('debug.step', { step: at })}
      @click=${() => this._time.goTo(at)}
    ></button>`;
    return html`<div class="halt-line">
      ${icon('hold')}
      <p class="halt-text" title=${pauseText(texts, this._shown)}>
        ${rich(texts, key, { step, breakpoints: html`<b>${breakpoints}</b>` }, count)}
      </p>
      <span class="spring"></span>
      <button
        class="primary small"
        aria-disabled=${this._isOver}
        title=${texts.say('debug.continue.title')}
        @click=${() => this._unlessOver(() => this._time.resume())}
      >
        ${icon('resume')}${texts.say('debug.continue')}
      </button>
    </div>`;
  }

  private _unlessOver(act: () => void): void {
    if (!this._isOver) act();
  }

  /** Whether clients are asked about too. */
  private _optionTemplate(): unknown {
    const { texts } = this._face;
    const isAll = this._shown.isAsking === 'all';
    return html`<button
      class="quiet"
      aria-pressed=${isAll}
      title=${texts.say('debug.clientsToo.title')}
      @click=${() => this._time.session.debugging.ask(isAll || 'all')}
    >
      ${texts.say('debug.clientsToo')}
    </button>`;
  }

  private _idleTemplate(): unknown {
    const { texts } = this._face;
    const explanation = rich(texts, 'debug.idle', { you: html`<b>${texts.say('debug.idle.you')}</b>` });
    return html`<div class="halt-line">
      ${icon('schedule')}
      <p class="halt-text">${this._wasAsked ? nothing : [explanation, ' ']}${texts.say('debug.idle.nothing')}</p>
      <span class="spring"></span>
      ${this._optionTemplate()}
      <button class="quiet outlined" @click=${() => this._time.session.debugging.ask(false)}>
        ${texts.say('debug.stopAsking')}
      </button>
    </div>`;
  }
}
