/**
 * Breakpoints, pauses and choices: what the reader asks for, and what the machine reports. Breakpoints stay
 * when the machine is replaced.
 */
import type { BreakpointSpec } from '../../../src/index.ts';
import type { Asking, Pause, StepMove } from '../../../src/host/protocol.ts';
import type { SessionNotice } from '../notices.ts';
import { isSameBreakpoint } from './breakpoints.ts';
import { NO_DEBUG } from './state.ts';
import type { DebugState, PageBreakpoint } from './state.ts';

/** What the machine is asked for. */
export type DebugRequest =
  | { readonly type: 'breakpoints'; readonly specs: readonly BreakpointSpec[] }
  | { readonly type: 'pause' | 'resume' }
  | { readonly type: 'step'; readonly move: StepMove; readonly from: number }
  | { readonly type: 'askForChoices'; readonly isAsking: Asking }
  | { readonly type: 'choose'; readonly tid: number };

/** A change to a breakpoint of the list. */
export type BreakpointChange = { readonly spec?: BreakpointSpec; readonly isOn?: boolean };

export class Debugging {
  private _state = NO_DEBUG;
  private _nextId = 1;
  /** Ids of the breakpoints that the machine has, by their place in its list. */
  private _sent: readonly number[] = [];
  private readonly _request: (request: DebugRequest) => void;
  private readonly _changed: (state: DebugState) => void;

  /** @param request sends a request to the machine. @param changed called with each new state. */
  constructor(request: (request: DebugRequest) => void, changed: (state: DebugState) => void) {
    this._request = request;
    this._changed = changed;
  }

  get state(): DebugState {
    return this._state;
  }

  /** Another machine is booted: returns the breakpoints to boot it with, and the state. */
  restart(): { readonly specs: readonly BreakpointSpec[]; readonly state: DebugState } {
    this._set({ pause: undefined });
    return { specs: this._on(), state: this._state };
  }

  /** The machine reports that it is paused, or that it runs. */
  paused(pause: Pause | undefined, isAsking: Asking): void {
    const hit = new Set(pause?.hits.map((place) => this._sent[place]));
    const { pause: before } = this._state;
    const isNew = hit.size > 0 && (pause?.step !== before?.step || before?.why !== 'breakpoint');
    const breakpoints = isNew
      ? this._state.breakpoints.map((one) => (hit.has(one.id) ? { ...one, hits: one.hits + 1 } : one))
      : this._state.breakpoints;
    // Without new hits it is still at the same breakpoint, even if inputs have been carried out since.
    const hits = hit.size > 0 ? [...hit].filter((id) => id !== undefined) : (before?.hits ?? []);
    const isTouched = pause?.why === 'breakpoint' && before?.why === 'breakpoint' && hit.size === 0;
    const since = isTouched ? (before.since ?? before.step) : undefined;
    this._set({
      pause: pause && { ...pause, hits: pause.why === 'breakpoint' ? hits : [], since },
      breakpoints,
      isAsking,
    });
    const used = breakpoints.filter(({ id, spec }) => isNew && hit.has(id) && spec.once === true);
    if (used.length > 0) this._change(breakpoints.map((one) => (used.includes(one) ? { ...one, isOn: false } : one)));
  }

  /** The machine has rejected one of its breakpoints. */
  rejected(place: number, problem: SessionNotice): void {
    const id = this._sent[place];
    this._set({ breakpoints: this._state.breakpoints.map((one) => (one.id === id ? { ...one, problem } : one)) });
  }

  /** Adds the breakpoints of a link, before its machine is booted. */
  adopt(specs: readonly BreakpointSpec[], isAsking: Asking): void {
    const { breakpoints } = this._state;
    const added = specs.filter((spec) => !breakpoints.some((one) => one.isOn && isSameBreakpoint(one.spec, spec)));
    const kept = breakpoints.filter((one) => !added.some((spec) => isSameBreakpoint(one.spec, spec)));
    this._set({
      breakpoints: [...kept, ...added.map((spec) => this._made(spec))],
      isAsking: isAsking || this._state.isAsking,
    });
  }

  addBreakpoint(spec: BreakpointSpec): void {
    this._change([...this._state.breakpoints, this._made(spec)]);
  }

  changeBreakpoint(id: number, change: BreakpointChange): void {
    this._change(
      this._state.breakpoints.map((one) => (one.id === id ? { ...one, ...change, problem: undefined } : one)),
    );
  }

  removeBreakpoint(id: number): void {
    this._change(this._state.breakpoints.filter((one) => one.id !== id));
  }

  pause(): void {
    this._request({ type: 'pause' });
  }

  /** Continues a paused machine. */
  resume(): void {
    this._request({ type: 'resume' });
  }

  /**
   * Lets a paused machine make a move.
   * @param from the length of its log; at any other length it ignores the request.
   */
  step(move: StepMove, from: number): void {
    this._request({ type: 'step', move, from });
  }

  /** Sets whether the reader chooses which thread runs, wherever more than one could. */
  ask(isAsking: Asking): void {
    this._set({ isAsking });
    this._request({ type: 'askForChoices', isAsking });
  }

  /** Chooses the thread that runs next. */
  choose(tid: number): void {
    this._request({ type: 'choose', tid });
  }

  private _made(spec: BreakpointSpec): PageBreakpoint {
    return { id: this._nextId++, spec, isOn: true, hits: 0, problem: undefined };
  }

  private _change(breakpoints: readonly PageBreakpoint[]): void {
    this._set({ breakpoints });
    this._request({ type: 'breakpoints', specs: this._on() });
  }

  /** The breakpoints that are on. The machine names them by their place in this list. */
  private _on(): BreakpointSpec[] {
    const on = this._state.breakpoints.filter(({ isOn }) => isOn);
    this._sent = on.map(({ id }) => id);
    return on.map(({ spec }) => spec);
  }

  private _set(change: Partial<DebugState>): void {
    this._state = { ...this._state, ...change };
    this._changed(this._state);
  }
}
