/**
 * What a reader does to a whole pane: enlarges it to the room of all of them, by a double click on its head, its button
 * or F9; or folds it to its head. Loaded right after the first paint, with the borders.
 */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { Arrangement } from './arrangement.ts';
import { addSeparators } from './separators.ts';
import { foldOf } from './splits.ts';

/** All but what lies over another pane. */
const PANES = '.pane:not(.origins)';
/** Where a double click means something else. */
const CONTROLS = 'button, select, input, textarea, a, [role="tab"]';

/** @param openSteps opens the list of steps where it is folded away to a strip. */
export function addPaneTools(face: Face, arrangement: Arrangement, openSteps: () => void): void {
  addSeparators(face, arrangement);
  new PaneTools(face, arrangement, openSteps).show();
}

class PaneTools {
  private readonly _face: Face;
  private readonly _arrangement: Arrangement;
  private readonly _openSteps: () => void;
  private readonly _tools = new WeakMap<Element, HTMLElement>();

  constructor(face: Face, arrangement: Arrangement, openSteps: () => void) {
    this._face = face;
    this._arrangement = arrangement;
    this._openSteps = openSteps;
    const { scope } = face;
    const { quarters } = arrangement;
    arrangement.events.on('shown', () => this.show(), scope);
    face.onTexts(() => this.show());
    // The editor and the comparison come later; a pane that has failed comes again.
    scope.observe(new MutationObserver(() => arrangement.show())).observe(quarters, { childList: true });
    scope.listen(quarters, 'dblclick', (event) => this._onDoubleClick(event));
    // It would select a word.
    scope.listen(quarters, 'mousedown', (event: MouseEvent) => {
      if (event.detail > 1 && this._headAt(event) !== undefined) event.preventDefault();
    });
    face.onKey((event) => this._onKey(event));
    // What has the focus may have a use of its own for it.
    scope.listen(face.root, 'keydown', (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || arrangement.enlarged === undefined) return;
      if (this._has('dialog[open]')) return;
      event.preventDefault();
      this._enlarge(undefined);
    });
  }

  /** Draws the buttons of all heads. */
  show(): void {
    for (const pane of this._panes) {
      const head = pane.querySelector(':scope > .pane-head');
      if (head === null) continue;
      const tools = this._tools.get(pane) ?? document.createElement('span');
      tools.className = 'pane-tools';
      this._tools.set(pane, tools);
      // The part that draws the head leaves alone what it has not drawn.
      if (tools.parentElement !== head) head.append(tools);
      this._draw(pane, tools);
    }
  }

  private _draw(pane: HTMLElement, tools: HTMLElement): void {
    const { texts } = this._face;
    const { _arrangement: arrangement } = this;
    const name = nameOf(pane);
    const isEnlarged = arrangement.enlarged === name;
    const isFolded = arrangement.isFolded(name);
    const title = { pane: pane.getAttribute('aria-label') ?? '' };
    render(
      html`${
        isEnlarged || foldOf(arrangement.layout, name) === undefined
          ? undefined
          : button(
              texts.say(isFolded ? 'panes.unfold' : 'panes.fold', title),
              'Shift+F9',
              icon(isFolded ? 'down' : 'up'),
              () => this._fold(pane),
            )
      }${button(
        texts.say(isEnlarged ? 'panes.all' : 'panes.enlarge', title),
        'F9',
        icon(isEnlarged ? 'shrink' : 'enlarge'),
        () => this._toggle(pane),
      )}`,
      tools,
    );
  }

  private get _panes(): HTMLElement[] {
    return [...this._arrangement.quarters.querySelectorAll<HTMLElement>(`:scope > ${PANES}`)];
  }

  private _has(selector: string): boolean {
    return this._face.root.querySelector(selector) !== null;
  }

  /** The pane whose head an event is in, but for its controls; undefined where there is room for one pane. */
  private _headAt({ target }: Event): HTMLElement | undefined {
    if (!(target instanceof Element) || target.closest(CONTROLS) !== null || !this._arrangement.isDesk)
      return undefined;
    return target.closest('.pane-head')?.closest<HTMLElement>(PANES) ?? undefined;
  }

  private _onDoubleClick(event: Event): void {
    const pane = this._headAt(event);
    if (pane !== undefined) this._toggle(pane);
  }

  private _onKey(event: KeyboardEvent): void {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (key !== 'F9' || ctrlKey || altKey || metaKey || !this._arrangement.isDesk || this._has('dialog[open]')) return;
    const pane = this._panes.find((pane) => pane.contains(this._face.activeElement)) ?? this._enlargedPane;
    if (pane === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (shiftKey) this._fold(pane);
    else this._toggle(pane);
  }

  private get _enlargedPane(): HTMLElement | undefined {
    return this._panes.find((pane) => nameOf(pane) === this._arrangement.enlarged);
  }

  private _toggle(pane: HTMLElement): void {
    this._enlarge(nameOf(pane) === this._arrangement.enlarged ? undefined : pane);
  }

  private _enlarge(pane: HTMLElement | undefined): void {
    const { texts, activeElement } = this._face;
    if (pane?.matches('.time.is-folded')) this._openSteps();
    this._arrangement.enlarge(pane === undefined ? undefined : nameOf(pane));
    const title = pane?.getAttribute('aria-label') ?? '';
    this._face.announce(pane === undefined ? texts.say('panes.all') : texts.say('panes.enlarged', { pane: title }));
    if (pane !== undefined && !pane.contains(activeElement)) this._focus(pane);
  }

  private _fold(pane: HTMLElement): void {
    const { _arrangement: arrangement } = this;
    const name = nameOf(pane);
    if (foldOf(arrangement.layout, name) === undefined) return;
    arrangement.enlarge(undefined);
    arrangement.toggleFold(name);
    if (arrangement.isFolded(name) && !pane.querySelector('.pane-tools')?.contains(this._face.activeElement))
      this._focus(pane);
  }

  /** What had the focus is not to be seen any more. */
  private _focus(pane: HTMLElement): void {
    pane.querySelector<HTMLElement>('.pane-tools button')?.focus();
  }
}

/** What the style sheets call a pane. */
const nameOf = ({ classList }: Element): string => classList[1] ?? '';

const button = (label: string, key: string, picture: unknown, press: () => void): unknown =>
  html`<button class="quiet icon" aria-label=${label} title="${label} (${key})" @click=${press}>${picture}</button>`;
