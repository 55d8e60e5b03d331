/**
 * The machine: a kernel, a server, and clients. It is a pure function of its options and inputs: equal ones leave equal
 * traces, on every engine.
 */
import { Kernel } from '../kernel/kernel.ts';
import type { Memory, Process } from '../kernel/process.ts';
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
import { prepareRun } from '../trace/wrap.ts';
import { complaintsOf } from './watch/app-errors.ts';
import type { AppComplaint } from './watch/app-errors.ts';
import type { Breakpoints } from './time/breakpoints.ts';
import { Choices } from './time/choices.ts';
import type { ChoicePoint } from './time/choices.ts';
import type { Client } from './clients/client.ts';
import type { Keyboard } from './clients/keyboard.ts';
import { Execution } from './time/execution.ts';
import type { RunResult } from './time/run-result.ts';
import type { DatagramClient } from './clients/datagram-client.ts';
import { resolveOptions } from './setup/fresh-app.ts';
import { Lanes } from './watch/lanes.ts';
import { placePlanned, planLater } from './scenario/place-input.ts';
import { presentPlace } from './scenario/present-place.ts';
import { checkShown } from './setup/options.ts';
import type { CheckedOptions, MachineOptions } from './setup/options.ts';
import { Inputs } from './clients/inputs.ts';
import { DEFAULT_LIMITS, runLimits, withLimit } from './time/run-options.ts';
import type { RunOptions } from './time/run-options.ts';
import { opensClient } from './scenario/scenario.ts';
import type { Input, PlannedInput, Scenario, ScenarioInput } from './scenario/scenario.ts';
import { checkBrought, machineOptions, scenarioOf } from './scenario/scenario-machine.ts';
import type { Bring } from './scenario/scenario-machine.ts';
import { plannedInput, plannedInputs, readScenario } from './scenario/scenario-schema.ts';
import { Selectors } from './watch/selectors.ts';
import { runProgram } from './setup/program.ts';
import { serve } from './setup/serve.ts';
import { takeSnapshot } from './watch/snapshot.ts';
import type { StepTest } from './time/stepping.ts';
import { addressOf, expectedTarget, pathOf, targetOf } from './clients/target.ts';

/** A server on virtual sockets, and the clients that talk to it. */
export class Machine {
  /** The options, with all defaults filled in. */
  readonly options: CheckedOptions;
  readonly kernel: Kernel;
  /**
   * Everything that happened, step by step. With the option `trace: false` there is no trace, and each of its members
   * throws TypeError.
   */
  readonly trace: Trace;
  readonly clients: readonly Client[];
  /**
   * Errors and warnings of the app, with JavaScript stacks that the server's log does not have: the first thousand, in
   * order.
   */
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
  /** The options as they were given. @internal */
  readonly given: MachineOptions;
  private readonly _inputs: Inputs;
  private readonly _execution: Execution;
  private _log = '';
  /** Shared with the machines that replay this one. */
  private _shown: { clients: ReadonlySet<number> | undefined } = { clients: undefined };

  /** @throws TypeError for an option that is unknown or not what it must be. */
  constructor(options: MachineOptions) {
    this.options = resolveOptions(options);
    this.given = options;
    prepareRun(this.options.trace);
    const { limits, seed, order, epoch, link, program } = this.options;
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
      main: runMain(program === undefined ? () => serve(this.options) : runProgram(program, this.kernel)),
      // A copy: the machine must not change its own scenario.
      memory: copyPlain(this.options.memory) as Memory,
      terminal: new Terminal((data) => this._write(decodeUtf8(data, 'replace'))),
    });
    this.serverProcess.notesLostUpdates = this.options.lostUpdates;
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
   * Makes a machine that replays a scenario: `run`, `step` and `runTo` carry out its inputs, each at its place. Throws
   * SchemaError for data that is not a scenario, and TypeError when the scenario's app is code and `bring` does not
   * supply it.
   */
  static from(scenario: unknown, bring: Bring = {}): Machine {
    const read = readScenario(scenario);
    const machine = new Machine(machineOptions(read, bring));
    checkBrought(read.app, machine.options);
    machine._execution.plan(read.inputs.map(plannedInput));
    machine.choices.plan(read.schedule);
    return machine;
  }

  /**
   * Everything needed to replay this machine, as plain data that JSON can hold. Throws TypeError for a handler class,
   * which has no name in a scenario, and when there are inputs but no trace.
   */
  get scenario(): Scenario {
    const planned = placePlanned(this.planned, presentPlace(this.kernel, this._execution.length));
    const { app, program } = this.options;
    return scenarioOf({ ...this.given, app, program }, [...this.inputs, ...planned], this.choices.decided);
  }

  /** What the server and its children wrote to their standard error, with its colours (ANSI). */
  get log(): string {
    return this._log;
  }

  /** All inputs so far. */
  get inputs(): readonly Input[] {
    return this._inputs.inputs;
  }

  /** Pending inputs, from the scenario or from `later`. */
  get planned(): readonly PlannedInput[] {
    return this._execution.planned;
  }

  /** Host and port where the server listens, or takes datagrams; undefined before that, and for Unix sockets. */
  get address(): Address | undefined {
    return addressOf(this.kernel);
  }

  /** The path of a server on a Unix socket; undefined before it exists. */
  get path(): string | undefined {
    return pathOf(this.kernel);
  }

  /** Virtual time in seconds since boot. */
  get time(): number {
    return secondsOf(this.kernel.clock.now);
  }

  /**
   * Opens a connection to the server, over TCP or to its Unix socket. The connection is made when the machine runs. If
   * the server does not listen yet, the machine runs first. Throws Error for a server that takes datagrams.
   */
  connect(): Client {
    this._execution.refuseReentry('connect');
    this._inputs.makeReady('connect', this);
    return this._inputs.open('connect');
  }

  /**
   * Makes a client that sends datagrams to the server and keeps the replies: over UDP, or to a Unix datagram socket.
   * Like `connect`, it is an input of the scenario. Throws Error for a server that takes connections.
   */
  datagrams(): DatagramClient {
    this._execution.refuseReentry('datagrams');
    this._inputs.makeReady('datagrams', this);
    return this._inputs.open('datagrams');
  }

  /**
   * Presses Ctrl+C in the server's terminal: SIGINT for its process and its children. Throws Error when the server has
   * ended.
   */
  interrupt(): void {
    this._execution.refuseReentry('interrupt');
    const { exitStatus } = this.serverProcess;
    if (exitStatus !== undefined) {
      throw new Error(`the server has ended (status ${exitStatus}): there is nothing to interrupt`);
    }
    this._inputs.interrupt();
  }

  /**
   * Plans an input of a client, or Ctrl+C: at a step, at a virtual time (in seconds), when both are reached, or,
   * without either, as soon as the machine is idle. A place in the past means now. Pass the result to `cancel` to take
   * it back. Throws SchemaError if it is not an input, or if it would have to come before one planned input and after
   * another; RangeError if there is no such client.
   */
  later(input: ScenarioInput): PlannedInput {
    this._execution.refuseReentry('later');
    const step = this.options.trace ? this._execution.length : undefined;
    const planned = planLater(input, { step, time: this.time, clients: this.clients });
    this._execution.planOne(planned);
    return planned;
  }

  /**
   * Cancels a pending input: one of `planned`, or the result of `later`. Returns false if it was already carried out or
   * cancelled.
   */
  cancel(planned: PlannedInput): boolean {
    this._execution.refuseReentry('cancel');
    return this._execution.cancel(planned);
  }

  /**
   * Virtual time in seconds at which the machine next has something to do: now, if a thread can run; otherwise when the
   * next wait that counts as work ends, or when a pending input is due. Undefined when only an input from outside can
   * continue the run.
   */
  get nextDue(): number | undefined {
    const due = this._execution.nextDue;
    return due === undefined ? undefined : secondsOf(due);
  }

  /**
   * Starts another process beside the server; `input` is its standard input. This is not an input of the scenario:
   * `seek`, `branch` and the scenario do not include it.
   */
  spawn(name: string, main: () => Sys<void>, input?: Keyboard): Process {
    const process = this.kernel.spawn({ name, main: () => runGuarded(main, (text) => this._write(text)) });
    process.fds.install(input ?? new Terminal());
    return process;
  }

  /**
   * Runs until the machine is idle, until a breakpoint, or until a limit. Without a limit of its own, a run ends as
   * `limit` after a million system calls or turns of threads, so that an app without an end cannot block the caller;
   * `run` again continues. A kernel panic is returned as `panic`, not thrown. Throws SchemaError for a bad option,
   * TypeError for breakpoints without a trace, and Error when the machine's own app calls it.
   */
  run(options: RunOptions = {}): RunResult {
    const result = this._execution.advance(runLimits(options), undefined, true);
    return withLimit(result, options, this.kernel.callsAreUsedUp);
  }

  /**
   * Runs until the log has `step` steps, until the predicate accepts a step, or until the machine is idle; returns the
   * machine exactly there. A predicate is abandoned after a million system calls or turns, as in `run`. An error that
   * the predicate throws passes through, and the cursor stays at that step. Breakpoints are ignored. A thread cannot
   * stop inside a plain function: then the machine is a few steps ahead of its cursor.
   */
  runTo(step: number | StepTest): Snapshot {
    if (typeof step === 'function') this._execution.advance(DEFAULT_LIMITS, step, false);
    else this._execution.goAhead(step);
    return this.snapshot();
  }

  /** Runs one step; returns the machine there. */
  step(): Snapshot {
    this._execution.goAhead(this.cursor + 1, 'step');
    return this.snapshot();
  }

  /** To the next step of the thread that made the last step. */
  stepInto(tid?: number): Snapshot {
    return this._execution.move('into', tid);
  }

  /** To the next step of that thread that is not deeper: calls on the way run to their end. */
  stepOver(tid?: number): Snapshot {
    return this._execution.move('over', tid);
  }

  /** To the end of the call that the thread is in. */
  stepOut(tid?: number): Snapshot {
    return this._execution.move('out', tid);
  }

  /** The step at which the machine is stopped: the end of the log, unless it stopped earlier. 0 without a trace. */
  get cursor(): number {
    return this._execution.cursor;
  }

  /** Where `run` and stepping into, over and out stop. */
  get breakpoints(): Breakpoints {
    return this._execution.breakpoints;
  }

  /**
   * The machine as it was after `step` steps: another machine replays the scenario up to there. Throws RangeError for a
   * step that has not happened, TypeError without a trace, and DivergedError when the replay differs: an app with
   * variables of its own needs `freshApp`.
   */
  seek(step: number): Snapshot {
    return this._execution.seek(step);
  }

  /**
   * Makes later `seek`s faster, with at most `steps` steps of work; returns whether more work remains. Call it in idle
   * time: it changes only the speed of `seek`.
   */
  prepareToSeek(steps: number): boolean {
    return this._execution.prepare(steps);
  }

  /**
   * Makes another machine that replays this one up to `step`, stops there, and gets `inputs` there; later inputs and
   * pending inputs of this machine are not copied. Without a step, the branch starts at the cursor. The inputs come at
   * `step`, whatever place they name. Throws RangeError for a step that has not happened, SchemaError for bad inputs,
   * TypeError without a trace, and DivergedError as `seek` does.
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
   * Carries out inputs exactly at the cursor, whatever place they name. Returns the machine that has them: this one if
   * its cursor is at the end of its log, otherwise a branch whose cursor is before them. Pass several inputs for one
   * step in one call. Throws SchemaError for bad inputs, and then carries out none.
   */
  inject(...inputs: readonly ScenarioInput[]): Machine {
    this._execution.refuseReentry('inject');
    if (this.cursor < this._execution.length) return this.branch(this.cursor, inputs);
    const read = plannedInputs(inputs, this.clients.length);
    if (read.some(opensClient)) this._inputs.checkOrder(this.planned);
    for (const input of read) this._inputs.carryOut(input);
    return this;
  }

  /**
   * With the order `chosen`: whether the machine stops and waits for `choose` whenever more than one thread can run.
   * `server`: only about threads of the server; clients run in the usual order.
   */
  get asksForChoices(): boolean | 'server' {
    return this.choices.stopsForChoice;
  }

  set asksForChoices(value: boolean | 'server') {
    if (value !== false && this.options.order !== 'chosen') {
      throw new TypeError(`options.order: '${this.options.order}' leaves nothing to choose; it must be 'chosen'`);
    }
    this.choices.stopsForChoice = value;
  }

  /** The pending choice after `run` has stopped with `why: 'choice'`. */
  get choice(): ChoicePoint | undefined {
    return this.choices.pending;
  }

  /** Chooses the thread that runs next. Throws RangeError for a thread that cannot run. */
  choose(tid: number): void {
    this._execution.refuseReentry('choose');
    this.choices.pick(tid);
  }

  /**
   * The clients whose connections snapshots show with lanes and handlers, by number; undefined for all. Showing
   * thousands is slow.
   */
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
    this._execution.refuseReentry('snapshot');
    return this._execution.snapshot();
  }

  /**
   * The machine at the end of its log. The cursor may be before it: a thread inside a plain function stops a few steps
   * late.
   */
  snapshotAtEnd(): Snapshot {
    this._execution.refuseReentry('snapshotAtEnd');
    return this._execution.snapshotAtEnd();
  }

  /** Inspecting objects calls their methods; the recorder must not record that. */
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

  /** A new machine with the same options and the same shown clients. */
  private _twin(): Machine {
    const machine = new Machine(this.given);
    machine._shown = this._shown;
    if (this.recorder !== undefined) machine.recorder?.log.follow(this.recorder.log);
    return machine;
  }

  private _write(text: string): void {
    this._log += text;
    this.recorder?.output(text);
  }
}
