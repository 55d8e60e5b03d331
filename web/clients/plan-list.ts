/** What clients are to do later: a line each, and a way to take it back. */
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../icons.ts';
import type { PlannedInfo } from '../protocol.ts';
import { glyphText } from '../terminal/glyphs.ts';
import { planText } from './plan-text.ts';

/** Of the bytes to be sent so many are shown. */
const SHOWN_BYTES = 60;

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

  constructor(port: PlanListPort) {
    this._port = port;
    this.element.className = 'plans';
    this.element.setAttribute('aria-label', 'To be done later');
    this.element.hidden = true;
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
    render(
      this._plans.map((plan) => this._line(plan)),
      this.element,
    );
  }

  private _line(plan: PlannedInfo): unknown {
    const text = planText(this._port.nameOf(plan.client), plan);
    const { action } = plan;
    const isLost = this._port.hasEnded(plan.client);
    return html`<li class="plan">
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
