/** The way from pane to pane, by F6 and back by Shift+F6. */
import type { Face } from '../../kit/face.ts';

/** In the order of the page; those that are not to be seen are passed over. */
const PLACES = '.top-bar, .walk, .banner, .share-notice, .pane, .phone-tabs';

/** Where a pane is entered that has not been in yet: where one types, or where keys move. */
const ENTRIES = [
  '.client-box.is-active textarea',
  '.client-box textarea',
  '.plain-input input',
  '.steps',
  '.cm-content',
  '.compare-lines',
  '[aria-current="step"]',
  '[role="tab"][aria-selected="true"]',
  '[tabindex="0"]',
  'button:not(:disabled)',
];

export class Panes {
  private readonly _face: Face;
  /** What had the focus last in each. */
  private readonly _last = new WeakMap<Element, HTMLElement>();

  constructor(face: Face) {
    this._face = face;
    face.scope.listen(face.root, 'focusin', ({ target }) => this._remember(target));
    this._remember(face.activeElement);
  }

  /** Goes to the next pane, or to the one before; round the end it goes on at the other one. */
  go(direction: 1 | -1): void {
    const places = [...this._face.root.querySelectorAll<HTMLElement>(PLACES)].filter((place) => isSeen(place));
    const here = places.findIndex((place) => place.contains(this._face.activeElement));
    const { length } = places;
    for (let by = 1; by <= length; by += 1) {
      const place = places[(here < 0 && direction < 0 ? length - by : here + direction * by + length * by) % length];
      if (place !== undefined && this._enter(place)) return;
    }
  }

  private _remember(target: EventTarget | null): void {
    const place = target instanceof HTMLElement ? target.closest(PLACES) : null;
    if (place !== null) this._last.set(place, target as HTMLElement);
  }

  private _enter(place: HTMLElement): boolean {
    const last = this._last.get(place);
    const entries = ENTRIES.map((entry) => [...place.querySelectorAll<HTMLElement>(entry)].find(isSeen));
    const entry = last !== undefined && place.contains(last) && isSeen(last) ? last : entries.find(Boolean);
    entry?.focus();
    return entry !== undefined && entry === this._face.activeElement;
  }
}

const isSeen = (element: HTMLElement): boolean => element.getClientRects().length > 0 && !element.matches(':disabled');
