/**
 * The page's life with its machine: boots it, tells it what people want, hears what it says, and keeps the cursor. What is shown of
 * that is in the store; the panes draw it.
 */
import type { ConnectionSnapshot, Snapshot } from '../../src/index.ts';
import { withComplaints } from './complaints.ts';
import { Debugging } from './debug/debugging.ts';
import { MethodNames } from './debug/method-names.ts';
import { NO_DEBUG } from './debug/state.ts';
import type { Drafts } from './drafts.ts';
import { lazily } from '../kit/lazy.ts';
import { noticeText } from '../texts/notices-en.ts';
import { MachineLink } from './worker-link.ts';
import type {
  AppCode,
  ClientAction,
  Comparison,
  FromMachine,
  Pause,
  PresetInfo,
  ServerKind,
  When,
} from '../../src/host/protocol.ts';
import { Pointing } from './pointing.ts';
import { StepLog } from './log/step-log.ts';
import { outgrowAddress } from './address.ts';
import { sharedOf } from './shared.ts';
import type { Boot, Opened } from './boot.ts';
import { Events } from '../kit/events.ts';
import { onChange } from '../kit/on-change.ts';
import type { Scope } from '../kit/scope.ts';
import type { SessionEvents } from './events.ts';
import type { PageState } from './store.ts';
import { Store } from './store.ts';

/** Shown in the list of apps until the worker has told which there are. */
const FIRST_PRESET: PresetInfo = { name: 'hello', title: 'Hello (JSON)', note: '' };

const START: PageState = {
  health: 'starting',
  failure: '',
  options: { server: 'base', app: FIRST_PRESET.name, seed: 0 },
  linked: undefined,
  problem: undefined,
  complaints: [],
  isEditing: false,
  presets: [FIRST_PRESET],
  address: undefined,
  length: 0,
  ready: 0,
  live: undefined,
  cursor: undefined,
  branches: [],
  isReliving: false,
  debug: NO_DEBUG,
  planned: [],
  compared: undefined,
  comparison: undefined,
  otherShown: undefined,
  shown: undefined,
  marked: undefined,
  connection: undefined,
};

/** How much of the log of a server is shown before that of the next one. */
const KEPT_LOG = 8_000;

/** So many steps from a step that was shown, the machine that shows the past has hardly a way to go. */
const NEAR = 64;

type News<T extends FromMachine['type']> = Extract<FromMachine, { type: T }>;

export const loadCompiler = lazily(() => import('./compile.ts'));

export class Session {
  readonly store: Store;
  readonly log = new StepLog();
  readonly events = new Events<SessionEvents>();
  readonly link: MachineLink;
  /** The reader's versions of apps. */
  readonly drafts: Drafts;
  readonly debugging = new Debugging(
    (request) => this.link.request(request),
    (debug) => this.store.set({ debug }),
  );
  /** Python's names of the mirrored methods, on which breakpoints can be set. */
  readonly methodNames = new MethodNames(() => {
    this.link.request({ type: 'names' });
    return this.link.isUp || this.store.state.health === 'starting';
  });
  /** Finds what belongs to a byte or a key that is pointed at. */
  readonly pointing = new Pointing(this.log, {
    connection: () => connectionOf(this.store.state),
    mark: (marked) => this.store.set({ marked }),
    goTo: (cursor) => this.seek(cursor >= this.log.length ? undefined : cursor),
    failed: () => this.events.emit('bytesUnfindable', undefined),
  });
  private readonly _takesFailure: (message: string) => boolean;
  /** The newest wish to boot: an app takes a moment to be compiled. */
  private _bootRequest = 0;
  private _connections = 0;
  /** Why the terminals show another past. */
  private _reason = '';
  /** The connection that is looked at, and the one that will be at the live end. */
  private _looked: readonly (number | undefined)[] = [];
  /** The step that a link points at. */
  private _wanted: number | undefined;

  /** @param scope what the session owns ends with it. @param takesFailure told that the machine has ended. True when it deals with that: then nothing else is done. */
  constructor(scope: Scope, drafts: Drafts, takesFailure: (message: string) => boolean) {
    this.drafts = drafts;
    this.store = new Store(START, scope);
    this.link = new MachineLink(
      {
        onAction: outgrowAddress,
        onMessage: (message) => this._hear(message),
        onHealth: (health, notice) => {
          const failure = notice === undefined ? '' : noticeText(notice);
          if (this._takesFailure(failure === '' ? 'its machine did not answer' : failure)) return;
          this.store.set({ health, failure });
          this.events.emit('planned', []);
          this.events.emit('reset', 'the machine has stopped');
          this.methodNames.arrived(undefined);
        },
      },
      scope,
    );
    this._takesFailure = takesFailure;
  }

  get state(): PageState {
    return this.store.state;
  }

  /**
   * Calls `show` with what `pick` takes of the state: now, and whenever that has changed. An array has changed when one of its values has.
   */
  select<T>(pick: (state: PageState) => T, show: (value: T) => unknown, scope: Scope): void {
    const end = this.store.subscribe(onChange(pick, show));
    scope.onEnd(end);
  }

  /** Calls `listener` at each event of that name. */
  on<K extends keyof SessionEvents>(name: K, listener: (value: SessionEvents[K]) => unknown, scope: Scope): void {
    this.events.on(name, listener, scope);
  }

  /** Boots a machine with these options changed; another app comes with the reader's changes to it, if there are any. */
  boot(change: Partial<PageState['options']> = { app: FIRST_PRESET.name }, boot: Boot = {}): void {
    const request = (this._bootRequest += 1);
    const own = change.app !== undefined && !('source' in change) ? { source: this.drafts.read(change.app) } : {};
    const options = { ...this.store.state.options, ...own, ...change };
    const { source } = options;
    const { logBefore = '', scenario } = boot;
    // A link's app is not the reader's version of the preset.
    if (change.app !== undefined) this.store.set({ linked: scenario === undefined ? undefined : source });
    if (source === undefined) return this._start(options, { code: undefined, logBefore }, boot);
    void loadCompiler()
      .then(({ compile }) => {
        const compiled = compile(source);
        if (request !== this._bootRequest) return;
        if (typeof compiled === 'string') return this._start(options, { code: compiled, logBefore }, boot);
        // The server that runs goes on.
        this.store.set({
          problem: compiled,
          options: { ...options, source: this.store.state.options.source ?? source },
        });
        if (this.store.state.health !== 'starting') return;
        this.store.set({ health: 'failed', failure: `The app could not be compiled: ${compiled.message}` });
      })
      .catch(() => this.store.set({ health: 'failed', failure: 'The compiler could not be loaded' }));
  }

  /** A machine of a link: it lives the scenario first. */
  open(change: Partial<PageState['options']>, { scenario, cursor, held, breakpoints, isAsking }: Opened): void {
    this._reason = 'from a link';
    this._wanted = cursor === held?.step ? undefined : cursor;
    this.debugging.adopt(breakpoints, isAsking);
    this.boot(change, { scenario, held });
  }

  /** The app has changed: the server starts again with it, as under Werkzeug's reloader. */
  serve(source: string | undefined): void {
    outgrowAddress();
    const { options, live } = this.store.state;
    const lines = ` * Detected change in '${options.app}.ts', reloading\n * Restarting with stat\n`;
    this.boot({ source }, { logBefore: (live?.log ?? '').slice(-KEPT_LOG) + lines });
  }

  /** Ctrl+C in the terminal of the server. */
  interrupt(): void {
    const { cursor } = this.store.state;
    if (cursor !== undefined && !this._standsAt(cursor)) this._branch(cursor);
    this.link.request({ type: 'interrupt' });
  }

  /** Asks for everything that is needed to live the same again. */
  share(): void {
    this.link.request({ type: 'export' });
  }

  /** Connections are numbered in their order: none can be opened before one that is planned, which is said. */
  mayConnect(): boolean {
    const next = this.store.state.planned.find(({ action }) => action.act === 'connect');
    if (next === undefined) return true;
    const what = `The scenario has yet to open connection ${next.client + 1}: until then nobody else can connect.`;
    this.events.emit('rejected', `${what} ↑ brings back what you typed.`);
    return false;
  }

  /** Opens a connection; answers its number. */
  connect(): number {
    const number = this._connections++;
    this.link.client(number, { act: 'connect' });
    return number;
  }

  /** Looks at a connection. @param newest the one to be looked at at the live end; its bytes are there when the reader goes back. */
  look(connection: number | undefined, newest = connection): void {
    const [before, newestBefore] = this._looked;
    if (connection === before && newest === newestBefore) return;
    this._looked = [connection, newest];
    this.link.request({ type: 'showClients', clients: this._looked.filter((client) => client !== undefined) });
    const { cursor } = this.store.state;
    if (cursor === undefined) this.store.set({ connection });
    // In the past it is shown once its bytes are there.
    else if (connection !== before) this.link.seek(cursor);
  }

  /**
   * Something is to be done: `now`, or `later` when no machine is there yet, or `soon`: in the past another future is made first.
   */
  enter(): 'now' | 'soon' | 'later' {
    const { health, cursor, isReliving } = this.store.state;
    if (health !== 'running') return 'later';
    if (isReliving) return 'soon';
    if (cursor === undefined) return 'now';
    if (this._standsAt(cursor)) {
      // What is done now comes next.
      this.seek(undefined);
      return 'now';
    }
    this._branch(cursor);
    return 'soon';
  }

  /** Plans something. For a step that has been, it is done in another future, which begins there. */
  plan(client: number, action: ClientAction, when: When): void {
    if (when.step !== undefined && when.step < this.log.length) this._branch(when.step);
    this.link.request({ type: 'plan', client, action, when });
  }

  goToBranch(id: number): void {
    const { branches, isReliving } = this.store.state;
    const branch = branches.find((branch) => branch.id === id);
    if (branch === undefined || branch.isCurrent || isReliving) return;
    this._reason = branch.name;
    this.store.set({ isReliving: true });
    this.link.request({ type: 'goToBranch', id });
  }

  /** Shows the machine after `cursor` steps; undefined follows the live end. */
  seek(cursor: number | undefined): void {
    const { live, cursor: before } = this.store.state;
    if (cursor === before) return;
    if (cursor === undefined) {
      this.store.set({ cursor, shown: live });
      return this.events.emit('past', undefined);
    }
    // The worker stands close by: it answers before anything could be painted.
    if (before !== undefined && Math.abs(cursor - before) <= NEAR) this.store.hold({ cursor });
    else this.store.set({ cursor });
    this.link.seek(cursor);
  }

  /** Another machine with that server is to live the same; undefined for no longer. */
  compare(server: ServerKind | undefined): void {
    this.store.set({ compared: server, comparison: undefined, otherShown: undefined });
    this.link.request({ type: 'compare', server });
  }

  /** Moves the cursor that this machine shares with the other one. */
  seekBoth(cursor: number | undefined, other: number): void {
    this.seek(cursor);
    this.link.seekCompared(other);
  }

  /** Whether the machine is paused at that very step. */
  private _standsAt(cursor: number): boolean {
    return this.store.state.debug.pause?.step === cursor;
  }

  private _branch(step: number): void {
    this._reason = `another future from step ${step.toLocaleString('en')}`;
    this.store.set({ isReliving: true });
    this.link.request({ type: 'branch', step });
  }

  private _start(options: PageState['options'], app: AppCode, { scenario, held }: Boot): void {
    this._connections = 0;
    this._looked = [];
    this.log.clear();
    const { presets, isEditing, linked, compared } = this.store.state;
    const { specs: breakpoints, state: debug } = this.debugging.restart();
    this.store.set({ ...START, presets, isEditing, linked, options, debug, isReliving: scenario !== undefined });
    this.events.emit('planned', []);
    this.events.emit('reset', 'the machine was started anew');
    this.link.boot({ options, app, scenario, pauseAt: held, breakpoints, isAsking: debug.isAsking });
    // A server is not compared with itself.
    if (compared !== undefined) this.compare(compared === options.server ? otherThan(compared) : compared);
  }

  private _hear(message: FromMachine): void {
    switch (message.type) {
      case 'booted':
        this.methodNames.booted();
        return this.store.set({ health: 'running', presets: message.presets });
      case 'progress':
        return this._progress(message);
      case 'snapshot':
        // A late answer: the cursor is at the end again.
        if (this.store.state.cursor === undefined) return;
        if (message.snapshot === undefined) return this.seek(undefined);
        this.events.emit('past', message.seen);
        return this._showPast(message.snapshot);
      case 'branched':
        this.log.truncate(message.from);
        this.store.set({ complaints: this.store.state.complaints.filter(({ step }) => step <= message.from) });
        if (message.isSame) return;
        this.store.set({ cursor: undefined, length: message.from, isReliving: true });
        return this.events.emit('past', undefined);
      case 'branches':
        return this.store.set({ branches: message.branches });
      case 'history':
        return this._relive(message);
      case 'paused':
        return this._paused(message.pause, message.isAsking);
      case 'breakpointRejected':
        return this.debugging.rejected(message.index, noticeText(message.notice));
      case 'seekPrepared':
        return this.store.set({ ready: message.length });
      case 'planned':
        this.events.emit('planned', message.inputs);
        return this.store.set({ planned: message.inputs });
      case 'names':
        return this.methodNames.arrived(message.names);
      case 'rejected':
        if (message.request === 'branch' || message.request === 'goToBranch') {
          this.store.set({ isReliving: false });
          this.events.emit('dropped', undefined);
        }
        return this.events.emit('rejected', noticeText(message.notice));
      case 'note':
        return this.events.emit('note', noticeText(message.notice));
      case 'exported':
        return this.events.emit('exported', {
          shared: sharedOf(this.store.state, message.scenario),
          source: this.store.state.options.source,
        });
      case 'scenarioRejected':
        this._wanted = undefined;
        this.store.set({ isReliving: false });
        return this.events.emit('refused', noticeText(message.notice));
      case 'loadProblem': {
        const { notice, line } = message.problem;
        return this.store.set({ problem: { when: 'load', message: noticeText(notice), line } });
      }
      case 'complaints':
        return this.store.set(withComplaints(this.store.state, message.complaints));
      case 'failed':
        if (this._takesFailure(noticeText(message.notice))) return;
        return this.store.set({ health: 'failed', failure: noticeText(message.notice) });
      case 'compared':
        return this._compared(message.comparison);
      case 'comparedSnapshot':
        if (message.snapshot !== undefined) this.store.set({ otherShown: message.snapshot });
        return;
      case 'pong':
    }
  }

  private _compared(comparison: Comparison): void {
    // A late answer: something else is wanted by now.
    if (comparison.server !== this.store.state.compared) return;
    this.store.set({ comparison });
  }

  private _progress({ steps, snapshot, clients, did, address }: News<'progress'>): void {
    const isFirst = this.log.length === 0;
    if (steps !== undefined) {
      this.log.append(steps);
      const live = snapshot ?? this.store.state.live;
      const isLive = this.store.state.cursor === undefined;
      this.store.set({ address, length: this.log.length, live, ...(isLive ? { shown: live } : {}) });
    }
    this._connections += did.filter(({ did }) => did === 'connect').length;
    if (did.length > 0) this.events.emit('done', did);
    this.events.emit('reports', clients);
    if (isFirst) this.events.emit('ready', undefined);
    this._goToWanted();
  }

  /** Shows a moment in the past, unless an answer with the connection that is looked at now is on its way. */
  private _showPast(shown: Snapshot): void {
    const [connection] = this._looked;
    const isThere = connection === undefined || shown.connections.some(({ client }) => client === connection);
    if (isThere || !this.link.isSeeking) this.store.set({ shown, connection }, true);
  }

  /** What a link points at comes with one of its steps. */
  private _goToWanted(): void {
    if (this.store.state.isReliving || this._wanted === undefined || this._wanted >= this.log.length) return;
    this.seek(this._wanted);
    this._wanted = undefined;
  }

  /** The machine stands still, or goes on: the cursor goes where it stands. */
  private _paused(pause: Pause | undefined, isAsking: boolean): void {
    const { pause: before } = this.debugging.state;
    this.debugging.paused(pause, isAsking);
    if (pause === undefined || (pause.why === before?.why && pause.step === before.step)) return;
    // A link may point at a moment before that.
    if (pause.why === 'link' && this.store.state.cursor !== undefined) return;
    this.seek(pause.step < this.log.length ? pause.step : undefined);
  }

  /** The clients have done other things than those seen so far. */
  private _relive({ connections, entries }: News<'history'>): void {
    this._connections = connections;
    this.store.set({ isReliving: false });
    const { id } = this.store.state.branches.find(({ isCurrent }) => isCurrent) ?? { id: 1 };
    this.events.emit('history', { entries, reason: this._reason, branch: id });
    this.events.emit('ready', undefined);
    this._goToWanted();
  }
}

/** The connection that is looked at, as it is at the moment that is shown. */
export const connectionOf = ({ shown, connection }: PageState): ConnectionSnapshot | undefined =>
  shown?.connections.find(({ client }) => client === connection);

/** Whether the page shows what goes on now, so that what is new may be drawn a little later. */
export const isLive = ({ cursor, debug }: PageState): boolean => cursor === undefined && debug.pause === undefined;

/** What a server is compared with first. */
export const otherThan = (server: ServerKind): ServerKind => (server === 'base' ? 'threaded' : 'base');
