/**
 * Machines with buffers and segments of a few bytes, on every kind of server: each run replays. `npm test` checks the
 * same few each time; `PROPERTY_TIMES=125 npx vitest run --project unit test/simulation/random-run.property.test.ts`
 * checks 5,000 others, `RUNS_FROM=N` those from N. A run is determined by its number: `checkRun(N)` repeats it.
 */
import { expect, test } from 'vitest';
import { checkRun, kindOf, RUN_KINDS } from '../support/random-run.ts';
import { runs } from '../support/properties.ts';

/** With this many numbers, every kind of server occurs once. */
const DEFAULT_RUNS = 40;

const count = runs(DEFAULT_RUNS).numRuns;
const from = Number(process.env['RUNS_FROM'] ?? 0);
const numbers = Array.from({ length: count }, (_, index) => from + index);

test(`the runs ${from} to ${from + count - 1} replay wherever they are stopped, sought or branched`, () => {
  expect(new Set(numbers.map(kindOf))).toEqual(new Set(RUN_KINDS));
  for (const number of numbers) {
    try {
      checkRun(number);
    } catch (error) {
      throw new Error(`run ${number} on the server '${kindOf(number)}'`, { cause: error });
    }
  }
});
