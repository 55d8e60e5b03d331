/** Makes the machine that the page asks for. */
import { Machine, PRESETS, readScenario, SchemaError } from '../index.ts';
import type { Scenario, WsgiApp } from '../index.ts';
import { errorNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import type { BootOptions, PresetInfo } from './protocol.ts';

export interface Made {
  readonly machine: Machine;
  /** Why the scenario cannot be replayed; the machine is made without it. */
  readonly problem: Notice | undefined;
}

/** The apps that come with Glaswerk, for the page. */
export const PRESET_INFOS: readonly PresetInfo[] = PRESETS.map(({ name, title, note }) => ({ name, title, note }));

/** The preset of that name, or the first one if there is none. */
export function presetOf(name: string): WsgiApp {
  const preset = PRESETS.find((preset) => preset.name === name) ?? PRESETS[0];
  if (preset === undefined) throw new Error('there is no app to serve');
  return preset.app;
}

/**
 * A machine with these options, or one that will replay a scenario. The scenario may be invalid: then the result has
 * a problem.
 */
export function makeMachine(app: WsgiApp, options: BootOptions, scenario: unknown): Made {
  try {
    if (scenario !== undefined)
      return { machine: Machine.from(choosable(readScenario(scenario)), { app }), problem: undefined };
  } catch (error) {
    const isExpected = error instanceof SchemaError || error instanceof TypeError;
    return { machine: fresh(app, options), problem: errorNotice(isExpected ? error : String(error)) };
  }
  return { machine: fresh(app, options), problem: undefined };
}

/** A machine without a scenario. Its order allows the reader to choose; until then it is round-robin. */
function fresh(app: WsgiApp, { server, seed, link = {} }: BootOptions): Machine {
  const options = { app, server, order: 'chosen', lostUpdates: true } as const;
  try {
    return new Machine({ ...options, seed, link });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The options came with an invalid scenario, and are invalid too.
    return new Machine(options);
  }
}

/** The same scenario, with choices allowed: `chosen` without choices is round-robin. */
function choosable(scenario: Scenario): Scenario {
  const { options } = scenario;
  if (options?.order !== undefined && options.order !== 'round-robin') return scenario;
  return { ...scenario, options: { ...options, order: 'chosen' } };
}
