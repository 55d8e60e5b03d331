/**
 * Toolbars by the pattern of ARIA: one stop for Tab each, and inside it arrow keys, Home and End. Panes draw the items
 * at any time; which of them is the stop is looked up when Tab is pressed.
 */
import type { Face } from '../../kit/face.ts';
import type { TextKey } from '../../texts/sentences.ts';

/** Where they are, and what they are called; most by the name of their pane. */
const TOOLBARS = [
  ['.top-bar', 'keys.toolbar.machine'],
  ['.walk', 'keys.toolbar.walk'],
  ['.pane-head', 'keys.toolbar.head'],
  ['.ready-row', 'keys.toolbar.ready'],
  ['.pane-foot', 'keys.toolbar.foot'],
  ['.time-tools', 'keys.toolbar.tools'],
  ['.filter', 'keys.toolbar.filter'],
] as const satisfies readonly (readonly [selector: string, name: TextKey])[];

type ToolbarName = (typeof TOOLBARS)[number][1];

/** The items of one. Tabs have arrow keys of their own, and text fields need them. */
const ITEMS = 'button:not([role="tab"], :disabled, [aria-hidden]), select:not(:disabled)';

const MOVES: Readonly<Record<string, (at: number, length: number) => number>> = {
  ArrowLeft: (at, length) => (at + length - 1) % length,
  ArrowRight: (at, length) => (at + 1) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
};

export class Toolbars {
  private readonly _face: Face;
  /** Which item had the focus last. */
  private readonly _last = new WeakMap<Element, Element>();

  constructor(face: Face) {
    this._face = face;
    face.scope.listen(face.root, 'focusin', ({ target }) => {
      const toolbar = toolbarOf(target);
      if (toolbar !== null && (target as Element).matches(ITEMS)) this._last.set(toolbar, target as Element);
    });
  }

  /** Leaves each of them one stop. */
  settle(): void {
    for (const [selector, name] of TOOLBARS) {
      for (const toolbar of this._face.root.querySelectorAll<HTMLElement>(selector)) this._settle(toolbar, name);
    }
  }

  /** Moves inside a toolbar; answers whether a key does that. */
  take({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent, target: EventTarget | null): boolean {
    const move = MOVES[key];
    const toolbar = toolbarOf(target);
    if (move === undefined || toolbar === null || ctrlKey || metaKey || altKey || shiftKey) return false;
    const items = itemsOf(toolbar);
    const at = items.indexOf(target as HTMLElement);
    if (at < 0) return false;
    items[move(at, items.length)]?.focus();
    return true;
  }

  private _settle(toolbar: HTMLElement, name: ToolbarName): void {
    const items = itemsOf(toolbar);
    // One item needs no arrows.
    if (items.length > 1) {
      toolbar.setAttribute('role', 'toolbar');
      const pane = toolbar.closest('section')?.getAttribute('aria-label') ?? '';
      toolbar.setAttribute('aria-label', this._face.texts.say(name, { pane }));
    } else if (toolbar.getAttribute('role') === 'toolbar') {
      toolbar.removeAttribute('role');
      toolbar.removeAttribute('aria-label');
    }
    const last = items.find((item) => item === this._last.get(toolbar));
    const current = items.find((item) => item.matches('[aria-pressed="true"], [aria-current="step"]'));
    const stop = last ?? current ?? items[0];
    for (const item of items) item.tabIndex = item === stop ? 0 : -1;
  }
}

const toolbarOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[role="toolbar"]') : null;

const itemsOf = (toolbar: HTMLElement): HTMLElement[] =>
  [...toolbar.querySelectorAll<HTMLElement>(ITEMS)].filter((item) => item.getClientRects().length > 0);
