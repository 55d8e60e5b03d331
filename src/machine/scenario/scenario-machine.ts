/** Converts between a machine's options and its scenario: data stays data, and code becomes a name. */
import { noTraceMessage } from '../../trace/trace.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { presetApp, presetNameOf } from '../setup/known-presets.ts';
import type { CheckedOptions, MachineOptions, Program } from '../setup/options.ts';
import { booleanValue, callable, record } from './schema.ts';
import { SCENARIO_LIMITS } from './scenario-limits.ts';
import { inputData, readScenario } from './scenario-schema.ts';
import { SCENARIO_VERSION } from './scenario.ts';
import type { Choice, PlannedInput, Scenario, ScenarioApp } from './scenario.ts';

/** What the opener of a scenario supplies: code, and whether there is to be a trace. */
export interface Bring {
  /** The app, for a scenario whose app was given as a function. */
  readonly app?: WsgiApp;
  /** The program, for a scenario that runs one. */
  readonly program?: Program;
  /** Makes an app, or a program as `programApp(program)`, from source text. The library itself never runs text. */
  readonly compile?: (source: string, language: 'javascript' | 'typescript') => WsgiApp;
  /** False for a machine without a trace. A scenario whose inputs are placed by steps needs one. */
  readonly trace?: boolean;
}

const readBring = record({}, { app: callable, program: callable, compile: callable, trace: booleanValue });

/**
 * The options of a machine that replays a scenario. Throws TypeError when the app is code and was not supplied,
 * SchemaError when something else was supplied.
 */
export function machineOptions({ options, app, link, inputs }: Scenario, bring: Bring): MachineOptions {
  readBring(bring, 'bring');
  const { trace = true } = bring;
  const placed = trace ? -1 : inputs.findIndex(({ step }) => step !== undefined);
  if (placed >= 0) {
    throw new TypeError(`bring.trace: inputs[${placed}] comes at step ${inputs[placed]?.step}, which needs a trace`);
  }
  return { ...options, link, ...codeOf(app, bring), trace };
}

/**
 * Throws TypeError where an app was brought for a program, or the other way round. What is made for each machine shows
 * only now what it is.
 */
export function checkBrought(app: ScenarioApp, { program }: Pick<CheckedOptions, 'program'>): void {
  if ('program' in app && program === undefined) {
    throw new TypeError(
      `bring.app: the scenario runs the program${quoted(app.program)}; bring.program is what it needs`,
    );
  }
  if ('given' in app && program !== undefined) {
    throw new TypeError(`bring.program: the scenario serves the app${quoted(app.given)}; bring.app is what it needs`);
  }
}

const quoted = (name: string): string => (name === '' ? '' : ` '${name}'`);

function codeOf(app: ScenarioApp, { app: brought, program, compile }: Bring): Pick<MachineOptions, 'app' | 'program'> {
  if ('preset' in app) return { app: knownApp(app.preset, brought) };
  if (program !== undefined) return { program };
  if (brought !== undefined) return { app: brought };
  if ('given' in app) {
    throw new TypeError(`bring.app: the scenario's app${quoted(app.given)} is code; supply it`);
  }
  if ('program' in app) {
    throw new TypeError(`bring.program: the scenario's program${quoted(app.program)} is code; supply it`);
  }
  if (compile === undefined)
    throw new TypeError("bring.compile: the scenario's app is source text; supply a function that compiles it");
  return { app: compile(app.source, app.language ?? 'javascript') };
}

/** The app of a preset. A bundle that does not import `preset` or `PRESETS` has none; it must supply the app. */
function knownApp(name: string, brought: WsgiApp | undefined): WsgiApp {
  const app = presetApp(name) ?? brought;
  if (app !== undefined) return app;
  throw new TypeError(
    `bring.app: the scenario serves the preset '${name}', which a bundler has left out; supply preset('${name}').app`,
  );
}

/** A machine without a program has an app. */
function appData(app: WsgiApp | undefined): ScenarioApp {
  const preset = presetNameOf(app);
  return preset === undefined ? { given: nameOf(app) } : { preset };
}

/** Options were checked: an app and a program are functions. */
const nameOf = (code: unknown): string => (code as { readonly name: string }).name.slice(0, SCENARIO_LIMITS.nameLength);

/** A machine's options, with the app and the program that it runs. */
type Options = Omit<MachineOptions, 'app' | 'program'> & Pick<CheckedOptions, 'app' | 'program'>;

/**
 * The scenario of a machine. Throws TypeError for options that are code without a name, and for inputs without a trace.
 */
export function scenarioOf(
  { app, program, handler, trace, link, ...options }: Options,
  inputs: readonly PlannedInput[],
  schedule: readonly Choice[],
): Scenario {
  if (handler !== undefined) throw new TypeError(`options.handler: a scenario cannot hold the class ${handler.name}`);
  if (trace === false && inputs.length > 0) {
    throw new TypeError(noTraceMessage('scenario: inputs are placed by the steps of the trace'));
  }
  return readScenario({
    version: SCENARIO_VERSION,
    options,
    app: program === undefined ? appData(app) : { program: nameOf(program) },
    schedule,
    inputs: inputs.map(inputData),
    link: link ?? {},
  });
}
