/** What Stryker is told. Everything it writes lies in one folder that Git ignores. */
import { availableParallelism } from 'node:os';

export const OUTPUT = 'coverage/mutation';
export const REPORT = `${OUTPUT}/report.json`;

/** The settings for these places; see `placesOf`. */
export function settings(places: readonly string[], concurrency = availableParallelism()): object {
  return {
    mutate: places,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/tools/mutation/vitest.config.ts', related: true },
    // Only the tests that come to a mutant are run for it.
    coverageAnalysis: 'perTest',
    // What runs when a module is loaded would need all modules to be loaded again for each mutant.
    ignoreStatic: true,
    concurrency,
    incremental: true,
    incrementalFile: `${OUTPUT}/incremental.json`,
    tempDirName: `${OUTPUT}/copies`,
    cleanTempDir: 'always',
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: REPORT },
    ignorePatterns: ['dist', '.tsc', 'coverage', 'test-results', 'playwright-report', 'test/e2e'],
    // A busy computer takes its time: only what hangs is ended.
    dryRunTimeoutMinutes: 30,
    timeoutMS: 20_000,
    timeoutFactor: 1.5,
    // TypeScript 7 has no interface for programs: Stryker may neither rewrite its settings nor put remarks into the
    // sources.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    checkers: [],
    allowConsoleColors: false,
  };
}
