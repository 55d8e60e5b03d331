/**
 * The machine: a kernel, a server in it, and clients from outside. A pure function of its options and inputs: the same
 * ones leave the same trace, on every engine.
 */
import { Kernel } from '../kernel/kernel.ts';
import type { RunLimits, StopReason } from '../kernel/kernel.ts';
import type { Memory, Process } from '../kernel/process.ts';
import type { Sys } from '../kernel/sys.ts';
import { copyPlain } from '../kernel/syscalls/process.ts';
import { Terminal } from '../kernel/terminal.ts';
import type { Address, Micros } from '../kernel/types.ts';
import { SECOND } from '../kernel/types.ts';
import { runMain } from '../stdlib/_main.ts';
import { decodeUtf8 } from '../python/bytes.ts';
import { Recorder } from '../trace/recorder.ts';
import type { Snapshot } from '../trace/snapshot.ts';
import { StepLog } from '../trace/step-log.ts';
import { Trace } from '../trace/trace.ts';
import { wrapRegistered } from '../trace/wrap.ts';
import { runSimple } from '../werkzeug/serving.ts';
import { Client } from './client.ts';
import type { Command } from './keyboard.ts';
import { Lanes } from './lanes.ts';
import { checkOptions } from './options.ts';
import type { CheckedOptions, MachineOptions } from './options.ts';
import type { Input } from './scenario.ts';
import { Selectors } from './selectors.ts';
import { listeningAddress, takeSnapshot } from './snapshot.ts';

/** Until when to run; whatever comes first. */
export interface RunOptions {
  /** Seconds of virtual time since boot. Without it a run ends as soon as only news from outside could go on. */
  readonly until?: number;
  /** How often a thread may get the processor. */
  readonly resumptions?: number;
}

/** How a run ended. */
export interface RunResult {
  readonly why: StopReason | 'panic';
  /** Steps in the log so far. */
  readonly steps: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  /** What is wrong with the machine itself, when `why` is `'panic'`; it can not go on. */
  readonly panic: Error | undefined;
}

/** A server on virtual sockets, and the clients that talk to it. */
export class Machine {
  /** What it is made of, all defaults filled in. */
  readonly options: CheckedOptions;
  readonly kernel: Kernel;
  /** Everything that happened, step by step; empty with the option `trace: false`. */
  readonly trace: Trace;
  readonly clients: readonly Client[];
  /** @internal */
  readonly recorder: Recorder | undefined;
  /** @internal */
  readonly lanes: Lanes | undefined;
  /** @internal */
  readonly selectors: Selectors | undefined;
  /** @internal */
  readonly serverProcess: Process;

  private readonly _given: MachineOptions;
  private readonly _clients: Client[] = [];
  private readonly _inputs: Input[] = [];
  private _log = '';
  private _panic: Error | undefined;
  private _cursor = 0;
  private _captures = new Map<number, Snapshot>();

  /** @throws TypeError for an option that is unknown or not what it must be. */
  constructor(options: MachineOptions) {
    this.options = checkOptions(options);
    this._given = options;
    this.clients = this._clients;
    wrapRegistered();
    const { limits, seed, order, epoch } = this.options;
    this.kernel = new Kernel({ limits, seed, order, epoch: (epoch * SECOND) as Micros });
    if (this.options.trace) {
      this.recorder = new Recorder(this.kernel);
      this.lanes = new Lanes(this.kernel, this.recorder);
      this.selectors = new Selectors(this.kernel, this.recorder);
      this.kernel.observer = this.recorder;
    }
    this.trace = new Trace(this.recorder?.log ?? new StepLog());
    this.serverProcess = this.kernel.spawn({
      name: 'server',
      threadName: 'MainThread',
      main: runMain(this.options.program ?? (() => serve(this.options))),
      // A copy: the machine must not change its own scenario.
      memory: copyPlain(this.options.memory) as Memory,
      terminal: new Terminal((data) => this._write(decodeUtf8(data, 'replace'))),
    });
  }

  /** What the server and its children wrote to their standard error, with its colours (ANSI). */
  get log(): string {
    return this._log;
  }

  /** Everything done to the machine from outside so far. */
  get inputs(): readonly Input[] {
    return this._inputs;
  }

  /** Where a server listens; undefined while none does. */
  get address(): Address | undefined {
    return listeningAddress(this.kernel);
  }

  /** Virtual time in seconds since boot. */
  get time(): number {
    return this.kernel.clock.now / SECOND;
  }

  /** Opens a connection to the server. Nothing happens until the machine runs; it runs first, if the server does not listen yet. */
  connect(): Client {
    if (this.kernel.clock.now === 0 && this.address === undefined) this.run();
    const client = new Client(this._clients.length, (target, command) => this._input(target, command));
    this._clients.push(client);
    this._record(client.number, { do: 'connect' });
    const { host, port } = this.options;
    const address = this.address ?? ([host, port] as const);
    const process = this.spawn(`client-${client.number}`, () => client.main(address), client.keyboard);
    this.lanes?.addClient(client, process);
    this._cursor = this.trace.length;
    return client;
  }

  /** Starts another process beside the server; its standard input may be given. */
  spawn(name: string, main: () => Sys<void>, input?: Client['keyboard']): Process {
    const process = this.kernel.spawn({ name, main });
    process.fds.install(input ?? new Terminal());
    return process;
  }

  /** Runs until nothing more happens without news from outside, or a limit is reached. A broken machine answers `panic`; it never throws and never hangs. */
  run(options: RunOptions = {}): RunResult {
    const until = options.until === undefined ? undefined : (Math.round(options.until * SECOND) as Micros);
    return this._run({ until, resumptions: options.resumptions });
  }

  /**
   * Goes on until the log has `step` steps, or nothing more happens; answers the machine as it is exactly there.
   * Inside a plain function a thread can not stop: the machine itself may have gone a few steps further, its cursor has not.
   */
  runTo(step: number): Snapshot {
    if (!Number.isInteger(step) || step < this._cursor) {
      throw new RangeError(`step: ${step} lies before step ${this._cursor}, where the machine is; seek() goes back`);
    }
    if (!this._captures.has(step)) this._captures = this._runTo(step, undefined);
    const snapshot = this._captures.get(step);
    this._cursor = snapshot === undefined ? this.trace.length : step;
    return snapshot ?? this.snapshot();
  }

  /** One step further; answers the machine as it is there. */
  step(): Snapshot {
    return this.runTo(this._cursor + 1);
  }

  /** The step at which the machine is stopped; the end of the log, unless it was stopped by `runTo` or `step`. */
  get cursor(): number {
    return this._cursor;
  }

  /** The machine as it was after `step` steps: a fresh machine lives the same scenario up to there. This one does not change. */
  seek(step: number): Snapshot {
    const length = this.trace.length;
    if (!Number.isInteger(step) || step < 0 || step > length) {
      throw new RangeError(`step: ${step} is not a step of this machine, which has 0 to ${length}`);
    }
    return this._replay(step);
  }

  /** The machine as it is now, as plain values. */
  snapshot(): Snapshot {
    return this._snapshotAt(this.trace.length);
  }

  /** Looking at objects calls their methods: nobody may record that. */
  private _snapshotAt(step: number): Snapshot {
    const { observer } = this.kernel;
    this.kernel.observer = undefined;
    try {
      return takeSnapshot(this, step);
    } finally {
      this.kernel.observer = observer;
    }
  }

  private _replay(step: number): Snapshot {
    const machine = new Machine(this._given);
    for (const input of this._inputs) {
      if (input.step >= step) break;
      machine._liveUntil(input);
      machine._repeat(input);
    }
    const end = this.kernel.clock.now;
    if (step < this.trace.length) return machine._runTo(step, end).get(step) ?? machine.snapshot();
    // At the end: where this machine stands still, the other one does too, and shows who waits for what.
    const atEnd = machine._runTo(step, end).get(step);
    machine._runTo(step + 1, end);
    return machine.trace.length > step ? (atEnd ?? machine.snapshot()) : machine.snapshot();
  }

  /** Brings a fresh machine to the moment of an input. */
  private _liveUntil(input: Input): void {
    if (this.trace.length < input.step) this._runTo(input.step, input.time as Micros);
    this.kernel.clock.advanceTo(input.time as Micros);
  }

  private _repeat({ client, command }: Input): void {
    if (command.do === 'connect') this.connect();
    else this._input(this._clients[client] as Client, command);
  }

  /** Runs up to a length of the log; answers the snapshots taken there and until the kernel could stop. */
  private _runTo(step: number, until: Micros | undefined): Map<number, Snapshot> {
    const taken = new Map<number, Snapshot>();
    if (this.recorder === undefined) throw new TypeError('options.trace: false leaves no steps to stop at');
    if (this.trace.length >= step) return taken;
    this.recorder.stopAt(step, (length) => taken.set(length, this._snapshotAt(length)));
    this._run({ until });
    this.recorder.clearStop();
    return taken;
  }

  private _run(limits: RunLimits): RunResult {
    let why: RunResult['why'] = 'panic';
    if (this._panic === undefined) {
      try {
        why = this.kernel.run(limits);
      } catch (error) {
        this._panic = error instanceof Error ? error : new Error(String(error));
      }
    }
    this._cursor = this.trace.length;
    return { why, steps: this.trace.length, time: this.time, panic: this._panic };
  }

  private _input(client: Client, command: Command): void {
    this._record(client.number, command);
    this.recorder?.input(`client-${client.number} ${command.do}`, command.do === 'send' ? command.data : undefined);
    client.keyboard.press(command);
    this._cursor = this.trace.length;
  }

  private _record(client: number, command: Input['command']): void {
    this._inputs.push({ step: this.trace.length, time: this.kernel.clock.now, client, command });
  }

  private _write(text: string): void {
    this._log += text;
    this.recorder?.output(text);
  }
}

function* serve({ app, server, host, port, processes, handler, passthroughErrors }: CheckedOptions): Sys<void> {
  if (app === undefined) throw new TypeError('options.app: undefined is not a WSGI app');
  yield* runSimple(host, port, app, {
    threaded: server === 'threaded',
    processes: server === 'forking' ? processes : 1,
    requestHandler: handler,
    passthroughErrors,
  });
}
