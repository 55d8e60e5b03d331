/** What clients are to do later: a line each, and a way to take it back. There may be thousands: only those in sight are drawn. */
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../../kit/icons.ts';
import type { PlannedInfo } from '../../../src/host/protocol.ts';
import { glyphText } from '../../kit/glyphs.ts';
import { planText } from './plan-text.ts';

/** Of the bytes to be sent so many are shown. */
const SHOWN_BYTES = 60;
/** Pixels of a line, as web/parts/clients/clients.css has it; and how many lines are drawn: of those, some above what is in sight. */
const LINE = 23;
const DRAWN = 40;
const ABOVE = 16;

export interface PlanListPort {
  /** What the client of a connection is called. */
  nameOf(connection: number): string;
  /** Whether a connection has ended, so that what is planned for it comes to nothing. */
  hasEnded(connection: number): boolean;
  cancel(id: number): void;
}

export class PlanList {
  readonly element = document.createElement('ul');
  private readonly _port: PlanListPort;
  private _plans: readonly PlannedInfo[] = [];
  /** The first line that is drawn. */
  private _first = 0;

  constructor(port: PlanListPort) {
    this._port = port;
    this.element.className = 'plans';
    this.element.setAttribute('aria-label', 'To be done later');
    this.element.hidden = true;
    this.element.addEventListener('scroll', () => this._scrolled(), { passive: true });
  }

  get plans(): readonly PlannedInfo[] {
    return this._plans;
  }

  update(plans: readonly PlannedInfo[]): void {
    this._plans = plans;
    this.element.hidden = plans.length === 0;
    this.refresh();
  }

  /** The clients have changed, or their connections. */
  refresh(): void {
    const { length } = this._plans;
    // What is at the end may have gone.
    this._first = Math.max(0, Math.min(this._first, length - DRAWN));
    const shown = this._plans.slice(this._first, this._first + DRAWN);
    render(
      html`${space(this._first)}${repeat(
        shown,
        ({ id }) => id,
        (plan, at) => this._line(plan, this._first + at + 1),
      )}${space(length - this._first - shown.length)}`,
      this.element,
    );
  }

  private _scrolled(): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / LINE) - ABOVE);
    // Lines enough are drawn around what is in sight.
    if (Math.abs(first - this._first) < ABOVE / 2) return;
    this._first = first;
    this.refresh();
  }

  private _line(plan: PlannedInfo, place: number): unknown {
    const text = planText(this._port.nameOf(plan.client), plan);
    const { action } = plan;
    const isLost = this._port.hasEnded(plan.client);
    return html`<li class="plan" aria-posinset=${place} aria-setsize=${this._plans.length}>
      ${icon('clock')}<span class="plan-text">${text}</span>
      ${isLost ? html`<span class="plan-lost">in vain: its connection has ended</span>` : nothing}
      ${action.act === 'send' ? html`<span class="plan-bytes mono">${glyphText(action.bytes, SHOWN_BYTES)}</span>` : nothing}
      <button
        class="quiet icon"
        aria-label="Take back: ${text}"
        title="Take it back"
        @click=${() => this._port.cancel(plan.id)}
      >
        ${icon('cross')}
      </button>
    </li>`;
  }
}

/** The room of lines that are not drawn. */
const space = (lines: number): unknown =>
  lines === 0 ? nothing : html`<li role="presentation" .style=${`height: ${lines * LINE}px`}></li>`;
