/** Breakpoints as the reader sets them, and what the machine says of them: they outlive machines. */
import type { BreakpointSpec } from '../../../src/index.ts';
import type { Pause, StepMove } from '../../../src/host/protocol.ts';
import type { DebugPort, DebugState, PageBreakpoint } from './port.ts';
import { isSameBreakpoint } from './texts.ts';

/** What it needs of the rest of the page. */
export interface DebuggingPort {
  /** The breakpoints that the machine is to stop at. */
  stopAt(specs: readonly BreakpointSpec[]): void;
  drive(request: 'pause' | 'resume'): void;
  step(move: StepMove): void;
  ask(isAsking: boolean): void;
  choose(tid: number): void;
  /** Asks for the names of the mirrored methods; false when there is nobody to ask. */
  askNames(): boolean;
  /** What is shown has changed. */
  changed(state: DebugState): void;
}

export const NO_DEBUG: DebugState = { breakpoints: [], pause: undefined, isAsking: false };

export class Debugging implements DebugPort {
  private _state = NO_DEBUG;
  private _nextId = 1;
  /** Numbers of those that the machine has been sent, by their place. */
  private _sent: readonly number[] = [];
  private _names: readonly string[] | undefined;
  /** Who waits for the names. */
  private _waiting: ((names: readonly string[] | undefined) => void)[] = [];
  private readonly _port: DebuggingPort;

  constructor(port: DebuggingPort) {
    this._port = port;
  }

  get state(): DebugState {
    return this._state;
  }

  /** Another machine is booted: answers what it has to stop at, and how it stands. */
  restart(): { readonly specs: readonly BreakpointSpec[]; readonly state: DebugState } {
    this._set({ pause: undefined });
    return { specs: this._on(), state: this._state };
  }

  /** The machine stands still, or goes on. */
  paused(pause: Pause | undefined, isAsking: boolean): void {
    const hit = new Set(pause?.hits.map((place) => this._sent[place]));
    const { pause: before } = this._state;
    const isNews = hit.size > 0 && (pause?.step !== before?.step || before?.why !== 'breakpoint');
    const breakpoints = isNews
      ? this._state.breakpoints.map((one) => (hit.has(one.id) ? { ...one, hits: one.hits + 1 } : one))
      : this._state.breakpoints;
    // Without news it stands where it stood, though something may have been done to it.
    const hits = hit.size > 0 ? [...hit].filter((id) => id !== undefined) : (before?.hits ?? []);
    const isTouched = pause?.why === 'breakpoint' && before?.why === 'breakpoint' && hit.size === 0;
    const since = isTouched ? (before.since ?? before.step) : undefined;
    this._set({
      pause: pause && { ...pause, hits: pause.why === 'breakpoint' ? hits : [], since },
      breakpoints,
      isAsking,
    });
    const used = breakpoints.filter(({ id, spec }) => isNews && hit.has(id) && spec.once === true);
    if (used.length > 0) this._change(breakpoints.map((one) => (used.includes(one) ? { ...one, isOn: false } : one)));
  }

  /** The machine has refused one of the breakpoints. */
  refused(place: number, problem: string): void {
    const id = this._sent[place];
    this._set({ breakpoints: this._state.breakpoints.map((one) => (one.id === id ? { ...one, problem } : one)) });
  }

  /** A link brings these: they are set, if they are not, before its machine is booted. */
  adopt(specs: readonly BreakpointSpec[], isAsking: boolean): void {
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

  private _made(spec: BreakpointSpec): PageBreakpoint {
    return { id: this._nextId++, spec, isOn: true, hits: 0, problem: '' };
  }

  changeBreakpoint(id: number, change: { readonly spec?: BreakpointSpec; readonly isOn?: boolean }): void {
    this._change(this._state.breakpoints.map((one) => (one.id === id ? { ...one, ...change, problem: '' } : one)));
  }

  removeBreakpoint(id: number): void {
    this._change(this._state.breakpoints.filter((one) => one.id !== id));
  }

  pause(): void {
    this._port.drive('pause');
  }

  resume(): void {
    this._port.drive('resume');
  }

  step(move: StepMove): void {
    this._port.step(move);
  }

  ask(isAsking: boolean): void {
    this._set({ isAsking });
    this._port.ask(isAsking);
  }

  choose(tid: number): void {
    this._port.choose(tid);
  }

  names(tell: (names: readonly string[] | undefined) => void): void {
    if (this._names !== undefined) return tell(this._names);
    this._waiting.push(tell);
    if (!this._port.askNames()) tell(undefined);
  }

  /** The machine has told the names; undefined when it cannot any more. */
  named(names: readonly string[] | undefined): void {
    this._names ??= names;
    for (const tell of this._waiting) tell(names);
    if (names !== undefined) this._waiting = [];
  }

  /** Another machine is there: it does not know what the one before was asked. */
  booted(): void {
    if (this._waiting.length > 0) this._port.askNames();
  }

  private _change(breakpoints: readonly PageBreakpoint[]): void {
    this._set({ breakpoints });
    this._send();
  }

  private _send(): void {
    this._port.stopAt(this._on());
  }

  /** Those that are on; their places are kept, for the machine names them by these. */
  private _on(): BreakpointSpec[] {
    const on = this._state.breakpoints.filter(({ isOn }) => isOn);
    this._sent = on.map(({ id }) => id);
    return on.map(({ spec }) => spec);
  }

  private _set(change: Partial<DebugState>): void {
    this._state = { ...this._state, ...change };
    this._port.changed(this._state);
  }
}
