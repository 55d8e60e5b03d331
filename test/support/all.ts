/**
 * `npm test`: runs all parts, even after one has failed. It says which part runs, what each gave and how long it took,
 * then what failed, and ends with `N passed, M failed`.
 * Types, lint, format, build and size count as one check each; tests are counted one by one. A part that hangs is ended
 * after a while, with everything it started, and counts as failed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { commandLine, nothing } from './command-line.ts';
import { readPlaywright, readVitest, type Report } from './reports.ts';

interface Part {
  readonly name: string;
  /** The npm script, and its further arguments. */
  readonly command: readonly [script: string, ...args: string[]];
  /** The script to run instead when the page has just been built: the same, without a build of its own. */
  readonly whenBuilt?: string;
  /** Reads what the part reported; a part without it counts as one check. */
  readonly read?: () => Report;
}

const RESULTS = 'test-results';
const MINUTES_PER_PART = 30;
const SECONDS_TO_END = 10;
const BUILD = 'build and size';

const parts: readonly Part[] = [
  { name: 'types', command: ['types'] },
  { name: 'lint', command: ['lint'] },
  { name: 'format', command: ['format:check'] },
  vitestPart('unit', 'test:unit'),
  vitestPart('oracle', 'test:oracle'),
  { name: BUILD, command: ['size'] },
  vitestPart('package', 'test:package'),
  {
    name: 'browser',
    command: ['test:e2e'],
    whenBuilt: 'test:browser',
    read: () => readPlaywright(written('playwright.json')),
  },
];

function vitestPart(name: string, script: string): Part {
  const file = `vitest-${name}.json`;
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/${file}`];
  return { name, command: [script, ...args], read: () => readVitest(written(file)) };
}

function written(file: string): unknown {
  return JSON.parse(readFileSync(`${RESULTS}/${file}`, 'utf8'));
}

/** Signals a process group. Playwright ends its server on SIGINT; a test in an endless loop ends only on SIGKILL. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Runs an npm script in a process group, so that ending the group ends all it started. Returns whether it succeeded.
 */
function npmRun(script: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], { stdio: 'inherit', detached: true });
    let isLate = false;
    const stop = (): void => {
      signalGroup(child.pid, 'SIGINT');
      process.exit(130);
    };
    const finish = (isGood: boolean): void => {
      clearTimeout(clock);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(isGood);
    };
    const clock = setTimeout(() => {
      console.error(`${script} did not end within ${MINUTES_PER_PART} minutes`);
      isLate = true;
      signalGroup(child.pid, 'SIGINT');
      setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL');
        finish(false);
      }, SECONDS_TO_END * 1_000);
    }, MINUTES_PER_PART * 60_000);
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.once('error', (error) => {
      console.error(`npm could not be started: ${error.message}`);
      finish(false);
    });
    child.once('exit', (status) => {
      if (!isLate) finish(status === 0);
    });
  });
}

const secondsSince = (from: number): number => Math.round((performance.now() - from) / 1_000);

/** `7 min 28 s`. */
function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/** What a part gave. A part that failed as a whole (a file that does not load, no report) has at least one failure. */
async function run(part: Part, isBuilt: boolean): Promise<Report> {
  const [script, ...args] = part.command;
  const isGood = await npmRun(isBuilt ? (part.whenBuilt ?? script) : script, args);
  if (part.read === undefined) return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, failures: [] };
  try {
    const { passed, failed, failures } = part.read();
    return { passed, failed: isGood ? failed : Math.max(1, failed), failures };
  } catch (error) {
    return { passed: 0, failed: 1, failures: [`${part.name} left no report: ${String(error)}`] };
  }
}

commandLine('usage: npm test', nothing);
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const results: (Report & { readonly name: string; readonly seconds: number })[] = [];
let isBuilt = false;
const started = performance.now();
for (const [index, part] of parts.entries()) {
  console.log(`\n== ${part.name} (part ${index + 1} of ${parts.length})`);
  const from = performance.now();
  // One after the other: they share the machine, and some the same files.
  // oxlint-disable-next-line no-await-in-loop
  const report = await run(part, isBuilt);
  const seconds = secondsSince(from);
  console.log(`== ${part.name}: ${report.passed} passed, ${report.failed} failed in ${durationText(seconds)}`);
  results.push({ name: part.name, ...report, seconds });
  isBuilt ||= part.name === BUILD && results.at(-1)?.failed === 0;
}

// At the end, so that the last lines of the output name every failure.
for (const { name, failures } of results) for (const text of failures) console.log(`\nFAILED ${name}: ${text}`);
console.log('');
for (const { name, passed, failed, seconds } of results) {
  const sum = `${passed} passed, ${failed} failed`;
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${sum.padEnd(24)} ${durationText(seconds)}`);
}
console.log(`       ${'all parts'.padEnd(41)} ${durationText(secondsSince(started))}`);
const sum = (key: 'passed' | 'failed'): number => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
