/**
 * `npm run test:engines [-- --times N --only Firefox]`: the main journeys of readers in Firefox and Chromium, by their
 * own keys and clicks, and equal traces; in WebKitGTK a smoke test. It takes the browsers of this machine and says
 * which it has not found. WebKitGTK has no driver here: it is told an address, and what it loads there reports.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from 'puppeteer-core';
import { build, preview } from 'vite';
import { CHROMIUM_ARGUMENTS, chromium } from '../../support/chromium.ts';
import { commandLine, namesIn, wholeNumber } from '../../support/command-line.ts';
import { classicScript } from '../../support/script.ts';
import { travel } from './journeys.ts';
import { tracesOf } from './visit.ts';
import type { Visit } from './visit.ts';
import { ROOT } from '../../support/root.ts';

const NAMES = ['Chromium', 'Firefox', 'WebKitGTK'] as const;
const USAGE = `usage: npm run test:engines -- [--times N] [--only ${NAMES.join(',')}]`;

const { times, only } = commandLine(USAGE, (args) => {
  const { values } = parseArgs({
    args,
    options: { times: { type: 'string', default: '1' }, only: { type: 'string', default: NAMES.join(',') } },
  });
  return { times: wholeNumber('times', values.times), only: namesIn('only', values.only, NAMES) };
});

const TRACES = 200;

/** The visitor, beside the page in a frame when it is to use that too. */
const html = (withPage: boolean): string => `<!doctype html><meta charset="utf-8"><title>Glaswerk: engines</title>
${withPage ? '<iframe src="index.html" style="position: fixed; inset: 0; width: 100%; height: 100%; border: 0"></iframe>' : ''}<script src="visit.js"></script>
<script>visitor.visit(${JSON.stringify(tracesOf(TRACES))}).then((found) => { globalThis.found = found; fetch('found', { method: 'POST', body: JSON.stringify(found) }); })</script>`;

const folder = mkdtempSync(join(tmpdir(), 'glaswerk-engines-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let report: (visit: Visit | undefined) => void = () => undefined;

/** Builds the page and the visitor, serves them, and answers the address. */
async function serve(): Promise<string> {
  const common = { root: ROOT, logLevel: 'error' } as const;
  await build({ ...common, build: { outDir: folder, emptyOutDir: true } });
  const script = await classicScript('test/tools/engines/visit.ts', 'visitor');
  const plugin = {
    name: 'visits',
    configurePreviewServer({ middlewares }: Awaited<ReturnType<typeof preview>>): void {
      for (const [path, text] of [
        ['/visit.html', html(true)],
        ['/traces.html', html(false)],
      ] as const)
        middlewares.use(path, (_, response) => void response.setHeader('Content-Type', 'text/html').end(text));
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
  return server.resolvedUrls?.local[0] ?? '';
}

/** All journeys and the traces, in a browser that puppeteer drives. */
async function drive(name: 'Chromium' | 'Firefox', program: string, address: string): Promise<Visit> {
  const browser = await launch({
    ...(name === 'Firefox' ? { browser: 'firefox' } : { args: [...CHROMIUM_ARGUMENTS] }),
    executablePath: program,
    headless: true,
  });
  try {
    const faults: Record<string, string> = {};
    const page = await browser.newPage();
    const traces = new Promise<Visit | undefined>((resolve) => void (report = resolve));
    await page.goto(new URL('traces.html', address).href);
    Object.assign(faults, (await traces)?.faults);
    const userAgent = await page.evaluate(() => navigator.userAgent);
    await page.close();
    return { userAgent, faults: { ...faults, ...(await travel(browser, address)) } };
  } finally {
    await browser.close();
  }
}

/** The page in a frame of a document that uses it from within, and reports. */
async function smoke(program: string, address: string): Promise<Visit | undefined> {
  const visit = new Promise<Visit | undefined>((resolve) => void (report = resolve));
  // This browser has no mode without a screen.
  const screen = (process.env['DISPLAY'] ?? '') === '' ? ['xvfb-run', '--auto-servernum'] : [];
  const [file, ...options] = [...screen, program, '--private', new URL('visit.html', address).href] as const;
  const child = spawn(file, options, { detached: true, stdio: 'ignore' });
  child.on('error', () => report(undefined));
  const timer = setTimeout(() => report(undefined), 90_000);
  const found = await visit;
  clearTimeout(timer);
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid);
  return found;
}

const ENGINES = [
  { name: 'Chromium', debian: 'chromium', places: [chromium()] },
  {
    name: 'Firefox',
    debian: 'firefox-esr',
    places: (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'firefox')),
  },
  {
    name: 'WebKitGTK',
    debian: 'webkit2gtk-driver, xvfb',
    places: ['x86_64', 'aarch64'].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
  },
] as const;

/** Says what a visit found, and whether it is as it should be. */
function isGood(name: string, visit: Visit | undefined): boolean {
  console.log(`${name}: ${visit?.userAgent ?? 'FAIL, it did not start, or did not report'}`);
  const faults = Object.entries(visit?.faults ?? {});
  for (const [what, fault] of faults) console.log(fault === '' ? `  ok    ${what}` : `  FAIL  ${what}: ${fault}`);
  return faults.length > 0 && faults.every(([, fault]) => fault === '');
}

const address = await serve();
let failed = 0;
for (const { name, debian, places } of ENGINES) {
  if (!only.includes(name)) continue;
  const program = places.find((place) => existsSync(place));
  if (program === undefined) {
    console.log(`${name}: not found, skipped (in Debian: ${debian})`);
    continue;
  }
  for (let time = 1; time <= times; time += 1) {
    const visit = name === 'WebKitGTK' ? await smoke(program, address) : await drive(name, program, address);
    if (!isGood(times === 1 ? name : `${name}, ${time} of ${times}`, visit)) failed += 1;
  }
}
process.exit(Math.min(failed, 1));
