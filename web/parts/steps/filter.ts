/** Which steps are shown: by kind, thread and class. */
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { GROUPS } from '../../session/log/step-filter.ts';
import type { TrackLane } from '../../session/log/track.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

/**
 * With more threads than that, new ones are offered only when the reader is about to choose: there may be many in each
 * frame.
 */
const FEW_THREADS = 50;

export class StepFilterRow {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;
  /** How many threads are offered at most. */
  private _most = FEW_THREADS;

  constructor(face: Face, time: TimeModel) {
    this._face = face;
    this._time = time;
    this.element.className = 'filter';
    const { log } = time.session;
    face.onTexts(() => this._draw());
    // With hundreds of threads drawing takes its time, and they seldom change.
    time.select(
      ({ filter }) => [filter, this._threads, log.track.lanes[this._threads - 1]?.tid, log.ownerCount],
      () => this._draw(),
      face.scope,
    );
  }

  /** How many of the threads are offered. */
  private get _threads(): number {
    const { lanes, shown } = this._time.session.log.track;
    // Those that begin later are hidden.
    const hidden = lanes.findIndex(({ from }) => from >= shown);
    return Math.min(this._most, hidden < 0 ? lanes.length : hidden);
  }

  /** The reader is about to choose a thread. */
  private _offerThreads(): void {
    const { length } = this._time.session.log.track.lanes;
    if (length <= this._most) return;
    this._most = length;
    this._draw();
  }

  private _draw(): void {
    const { texts } = this._face;
    const { filter, owners } = this._time.session.log;
    render(
      html`<div class="chips" role="group" aria-label=${texts.say('steps.groups')}>
          ${GROUPS.map(
            (group) =>
              html`<button
                class="chip kind-${group}"
                aria-pressed=${!filter.hidden.has(group)}
                @click=${() => this._time.toggleGroup(group)}
              >
                <span class="dot"></span>${texts.say(`steps.group.${group}`)}
              </button>`,
          )}
        </div>
        <span class="spring"></span>
        ${this._threadSelect(filter.tid)}
        <select
          class="small ${filter.owner === undefined ? '' : 'is-set'}"
          aria-label=${texts.say('steps.classes')}
          .value=${filter.owner ?? ''}
          @change=${(event: Event) => this._time.filter({ owner: chosen(event) })}
        >
          <option value="">${texts.say('steps.classes.all')}</option>
          ${owners.map((owner) => html`<option value=${owner}>${owner}</option>`)}
        </select>`,
      this.element,
    );
  }

  private _threadSelect(tid: number | undefined): unknown {
    const { texts } = this._face;
    const lanes = this._time.session.log.track.lanes.slice(0, this._threads);
    const change = (value: string | undefined): void =>
      this._time.filter({ tid: value === undefined ? undefined : Number(value) });
    return html`<select
      class="small ${tid === undefined ? '' : 'is-set'}"
      aria-label=${texts.say('steps.threads')}
      .value=${String(tid ?? '')}
      @pointerenter=${() => this._offerThreads()}
      @focus=${() => this._offerThreads()}
      @change=${(event: Event) => change(chosen(event))}
    >
      <option value="">${texts.say('steps.threads.all')}</option>
      ${lanes.map(threadOption)}
    </select>`;
  }
}

/** What was chosen in a select; undefined for its first option, which stands for all. */
function chosen({ target }: Event): string | undefined {
  const { value } = target as HTMLSelectElement;
  return value === '' ? undefined : value;
}

/** A thread to choose; the lane of inputs is none. */
const threadOption = ({ tid, name }: TrackLane): unknown =>
  tid === 0 ? nothing : html`<option value=${tid}>${name} · ${tid}</option>`;
