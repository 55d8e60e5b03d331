/** Tools that say where the machine stops: the breakpoints, one on the step at the cursor, and being the scheduler. */
import css from './tools.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { COMMANDS } from '../../session/time/commands.ts';
import type { TimeState } from '../../session/time/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { breakpointTitle } from './sentences.ts';

export class DebugTools {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;

  constructor(face: Face, time: TimeModel) {
    face.adopt(css);
    this._face = face;
    this._time = time;
    this.element.className = 'transport debugging';
    this.element.setAttribute('role', 'group');
    face.onTexts(() => this._draw());
    time.select(
      ({ debug, here, isDrawerOpen }) => [debug.breakpoints, debug.isAsking, here, isDrawerOpen],
      () => this._draw(),
      face.scope,
    );
    time.events.on(
      'brokenHere',
      ({ spec, isSet }) => {
        const breakpoint = breakpointTitle(face.texts, spec);
        face.announce(face.texts.say(isSet ? 'debug.here.added' : 'debug.here.removed', { breakpoint }));
      },
      face.scope,
    );
  }

  /** Puts the focus on the button that opens the breakpoints. */
  focus(): void {
    this.element.querySelector<HTMLElement>('[aria-expanded]')?.focus();
  }

  private _draw(): void {
    const { texts } = this._face;
    const { state } = this._time;
    this.element.setAttribute('aria-label', texts.say('debug.tools'));
    render(
      html`${this._opener(state)}${this._here(state)}
        <button
          class="quiet scheduler"
          aria-label=${texts.say('debug.scheduler.label')}
          aria-pressed=${state.debug.isAsking !== false}
          title=${texts.say('debug.scheduler.title')}
          @click=${() => COMMANDS.scheduler.run(this._time)}
        >
          ${icon('schedule')}<span class="tool-text">${texts.say('debug.scheduler')}</span>
        </button>`,
      this.element,
    );
  }

  private _opener({ debug, isDrawerOpen }: TimeState): unknown {
    const { texts } = this._face;
    const total = debug.breakpoints.length;
    const on = debug.breakpoints.filter(({ isOn }) => isOn).length;
    const title = total === 0 ? 'debug.breakpoints.none' : 'debug.breakpoints.title';
    return html`<button
      class="quiet breakpoints ${on > 0 ? 'has-some' : ''}"
      aria-label=${total === 0 ? texts.say('debug.breakpoints') : texts.say('debug.breakpoints.count', { total })}
      aria-expanded=${isDrawerOpen}
      title=${texts.say(title, { total, on })}
      @click=${() => COMMANDS.breakpoints.run(this._time)}
    >
      ${icon('breakpoint')}<span class="tool-text">${texts.say('debug.breakpoints')}</span>
      ${total === 0 ? nothing : html`<span class="badge">${texts.number(total)}</span>`}
    </button>`;
  }

  private _here(state: TimeState): unknown {
    const { texts } = this._face;
    return html`<button
      class="quiet icon"
      aria-label=${texts.say('debug.here')}
      aria-pressed=${state.here === 'set'}
      title=${texts.say(`debug.here.${state.here}`)}
      ?disabled=${!COMMANDS.breakHere.can(state)}
      @click=${() => COMMANDS.breakHere.run(this._time)}
    >
      ${icon('here')}
    </button>`;
  }
}
