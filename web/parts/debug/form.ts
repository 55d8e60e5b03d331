/**
 * The form that sets or changes a breakpoint. What is wrong is said at its field, and nothing that was typed is lost.
 */
import type { Face } from '../../kit/face.ts';
import { html, nothing, render } from 'lit/html.js';
import type { BreakpointSpec } from '../../../src/index.ts';
import { BREAKPOINT_KINDS, LANES, PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import type { BreakpointKind } from '../../../src/vocabulary.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { Combobox } from './combobox.ts';
import { faultText } from './sentences.ts';
import type { Fault, FaultCode, Fields } from './spec.ts';
import { EMPTY, fieldsOf, isFault, specOf } from './spec.ts';
import { SORTS, suggestedClients, suggestedThreads, suggestedValues } from './suggestions.ts';

/**
 * Takes the breakpoint that was filled in; returns what is wrong with it, undefined if it was taken.
 * @param id of the breakpoint that is changed; undefined for a new one.
 */
export type TakeBreakpoint = (spec: BreakpointSpec, id: number | undefined) => FaultCode | undefined;

const PLACEHOLDERS: Readonly<Record<BreakpointKind, string>> = {
  call: 'parse_request',
  leave: 'parse_request',
  syscall: 'recvfrom',
  wait: 'epoll_wait',
  bytes: String.raw`Host:\x20`,
  pattern: String.raw`HTTP/\d\.\d`,
  state: '',
  moment: 'make_environ',
};

export class BreakpointForm {
  readonly element = document.createElement('form');
  /** Names of all mirrored methods; undefined while they are unknown. */
  private _names: readonly string[] | undefined;
  private _areNamesLoading = true;
  /** The form was submitted before the names arrived: it is checked when they do. */
  private _isWaiting = false;
  private readonly _face: Face;
  private readonly _take: TakeBreakpoint;
  private readonly _value: Combobox;
  private readonly _thread: Combobox;
  private readonly _client: Combobox;
  private _kind: BreakpointKind = 'call';
  private _lane = '';
  private _once = false;
  private _fault: Fault | undefined;
  /** The breakpoint that is changed. */
  private _changed: number | undefined;
  private readonly _typed = new Map<string, string>();

  constructor(face: Face, log: StepLog, take: TakeBreakpoint) {
    this._face = face;
    this._take = take;
    const changed = (): void => this._forgive();
    this._value = new Combobox(face, {
      name: 'where',
      label: (texts) => texts.say('debug.where'),
      suggest: (text) => suggestedValues(this._kind, text, this._names, log),
      changed,
    });
    this._thread = new Combobox(face, {
      name: 'thread',
      label: (texts) => texts.say('debug.only.thread'),
      placeholder: (texts) => texts.say('debug.any.thread'),
      suggest: () => suggestedThreads(log),
      changed,
    });
    this._client = new Combobox(face, {
      name: 'client',
      label: (texts) => texts.say('debug.only.client'),
      placeholder: (texts) => texts.say('debug.any.client'),
      suggest: () => suggestedClients(log),
      changed,
    });
    this.element.className = 'breakpoint-form';
    this.element.noValidate = true;
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this._submit();
    });
    face.onTexts(() => this._render());
  }

  focus(): void {
    this._value.input.focus();
  }

  /** The names have arrived; undefined when they cannot. */
  know(names: readonly string[] | undefined): void {
    this._names = names;
    this._areNamesLoading = false;
    if (this._face.activeElement === this._value.input) this._value.refresh();
    if (this._isWaiting) this._submit();
  }

  /** Shows a breakpoint, so that it can be changed. */
  edit(id: number, spec: BreakpointSpec): void {
    this._changed = id;
    this._fill(fieldsOf(spec));
    this._render();
    this.element.querySelector<HTMLElement>('.field-value :is(input, select)')?.focus();
  }

  /** A breakpoint was removed. */
  forget(id: number): void {
    if (this._changed === id) this._leave();
  }

  private get _fields(): Fields {
    const { _kind: kind, _lane: lane, _once: once } = this;
    return { kind, value: this._value.value, lane, thread: this._thread.value, client: this._client.value, once };
  }

  private _fill({ kind, value, lane, thread, client, once }: Fields): void {
    this._typed.set(SORTS[this._kind], this._value.value);
    this._kind = kind;
    this._value.value = value;
    this._lane = lane;
    this._thread.value = thread;
    this._client.value = client;
    this._once = once;
    this._fault = undefined;
    this._isWaiting = false;
  }

  private _leave(): void {
    this._changed = undefined;
    this._fill({ ...EMPTY, kind: this._kind });
    this._render();
  }

  private _submit(): void {
    this._isWaiting = this._areNamesLoading && SORTS[this._kind] === 'method';
    if (this._isWaiting) return this._render();
    const spec = specOf(this._fields, this._names);
    this._fault = isFault(spec) ? spec : undefined;
    if (!isFault(spec)) {
      const code = this._take(spec, this._changed);
      if (code === undefined) return this._leave();
      this._fault = { field: 'value', code, value: '', near: [] };
    }
    this._render();
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  /** Something else is typed: it is checked when it is submitted. */
  private _forgive(): void {
    if (this._fault === undefined && !this._isWaiting) return;
    this._fault = undefined;
    this._isWaiting = false;
    this._render();
  }

  private _choose(kind: BreakpointKind): void {
    this._typed.set(SORTS[this._kind], this._value.value);
    this._kind = kind;
    this._value.value = this._typed.get(SORTS[kind]) ?? '';
    this._fault = undefined;
    this._isWaiting = false;
    this._render();
  }

  private get _faultId(): string {
    return this._face.id('breakpoint-fault');
  }

  private _render(): void {
    const fault = this._fault;
    this.element.setAttribute('aria-label', this._face.texts.say('debug.form'));
    const boxes = { value: this._value, thread: this._thread, client: this._client };
    for (const [field, { input }] of Object.entries(boxes)) {
      input.setAttribute('aria-invalid', String(fault?.field === field));
      if (fault?.field === field) input.setAttribute('aria-describedby', this._faultId);
      else input.removeAttribute('aria-describedby');
    }
    this._value.input.placeholder = PLACEHOLDERS[this._kind];
    render(this._template(fault), this.element);
  }

  private _template(fault: Fault | undefined): unknown {
    const { texts } = this._face;
    return html`
      <div class="form-row">
        <select
          class="boxed"
          aria-label=${texts.say('debug.kind')}
          @change=${(event: Event) => this._choose((event.target as HTMLSelectElement).value as BreakpointKind)}
        >
          ${BREAKPOINT_KINDS.map((kind) => option(kind, texts.say(`debug.kind.${kind}`), this._kind))}
        </select>
        <div class="field-value">${this._kind === 'state' ? this._states(fault) : this._value.element}</div>
        <button class="primary small">${texts.say(this._changed === undefined ? 'debug.add' : 'debug.save')}</button>
        ${
          this._changed === undefined
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => this._leave()}>
                ${texts.say('debug.cancel')}
              </button>`
        }
      </div>
      ${this._isWaiting ? html`<p class="faint" role="status">${texts.say('debug.lookingUp')}</p>` : nothing}
      ${fault === undefined ? nothing : this._faultTemplate(fault)}
      <div class="form-row narrow" role="group" aria-label=${texts.say('debug.narrow')}>
        <span class="faint">${texts.say('debug.only')}</span>
        ${SORTS[this._kind] === 'bytes' || SORTS[this._kind] === 'pattern' ? this._lanes() : nothing}
        ${this._thread.element}${this._client.element}
        <label title=${texts.say('debug.once.title')}>
          <input
            type="checkbox"
            .checked=${this._once}
            @change=${(event: Event) => {
              this._once = (event.target as HTMLInputElement).checked;
              this._render();
            }}
          />${texts.say('debug.once')}
        </label>
      </div>
    `;
  }

  private _faultTemplate(fault: Fault): unknown {
    const take = (name: string): void => {
      this._value.value = name;
      this._forgive();
      this._value.input.focus();
    };
    const meant = (name: string): unknown =>
      html`<button type="button" class="link mono" @click=${() => take(name)}>${name}</button>`;
    return html`<p class="fault" id=${this._faultId} role="alert">
      ${faultText(this._face.texts, fault)} ${fault.near.map((name) => [meant(name), ' '])}
    </p>`;
  }

  private _states(fault: Fault | undefined): unknown {
    const { texts } = this._face;
    return html`<select
      class="boxed"
      aria-label=${texts.say('debug.where')}
      aria-invalid=${fault?.field === 'value'}
      aria-describedby=${fault?.field === 'value' ? this._faultId : nothing}
      @change=${(event: Event) => {
        this._value.value = (event.target as HTMLSelectElement).value;
        this._fault = undefined;
        this._render();
      }}
    >
      ${option('', texts.say('debug.whichState'), this._value.value)}
      ${PROTOCOL_STATES.map((state) => option(state, texts.say(`debug.state.${state}`), this._value.value))}
    </select>`;
  }

  private _lanes(): unknown {
    const { texts } = this._face;
    return html`<select
      class="boxed"
      aria-label=${texts.say('debug.only.lane')}
      @change=${(event: Event) => {
        this._lane = (event.target as HTMLSelectElement).value;
        this._render();
      }}
    >
      ${option('', texts.say('debug.any.lane'), this._lane)} ${LANES.map((lane) => option(lane, lane, this._lane))}
    </select>`;
  }
}

const option = (value: string, title: string, chosen: string): unknown =>
  html`<option value=${value} .selected=${value === chosen}>${title}</option>`;
