/**
 * Time: everything that happened, as a timeline and as a list, with a cursor that goes both ways. Lays out the parts of
 * time, and hands them keys.
 */
import css from './time-pane.css?inline';
import type { Face } from '../../kit/face.ts';
import { LazyPart } from '../../kit/lazy-part.ts';
import { candidateOfKey, commandOfKey } from '../../session/time/commands.ts';
import type { TimeModel } from '../../session/time/time-model.ts';
import type { Session } from '../../session/session.ts';
import { DebugTools, loadDrawer, loadStrip } from '../../parts/debug/index.ts';
import { loadBranches, MoveTools, StepFilterRow, StepList, StepSearch, TimeHeader } from '../../parts/steps/index.ts';
import { Timeline } from '../../parts/timeline/index.ts';

/** What is said of a part that could not be loaded. */
type Unloaded = 'steps.branches.unloaded' | 'debug.unloaded' | 'debug.strip.unloaded';

export class TimePane {
  readonly element = document.createElement('section');
  readonly time: TimeModel;
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _body = document.createElement('div');
  private readonly _list: StepList;
  private readonly _debugTools: DebugTools;
  private readonly _fold = document.createElement('button');
  private _isFolded = false;

  /** @param fold called to fold the list away, or to open it; without it there is no button for that. */
  constructor(face: Face, time: TimeModel, fold?: () => void) {
    face.adopt(css);
    this._face = face;
    this._session = time.session;
    this.time = time;
    const timeline = new Timeline(face.child(), time);
    this._list = new StepList(face.child(), time);
    this._debugTools = new DebugTools(face.child(), time);
    this.element.className = 'pane time';
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('steps.title')));
    this._fold.className = 'quiet fold';
    this._fold.hidden = fold === undefined;
    if (fold !== undefined) this._fold.addEventListener('click', fold);
    time.select(
      ({ length }) => length,
      () => this._nameFold(),
      face.scope,
    );
    face.onTexts(() => this._nameFold());
    this._body.className = 'time-body';
    this._body.append(new StepFilterRow(face.child(), time).element, this._list.element);
    const branches = document.createElement('div');
    const strip = document.createElement('div');
    strip.className = 'debug';
    this.element.append(
      new TimeHeader(face.child(), time, this._fold).element,
      timeline.element,
      branches,
      this._makeTools(timeline),
      strip,
      this._body,
    );
    this._listen();
    this._loadBranches(branches);
    this._loadStrip(strip);
    this._loadDrawer();
  }

  /** Whether only the timeline is in sight. */
  set isFolded(isFolded: boolean) {
    this._isFolded = isFolded;
    this.element.classList.toggle('is-folded', isFolded);
    this._nameFold();
  }

  private _nameFold(): void {
    const { texts } = this._face;
    this._fold.textContent = texts.say('steps.fold', { count: this.time.state.length });
    this._fold.setAttribute('aria-expanded', String(!this._isFolded));
    this._fold.title = texts.say(this._isFolded ? 'steps.fold.open' : 'steps.fold.close');
  }

  private _makeTools(timeline: Timeline): HTMLElement {
    const moves = new MoveTools(this._face.child(), this.time);
    const search = new StepSearch(this._face.child(), this.time);
    const tools = document.createElement('div');
    const spring = document.createElement('span');
    spring.className = 'spring';
    tools.className = 'time-tools';
    tools.append(moves.drive, moves.jump, this._debugTools.element, spring, search.element, timeline.fit);
    return tools;
  }

  private _listen(): void {
    this.element.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || (event.target as HTMLElement).matches('input, select, textarea')) return;
      const place = candidateOfKey(event);
      const command = commandOfKey(event, 'pane');
      if (place === undefined ? command === undefined : !this.time.chooseAt(place)) return;
      command?.run(this.time);
      event.preventDefault();
    });
    // Also from other panes, such as a terminal in which the reader waits for a response; before they get the key.
    this._face.onKey((event) => {
      const command = commandOfKey(event, 'everywhere');
      // In the editor the key goes to the next problem.
      if (command === undefined || (event.target instanceof Element && event.target.closest('.cm-editor') !== null))
        return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) command.run(this.time);
    });
  }

  /** The branches come when there is more than one. */
  private _loadBranches(place: HTMLElement): void {
    const part = new LazyPart(
      async () => {
        const { BranchStrip } = await loadBranches();
        place.append(new BranchStrip(this._face.child(), this._session).element);
      },
      () => this._reject('steps.branches.unloaded'),
    );
    this.time.select(
      ({ branches }) => branches.length > 1,
      (areMany) => part.show(() => undefined, areMany),
      this._face.scope,
    );
  }

  /** The strip comes when there is something that the machine may stop at. Buttons and keys work without it. */
  private _loadStrip(place: HTMLElement): void {
    const part = new LazyPart(
      async () => {
        const { DebugStrip } = await loadStrip();
        place.append(new DebugStrip(this._face.child(), this.time, () => this._list.element.focus()).element);
      },
      () => this._reject('debug.strip.unloaded'),
    );
    this.time.select(
      ({ debug }) => debug.breakpoints.length > 0 || debug.pause !== undefined || debug.isAsking !== false,
      (mayStop) => part.show(() => undefined, mayStop),
      this._face.scope,
    );
  }

  /** The breakpoints come when they are first opened. */
  private _loadDrawer(): void {
    let hasDrawer = false;
    const load = async (): Promise<void> => {
      const { BreakpointDrawer } = await loadDrawer();
      if (hasDrawer || this._face.scope.hasEnded) return;
      hasDrawer = true;
      const drawer = new BreakpointDrawer(this._face.child(), this.time, () => this._debugTools.focus());
      this._body.append(drawer.element);
      if (this.time.state.isDrawerOpen) drawer.focus();
    };
    const fail = (): void => {
      this.time.set({ isDrawerOpen: false });
      this._reject('debug.unloaded');
    };
    this.time.select(
      ({ isDrawerOpen }) => isDrawerOpen && !hasDrawer,
      (isWanted) => isWanted && void load().catch(fail),
      this._face.scope,
    );
  }

  private _reject(key: Unloaded): void {
    this._session.events.emit('rejected', this._face.texts.say(key));
  }
}
