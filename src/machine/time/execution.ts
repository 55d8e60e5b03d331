/**
 * Runs a machine: its cursor, and the ways to move it forward exactly to a step, a predicate, or a breakpoint. The
 * machine itself may be ahead of its cursor, if its thread was inside a plain function and could not stop.
 */
import type { Kernel } from '../../kernel/kernel.ts';
import type { RunLimits } from '../../kernel/run-limits.ts';
import { isPanic } from '../../kernel/panic.ts';
import { runningKernelOrNone } from '../../kernel/running.ts';
import type { Micros } from '../../kernel/types.ts';
import { secondsOf } from '../../kernel/units.ts';
import { describe } from '../../python/foreign.ts';
import type { Recorder } from '../../trace/recorder.ts';
import type { Snapshot } from '../../trace/snapshot.ts';
import type { StepLog } from '../../trace/step-log.ts';
import { prepareRun } from '../../trace/wrap.ts';
import { noTraceMessage } from '../../trace/trace.ts';
import { Predicate } from './predicate.ts';
import { Breakpoints } from './breakpoints.ts';

import type { Choices } from './choices.ts';
import { Driver, earlier } from './driver.ts';
import type { StopGoal } from './driver.ts';
import type { Lanes } from '../watch/lanes.ts';
import { show } from '../setup/options.ts';
import { checkReplay, Replay } from './replay.ts';
import type { ReplayMachine } from './replay.ts';
import { DEFAULT_LIMITS } from './run-options.ts';
import type { RunResult } from './run-result.ts';
import { integer } from '../scenario/schema.ts';
import { checkOrder } from '../scenario/scenario-schema.ts';
import { opensClient } from '../scenario/scenario.ts';
import type { Input, PlannedInput } from '../scenario/scenario.ts';
import { testOfMove } from './stepping.ts';
import type { StepTest } from './stepping.ts';
import type { CallMove } from '../../vocabulary.ts';

/** The machine that is executed. */
export interface ExecutionContext {
  readonly kernel: Kernel;
  readonly recorder: Recorder | undefined;
  readonly lanes: Lanes | undefined;
  readonly choices: Choices;
  readonly log: StepLog;
  /** All inputs so far. */
  readonly inputs: readonly Input[];
  carryOut(input: PlannedInput): void;
  snapshotAt(length: number): Snapshot;
  /** The execution of a new machine with the same options. */
  fresh(): Execution;
}

const MOVES: Readonly<Record<CallMove, string>> = { into: 'stepInto', over: 'stepOver', out: 'stepOut' };

const runningError = (name: string, where: string): Error =>
  new Error(`this machine is running: ${name}() cannot be called from ${where}`);

export class Execution {
  /** The step at which the machine is stopped. */
  cursor = 0;
  private _breakpoints: Breakpoints | undefined;
  private readonly _context: ExecutionContext;
  private readonly _driver: Driver;
  private _replaying: Replay | undefined;
  private _panic: Error | undefined;
  private _isDriving = false;
  /** True while a predicate may be called. */
  private _isAsking = false;
  /** Which breakpoints hold at steps after the cursor, and the version of the breakpoints that were tested. */
  private _ahead: { readonly version: number; readonly hits: ReadonlyMap<number, readonly number[]> } | undefined;

  constructor(runner: ExecutionContext) {
    this._context = runner;
    const { kernel, recorder } = runner;
    this._driver = new Driver(
      kernel,
      recorder,
      (input) => runner.carryOut(input),
      (length) => runner.snapshotAt(length),
    );
  }

  get breakpoints(): Breakpoints {
    return (this._breakpoints ??= new Breakpoints());
  }

  private get _replay(): Replay {
    const context = this._context;
    return (this._replaying ??= new Replay({
      log: context.log,
      inputs: context.inputs,
      get choices() {
        return context.choices.made;
      },
      fresh: () => context.fresh()._asReplay(() => context.kernel.clock.now),
    }));
  }

  get length(): number {
    return this._context.log.length;
  }

  /** Pending inputs. */
  get planned(): readonly PlannedInput[] {
    return this._driver.planned;
  }

  plan(inputs: readonly PlannedInput[]): void {
    this._driver.plan(inputs);
  }

  /** Plans an input. Throws SchemaError if the planned inputs then have no consistent order. */
  planOne(input: PlannedInput): void {
    this._driver.plan([input]);
    try {
      checkOrder(this.planned, 'planned');
    } catch (error) {
      this._driver.cancel(input);
      throw error;
    }
  }

  /** Whether it was still pending. Throws TypeError for an input that makes a client. */
  cancel(input: PlannedInput): boolean {
    if (this.planned.includes(input) && opensClient(input)) {
      throw new TypeError(`planned.command.do: '${input.command.do}' cannot be taken back`);
    }
    return this._driver.cancel(input);
  }

  /** When there is something to do, in microseconds since boot. */
  get nextDue(): Micros | undefined {
    const { kernel } = this._context;
    return kernel.hasReady ? kernel.clock.now : earlier(kernel.clock.nextWork(), this._driver.nextTime);
  }

  /** Called after an input from outside: the user has seen everything up to here. */
  moveToEnd(): void {
    this.cursor = this.length;
  }

  /** Throws RangeError for a step that has not happened, TypeError without a trace. */
  check(step: number, name = 'seek'): void {
    this.refuseReentry(name);
    this.checkTrace(`step ${show(step)}`);
    if (Number.isInteger(step) && step >= 0 && step <= this.length) return;
    throw new RangeError(`step: ${show(step)} is not a step of this machine, which has 0 to ${this.length}`);
  }

  /** Throws TypeError without a trace. */
  checkTrace(what: string): void {
    if (this._context.recorder === undefined) throw new TypeError(noTraceMessage(what));
  }

  /** Throws RangeError for a bad step, or one before the cursor; TypeError without a trace. */
  checkAhead(step: number): void {
    this.checkTrace(`step ${show(step)}`);
    if (!Number.isInteger(step)) throw new RangeError(`step: ${show(step)} is not the number of a step`);
    if (step >= this.cursor) return;
    throw new RangeError(`step: ${step} lies before step ${this.cursor}, where the machine is; seek() goes back`);
  }

  /** The machine at its cursor. */
  snapshot(): Snapshot {
    const captured = this._driver.captures.get(this.cursor);
    if (captured !== undefined) return captured;
    return this.cursor < this.length ? this._replay.seek(this.cursor) : this._context.snapshotAt(this.cursor);
  }

  /** The machine at the end of its log. */
  snapshotAtEnd(): Snapshot {
    return this._context.snapshotAt(this.length);
  }

  /** Drops snapshots that were taken for other shown clients. */
  forgetSnapshots(): void {
    this._replaying?.forget();
    this._driver.captures.clear();
  }

  /** Makes later seeks faster; returns whether more work remains. Throws SchemaError for a bad number of steps. */
  prepare(steps: number): boolean {
    integer(1, Number.MAX_SAFE_INTEGER)(steps, 'steps');
    this.checkTrace('prepareToSeek()');
    return this._replay.prepare(steps);
  }

  /** The machine after any step that has happened. */
  seek(step: number): Snapshot {
    this.check(step);
    return step === this.cursor ? this.snapshot() : this._replay.seek(step);
  }

  /** Runs to a later step, as `goTo`, but with a limit. Throws RangeError for a bad step, or one before the cursor. */
  goAhead(step: number, name = 'runTo'): void {
    this._checkStill(name);
    this.checkAhead(step);
    // Threads may take turns that leave no step, usually several for one step.
    this.goTo(step, { resumptions: Math.max(0, step - this.length) * 1000 + (DEFAULT_LIMITS.resumptions ?? 0) });
  }

  /** Runs exactly to a step at or after the cursor, or until the machine is idle. */
  goTo(step: number, limits: RunLimits = {}): void {
    if (step > this.length) this._drive(limits, { step });
    else this.cursor = step;
  }

  /**
   * Runs a fresh machine to a step of another one. Inputs that are due there are carried out, but the cursor stays
   * before them. Throws DivergedError when the traces differ.
   */
  replayFrom(original: Execution, step: number): void {
    this.goTo(Math.max(step, this.length), { until: original._context.kernel.clock.now });
    checkReplay(original._context.log, this._context.log, 0, step);
    this._driver.doDue();
    this.cursor = step;
  }

  /**
   * Throws Error when the machine's own app calls it, even if another machine runs that app: the result would depend on
   * the caller.
   */
  refuseReentry(name: string): void {
    if (runningKernelOrNone()?.program === this._context.kernel.program) throw runningError(name, 'its own app');
  }

  /** Throws Error during a run: for the machine's own app, and for a predicate. */
  private _checkStill(name: string): void {
    this.refuseReentry(name);
    if (this._isAsking) throw runningError(name, 'a predicate');
    if (this._isDriving) throw runningError(name, 'its own app');
  }

  /**
   * Runs from the cursor to a step that the test accepts, or to a breakpoint; steps between the cursor and the end of
   * the log come first. An error of the test passes through, with the cursor at the step that it was called for.
   */
  advance(limits: RunLimits, test: StepTest | undefined, stopsAtBreakpoints: boolean): RunResult {
    this._checkStill(test === undefined ? 'run' : 'runTo');
    return this._asked(limits, test, stopsAtBreakpoints);
  }

  private _asked(limits: RunLimits, test: StepTest | undefined, stopsAtBreakpoints: boolean): RunResult {
    if (test === undefined) return this._advance(limits, test, stopsAtBreakpoints);
    const asking = new Predicate(test);
    this._isAsking = true;
    try {
      const result = this._advance(limits, asking.holds, stopsAtBreakpoints);
      asking.check();
      return result;
    } finally {
      this._isAsking = false;
    }
  }

  private _advance(limits: RunLimits, test: StepTest | undefined, stopsAtBreakpoints: boolean): RunResult {
    const { recorder, lanes, kernel } = this._context;
    const all = this._breakpoints;
    const breakpoints = stopsAtBreakpoints && all !== undefined && all.size > 0 ? all : undefined;
    const asks = breakpoints !== undefined;
    if (asks) this.checkTrace('breakpoints');
    if (test !== undefined) this.checkTrace('a step to stop at');
    const found = this._findAhead(test, asks);
    if (found !== undefined) return found;
    if (recorder === undefined || lanes === undefined || (!asks && test === undefined)) return this._drive(limits, {});
    const probe = { kernel, lanes, log: recorder.log };
    const hits = new Map<number, readonly number[]>();
    if (asks) breakpoints.learn(probe);
    this._ahead = { version: asks ? breakpoints.version : -1, hits };
    return this._drive(limits, {
      test: (length) => {
        const holding = asks ? breakpoints.holding(probe, length) : [];
        if (holding.length > 0) hits.set(length, holding);
        const event = test === undefined ? undefined : recorder.log.at(length - 1);
        return holding.length > 0 || (event !== undefined && test?.(event, length - 1) === true);
      },
    });
  }

  /** One move of the debugger, with a thread: the one that made the last step, unless `tid` names another. */
  move(move: CallMove, tid: number | undefined): Snapshot {
    const { log } = this._context;
    this._checkStill(MOVES[move]);
    let last = this.cursor - 1;
    if (tid !== undefined) while (last >= 0 && log.at(last)?.tid !== tid) last -= 1;
    if (tid !== undefined && last < 0) throw new RangeError(`tid: thread ${show(tid)} has made no step yet`);
    this._asked(DEFAULT_LIMITS, testOfMove(move, log.at(last)), true);
    return this.snapshot();
  }

  private _findAhead(test: StepTest | undefined, asks: boolean): RunResult | undefined {
    const { length } = this;
    if (this.cursor === length) return undefined;
    const { breakpoints } = this;
    if (asks && this._ahead?.version !== breakpoints.version) {
      this._ahead = { version: breakpoints.version, hits: this._replay.scan(this.cursor, length, breakpoints) };
    }
    for (let step = this.cursor + 1; step <= length; step += 1) {
      const event = this._context.log.at(step - 1);
      const isHit = asks && this._ahead?.hits.has(step) === true;
      if (!isHit && (event === undefined || test?.(event, step - 1) !== true)) continue;
      this.cursor = step;
      return this._result('stopped', asks);
    }
    return undefined;
  }

  private _drive(limits: RunLimits, goal: StopGoal): RunResult {
    let why: RunResult['why'] = 'panic';
    let reached: number | undefined;
    // Hits found under another goal are out of date.
    if (goal.test === undefined) this._ahead = undefined;
    if (this._panic === undefined) {
      this._isDriving = true;
      prepareRun(this._context.recorder !== undefined);
      try {
        ({ why, reached } = this._driver.drive(limits, goal));
      } catch (error) {
        this._panic = isPanic(error) || error instanceof Error ? error : new Error(describe(error));
      } finally {
        this._isDriving = false;
      }
    }
    this.cursor = reached ?? this.length;
    return this._result(why, goal.test !== undefined);
  }

  private _result(why: RunResult['why'], asked: boolean): RunResult {
    const held = asked ? this._ahead?.hits.get(this.cursor) : undefined;
    const all = this._breakpoints;
    const version = all?.version;
    const breakpoints = held === undefined ? [] : (all?.hit(held) ?? []);
    // Removing a breakpoint after its hit leaves the hits of the others valid: they have been tested.
    const ahead = this._ahead;
    if (all !== undefined && ahead !== undefined && ahead.version === version)
      this._ahead = { hits: ahead.hits, version: all.version };
    return {
      why: breakpoints.length > 0 ? 'breakpoint' : why,
      breakpoints,
      steps: this.length,
      time: secondsOf(this._context.kernel.clock.now),
      panic: this._panic,
    };
  }

  /** This execution as a machine that replays another one. */
  private _asReplay(end: () => Micros): ReplayMachine {
    const { log, kernel, lanes, inputs, choices } = this._context;
    const driver = this._driver;
    return {
      get replayed() {
        return log.length;
      },
      log,
      adopt: (all, made) => {
        driver.plan(all.slice(inputs.length + driver.plannedCount));
        choices.plan(made);
      },
      replayTo: (step, captureFrom) => {
        this._drive({ until: end() }, { step, captureFrom });
        return new Map(driver.captures);
      },
      scan: (from, step, breakpoints) => {
        const hits = new Map<number, readonly number[]>();
        if (lanes === undefined) return hits;
        const probe = { kernel, lanes, log };
        const test = (length: number): boolean => {
          if (length === from) breakpoints.learn(probe);
          const holding = length <= from || length > step ? [] : breakpoints.holding(probe, length);
          if (holding.length > 0) hits.set(length, holding);
          return false;
        };
        this._drive({ until: end() }, { step, test });
        return hits;
      },
      snapshot: () => this._context.snapshotAt(log.length),
    };
  }
}
