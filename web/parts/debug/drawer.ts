/** The breakpoints: a button for each state of a request, a form for all others, and the list of those that are set. */
import css from './debug.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { BreakpointSpec } from '../../../src/index.ts';
import { PROTOCOL_STATES } from '../../../src/vocabulary.ts';
import type { ProtocolState } from '../../../src/vocabulary.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { isSameBreakpoint } from '../../session/debug/breakpoints.ts';
import type { Debugging } from '../../session/debug/debugging.ts';
import type { PageBreakpoint } from '../../session/debug/state.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import { breakpointList } from './breakpoint-list.ts';
import { BreakpointForm } from './form.ts';
import type { FaultCode } from './spec.ts';

export class BreakpointDrawer {
  readonly element = document.createElement('section');
  private readonly _head = this.element.appendChild(document.createElement('div'));
  private readonly _scroller = this.element.appendChild(document.createElement('div'));
  private readonly _chips = this._scroller.appendChild(document.createElement('div'));
  private readonly _form: BreakpointForm;
  private readonly _list = document.createElement('div');
  private readonly _face: Face;
  private readonly _time: TimeModel;
  private readonly _debugging: Debugging;
  /** No machine can send the names of its methods. */
  private _hasNoNames = false;

  /** @param left called when the drawer closes while it has the focus. */
  constructor(face: Face, time: TimeModel, left: () => void) {
    face.adopt(css);
    this._face = face;
    this._time = time;
    this._debugging = time.session.debugging;
    this.element.className = 'stops';
    this.element.tabIndex = -1;
    this._head.className = 'stops-head';
    this._scroller.className = 'stops-body';
    this._chips.className = 'chips';
    this._chips.setAttribute('role', 'group');
    this._form = new BreakpointForm(face, time.session.log, (spec, id) => this._take(spec, id));
    this._scroller.append(this._form.element, this._list);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this._close();
    });
    face.onTexts(() => this._render());
    time.select(
      ({ debug }) => [debug.breakpoints, debug.pause],
      () => this._render(),
      face.scope,
    );
    time.select(
      ({ isDrawerOpen }) => isDrawerOpen,
      (isOpen) => this._show(isOpen, left),
      face.scope,
    );
    time.session.methodNames.get((names) => {
      if (face.scope.hasEnded) return;
      this._form.know(names);
      this._hasNoNames = names === undefined;
      this._render();
    });
  }

  /** Puts the focus where one types, once the drawer is in the document. */
  focus(): void {
    // On a touch screen a text field with the focus opens the keyboard.
    if (matchMedia('(pointer: coarse)').matches) this.element.focus();
    else this._form.focus();
  }

  private _show(isOpen: boolean, left: () => void): void {
    const hadFocus = this.element.contains(this._face.activeElement);
    this.element.hidden = !isOpen;
    if (isOpen) this.focus();
    else if (hadFocus) left();
  }

  private _close(): void {
    this._time.set({ isDrawerOpen: false });
  }

  private _take(spec: BreakpointSpec, id: number | undefined): FaultCode | undefined {
    const known = this._debugging.state.breakpoints.find((one) => isSameBreakpoint(one.spec, spec));
    if (known !== undefined && known.id !== id) return 'duplicate';
    if (id === undefined) this._debugging.addBreakpoint(spec);
    else this._debugging.changeBreakpoint(id, { spec });
    return undefined;
  }

  private _remove(id: number): void {
    this._form.forget(id);
    this._debugging.removeBreakpoint(id);
    this.focus();
  }

  private _render(): void {
    const { texts } = this._face;
    const { debug } = this._time.state;
    this.element.setAttribute('aria-label', texts.say('debug.title'));
    this._chips.setAttribute('aria-label', texts.say('debug.states'));
    render(this._headTemplate(debug.breakpoints), this._head);
    render(
      PROTOCOL_STATES.map((state) => this._chip(state, debug.breakpoints)),
      this._chips,
    );
    const list = breakpointList(texts, debug, {
      edit: (id, spec) => this._form.edit(id, spec),
      switchTo: (id, isOn) => this._debugging.changeBreakpoint(id, { isOn }),
      remove: (id) => this._remove(id),
    });
    const note = html`<p class="empty" role="status">${texts.say('debug.noNames')}</p>`;
    render([this._hasNoNames ? note : nothing, list], this._list);
  }

  private _headTemplate(breakpoints: readonly PageBreakpoint[]): unknown {
    const { texts } = this._face;
    const removeAll = (): void => {
      for (const { id } of breakpoints) this._remove(id);
    };
    return html`
      <h3>${texts.say('debug.title')}</h3>
      <span class="spring"></span>
      ${
        breakpoints.length < 2
          ? nothing
          : html`<button class="quiet" @click=${removeAll}>${texts.say('debug.removeAll')}</button>`
      }
      <button
        class="quiet icon"
        aria-label=${texts.say('debug.close')}
        title=${texts.say('debug.close.title')}
        @click=${() => this._close()}
      >
        ${icon('cross')}
      </button>
    `;
  }

  private _chip(state: ProtocolState, breakpoints: readonly PageBreakpoint[]): unknown {
    const spec: BreakpointSpec = { state };
    const known = breakpoints.find((one) => isSameBreakpoint(one.spec, spec));
    const toggle = (): void => {
      if (known === undefined) this._debugging.addBreakpoint(spec);
      else if (known.isOn) this._debugging.removeBreakpoint(known.id);
      else this._debugging.changeBreakpoint(known.id, { isOn: true });
    };
    return html`<button class="chip" aria-pressed=${known?.isOn === true} @click=${toggle}>
      <span class="dot"></span>${this._face.texts.say(`debug.state.${state}`)}
    </button>`;
  }
}
