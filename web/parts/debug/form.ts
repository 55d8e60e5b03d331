/** The form that sets a breakpoint, or changes one. What is wrong is said at its field, and nothing that was typed is lost. */
import type { Face } from '../../kit/face.ts';
import { html, nothing, render } from 'lit/html.js';
import type { BreakpointSpec } from '../../../src/index.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { connectionOf } from '../../../src/host/thread-names.ts';
import { Combobox } from './combobox.ts';
import { matchingNames } from './names.ts';
import type { BreakpointKind, Fault, Fields } from './spec.ts';
import { EMPTY, fieldsOf, isFault, KINDS, specOf, syscallsFor } from './spec.ts';
import { LANES, PROTOCOL_STATES } from '../../../src/vocabulary.ts';

export interface FormPort {
  /** Takes what was filled in; answers why not, empty when it was taken. @param id of the breakpoint that is changed. */
  take(spec: BreakpointSpec, id: number | undefined): string;
}

const PLACEHOLDERS: Readonly<Record<BreakpointKind, string>> = {
  call: 'parse_request',
  leave: 'parse_request',
  syscall: 'recvfrom',
  wait: 'epoll_wait',
  bytes: String.raw`Host:\x20`,
  pattern: String.raw`HTTP/\d\.\d`,
  state: '',
};

/** Kinds whose values are of one sort: changing between them keeps what was typed. */
const SORTS: Readonly<Record<BreakpointKind, string>> = {
  call: 'method',
  leave: 'method',
  syscall: 'syscall',
  wait: 'syscall',
  bytes: 'bytes',
  pattern: 'pattern',
  state: 'state',
};

export class BreakpointForm {
  readonly element = document.createElement('form');
  /** Names of all mirrored methods; undefined where they are not known. */
  private _names: readonly string[] | undefined;
  private _areNamesLoading = true;
  /** What was sent before the names had come: it is judged when they do. */
  private _isWaiting = false;
  private readonly _face: Face;
  private readonly _log: StepLog;
  private readonly _port: FormPort;
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

  constructor(face: Face, log: StepLog, port: FormPort) {
    this._face = face;
    this._log = log;
    this._port = port;
    const changed = (): void => this._forgive();
    this._value = new Combobox(face, { label: 'Where to stop', suggest: (text) => this._suggest(text), changed });
    this._thread = new Combobox(face, { label: 'Only in this thread', suggest: () => this._threads(), changed });
    this._client = new Combobox(face, { label: 'Only for this connection', suggest: () => this._clients(), changed });
    this._thread.input.placeholder = 'any thread';
    this._client.input.placeholder = 'any connection';
    this.element.className = 'breakpoint-form';
    this.element.noValidate = true;
    this.element.setAttribute('aria-label', 'A breakpoint');
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this._submit();
    });
    this._render();
  }

  focus(): void {
    this._value.input.focus();
  }

  /** The names have come; undefined when they cannot. */
  know(names: readonly string[] | undefined): void {
    this._names = names;
    this._areNamesLoading = false;
    if (this._face.activeElement === this._value.input) this._value.refresh();
    if (this._isWaiting) this._submit();
  }

  /** Shows a breakpoint, to be changed. */
  edit(id: number, spec: BreakpointSpec): void {
    this._changed = id;
    this._fill(fieldsOf(spec));
    this._render();
    this.element.querySelector<HTMLElement>('.field-value :is(input, select)')?.focus();
  }

  /** What was changed has gone. */
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
      const refusal = this._port.take(spec, this._changed);
      if (refusal === '') return this._leave();
      this._fault = { field: 'value', message: refusal, near: [] };
    }
    this._render();
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  /** Something else is typed: it is judged anew when it is sent. */
  private _forgive(): void {
    if (this._fault === undefined && !this._isWaiting) return;
    this._fault = undefined;
    this._isWaiting = false;
    this._render();
  }

  private _suggest(text: string): readonly string[] {
    const names = SORTS[this._kind] === 'method' ? (this._names ?? this._seenNames()) : [];
    const known = SORTS[this._kind] === 'syscall' ? syscallsFor(this._kind) : names;
    const matching = matchingNames(known, text);
    return matching.length === 1 && matching[0] === text ? [] : matching;
  }

  private _seenNames(): readonly string[] {
    const names = new Set<string>();
    for (let number = 0; number < this._log.length; number += 1) {
      const step = this._log.at(number);
      if (step?.kind === 'call') names.add(step.name);
    }
    return [...names].toSorted();
  }

  private _threads(): readonly string[] {
    return this._log.track.lanes.flatMap(({ tid, name }) => (tid === 0 ? [] : [name, String(tid)]));
  }

  private _clients(): readonly string[] {
    return this._log.track.lanes.flatMap(({ name }) => {
      const connection = connectionOf(name);
      return connection === undefined ? [] : [String(connection + 1)];
    });
  }

  private _choose(kind: BreakpointKind): void {
    this._typed.set(SORTS[this._kind], this._value.value);
    this._kind = kind;
    this._value.value = this._typed.get(SORTS[kind]) ?? '';
    this._fault = undefined;
    this._isWaiting = false;
    this._render();
  }

  private _render(): void {
    const fault = this._fault;
    const invalid = { value: this._value, thread: this._thread, client: this._client };
    for (const [field, { input }] of Object.entries(invalid)) {
      input.setAttribute('aria-invalid', String(fault?.field === field));
      if (fault?.field === field) input.setAttribute('aria-describedby', 'breakpoint-fault');
      else input.removeAttribute('aria-describedby');
    }
    this._value.input.placeholder = PLACEHOLDERS[this._kind];
    render(this._template(fault), this.element);
  }

  private _template(fault: Fault | undefined): unknown {
    return html`
      <div class="form-row">
        <select
          class="boxed"
          aria-label="Stop at"
          @change=${(event: Event) => this._choose((event.target as HTMLSelectElement).value as BreakpointKind)}
        >
          ${KINDS.map(([kind, title]) => html`<option value=${kind} .selected=${kind === this._kind}>${title}</option>`)}
        </select>
        <div class="field-value">${this._kind === 'state' ? this._states(fault) : this._value.element}</div>
        <button class="primary small">${this._changed === undefined ? 'Add' : 'Save'}</button>
        ${
          this._changed === undefined
            ? nothing
            : html`<button type="button" class="quiet" @click=${() => this._leave()}>Cancel</button>`
        }
      </div>
      ${this._isWaiting ? html`<p class="faint" role="status">Looking the name up …</p>` : nothing}
      ${fault === undefined ? nothing : this._faultTemplate(fault)}
      <div class="form-row narrow" role="group" aria-label="Narrow it down">
        <span class="faint">only</span>
        ${SORTS[this._kind] === 'bytes' || SORTS[this._kind] === 'pattern' ? this._lanes() : nothing}
        ${this._thread.element}${this._client.element}
        <label title="It is switched off once the machine has stopped at it">
          <input
            type="checkbox"
            .checked=${this._once}
            @change=${(event: Event) => {
              this._once = (event.target as HTMLInputElement).checked;
              this._render();
            }}
          />once
        </label>
      </div>
    `;
  }

  private _faultTemplate({ message, near }: Fault): unknown {
    const take = (name: string): void => {
      this._value.value = name;
      this._forgive();
      this._value.input.focus();
    };
    return html`<p class="fault" id="breakpoint-fault" role="alert">
      ${message}
      ${near.map((name) => html`<button type="button" class="link mono" @click=${() => take(name)}>${name}</button> `)}
    </p>`;
  }

  private _states(fault: Fault | undefined): unknown {
    return html`<select
      class="boxed"
      aria-label="Where to stop"
      aria-invalid=${fault?.field === 'value'}
      aria-describedby=${fault?.field === 'value' ? 'breakpoint-fault' : nothing}
      @change=${(event: Event) => {
        this._value.value = (event.target as HTMLSelectElement).value;
        this._fault = undefined;
        this._render();
      }}
    >
      <option value="" .selected=${this._value.value === ''}>Which state?</option>
      ${PROTOCOL_STATES.map((state) => html`<option value=${state} .selected=${state === this._value.value}>${state}</option>`)}
    </select>`;
  }

  private _lanes(): unknown {
    return html`<select
      class="boxed"
      aria-label="Only in this lane"
      @change=${(event: Event) => {
        this._lane = (event.target as HTMLSelectElement).value;
        this._render();
      }}
    >
      <option value="" .selected=${this._lane === ''}>any lane</option>
      ${LANES.map((lane) => html`<option value=${lane} .selected=${lane === this._lane}>${lane}</option>`)}
    </select>`;
  }
}
