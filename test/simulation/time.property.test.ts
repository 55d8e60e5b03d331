/** Properties of every machine for any actions, wherever it is stopped, and however it continues. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/index.ts';
import { ACTS, perform, replayPiecewise, MOVES } from '../support/actions.ts';
import type { Action } from '../support/actions.ts';
import { runs } from '../support/properties.ts';
import { scenarioOfSeed } from '../support/scenarios.ts';

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ go: fc.constantFrom(...MOVES), by: fc.nat(400) }),
  fc.record({ go: fc.constantFrom(...ACTS), by: fc.nat(400) }),
);

/** A machine after all these actions. */
function usedMachine(seed: number, all: readonly Action[]): Machine {
  const { inputs: _, schedule: __, ...bare } = scenarioOfSeed(seed);
  let machine = Machine.from(bare);
  for (const action of all) machine = perform(machine, action);
  return machine;
}

const seeds = fc.nat({ max: 100_000 });
const lives = fc.array(actions, { maxLength: 25 });

describe('after any actions, however it is stopped', () => {
  test('its scenario replays with the same trace however it is stopped, and so do its pending inputs', () => {
    fc.assert(
      fc.property(seeds, lives, fc.array(fc.nat(1000), { maxLength: 30 }), (seed, all, ways) => {
        const machine = usedMachine(seed, all);
        const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
        if (machine.options.order === 'chosen') machine.asksForChoices = false;
        replayPiecewise(again, ways, machine.trace.length, machine.time);
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
        const machine = usedMachine(seed, all);
        if (machine.trace.length === 0) return;
        for (const place of places) {
          // At the very end the machine may have become idle since its last step.
          const step = place % machine.trace.length;
          const { scenario } = machine;
          const fresh = Machine.from(scenario).runTo(step);
          // A fresh machine is idle unless it was told to let more time pass.
          if (fresh.step === step) expect(machine.seek(step)).toEqual(fresh);
        }
      }),
      runs(150),
    );
  });

  test('a branch has the same past, and continues the same without further inputs', () => {
    fc.assert(
      fc.property(seeds, lives, fc.nat(), (seed, all, place) => {
        const machine = usedMachine(seed, all);
        if (machine.trace.length === 0) return;
        const step = place % machine.trace.length;
        const branch = machine.branch(step);
        expect(branch.cursor).toBe(step);
        expect(branch.snapshot()).toEqual(machine.seek(step));
        const later = [...machine.inputs, ...machine.scenario.schedule].map((thing) => thing.step);
        const end = Math.min(...later.filter((at) => at >= step), machine.trace.length);
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
