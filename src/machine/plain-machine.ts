/**
 * A machine without a log and without a past: it boots, takes inputs at their places and runs forward. What its server
 * answers is what a `Machine` with the same options and inputs answers. It needs about half of the code.
 */
import { Kernel } from '../kernel/kernel.ts';
import type { RunLimits, StopReason } from '../kernel/run-limits.ts';
import { isPanic } from '../kernel/panic.ts';
import type { Memory } from '../kernel/process.ts';
import { copyPlain } from '../kernel/syscalls/process.ts';
import { Terminal } from '../kernel/files/terminal.ts';
import { microsOf, secondsOf } from '../kernel/units.ts';
import { decodeUtf8 } from '../python/bytes.ts';
import { describe } from '../python/foreign.ts';
import { runMain } from '../stdlib/_main.ts';
import type { Client } from './clients/client.ts';
import { Inputs } from './clients/inputs.ts';
import { expectedTarget, targetOf } from './clients/target.ts';
import type { PlannedInput } from './scenario/scenario.ts';
import { resolveOptions } from './setup/fresh-app.ts';
import type { MachineOptions } from './setup/options.ts';
import { runProgram } from './setup/program.ts';
import { serve } from './setup/serve.ts';
import { Driver } from './time/driver.ts';
import { complaintsOf } from './watch/app-errors.ts';
import type { AppComplaint } from './watch/app-errors.ts';

/** How a run ended. */
export interface PlainResult {
  readonly why: StopReason | 'panic';
  readonly panic: Error | undefined;
}

export class PlainMachine {
  readonly kernel: Kernel;
  readonly clients: readonly Client[];
  /** As `Machine.errors`; their `step` is 0. */
  readonly errors: readonly AppComplaint[];
  private readonly _driver: Driver;
  private _log = '';

  /**
   * @param inputs placed by time, or without a place as soon as the machine is idle.
   * @throws TypeError for an option that is unknown or not what it must be, and for one that needs a `Machine`.
   */
  constructor(given: MachineOptions, inputs: readonly PlannedInput[]) {
    const options = resolveOptions(given);
    const { limits, seed, order, epoch, link, program, host, port } = options;
    if (order === 'chosen') throw new TypeError("options.order: 'chosen' needs a Machine, which can be asked");
    const kernel = new Kernel({ limits, seed, order, link, epoch: microsOf(epoch) });
    kernel.program = given.program ?? given.app;
    this.kernel = kernel;
    this.errors = complaintsOf(kernel, () => 0);
    const serverProcess = kernel.spawn({
      name: 'server',
      threadName: 'MainThread',
      main: runMain(program === undefined ? () => serve(options) : runProgram(program, kernel)),
      memory: copyPlain(options.memory) as Memory,
      terminal: new Terminal((data) => void (this._log += decodeUtf8(data, 'replace'))),
    });
    const clients = new Inputs({
      kernel,
      recorder: undefined,
      lanes: undefined,
      serverProcess,
      length: 0,
      target: (type) => targetOf(kernel, type) ?? expectedTarget(host, port, type),
      onInput: () => undefined,
    });
    this.clients = clients.clients;
    this._driver = new Driver(
      kernel,
      undefined,
      (input) => clients.carryOut(input),
      () => {
        throw new TypeError('a plain machine has no snapshots');
      },
    );
    this._driver.plan(inputs);
  }

  /** What the server and its children wrote to their standard error, with its colours (ANSI). */
  get log(): string {
    return this._log;
  }

  /** Virtual time in seconds since boot. */
  get time(): number {
    return secondsOf(this.kernel.clock.now);
  }

  /** Runs until the machine is idle, or until a limit. After a panic it cannot go on. */
  run(limits: RunLimits): PlainResult {
    try {
      return { why: this._driver.drive(limits).why, panic: undefined };
    } catch (error) {
      return { why: 'panic', panic: isPanic(error) || error instanceof Error ? error : new Error(describe(error)) };
    }
  }
}
