/** On a phone one pane is seen at a time: a row of buttons at its bottom says which, and where the machine waits for somebody. */
import type { Face } from '../kit/face.ts';
import type { Session } from '../session/session.ts';
import type { Pause } from '../../src/host/protocol.ts';

/** The pane in which a paused machine is told what to do. */
const TIME = 3;

export class PhoneTabs {
  readonly element = document.createElement('nav');
  private readonly _quarters: HTMLElement;
  private readonly _buttons: readonly HTMLButtonElement[];
  private readonly _resume = document.createElement('button');
  private _pause: Pause | undefined;

  /** @param quarters told which pane to show, by `data-pane`. */
  constructor(
    { scope }: Face,
    session: Session,
    quarters: HTMLElement,
    panes: readonly { readonly element: HTMLElement }[],
  ) {
    this._quarters = quarters;
    this.element.className = 'phone-tabs';
    this.element.setAttribute('aria-label', 'Panes');
    this._buttons = panes.map(({ element }, at) =>
      this._button(element.getAttribute('aria-label') ?? '', () => {
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
      scope,
    );
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

  private _button(text: string, press: () => void): HTMLButtonElement {
    const button = document.createElement('button');
    button.textContent = text;
    button.addEventListener('click', press);
    return button;
  }

  private _select(place: number): void {
    this._quarters.dataset['pane'] = String(place);
    for (const [at, button] of this._buttons.entries()) button.setAttribute('aria-pressed', String(at === place));
    this._mark();
  }

  /** The pane itself has a button to go on. */
  private _mark(): void {
    const pause = this._pause;
    const time = this._buttons[TIME];
    time?.classList.toggle('is-paused', pause !== undefined);
    if (time !== undefined) time.title = pause === undefined ? '' : 'The machine is paused';
    this._resume.hidden = pause === undefined || time?.getAttribute('aria-pressed') === 'true';
    this._resume.textContent = pause?.choice === undefined ? 'Continue' : 'Choose';
  }
}
