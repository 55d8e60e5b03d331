import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { beforeEach, expect, test, vi } from 'vitest';
import { commandLine, namesIn, UsageError, wholeNumber } from '../support/command-line.ts';
import { ROOT } from '../support/root.ts';

/** Every command that is a program of the project: its script in package.json, and its file. */
const read = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const programs = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node test\/support\/run-ts\.mjs (\S+)$/.exec(script)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

class Exit extends Error {}

const out = vi.fn<(text: string) => void>();
const err = vi.fn<(text: string) => void>();

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(out);
  vi.spyOn(console, 'error').mockImplementation(err);
  vi.spyOn(process, 'exit').mockImplementation((status) => {
    throw new Exit(String(status));
  });
  out.mockClear();
  err.mockClear();
});

/** Gives the program these arguments for as long as `act` runs. */
async function withArguments<T>(args: readonly string[], act: () => T): Promise<Awaited<T>> {
  const { argv } = process;
  process.argv = ['node', 'program', ...args];
  try {
    return await act();
  } finally {
    process.argv = argv;
  }
}

test('every program among the scripts is found', () => {
  expect(programs.length).toBeGreaterThanOrEqual(13);
  for (const script of Object.values(scripts)) {
    expect(script.includes('run-ts.mjs') && !programs.some(([, file]) => script.endsWith(file)), script).toBe(false);
  }
});

test.each(programs)('npm run %s loads and says its usage on --help', async (name, file) => {
  // Without it the program would go to work now.
  const texts = [file, `${dirname(file)}/settings.ts`].filter((path) => existsSync(path)).map((path) => read(path));
  expect(texts.join('')).toContain('commandLine(');
  await expect(withArguments(['--help'], () => import(`${ROOT}/${file}`))).rejects.toThrow(new Exit('0'));
  expect(out).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(RegExp(`^usage: npm (?:run )?${name}( |$)`)));
});

const USAGE = 'usage: npm run sample -- [--times N]';
const sample = (args: string[]): number => {
  const { values } = parseArgs({ args, options: { times: { type: 'string', default: '1' } } });
  return wholeNumber('times', values.times, 1, 9);
};

test('what is understood is handed on', async () => {
  expect(await withArguments(['--times', '9'], () => commandLine(USAGE, sample))).toBe(9);
});

test.each([
  ['an unknown option', '--time', "Unknown option '--time'"],
  ['an argument too many', 'three', "Unexpected argument 'three'"],
  ['a number that is none', '--times=', "--times wants a whole number of at least 1 and at most 9, not ''"],
  ['a part of a number', '--times=1.5', "--times wants a whole number of at least 1 and at most 9, not '1.5'"],
  ['a number too small', '--times=0', "--times wants a whole number of at least 1 and at most 9, not '0'"],
  ['a number too large', '--times=10', "--times wants a whole number of at least 1 and at most 9, not '10'"],
])('%s ends a program with what is wrong, its usage and status 2', async (_, argument, message) => {
  await expect(withArguments([argument], () => commandLine(USAGE, sample))).rejects.toThrow(new Exit('2'));
  const text = err.mock.calls.join();
  expect(text).toContain(message);
  expect(text.endsWith(`\n${USAGE}`)).toBe(true);
});

test("a fault of the program's own keeps its stack", async () => {
  const fault = new TypeError('undefined is no function');
  const broken = (): never => {
    throw fault;
  };
  await expect(withArguments([], () => commandLine(USAGE, broken))).rejects.toBe(fault);
});

test('names in a list are all known, or the wrong one is named', () => {
  expect(namesIn('kind', 'base,threaded', ['base', 'threaded', 'forking'])).toEqual(['base', 'threaded']);
  expect(() => namesIn('kind', 'base,treaded', ['base', 'threaded'])).toThrow(
    new UsageError("--kind: 'treaded' is none of base, threaded"),
  );
});
