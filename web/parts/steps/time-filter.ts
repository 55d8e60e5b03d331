/** Which steps are shown: by kind, thread and class. */
import { html, nothing, render } from 'lit/html.js';
import type { StepFilter } from '../../session/log/step-filter.ts';
import { GROUPS } from '../../session/log/step-filter.ts';
import type { StepLog } from '../../session/log/step-log.ts';

/** With more of them than that, threads that are new are offered when somebody is about to choose: there may be many in each frame. */
const FEW_THREADS = 50;

export class FilterRow {
  readonly element = document.createElement('div');
  private readonly _log: StepLog;
  private readonly _onChange: () => void;
  /** How many threads there are to choose from. */
  private _threads = 0;
  /** What it was drawn from. */
  private _key = '';
  private _drawn: StepFilter | undefined;

  /** @param onChange told that other steps are shown. */
  constructor(log: StepLog, onChange: () => void) {
    this._log = log;
    this._onChange = onChange;
    this.element.className = 'filter';
  }

  /** With hundreds of threads drawing takes its time, and it seldom changes. */
  update(): void {
    const { filter, ownerCount, track } = this._log;
    if (track.lanes.length <= FEW_THREADS) this._threads = track.lanes.length;
    const threads = Math.min(this._threads, track.lanes.length);
    const key = [threads, track.lanes[threads - 1]?.tid, ownerCount].join(' ');
    if (key === this._key && filter === this._drawn) return;
    this._key = key;
    this._drawn = filter;
    render(this._template(), this.element);
  }

  /** Somebody is about to choose a thread. */
  private _offerThreads(): void {
    this._threads = this._log.track.lanes.length;
    this.update();
  }

  private _template(): unknown {
    const { filter, owners, track } = this._log;
    const change = (name: 'tid' | 'owner', value: string): void => {
      this._log.filter = { ...filter, [name]: value === '' ? undefined : name === 'tid' ? Number(value) : value };
      this._onChange();
    };
    const toggle = (group: (typeof GROUPS)[number][0]): void => {
      this._log.toggle(group);
      this._onChange();
    };
    return html`<div class="chips" role="group" aria-label="Kinds of steps to show">
        ${GROUPS.map(
          ([group, title]) =>
            html`<button
              class="chip kind-${group}"
              aria-pressed=${!this._log.hidden.has(group)}
              @click=${() => toggle(group)}
            >
              <span class="dot"></span>${title}
            </button>`,
        )}
      </div>
      <span class="spring"></span>
      <select
        class="small ${filter.tid === undefined ? '' : 'is-set'}"
        aria-label="Thread to show"
        .value=${String(filter.tid ?? '')}
        @pointerenter=${() => this._offerThreads()}
        @focus=${() => this._offerThreads()}
        @change=${(event: Event) => change('tid', (event.target as HTMLSelectElement).value)}
      >
        <option value="">All threads</option>
        ${track.lanes.slice(0, this._threads).map(({ tid, name }) => (tid === 0 ? nothing : html`<option value=${tid}>${name} · ${tid}</option>`))}
      </select>
      <select
        class="small ${filter.owner === undefined ? '' : 'is-set'}"
        aria-label="Class to show"
        .value=${filter.owner ?? ''}
        @change=${(event: Event) => change('owner', (event.target as HTMLSelectElement).value)}
      >
        <option value="">All classes</option>
        ${owners.map((owner) => html`<option value=${owner}>${owner}</option>`)}
      </select>`;
  }
}
