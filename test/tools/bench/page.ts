/**
 * `npm run bench:page [-- --page DIR --only load,log,memory --rounds N --seconds N --steps N]`: how the page feels, in
 * a real Chromium.
 * - load: 200 requests a second are clicked; how long frames take. On one connection (threaded), and on a new one for
 *   each (base).
 * - log: a log of 100,000 steps; how long seeking, stepping, scrubbing, scrolling and zooming take.
 * - memory: heaps of page and worker, after garbage collection. Builds the page first, unless a built one is given.
 *   Wall clock: what else the computer does is measured too; repeat it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { chromium as playwright } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { preview } from 'vite';
import { CHROMIUM_ARGUMENTS, chromium } from '../../support/chromium.ts';
import { RETURNING } from '../../e2e/pages.ts';
import { heapOf, Realms } from './cdp.ts';
import type { Realm } from './cdp.ts';
import { installProbe } from './page-probe.ts';
import type { Frames } from './page-probe.ts';

const { values: given } = parseArgs({
  options: {
    page: { type: 'string' },
    only: { type: 'string', default: 'load,log,memory' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '100000' },
    /** Where profiles of the load are written. */
    profiles: { type: 'string' },
  },
});
const only = new Set(given.only.split(','));
const rounds = Number(given.rounds);
const steps = Number(given.steps);
const MEGA = 2 ** 20;
/** About: what a request to `hello` leaves in the log. */
const STEPS_PER_REQUEST = 276;

const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
};

const round = (value: number): number => Math.round(value * 10) / 10;

function timesOf(values: readonly number[]): Record<string, number> {
  const [median, p95, p99] = [0.5, 0.95, 0.99].map((part) => round(quantile(values, part)));
  return { n: values.length, median: median ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, worst: round(Math.max(...values)) };
}

function framesOf({ frames, longTasks }: Frames): Record<string, number | string> {
  const late = frames.filter((frame) => frame > 20).length;
  const all = frames.reduce((sum, frame) => sum + frame, 0);
  return {
    ...timesOf(frames),
    'frames/s': round((frames.length / all) * 1_000),
    '> 20 ms': `${round((late / frames.length) * 100)} %`,
    'long tasks': longTasks.length,
  };
}

const table: Record<string, Record<string, number | string>> = {};

function tell(what: string, row: Record<string, number | string>): void {
  table[what] = row;
  console.log(what, JSON.stringify(row));
}

async function open(browser: Browser, address: string, kind = 'Base'): Promise<{ page: Page; realms: Realms }> {
  const localStorage = Object.entries(RETURNING).map(([name, value]) => ({ name, value }));
  const origins = [{ origin: new URL(address).origin, localStorage }];
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: { cookies: [], origins },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.addInitScript(installProbe);
  const realms = await Realms.of(page);
  await page.goto(address);
  await page.getByText('127.0.0.1:5000').first().waitFor();
  if (kind !== 'Base') await page.getByRole('button', { name: kind, exact: true }).click();
  await request(page, { times: 3 });
  return { page, realms };
}

/** Sends requests one after the other, and waits until the page knows of what they did. */
async function request(page: Page, limits: { times?: number; steps?: number }): Promise<void> {
  await page.evaluate((limits) => glaswerkProbe.ask(limits), limits);
  await settle(page);
}

const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let last = -1; last !== glaswerkProbe.length();) {
      last = glaswerkProbe.length();
      await new Promise((resolve) => void setTimeout(resolve, 400));
    }
  });

/** Until the machine has made the way to every step short. */
const ready = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      Number(
        document.querySelector('#workbench')?.shadowRoot?.querySelector<HTMLElement>('.quarters')?.dataset['ready'],
      ) === glaswerkProbe.length(),
    undefined,
    { timeout: 120_000 },
  );

interface Load extends Frames {
  readonly sent: number;
  readonly steps: number;
  /** Processor time in a second of the clock, in milliseconds. */
  readonly worked: string;
}

/** 200 requests a second, and what the processor works for that. */
async function load(browser: Browser, page: Page, seconds: number): Promise<Load> {
  const before = await work(browser);
  const result = await page.evaluate(async (millis) => {
    const length = glaswerkProbe.length();
    glaswerkProbe.start();
    const sent = await glaswerkProbe.ask({ millis, every: 5 });
    return { ...glaswerkProbe.stop(), sent, before: length };
  }, seconds * 1_000);
  const worked = workIn(before, await work(browser), seconds);
  await settle(page);
  return { ...result, worked, steps: (await page.evaluate(() => glaswerkProbe.length())) - result.before };
}

/**
 * Milliseconds of processor time that the browser's processes have used so far, by their number: of renderers, and of
 * the one that paints.
 */
async function work(browser: Browser): Promise<Map<string, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return new Map(processInfo.map(({ id, type, cpuTime }) => [`${type} ${id}`, cpuTime * 1_000]));
}

/**
 * Processor time in a second: of the page, of the worker and its frame if they are in a process of their own, and of
 * painting.
 */
function workIn(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>, seconds: number): string {
  const used = [...after].map(([name, millis]) => [name, (millis - (before.get(name) ?? 0)) / seconds] as const);
  return used
    .filter(([name, millis]) => !name.startsWith('utility') && millis >= 1)
    .map(([name, millis]) => `${name.replace(/ .*/, '')} ${Math.round(millis)}`)
    .join(', ');
}

const PARTS = {
  script: 'ScriptDuration',
  style: 'RecalcStyleDuration',
  layout: 'LayoutDuration',
  tasks: 'TaskDuration',
} as const;

/**
 * Milliseconds of processor time that the page's thread has been busy so far, by what with. What else the computer does
 * is not in it.
 */
async function busy(page: Realm): Promise<number[]> {
  const { metrics } = (await page.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
  return Object.values(PARTS).map((part) => (metrics.find(({ name }) => name === part)?.value ?? 0) * 1_000);
}

async function measureLoad(browser: Browser, address: string): Promise<void> {
  const seconds = Number(given.seconds);
  for (const kind of ['Threaded', 'Base']) {
    for (let at = 1; at <= rounds; at += 1) {
      const { page, realms } = await open(browser, address, kind);
      const profiled = given.profiles !== undefined && at === rounds ? [realms.page, realms.worker] : [];
      await Promise.all(profiled.map(startProfile));
      await realms.page.send('Performance.enable', { timeDomain: 'threadTicks' });
      const before = await busy(realms.page);
      const result = await load(browser, page, seconds);
      const parts = (await busy(realms.page)).map((millis, part) => (millis - (before[part] ?? 0)) / seconds);
      await Promise.all(
        profiled.map((realm, place) => stopProfile(realm, `${kind}-${place === 0 ? 'page' : 'worker'}`)),
      );
      tell(`load, ${kind}, round ${at}`, {
        ...framesOf(result),
        'clicks/s': round(result.sent / seconds),
        'answers/s': round(result.steps / STEPS_PER_REQUEST / seconds),
        ...Object.fromEntries(Object.keys(PARTS).map((part, at) => [`${part} ms/s`, round(parts[at] ?? 0)])),
        'processor ms/s': result.worked,
      });
      await page.context().close();
    }
  }
}

async function startProfile(realm: Realm): Promise<void> {
  await realm.send('Profiler.enable');
  await realm.send('Profiler.setSamplingInterval', { interval: 200 });
  await realm.send('Profiler.start');
}

async function stopProfile(realm: Realm, name: string): Promise<void> {
  const { profile } = (await realm.send('Profiler.stop')) as { profile: object };
  mkdirSync(given.profiles ?? '.', { recursive: true });
  writeFileSync(`${given.profiles}/${name}.cpuprofile`, JSON.stringify(profile));
}

/** Clicks on the timeline at a part of its width. */
async function seekTo(page: Page, part: number): Promise<number> {
  const box = await page.locator('.timeline-stage').boundingBox();
  if (box === null) throw new Error('the page has no timeline');
  await page.evaluate(() => glaswerkProbe.expectSeek());
  await page.mouse.click(box.x + 2 + part * (box.width - 4), box.y + box.height - 10);
  return page.evaluate(() => glaswerkProbe.seekTime());
}

/** Places that are the same in each run. */
const PLACES = Array.from({ length: 20 }, (_, at) => (0.03 + at * 0.618034) % 1);

/** A quick hand. */
const KEY_PAUSE_MS = 80;

async function seeks(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const place of PLACES) times.push(await seekTo(page, place));
  return times;
}

/** Presses a key fifty times. */
async function keys(page: Page, key: string, pauseMillis: number): Promise<number[]> {
  const times: number[] = [];
  for (let press = 0; press < 50; press += 1) {
    await page.evaluate(() => glaswerkProbe.expectSeek());
    await page.keyboard.press(key);
    times.push(await page.evaluate(() => glaswerkProbe.seekTime()));
    if (pauseMillis > 0) await page.waitForTimeout(pauseMillis);
  }
  return times;
}

async function frames(page: Page, play: (page: Page) => Promise<unknown>): Promise<Record<string, number | string>> {
  await page.evaluate(() => glaswerkProbe.start());
  await play(page);
  return framesOf(await page.evaluate(() => glaswerkProbe.stop()));
}

async function measureLog(browser: Browser, address: string): Promise<void> {
  for (let at = 1; at <= rounds; at += 1) {
    const { page } = await open(browser, address);
    await request(page, { steps });
    const name = (what: string): string => `${what}, round ${at}`;
    tell(name('seek, right after loading'), timesOf(await seeks(page)));
    await ready(page);
    tell(name('seek, prepared'), timesOf(await seeks(page)));
    await seekTo(page, 0.5);
    await page.locator('.steps').focus();
    // As fast as the page answers: the next key comes before the step before it has been painted.
    tell(name('step forward, at once'), timesOf(await keys(page, 'ArrowRight', 0)));
    tell(name('step forward'), timesOf(await keys(page, 'ArrowRight', KEY_PAUSE_MS)));
    tell(name('step back'), timesOf(await keys(page, 'ArrowLeft', KEY_PAUSE_MS)));
    tell(name('scrub'), await frames(page, scrub));
    tell(name('scroll the list'), await frames(page, scroll));
    tell(name('zoom'), await frames(page, zoom));
    await page.context().close();
  }
}

async function scrub(page: Page): Promise<void> {
  const box = await page.locator('.timeline-stage').boundingBox();
  if (box === null) throw new Error('the page has no timeline');
  const y = box.y + box.height - 10;
  await page.mouse.move(box.x + 20, y);
  await page.mouse.down();
  for (let x = 20; x < box.width - 20; x += 6) await page.mouse.move(box.x + x, y);
  await page.mouse.up();
}

const scroll = (page: Page): Promise<void> =>
  page.locator('.steps').evaluate(
    (list) =>
      new Promise<void>((resolve) => {
        let left = 150;
        const next = (): void => {
          list.scrollTop = (list.scrollTop + 397) % (list.scrollHeight - 400);
          if ((left -= 1) > 0) requestAnimationFrame(next);
          else resolve();
        };
        list.scrollTop = 0;
        requestAnimationFrame(next);
      }),
  );

const zoom = (page: Page): Promise<void> =>
  page.locator('.timeline-stage').evaluate(
    (stage) =>
      new Promise<void>((resolve) => {
        let left = 150;
        const { left: edge, top, width } = stage.getBoundingClientRect();
        const next = (): void => {
          const deltaY = left > 75 ? -60 : 60;
          const place = { clientX: edge + width * 0.4, clientY: top + 30 };
          stage.dispatchEvent(new WheelEvent('wheel', { deltaY, ...place, bubbles: true, cancelable: true }));
          if ((left -= 1) > 0) requestAnimationFrame(next);
          else resolve();
        };
        requestAnimationFrame(next);
      }),
  );

async function measureMemory(browser: Browser, address: string): Promise<void> {
  const { page, realms } = await open(browser, address);
  const look = async (what: string): Promise<void> => {
    const heaps = { page: await heapOf(realms.page), worker: await heapOf(realms.worker) };
    const length = await page.locator('.position').textContent();
    const row: Record<string, number | string> = { steps: /\/ ([\d,]+)/.exec(length ?? '')?.[1] ?? '' };
    for (const [realm, { objects, buffers }] of Object.entries(heaps)) {
      row[`${realm} objects`] = round(objects / MEGA);
      row[`${realm} buffers`] = round(buffers / MEGA);
    }
    tell(what, row);
  };
  await look('memory (MB), at the start');
  await request(page, { steps });
  await look('memory (MB), long log, nobody has gone back');
  await ready(page);
  await seeks(page);
  await look('memory (MB), long log, gone back and ready for it');
  await page.context().close();
}

let { page: outDir } = given;
if (outDir === undefined) {
  outDir = 'node_modules/.cache/glaswerk/bench-page';
  const built = spawnSync('npx', ['vite', 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], {
    stdio: 'inherit',
  });
  if (built.status !== 0) process.exit(1);
}
const server = await preview({ build: { outDir }, preview: { port: 0 }, logLevel: 'warn' });
const { port } = server.httpServer.address() as AddressInfo;
const browser = await playwright.launch({ executablePath: chromium(), args: [...CHROMIUM_ARGUMENTS] });
try {
  const address = `http://127.0.0.1:${port}/`;
  if (only.has('load')) await measureLoad(browser, address);
  if (only.has('log')) await measureLog(browser, address);
  if (only.has('memory')) await measureMemory(browser, address);
  console.table(table);
} finally {
  await browser.close();
  await server.close();
}
