/** The documents are in plain words, and name only what is there: npm scripts, files, links, commands. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headingsIn, linksIn, pathsIn, scriptsIn } from './support/documents.ts';
import { puzzlingIn } from './support/plain-words.ts';
import { filesUnder } from './support/source.ts';

/** Pages of other tools, whose links are addresses of the built sites. */
const PAGES_OF_SITES = /^test\/docs-sites\/.+\//;
const documents = [
  ...readdirSync('.').filter((entry) => entry.endsWith('.md')),
  ...['src', 'web', 'test', '.github'].flatMap((folder) => filesUnder(folder, /\.md$/)),
].filter((document) => !PAGES_OF_SITES.test(document));
/** These tell of earlier versions, whose scripts and files may be gone. */
const HISTORY = ['CHANGELOG.md'];
const current = documents.filter((document) => !HISTORY.includes(document));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

describe.each(current)('%s', (document) => {
  const text = readFileSync(document, 'utf8');

  test('names npm scripts that package.json has', () => {
    expect(scriptsIn(text).filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  test('names files and folders that exist', () => {
    expect(pathsIn(text).filter((path) => !existsSync(path))).toEqual([]);
  });

  test('is in plain words', () => {
    expect(text.split('\n\n').flatMap(puzzlingIn)).toEqual([]);
  });

  test('links to files and headings that exist', () => {
    const broken = linksIn(document).filter(
      ({ file, heading }) =>
        !existsSync(file) || (heading !== undefined && heading !== '' && !headingsIn(file).includes(heading)),
    );
    expect(broken).toEqual([]);
  });
});

test('the documents are read: scripts, paths and links are found in them', () => {
  const text =
    'Run `npm run test:unit -- test/kernel/sys.test.ts`, `npm run -s lint` or `npm test`; see `src/kernel/*.ts`.';
  expect(scriptsIn(text)).toEqual(['test:unit', 'lint', 'test']);
  expect(pathsIn(text)).toEqual(['test/kernel/sys.test.ts']);
  expect(pathsIn('```sh\nnode test/support/run-ts.mjs FILE.ts\n```\n')).toEqual(['test/support/run-ts.mjs']);
  expect(linksIn('README.md')).toContainEqual({ file: 'CONTRIBUTING.md', heading: undefined });
  expect(headingsIn('README.md')).toContain('in-your-tests');
});

describe('test/tools/README.md', () => {
  const rows = [...readFileSync('test/tools/README.md', 'utf8').matchAll(/^\| `([\w-]+)` \|/gm)].map(
    ([, name]) => name,
  );

  test('has one line for each command', () => {
    const folders = readdirSync('test/tools', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(new Set(rows)).toEqual(new Set(folders.map((folder) => folder.name)));
  });
});

test('CONTRIBUTING.md and the table of the README name every npm script between them', () => {
  const named = new Set(
    ['README.md', 'CONTRIBUTING.md'].flatMap((document) => scriptsIn(readFileSync(document, 'utf8'))),
  );
  expect(Object.keys(scripts).filter((script) => !named.has(script))).toEqual([]);
});

describe('README.zh-CN.md', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((file) => readFileSync(file, 'utf8')) as [
    string,
    string,
  ];
  const fences = (text: string): string[] => text.match(/^```\w+.*?^```$/gms) ?? [];
  /** The first column of the table of scripts. */
  const commands = (text: string): string[] =>
    [...text.matchAll(/^\| (`npm .*?) \|/gm)].map(([, command = '']) => command);

  test('has the commands of the README, in its order', () => {
    expect(commands(chinese)).toEqual(commands(english));
    expect(commands(chinese).length).toBeGreaterThan(15);
    const shell = (text: string): string[] => fences(text).filter((fence) => fence.startsWith('```sh'));
    expect(shell(chinese)).toEqual(shell(english));
  });

  test('has no example that the README does not have', () => {
    expect(fences(chinese).filter((fence) => !fences(english).includes(fence))).toEqual([]);
  });

  test('and the README lead to each other', () => {
    expect(english).toContain('(README.zh-CN.md)');
    expect(chinese).toContain('(README.md)');
  });
});
