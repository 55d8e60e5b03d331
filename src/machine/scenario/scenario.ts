/**
 * A scenario: the options and all inputs of a machine, as plain data that can be saved, sent and replayed. The same
 * scenario leaves the same trace on every engine.
 * Absent on purpose: code. An app is named (a preset), included as source text, or supplied when the scenario is
 * opened.
 */
import type { Limits } from '../../kernel/limits.ts';
import type { LinkSettings } from '../../kernel/net/link/link-conditions.ts';
import type { InputAction, Order, ServerKind } from '../../vocabulary.ts';
import { tryOr } from '../../python/foreign.ts';
import type { Command } from '../clients/keyboard.ts';
import { isList, show } from '../setup/options.ts';

/**
 * The version of scenarios that this program writes. A new action such as `interrupt` needs no new version: older
 * scenarios read as before, and an older program rejects the action by name. Before version 3, times were in
 * microseconds.
 */
export const SCENARIO_VERSION = 3;

/** One input. Its place is the length of the log at that moment, and the clock. */
export interface Input {
  /** How many steps the log had. */
  readonly step: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  /** How many empty turns came before it at that step and time; see `Kernel.emptyTurns`. */
  readonly emptyTurns?: number | undefined;
  /** How often timers fired before it without moving the clock; see `Kernel.emptyPasses`. */
  readonly emptyPasses?: number | undefined;
  /**
   * The client's number; `connect` and `datagrams` make the client with that number. Undefined for `interrupt`, which
   * belongs to no client.
   */
  readonly client: number | undefined;
  /** `interrupt` is Ctrl+C in the terminal of the server. */
  readonly command: Command | { readonly do: 'connect' } | { readonly do: 'datagrams' } | { readonly do: 'interrupt' };
}

/** Whether an input makes a client. Throws TypeError if the argument is not an input. */
export function opensClient(input: Pick<Input, 'command'>): boolean {
  const action: unknown = tryOr(() => input.command.do, undefined);
  if (typeof action !== 'string') {
    throw new TypeError(`input: ${show(input)} is not an input with a command, as machine.inputs has them`);
  }
  return action === 'connect' || action === 'datagrams';
}

/**
 * A pending input: it is due at a step, at a time, when both are reached, or, without either, as soon as the machine is
 * idle.
 */
export type PlannedInput = Pick<Input, 'client' | 'command'> & {
  readonly step?: number | undefined;
  readonly time?: number | undefined;
  readonly emptyTurns?: number | undefined;
  readonly emptyPasses?: number | undefined;
  /**
   * For an input that waits until the machine is idle: when it was planned. Idle time before that does not count, in a
   * replay too.
   */
  readonly since?: number | undefined;
};

/** One decision for a thread that the usual order would not choose. */
export interface Choice {
  /** The number of the decision, from 0. */
  readonly choice: number;
  /** How many steps the log had. */
  readonly step: number;
  /** The thread that was chosen. */
  readonly tid: number;
}

/** Values that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * What the server runs: a preset by name, source text, or an app or a program that must be supplied when the scenario
 * is opened. Source text is an app or a program, whichever it exports.
 */
export type ScenarioApp =
  | { readonly preset: string }
  | { readonly source: string; readonly language?: 'javascript' | 'typescript' }
  | { readonly given: string }
  | { readonly program: string };

/**
 * An input as data. Bytes are latin-1 text in `data`, or base64 in `base64`. Every input but `interrupt` has a client.
 */
export interface ScenarioInput {
  readonly step?: number;
  /** Seconds since boot, to the microsecond. */
  readonly time?: number;
  /** With a step and a time: how many threads were woken there before it and found nothing to do; 0 by default. */
  readonly emptyTurns?: number;
  /** With a step and a time: how often timers fired there before it without moving the clock; 0 by default. */
  readonly emptyPasses?: number;
  /**
   * Seconds since boot, for an input without step and time: it is due as soon as the machine is idle at this time or
   * later.
   */
  readonly since?: number;
  readonly client?: number;
  readonly do: InputAction;
  readonly data?: string;
  readonly base64?: string;
}

/** The options of a machine, as data. */
export interface ScenarioOptions {
  readonly server?: ServerKind;
  readonly order?: Order;
  readonly seed?: number;
  readonly host?: string;
  readonly port?: number;
  readonly processes?: number;
  readonly passthroughErrors?: boolean;
  readonly epoch?: number;
  readonly limits?: Partial<Limits>;
  readonly memory?: { readonly [name: string]: Json };
  readonly lostUpdates?: boolean;
}

export interface Scenario {
  readonly version: typeof SCENARIO_VERSION;
  readonly options: ScenarioOptions;
  readonly app: ScenarioApp;
  /**
   * Decisions for the order `chosen`. Where none is listed, the thread that can continue does so, or else the first in
   * line runs.
   */
  readonly schedule: readonly Choice[];
  readonly inputs: readonly ScenarioInput[];
  /** The network between the clients and the server; a perfect one is `{ latency: 0 }`. */
  readonly link: LinkSettings;
}

/**
 * The scenario up to a step: the inputs and decisions before it. Throws RangeError for a bad step, TypeError if the
 * argument is not a scenario.
 */
export function cutScenario(scenario: Scenario, step: number): Scenario {
  if (typeof (step as unknown) !== 'number' || !(step >= 0)) {
    throw new RangeError(`step: ${show(step)} is not the number of a step`);
  }
  if (!tryOr(() => isList(scenario.schedule) && isList(scenario.inputs), false)) {
    throw new TypeError(`scenario: ${show(scenario)} is not a scenario; readScenario() reads one`);
  }
  return {
    ...scenario,
    schedule: scenario.schedule.filter((choice) => choice.step < step),
    inputs: scenario.inputs.filter((input) => input.step !== undefined && input.step < step),
  };
}
