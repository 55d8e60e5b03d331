/**
 * What a person meets on the open page: targets too small to hit, things that lie over each other or are cut, text
 * that ends in the middle. Looks through shadow roots, at what is in sight now.
 */
import type { Page } from '@playwright/test';

/** What of that the page has, readable, without repetition. */
export async function geometryFaults(page: Page, frequent: string): Promise<readonly string[]> {
  // The class is carried to the page as text: it may use nothing of this file.
  return page.evaluate<readonly string[]>(`new (${Geometry.toString()})(${JSON.stringify(frequent)}).faults()`);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A part of the page and where it is: `full` as laid out, `seen` what no ancestor hides. */
interface Placed {
  readonly element: Element;
  readonly full: Box;
  readonly seen: Box;
  /** The ancestor that cuts something off which cannot be scrolled to. */
  readonly cutBy: Element | undefined;
  /** Whether the pointer would meet it in the middle of what is seen. */
  readonly isOnTop: boolean;
}

class Geometry {
  private readonly _frequent: string;
  private readonly _faults = new Set<string>();
  /** Pixels by which boxes may lie over each other or stand out: less is rounding. */
  private readonly _slack = 1.5;

  /** @param frequent selects what is pressed often: 44 px where the pointer is a finger. */
  constructor(frequent: string) {
    this._frequent = frequent;
  }

  faults(): readonly string[] {
    const all = this._elements(document);
    const modal = all.find((element) => element.matches('dialog:modal'));
    const shown = all.filter((element) => (modal === undefined || modal.contains(element)) && this._isShown(element));
    const targets = shown
      .filter((element) => this._isTarget(element))
      .map((element) => this._placed(element, this._targetBox(element)));
    const texts = shown.flatMap((element) => this._textsOf(element));
    this._checkSizes(targets);
    this._checkOverlaps(targets, texts);
    for (const target of targets) this._checkCut(target, 'cut');
    for (const text of texts) {
      this._checkCut(text, 'text');
      this._checkInside(text);
    }
    this._checkDocument();
    return [...this._faults];
  }

  private _elements(root: ParentNode): Element[] {
    return [...root.querySelectorAll('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot === null ? [] : this._elements(element.shadowRoot)),
    ]);
  }

  private _parent(element: Element): Element | undefined {
    const parent = element.assignedSlot ?? element.parentNode;
    if (parent instanceof ShadowRoot) return parent.host;
    return parent instanceof Element ? parent : undefined;
  }

  private _isShown(element: Element): boolean {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    // What only a screen reader meets; what a terminal keeps for its own use.
    return (
      element.closest('.sr, .xterm-helpers, .xterm-accessibility, .cm-announced, script, style, title') === null &&
      getComputedStyle(element).clipPath !== 'inset(50%)'
    );
  }

  private _isTarget(element: Element): boolean {
    // Pegs on the timeline are small: the same moments are stops of the walk, which are not.
    if (element.matches(':disabled, .peg')) return false;
    if (element.matches('button, a[href], input:not([type=hidden]), select, textarea, summary, [role=tab]'))
      return true;
    return element.matches('[tabindex]:not([tabindex="-1"]), [role=option], [role=separator][tabindex]');
  }

  private _box({ left, top, right, bottom }: Box): Box {
    return { left, top, right, bottom };
  }

  private _union(one: Box, other: Box): Box {
    return {
      left: Math.min(one.left, other.left),
      top: Math.min(one.top, other.top),
      right: Math.max(one.right, other.right),
      bottom: Math.max(one.bottom, other.bottom),
    };
  }

  private _common(one: Box, other: Box): Box {
    return {
      left: Math.max(one.left, other.left),
      top: Math.max(one.top, other.top),
      right: Math.min(one.right, other.right),
      bottom: Math.min(one.bottom, other.bottom),
    };
  }

  private _width = ({ left, right }: Box): number => right - left;
  private _height = ({ top, bottom }: Box): number => bottom - top;

  /** A label is pressed for its checkbox. */
  private _targetBox(element: Element): Box {
    const box = this._box(element.getBoundingClientRect());
    const label = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null;
    return label === null ? box : this._union(box, label.getBoundingClientRect());
  }

  /** What ancestors leave of a box; of text also the element that it stands in. */
  private _placed(element: Element, full: Box, from = this._parent(element)): Placed {
    let seen = full;
    let cutBy: Element | undefined;
    let isPositioned = from !== element && getComputedStyle(element).position === 'absolute';
    let isScrolled = false;
    if (from === element || getComputedStyle(element).position !== 'fixed') {
      for (let at = from; at !== undefined; at = this._parent(at)) {
        const style = getComputedStyle(at);
        const skips = isPositioned && style.position === 'static';
        if (style.position !== 'static') isPositioned = false;
        if (!skips) {
          if (style.position === 'absolute') isPositioned = true;
          const clips = this._clip(at, style, seen);
          if (clips.isCut && !isScrolled) cutBy ??= at;
          isScrolled ||= clips.isScrolled;
          seen = clips.seen;
        }
        if (style.position === 'fixed' || at.matches('dialog:modal')) break;
      }
    }
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const inWindow = this._common(seen, screen);
    if (this._standsOut(seen, inWindow)) cutBy ??= document.documentElement;
    return { element, full, seen: inWindow, cutBy, isOnTop: this._isOnTop(element, inWindow) };
  }

  private _standsOut(box: Box, room: Box): boolean {
    return (
      room.left - box.left > this._slack ||
      room.top - box.top > this._slack ||
      box.right - room.right > this._slack ||
      box.bottom - room.bottom > this._slack
    );
  }

  private _clip(at: Element, style: CSSStyleDeclaration, box: Box): { seen: Box; isCut: boolean; isScrolled: boolean } {
    const clipsX = style.overflowX !== 'visible';
    const clipsY = style.overflowY !== 'visible';
    if ((!clipsX && !clipsY) || style.display === 'inline' || style.display === 'contents')
      return { seen: box, isCut: false, isScrolled: false };
    const rect = at.getBoundingClientRect();
    const [left, top] = [rect.left + at.clientLeft, rect.top + at.clientTop];
    const room = {
      left: clipsX ? left : box.left,
      right: clipsX ? left + at.clientWidth : box.right,
      top: clipsY ? top : box.top,
      bottom: clipsY ? top + at.clientHeight : box.bottom,
    };
    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
    const x = scrolls(style.overflowX);
    const y = scrolls(style.overflowY);
    const seen = this._common(box, room);
    const isOutX = box.left < room.left - this._slack || box.right > room.right + this._slack;
    const isOutY = box.top < room.top - this._slack || box.bottom > room.bottom + this._slack;
    return { seen, isCut: (isOutX && !x) || (isOutY && !y), isScrolled: (isOutX && x) || (isOutY && y) };
  }

  private _isOnTop(element: Element, { left, top, right, bottom }: Box): boolean {
    if (right <= left || bottom <= top) return false;
    let met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    while (met?.shadowRoot) {
      const inner = met.shadowRoot.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (inner === null || inner === met) break;
      met = inner;
    }
    return met !== null && (element.contains(met) || met.contains(element));
  }

  /** The lines of text that stand directly in an element. */
  private _textsOf(element: Element): Placed[] {
    // A canvas of its own: xterm cuts rows by columns.
    if (element.closest('.xterm, .peg') !== null || element.matches('option, canvas')) return [];
    return [...element.childNodes].flatMap((node) => {
      if (!(node instanceof Text) || node.data.trim() === '') return [];
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()]
        .filter(({ width }) => width > 1)
        .map((rect) => this._placed(element, this._trimmed(this._box(rect)), element));
    });
  }

  /** Without the room above and below letters. */
  private _trimmed(box: Box): Box {
    const by = this._height(box) * 0.18;
    return { ...box, top: box.top + by, bottom: box.bottom - by };
  }

  private _isSeen = ({ seen }: Placed): boolean => this._width(seen) > 2 && this._height(seen) > 2;

  private _checkSizes(targets: readonly Placed[]): void {
    const seen = targets.filter((target) => this._isSeen(target));
    const isCoarse = matchMedia('(pointer: coarse)').matches;
    for (const target of seen) {
      const { element, full } = target;
      // A list or a lane is scrolled and read, its rows are pressed.
      if (element.matches('[role=listbox], [role=region]')) continue;
      const [width, height] = [this._width(full), this._height(full)];
      const least = isCoarse && element.matches(this._frequent) ? 44 : 24;
      if (width > least - 0.6 && height > least - 0.6) continue;
      if (least === 24 && (this._isInText(element) || this._hasSpace(target, seen))) continue;
      this._add(`small (${least})`, element, `${width.toFixed(0)}×${height.toFixed(0)}`);
    }
  }

  private _isInText(element: Element): boolean {
    if (getComputedStyle(element).display !== 'inline') return false;
    return [...(element.parentNode?.childNodes ?? [])].some((node) => node instanceof Text && node.data.trim() !== '');
  }

  /** WCAG 2.5.8: a circle of 24 px around it meets no other target. */
  private _hasSpace({ element, full }: Placed, all: readonly Placed[]): boolean {
    const x = (full.left + full.right) / 2;
    const y = (full.top + full.bottom) / 2;
    return all.every((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element)) return true;
      const { left, top, right, bottom } = other.full;
      const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      const isSmall = right - left < 23.5 || bottom - top < 23.5;
      const centres = Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y);
      return away >= 12 && (!isSmall || centres >= 24);
    });
  }

  private _checkOverlaps(targets: readonly Placed[], texts: readonly Placed[]): void {
    const seen = targets.filter((target) => this._isSeen(target) && target.isOnTop);
    for (const [at, one] of seen.entries()) {
      for (const other of seen.slice(at + 1)) this._checkOverlap(one, other, 'over');
    }
    const words = texts.filter((text) => this._isSeen(text) && text.isOnTop);
    for (const [at, one] of words.entries()) {
      for (const other of words.slice(at + 1)) this._checkOverlap(one, other, 'text over');
      for (const other of seen) this._checkOverlap(one, other, 'text over');
    }
  }

  private _checkOverlap(one: Placed, other: Placed, kind: string): void {
    if (one.element.contains(other.element) || other.element.contains(one.element)) return;
    const common = this._common(one.seen, other.seen);
    if (this._width(common) <= this._slack || this._height(common) <= this._slack) return;
    // A border between panes reaches over their edges; their buttons lie over it.
    const isBorder = [one, other].some(({ element }) => element.matches('[role=separator]'));
    if (isBorder && Math.min(this._width(common), this._height(common)) <= 10) return;
    // Rows of a list scroll under what stands above it, and the list is itself a target.
    if (!this._isNear(one.element, other.element)) return;
    this._add(
      kind,
      one.element,
      `${this._width(common).toFixed(0)}×${this._height(common).toFixed(0)} of ${this._name(other.element)}`,
    );
  }

  /** Whether neither lies in something that is laid over the other on purpose. */
  private _isNear(one: Element, other: Element): boolean {
    const layer = (element: Element): Element | undefined => {
      for (let at: Element | undefined = element; at !== undefined; at = this._parent(at)) {
        const { position } = getComputedStyle(at);
        if ((position === 'absolute' || position === 'fixed') && at !== element) return at;
      }
      return undefined;
    };
    return layer(one) === layer(other);
  }

  private _checkCut(placed: Placed, kind: 'cut' | 'text'): void {
    const { element, full, seen, cutBy } = placed;
    if (cutBy === undefined) return;
    const lost = `${(this._width(full) - Math.max(0, this._width(seen))).toFixed(0)}×${(this._height(full) - Math.max(0, this._height(seen))).toFixed(0)} by ${this._name(cutBy)}`;
    if (kind === 'text' && this._isSaidElsewhere(element, cutBy)) return;
    this._add(kind === 'cut' ? 'cut' : 'text cut', element, lost);
  }

  /** The words of a button stand in it. */
  private _checkInside({ element, full, seen }: Placed): void {
    const target = element.closest('button:not(.peg)');
    const hides = (part: Element): boolean => getComputedStyle(part).overflowX !== 'visible';
    if (target === null || hides(element) || hides(target)) return;
    const { left, right } = target.getBoundingClientRect();
    if (full.left < left - this._slack || full.right > right + this._slack)
      this._add('text out', target, `${this._width(seen).toFixed(0)} of ${(right - left).toFixed(0)}`);
  }

  /** Whether dots say that there is more, and a title what. */
  private _isSaidElsewhere(element: Element, cutBy: Element): boolean {
    const { textOverflow, webkitLineClamp } = getComputedStyle(cutBy);
    const hasDots = textOverflow === 'ellipsis' || webkitLineClamp !== 'none';
    return (
      hasDots &&
      (element.closest('[title]:not([title=""])') !== null || cutBy.querySelector('[title]:not([title=""])') !== null)
    );
  }

  private _checkDocument(): void {
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth) this._faults.add(`wide: the document has ${scrollWidth} of ${innerWidth} px`);
    if (scrollHeight > innerHeight) this._faults.add(`high: the document has ${scrollHeight} of ${innerHeight} px`);
  }

  private _name(element: Element): string {
    const place =
      element.closest('.pane, .top-bar, .walking, .phone-tabs, dialog, .quarters')?.classList[1] ??
      element.closest('.top-bar, .walking, .phone-tabs, dialog')?.classList[0] ??
      '';
    const parent = element.parentElement?.classList[0] ?? '';
    const text = element.getAttribute('aria-label') ?? element.textContent?.trim().replaceAll(/\s+/g, ' ') ?? '';
    return `${place} ${parent} ${element.tagName.toLowerCase()}.${[...element.classList].join('.')} "${text.slice(0, 24)}"`.trim();
  }

  private _add(kind: string, element: Element, detail: string): void {
    this._faults.add(`${kind}: ${this._name(element)}: ${detail}`);
  }
}
