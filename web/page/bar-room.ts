/**
 * Keeps the top bar one row, in each language and with each size of text: what has no room is put away, the least
 * needed first.
 */
import { AfterLayout } from '../kit/after-layout.ts';
import type { Face } from '../kit/face.ts';

/** What has been put away, each with what came before it. */
export const PUT_AWAY = {
  /** Nothing. */
  none: 0,
  /** The names of choices that say themselves what they are. */
  names: 1,
  /** What is pressed now and then: it is behind "More". */
  tools: 2,
  /** The words of buttons that have a picture. */
  words: 3,
  /** The app and the network. */
  choices: 4,
  /** The comparison, the switch of the server, and what opens other things. */
  doors: 5,
  /** The name of the page, and the host of the address. */
  brand: 6,
  /** Nothing more: very large text takes more than one row. */
  row: 7,
} as const;

export class BarRoom {
  private _level = 0;
  private _key = '';
  private readonly _bar: HTMLElement;
  private readonly _draw: () => void;
  private readonly _afterLayout: AfterLayout;

  /** @param draw draws the bar as the level says. */
  constructor(face: Face, bar: HTMLElement, draw: () => void) {
    this._bar = bar;
    this._draw = draw;
    this._afterLayout = new AfterLayout(bar, face.scope);
    face.scope.observe(new ResizeObserver(() => this.fit())).observe(bar);
    face.onTextSize(() => this.fit());
  }

  /** How much is put away. */
  get level(): number {
    return this._level;
  }

  /** What is in the bar has been drawn. @param key of what its width depends on. */
  drawn(key: string): void {
    if (key === this._key) return;
    this._key = key;
    // To look at its width now would lay out the whole page, of which the rest is not drawn yet.
    this._afterLayout.do(() => this.fit());
  }

  /** Puts away as little as has to be. */
  fit(): void {
    // A bar that is not on the page has no width.
    if (this._bar.clientWidth === 0) return;
    for (this._level = 0; ; this._level += 1) {
      this._draw();
      if (this._level === PUT_AWAY.row || this._bar.scrollWidth <= this._bar.clientWidth) return;
    }
  }
}
