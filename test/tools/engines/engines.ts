/**
 * `npm run test:engines`: equal traces, and the page, in other engines than Chromium. It takes the Firefox and the
 * WebKitGTK of this machine and says what it has not found. No driver is needed: a browser is told an address, and what
 * it loads there reports.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { classicScript } from '../../support/script.ts';
import { tracesOf } from './visit.ts';
import type { Visit } from './visit.ts';

const HTML = `<!doctype html><meta charset="utf-8"><title>Glaswerk: engines</title>
<iframe src="index.html" style="position: fixed; inset: 0; width: 100%; height: 100%; border: 0"></iframe><script src="visit.js"></script>
<script>visitor.visit(${JSON.stringify(tracesOf(200))}).then((found) => fetch('found', { method: 'POST', body: JSON.stringify(found) }))</script>`;

// WebKitGTK's browser has no mode without a screen.
const SCREEN = (process.env['DISPLAY'] ?? '') === '' ? ['xvfb-run', '--auto-servernum'] : [];

const ENGINES = [
  {
    name: 'Firefox',
    debian: 'firefox-esr',
    places: (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'firefox')),
    command: (program: string, profile: string) => [program, '--headless', '--no-remote', '--profile', profile],
  },
  {
    name: 'WebKitGTK',
    debian: 'webkit2gtk-driver, xvfb',
    places: ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
    command: (program: string) => [...SCREEN, program, '--private'],
  },
] as const;

const folder = mkdtempSync(join(tmpdir(), 'glaswerk-engines-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let report: (visit: Visit | undefined) => void = () => undefined;

/** Builds the page and the visitor, serves them, and answers the address. */
async function serve(): Promise<string> {
  const common = { root: fileURLToPath(new URL('../..', import.meta.url)), logLevel: 'error' } as const;
  await build({ ...common, build: { outDir: folder, emptyOutDir: true } });
  const script = await classicScript('test/tools/engines/visit.ts', 'visitor');
  const plugin = {
    name: 'visits',
    configurePreviewServer({ middlewares }: Awaited<ReturnType<typeof preview>>): void {
      middlewares.use('/visit.html', (_, response) => void response.setHeader('Content-Type', 'text/html').end(HTML));
      middlewares.use('/visit.js', (_, response) => void response.end(script));
      middlewares.use('/found', (request, response) => {
        let body = '';
        request.on('data', (data) => void (body += String(data)));
        request.on('end', () => report(JSON.parse(body) as Visit));
        response.end();
      });
    },
  };
  const server = await preview({ ...common, build: { outDir: folder }, preview: { port: 0 }, plugins: [plugin] });
  return `${server.resolvedUrls?.local[0] ?? ''}visit.html`;
}

/** Says what a visit found, and whether it is as it should be. */
function isGood(name: string, visit: Visit | undefined): boolean {
  console.log(`${name}: ${visit?.userAgent ?? 'FAIL, it did not start, or did not report'}`);
  const faults = Object.entries(visit?.faults ?? {});
  for (const [what, fault] of faults) console.log(fault === '' ? `  ok    ${what}` : `  FAIL  ${what}: ${fault}`);
  return faults.length > 0 && faults.every(([, fault]) => fault === '');
}

const address = await serve();
let failed = 0;
for (const { name, debian, places, command } of ENGINES) {
  const program = places.find((place) => existsSync(place));
  if (program === undefined) {
    console.log(`${name}: not found, skipped (in Debian: ${debian})`);
    continue;
  }
  const [file = '', ...options] = command(program, mkdtempSync(join(folder, 'profile-')));
  const visit = new Promise<Visit | undefined>((resolve) => void (report = resolve));
  const child = spawn(file, [...options, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => report(undefined));
  const timer = setTimeout(() => report(undefined), 90_000);
  if (!isGood(name, await visit)) failed += 1;
  clearTimeout(timer);
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
}
process.exit(failed);
