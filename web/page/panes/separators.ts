/**
 * The borders between panes, as the window splitters of ARIA: dragged by a pointer, moved by keys, and put back by a
 * double click. Loaded right after the first paint.
 */
import type { Face } from '../../kit/face.ts';
import type { Release } from '../../kit/scope.ts';
import type { Arrangement } from './arrangement.ts';
import css from './separators.css?inline';
import type { Room, SplitName } from './splits.ts';
import { leastOf, limitsOf, movedBy, within } from './splits.ts';

/** What stands before and after each border, in any layout. */
const SIDES: Readonly<Record<SplitName, readonly [before: string, after: string]>> = {
  columns: ['.clients', '.buffers, .editor'],
  left: ['.clients', '.server'],
  right: ['.buffers, .editor', '.time'],
  rows: ['.clients', '.server, .compare'],
};

const NAMES = ['columns', 'left', 'right', 'rows'] as const satisfies readonly SplitName[];

/** How far an arrow key goes, in rem. */
const STEP = 1;
/** A pointer that moves less than this, in pixels, is one that clicks. */
const SLACK = 3;

/** Puts all borders among the panes. */
export function addSeparators(face: Face, arrangement: Arrangement): void {
  face.adopt(css);
  const separators = NAMES.map((split) => new Separator(face, arrangement, split));
  arrangement.quarters.append(...separators.map(({ element }) => element));
  const measure = (): void => {
    for (const separator of separators) separator.measure();
  };
  arrangement.events.on('shown', measure, face.scope);
  // A low window has an arrangement of its own.
  face.scope.observe(new ResizeObserver(() => arrangement.show())).observe(arrangement.quarters);
}

class Separator {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _arrangement: Arrangement;
  private readonly _split: SplitName;
  /** What ends a drag that is under way. */
  private _release: Release | undefined;

  constructor(face: Face, arrangement: Arrangement, split: SplitName) {
    this._face = face;
    this._arrangement = arrangement;
    this._split = split;
    const { element } = this;
    element.className = `separator is-${split}`;
    element.tabIndex = 0;
    element.setAttribute('role', 'separator');
    element.setAttribute('aria-orientation', this._isColumns ? 'vertical' : 'horizontal');
    face.onTexts((texts) => {
      element.setAttribute('aria-label', texts.say(`panes.split.${split}`));
      element.title = texts.say('panes.split.hint');
    });
    element.addEventListener('pointerdown', (event) => this._drag(event));
    element.addEventListener('dblclick', () => arrangement.put(split, {}));
    element.addEventListener('keydown', (event) => this._onKey(event));
  }

  /** Tells a screen reader where it stands. */
  measure(): void {
    const measured = this._measured();
    if (measured === undefined) return;
    const { before, part, room } = measured;
    const [low, high] = limitsOf(room);
    before.id ||= this._face.id(`pane-${before.classList[1] ?? ''}`);
    const { element } = this;
    element.setAttribute('aria-controls', before.id);
    for (const [name, value] of [
      ['now', part],
      ['min', Math.min(low, part)],
      ['max', Math.max(high, part)],
    ] as const)
      element.setAttribute(`aria-value${name}`, String(Math.round(value * 100)));
  }

  private get _isColumns(): boolean {
    return this._split === 'columns';
  }

  /** Undefined while it separates nothing that is seen. */
  private _measured(): { before: Element; part: number; room: Room } | undefined {
    const panes = [...this._arrangement.quarters.children].filter((pane) => pane.getClientRects().length > 0);
    const [before, after] = SIDES[this._split].map((names) => panes.find((pane) => pane.matches(names)));
    if (before === undefined || after === undefined) return undefined;
    const [first, second] = [before, after].map((pane) => {
      const { width, height } = pane.getBoundingClientRect();
      return this._isColumns ? width : height;
    }) as [number, number];
    const size = first + second;
    const [least, leastAfter] = leastOf(this._arrangement.layout, this._split);
    const { rem } = this._face;
    return { before, part: first / size, room: { size, least: [least * rem, leastAfter * rem] } };
  }

  private _drag(event: PointerEvent): void {
    const measured = this._measured();
    if (measured === undefined || event.button !== 0) return;
    const { part, room } = measured;
    const { scope } = this._face;
    const { element, _arrangement: arrangement, _split: split } = this;
    const place = arrangement.placeOf(split);
    const along = ({ clientX, clientY }: PointerEvent): number => (this._isColumns ? clientX : clientY);
    const from = along(event);
    const drag = new AbortController();
    let next = place;
    let isPending = false;
    const move = (event: PointerEvent): void => {
      const by = along(event) - from;
      if (next === place && Math.abs(by) < SLACK) return;
      next = { part: within(part + by / room.size, room) };
      if (isPending) return;
      isPending = true;
      // All panes are laid out again: once in a frame.
      scope.frame(() => {
        isPending = false;
        if (!drag.signal.aborted) arrangement.put(split, next, false);
      });
    };
    const end = (last: typeof place): void => {
      this._release = undefined;
      drag.abort();
      element.classList.remove('is-dragged');
      if (next !== place) arrangement.put(split, last);
    };
    this._release = () => end(place);
    const { signal } = drag;
    element.setPointerCapture(event.pointerId);
    element.classList.add('is-dragged');
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', () => end(next), { signal });
    element.addEventListener('pointercancel', () => end(place), { signal });
  }

  private _onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !this._does(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private _does(key: string): boolean {
    const { _arrangement: arrangement, _split: split } = this;
    const { part, folded } = arrangement.placeOf(split);
    const kept = part === undefined ? {} : { part };
    if (key === 'Escape') {
      if (this._release === undefined) return false;
      this._release();
    } else if (key === 'Enter') {
      arrangement.put(split, folded === undefined ? { ...kept, folded: 'before' } : kept);
    } else if (key === 'Delete') {
      arrangement.put(split, {});
    } else {
      const measured = this._measured();
      if (measured === undefined) return false;
      const moved = movedBy(key, measured.part, measured.room, STEP * this._face.rem);
      if (moved === undefined) return false;
      arrangement.put(split, { part: moved });
    }
    return true;
  }
}
