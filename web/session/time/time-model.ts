/**
 * Time as the reader sees and moves it, without DOM: the state that the list, the timeline, the tools and the
 * breakpoints share, and what each of them can do. Parts select from it; commands (`commands.ts`) call it.
 */
import type { Moment } from '../../../src/explain/moments/moment.ts';
import type { BreakpointSpec } from '../../../src/index.ts';
import type { CallMove } from '../../../src/vocabulary.ts';
import { Events } from '../../kit/events.ts';
import { onChange } from '../../kit/on-change.ts';
import type { Scope } from '../../kit/scope.ts';
import { breakpointOfStep, isSameBreakpoint } from '../debug/breakpoints.ts';
import { pausedAt } from '../debug/state.ts';
import type { StepFilter, StepGroup } from '../log/step-filter.ts';
import type { Session } from '../session.ts';
import type { Subject } from '../walk/road.ts';
import type { Walk } from '../walk/walk.ts';
import { FIRST, TimeCursor } from './cursor.ts';
import { Player } from './player.ts';
import { endOf } from './state.ts';
import type { TimeState } from './state.ts';

/** What happens once, and is no state. */
export interface TimeEvents {
  /** Another moment is shown, or another request looked at. */
  moments: undefined;
  /** The reader wants to type a search. */
  search: undefined;
  /** A breakpoint on the step at the cursor was set or removed. */
  brokenHere: { readonly spec: BreakpointSpec; readonly isSet: boolean };
}

/** What the reader chose, and no machine knows. */
type Settings = Pick<TimeState, 'target' | 'axis' | 'isDrawerOpen'>;

/** Moves that a paused machine can make itself. */
export type ForwardMove = 'forward' | CallMove;

export class TimeModel {
  readonly session: Session;
  readonly events = new Events<TimeEvents>();
  private readonly _cursor: TimeCursor;
  private readonly _player: Player;
  private readonly _listeners = new Set<(state: TimeState) => void>();
  private readonly _tellMoments: () => void;
  private _walk: Walk | undefined;
  private _settings: Settings = { target: 'syscall', axis: 'steps', isDrawerOpen: false };

  /** @param pace makes a function that is called less often while the session changes faster than a person can read. */
  constructor(session: Session, scope: Scope, pace = (tell: () => void): (() => void) => tell) {
    this.session = session;
    this._cursor = new TimeCursor(session);
    this._player = new Player(scope, (rows) => this._advance(rows));
    session.select(
      (state) => [
        ...[state.cursor, state.length, state.hiddenFrom, state.branches, state.debug],
        ...[session.log.version, endOf(state)],
      ],
      pace(() => this._tell()),
      scope,
    );
    this._tellMoments = pace(() => this.events.emit('moments', undefined));
    session.moments.events.on('changed', this._tellMoments, scope);
    session.select(
      ({ marked }) => marked?.step,
      () => this._tell(),
      scope,
    );
  }

  get state(): TimeState {
    const { _cursor: cursor, session, _player: player } = this;
    const { log, state } = session;
    const { at, isLive } = cursor;
    const { debug } = state;
    const { pause } = debug;
    return {
      ...this._settings,
      at,
      length: log.shown,
      version: log.version,
      seconds: log.at(at - 1)?.time ?? 0,
      isAtStart: at <= FIRST,
      isLive,
      canDrive: this._canDrive,
      // Inside a plain function its log is longer than where it is paused.
      isPaused: pause !== undefined && (at === log.length || at === pause.step),
      end: endOf(state),
      debug,
      stop: pause && pausedAt(pause) - 1,
      marked: state.marked?.step,
      here: this._here,
      branches: state.branches,
      filter: log.filter,
      query: log.query,
      isPlaying: player.isPlaying,
      speed: player.speed,
    };
  }

  /**
   * Calls `show` with what `pick` takes of the state: now, and each time that has changed. An array changes with any of
   * its values.
   */
  select<T>(pick: (state: TimeState) => T, show: (value: T) => unknown, scope: Scope): void {
    const listener = onChange(pick, show);
    const tell = (state: TimeState): void => scope.guard(() => listener(state));
    this._listeners.add(tell);
    scope.onEnd(() => this._listeners.delete(tell));
    listener(this.state);
  }

  /** Takes the moment that is shown, and moves to moments, from a walk. */
  follow(walk: Walk, scope: Scope): void {
    this._walk = walk;
    walk.events.on('changed', this._tellMoments, scope);
  }

  /** Calls `listener` now, and whenever there are other moments, or another one is shown. */
  onMoments(listener: () => void, scope: Scope): void {
    this.events.on('moments', listener, scope);
    listener();
  }

  /** The moments of the log, by step. */
  get moments(): readonly Moment[] {
    return this.session.moments.shown;
  }

  /** The moment at the cursor. */
  get moment(): Moment | undefined {
    return this._walk === undefined ? this.session.moments.at(this._cursor.at) : this._walk.state.moment;
  }

  /** The moment that the reader has gone to, by its name and its place among those of that name: `make_environ@2`. */
  get walkedTo(): string | undefined {
    const { moment, isWalking } = this._walk?.state ?? {};
    if (moment === undefined || isWalking !== true) return undefined;
    const { name } = moment;
    return `${name}@${this.moments.filter((one) => one.name === name).indexOf(moment) + 1}`;
  }

  /** Goes to a moment that `walkedTo` has named, if it has come. */
  walkTo(named: string): void {
    const [, name, place] = /^(.+)@(\d+)$/.exec(named) ?? [];
    const moment = this.moments.filter((one) => one.name === name)[Number(place) - 1];
    if (moment !== undefined) this.goToMoment(moment);
  }

  /** The request that is looked at; undefined where nobody says which. */
  get subject(): Subject | undefined {
    return this._walk?.state;
  }

  goToMoment(moment: Moment): void {
    if (this._walk === undefined) return this.goTo(moment.step + 1);
    this._pausePlaying();
    this._walk.goTo(moment);
  }

  /** Follows the live end. */
  goToEnd(): void {
    this.goTo(undefined);
  }

  goToStart(): void {
    this.goTo(FIRST);
  }

  /** Goes to the moment after `at` steps, and stops playing; undefined follows the live end. */
  goTo(at: number | undefined): void {
    this._pausePlaying();
    this._cursor.seek(at);
  }

  /** Moves by rows of the list: only steps that pass the filter. */
  moveRows(by: number): void {
    this._pausePlaying();
    this._cursor.moveRows(by);
  }

  /** Moves forward by a row or by a call; a machine that is paused at the end of its log makes the move itself. */
  moveForward(move: ForwardMove): void {
    this._pausePlaying();
    if (this._canDrive) this.session.debugging.step(move === 'forward' ? 'step' : move, this.session.log.length);
    else if (move === 'forward') this._cursor.moveRows(1);
    else this._cursor.moveByCall(move);
  }

  /** Moves to the nearest call of the server's thread. */
  moveToCall(direction: 1 | -1): void {
    this._pausePlaying();
    this._cursor.moveToCall(direction);
  }

  /** Moves to the nearest step of the chosen kind. */
  moveToTarget(direction: 1 | -1): void {
    this._pausePlaying();
    this._cursor.moveTo(this._settings.target, direction);
  }

  moveToFound(direction: 1 | -1): void {
    this._pausePlaying();
    this._cursor.moveToFound(direction);
  }

  /** Plays the recorded steps, or stops playing. From the live end it starts over. */
  togglePlay(): void {
    if (this._player.isPlaying) this._player.pause();
    else {
      if (this._cursor.isLive) this._cursor.seek(FIRST);
      this._player.play();
    }
    this._tell();
  }

  /** Pauses the machine, or continues it; when the reader is asked who runs, the usual order decides. */
  hold(): void {
    const { pause } = this.session.state.debug;
    if (pause === undefined) this.session.debugging.pause();
    else if (pause.choice === undefined) this.resume();
    else this.chooseAt(0);
  }

  /** Continues a paused machine, and shows what it does. */
  resume(): void {
    this._cursor.seek(undefined);
    this.session.debugging.resume();
  }

  /** Chooses the thread that runs next, and shows what it does. */
  choose(tid: number): void {
    this._cursor.seek(undefined);
    this.session.debugging.choose(tid);
  }

  /** Chooses the candidate at a place, from 0; returns whether there is one. */
  chooseAt(place: number): boolean {
    const tid = this.session.state.debug.pause?.choice?.candidates[place]?.tid;
    if (tid !== undefined) this.choose(tid);
    return tid !== undefined;
  }

  /** Sets a breakpoint that stops at steps like the one at the cursor, or removes it. */
  toggleBreakpointHere(): void {
    const spec = this._specHere;
    if (spec === undefined) return;
    const { debugging } = this.session;
    const known = debugging.state.breakpoints.find((one) => isSameBreakpoint(one.spec, spec));
    if (known === undefined) debugging.addBreakpoint(spec);
    else debugging.removeBreakpoint(known.id);
    this.events.emit('brokenHere', { spec, isSet: known === undefined });
  }

  /** Changes the target of moves, the axis, or whether the breakpoints are open. */
  set(change: Partial<Settings>): void {
    this._settings = { ...this._settings, ...change };
    this._tell();
  }

  set speed(rowsPerSecond: number) {
    this._player.speed = rowsPerSecond;
    this._tell();
  }

  set query(text: string) {
    this.session.log.query = text;
    this._tell();
  }

  /** Shows fewer or more steps. */
  filter(change: Partial<StepFilter>): void {
    const { log } = this.session;
    log.filter = { ...log.filter, ...change };
    this._tell();
  }

  /** Hides a group of steps, or shows it again. */
  toggleGroup(group: StepGroup): void {
    this.session.log.toggle(group);
    this._tell();
  }

  private get _canDrive(): boolean {
    const { pause } = this.session.state.debug;
    return pause !== undefined && pause.choice === undefined && this._cursor.at >= this.session.log.length;
  }

  /** The breakpoint that stops at steps like the one at the cursor. */
  private get _specHere(): BreakpointSpec | undefined {
    return breakpointOfStep(this.session.log.at(this._cursor.at - 1));
  }

  private get _here(): TimeState['here'] {
    const here = this._specHere;
    if (here === undefined) return 'none';
    return this.session.state.debug.breakpoints.some(({ spec }) => isSameBreakpoint(spec, here)) ? 'set' : 'free';
  }

  private _advance(rows: number): boolean {
    const hasMore = this._cursor.moveRows(rows);
    if (!hasMore) {
      this._cursor.seek(undefined);
      this._player.pause();
      this._tell();
    }
    return hasMore;
  }

  private _pausePlaying(): void {
    if (!this._player.isPlaying) return;
    this._player.pause();
    this._tell();
  }

  private _tell(): void {
    const { state } = this;
    for (const listener of this._listeners) listener(state);
  }
}
