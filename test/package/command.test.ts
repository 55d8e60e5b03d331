/** The command `glaswerk` as a user gets it: packed, installed into an empty folder, run by npx. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HELLO, example } from '../node/check/folder.ts';

const home = mkdtempSync(join(tmpdir(), 'glaswerk-command-'));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(command: string, ...args: string[]): Ended {
  const env = { ...process.env, GITHUB_ACTIONS: '' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: home, encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

const glaswerk = (...args: string[]): Ended => run(join(home, 'node_modules/.bin/glaswerk'), ...args);

function write(name: string, text: string): void {
  mkdirSync(join(home, name, '..'), { recursive: true });
  writeFileSync(join(home, name), text);
}

beforeAll(() => {
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { encoding: 'utf8' });
  expect(packed.status, packed.stderr).toBe(0);
  writeFileSync(join(home, 'package.json'), '{ "private": true }');
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '';
  const installed = run('npm', 'install', '--offline', '--no-audit', '--no-fund', join(home, tarball));
  expect(installed.code, installed.err).toBe(0);
}, 120_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('installing it installs nothing else', () => {
  expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['glaswerk']);
});

test('--version, --help, and a command that does not exist', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(glaswerk('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  expect(glaswerk('--help')).toMatchObject({ code: 0, out: expect.stringContaining('check PATH…') });
  expect(glaswerk('chekc')).toMatchObject({ code: 2, err: expect.stringContaining("there is no command 'chekc'") });
  expect(glaswerk()).toMatchObject({ code: 2, err: expect.stringContaining('which command?') });
});

test('check ends with 0, 1 and 2, and --update makes 0 of 1', () => {
  write('docs/a.md', example(HELLO));
  expect(run('npx', '--no-install', 'glaswerk', 'check', 'docs')).toEqual({
    ...{ code: 0, out: '1 example in 1 file: 1 true\n', err: '' },
  });
  write('docs/b.md', example(HELLO.with(0, 'HTTP/1.0 404 NOT FOUND')));
  expect(glaswerk('check', 'docs')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^docs\/b\.md:6:10: byte 9 /),
  });
  expect(glaswerk('check', '--update', 'docs').code).toBe(0);
  expect(readFileSync(join(home, 'docs/b.md'), 'utf8')).toBe(example(HELLO));
  write('docs/c.md', '<glas-werk request="GET / HTTP/1.0" app="nope"></glas-werk>');
  expect(glaswerk('check', 'docs').code).toBe(2);
});

test('an app of the author’s can import the package; one that never ends does not hold up the others', () => {
  write(
    'apps/view.ts',
    "import { Request, Response } from 'glaswerk';\nexport default Request.application((request: Request) => new Response(request.path));\n",
  );
  write('apps/loop.ts', 'console.log("noise");\nexport default () => { for (;;) {} };\n');
  write('own/a.md', example(['HTTP/1.0 200 OK'], '<glas-werk app-src="../apps/loop.ts"></glas-werk>'));
  write('own/b.md', example(['[..] 200 OK', '...', '', '/'], '<glas-werk app-src="/apps/view.ts"></glas-werk>'));
  const { code, out } = glaswerk('check', '--timeout', '5', 'own');
  expect(code).toBe(2);
  expect(out.split('\n')).toEqual([
    'own/a.md:1:1: could not run: it took longer than 5 seconds; does an app of it never end? --timeout gives it more',
    '2 examples in 2 files: 1 true, 1 could not run',
    '',
  ]);
});

test('serve shows the workbench to which links of reports lead', async () => {
  const server = spawn('npx', ['--no-install', 'glaswerk', 'serve', '--port', '0'], { cwd: home, detached: true });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      server.stdout.on('data', (data: Buffer) => resolve(/http:\S+/.exec(data.toString())?.[0] ?? ''));
      server.stderr.on('data', (data: Buffer) => reject(new Error(data.toString())));
    });
    const page = await fetch(address);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<title>');
    expect((await fetch(`${address}../../package.json`)).status).toBe(404);
    expect((await fetch(`${address}%2e%2e/%2e%2e/package.json`)).status).toBe(404);
  } finally {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
  }
});
