/** Plays a scenario to its end, and gathers what an example needs to know of it, as plain data. */
import { Machine, preset } from '../index.ts';
import type { AppComplaint, Bring, ClientState, RunOptions, RunResult, Scenario } from '../index.ts';
import { before, openWait, toScenario } from './scenario-of.ts';
import type { ExampleOptions } from './scenario-of.ts';
import type { Script } from './script.ts';
import { writesOf } from './writes.ts';
import type { Write } from './writes.ts';

/** What one client received. */
export interface Answer {
  readonly bytes: Uint8Array;
  readonly state: ClientState;
  /** The errno name of the client's last error. */
  readonly error: string | undefined;
  /** Which step wrote which bytes, in order. */
  readonly writes: readonly Write[];
}

/** An example after its run. Plain data, which a worker can post. */
export interface Played {
  /** The scenario that replays this very run: each input has its place. */
  readonly scenario: Scenario;
  /** One for each client, in the order of their numbers. */
  readonly answers: readonly Answer[];
  /** The server's log, with its colours (ANSI). */
  readonly log: string;
  /** Steps in the log of the machine. */
  readonly steps: number;
  /** Seconds of virtual time that passed. */
  readonly time: number;
  readonly ended: {
    readonly why: RunResult['why'];
    /** With `limit`: what was reached, as a sentence. With `panic`: its message. */
    readonly text?: string;
  };
  /** What the app did wrong. */
  readonly errors: readonly AppComplaint[];
}

/**
 * Runs a scenario until nothing more happens, or until a limit. `bring` supplies code: the app of a scenario whose app
 * was given, or `compile` for source text. Throws SchemaError for data that is not a scenario, TypeError when code is
 * missing, and what `compile` throws.
 * @param look sees the machine after its run.
 */
export function play(
  scenario: Scenario,
  bring: Bring = {},
  limits: RunOptions = {},
  look?: (machine: Machine) => void,
): Played {
  const machine = Machine.from(scenario, bringing(scenario, bring));
  const { why, panic, limit, steps, time } = machine.run(limits);
  const text = limit?.text ?? panic?.message;
  const writes = writesOf(machine);
  look?.(machine);
  return {
    scenario: machine.scenario,
    answers: machine.clients.map(({ number, receivedBytes, state, error }) => ({
      bytes: receivedBytes,
      state,
      error,
      writes: writes[number] ?? [],
    })),
    log: machine.log,
    steps,
    time,
    ended: text === undefined ? { why } : { why, text },
    errors: machine.errors.slice(),
  };
}

/**
 * Plays what an author asks for. Where a pause follows a wait, what comes before the wait is played first, to learn
 * when it ends. Throws as `play` and `toScenario` do.
 */
export function playScript(
  script: Script,
  options: ExampleOptions = {},
  bring: Bring = {},
  look?: (machine: Machine) => void,
): Played {
  const ends = new Map<number, number>();
  for (let wait = openWait(script, ends); wait !== undefined; wait = openWait(script, ends)) {
    ends.set(wait, play(toScenario(before(script, wait), options, ends), bring).time);
  }
  return play(toScenario(script, options, ends), bring, {}, look);
}

/** Names a preset's app, so that a bundle has it. */
function bringing({ app }: Scenario, bring: Bring): Bring {
  const known = 'preset' in app ? preset(app.preset)?.app : undefined;
  return known === undefined || bring.app !== undefined ? bring : { ...bring, app: known };
}

/**
 * How many steps had happened when the server had written a byte of a client's answer: the step to seek. Bytes and
 * clients count from 0. Undefined for a byte that was not written.
 */
export function wrote({ answers }: Pick<Played, 'answers'>, byte: number, client = 0): number | undefined {
  return answers[client]?.writes.findLast(({ from, to }) => from <= byte && byte < to)?.step;
}
