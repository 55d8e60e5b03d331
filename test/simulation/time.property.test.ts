/** What holds of every machine whatever is done to it, wherever it is stopped, and wherever one goes from there. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine, SchemaError } from '../../src/index.ts';
import type { ScenarioInput } from '../../src/index.ts';
import { scenarioOfSeed } from '../support/scenarios.ts';
import { runs } from '../support/properties.ts';

/** One thing that somebody does to a machine; the numbers stand for what they fall on. */
const deeds = fc.oneof(
  fc.record({
    go: fc.constantFrom('run', 'calls', 'turns', 'until', 'step', 'steps', 'into', 'over', 'out', 'look'),
    by: fc.nat(400),
  }),
  fc.record({
    go: fc.constantFrom(
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
    ),
    by: fc.nat(400),
  }),
);
type Deed = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

const usual = (machine: Machine, by: number): ScenarioInput | undefined => {
  const client = machine.clients[by % Math.max(1, machine.clients.length)];
  if (client === undefined) return undefined;
  const { number } = client;
  return by % 3 === 0
    ? { client: number, do: 'close' }
    : { client: number, do: 'send', data: by % 2 === 0 ? 'GET / HTTP/1.0\r\n\r\n' : '\r\n' };
};

function placeOf(machine: Machine, go: string, by: number): Pick<ScenarioInput, 'step' | 'time'> {
  const time = Math.round(machine.time * 1_000_000) + by * 1000;
  const step = machine.trace.length + by;
  if (go === 'rest') return {};
  if (go === 'now') return by % 2 === 0 ? { step: 0 } : { time: 0 };
  if (go === 'laterBoth') return { step, time };
  return go === 'laterStep' || by % 2 === 0 ? { step } : { time };
}

/** Plans it, unless it would have to come before and after something else. */
function planIfInOrder(machine: Machine, input: ScenarioInput): void {
  try {
    machine.later(input);
  } catch (error) {
    if (!(error instanceof SchemaError && error.expected.endsWith('as the inputs before it'))) throw error;
  }
}

/** Lives on in one of many ways, to so many steps or to where nothing more comes before a time. */
function liveOn(machine: Machine, ways: readonly number[], length: number, until: number): void {
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

/** Another client, at the cursor. */
function connect(machine: Machine): Machine {
  const before = machine.inputs.filter(({ step, command }) => command.do === 'connect' && step < machine.cursor).length;
  const client = machine.cursor < machine.trace.length ? before : machine.clients.length;
  return client >= 4 ? machine : machine.inject({ client, do: 'connect' });
}

/** Does it, where it can be done; answers the machine in which one is then. */
function doTo(machine: Machine, { go, by }: Deed): Machine {
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
        (input) => input.client === client?.number && input.command.do === 'connect' && input.step < machine.cursor,
      );
      if (client?.isUsable !== true || !isThere) return machine;
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
      const plan = machine.planned[by % Math.max(1, machine.planned.length)];
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

/** A machine that somebody did all of that to. */
function lived(seed: number, all: readonly Deed[]): Machine {
  const { inputs: _, schedule: __, ...bare } = scenarioOfSeed(seed);
  let machine = Machine.from(bare);
  for (const deed of all) machine = doTo(machine, deed);
  return machine;
}

const seeds = fc.nat({ max: 100_000 });
const lives = fc.array(deeds, { maxLength: 25 });

describe('whatever is done to a machine, however it is stopped', () => {
  test('its scenario lives again with the same trace however it is stopped, and so does what is still planned', () => {
    fc.assert(
      fc.property(seeds, lives, fc.array(fc.nat(1000), { maxLength: 30 }), (seed, all, ways) => {
        const machine = lived(seed, all);
        const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
        if (machine.options.order === 'chosen') machine.asksForChoices = false;
        liveOn(again, ways, machine.trace.length, machine.time);
        expect(again.trace.steps(0, machine.trace.length)).toEqual(machine.trace.steps());
        expect(again.inputs.slice(0, machine.inputs.length)).toEqual(machine.inputs);
        machine.run({ resumptions: 3000 });
        again.run({ resumptions: 4000 });
        const length = Math.min(machine.trace.length, again.trace.length);
        expect(again.trace.steps(0, length)).toEqual(machine.trace.steps(0, length));
      }),
      runs(300),
    );
  });

  test('a step of its past shows the same as a fresh machine that is stopped there', () => {
    fc.assert(
      fc.property(seeds, lives, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (seed, all, places) => {
        const machine = lived(seed, all);
        if (machine.trace.length === 0) return;
        for (const place of places) {
          // At the very end the machine may have come to rest since its last step.
          const step = place % machine.trace.length;
          const { scenario } = machine;
          const fresh = Machine.from(scenario).runTo(step);
          // A fresh machine rests where nobody has told this one to let more time pass.
          if (fresh.step === step) expect(machine.seek(step)).toEqual(fresh);
        }
      }),
      runs(150),
    );
  });

  test('a branch has lived the same, and goes on the same when nothing was done later', () => {
    fc.assert(
      fc.property(seeds, lives, fc.nat(), (seed, all, place) => {
        const machine = lived(seed, all);
        if (machine.trace.length === 0) return;
        const step = place % machine.trace.length;
        const branch = machine.branch(step);
        expect(branch.cursor).toBe(step);
        expect(branch.snapshot()).toEqual(machine.seek(step));
        const later = [...machine.inputs, ...machine.scenario.schedule].filter((thing) => thing.step >= step);
        const end = later[0]?.step ?? machine.trace.length;
        branch.run({ resumptions: 5000 });
        const common = Math.min(end, branch.trace.length);
        expect(branch.trace.steps(0, common)).toEqual(machine.trace.steps(0, common));
        const again = Machine.from(branch.scenario);
        again.run({ resumptions: 5000 });
        const both = Math.min(again.trace.length, branch.trace.length);
        expect(again.trace.steps(0, both)).toEqual(branch.trace.steps(0, both));
      }),
      runs(150),
    );
  });
});
