/**
 * The state of one session: its machine, what its page has been told, and the owners of the rest. What requests do
 * with it is in the modules that handlers.ts lists.
 */
import type { Machine, Snapshot, WsgiApp } from '../index.ts';
import type { LoadedModule } from './app-loading.ts';
import { failureNotice } from './app-loading.ts';
import { BranchTree } from './branch-tree.ts';
import { Budget } from './budget.ts';
import { historyOf } from './client-history.ts';
import { ClientTimeline } from './client-timeline.ts';
import { ComparisonRunner } from './comparison-runner.ts';
import { InputsAtCursor } from './inputs-at-cursor.ts';
import { NoticeError, messageOf } from './notices.ts';
import type { Notice } from './notices.ts';
import type { Keeping } from './keeping.ts';
import { MessagePacker } from './packing.ts';
import type { PackedMessage } from './packing.ts';
import { forPage } from './page-snapshot.ts';
import { PauseControl } from './pause-control.ts';
import { Plans } from './plans.ts';
import type { FromMachine, Known, PausedAt, RequestType, WithoutSession } from './protocol.ts';
import { Reporter } from './reporter.ts';
import type { Host } from './session-host.ts';
import { SeekPreparation } from './seek-preparation.ts';
import { TimePacing } from './time-pacing.ts';
import type { TimeShare } from './time-share.ts';
import { truncateMessage } from './truncate-message.ts';
import type { Timer, WallClock } from './wall-clock.ts';

const MILLIS_PER_SECOND = 1_000;

/** A replay of earlier inputs, from a link or of another branch. Until it is done, news of clients wait. */
export interface Replay {
  /** Where it ends and the machine stays paused; undefined to replay all inputs. */
  readonly pauseAt: PausedAt | undefined;
  /** If the machine is made again: what the page knows, and when the one before it ended. */
  readonly before?: { readonly known: Known; readonly time: number } | undefined;
}

export class MachineSession {
  readonly number: number;
  readonly clock: WallClock;
  readonly timeShare: TimeShare;
  /** Undefined until it is booted, and after a failure. */
  machine: Machine | undefined;
  app: WsgiApp | undefined;
  replay: Replay | undefined;
  /** Boots a fresh machine, should the scenario of the link fail before it is replayed. */
  fallback: (() => void) | undefined;
  /** A budget was exceeded: the machine may not run any more, but the reader can look at its past. */
  isOver = false;
  hasEnded = false;
  /** Whether code that did not come with Glaswerk runs in it. */
  isForeign = false;
  /** Tells the page what makes this machine again; undefined if it does not want to know. */
  keeping: Keeping | undefined;
  /** The output of the servers that this one replaced, which the terminal still shows. */
  logBefore = '';

  readonly branches = new BranchTree();
  readonly inputs = new InputsAtCursor();
  readonly pauses: PauseControl;
  readonly plans = new Plans();
  readonly budget: Budget;
  readonly pacing: TimePacing;
  readonly comparison: ComparisonRunner;
  readonly preparation: SeekPreparation;

  /** How many requests have been carried out, and how many inputs there were before the one that is under way. */
  requests = 0;
  inputsBefore = 0;

  private _reporter: Reporter;
  private _timeline: ClientTimeline | undefined;
  private _shownClients: readonly number[] = [];
  private _timer: Timer | undefined;
  /** Whether more is to come. */
  private _isScheduled = false;
  private _historyTimer: Timer | undefined;
  private _hasFailed = false;
  /** How many calls of `guard` are under way: a report can be answered at once. */
  private _guards = 0;
  /** The id of the newest request to be told when the machine rests. */
  private _awaitedRest: number | undefined;
  private readonly _post: (message: PackedMessage) => void;
  private readonly _entered: (session: number) => void;
  private readonly _packer = new MessagePacker();

  constructor(number: number, { clock, timeShare, post, entered, watchMoments }: Host) {
    this.number = number;
    this.clock = clock;
    this.timeShare = timeShare;
    this._post = post;
    this._entered = entered;
    this.pauses = new PauseControl(watchMoments);
    this.budget = new Budget(clock);
    this.pacing = new TimePacing(() => clock.now() / MILLIS_PER_SECOND);
    this.comparison = new ComparisonRunner(clock);
    this.preparation = new SeekPreparation(
      clock,
      (machine) => machine === this.machine,
      (machine) => this.tell({ type: 'seekPrepared', length: machine.trace.length }),
    );
    this._reporter = this._newReporter(undefined);
  }

  tell(message: WithoutSession<FromMachine>): void {
    if (this.hasEnded) return;
    this._post(this._packer.pack(truncateMessage({ ...message, session: this.number })));
  }

  reject(request: RequestType, notice: Notice): void {
    this.tell({ type: 'rejected', request, notice });
  }

  /** Does work that changes nothing if it throws: then the request is rejected, and the machine goes on as it was. */
  attempt<T>(request: RequestType, noticeFor: (message: string) => Notice, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.reject(request, error instanceof NoticeError ? error.notice : noticeFor(messageOf(error)));
      return undefined;
    }
  }

  /** Does work. What throws while a link is opened rejects the link; what throws later ends the machine. */
  guard(work: () => void): void {
    this._guards += 1;
    if (this.isForeign) this.enter();
    try {
      work();
    } catch (error) {
      const { fallback } = this;
      this.fallback = undefined;
      if (fallback === undefined) return this.fail(error);
      this._reporter.end();
      this._reporter = this._newReporter(this._reporter.appModule);
      this.tell({ type: 'branched', from: 0, isSame: false });
      this.tell({ type: 'scenarioRejected', notice: failureNotice(error) });
      this.guard(fallback);
    } finally {
      this._guards -= 1;
      this._tellRest();
    }
  }

  /** The page wants to know when the machine rests. */
  awaitRest(id: number): void {
    this._awaitedRest = id;
  }

  /** Ends the machine, and says why. */
  fail(error: unknown): void {
    this.stopTimer();
    this._hasFailed = true;
    this.tell({ type: 'failed', notice: failureNotice(error) });
    this.machine = undefined;
    this._tellRest();
  }

  end(): void {
    this.hasEnded = true;
    this.stopTimer();
    this.clock.cancel(this._historyTimer);
    this.comparison.end();
    this.preparation.end();
    this._reporter.end();
    this.machine = undefined;
  }

  /** Calls `work` after `millis` milliseconds, in place of what was to come. */
  schedule(work: () => void, millis: number): void {
    this.clock.cancel(this._timer);
    this._isScheduled = true;
    this._timer = this.clock.later(() => {
      this._isScheduled = false;
      this.guard(work);
    }, millis);
  }

  /** Nothing is to come: the machine rests, or is paused. */
  stopTimer(): void {
    this.clock.cancel(this._timer);
    this._isScheduled = false;
    this.timeShare.note(this.number, false);
  }

  /** The module of the app. */
  set appModule(module: LoadedModule) {
    this._reporter.appModule = module;
  }

  /** The clients whose connections snapshots show. */
  get shownClients(): readonly number[] {
    return this._shownClients;
  }

  set shownClients(clients: readonly number[]) {
    this._shownClients = clients;
    if (this.machine !== undefined) this.machine.shownClients = new Set(clients);
  }

  /** Makes a machine the one of the session. It shares its first `shared` steps with the one before. */
  take(machine: Machine, shared: number): void {
    this.stopTimer();
    this.machine = machine;
    this.isOver = false;
    this._timeline = new ClientTimeline(machine);
    this._reporter.restart(shared);
    this.comparison.forget();
  }

  /** From here on the machine stops at breakpoints. @param isSame whether it is where the machine before it was. */
  control(machine: Machine, isSame = false): void {
    for (const problem of this.pauses.attach(machine)) this.tell({ type: 'breakpointRejected', ...problem });
    if (!isSame) this.pauses.replace(machine);
  }

  /** Two numbers for each client at a step, for its terminal. */
  clientsAt(step: number): Int32Array {
    return this._timeline?.at(step) ?? new Int32Array();
  }

  /** A snapshot as the page shows it. */
  snapshotForPage(snapshot: Snapshot): Snapshot {
    return forPage({ ...snapshot, log: this.logBefore + snapshot.log }, this._shownClients);
  }

  /**
   * Reports what is new, or some of it: the rest once the page has drawn.
   * @param isUrgent true to report all of it now.
   */
  report(isUrgent = false): void {
    const { machine } = this;
    if (machine === undefined) return;
    const withClients = this.replay === undefined;
    this._reporter.report(machine, {
      isUrgent,
      withSnapshot: !this.isOver,
      withClients,
      shown: (snapshot) => this.snapshotForPage(snapshot),
    });
    if (withClients) this.tellPlans();
    this.tellKept();
  }

  /** Code that did not come with Glaswerk is about to run. */
  enter(): void {
    this._entered(this.number);
  }

  /** A request is about to be carried out. */
  noteInputs(): void {
    this.inputsBefore = this.machine?.inputs.length ?? 0;
  }

  /** A request has been carried out. */
  countRequest(type: RequestType): void {
    this.requests += 1;
    this.noteInputs();
    this.keeping?.count(type);
    this.tellKept();
  }

  tellKept(): void {
    const { machine } = this;
    if (machine === undefined || this.replay !== undefined) return;
    const kept = this.keeping?.news(machine, this.pauses.pause);
    if (kept !== undefined) this.tell({ type: 'kept', ...kept });
  }

  /** The page has drawn the last report. */
  acknowledge(): void {
    if (this._reporter.acknowledge()) this.report();
  }

  /** The page itself made all inputs so far: it knows of them. */
  skipInputs(machine: Machine): void {
    this._reporter.skipInputs(machine);
  }

  /** The page knows of all inputs, and of this much that the machine made of them. */
  skipKnown(machine: Machine, { clients }: Known): void {
    this._reporter.skipInputs(machine);
    this._reporter.skipClients(clients);
  }

  /** The page learns what clients did and received from their history. */
  skipClients(machine: Machine): void {
    this._reporter.skipInputs(machine);
    // Not their states.
    this._reporter.skipClients(machine.clients.map(({ receivedLength }) => ({ state: '', length: receivedLength })));
  }

  tellPlans(): void {
    const { machine } = this;
    if (machine === undefined) return;
    if (this.plans.haveChanged(machine)) this.tell({ type: 'planned', inputs: this.plans.infos(machine) });
  }

  tellPause(): void {
    const { pause, isAsking } = this.pauses;
    this.tell({ type: 'paused', pause, isAsking });
  }

  tellHistory(machine: Machine): void {
    this.clock.cancel(this._historyTimer);
    this._historyTimer = undefined;
    this.tell({ type: 'history', connections: machine.clients.length, entries: historyOf(machine) });
  }

  /** The page counts clients that there are not. It is told soon: once for all requests that come together. */
  tellHistorySoon(): void {
    this._historyTimer ??= this.clock.later(() => {
      this._historyTimer = undefined;
      if (this.machine !== undefined && this.replay === undefined) this.tellHistory(this.machine);
    }, 0);
  }

  /** Tells that the machine rests, where it does, and the page has asked. An app that is being loaded is waited for. */
  private _tellRest(): void {
    const id = this._awaitedRest;
    if (id === undefined || this._guards > 0 || this._isScheduled || (this.machine === undefined && !this._hasFailed))
      return;
    this._awaitedRest = undefined;
    this.report(true);
    this.tell({ type: 'settled', id });
  }

  private _newReporter(appModule: LoadedModule | undefined): Reporter {
    const reporter = new Reporter((message) => this.tell(message), this.clock);
    reporter.appModule = appModule;
    return reporter;
  }
}
