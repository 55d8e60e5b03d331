/** What holds of every machine whatever is done to it, wherever it is stopped, and wherever one goes from there. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/index.ts';
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
    case 'rest': {
      const input = usual(machine, by);
      if (input === undefined) return machine;
      const time = Math.round(machine.time * 1_000_000) + by * 1000;
      machine.later({
        ...input,
        ...(go === 'later' ? { time } : go === 'laterStep' ? { step: machine.trace.length + by } : {}),
      });
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
  test('its scenario lives again with the same trace, and so does what is still planned', () => {
    fc.assert(
      fc.property(seeds, lives, (seed, all) => {
        const machine = lived(seed, all);
        const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
        if (machine.options.order === 'chosen') machine.asksForChoices = false;
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
