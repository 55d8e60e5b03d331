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
 * The scenario of an example. The first client connects as soon as the server listens. Steps follow each other at once;
 * after `wait`, as soon as the machine is idle. Throws SchemaError for an unknown app or server, or a bad setting.
 */
export function toScenario(script: Script, options: ExampleOptions = {}): Scenario {
  return readScenario(scenarioData(script, options));
}

/** The same scenario, unchecked: what is wrong with the options is still to be found. */
export function scenarioData(script: Script, options: ExampleOptions = {}): Scenario {
  const { app = DEFAULT_APP, source, server, seed, link } = options;
  const isDatagram = source === undefined && preset(app)?.isDatagram === true;
  return {
    version: SCENARIO_VERSION,
    options: { ...(server === undefined ? {} : { server }), ...(seed === undefined ? {} : { seed }) },
    app: (source === undefined ? { preset: app } : { source, language: 'typescript' }) satisfies ScenarioApp,
    schedule: [],
    inputs: inputsOf(script, isDatagram),
    link: link ?? {},
  };
}

/**
 * An input without step and time waits until the machine is idle. One with a time that has come is carried out at once,
 * right after the one before it.
 */
function inputsOf({ steps }: Script, isDatagram: boolean): ScenarioInput[] {
  const inputs: ScenarioInput[] = [];
  let time = 0;
  let waits = true;
  for (const step of steps) {
    if (step.do === 'pause') time += step.seconds;
    if (step.do === 'wait') waits = true;
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
