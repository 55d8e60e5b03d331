/** Converts between a machine's options and its scenario: data stays data, and code becomes a name. */
import { typeName } from '../../python/repr.ts';
import { noTraceMessage } from '../../trace/trace.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { preset, PRESETS } from '../setup/apps/presets.ts';
import type { MachineOptions } from '../setup/options.ts';
import { callable, record } from './schema.ts';
import { SCENARIO_LIMITS } from './scenario-limits.ts';
import { inputData, readScenario } from './scenario-schema.ts';
import { SCENARIO_VERSION } from './scenario.ts';
import type { Choice, PlannedInput, Scenario, ScenarioApp } from './scenario.ts';

/** The code that the opener of a scenario supplies. */
export interface Bring {
  /** The app, for a scenario whose app was given as a function. */
  readonly app?: WsgiApp;
  /** Makes an app from source text. The library itself never runs text. */
  readonly compile?: (source: string, language: 'javascript' | 'typescript') => WsgiApp;
}

const readBring = record({}, { app: callable, compile: callable });

/**
 * The options of a machine that replays a scenario. Throws TypeError when the app is code and was not supplied,
 * SchemaError when something else was supplied.
 */
export function machineOptions({ options, app, link }: Scenario, bring: Bring): MachineOptions {
  readBring(bring, 'bring');
  return { ...options, link, app: appOf(app, bring) };
}

function appOf(app: ScenarioApp, { app: brought, compile }: Bring): WsgiApp {
  if ('preset' in app) return preset(app.preset)?.app as WsgiApp;
  if (brought !== undefined) return brought;
  if ('given' in app) {
    const name = app.given === '' ? '' : ` '${app.given}'`;
    throw new TypeError(`bring.app: the scenario's app${name} is code; supply it`);
  }
  if (compile === undefined)
    throw new TypeError("bring.compile: the scenario's app is source text; supply a function that compiles it");
  return compile(app.source, app.language ?? 'javascript');
}

/** A machine's options, with the app that it runs. */
type Options = Omit<MachineOptions, 'app'> & { readonly app: WsgiApp | undefined };

/**
 * The scenario of a machine. Throws TypeError for options that are code without a name, and for inputs without a trace.
 */
export function scenarioOf(
  { app, program, handler, trace, link, ...options }: Options,
  inputs: readonly PlannedInput[],
  schedule: readonly Choice[],
): Scenario {
  if (program !== undefined) throw new TypeError('options.program: a machine that runs a program has no scenario');
  if (handler !== undefined) throw new TypeError(`options.handler: a scenario cannot hold the class ${handler.name}`);
  if (trace === false && inputs.length > 0) {
    throw new TypeError(noTraceMessage('scenario: inputs are placed by the steps of the trace'));
  }
  const known = PRESETS.find((candidate) => candidate.app === app);
  const name = typeof app === 'function' ? app.name.slice(0, SCENARIO_LIMITS.nameLength) : typeName(app);
  return readScenario({
    version: SCENARIO_VERSION,
    options,
    app: known === undefined ? { given: name } : { preset: known.name },
    schedule,
    inputs: inputs.map(inputData),
    link: link ?? {},
  });
}
