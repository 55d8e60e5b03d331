/** Runs one machine at a time in the worker: carries out what the page asks, paces time, and reports what happened. */
import { mirroredNames } from '../index.ts';
import type { Machine, RunResult, ScenarioInput, Snapshot, WsgiApp } from '../index.ts';
import type { ClientAction, FromMachine, RequestType, ToMachine, WithoutSession } from './protocol.ts';
import { BUDGETS, Budget } from './budget.ts';
import { ComparisonRunner } from './comparison-runner.ts';
import { isThere, replayScenario, plansLeft } from './scenario-replay.ts';
import { InputsAtCursor, inputOf } from './inputs-at-cursor.ts';
import { Futures, historyOf } from './futures.ts';
import { PRESET_INFOS, makeMachine, presetOf } from './make-machine.ts';
import { cannotConnect, hasCaughtUp } from './plans.ts';
import { TimePacing, SLICE_CALLS, SLICE_MS } from './time-pacing.ts';
import { ClientTimeline } from './client-timeline.ts';
import { AppLoadError, failureNotice } from './app-loading.ts';
import type { AppLoader } from './app-loading.ts';
import { truncateMessage } from './truncate-message.ts';
import { forPage } from './page-snapshot.ts';
import { SeekPreparation } from './seek-preparation.ts';
import { NoticeError, messageOf, noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import { Reporter } from './reporter.ts';
import { Steering } from './steering.ts';
import type { Timer, WallClock } from './wall-clock.ts';

const MILLIS_PER_SECOND = 1_000;

const branchFailed = (message: string): Notice => noticeOf('branchFailed', { message });

type Boot = Extract<ToMachine, { type: 'boot' }>;

/** What a host takes from where it runs. */
export interface Surroundings {
  readonly clock: WallClock;
  readonly loadApp: AppLoader;
}

export class MachineHost {
  private _session = 0;
  private _machine: Machine | undefined;
  private _timer: Timer | undefined;
  private _logBefore = '';
  private _past: ClientTimeline | undefined;
  private _app: WsgiApp | undefined;
  private _futures = new Futures();
  private readonly _actions = new InputsAtCursor();
  /** The machine lives through what was done before: as fast as it can, and its clients' news are told at the end. */
  private _isCatchingUp = false;
  /** Where it is to stand then, if that is not where it rests. */
  private _held: Boot['pauseAt'];
  private _lookedAt: readonly number[] = [];
  /** Starts a fresh machine, should that of a link not come so far that it can be shown. */
  private _retry: (() => void) | undefined;
  /** The machine may not run any more, but its past can be looked at. */
  private _isOver = false;
  private readonly _comparisonRunner: ComparisonRunner;
  private readonly _budget: Budget;
  private readonly _preparation: SeekPreparation;
  private readonly _pace: TimePacing;
  private readonly _post: (message: FromMachine) => void;
  private readonly _clock: WallClock;
  private readonly _loadApp: AppLoader;
  private _reporter: Reporter;
  private _steering: Steering;

  constructor(post: (message: FromMachine) => void, { clock, loadApp }: Surroundings) {
    this._loadApp = loadApp;
    this._post = (message) => post(truncateMessage(message));
    this._clock = clock;
    this._pace = new TimePacing(() => clock.now() / MILLIS_PER_SECOND);
    this._comparisonRunner = new ComparisonRunner(clock);
    this._budget = new Budget(clock);
    this._preparation = new SeekPreparation(
      clock,
      (machine, work) => machine === this._machine && work(),
      (machine) => this._tell({ type: 'seekPrepared', length: machine.trace.length }),
    );
    this._reporter = new Reporter(this._post, clock);
    this._steering = this._steer([], false);
  }

  /** Does what a message asks. What goes wrong in here ends the session, with the reason. */
  receive(message: ToMachine): void {
    this._guard(() => this._obey(message));
  }

  /** What goes wrong while a link is opened refuses the link; what goes wrong later ends the session. */
  private _guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      const retry = this._retry;
      this._retry = undefined;
      if (retry === undefined) return this._fail(error);
      this._reporter = new Reporter(this._post, this._clock);
      this._tell({ type: 'branched', from: 0, isSame: false });
      this._tell({ type: 'scenarioRejected', notice: failureNotice(error) });
      this._guard(retry);
    }
  }

  private _obey(message: ToMachine): void {
    if (message.type === 'boot') return this._boot(message);
    if (message.session !== this._session) return;
    switch (message.type) {
      case 'client':
        return this._act(message.client, message.action);
      case 'seek':
        return this._seek(message.step);
      case 'showClients':
        return this._look(message.clients);
      case 'branch':
      case 'goToBranch':
      case 'nameBranch':
        return this._obeyFuture(message);
      case 'export': {
        const scenario = this._orReject(
          'export',
          (message) => noticeOf('exportFailed', { message }),
          () => this._machine?.scenario,
        );
        return scenario && this._tell({ type: 'exported', scenario });
      }
      case 'acknowledge':
        if (this._machine !== undefined && this._reporter.drawn()) this._report(this._machine, !this._isOver);
        return;
      case 'names':
        return this._tell({ type: 'names', names: mirroredNames() });
      case 'end':
        return this._end();
      case 'ping':
        return this._tell({ type: 'pong' });
      case 'compare':
        this._comparisonRunner.choose(message.server);
        return this._compareSoon();
      case 'seekCompared':
        return this._tell({
          type: 'comparedSnapshot',
          step: message.step,
          snapshot: this._comparisonRunner.seek(message.step),
        });
      case 'breakpoints':
      case 'pause':
      case 'resume':
      case 'step':
      case 'askForChoices':
      case 'choose':
      case 'plan':
      case 'cancelPlan':
      case 'interrupt':
        return this._steering.obey(message, this._isCatchingUp ? undefined : this._machine);
    }
  }

  /** The machine stands still: the page is told where. */
  private _stand(machine: Machine): void {
    this._clock.cancel(this._timer);
    this._pace.pause();
    this._report(machine, !this._isOver, true);
    this._steering.tellPause();
    this._compareSoon();
  }

  private readonly _tell = (message: WithoutSession<FromMachine>): void =>
    this._post({ ...message, session: this._session });

  /** Another future: of the machine's, or one of those that are kept. */
  private _obeyFuture(message: Extract<ToMachine, { type: 'branch' | 'goToBranch' | 'nameBranch' }>): void {
    const [machine, app] = [this._machine, this._app];
    if (machine === undefined || app === undefined) return;
    if (message.type === 'nameBranch') {
      this._orReject(
        message.type,
        (text) => noticeOf('renameFailed', { message: text }),
        () => this._futures.rename(message.id, message.name),
      );
      return this._tell({ type: 'branches', branches: this._futures.infos() });
    }
    const isNew = message.type === 'branch';
    const left = { plans: machine.planned.length, name: this._futures.here };
    const future = this._orReject(message.type, branchFailed, () => {
      const shared = isNew ? message.step : this._futures.sharedWith(message.id);
      const step = Math.min(shared, machine.trace.length);
      return { step, next: isNew ? this._futures.leave(machine, step) : this._futures.go(machine, message.id, app) };
    });
    if (future === undefined) return;
    const { step, next } = future;
    this._take(next, step);
    this._isCatchingUp = true;
    this._pace.pause();
    this._tell({ type: 'branched', from: step, isSame: false });
    this._tell({ type: 'branches', branches: this._futures.infos() });
    // A new future has nothing to catch up with: not a step is made before what is done there.
    if (!isNew) return this._run();
    this._catchUp(next);
    const note = plansLeft(left.plans, left.name);
    if (note !== undefined) this._tell({ type: 'note', notice: note });
  }

  /** What was done before has been lived through: the page is told what its clients have seen. */
  private _catchUp(machine: Machine): void {
    this._isCatchingUp = false;
    this._retry = undefined;
    this._reporter.skipClients(machine.clients);
    this._reporter.skipInputs(machine);
    this._steering.attach(machine);
    if (this._held?.isChoice === false) this._steering.hold(machine);
    this._held = undefined;
    // Before what was done: then the page does nothing that cannot be done.
    this._steering.tellPlans(machine);
    this._tellHistory(machine);
    this._report(machine, true, true);
    this._steering.tellPause();
  }

  private _tellHistory(machine: Machine): void {
    this._tell({ type: 'history', connections: machine.clients.length, entries: historyOf(machine) });
  }

  private _look(clients: readonly number[]): void {
    this._lookedAt = clients;
    if (this._machine === undefined) return;
    this._machine.shownClients = new Set(clients);
    if (!this._isCatchingUp) this._report(this._machine, !this._isOver);
  }

  private _steer(breakpoints: Boot['breakpoints'], isAsking: boolean): Steering {
    const port = {
      tell: (message: WithoutSession<FromMachine>) => this._tell(message),
      run: () => this._run(),
      stand: (machine: Machine) => this._stand(machine),
      do: (machine: Machine, input: ScenarioInput) => this._do(machine, input),
    };
    return new Steering(port, breakpoints, isAsking);
  }

  /** Another server lives the same, while nothing else is wanted. */
  private _compareSoon(): void {
    this._comparisonRunner.soon(() => {
      const [machine, app] = [this._machine, this._app];
      if (machine === undefined || app === undefined || this._isCatchingUp) return;
      const comparison = this._comparisonRunner.compare(machine, app);
      if (comparison !== undefined) this._tell({ type: 'compared', comparison });
    });
  }

  private _boot({ session, options, app, scenario, pauseAt, breakpoints, isAsking }: Boot): void {
    this._session = session;
    this._machine = undefined;
    this._isOver = false;
    this._reporter = new Reporter(this._post, this._clock);
    this._futures = new Futures();
    this._comparisonRunner.end();
    this._steering = this._steer(breakpoints, isAsking);
    this._lookedAt = [];
    this._held = pauseAt;
    this._pace.pause();
    this._clock.cancel(this._timer);
    this._logBefore = app?.logBefore ?? '';
    if (app?.code === undefined) return this._start(presetOf(options.app), options, scenario);
    this._loadApp(app.code)
      .then((loaded) => {
        if (session !== this._session) return;
        this._reporter.appAddress = loaded.address;
        this._guard(() => this._start(loaded.app, options, scenario));
      })
      .catch((error: unknown) => {
        if (session !== this._session) return;
        if (error instanceof AppLoadError) this._tell({ type: 'loadProblem', problem: error.problem });
        this._fail(error);
      });
  }

  private _start(app: WsgiApp, options: Boot['options'], scenario: unknown): void {
    this._app = app;
    this._clock.cancel(this._timer);
    this._retry = scenario === undefined ? undefined : () => this._start(app, options, undefined);
    const made = makeMachine(app, options, scenario);
    this._isCatchingUp = scenario !== undefined && made.problem === undefined;
    if (!this._isCatchingUp) this._held = undefined;
    if (made.problem !== undefined) this._tell({ type: 'scenarioRejected', notice: made.problem });
    this._machine = made.machine;
    this._past = new ClientTimeline(made.machine);
    if (!this._isCatchingUp) this._steering.attach(made.machine);
    this._machine.shownClients = new Set(this._lookedAt);
    this._tell({ type: 'booted', presets: PRESET_INFOS });
    this._run();
  }

  private _seek(step: number): void {
    const [machine, past] = [this._machine, this._past];
    if (machine === undefined || past === undefined) return;
    const snapshot = this._orReject(
      'seek',
      (message) => noticeOf('seekFailed', { step, message }),
      () => this._shown(machine.seek(Math.min(step, machine.trace.length))),
    );
    if (snapshot !== undefined) this._preparation.soon(machine);
    this._tell({ type: 'snapshot', step, snapshot, seen: past.at(snapshot?.step ?? machine.trace.length) });
  }

  /** What the page draws; the terminal that the server writes to has seen its forerunners. */
  private _shown(snapshot: Snapshot): Snapshot {
    return forPage({ ...snapshot, log: this._logBefore + snapshot.log }, this._lookedAt);
  }

  private _act(number: number, action: ClientAction): void {
    const machine = this._machine;
    if (machine === undefined) return;
    const notice = action.act === 'connect' ? cannotConnect(machine) : undefined;
    if (notice !== undefined) {
      this._tell({ type: 'rejected', request: 'client', notice });
      // The page has counted one more.
      return this._tellHistory(machine);
    }
    // The page may not know yet that the connection has ended.
    const input = inputOf(machine, number, action);
    if (input !== undefined) this._do(machine, input);
  }

  /** Does something exactly where the machine stands: perhaps in another one, in which the same future goes on. */
  private _do(machine: Machine, input: ScenarioInput): void {
    const next = this._orReject(
      input.do === 'interrupt' ? 'interrupt' : 'client',
      (message) => noticeOf('inputFailed', { message }),
      () => this._actions.do(machine, input),
    );
    if (next === undefined) return input.client === machine.clients.length ? this._tellHistory(machine) : undefined;
    if (next !== machine) {
      this._take(next, machine.cursor);
      this._steering.attach(next, true);
      this._tell({ type: 'branched', from: machine.cursor, isSame: true });
    }
    this._reporter.skipInputs(next);
    return this._steering.goOn(next);
  }

  /** A machine takes the place of the one before, with which it has the first `shared` steps in common. */
  private _take(next: Machine, shared: number): void {
    this._clock.cancel(this._timer);
    this._machine = next;
    this._past = new ClientTimeline(next);
    this._isOver = false;
    this._reporter.restart(shared);
    this._comparisonRunner.forget();
  }

  /** Runs as far as the wall clock allows, reports, and comes back when something is due. */
  private _run(): void {
    const machine = this._machine;
    if (machine === undefined || this._isOver || (this._steering.isHeld && !this._isCatchingUp)) return;
    this._clock.cancel(this._timer);
    this._preparation.hasRun();
    const [wasChoosing, wasCatchingUp] = [this._steering.pause !== undefined, this._isCatchingUp];
    const result = this._runSlice(machine);
    if (!this._isCatchingUp) this._steering.learn(machine, result);
    const budget = this._budget.usedUp(machine, result.why);
    const stands = result.why === 'panic' || budget !== undefined || wasChoosing || this._steering.pause !== undefined;
    this._report(machine, budget === undefined, stands);
    if (this._isCatchingUp && isThere(machine, result, this._held)) this._catchUp(machine);
    // A broken machine goes no further, but its past can still be looked at.
    if (result.why === 'panic') return this._tellFailure(result.panic);
    if (budget !== undefined) {
      this._isOver = true;
      return this._tell({ type: 'failed', notice: budget });
    }
    if (wasChoosing || this._steering.pause !== undefined) this._steering.tellPause();
    if (this._steering.pause !== undefined) return this._pace.pause();
    this._comeBack(machine, wasCatchingUp ? 'stopped' : result.why);
  }

  /** When there is more to do, and until then nothing. */
  private _comeBack(machine: Machine, why: RunResult['why']): void {
    const due = machine.nextDue;
    if (why !== 'stopped') this._compareSoon();
    if (why === 'stopped') this._timer = this._clock.later(() => this._guard(() => this._run()), 0);
    else if (due !== undefined)
      this._timer = this._clock.later(() => this._guard(() => this._run()), (due - machine.time) * MILLIS_PER_SECOND);
    else {
      this._pace.pause();
      this._preparation.soon(machine);
    }
  }

  private _runSlice(machine: Machine): RunResult {
    const end = this._clock.now() + SLICE_MS;
    const isLeft = this._isCatchingUp && this._held === undefined;
    for (;;) {
      const result = this._live(machine);
      if (isLeft ? hasCaughtUp(machine, result) : result.why !== 'stopped') return result;
      if (result.steps > BUDGETS.steps || this._clock.now() >= end) return result;
    }
  }

  private _live(machine: Machine): RunResult {
    if (this._isCatchingUp) return replayScenario(machine, this._held, SLICE_CALLS);
    const until = this._pace.limit(machine.time);
    return machine.run({ calls: SLICE_CALLS, ...(until === undefined ? {} : { until }) });
  }

  /**
   * Tells what is new, or some of it: the rest once the page has drawn.
   * @param withSnapshot false for a machine that has become too big to be shown. @param isUrgent true to tell everything now.
   */
  private _report(machine: Machine, withSnapshot: boolean, isUrgent = false): void {
    const [withClients, shown] = [!this._isCatchingUp, (snapshot: Snapshot) => this._shown(snapshot)];
    this._reporter.report(machine, this._session, { isUrgent, withSnapshot, withClients, shown });
    if (withClients) this._steering.tellPlans(machine);
  }

  private _end(): void {
    this._clock.cancel(this._timer);
    this._comparisonRunner.end();
    this._machine = undefined;
  }

  /** Does work that changes nothing if it throws: then it tells why, and the machine goes on as it was. */
  private _orReject<T>(request: RequestType, noticeFor: (message: string) => Notice, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const notice = error instanceof NoticeError ? error.notice : noticeFor(messageOf(error));
      this._tell({ type: 'rejected', request, notice });
      return undefined;
    }
  }

  private _fail(error: unknown): void {
    this._clock.cancel(this._timer);
    this._machine = undefined;
    this._tellFailure(error);
  }

  private _tellFailure(error: unknown): void {
    this._tell({ type: 'failed', notice: failureNotice(error) });
  }
}
