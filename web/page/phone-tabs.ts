/**
 * On a phone one pane is shown at a time: a row of buttons at the bottom says which, and that a paused machine can go
 * on.
 */
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';
import type { Pause } from '../../src/host/protocol.ts';
import { TITLES } from './panes/pane-place.ts';
import type { PaneName } from './panes/pane-place.ts';

/** The panes by their places among the quarters. */
const PANES: readonly PaneName[] = ['clients', 'buffers', 'server', 'time'];

/** The pane in which a paused machine is told what to do. */
const TIME = PANES.indexOf('time');

export class PhoneTabs {
  readonly element = document.createElement('nav');
  private readonly _face: Face;
  private readonly _quarters: HTMLElement;
  private readonly _buttons: readonly HTMLButtonElement[];
  private readonly _resume = document.createElement('button');
  private _pause: Pause | undefined;
  private _place = 0;
  /** Whether the editor or the comparison lies over the panes: then none of them is in sight. */
  private _isCovered = false;

  /** @param quarters told which pane to show, by `data-pane`. */
  constructor(face: Face, session: Session, quarters: HTMLElement) {
    this._face = face;
    this._quarters = quarters;
    this.element.className = 'phone-tabs';
    this._buttons = PANES.map((_, at) =>
      this._button(() => {
        this._select(at);
        session.store.set({ isEditing: false });
        if (session.state.compared !== undefined) session.compare(undefined);
      }),
    );
    this._resume.className = 'phone-resume';
    this._resume.addEventListener('click', () =>
      this._pause?.choice === undefined ? this._continue(session) : this._select(TIME),
    );
    this.element.append(...this._buttons, this._resume);
    this._select(0);
    session.select(
      ({ debug }) => debug.pause,
      (pause) => this._update(pause),
      face.scope,
    );
    session.select(
      ({ isEditing, compared }) => isEditing || compared !== undefined,
      (isCovered) => {
        this._isCovered = isCovered;
        this._mark();
      },
      face.scope,
    );
    face.onTexts(() => this.name());
  }

  /** The buttons are called what their panes are called. */
  name(): void {
    this.element.setAttribute('aria-label', this._face.texts.say('page.panes'));
    // Not read from the panes: those that are drawn later hear of another language later, too.
    for (const [at, name] of PANES.entries()) this._buttons[at]?.replaceChildren(this._face.texts.say(TITLES[name]));
    this._mark();
  }

  private _continue(session: Session): void {
    session.seek(undefined);
    session.debugging.resume();
  }

  /** The machine stands still, or goes on. */
  private _update(pause: Pause | undefined): void {
    if (pause === this._pause) return;
    this._pause = pause;
    this._mark();
  }

  private _button(press: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.addEventListener('click', press);
    return button;
  }

  /** The place of the pane that is shown there. */
  get place(): number {
    return this._place;
  }

  /** Shows a pane, where there is room for one only. */
  show(place: number): void {
    this._select(place);
  }

  private _select(place: number): void {
    this._place = place;
    this._quarters.dataset['pane'] = String(place);
    this._mark();
  }

  /** The pane itself has a button to go on. */
  private _mark(): void {
    const { texts } = this._face;
    const pause = this._pause;
    const time = this._buttons[TIME];
    for (const [at, button] of this._buttons.entries())
      button.setAttribute('aria-pressed', String(at === this._place && !this._isCovered));
    time?.classList.toggle('is-paused', pause !== undefined);
    if (time !== undefined) time.title = pause === undefined ? '' : texts.say('page.paused');
    this._resume.hidden = pause === undefined || time?.getAttribute('aria-pressed') === 'true';
    this._resume.textContent = texts.say(pause?.choice === undefined ? 'page.continue' : 'page.choose');
  }
}
