/**
 * Plays the recordings and demands what is in the table: kinds, categories and columns that must agree in every case.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSection } from '../support/sections.ts';
import { COLUMNS, isRecorded } from './compare.ts';
import type { Column } from './compare.ts';
import { FUZZ_KINDS, loadCases, loadFuzz } from './recording.ts';
import type { Case } from './recording.ts';
import { failureText, markdownTable, passes, tabulate } from './report.ts';
import type { Outcome } from './report.ts';
import { playCase, playFuzz } from './run.ts';

/** One demand: all cases of the kinds and categories agree in the columns. */
interface Demand {
  readonly kinds: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly Column[];
}

const WSGI = ['base', 'threaded', 'forking'];
const SOCKETSERVER = ['tcp', 'tcp_threading', 'tcp_forking', 'udp', 'udp_threading', 'udp_forking'];
const HTTP = ['http', 'http_threading'];

const DEMANDS: readonly Demand[] = [
  {
    kinds: WSGI,
    categories: ['request_line', 'headers', 'bodies', 'connection', 'responses'],
    columns: COLUMNS,
  },
  { kinds: WSGI, categories: ['exceptions', 'request_api', 'response_api'], columns: COLUMNS },
  { kinds: HTTP, categories: ['http_server'], columns: COLUMNS },
  { kinds: SOCKETSERVER, categories: ['socketserver'], columns: COLUMNS },
  { kinds: [...WSGI, ...HTTP, ...SOCKETSERVER, 'run_simple'], categories: ['lifecycle'], columns: COLUMNS },
];

const RECORDINGS = [fileURLToPath(new URL('recordings/', import.meta.url))];
const CASES = loadCases(RECORDINGS);
/** What live runs against the real servers have found, minimised. */
const REGRESSIONS = loadCases([fileURLToPath(new URL('regressions/', import.meta.url))]);

const demandOf = ({ category, server }: Case): Demand | undefined =>
  DEMANDS.find(({ kinds, categories }) => kinds.includes(server.kind) && categories.includes(category));

for (const demand of DEMANDS) {
  const demanded = CASES.filter((item) => demandOf(item) === demand);
  const { categories, kinds, columns } = demand;
  describe(`${categories.join(', ')} on ${kinds.join(', ')}`, () => {
    test.each(demanded.map((item) => [item.id, item] as const))('%s is answered as recorded', (_, item) => {
      const outcome = playCase(item, columns);
      expect(passes(outcome), failureText(outcome)).toBe(true);
    });
  });
}

test('every recorded case is demanded', () => {
  expect(CASES.filter((item) => demandOf(item) === undefined).map(({ id }) => id)).toEqual([]);
  expect(CASES).toHaveLength(1335);
});

describe('fuzzed requests, base and threaded', () => {
  const outcomes = playFuzz(loadFuzz(RECORDINGS), { columns: ['bytes', 'end'], kinds: FUZZ_KINDS });
  test.each(outcomes.map((outcome) => [outcome.id, outcome] as const))('%s is answered as recorded', (_, outcome) => {
    expect(passes(outcome), failureText(outcome)).toBe(true);
  });
});

// Whether they pass is what the other tests show: here it is presumed, so that nothing is played twice.
test('the README has the table of it: npm run oracle -- --write-readme', () => {
  const passed = (
    entry: { id: string; app: string | null },
    category: string,
    columns: readonly Column[],
  ): Outcome => ({
    ...{ id: entry.id, app: entry.app, category, kind: '', problem: undefined },
    verdicts: new Map(columns.map((column) => [column, undefined])),
  });
  const outcomes = [
    ...CASES.map((item) =>
      passed(
        item,
        item.category,
        COLUMNS.filter((column) => isRecorded(item.golden, column)),
      ),
    ),
    ...loadFuzz(RECORDINGS).map((entry) => passed(entry, 'fuzz', ['bytes', 'end'])),
  ];
  expect(readSection('README.md', 'oracle')).toBe(markdownTable(tabulate(outcomes)));
});

describe('found by live runs', () => {
  test.each(REGRESSIONS.map((item) => [item.id, item] as const))('%s is answered as recorded', (_, item) => {
    const outcome = playCase(item, COLUMNS);
    expect(passes(outcome), failureText(outcome)).toBe(true);
  });
});
