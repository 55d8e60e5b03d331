/** `glaswerk copy`: what a site gets, what is left alone, and what is refused. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copy } from '../../src/node/copy.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glaswerk-copy-'));
  mkdirSync(join(root, 'page/assets'), { recursive: true });
  mkdirSync(join(root, 'site'));
  for (const file of ['index.html', 'glaswerk.js', 'glaswerk.css', 'glaswerk-frame.js', 'assets/core-1.js'])
    writeFileSync(join(root, 'page', file), `text of ${file}`);
});
afterEach(() => rmSync(root, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const at = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const code = await copy(args, at, { folder: join(root, 'page'), version: '1.2.3' });
  return { code, out, err };
}

const site = (...path: string[]): string => join(root, 'site', ...path);

test('a site gets the whole folder under a name with the version', async () => {
  const { code, out, err } = await run(site());
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`${site('glaswerk-1.2.3')}: 6 files, 6 written`);
  expect(readFileSync(site('glaswerk-1.2.3/assets/core-1.js'), 'utf8')).toBe('text of assets/core-1.js');
});

test('the printed lines name the files with the hashes that browsers compute', async () => {
  const { out } = await run(site());
  const hash = createHash('sha384').update('text of glaswerk.js').digest('base64');
  expect(out).toContain(
    `<script defer src="/glaswerk-1.2.3/glaswerk.js" integrity="sha384-${hash}" crossorigin="anonymous"></script>`,
  );
  expect(out).toMatch(/<link rel="stylesheet" href="\/glaswerk-1\.2\.3\/glaswerk\.css" integrity="sha384-[^"]{64}"/);
  const { version, files } = JSON.parse(readFileSync(site('glaswerk-1.2.3/integrity.json'), 'utf8')) as {
    version: string;
    files: Record<string, string>;
  };
  expect(version).toBe('1.2.3');
  expect(files['glaswerk.js']).toBe(`sha384-${hash}`);
  expect(Object.keys(files)).toHaveLength(5);
});

test('run again it writes nothing, and then only what has changed', async () => {
  await run(site());
  const old = new Date(0);
  utimesSync(site('glaswerk-1.2.3/index.html'), old, old);
  expect((await run(site())).out).toContain('nothing has changed');
  writeFileSync(site('glaswerk-1.2.3/glaswerk.js'), 'damaged');
  expect((await run(site())).out).toContain('1 written');
  expect(readFileSync(site('glaswerk-1.2.3/glaswerk.js'), 'utf8')).toBe('text of glaswerk.js');
  expect(statSync(site('glaswerk-1.2.3/index.html')).mtime).toEqual(old);
});

test('older versions and files of others stay as they are', async () => {
  mkdirSync(site('glaswerk-1.0.0'));
  writeFileSync(site('glaswerk-1.0.0/glaswerk.js'), 'old');
  writeFileSync(site('logo.svg'), 'svg');
  await run(site());
  expect(readFileSync(site('glaswerk-1.0.0/glaswerk.js'), 'utf8')).toBe('old');
  expect(readdirSync(site()).toSorted()).toEqual(['glaswerk-1.0.0', 'glaswerk-1.2.3', 'logo.svg']);
});

const refusals: readonly (readonly [what: string, args: () => readonly string[], says: RegExp])[] = [
  ['no folder', () => [], /name the folder to copy to, such as docs\/static/],
  ['two folders', () => [site(), root], /name one folder; there are 2/],
  ['an option that there is not', () => ['--force', site()], /--force is no option/],
  ['a folder that is not there', () => [site('statik')], /statik is not there; make it first/],
  ['a file', () => [join(root, 'page/index.html')], /index\.html is a file; name the folder/],
  ['the folder that is copied', () => [join(root, 'page/assets')], /assets is what is copied/],
];

test.each(refusals)('%s is refused, with what to do, and nothing is written', async (_what, args, says) => {
  const { code, out, err } = await run(...args());
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(says);
  expect(readdirSync(site())).toEqual([]);
});

test('a folder in node_modules is refused, because it does not stay', async () => {
  mkdirSync(site('node_modules'));
  expect((await run(site('node_modules'))).err).toMatch(/is in node_modules/);
});

test('a file with the name of the folder is left alone', async () => {
  writeFileSync(site('glaswerk-1.2.3'), 'mine');
  expect((await run(site())).err).toMatch(/is a file; move it away/);
  expect(readFileSync(site('glaswerk-1.2.3'), 'utf8')).toBe('mine');
});

test('a build that is not there is named', async () => {
  rmSync(join(root, 'page'), { recursive: true });
  expect((await run(site())).err).toMatch(/npm run build writes it/);
});

test('--help says what it does', async () => {
  const { code, out } = await run('--help');
  expect([code, out]).toEqual([0, expect.stringContaining('Usage: glaswerk copy DIR')]);
});
