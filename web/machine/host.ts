/** Runs one machine at a time in the worker: carries out what the page asks, paces time, and reports what happened. */
import { Machine, PRESETS, SchemaError } from '../../src/index.ts';
import type { Client, RunResult, Snapshot, WsgiApp } from '../../src/index.ts';
import type { AppProblem, ClientAction, ClientNews, FromMachine, ToMachine } from '../protocol.ts';
import { AppLoadError, loadApp } from './app-loader.ts';
import { BUDGETS, exhausted } from './budget.ts';
import { Futures, historyOf } from './futures.ts';
import { Pace } from './pace.ts';

/** How long a machine runs before the page is told how far it is, how many system calls it makes between two looks at the clock, and how many rows go in one message. */
const SLICE_MS = 12;
const SLICE_CALLS = 100;
const ROWS_PER_MESSAGE = 5_000;
/** How long after one look at the budgets the next one is. */
const BUDGET_MS = 100;
/** Shorter logs are lived through again at once; longer ones are made ready for that in idle times, so many steps at a time. */
const LONG_LOG = 10_000;
const STEPS_AT_A_TIME = 1_500;
const MICROS_PER_MILLI = 1_000;

/** Kept here: they are gone from the global scope once an app of the reader's is loaded. */
const { performance: wallClock, setTimeout: later, clearTimeout: cancel } = globalThis;

type Boot = Extract<ToMachine, { type: 'boot' }>;

/** What of a client the page has been told. */
interface Told {
  state: string;
  length: number;
}

export class MachineHost {
  private _session = 0;
  private _machine: Machine | undefined;
  private _toldRows = 0;
  private _told: Told[] = [];
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _logBefore = '';
  private _isReplaying = false;
  private _app: WsgiApp | undefined;
  private _futures = new Futures();
  /** The machine lives through what was done before: as fast as it can, and its clients' news are told at the end. */
  private _isCatchingUp = false;
  private _lookedAt: number | undefined;
  private _isPreparing = false;
  /** The machine may not run any more, but its past can be looked at. */
  private _isOver = false;
  private _budgetsSeen = 0;
  private readonly _pace = new Pace(() => wallClock.now() / 1_000);
  private readonly _post: (message: FromMachine) => void;

  constructor(post: (message: FromMachine) => void) {
    this._post = post;
  }

  /** Does what a message asks. What goes wrong in here ends the session, with the reason. */
  receive(message: ToMachine): void {
    try {
      this._obey(message);
    } catch (error) {
      this._fail(error);
    }
  }

  private _obey(message: ToMachine): void {
    if (message.type === 'boot') return this._boot(message);
    if (message.session !== this._session) return;
    switch (message.type) {
      case 'client':
        this._act(message.client, message.action);
        return this._run();
      case 'seek': {
        if (this._machine === undefined) return;
        const snapshot = this._seek(this._machine, message.step);
        this._prepareSoon(this._machine);
        return this._post({ type: 'snapshot', session: this._session, step: message.step, snapshot });
      }
      case 'look':
        return this._look(message.client);
      case 'branch':
      case 'goToBranch':
      case 'nameBranch':
        return this._obeyFuture(message);
      case 'export': {
        if (this._machine === undefined) return;
        return this._post({ type: 'exported', session: this._session, scenario: this._machine.scenario });
      }
      case 'ping':
        return this._post({ type: 'pong', session: this._session });
    }
  }

  /** Another future: of the machine's, or one of those that are kept. */
  private _obeyFuture(message: Extract<ToMachine, { type: 'branch' | 'goToBranch' | 'nameBranch' }>): void {
    const [machine, app] = [this._machine, this._app];
    if (machine === undefined || app === undefined) return;
    if (message.type === 'nameBranch') {
      this._futures.rename(message.id, message.name);
      return this._tellBranches();
    }
    cancel(this._timer);
    this._isReplaying = true;
    const isNew = message.type === 'branch';
    const step = isNew ? Math.min(message.step, machine.trace.length) : 0;
    this._machine = isNew ? this._futures.leave(machine, step) : this._futures.go(machine, message.id, app);
    this._isReplaying = false;
    this._isOver = false;
    this._toldRows = step;
    this._isCatchingUp = true;
    this._pace.pause();
    this._post({ type: 'branched', session: this._session, from: step });
    this._tellBranches();
    // A new future has nothing to catch up with: not a step is made before what is done there.
    if (isNew) this._catchUp(this._machine);
    else this._run();
  }

  private _tellBranches(): void {
    this._post({ type: 'branches', session: this._session, branches: this._futures.infos() });
  }

  /** What was done before has been lived through: the page is told what its clients have seen. */
  private _catchUp(machine: Machine): void {
    this._isCatchingUp = false;
    this._told = machine.clients.map(({ receivedLength }) => ({ state: '', length: receivedLength }));
    const entries = historyOf(machine);
    this._post({ type: 'history', session: this._session, connections: machine.clients.length, entries });
    this._report(machine, true);
  }

  private _look(client: number | undefined): void {
    this._lookedAt = client;
    if (this._machine === undefined) return;
    this._machine.shownClients = new Set(client === undefined ? [] : [client]);
    if (!this._isCatchingUp) this._report(this._machine, !this._isOver);
  }

  /** Makes the way to any step short, while nothing else is wanted. */
  private _prepareSoon(machine: Machine): void {
    if (this._isPreparing || machine.trace.length < LONG_LOG) return;
    this._isPreparing = true;
    later(() => {
      this._isPreparing = false;
      if (machine !== this._machine) return;
      this._isReplaying = true;
      const hasMore = machine.prepareToSeek(STEPS_AT_A_TIME);
      this._isReplaying = false;
      if (hasMore) this._prepareSoon(machine);
    }, 0);
  }

  private _boot({ session, options, app, scenario }: Boot): void {
    this._session = session;
    this._machine = undefined;
    this._isOver = false;
    this._toldRows = 0;
    this._told = [];
    this._futures = new Futures();
    this._lookedAt = undefined;
    this._pace.pause();
    cancel(this._timer);
    this._logBefore = app?.logBefore ?? '';
    if (app?.code === undefined) {
      const preset = PRESETS.find(({ name }) => name === options.app) ?? PRESETS[0];
      if (preset === undefined) throw new Error('there is no app to serve');
      this._start(preset.app, options, scenario);
      return;
    }
    const onProblem = (problem: AppProblem): void => {
      if (session === this._session && !this._isReplaying) this._post({ type: 'problem', session, problem });
    };
    loadApp(app.code, onProblem)
      .then((loaded) => {
        if (session === this._session) this._start(loaded, options, scenario);
      })
      .catch((error: unknown) => {
        if (error instanceof AppLoadError) onProblem(error.problem);
        if (session === this._session) this._fail(error);
      });
  }

  private _start(app: WsgiApp, options: Boot['options'], scenario: unknown): void {
    this._app = app;
    this._machine = this._make(app, options, scenario);
    this._machine.shownClients = new Set(this._lookedAt === undefined ? [] : [this._lookedAt]);
    const presets = PRESETS.map(({ name, title, note }) => ({ name, title, note }));
    this._post({ type: 'booted', session: this._session, presets });
    this._run();
  }

  private _make(app: WsgiApp, { server, seed, isListening }: Boot['options'], scenario: unknown): Machine {
    this._isCatchingUp = scenario !== undefined;
    try {
      if (scenario !== undefined) return Machine.from(scenario, { app });
    } catch (error) {
      if (!(error instanceof SchemaError || error instanceof TypeError)) throw error;
      this._isCatchingUp = false;
      this._post({ type: 'refused', session: this._session, message: error.message });
    }
    return new Machine({ app, server, seed, ...(isListening ? {} : { program: nothing }) });
  }

  private _seek(machine: Machine, step: number): Snapshot {
    this._isReplaying = true;
    try {
      return this._shown(machine.seek(Math.min(step, machine.trace.length)));
    } finally {
      this._isReplaying = false;
    }
  }

  /** The terminal that the server writes to has seen its forerunners. */
  private _shown(snapshot: Snapshot): Snapshot {
    return this._logBefore === '' ? snapshot : { ...snapshot, log: this._logBefore + snapshot.log };
  }

  private _act(number: number, action: ClientAction): void {
    const machine = this._machine;
    if (machine === undefined) return;
    if (action.act === 'connect') return void machine.connect();
    const client = machine.clients[number];
    // The page may not know yet that the connection has ended.
    if (client === undefined || !client.isUsable) return;
    if (action.act === 'send') client.send(action.bytes);
    else client[action.act]();
  }

  /** Runs as far as the wall clock allows, reports, and comes back when something is due. */
  private _run(): void {
    const machine = this._machine;
    if (machine === undefined || this._isOver) return;
    cancel(this._timer);
    const result = this._runSlice(machine);
    const budget = this._budgetUsedUp(machine, result);
    this._report(machine, budget === undefined);
    const hasCaughtUp = result.why !== 'stopped' || machine.planned.length === 0;
    if (this._isCatchingUp && hasCaughtUp) this._catchUp(machine);
    // A broken machine goes no further, but its past can still be looked at.
    if (result.why === 'panic') return this._tellFailure(result.panic);
    if (budget !== undefined) {
      this._isOver = true;
      return this._tellFailure(budget);
    }
    if (result.why === 'stopped') this._timer = later(() => this._run(), 0);
    else if (machine.kernel.clock.hasWork) this._timer = later(() => this._run(), this._millisUntilDue(machine));
    else {
      this._pace.pause();
      this._prepareSoon(machine);
    }
  }

  private _runSlice(machine: Machine): RunResult {
    const end = wallClock.now() + SLICE_MS;
    for (;;) {
      const until = this._isCatchingUp ? undefined : this._pace.limit(machine.time);
      const result = machine.run({ calls: SLICE_CALLS, ...(until === undefined ? {} : { until }) });
      if (result.why !== 'stopped' || result.steps > BUDGETS.steps || wallClock.now() >= end) return result;
    }
  }

  private _budgetUsedUp(machine: Machine, { why }: RunResult): string | undefined {
    const now = wallClock.now();
    if (why === 'stopped' && now - this._budgetsSeen < BUDGET_MS) return undefined;
    this._budgetsSeen = now;
    return exhausted(machine);
  }

  private _millisUntilDue({ kernel }: Machine): number {
    const due = kernel.clock.nextDue() ?? kernel.clock.now;
    return Math.ceil((due - kernel.clock.now) / MICROS_PER_MILLI);
  }

  /** @param withSnapshot false for a machine that has become too big to be shown. */
  private _report(machine: Machine, withSnapshot: boolean): void {
    const { trace } = machine;
    const address = machine.address?.join(':');
    do {
      const to = Math.min(trace.length, this._toldRows + ROWS_PER_MESSAGE);
      const steps = trace.steps(this._toldRows, to);
      this._toldRows = to;
      const isLast = to === trace.length;
      const clients = isLast && !this._isCatchingUp ? this._clientNews(machine.clients) : [];
      const snapshot = isLast && withSnapshot ? this._shown(machine.snapshot()) : undefined;
      this._post({ type: 'progress', session: this._session, steps, snapshot, clients, address });
    } while (this._toldRows < trace.length);
  }

  private _clientNews(clients: readonly Client[]): ClientNews[] {
    const news: ClientNews[] = [];
    for (const client of clients) {
      const { number, state, receivedLength } = client;
      const told = (this._told[number] ??= { state: '', length: 0 });
      if (told.state === state && told.length === receivedLength) continue;
      const bytes = told.length === receivedLength ? new Uint8Array() : client.receivedBytes.slice(told.length);
      news.push({ client: number, state, bytes });
      told.state = state;
      told.length = receivedLength;
    }
    return news;
  }

  private _fail(error: unknown): void {
    cancel(this._timer);
    this._machine = undefined;
    this._tellFailure(error);
  }

  private _tellFailure(error: unknown): void {
    const message =
      error instanceof AppLoadError
        ? `The app could not be loaded: ${error.message}`
        : error instanceof Error
          ? `${error.name}: ${error.message}`
          : String(error);
    this._post({ type: 'failed', session: this._session, message });
  }
}

/** A server process that ends at once, so that nobody listens. */
function* nothing(): Generator<never, void, void> {}
