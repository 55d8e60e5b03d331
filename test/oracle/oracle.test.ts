/** Plays the recordings and demands what is in the table: kinds, categories and columns that must agree in every case. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Column } from './compare.ts';
import { loadCases } from './recording.ts';
import { failureText, passes } from './report.ts';
import { playCase } from './run.ts';

/** One demand: all cases of the kinds and categories agree in the columns. */
interface Demand {
  readonly kinds: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly Column[];
}

const DEMANDS: readonly Demand[] = [
  {
    kinds: ['base'],
    categories: ['request_line', 'headers', 'bodies', 'connection', 'responses'],
    columns: ['bytes', 'end'],
  },
];

const CASES = loadCases([fileURLToPath(new URL('recordings/', import.meta.url))]);

for (const { kinds, categories, columns } of DEMANDS) {
  const isDemanded = ({ category, server }: (typeof CASES)[number]): boolean =>
    kinds.includes(server.kind) && categories.includes(category);
  describe(`${kinds.join(', ')}: ${columns.join(', ')} as recorded`, () => {
    test.each(CASES.filter(isDemanded).map((item) => [item.id, item] as const))('%s', (_, item) => {
      const outcome = playCase(item, columns);
      expect(passes(outcome), failureText(outcome)).toBe(true);
    });
  });
}
