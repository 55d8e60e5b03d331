/**
 * Actions on a machine, by names and numbers that can be drawn at random: moves, clients, plans; and ways to replay a
 * machine.
 */
import type { Machine, ScenarioInput } from '../../src/index.ts';
import { SchemaError } from '../../src/index.ts';
import { opensClient } from '../../src/machine/scenario/scenario.ts';

/** Ways to run the machine, and to seek. */
export const MOVES = ['run', 'calls', 'turns', 'until', 'step', 'steps', 'into', 'over', 'out', 'look'] as const;
/** Inputs, now or later. */
export const ACTS = [
  'connect',
  'send',
  'shutdownWrite',
  'close',
  'reset',
  'interrupt',
  'later',
  'laterStep',
  'laterBoth',
  'now',
  'laterInterrupt',
  'rest',
  'cancel',
  'choose',
] as const;

/** One action; the number chooses its object. */
export interface Action {
  readonly go: (typeof MOVES)[number] | (typeof ACTS)[number];
  readonly by: number;
}

const usual = (machine: Machine, by: number): ScenarioInput | undefined => {
  const client = machine.clients[by % Math.max(1, machine.clients.length)];
  if (client === undefined) return undefined;
  const { number } = client;
  return by % 3 === 0
    ? { client: number, do: 'close' }
    : { client: number, do: 'send', data: by % 2 === 0 ? 'GET / HTTP/1.0\r\n\r\n' : '\r\n' };
};

function placeOf(machine: Machine, go: string, by: number): Pick<ScenarioInput, 'step' | 'time'> {
  const time = machine.time + by / 1000;
  const step = machine.trace.length + by;
  if (go === 'rest') return {};
  if (go === 'now') return by % 2 === 0 ? { step: 0 } : { time: 0 };
  if (go === 'laterBoth') return { step, time };
  return go === 'laterStep' || by % 2 === 0 ? { step } : { time };
}

/** Plans an input, unless it would have to come before one plan and after another. */
function planIfInOrder(machine: Machine, input: ScenarioInput): void {
  try {
    machine.later(input);
  } catch (error) {
    if (!(error instanceof SchemaError && error.expected.endsWith('as the inputs before it'))) throw error;
  }
}

/** Replays in one of many ways, up to `length` steps or a time. */
export function replayPiecewise(machine: Machine, ways: readonly number[], length: number, until: number): void {
  for (const way of ways) {
    if (machine.trace.length >= length) break;
    if (way % 6 === 0) machine.run({ until, calls: 1 + (way % 50) });
    else if (way % 6 === 1) machine.run({ until, resumptions: 1 + (way % 10) });
    else if (way % 6 === 2) machine.runTo(Math.min(length, machine.cursor + (way % 100)));
    else if (way % 6 === 3) machine.run({ until: Math.min(until, machine.time + (way % 3) * 0.05) });
    else if (way % 6 === 4) machine.seek(way % (machine.trace.length + 1));
    else {
      const id = machine.breakpoints.add({ call: 'parse_request', once: true });
      machine.run({ until });
      machine.breakpoints.remove(id);
    }
  }
  if (machine.trace.length < length) machine.run({ until, resumptions: 6000 });
}

/** Another client, at the cursor; none while clients of the scenario are pending. */
function connect(machine: Machine): Machine {
  if (machine.planned.some(opensClient)) return machine;
  const before = machine.inputs.filter((input) => opensClient(input) && input.step < machine.cursor).length;
  const client = machine.cursor < machine.trace.length ? before : machine.clients.length;
  const opens = machine.clients[0]?.isDatagram === true ? 'datagrams' : 'connect';
  return client >= 4 ? machine : machine.inject({ client, do: opens });
}

/** Performs an action, if possible; returns the machine that it leads to. */
export function perform(machine: Machine, { go, by }: Action): Machine {
  const client = machine.clients[by % Math.max(1, machine.clients.length)];
  switch (go) {
    case 'run':
      machine.run();
      break;
    case 'calls':
      machine.run({ calls: 1 + by });
      break;
    case 'turns':
      machine.run({ resumptions: 1 + (by % 20) });
      break;
    case 'until':
      machine.run({ until: machine.time + by / 200 });
      break;
    case 'step':
      machine.step();
      break;
    case 'steps':
      machine.runTo(machine.cursor + by);
      break;
    case 'into':
      machine.stepInto();
      break;
    case 'over':
      machine.stepOver();
      break;
    case 'out':
      machine.stepOut();
      break;
    case 'look':
      machine.seek(by % (machine.trace.length + 1));
      break;
    case 'connect':
      return connect(machine);
    case 'send':
    case 'shutdownWrite':
    case 'close':
    case 'reset': {
      const isThere = machine.inputs.some(
        (input) => input.client === client?.number && opensClient(input) && input.step < machine.cursor,
      );
      if (client?.isUsable !== true || !isThere || client.refusal(go) !== undefined) return machine;
      const data = go === 'send' ? { data: by % 2 === 0 ? 'GET / HTTP/1.1\r\n\r\n' : 'GET /' } : {};
      return machine.inject({ client: client.number, do: go, ...data });
    }
    case 'interrupt':
      return by % 5 === 0 ? machine.inject({ do: 'interrupt' }) : machine;
    case 'later':
    case 'laterStep':
    case 'laterBoth':
    case 'now':
    case 'laterInterrupt':
    case 'rest': {
      const input: ScenarioInput | undefined = go === 'laterInterrupt' ? { do: 'interrupt' } : usual(machine, by);
      if (input !== undefined) planIfInOrder(machine, { ...input, ...placeOf(machine, go, by) });
      break;
    }
    case 'cancel': {
      const plans = machine.planned.filter((planned) => !opensClient(planned));
      const plan = plans[by % Math.max(1, plans.length)];
      if (plan !== undefined) machine.cancel(plan);
      break;
    }
    case 'choose': {
      if (machine.options.order !== 'chosen') return machine;
      machine.asksForChoices = by % 2 === 0;
      const { candidates = [] } = machine.choice ?? {};
      const candidate = candidates[by % Math.max(1, candidates.length)];
      if (candidate !== undefined) machine.choose(candidate.tid);
      break;
    }
  }
  return machine;
}
