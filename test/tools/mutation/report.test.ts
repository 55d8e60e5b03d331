import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Excuse, Mutant, Report } from './report.ts';
import { judge, score, stale, survivorsText, tableText, tabulate } from './report.ts';
import { placesOf, sampleOf } from './sample.ts';
import { settings } from './settings.ts';

const SOURCE = 'const limit = 3;\nif (size < limit) {\n  stop();\n}\n';

const mutant = (status: string, replacement: string, line = 2, [from, to] = [5, 17]): Mutant => ({
  mutatorName: 'EqualityOperator',
  replacement,
  status,
  location: { start: { line, column: from }, end: { line, column: to } },
});

const reportOf = (...mutants: Mutant[]): Report => ({ files: { 'src/kernel/a.ts': { source: SOURCE, mutants } } });

const excuse: Excuse = { file: 'src/kernel/a.ts', line: 'if (size < limit) {', becomes: 'size <= limit', why: 'equal' };

test('a survivor is shown with its place, what was there and what was put there', () => {
  const judged = judge(reportOf(mutant('Survived', 'size <= limit'), mutant('NoCoverage', 'false')), []);
  expect(survivorsText(judged).split('\n')).toEqual([
    'src/kernel/a.ts:2  size < limit → size <= limit',
    'src/kernel/a.ts:2  size < limit → false  (no test comes here)',
  ]);
});

test('what is killed, ends by itself or is left out is no survivor', () => {
  const judged = judge(reportOf(mutant('Killed', 'true'), mutant('Timeout', 'true'), mutant('Ignored', 'true')), []);
  expect(survivorsText(judged)).toBe('');
  expect(judged.map(({ verdict }) => verdict)).toEqual(['killed', 'timeout']);
});

test('a mutant over several lines is shown on one', () => {
  const block: Mutant = {
    ...mutant('Survived', '{}'),
    location: { start: { line: 2, column: 19 }, end: { line: 4, column: 2 } },
  };
  expect(survivorsText(judge(reportOf(block), []))).toBe('src/kernel/a.ts:2  { stop(); } → {}');
});

test('an excuse covers its own line and replacement, and no other', () => {
  const [same, other] = judge(reportOf(mutant('Survived', 'size <= limit'), mutant('Survived', 'size >= limit')), [
    excuse,
  ]);
  expect([same?.verdict, other?.verdict]).toEqual(['excused', 'survived']);
  const elsewhere = judge(reportOf(mutant('Survived', 'size <= limit')), [{ ...excuse, file: 'src/kernel/b.ts' }]);
  expect(elsewhere[0]?.verdict).toBe('survived');
});

test('an excuse without a replacement covers the whole line, but nothing that was killed', () => {
  const { becomes: _, ...whole } = excuse;
  const judged = judge(reportOf(mutant('NoCoverage', 'true'), mutant('Killed', 'false')), [whole]);
  expect(judged.map(({ verdict }) => verdict)).toEqual(['excused', 'killed']);
});

test('an excuse whose line has gone is named; one for a file that was not looked at is left alone', () => {
  const gone = { ...excuse, line: 'if (size > limit) {' };
  expect(stale(reportOf(), [excuse, gone, { ...gone, file: 'src/other.ts' }])).toEqual([gone]);
});

test('the table counts by folder, and scores what was noticed or excused', () => {
  const judged = judge(
    reportOf(
      ...['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage'].map((status) => mutant(status, 'true')),
      mutant('Survived', 'size <= limit'),
    ),
    [excuse],
  );
  const rows = tabulate(judged);
  expect(rows.map(({ folder }) => folder)).toEqual(['src/kernel', 'all']);
  expect(rows[0]?.counts).toEqual({ killed: 2, timeout: 1, survived: 1, uncovered: 1, excused: 1 });
  expect(tableText(rows)).toContain('66.7 %');
});

test('a folder in which nothing was planted lacks nothing', () => {
  expect(score({ killed: 0, survived: 0, uncovered: 0, timeout: 0, excused: 0 })).toBe(1);
});

test('a sample is the same each time, has whole blocks, and all of them together are the file', () => {
  const text = 'line\n'.repeat(200);
  const one = sampleOf('src/a.ts', text, 4);
  expect(sampleOf('src/a.ts', text, 4)).toEqual(one);
  expect(sampleOf('src/a.ts', text, 1).slice(0, 2)).toEqual(['src/a.ts:1-20', 'src/a.ts:21-40']);
  const files = Array.from({ length: 100 }, (_, index) => sampleOf(`src/${index}.ts`, 'line\n'.repeat(199), 4).length);
  const share = files.reduce((sum, blocks) => sum + blocks, 0) / 1000;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.35);
});

test('a folder is its files, a range is taken as it is', () => {
  expect(placesOf(['src/kernel/syscalls'], 1)).toContain('src/kernel/syscalls/table.ts');
  expect(placesOf(['src/kernel/sched/clock.ts:10-20', 'src/kernel/files/pipe.ts'], 1)).toEqual([
    'src/kernel/sched/clock.ts:10-20',
    'src/kernel/files/pipe.ts',
  ]);
});

test('a folder is without the files whose text the build reads', () => {
  const places = placesOf(['web/sandbox'], 1);
  expect(places).toContain('web/sandbox/lockdown.ts');
  expect(places).not.toContain('web/sandbox/provided.ts');
});

test('Stryker writes only where Git does not look', () => {
  const written = Object.entries(settings([]))
    .filter(([key]) => /File$|^tempDirName$/.test(key) && key !== 'tsconfigFile')
    .map(([, path]) => String(path));
  expect(written.length).toBeGreaterThan(1);
  for (const path of written) expect(path).toMatch(/^coverage\//);
});

test('every excuse names a file that is there, and a reason', () => {
  const excuses = JSON.parse(readFileSync('test/tools/mutation/excused.json', 'utf8')) as readonly Excuse[];
  for (const { file, why } of excuses) {
    expect(existsSync(file), file).toBe(true);
    expect(why.length).toBeGreaterThan(10);
  }
});
