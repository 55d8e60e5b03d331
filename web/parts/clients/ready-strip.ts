/** Ready requests, a click each, in one row. Where they do not fit, the row fades out and has a way on. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { READY_REQUESTS } from './requests.ts';

export class ReadyStrip {
  readonly element = document.createElement('div');
  private readonly _row = document.createElement('div');

  constructor(face: Face, onPick: (wire: string) => void) {
    this.element.className = 'ready';
    this._row.className = 'ready-row';
    render(
      html`<div class="chips" role="group" aria-label="Ready requests">
        ${READY_REQUESTS.map(
          ({ name, hint, wire }) =>
            html`<button class="chip" title=${hint} @click=${() => onPick(wire)}>${name}</button>`,
        )}
      </div>`,
      this._row,
    );
    this.element.append(this._arrow(-1), this._row, this._arrow(1));
    this._row.addEventListener('scroll', () => this._mark(), { passive: true });
    face.scope.observe(new ResizeObserver(() => this._mark())).observe(this._row);
  }

  /** For the pointer only: keys come to every request anyway. */
  private _arrow(direction: -1 | 1): HTMLElement {
    const arrow = document.createElement('button');
    arrow.className = `ready-more ${direction < 0 ? 'before' : 'after'}`;
    arrow.tabIndex = -1;
    arrow.setAttribute('aria-hidden', 'true');
    arrow.title = direction < 0 ? 'Requests before these' : 'More requests';
    render(icon('chevron'), arrow);
    arrow.addEventListener('click', () => {
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      this._row.scrollBy({ left: direction * this._row.clientWidth * 0.7, behavior: isStill ? 'auto' : 'smooth' });
    });
    return arrow;
  }

  /** Says on which sides there is more. */
  private _mark(): void {
    const { scrollLeft, scrollWidth, clientWidth } = this._row;
    this.element.classList.toggle('has-before', scrollLeft > 1);
    this.element.classList.toggle('has-after', scrollLeft + clientWidth < scrollWidth - 1);
  }
}
