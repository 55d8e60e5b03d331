/**
 * How property tests are run. `npm test` tries the same cases each time, so that it fails only after a change; to find
 * new ones, `PROPERTY_TIMES=20 npm run test:unit` tries 20 times as many, different ones each time.
 */
import { configureGlobal } from 'fast-check';

const USUAL_RUNS = 100;
const USUAL_SEED = 1;

const times = Number(process.env['PROPERTY_TIMES'] ?? 0);

/** How often to try a property: `count` times, or more when new cases are wanted. */
export const runs = (count: number): { readonly numRuns: number } => ({ numRuns: Math.ceil(count * (times || 1)) });

configureGlobal({ ...runs(USUAL_RUNS), ...(times > 0 ? {} : { seed: USUAL_SEED }) });
