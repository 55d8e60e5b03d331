/**
 * What clients do later: a line for each plan, and a button that cancels it. Of thousands only those in sight are
 * drawn.
 */
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PlannedInfo } from '../../../src/host/protocol.ts';
import type { Face } from '../../kit/face.ts';
import { glyphText } from '../../kit/glyphs.ts';
import { icon } from '../../kit/icons.ts';
import { USUAL_REM } from '../../kit/text-size.ts';
import type { Clients } from '../../session/clients/clients.ts';
import { planText } from './plan-text.ts';

/** How many of the bytes of a plan are shown. */
const SHOWN_BYTES = 60;
/** The height of a line in rem, the same as in clients.css. */
const LINE = 23 / USUAL_REM;
/** How many lines are drawn, and how many of them above those in sight. */
const DRAWN = 40;
const ABOVE = 16;

export class PlanList {
  readonly element = document.createElement('ul');
  private readonly _face: Face;
  private readonly _clients: Clients;
  /** The first line that is drawn. */
  private _first = 0;

  constructor(face: Face, clients: Clients) {
    this._face = face;
    this._clients = clients;
    this.element.className = 'plans';
    this.element.addEventListener('scroll', () => this._scrolled(), { passive: true });
    clients.events.on('planned', () => this.update(), face.scope);
    face.onTextSize(() => this.update());
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('clients.plans'));
      this.update();
    });
  }

  /** Redraws the list: plans have changed, or the connections of clients. */
  update(): void {
    const { plans } = this._clients;
    this.element.hidden = plans.length === 0;
    // The lines at the end may be gone.
    this._first = Math.max(0, Math.min(this._first, plans.length - DRAWN));
    const shown = plans.slice(this._first, this._first + DRAWN);
    render(
      html`${this._space(this._first)}${repeat(
        shown,
        ({ id }) => id,
        (plan, at) => this._line(plan, this._first + at + 1),
      )}${this._space(plans.length - this._first - shown.length)}`,
      this.element,
    );
  }

  /** Room for lines that are not drawn. */
  private _space(lines: number): unknown {
    if (lines === 0) return nothing;
    return html`<li role="presentation" .style=${`height: ${lines * LINE * this._face.rem}px`}></li>`;
  }

  private _scrolled(): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / (LINE * this._face.rem)) - ABOVE);
    // Enough lines around those in sight are drawn already.
    if (Math.abs(first - this._first) < ABOVE / 2) return;
    this._first = first;
    this.update();
  }

  private _line(plan: PlannedInfo, place: number): unknown {
    const { texts } = this._face;
    const { action, client: connection } = plan;
    const owner = this._clients.ownerOf(connection);
    const who =
      owner === undefined
        ? texts.say('clients.plan.connection', { number: connection + 1 })
        : texts.say('clients.plan.client', { number: owner.number });
    const text = planText(texts, who, plan);
    const isTooLate = owner !== undefined && (owner.connection !== connection || !owner.isConnected);
    return html`<li class="plan" aria-posinset=${place} aria-setsize=${this._clients.plans.length}>
      ${icon('clock')}<span class="plan-text">${text}</span>
      ${isTooLate ? html`<span class="plan-lost">${texts.say('clients.plan.tooLate')}</span>` : nothing}
      ${action.act === 'send' ? html`<span class="plan-bytes mono">${glyphText(action.bytes, SHOWN_BYTES)}</span>` : nothing}
      <button
        class="quiet icon"
        aria-label=${texts.say('clients.plan.cancel', { plan: text })}
        title=${texts.say('clients.plan.cancel.hint')}
        @click=${() => this._clients.cancel(plan.id)}
      >
        ${icon('cross')}
      </button>
    </li>`;
  }
}
