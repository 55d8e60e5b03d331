/**
 * `npm run mutate -- PATH… [--one-of N] [--jobs N]`: plants small faults in the files, folders or ranges of lines
 * (`file.ts:10-40`), runs the tests that come to them, and prints by folder how many were noticed, and those that were
 * not. `--one-of 8` takes a sample: one block of lines in eight, the same ones each time. What was found before and has
 * not changed since is not tried again. Ends with status 1 when less than the goal was noticed in a folder.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandLine, UsageError, wholeNumber } from '../../support/command-line.ts';
import type { Excuse, Report } from './report.ts';
import { judge, score, stale, survivorsText, tableText, tabulate } from './report.ts';
import { placesOf } from './sample.ts';
import { OUTPUT, REPORT, settings } from './settings.ts';

const GOAL = 0.85;
const USAGE = 'usage: npm run mutate -- PATH… [--one-of N] [--jobs N]';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const { paths, places, jobs } = commandLine(USAGE, (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'one-of': { type: 'string', default: '1' }, jobs: { type: 'string' } },
  });
  if (positionals.length === 0) throw new UsageError('there is nothing to mutate');
  const places = placesOf(positionals, wholeNumber('one-of', values['one-of']));
  if (places.length === 0) throw new UsageError('the sample is empty; take a smaller number');
  return { paths: positionals, places, jobs: values.jobs === undefined ? undefined : wholeNumber('jobs', values.jobs) };
});

mkdirSync(OUTPUT, { recursive: true });
const file = `${OUTPUT}/settings.json`;
writeFileSync(file, JSON.stringify(settings(places, jobs), undefined, 2));
const { status } = spawnSync('npx', ['stryker', 'run', file], {
  stdio: 'inherit',
  env: { ...process.env, MUTATED: paths.join(' ') },
});
if (status !== 0) process.exit(status ?? 1);

const report = read(REPORT) as Report;
const excuses = read('test/tools/mutation/excused.json') as readonly Excuse[];
const judged = judge(report, excuses);
const rows = tabulate(judged);
for (const { file, line } of stale(report, excuses)) console.log(`excused, but no longer there: ${file}: ${line}`);
console.log(`\n${survivorsText(judged)}\n\n${tableText(rows)}`);
if (rows.some(({ counts }) => score(counts) < GOAL)) {
  console.log(
    `\nless than ${GOAL * 100} % was noticed somewhere: write the test that would, or excuse the mutant (CONTRIBUTING.md)`,
  );
  process.exitCode = 1;
}
