/** The command `glaswerk` as a user gets it: packed, installed into an empty folder, run by npx. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { complaintsOf } from '../e2e/embed-page.ts';
import { serveHost } from '../e2e/host-page.ts';
import { HELLO, example } from '../node/check/folder.ts';
import { CHROMIUM_ARGUMENTS, chromium } from '../support/chromium.ts';

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

test('copy, and a page of ten lines shows a living example', async () => {
  mkdirSync(join(home, 'site'));
  const { code, out, err } = run('npx', '--no-install', 'glaswerk', 'copy', 'site');
  expect([code, err]).toEqual([0, '']);
  // What to paste is what the command prints, to the letter: the hashes have to be right.
  const [link = '', script = ''] = out.split('\n').filter((line) => line.startsWith('<'));
  expect(link).toMatch(/^<link .*glaswerk\.css" integrity="sha384-/);
  expect(script).toMatch(/^<script .*glaswerk\.js" integrity="sha384-.*<\/script>$/);
  const lines = [
    ...['<!doctype html>', link, script],
    ...['<pre>GET / HTTP/1.1', 'Host: localhost</pre>'],
    ...['<pre>HTTP/1.0 200 OK', '...', '', '{"code": 0, "msg": "success"}</pre>', '<glas-werk></glas-werk>'],
  ];
  expect(lines).toHaveLength(10);
  write('site/index.html', lines.join('\n'));

  const types: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
  await using host = await serveHost((path) => {
    // Browsers ask for it by themselves.
    if (path === '/favicon.ico') return { body: '' };
    const file = join(home, 'site', path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return undefined;
    return { body: readFileSync(file), type: types[extname(file)] ?? 'application/octet-stream' };
  });
  const browser = await playwright.launch({ executablePath: chromium(), args: [...CHROMIUM_ARGUMENTS] });
  try {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(host.origin);
    const run = page.getByRole('button', { name: 'Run' });
    await run.waitFor();
    // Before the click: the page itself, and the two files that it names.
    expect(asked.map((url) => basename(new URL(url).pathname)).toSorted()).toEqual(['', 'glaswerk.css', 'glaswerk.js']);
    await run.click();
    await page.getByText(/✓ \d+ bytes as printed/).waitFor();
    expect(asked.filter((url) => !url.startsWith(host.origin) && !/^(blob|data|about):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
}, 120_000);
