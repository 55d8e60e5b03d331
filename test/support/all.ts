/**
 * `npm test`: runs every part, even after one has failed, prints what each gave, and ends with `N passed, M failed`.
 * Types, lint, format, build and size count as one check each; tests are counted one by one.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Part {
  readonly name: string;
  /** The npm script, and its further arguments. */
  readonly command: readonly [script: string, ...args: string[]];
  /** Reads what the part reported; a part without it counts as one check. */
  readonly counts?: () => Counts;
}

const RESULTS = 'test-results';

const parts: readonly Part[] = [
  { name: 'types', command: ['types'] },
  { name: 'lint', command: ['lint'] },
  { name: 'format', command: ['format:check'] },
  vitestPart('unit', 'test:unit'),
  vitestPart('oracle', 'test:oracle'),
  { name: 'build and size', command: ['size'] },
  vitestPart('package', 'test:package'),
  { name: 'browser', command: ['test:e2e'], counts: () => playwrightCounts(report('playwright.json')) },
];

function vitestPart(name: string, script: string): Part {
  const file = `vitest-${name}.json`;
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/${file}`];
  return { name, command: [script, ...args], counts: () => vitestCounts(report(file)) };
}

function report(file: string): unknown {
  return JSON.parse(readFileSync(`${RESULTS}/${file}`, 'utf8'));
}

function vitestCounts(json: unknown): Counts {
  const { numPassedTests, numFailedTests } = json as { numPassedTests: number; numFailedTests: number };
  return { passed: numPassedTests, failed: numFailedTests };
}

/** A flaky test is a failed test. */
function playwrightCounts(json: unknown): Counts {
  const { stats } = json as { stats: { expected: number; unexpected: number; flaky: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

/** What a part gave. A part that failed as a whole (a file that does not load, no report) has at least one failure. */
function run(part: Part): Counts {
  console.log(`\n== ${part.name}`);
  const [script, ...args] = part.command;
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], { stdio: 'inherit' });
  const isGood = status === 0;
  let counts: Counts = { passed: isGood ? 1 : 0, failed: 0 };
  if (part.counts !== undefined) {
    try {
      counts = part.counts();
    } catch (error) {
      console.error(`${part.name} left no report: ${String(error)}`);
      return { passed: 0, failed: 1 };
    }
  }
  return isGood ? counts : { passed: counts.passed, failed: Math.max(1, counts.failed) };
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const results = parts.map((part) => ({ name: part.name, ...run(part) }));

console.log('');
for (const { name, passed, failed } of results) {
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${passed} passed, ${failed} failed`);
}
const sum = (key: keyof Counts): number => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
