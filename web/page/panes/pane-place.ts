/**
 * The place of a pane: draws the pane and, when that fails, says so and offers to draw it again. The machine and the
 * other panes go on.
 */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';

/** The keys of what panes are called. */
export const TITLES = {
  clients: 'clients.title',
  buffers: 'buffers.title',
  server: 'ladder.title',
  time: 'steps.title',
  editor: 'editor.title',
  compare: 'compare.title',
} as const;

export type PaneName = keyof typeof TITLES;

/** Where one goes on in a pane that is there again. */
const ENTRY = 'textarea, [tabindex="0"], button:not(:disabled)';

export interface PlaceOptions<P> {
  /** Called with a pane that has taken the place of one that had failed. */
  readonly renewed?: (pane: P) => void;
  /** Whether the place stays empty until `draw` is called. */
  readonly waits?: boolean;
}

export class PanePlace<P extends { readonly element: HTMLElement }> {
  private readonly _face: Face;
  private readonly _name: PaneName;
  private readonly _make: (face: Face) => P;
  private readonly _renewed: ((pane: P) => void) | undefined;
  private _element: HTMLElement = document.createElement('section');
  private _pane: P | undefined;
  /** The pane's own; another one after each failure. */
  private _own: Face;

  /**
   * @param make makes the pane, of the face that it is given.
   */
  constructor(face: Face, name: PaneName, make: (face: Face) => P, { renewed, waits = false }: PlaceOptions<P> = {}) {
    this._face = face;
    this._name = name;
    this._make = make;
    this._renewed = renewed;
    this._own = face;
    if (!waits) this.draw();
  }

  /** What stands on the page: the pane, or what is said of its failure. */
  get element(): HTMLElement {
    return this._element;
  }

  /** Undefined while it has failed, and before it is drawn. */
  get pane(): P | undefined {
    return this._pane;
  }

  /** Makes the pane. */
  draw(): void {
    const own = (this._own = this._face.child());
    own.scope.onFault((error) => this._fail(own, error));
    try {
      this._pane = this._make(own);
      this._put(this._pane.element);
    } catch (error) {
      own.scope.fail(error);
    }
  }

  private _fail(own: Face, error: unknown): void {
    // What else fails in a pane that was given up says nothing new.
    if (own !== this._own || own.scope.hasEnded) return;
    const hadFocus = this._element.contains(this._face.activeElement);
    own.scope.end();
    this._pane = undefined;
    const message = this._face.child();
    this._own = message;
    const element = document.createElement('section');
    element.className = `pane ${this._name} is-failed`;
    message.onTexts((texts) => {
      const title = texts.say(TITLES[this._name]);
      element.setAttribute('aria-label', title);
      render(
        html`<div class="pane-head"><h2>${title}</h2></div>
          <div class="pane-failure">
            <p><b>${texts.say('page.pane.failed', { reason: String(error) })}</b> ${texts.say('page.pane.kept')}</p>
            <button class="primary" @click=${() => this._renew()}>${texts.say('page.pane.again')}</button>
          </div>`,
        element,
      );
    });
    this._put(element);
    // Not on the button: a key that was meant for the pane would press it.
    element.tabIndex = -1;
    if (hadFocus) element.focus();
    this._face.announce(this._face.texts.say('page.pane.failed', { reason: String(error) }));
  }

  private _renew(): void {
    this._own.scope.end();
    this.draw();
    const pane = this._pane;
    if (pane === undefined) return;
    this._renewed?.(pane);
    pane.element.querySelector<HTMLElement>(ENTRY)?.focus();
  }

  private _put(element: HTMLElement): void {
    // Others name the pane by its id.
    if (this._element.id !== '') element.id = this._element.id;
    this._element.replaceWith(element);
    this._element = element;
  }
}
