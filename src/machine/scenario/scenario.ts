/**
 * A scenario: everything that a machine is made of and everything that is done to it, as plain data. It can be kept, sent, and
 * replayed; the same scenario leaves the same trace on every engine.
 *
 * Absent on purpose: code. An app is named (a preset), brought as source text, or given by whoever opens the scenario.
 */
import type { Limits } from '../../kernel/limits.ts';
import type { LinkSettings } from '../../kernel/net/link/link-conditions.ts';
import type { InputAction, Order, ServerKind } from '../../vocabulary.ts';
import { tryOr } from '../../python/foreign.ts';
import type { Command } from '../clients/keyboard.ts';
import { isList, show } from '../setup/options.ts';

/**
 * The version of scenarios that this program writes. A new thing to do, such as `interrupt`, is no new version: what was written before
 * reads as it did, and an older program refuses the new thing by its name. Before version 3 times were in microseconds.
 */
export const SCENARIO_VERSION = 3;

/** One thing that somebody did. It is placed by the length of the log at that moment, and by the clock. */
export interface Input {
  /** How many steps the log had. */
  readonly step: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  /** How many empty turns had come before it, at that step and time; see `Kernel.emptyTurns`. */
  readonly emptyTurns?: number | undefined;
  /** How often timers had fired before it without moving the clock; see `Kernel.emptyPasses`. */
  readonly emptyPasses?: number | undefined;
  /** The client's number; `connect` and `datagrams` make the client of that number. Undefined for what no client does: `interrupt`. */
  readonly client: number | undefined;
  /** `interrupt` is Ctrl+C in the terminal of the server. */
  readonly command: Command | { readonly do: 'connect' } | { readonly do: 'datagrams' } | { readonly do: 'interrupt' };
}

/** Whether that makes a client. Throws TypeError for what is no input. */
export function opensClient(input: Pick<Input, 'command'>): boolean {
  const action: unknown = tryOr(() => input.command.do, undefined);
  if (typeof action !== 'string') {
    throw new TypeError(`input: ${show(input)} is not an input with a command, as machine.inputs has them`);
  }
  return action === 'connect' || action === 'datagrams';
}

/** A thing to be done: at a step, at a time, when both have come; without either, as soon as the machine rests. */
export type PlannedInput = Pick<Input, 'client' | 'command'> & {
  readonly step?: number | undefined;
  readonly time?: number | undefined;
  readonly emptyTurns?: number | undefined;
  readonly emptyPasses?: number | undefined;
  /** Of what waits for rest: when it was asked for. Rest before that does not count, in a replay too. */
  readonly since?: number | undefined;
};

/** One decision on who runs next that is not the usual one. */
export interface Choice {
  /** The number of the decision, from 0: as many were made before it. */
  readonly choice: number;
  /** How many steps the log had. */
  readonly step: number;
  /** The thread that was chosen. */
  readonly tid: number;
}

/** Values that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What the server serves: a preset by name, source text, or a function that whoever opens the scenario has to bring. */
export type ScenarioApp =
  | { readonly preset: string }
  | { readonly source: string; readonly language?: 'javascript' | 'typescript' }
  | { readonly given: string };

/** An input as data. Bytes are latin-1 text in `data`, or base64 in `base64`. All but `interrupt` have a client. */
export interface ScenarioInput {
  readonly step?: number;
  /** Seconds since boot, to the microsecond. */
  readonly time?: number;
  /** Beside step and time: how many threads had been woken there before it and found nothing; none by default. */
  readonly emptyTurns?: number;
  /** Beside step and time: how often timers had fired there before it without moving the clock; none by default. */
  readonly emptyPasses?: number;
  /** Seconds since boot. Only without step and time: it is done as soon as the machine rests at this time or later. */
  readonly since?: number;
  readonly client?: number;
  readonly do: InputAction;
  readonly data?: string;
  readonly base64?: string;
}

/** What a machine is made of, as data; all of it may be left out but the version. */
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
}

export interface Scenario {
  readonly version: typeof SCENARIO_VERSION;
  readonly options: ScenarioOptions;
  readonly app: ScenarioApp;
  /** Decisions of the order `chosen`; where none is named, the thread that could go on goes on, else the first in line. */
  readonly schedule: readonly Choice[];
  readonly inputs: readonly ScenarioInput[];
  /** How the network between the clients and the server is; a perfect one is written as `{ latency: 0 }`. */
  readonly link: LinkSettings;
}

/** The scenario up to a step: what was done and decided before it. Throws RangeError for what is no number of steps, TypeError for what is no scenario. */
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
