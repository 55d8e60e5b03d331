/** An example as a scenario of the machine: what the author asked for, and what the clients do, as data. */
import { decodeLatin1, preset, readScenario } from '../index.ts';
import type { LinkSettings, Scenario, ScenarioApp, ScenarioInput, ServerKind } from '../index.ts';
import { SCENARIO_VERSION } from '../tooling.ts';
import type { Script } from './script.ts';

/** What an author says about the machine of an example. */
export interface ExampleOptions {
  /** The name of one of Glaswerk's apps; `hello` by default. */
  readonly app?: string | undefined;
  /** The author's own app, TypeScript or JavaScript; it takes the place of `app`. */
  readonly source?: string | undefined;
  readonly server?: ServerKind | undefined;
  readonly seed?: number | undefined;
  readonly link?: LinkSettings | undefined;
}

/** The app of an example that names none. */
export const DEFAULT_APP = 'hello';

/**
 * When waits end, in seconds of virtual time, by their place in the script. A pause counts from what was done before
 * it, so a scenario with a pause behind a wait needs to know; playing what comes before the wait tells.
 */
export type WaitEnds = ReadonlyMap<number, number>;

const NO_WAITS: WaitEnds = new Map();

/** The place of the first wait from which a pause counts and whose end is not known; undefined if there is none. */
export function openWait({ steps }: Script, known: WaitEnds): number | undefined {
  let wait: number | undefined;
  for (const [place, step] of steps.entries()) {
    if (step.do === 'wait') wait = place;
    if (step.do === 'pause' && wait !== undefined && !known.has(wait)) return wait;
  }
  return undefined;
}

/** What is done before a step. */
export const before = ({ steps }: Script, place: number): Script => ({ steps: steps.slice(0, place) });

/**
 * The scenario of an example. The first client connects as soon as the server listens. Steps follow each other at once;
 * after `wait`, as soon as the machine is idle; after `pause`, that much later. Throws SchemaError for an unknown app
 * or server, or a bad setting.
 */
export function toScenario(script: Script, options: ExampleOptions = {}, ends: WaitEnds = NO_WAITS): Scenario {
  return readScenario(scenarioData(script, options, ends));
}

/** The same scenario, unchecked: what is wrong with the options is still to be found. */
export function scenarioData(script: Script, options: ExampleOptions = {}, ends: WaitEnds = NO_WAITS): Scenario {
  const { app = DEFAULT_APP, source, server, seed, link } = options;
  const isDatagram = source === undefined && preset(app)?.isDatagram === true;
  return {
    version: SCENARIO_VERSION,
    options: { ...(server === undefined ? {} : { server }), ...(seed === undefined ? {} : { seed }) },
    app: (source === undefined ? { preset: app } : { source, language: 'typescript' }) satisfies ScenarioApp,
    schedule: [],
    inputs: inputsOf(script, isDatagram, ends),
    link: link ?? {},
  };
}

/**
 * An input without step and time waits until the machine is idle. One with a time that has come is carried out at once,
 * right after the one before it.
 */
function inputsOf({ steps }: Script, isDatagram: boolean, ends: WaitEnds): ScenarioInput[] {
  const inputs: ScenarioInput[] = [];
  let time = 0;
  let waits = true;
  for (const [at, step] of steps.entries()) {
    if (step.do === 'pause') time += step.seconds;
    if (step.do === 'wait') {
      waits = true;
      time = Math.max(time, ends.get(at) ?? 0);
    }
    if (step.do === 'pause' || step.do === 'wait') continue;
    const place = waits ? (time === 0 ? {} : { since: time }) : { time };
    waits = false;
    if (step.do === 'interrupt') inputs.push({ ...place, do: step.do });
    else if (step.do === 'connect') {
      inputs.push({ ...place, client: step.client, do: isDatagram ? 'datagrams' : 'connect' });
    } else if (step.do === 'send')
      inputs.push({ ...place, client: step.client, do: step.do, data: decodeLatin1(step.data) });
    else inputs.push({ ...place, client: step.client, do: step.do });
  }
  return inputs;
}
