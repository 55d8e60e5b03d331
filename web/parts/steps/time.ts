/** Time: the log of everything that happened, as a timeline and as a list, with a cursor that goes both ways. */
import type { BreakpointDrawer } from '../debug/drawer.ts';
import { NO_DEBUG } from '../../session/debug/debugging.ts';
import type { DebugPort, DebugState } from '../../session/debug/port.ts';
import type { DebugStrip } from '../debug/strip.ts';
import { breakpointOfStep, breakpointTitle, isSameBreakpoint, pausedAt } from '../../session/debug/texts.ts';
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import { isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { PageState } from '../../session/store.ts';
import stepsCss from './steps.css?inline';
import timeCss from './time.css?inline';
import type { BranchInfo, StepMove } from '../../../src/host/protocol.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { callMove, nearest } from '../../session/log/moves.ts';
import { Player } from '../timeline/player.ts';
import { Timeline } from '../timeline/timeline.ts';
import type { BranchPort, BranchStrip } from './branch-strip.ts';
import { LazyPart } from '../../kit/lazy-part.ts';
import { StepList } from './step-list.ts';
import type { ButtonMove } from './time-button.ts';
import { FilterRow } from './time-filter.ts';
import { TimeHead } from './time-head.ts';
import type { HeadState } from './time-head.ts';
import { debugKeyOf, isHoldKey, moveOf } from './time-keys.ts';
import { StepSearch } from './time-search.ts';
import { TimeTools } from './time-tools.ts';

/** What the pane asks of the page. */
export interface TimePort extends BranchPort, DebugPort {
  /** The cursor is to stand behind `cursor` steps; undefined follows the live end. */
  seek(cursor: number | undefined): void;
  /** What was asked for cannot be done. */
  unable(message: string): void;
}

/** Where the page stands. */
export interface TimeMoment {
  /** How many steps have happened; undefined for all. */
  readonly cursor: number | undefined;
  /** Virtual time there, in microseconds. */
  readonly time: number;
  readonly end: HeadState['end'];
}

/** The earliest moment: a machine is born with its first thread. */
const FIRST = 1;

/** Moves of the cursor that move a paused machine on, from the end of its log. */
const DRIVES: Readonly<Partial<Record<ButtonMove, StepMove>>> = {
  forward: 'step',
  into: 'into',
  over: 'over',
  out: 'out',
};

export const loadBranches = lazily(() => import('./branch-strip.ts'));
export const loadStrip = lazily(() => import('../debug/strip.ts'));
export const loadDrawer = lazily(() => import('../debug/drawer.ts'));

export class TimePane {
  readonly element = document.createElement('section');
  private readonly _head: TimeHead;
  private readonly _timeline: Timeline;
  private readonly _branches = this._makeBranches();
  private readonly _tools: TimeTools;
  private readonly _body = document.createElement('div');
  private readonly _filter: FilterRow;
  private readonly _list: StepList;
  private readonly _search: StepSearch;
  private readonly _player = new Player((rows) => this._advance(rows));
  private readonly _face: Face;
  private readonly _log: StepLog;
  private readonly _port: TimePort;
  /** Where it goes; it comes when there is something that the machine may stop at. */
  private readonly _stripPlace = document.createElement('div');
  private readonly _strip = this._makeStrip();
  /** Told to a screen reader. */
  private readonly _news = document.createElement('p');
  private _drawer: BreakpointDrawer | undefined;
  private _isListOpen = false;
  private _debug = NO_DEBUG;
  private _cursor: number | undefined;
  private _time = 0;
  private _end: TimeMoment['end'] = '';
  /** Steps at which a branch begins. */
  private _flags: readonly number[] = [];

  constructor(face: Face, session: Session) {
    const { log } = session;
    this._face = face;
    this._log = log;
    this._port = timePort(session);
    face.adopt(stepsCss, timeCss);
    this.element.className = 'pane time';
    this.element.setAttribute('aria-label', 'Time');
    this._head = this._makeHead();
    this._timeline = new Timeline(face, log, {
      seek: (cursor) => this._goTo(cursor),
      viewed: () => this._renderTools(),
    });
    this._search = new StepSearch(log, { seek: (number) => this._goTo(number + 1), changed: () => this._redraw() });
    this._tools = this._makeTools();
    this._stripPlace.className = 'debug';
    this._news.className = 'sr';
    this._news.setAttribute('role', 'status');
    this._filter = new FilterRow(log, () => this._redraw());
    this._list = new StepList(log, (number) => this._goTo(number + 1));
    this._body.className = 'time-body';
    this._body.append(this._filter.element, this._list.element);
    const parts = [this._head, this._timeline, this._tools].map(({ element }) => element);
    this.element.append(...parts, this._stripPlace, this._body, this._news);
    this._list.element.addEventListener('keydown', (event) => this._onKey(event));
    this._timeline.stage.addEventListener('keydown', (event) => this._onTimelineKey(event));
    this.element.addEventListener('keydown', (event) => this._onDebugKey(event));
    // From anywhere on the page, as from a terminal in which somebody waits for the answer; before others get it.
    face.onKey((event) => this._onHoldKey(event));
    this.update({ cursor: undefined, time: 0, end: '' });
    const draw = face.paced(
      () => this._show(session.state),
      () => isLive(session.state),
    );
    session.select(
      (state) => [state.cursor, state.length, state.branches, state.debug, log.version, endOf(state)],
      draw,
      face.scope,
    );
    session.select(
      ({ marked }) => marked?.step,
      (step) => this.link(step),
      face.scope,
    );
    face.scope.onEnd(() => this._player.pause());
  }

  private _show(state: PageState): void {
    const { cursor, length, branches, debug } = state;
    const time = Math.round((this._log.at((cursor ?? length) - 1)?.time ?? 0) * 1_000_000);
    this.update({ cursor, time, end: endOf(state) }, branches, debug);
  }

  update({ cursor, time, end }: TimeMoment, branches: readonly BranchInfo[] = [], debug: DebugState = NO_DEBUG): void {
    this._flags = branches.flatMap(({ parent, step }) => (parent === undefined ? [] : [step]));
    this._branches.show((strip) => strip.update(branches), branches.length > 1);
    this._cursor = cursor;
    this._time = time;
    this._end = end;
    this._debug = debug;
    this._list.stop(debug.pause && pausedAt(debug.pause) - 1);
    this._redraw();
    const { breakpoints, pause, isAsking } = debug;
    this._strip.show((strip) => strip.update(debug), breakpoints.length > 0 || pause !== undefined || isAsking);
    this._drawer?.update(debug);
  }

  /** Marks a step that belongs to what is pointed at elsewhere. */
  link(number: number | undefined): void {
    this._list.link(number);
    this._timeline.link(number);
  }

  private _makeHead(): TimeHead {
    return new TimeHead({
      move: (move) => this._move(move),
      play: () => this._togglePlay(),
      setSpeed: (rowsPerSecond) => {
        this._player.speed = rowsPerSecond;
      },
      setAxis: (isTime) => {
        this._timeline.isTime = isTime;
        this._redraw();
      },
    });
  }

  private _makeTools(): TimeTools {
    return new TimeTools(this._search.element, {
      move: (move) => this._move(move),
      hold: () => this._hold(),
      breakHere: () => this._breakHere(),
      toggleList: () => this._toggleList(),
      ask: (isAsking) => this._port.ask(isAsking),
      showWhole: () => this._timeline.showWhole(),
    });
  }

  private _makeBranches(): LazyPart<BranchStrip> {
    const load = async (): Promise<BranchStrip> => {
      const { BranchStrip } = await loadBranches();
      const strip = new BranchStrip(this._face, this._port);
      this._timeline.element.after(strip.element);
      return strip;
    };
    return new LazyPart(load, () => this._port.unable('The list of futures could not be loaded.'));
  }

  private _makeStrip(): LazyPart<DebugStrip> {
    const load = async (): Promise<DebugStrip> => {
      const { DebugStrip } = await loadStrip();
      const strip = new DebugStrip(this._face, {
        resume: () => this._resume(),
        choose: (tid) => this._decide(tid),
        ask: (isAsking) => this._port.ask(isAsking),
        seek: (cursor) => this._goTo(cursor),
        colourOf: (tid) => this._log.colourOf(tid),
        focusElsewhere: () => this._list.element.focus(),
      });
      this._stripPlace.append(strip.element);
      return strip;
    };
    // The buttons and keys do without it.
    return new LazyPart(load, () => this._port.unable('What tells of pauses and choices could not be loaded.'));
  }

  private get _at(): number {
    return this._cursor ?? this._log.length;
  }

  /** Whether a step forward is one of the machine's, not of the cursor. */
  private get _canDrive(): boolean {
    const { pause } = this._debug;
    return pause !== undefined && pause.choice === undefined && this._at >= this._log.length;
  }

  private _redraw(): void {
    this._timeline.update(this._at, this._flags);
    this._list.update(this._at);
    this._search.update(this._at);
    this._filter.update();
    this._head.update({
      at: this._at,
      length: this._log.length,
      time: this._time,
      isAtStart: this._at <= FIRST,
      isLive: this._cursor === undefined,
      canDrive: this._canDrive,
      // Inside a plain function its log goes on beyond where it stands.
      isPaused: [this._log.length, this._debug.pause?.step].includes(this._at) && this._debug.pause !== undefined,
      end: this._end,
      isPlaying: this._player.isPlaying,
      speed: this._player.speed,
      isTime: this._timeline.isTime,
    });
    this._renderTools();
  }

  private _renderTools(): void {
    const here = breakpointOfStep(this._log.at(this._at - 1));
    const isSet = here !== undefined && this._debug.breakpoints.some(({ spec }) => isSameBreakpoint(spec, here));
    this._tools.update({
      debug: this._debug,
      isAtStart: this._at <= FIRST,
      isLive: this._cursor === undefined,
      canDrive: this._canDrive,
      here: here === undefined ? 'none' : isSet ? 'set' : 'free',
      isListOpen: this._isListOpen,
      isWhole: this._timeline.isWhole,
    });
  }

  /** The machine is paused, or goes on; where somebody is asked, the usual rule answers. */
  private _hold(): void {
    const { pause } = this._debug;
    if (pause === undefined) this._port.pause();
    else if (pause.choice === undefined) this._resume();
    else this._choose(0);
  }

  /** What comes now is to be seen, wherever the cursor was. */
  private _resume(): void {
    this._port.seek(undefined);
    this._port.resume();
  }

  private _decide(tid: number): void {
    this._port.seek(undefined);
    this._port.choose(tid);
  }

  /** Decides for the candidate of a place; answers whether there is one. */
  private _choose(place: number): boolean {
    const tid = this._debug.pause?.choice?.candidates[place]?.tid;
    if (tid !== undefined) this._decide(tid);
    return tid !== undefined;
  }

  /** Sets a breakpoint on what the step under the cursor does, or takes it away. */
  private _breakHere(): void {
    const here = breakpointOfStep(this._log.at(this._at - 1));
    if (here === undefined) return;
    const known = this._debug.breakpoints.find(({ spec }) => isSameBreakpoint(spec, here));
    this._news.textContent = `Breakpoint ${known === undefined ? 'set' : 'removed'}: ${breakpointTitle(here)}`;
    if (known === undefined) this._port.addBreakpoint(here);
    else this._port.removeBreakpoint(known.id);
  }

  private _toggleList(): void {
    this._isListOpen = !this._isListOpen;
    this._renderTools();
    if (this._drawer !== undefined) return this._showDrawer(this._drawer);
    void loadDrawer().then(
      ({ BreakpointDrawer }) => {
        if (this._drawer !== undefined) return;
        this._drawer = new BreakpointDrawer(this._face, this._log, this._port, () => this._toggleList());
        this._body.append(this._drawer.element);
        this._drawer.update(this._debug);
        this._showDrawer(this._drawer);
      },
      () => {
        this._isListOpen = false;
        this._renderTools();
        this._port.unable('The breakpoints could not be loaded.');
      },
    );
  }

  private _showDrawer(drawer: BreakpointDrawer): void {
    const hadFocus = drawer.element.contains(this._face.activeElement);
    drawer.element.hidden = !this._isListOpen;
    if (this._isListOpen) drawer.focus();
    else if (hadFocus) this._tools.opener?.focus();
  }

  private _onTimelineKey(event: KeyboardEvent): void {
    if (event.altKey) return;
    if (this._timeline.onKey(event)) event.preventDefault();
    else if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      this._goTo(this._at + (event.key === 'PageUp' ? -1 : 1) * this._timeline.page);
    } else this._onKey(event);
  }

  private _onKey(event: KeyboardEvent): void {
    const move = moveOf(event);
    if (move === undefined) return;
    event.preventDefault();
    if (move === 'search') this._search.focus();
    else if (move === 'play') this._togglePlay();
    else this._move(move);
  }

  private _onDebugKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || (event.target as HTMLElement).matches('input, select, textarea')) return;
    const key = debugKeyOf(event);
    if (key === 'break') this._breakHere();
    else if (key === undefined || !this._choose(key)) return;
    event.preventDefault();
  }

  private _onHoldKey(event: KeyboardEvent): void {
    if (!isHoldKey(event)) return;
    // In the editor it goes to the next problem.
    if (event.target instanceof Element && event.target.closest('.cm-editor') !== null) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this._hold();
  }

  private _togglePlay(): void {
    if (this._player.isPlaying) this._player.pause();
    else {
      // From the end there is nothing to play: it begins anew.
      if (this._cursor === undefined) this._seek(FIRST);
      this._player.play();
    }
    this._redraw();
  }

  /** Goes on by visible rows; answers whether more follow. */
  private _advance(rows: number): boolean {
    const { visible } = this._log;
    const place = this._log.placeBefore(this._at) + rows;
    const isOver = place >= visible.length - 1;
    this._seek(isOver ? undefined : (visible[place] ?? 0) + 1);
    return !isOver;
  }

  private _move(move: ButtonMove): void {
    this._player.pause();
    const drive = DRIVES[move];
    if (drive !== undefined && this._canDrive) return this._port.step(drive);
    const at = this._at;
    switch (move) {
      case 'end':
        return this._seek(undefined);
      case 'start':
        return this._seek(FIRST);
      case 'previous':
      case 'next':
        return this._moveToTarget(at, move === 'next' ? 1 : -1);
      case 'into':
      case 'over':
      case 'out': {
        const number = callMove(this._log, move, at - 1);
        return this._seek(number === undefined ? undefined : number + 1);
      }
      case 'back':
      case 'forward':
        return this._moveRows(move === 'forward' ? 1 : -1);
      case 'page back':
      case 'page forward':
        return this._moveRows(move === 'page forward' ? this._list.page : -this._list.page);
    }
  }

  private _moveRows(by: number): void {
    const { visible } = this._log;
    const place = this._log.placeBefore(this._at) + by;
    if (place < 0) this._seek(FIRST);
    else this._seek(place >= visible.length ? undefined : (visible[place] ?? 0) + 1);
  }

  private _moveToTarget(at: number, direction: 1 | -1): void {
    const number = nearest(this._log, this._tools.target, direction === 1 ? at : at - 2, direction);
    if (number !== undefined) this._seek(number + 1);
    else this._seek(direction === 1 ? undefined : FIRST);
  }

  /** A place that was pointed at: playing ends there. */
  private _goTo(cursor: number): void {
    this._player.pause();
    this._seek(Math.max(FIRST, cursor));
  }

  private _seek(cursor: number | undefined): void {
    // The next key may come before this is drawn.
    this._cursor = cursor === undefined || cursor >= this._log.length ? undefined : cursor;
    this._port.seek(this._cursor);
  }
}

/** What the time pane asks for is the session's, or its debugger's. */
function timePort(session: Session): TimePort {
  const { debugging } = session;
  return {
    seek: (cursor) => session.seek(cursor),
    goToBranch: (id) => session.goToBranch(id),
    nameBranch: (id, name) => session.link.request({ type: 'nameBranch', id, name }),
    addBreakpoint: (spec) => debugging.addBreakpoint(spec),
    changeBreakpoint: (id, change) => debugging.changeBreakpoint(id, change),
    removeBreakpoint: (id) => debugging.removeBreakpoint(id),
    pause: () => debugging.pause(),
    resume: () => debugging.resume(),
    step: (move) => debugging.step(move),
    ask: (isAsking) => debugging.ask(isAsking),
    choose: (tid) => debugging.choose(tid),
    unable: (message) => session.events.emit('rejected', message),
    names: (tell) => debugging.names(tell),
  };
}

/** How a machine stands that goes no further, or whose server does not; empty for one that lives. */
function endOf({ health, live }: PageState): '' | 'ended' | 'stopped' {
  if (health === 'failed' || health === 'silent') return 'ended';
  return live === undefined || live.processes.some(({ name }) => name === 'server') ? '' : 'stopped';
}
