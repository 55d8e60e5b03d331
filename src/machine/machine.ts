/**
 * The machine: a kernel, a server in it, and clients from outside. A pure function of its options and inputs: the same
 * ones leave the same trace, on every engine.
 */
import { Kernel } from '../kernel/kernel.ts';
import type { Memory, Process } from '../kernel/sched/process.ts';
import type { Sys } from '../kernel/sys.ts';
import { copyPlain } from '../kernel/syscalls/process.ts';
import { Terminal } from '../kernel/files/terminal.ts';
import type { Address } from '../kernel/types.ts';
import { microsOf, secondsOf } from '../kernel/units.ts';
import { runGuarded, runMain } from '../stdlib/_main.ts';
import { decodeUtf8 } from '../python/bytes.ts';
import { Recorder } from '../trace/recorder.ts';
import type { Snapshot } from '../trace/snapshot.ts';
import { StepLog } from '../trace/step-log.ts';
import { Trace } from '../trace/trace.ts';
import { wrapRegistered } from '../trace/wrap.ts';
import { complaintsOf } from './watch/app-errors.ts';
import type { AppComplaint } from './watch/app-errors.ts';
import type { Breakpoints } from './time/breakpoints.ts';
import { Choices } from './time/choices.ts';
import type { ChoicePoint } from './time/choices.ts';
import type { Client } from './clients/client.ts';
import type { Keyboard } from './clients/keyboard.ts';
import { Execution } from './time/execution.ts';
import type { RunResult } from './time/execution.ts';
import type { DatagramClient } from './clients/datagram-client.ts';
import { resolveOptions } from './setup/fresh-app.ts';
import { Lanes } from './watch/lanes.ts';
import { placePlanned, presentPlace, planLater } from './scenario/place-input.ts';
import { checkShown } from './setup/options.ts';
import type { CheckedOptions, MachineOptions } from './setup/options.ts';
import { Inputs } from './clients/inputs.ts';
import { DEFAULT_LIMITS, runLimits, withLimit } from './time/run-options.ts';
import type { RunOptions } from './time/run-options.ts';
import { opensClient } from './scenario/scenario.ts';
import type { Input, PlannedInput, Scenario, ScenarioInput } from './scenario/scenario.ts';
import { machineOptions, scenarioOf } from './scenario/scenario-machine.ts';
import type { Bring } from './scenario/scenario-machine.ts';
import { plannedInput, plannedInputs, readScenario } from './scenario/scenario-schema.ts';
import { Selectors } from './watch/selectors.ts';
import { serve } from './setup/serve.ts';
import { takeSnapshot } from './watch/snapshot.ts';
import type { StepTest } from './time/stepping.ts';
import { addressOf, expectedTarget, pathOf, targetOf } from './clients/target.ts';

/** A server on virtual sockets, and the clients that talk to it. */
export class Machine {
  /** What it is made of, all defaults filled in. */
  readonly options: CheckedOptions;
  readonly kernel: Kernel;
  /** Everything that happened, step by step. With the option `trace: false` there is none: whatever is asked of it throws TypeError. */
  readonly trace: Trace;
  readonly clients: readonly Client[];
  /** What its apps did wrong, with the JavaScript stacks that the log does not have: the first thousand, in order. */
  readonly errors: readonly AppComplaint[];
  /** @internal */
  readonly recorder: Recorder | undefined;
  /** @internal */
  readonly lanes: Lanes | undefined;
  /** @internal */
  readonly selectors: Selectors | undefined;
  /** @internal */
  readonly choices: Choices;
  /** @internal */
  readonly serverProcess: Process;
  /** What it was made of, as it was given. @internal */
  readonly given: MachineOptions;
  private readonly _inputs: Inputs;
  private readonly _execution: Execution;
  private _log = '';
  /** Shared with the machines that show this one's past. */
  private _shown: { clients: ReadonlySet<number> | undefined } = { clients: undefined };

  /** @throws TypeError for an option that is unknown or not what it must be. */
  constructor(options: MachineOptions) {
    this.options = resolveOptions(options);
    this.given = options;
    wrapRegistered();
    const { limits, seed, order, epoch, link } = this.options;
    this.kernel = new Kernel({ limits, seed, order, link, epoch: microsOf(epoch) });
    this.kernel.program = options.program ?? options.app;
    if (this.options.trace) {
      this.recorder = new Recorder(this.kernel);
      this.lanes = new Lanes(this.kernel, this.recorder);
      this.selectors = new Selectors(this.kernel, this.recorder);
      this.kernel.observer = this.recorder;
    }
    const log = this.recorder?.log ?? new StepLog();
    this.trace = new Trace(this.recorder?.log);
    this.errors = complaintsOf(this.kernel, () => log.length);
    this.choices = new Choices(() => log.length);
    this.kernel.scheduler.chooser = (ready) => this.choices.choose(ready);
    this.serverProcess = this.kernel.spawn({
      name: 'server',
      threadName: 'MainThread',
      main: runMain(this.options.program ?? (() => serve(this.options))),
      // A copy: the machine must not change its own scenario.
      memory: copyPlain(this.options.memory) as Memory,
      terminal: new Terminal((data) => this._write(decodeUtf8(data, 'replace'))),
    });
    this._inputs = this._makeInputs(log);
    this.clients = this._inputs.clients;
    this._execution = new Execution({
      kernel: this.kernel,
      recorder: this.recorder,
      lanes: this.lanes,
      choices: this.choices,
      log,
      inputs: this._inputs.inputs,
      carryOut: (input) => this._inputs.carryOut(input),
      snapshotAt: (length) => this._snapshotAt(length),
      fresh: () => this._twin()._execution,
    });
  }

  /**
   * A machine that will live a scenario: `run`, `step` and `runTo` carry out its inputs, each at its place.
   * Throws SchemaError for data that is no scenario, TypeError for an app that has to be brought and was not.
   */
  static from(scenario: unknown, bring: Bring = {}): Machine {
    const read = readScenario(scenario);
    const machine = new Machine(machineOptions(read, bring));
    machine._execution.plan(read.inputs.map(plannedInput));
    machine.choices.plan(read.schedule);
    return machine;
  }

  /** Everything that is needed to live the same again, as plain data that JSON can hold. Throws TypeError when code was given that has no name (a program, a handler class), and when inputs came without a trace. */
  get scenario(): Scenario {
    const planned = placePlanned(this.planned, presentPlace(this.kernel, this._execution.length));
    return scenarioOf({ ...this.given, app: this.options.app }, [...this.inputs, ...planned], this.choices.decided);
  }

  /** What the server and its children wrote to their standard error, with its colours (ANSI). */
  get log(): string {
    return this._log;
  }

  /** Everything done to the machine from outside so far. */
  get inputs(): readonly Input[] {
    return this._inputs.inputs;
  }

  /** What is still to be done to it, by its scenario or by `later`. */
  get planned(): readonly PlannedInput[] {
    return this._execution.planned;
  }

  /** Host and port where a server listens, or takes datagrams; undefined while none does, and for Unix sockets. */
  get address(): Address | undefined {
    return addressOf(this.kernel);
  }

  /** The path of a server on a Unix socket; undefined while there is none. */
  get path(): string | undefined {
    return pathOf(this.kernel);
  }

  /** Virtual time in seconds since boot. */
  get time(): number {
    return secondsOf(this.kernel.clock.now);
  }

  /**
   * Opens a connection to the server, over TCP or to its Unix socket. Nothing happens until the machine runs; it runs first, if the server
   * does not listen yet. Throws Error for a server that takes datagrams.
   */
  connect(): Client {
    this._inputs.makeReady('connect', this);
    return this._inputs.open('connect');
  }

  /**
   * A client that sends datagrams to the server and keeps those that come back: over UDP, or to a Unix datagram socket. As `connect`, it is
   * an input of the scenario. Throws Error for a server that takes connections.
   */
  datagrams(): DatagramClient {
    this._inputs.makeReady('datagrams', this);
    return this._inputs.open('datagrams');
  }

  /** Presses Ctrl+C in the server's terminal: SIGINT for its process and its children. Throws Error when the server has ended. */
  interrupt(): void {
    const { exitStatus } = this.serverProcess;
    if (exitStatus !== undefined) {
      throw new Error(`the server has ended (status ${exitStatus}): there is nothing to interrupt`);
    }
    this._inputs.interrupt();
  }

  /**
   * Plans what is done later, by a client or as Ctrl+C: at a step, at a virtual time (in seconds), when both have come, or without
   * either as soon as the machine rests. A place that is past means at once. What it answers is how to `cancel` it.
   * Throws SchemaError for what is no input, or would come before one step and after another one that is planned; RangeError for a client that is not there.
   */
  later(input: ScenarioInput): PlannedInput {
    const step = this.options.trace ? this._execution.length : undefined;
    const planned = planLater(input, { step, time: this.time, clients: this.clients });
    this._execution.planOne(planned);
    return planned;
  }

  /** Takes back what is planned: one of `planned`, or what `later` has answered. False when it has been done, or taken back, already. */
  cancel(planned: PlannedInput): boolean {
    return this._execution.cancel(planned);
  }

  /**
   * Virtual time in seconds at which the machine next has something to do: now, while a thread could run; else when the next wait that is
   * work ends, or a planned input is due. Undefined when only news from outside can make it go on.
   */
  get nextDue(): number | undefined {
    const due = this._execution.nextDue;
    return due === undefined ? undefined : secondsOf(due);
  }

  /** Starts another process beside the server; its standard input may be given. It is no input: `seek`, `branch` and the scenario know nothing of it. */
  spawn(name: string, main: () => Sys<void>, input?: Keyboard): Process {
    const process = this.kernel.spawn({ name, main: () => runGuarded(main, (text) => this._write(text)) });
    process.fds.install(input ?? new Terminal());
    return process;
  }

  /**
   * Runs until nothing more happens without news from outside, a breakpoint, or a limit. Given none, it ends as `limit` after a million system
   * calls, or turns of threads: for an app that never ends. `run` again goes on. A broken machine answers `panic`, it does not throw. Throws SchemaError for a bad option, TypeError for breakpoints without a trace, Error when its own app calls it.
   */
  run(options: RunOptions = {}): RunResult {
    const result = this._execution.advance(runLimits(options), undefined, true);
    return withLimit(result, options, this.kernel.callsAreUsedUp);
  }

  /**
   * Goes on until the log has `step` steps, or a step for which the predicate holds, or nothing more happens; answers the machine as it
   * is exactly there. A predicate is given up after a million system calls or turns, as `run` is; what it throws
   * comes out as it is, and the machine stands at that step. Breakpoints do not count. Inside a plain function a thread cannot stop: the machine itself may have gone a few
   * steps further, its cursor has not.
   */
  runTo(step: number | StepTest): Snapshot {
    if (typeof step === 'function') this._execution.advance(DEFAULT_LIMITS, step, false);
    else this._execution.goAhead(step);
    return this.snapshot();
  }

  /** One step further; answers the machine as it is there. */
  step(): Snapshot {
    this._execution.goAhead(this.cursor + 1, 'step');
    return this.snapshot();
  }

  /** The next step of the thread that made the last one. */
  stepInto(tid?: number): Snapshot {
    return this._execution.move('into', tid);
  }

  /** The next step of that thread that is not deeper in calls: a call on the way runs to its end. */
  stepOver(tid?: number): Snapshot {
    return this._execution.move('over', tid);
  }

  /** The end of the call that the thread is in. */
  stepOut(tid?: number): Snapshot {
    return this._execution.move('out', tid);
  }

  /** The step at which the machine is stopped; the end of the log, unless it was stopped earlier. 0 without a trace. */
  get cursor(): number {
    return this._execution.cursor;
  }

  /** Where `run` and stepping into, over and out stop on their way. */
  get breakpoints(): Breakpoints {
    return this._execution.breakpoints;
  }

  /**
   * The machine as it was after `step` steps: another one lives the same up to there. Throws RangeError for a step that has not been lived,
   * TypeError without a trace, DivergedError when living it again leads elsewhere: an app with variables of its own needs `freshApp`.
   */
  seek(step: number): Snapshot {
    return this._execution.seek(step);
  }

  /**
   * Makes later `seek`s faster, for at most `steps` steps of work; answers whether there is more to do. For idle times: nothing but the
   * speed of `seek` depends on it.
   */
  prepareToSeek(steps: number): boolean {
    return this._execution.prepare(steps);
  }

  /**
   * Another machine that has lived the same up to `step`, stands there, and gets `inputs` there; what this one did later, it did not.
   * Without a step it is where this one's cursor is. What is planned here is not planned there. The inputs come at `step`, whatever place they name.
   * Throws RangeError for a step that has not been lived, SchemaError for inputs that are none, TypeError without a trace, DivergedError as `seek` does.
   */
  branch(step: number = this.cursor, inputs: readonly ScenarioInput[] = []): Machine {
    this._execution.check(step, 'branch');
    const before = this.inputs.filter((input) => input.step < step);
    const clients = before.filter(opensClient).length;
    const added = plannedInputs(inputs, clients).map(({ client, command }) => ({ client, command, step }));
    const machine = new Machine(this.given);
    machine.shownClients = this.shownClients;
    machine._execution.plan([...before, ...added]);
    machine.choices.plan(this.choices.made.filter((choice) => choice.step < step));
    machine._execution.replayFrom(this._execution, step);
    return machine;
  }

  /**
   * Does something exactly at the cursor, whatever place the inputs name. Answers the machine in which it was done: this one when it stands
   * at the end of its log, otherwise a branch, whose cursor stands before them: several at one step are given at once.
   * Throws SchemaError for inputs that are none; nothing is done then.
   */
  inject(...inputs: readonly ScenarioInput[]): Machine {
    if (this.cursor < this._execution.length) return this.branch(this.cursor, inputs);
    const read = plannedInputs(inputs, this.clients.length);
    if (read.some(opensClient)) this._inputs.checkOrder(this.planned);
    for (const input of read) this._inputs.carryOut(input);
    return this;
  }

  /** With the order `chosen`: whether the machine stops wherever more than one thread could run, and waits for `choose`. */
  get asksForChoices(): boolean {
    return this.choices.stopsForChoice;
  }

  set asksForChoices(value: boolean) {
    if (value && this.options.order !== 'chosen') {
      throw new TypeError(`options.order: '${this.options.order}' leaves nothing to choose; it must be 'chosen'`);
    }
    this.choices.stopsForChoice = value;
  }

  /** What is to be chosen, after `run` has stopped with `why: 'choice'`. */
  get choice(): ChoicePoint | undefined {
    return this.choices.pending;
  }

  /** Says who runs next. Throws RangeError for a thread that could not. */
  choose(tid: number): void {
    this.choices.pick(tid);
  }

  /** Whose connections snapshots show with their lanes and handlers, by number; undefined for all. Thousands take their time. */
  get shownClients(): ReadonlySet<number> | undefined {
    return this._shown.clients;
  }

  set shownClients(clients: ReadonlySet<number> | undefined) {
    checkShown(clients);
    this._shown.clients = clients;
    this._execution.forgetSnapshots();
  }

  /** The machine at its cursor, as plain values. */
  snapshot(): Snapshot {
    return this._execution.snapshot();
  }

  /** The machine at the end of its log, which its cursor may not have reached: a thread inside a plain function stops a few steps late. */
  snapshotAtEnd(): Snapshot {
    return this._execution.snapshotAtEnd();
  }

  /** Looking at objects calls their methods: nobody may record that. */
  private _snapshotAt(step: number): Snapshot {
    return this.kernel.unobserved(() => takeSnapshot(this, step, this._shown.clients));
  }

  private _makeInputs(log: StepLog): Inputs {
    const { kernel, recorder, lanes, serverProcess } = this;
    const { host, port } = this.options;
    return new Inputs({
      kernel,
      recorder,
      lanes,
      serverProcess,
      get length() {
        return log.length;
      },
      target: (type) => targetOf(kernel, type) ?? expectedTarget(host, port, type),
      onInput: () => this._execution.moveToEnd(),
    });
  }

  /** A fresh machine of the same options, looked at in the same way. */
  private _twin(): Machine {
    const machine = new Machine(this.given);
    machine._shown = this._shown;
    if (this.recorder !== undefined) machine.recorder?.log.forgetPast(this.recorder.log);
    return machine;
  }

  private _write(text: string): void {
    this._log += text;
    this.recorder?.output(text);
  }
}
