/**
 * The fast part of the oracle, for mutants: some recordings of every category. Not a test of its own; `npm run oracle`
 * plays all.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COLUMNS } from '../../oracle/compare.ts';
import { loadCases } from '../../oracle/recording.ts';
import { failureText, passes } from '../../oracle/report.ts';
import { playCase } from '../../oracle/run.ts';

/** One of this many cases is played; the recordings are sorted by category and subject, so that each occurs. */
const ONE_OF = 16;

const cases = loadCases([fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))]);

test.each(cases.filter((_, index) => index % ONE_OF === 0).map((item) => [item.id, item] as const))(
  '%s is answered as recorded',
  (_, item) => {
    const outcome = playCase(item, COLUMNS);
    expect(passes(outcome), failureText(outcome)).toBe(true);
  },
);
