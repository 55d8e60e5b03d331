/**
 * Machines with buffers and segments of a few bytes, on every kind of server: each life replays. `npm test` lives the same few each time;
 * `PROPERTY_TIMES=125 npx vitest run --project unit test/simulation/random-run.property.test.ts` looks at 5,000 others, `LIVES_FROM=N` at those
 * from N on. A life is made of its number alone: `checkRun(N)` lives it again.
 */
import { expect, test } from 'vitest';
import { checkRun, kindOf, RUN_KINDS } from '../support/random-run.ts';
import { runs } from '../support/properties.ts';

/** In so many numbers every kind of server comes once. */
const USUAL_LIVES = 40;

const count = runs(USUAL_LIVES).numRuns;
const from = Number(process.env['LIVES_FROM'] ?? 0);
const numbers = Array.from({ length: count }, (_, index) => from + index);

test(`the lives ${from} to ${from + count - 1} replay wherever they are stopped, sought or branched`, () => {
  expect(new Set(numbers.map(kindOf))).toEqual(new Set(RUN_KINDS));
  for (const number of numbers) {
    try {
      checkRun(number);
    } catch (error) {
      throw new Error(`life ${number} on the server '${kindOf(number)}'`, { cause: error });
    }
  }
});
