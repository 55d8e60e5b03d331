/** Same scenario, same trace. The browser's half is test/e2e/determinism.spec.ts. */
import { expect, test } from 'vitest';
import { live, liveAs, Machine, replay, replayAs } from '../../src/index.ts';
import { Random } from '../../src/kernel/sched/random.ts';
import { scenarioOfSeed } from '../support/scenarios.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

test('200 scenarios leave the same traces when they are replayed, through JSON, interrupted, and after seeking', () => {
  const hashes = SEEDS.map((seed) => {
    const scenario = scenarioOfSeed(seed);
    const machine = replay(scenario);
    const { length } = machine.trace;
    const hash = machine.trace.hash();
    const random = new Random(seed);
    const other = Machine.from(JSON.parse(JSON.stringify(seed % 2 === 0 ? scenario : machine.scenario)));
    for (let stop = 0; stop < 3; stop += 1) {
      other.runTo(Math.max(other.cursor, random.below(length)));
      other.seek(random.below(other.cursor + 1));
    }
    other.run();
    expect(other.trace.hash(), `seed ${seed}`).toBe(hash);
    machine.seek(random.below(length));
    expect(machine.trace.hash(), `seed ${seed}`).toBe(hash);
    return hash;
  });
  // They are not all equal: seeds, orders and inputs make a difference.
  expect(new Set(hashes).size).toBeGreaterThan(190);
});

test('the scenario of a seed is the same each time', () => {
  for (const seed of [0, 1, 2, 3, 50, 199]) expect(scenarioOfSeed(seed)).toEqual(scenarioOfSeed(seed));
});

test('live and liveAs are replay and replayAs under their deprecated names', () => {
  expect([live, liveAs]).toEqual([replay, replayAs]);
});
