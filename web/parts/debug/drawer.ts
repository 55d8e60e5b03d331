/** The breakpoints: states of a request at one press, a form for all others, and the list of those that are set. */
import css from './debug.css?inline';
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { BreakpointSpec } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { BreakpointForm } from './form.ts';
import type { DebugPort, DebugState, PageBreakpoint } from '../../session/debug/port.ts';
import type { BreakpointKind } from './spec.ts';
import { fieldsOf, KINDS } from './spec.ts';
import { PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import { breakpointLimits, breakpointsHit, breakpointTitle, isSameBreakpoint } from '../../session/debug/texts.ts';

/** The signs of the list of steps, with their colours. */
const SIGNS: Readonly<Record<BreakpointKind, readonly [sign: string, tone: string]>> = {
  call: ['→', 'calls'],
  leave: ['←', 'calls'],
  syscall: ['◆', 'syscalls'],
  wait: ['◇', 'syscalls'],
  bytes: ['▤', 'buffers'],
  pattern: ['▤', 'buffers'],
  state: ['●', 'log'],
};

export class BreakpointDrawer {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('header'));
  private readonly _scroller = this.element.appendChild(document.createElement('div'));
  private readonly _chips = this._scroller.appendChild(document.createElement('div'));
  private readonly _form: BreakpointForm;
  private readonly _list = document.createElement('div');
  private readonly _port: DebugPort;
  private readonly _close: () => void;
  private _state: DebugState | undefined;
  private _note = '';

  constructor(face: Face, log: StepLog, port: DebugPort, close: () => void) {
    face.adopt(css);
    this._port = port;
    this._close = close;
    this.element.className = 'stops';
    this.element.tabIndex = -1;
    this.element.setAttribute('aria-label', 'Breakpoints');
    this._head.className = 'stops-head';
    this._scroller.className = 'stops-body';
    this._chips.className = 'chips';
    this._chips.setAttribute('role', 'group');
    this._chips.setAttribute('aria-label', 'Stop at a state of a request');
    this._form = new BreakpointForm(face, log, { take: (spec, id) => this._take(spec, id) });
    this._scroller.append(this._form.element, this._list);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this._close();
    });
    port.names((names) => {
      this._form.know(names);
      this._say(
        names === undefined ? 'No machine can tell the names of its methods: what you type is not checked.' : '',
      );
    });
  }

  focus(): void {
    // On a touch screen a field that has the focus brings up the keyboard.
    if (matchMedia('(pointer: coarse)').matches) this.element.focus();
    else this._form.focus();
  }

  update(state: DebugState): void {
    if (state === this._state) return;
    this._state = state;
    this._render();
  }

  private _say(note: string): void {
    this._note = note;
    this._render();
  }

  private _take(spec: BreakpointSpec, id: number | undefined): string {
    const known = this._state?.breakpoints.find((one) => isSameBreakpoint(one.spec, spec));
    if (known !== undefined && known.id !== id) return 'There is such a breakpoint already.';
    if (id === undefined) this._port.addBreakpoint(spec);
    else this._port.changeBreakpoint(id, { spec });
    return '';
  }

  private _remove(id: number): void {
    this._form.forget(id);
    this._port.removeBreakpoint(id);
    this.focus();
  }

  private _render(): void {
    const state = this._state;
    if (state === undefined) return;
    const { breakpoints } = state;
    render(this._headTemplate(breakpoints), this._head);
    render(
      PROTOCOL_STATES.map((name) => this._chip(name, breakpoints)),
      this._chips,
    );
    const hit = breakpointsHit(state);
    render(
      html`
        ${this._note === '' ? nothing : html`<p class="empty" role="status">${this._note}</p>`}
        ${
          breakpoints.length === 0
            ? html`<p class="empty">
                None is set. Press one of the states above, or “Break here” (B) on a step of the list.
              </p>`
            : html`<ul class="breakpoint-list" aria-label="Breakpoints that are set">
                ${repeat(
                  breakpoints,
                  ({ id }) => id,
                  (one) => this._item(one, hit.includes(one)),
                )}
              </ul>`
        }
      `,
      this._list,
    );
  }

  private _headTemplate(breakpoints: readonly PageBreakpoint[]): unknown {
    return html`
      <h3>Breakpoints</h3>
      <span class="spring"></span>
      ${
        breakpoints.length < 2
          ? nothing
          : html`<button
              class="quiet"
              @click=${() => {
                for (const { id } of breakpoints) this._remove(id);
              }}
            >
              Remove all
            </button>`
      }
      <button class="quiet icon" aria-label="Close the breakpoints" title="Close (Esc)" @click=${() => this._close()}>
        ${icon('cross')}
      </button>
    `;
  }

  private _chip(state: (typeof PROTOCOL_STATES)[number], breakpoints: readonly PageBreakpoint[]): unknown {
    const spec: BreakpointSpec = { state };
    const known = breakpoints.find((one) => isSameBreakpoint(one.spec, spec));
    const toggle = (): void => {
      if (known === undefined) this._port.addBreakpoint(spec);
      else if (known.isOn) this._port.removeBreakpoint(known.id);
      else this._port.changeBreakpoint(known.id, { isOn: true });
    };
    return html`<button class="chip" aria-pressed=${known?.isOn === true} @click=${toggle}>
      <span class="dot"></span>${state}
    </button>`;
  }

  private _item({ id, spec, isOn, hits, problem }: PageBreakpoint, isHit: boolean): unknown {
    const { kind } = fieldsOf(spec);
    const [sign, tone] = SIGNS[kind];
    const title = breakpointTitle(spec);
    const limits = breakpointLimits(spec);
    const what = KINDS.find(([name]) => name === kind)?.[1] ?? '';
    return html`<li class="${isOn ? '' : 'is-off'} ${isHit ? 'is-hit' : ''}" aria-current=${isHit ? 'true' : nothing}>
      <input
        type="checkbox"
        aria-label="Stop at ${title}"
        title=${isOn ? 'Switch it off' : 'Switch it on'}
        .checked=${isOn}
        @change=${(event: Event) => this._port.changeBreakpoint(id, { isOn: (event.target as HTMLInputElement).checked })}
      />
      <button
        class="breakpoint-what"
        title="${what}: ${spec.call ?? spec.leave ?? title}. Press to change it"
        @click=${() => this._form.edit(id, spec)}
      >
        <span class="sign kind-${tone}" aria-hidden="true">${sign}</span>
        <span class="mono">${title}</span>
        ${limits.length === 0 ? nothing : html`<span class="faint">${limits.join(' · ')}</span>`}
      </button>
      ${isHit ? html`<span class="badge here">stopped here</span>` : nothing}
      ${
        hits === 0
          ? nothing
          : html`<span class="hits" title="How often the machine has stopped here">${hits.toLocaleString('en')}×</span>`
      }
      <button class="quiet icon" aria-label="Remove ${title}" title="Remove" @click=${() => this._remove(id)}>
        ${icon('cross')}
      </button>
      ${problem === '' ? nothing : html`<p class="fault" role="alert">${problem}</p>`}
    </li>`;
  }
}
