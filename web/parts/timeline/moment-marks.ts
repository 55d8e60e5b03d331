/**
 * The moments as pegs on the axis: buttons that go there. One stop for Tab; the arrow keys go from one to the next.
 * Loaded when there are moments.
 */
import { html, nothing, render } from 'lit/html.js';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import type { Face } from '../../kit/face.ts';
import { USUAL_REM } from '../../kit/text-size.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { isFault, rankOf } from '../../session/walk/rank.ts';
import css from './moment-marks.css?inline';
import { pegsOf } from './pegs.ts';
import type { Peg } from './pegs.ts';

/** Where a peg has that much room to its right, its count is written there. */
const COUNT_ROOM = 22;

/** What the pegs need of the picture. */
export interface MarksScene {
  readonly width: number;
  /** The last step that is shown, and where the cursor is on the axis after `at` steps. */
  readonly at: number;
  readonly pixelOf: (at: number) => number;
}

export class MomentMarks {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private _pegs: readonly Peg[] = [];
  private _key = '';

  constructor(face: Face, time: TimeModel) {
    face.adopt(css);
    this._face = face;
    this._time = time;
    this.element.className = 'pegs';
    this.element.setAttribute('role', 'toolbar');
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('timeline.moments')));
  }

  draw({ width, at, pixelOf }: MarksScene): void {
    const { _time: time, _face: face } = this;
    const { moment: current, moments, subject } = time;
    const isOwn = ({ client, request }: Moment): boolean =>
      client === subject?.client && (request ?? subject?.request) === subject?.request;
    this._pegs = pegsOf(moments, {
      width,
      pixelOf: ({ step }) => pixelOf(step + 1),
      rankOf: (moment) => (moment === current ? Infinity : rankOf(moment.name, isOwn(moment))),
    });
    const drawn = this._pegs.map(({ moment, pixel, others }) => `${moment.step} ${moment.name} ${pixel} ${others}`);
    const key = [face.texts.language, face.rem, at, current?.step, current?.name, subject?.client, ...drawn].join('/');
    if (key === this._key) return;
    this._key = key;
    this.element.hidden = this._pegs.length === 0;
    const stop = Math.max(
      0,
      this._pegs.findIndex(({ moment }) => moment === current),
    );
    render(
      this._pegs.map((peg, place) => this._peg(peg, place, { current, stop, at, isOwn: isOwn(peg.moment) })),
      this.element,
    );
  }

  private _peg(
    { moment, pixel, others }: Peg,
    place: number,
    { current, stop, at, isOwn }: { current: Moment | undefined; stop: number; at: number; isOwn: boolean },
  ): unknown {
    const { texts, rem } = this._face;
    const { name, step } = moment;
    const room = (this._pegs[place + 1]?.pixel ?? Infinity) - pixel;
    const state = moment === current ? 'is-now' : step < at ? 'is-past' : 'is-future';
    const what = texts.say('timeline.moment', { name, step: step + 1 });
    const label = others === 0 ? what : texts.say('timeline.moment.others', { what, count: others });
    const cause = this._time.session.moments.causes.of(moment)?.replaceAll('`', '');
    return html`<button
      class="peg ${state} ${isOwn ? 'is-own' : ''} ${isFault(name) ? 'is-fault' : ''}"
      .style=${`transform: translateX(${(pixel * rem) / USUAL_REM}px)`}
      title=${cause === undefined ? label : `${label}\n${cause}`}
      aria-label=${label}
      aria-current=${moment === current ? 'step' : nothing}
      tabindex=${place === stop ? 0 : -1}
      @click=${() => this._time.goToMoment(moment)}
    >
      <i></i>${others > 0 && room >= COUNT_ROOM ? html`<small aria-hidden="true">+${others}</small>` : nothing}
    </button>`;
  }

  private _onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (ctrlKey || metaKey || altKey || shiftKey) return;
    const buttons = [...this.element.querySelectorAll<HTMLElement>('.peg')];
    const at = buttons.indexOf(event.target as HTMLElement);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, at - 1),
      ArrowRight: Math.min(buttons.length - 1, at + 1),
      Home: 0,
      End: buttons.length - 1,
    };
    const place = places[key];
    if (place === undefined) return;
    buttons[place]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
