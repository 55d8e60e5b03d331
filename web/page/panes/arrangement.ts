/**
 * How the panes of a desk are arranged: where their borders stand, what is folded to its head, and which one is
 * enlarged to the whole of their room. Kept in this browser, for each layout by itself and for low windows by
 * themselves. Where there is room for one pane nothing of this holds. The borders themselves are separators.ts.
 */
import type { Face } from '../../kit/face.ts';
import { Events } from '../../kit/events.ts';
import { keepArranged, readArranged } from '../preferences.ts';
import type { Arranged, Layout, Place, SplitName } from './splits.ts';
import { SPLITS, foldOf } from './splits.ts';
import css from './arrangement.css?inline';

const DESK = '(width > 53.75rem) and (height > 35rem)';
const LOW = '(max-height: 47.5rem)';

export class Arrangement {
  readonly events = new Events<{ readonly shown: undefined }>();
  readonly quarters: HTMLElement;
  private readonly _face: Face;
  private _arranged: Arranged = readArranged();
  private _layout: Layout = 'quarters';
  private _enlarged: string | undefined;

  /** @param quarters what holds the panes. */
  constructor(face: Face, quarters: HTMLElement) {
    this._face = face;
    this.quarters = quarters;
    face.adopt(css);
  }

  get layout(): Layout {
    return this._layout;
  }

  /** What is new is seen: nothing is enlarged any more. */
  set layout(layout: Layout) {
    this._layout = layout;
    this.enlarge(undefined);
  }

  /** Whether there is room for more than one pane. */
  get isDesk(): boolean {
    return this._face.matches(DESK);
  }

  /** The pane that has the room of all, by its class. */
  get enlarged(): string | undefined {
    return this._enlarged;
  }

  /** Gives a pane the room of all; undefined gives the others theirs back. Not kept. */
  enlarge(pane: string | undefined): void {
    this._enlarged = pane;
    this.show();
  }

  isFolded(pane: string): boolean {
    const [split, side] = foldOf(this._layout, pane) ?? [];
    return split !== undefined && this.placeOf(split).folded === side;
  }

  /** Folds a pane to its head, or unfolds it. */
  toggleFold(pane: string): void {
    const fold = foldOf(this._layout, pane);
    if (fold === undefined) return;
    const [split, side] = fold;
    const { folded, ...place } = this.placeOf(split);
    this.put(split, folded === side ? place : { ...place, folded: side });
  }

  /** Something is to be seen in a pane. */
  reveal(pane: string): void {
    if (this._enlarged !== undefined && this._enlarged !== pane) this.enlarge(undefined);
    if (this.isFolded(pane)) this.toggleFold(pane);
  }

  placeOf(split: SplitName): Place {
    return this._arranged[this._key]?.[split] ?? {};
  }

  /** Puts a border somewhere. @param isKept false while it is still on its way. */
  put(split: SplitName, place: Place, isKept = true): void {
    const key = this._key;
    this._arranged = { ...this._arranged, [key]: { ...this._arranged[key], [split]: place } };
    this.show();
    if (isKept) keepArranged(this._arranged);
  }

  /** All panes of all layouts as they were at first. */
  reset(): void {
    this._arranged = {};
    keepArranged(this._arranged);
    this.enlarge(undefined);
  }

  /** Shows what is arranged for the layout and the window. */
  show(): void {
    const { dataset, style } = this.quarters;
    dataset['layout'] = this._layout;
    const splits = SPLITS[this._layout];
    const at = (split: SplitName): Place => this.placeOf(splits.includes(split) ? split : 'rows');
    const { part, folded } = at('columns');
    const before = folded === undefined ? part : 0;
    style.setProperty('--before', before === undefined ? '' : `${before}fr`);
    style.setProperty('--after', before === undefined ? '' : `${1 - before}fr`);
    for (const split of ['left', 'right'] as const) {
      const place = at(split);
      style.setProperty(`--${split}`, place.part === undefined ? '' : `(100% - var(--gap)) * ${place.part}`);
      dataset[split] = place.folded ?? '';
    }
    this.quarters.classList.toggle('has-enlarged', this._enlarged !== undefined);
    for (const { classList } of this.quarters.children)
      classList.toggle('is-enlarged', this._enlarged !== undefined && classList.contains(this._enlarged));
    this.events.emit('shown', undefined);
  }

  /** Another layout in a low window: there the same part is too little for some panes, too much for others. */
  private get _key(): string {
    return this._face.matches(LOW) ? `${this._layout} low` : this._layout;
  }
}
