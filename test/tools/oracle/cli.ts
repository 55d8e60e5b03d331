/** `npm run oracle`: plays recordings in the simulator and says where it differs from the real servers. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCases, loadFuzz, RecordingError } from '../../oracle/recording.ts';
import type { OracleOptions } from '../../oracle/options.ts';
import { readOptions, USAGE } from '../../oracle/options.ts';
import { failureText, markdownTable, passes, sumText, tableText, tabulate } from '../../oracle/report.ts';
import type { Outcome } from '../../oracle/report.ts';
import { commandLine, UsageError } from '../../support/command-line.ts';
import { writeSection } from '../../support/sections.ts';
import { playCase, playFuzz } from '../../oracle/run.ts';

const RECORDINGS = fileURLToPath(new URL('../../oracle/recordings/', import.meta.url));

const isChosen = (list: readonly string[], value: string | null): boolean =>
  list.length === 0 || (value !== null && list.includes(value));

/** A path as it was meant: npm runs programs in the project's folder, whatever folder it was called from. */
function found(path: string): string {
  const asCalled = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(path) || !existsSync(asCalled) ? path : asCalled;
}

/** Plays everything that the options choose. */
function playAll(options: OracleOptions): Outcome[] {
  const { kinds, apps, categories, ids, columns } = options;
  const cases = loadCases(options.cases.map(found)).filter(
    ({ id, category, app, server }) =>
      isChosen(ids, id) && isChosen(categories, category) && isChosen(apps, app) && isChosen(kinds, server.kind),
  );
  const entries = isChosen(categories, 'fuzz')
    ? loadFuzz(options.fuzz.map(found)).filter(({ id, app }) => isChosen(ids, id) && isChosen(apps, app))
    : [];
  const outcomes = cases.map((item) => playCase(item, columns));
  return [...outcomes, ...playFuzz(entries, { columns, kinds })];
}

function main(options: OracleOptions): number {
  try {
    const outcomes = playAll(options);
    if (outcomes.length === 0) throw new UsageError('no recording fits these options');
    for (const outcome of outcomes) {
      if (!passes(outcome)) console.log(`${failureText(outcome)}\n`);
      else if (options.isVerbose) console.log(`passed ${outcome.id}`);
    }
    console.log(`${tableText(tabulate(outcomes), options.columns)}\n\n${sumText(outcomes)}`);
    if (options.isForReadme) writeSection('README.md', 'oracle', markdownTable(tabulate(outcomes)));
    return outcomes.every(passes) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RecordingError)) throw error;
    console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
    return 2;
  }
}

process.exitCode = main(commandLine(USAGE, (args) => readOptions(args, RECORDINGS)));
