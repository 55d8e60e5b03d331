/** What is ready to be sent, a click each, in one row. Where it does not fit, the row fades out and has an arrow. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { READY_DATAGRAMS, READY_REQUESTS } from './ready-sends.ts';

/** How much of the width an arrow scrolls. */
const STRIDE = 0.7;

export class ReadyStrip {
  readonly element = document.createElement('div');
  private readonly _row = document.createElement('div');
  private readonly _before = arrowElement('before');
  private readonly _after = arrowElement('after');
  private readonly _face: Face;
  private readonly _onPick: (bytes: Uint8Array) => void;
  private _isDatagram = false;

  constructor(face: Face, onPick: (bytes: Uint8Array) => void) {
    this._face = face;
    this._onPick = onPick;
    this.element.className = 'ready';
    this._row.className = 'ready-row';
    this.element.append(this._before, this._row, this._after);
    this._before.addEventListener('click', () => this._scroll(-STRIDE));
    this._after.addEventListener('click', () => this._scroll(STRIDE));
    this._row.addEventListener('scroll', () => this._mark(), { passive: true });
    face.scope.observe(new ResizeObserver(() => this._mark())).observe(this._row);
    face.onTexts(() => this._render());
  }

  /** Whether datagrams are sent, not requests. */
  set isDatagram(isDatagram: boolean) {
    if (isDatagram === this._isDatagram) return;
    this._isDatagram = isDatagram;
    this._render();
    this._mark();
  }

  private _render(): void {
    const { texts } = this._face;
    const sends = this._isDatagram ? READY_DATAGRAMS : READY_REQUESTS;
    this._before.title = texts.say('clients.ready.before');
    this._after.title = texts.say('clients.ready.after');
    render(
      html`<div
        class="chips"
        role="group"
        aria-label=${texts.say(this._isDatagram ? 'clients.ready.datagrams' : 'clients.ready.title')}
      >
        ${sends.map(
          ({ name, hint, bytes }) =>
            html`<button class="chip" title=${texts.say(hint)} @click=${() => this._onPick(bytes())}>
              ${typeof name === 'string' ? name : texts.say(name.key)}
            </button>`,
        )}
      </div>`,
      this._row,
    );
  }

  private _scroll(part: number): void {
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this._row.scrollBy({ left: part * this._row.clientWidth, behavior: isStill ? 'auto' : 'smooth' });
  }

  /** Shows the arrows where there is more. */
  private _mark(): void {
    const { scrollLeft, scrollWidth, clientWidth } = this._row;
    this.element.classList.toggle('has-before', scrollLeft > 1);
    this.element.classList.toggle('has-after', scrollLeft + clientWidth < scrollWidth - 1);
  }
}

/** For the pointer only: the keyboard reaches every chip without it. */
function arrowElement(side: 'before' | 'after'): HTMLElement {
  const arrow = document.createElement('button');
  arrow.className = `ready-more ${side}`;
  arrow.tabIndex = -1;
  arrow.setAttribute('aria-hidden', 'true');
  render(icon('chevron'), arrow);
  return arrow;
}
