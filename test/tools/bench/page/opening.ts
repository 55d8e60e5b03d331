/**
 * Opening the page and a first request, as a reader meets them: each round in a new context, nothing cached, all
 * gzipped; as fast as the computer is, and with the processor throttled four times. Keys are compared with a page that
 * holds xterm alone and echoes.
 */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { RETURNING } from '../../../e2e/pages.ts';
import { classicScript } from '../../../support/script.ts';
import { ROOT } from '../../../support/root.ts';
import { serveFolder } from '../../../support/site.ts';
import { heapOf, Realms } from './cdp.ts';
import { keys, seekTo } from './log.ts';
import { installProbe } from './probe.ts';
import { request, settle } from './reader.ts';
import { rounds } from './settings.ts';
import { quantile, tell } from './table.ts';

/** What is to be reached, and with the processor throttled four times. */
const GOALS = {
  'first paint, s': [0.4, 1.2],
  'server listening, s': [0.8, 2.5],
  'longest task while loading, ms': [100, 400],
  'layout shift': [0.01, 0.01],
  'kB before the first answer': [200, 200],
  'Enter to answer drawn, ms': [100, 400],
  'processor per key, ms': [6, Number.NaN],
  'the same, xterm alone, ms': [Number.NaN, Number.NaN],
  'step back in 20,000 steps, p95 ms': [50, Number.NaN],
  'heap after 200 requests, MB': [12, Number.NaN],
} as const;

type Figure = keyof typeof GOALS;
type Figures = Partial<Record<Figure, number>>;

const SLOWDOWNS = [1, 4] as const;

/** What a page tells of itself while it opens. */
interface Opening {
  firstPaint: number;
  longest: number;
  shift: number;
  listening: number;
  /** When Enter was last pressed. */
  enter: number;
}

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a global
  var glaswerkOpening: Opening;
}

/** Runs in the page before everything else. */
function watchOpening(): void {
  const opening: Opening = { firstPaint: 0, longest: 0, shift: 0, listening: 0, enter: 0 };
  globalThis.glaswerkOpening = opening;
  // From the start: a page that is busy would hear a listener that comes later only after the key.
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key === 'Enter') opening.enter = timeStamp;
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') opening.firstPaint = startTime;
  }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) opening.longest = Math.max(opening.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) opening.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  const look = (): void => {
    const text = document.querySelector('#workbench')?.shadowRoot?.querySelector('.listening')?.textContent ?? '';
    if (text.includes('127.0.0.1')) opening.listening = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function contextOf(browser: Browser, address: string): Promise<BrowserContext> {
  const localStorage = Object.entries(RETURNING).map(([name, value]) => ({ name, value }));
  return browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: { cookies: [], origins: [{ origin: new URL(address).origin, localStorage }] },
  });
}

/** Adds up what comes over the network for a page and for its frames and worker, in bytes. */
async function countBytes(session: CDPSession): Promise<() => number> {
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength));
  await session.send('Network.enable');
  return () => bytes;
}

/** From the key Enter to the frame after the one in which the terminal shows the answer. */
const untilAnswer = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const rows = document.querySelector('#workbench')?.shadowRoot?.querySelectorAll('.xterm-rows > div') ?? [];
          if ([...rows].some((row) => (row.textContent ?? '').includes('200 OK'))) {
            requestAnimationFrame((now) => resolve(now - glaswerkOpening.enter));
          } else requestAnimationFrame(look);
        };
        look();
      }),
  );

async function openOnce(browser: Browser, address: string, slowdown: number): Promise<Figures> {
  const context = await contextOf(browser, address);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const bytes = await countBytes(session);
  await page.addInitScript(watchOpening);
  await page.goto(address);
  await page.waitForFunction(() => glaswerkOpening.listening > 0);
  await page.keyboard.type('GET / HTTP/1.1\n');
  await page.keyboard.press('Enter');
  const drawn = await untilAnswer(page);
  const kilobytes = bytes() / 1_000;
  const { firstPaint, longest, shift, listening } = await page.evaluate(() => glaswerkOpening);
  await context.close();
  return {
    'first paint, s': firstPaint / 1_000,
    'server listening, s': listening / 1_000,
    'longest task while loading, ms': longest,
    'layout shift': shift,
    'kB before the first answer': kilobytes,
    'Enter to answer drawn, ms': drawn,
  };
}

const LINE = 'X-Header: the quick brown fox jumps over';

/** Milliseconds of processor time of the page's thread for each key of a line. */
async function perKey(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
  };
  const before = await busy();
  await page.keyboard.type(LINE, { delay: 60 });
  return ((await busy()) - before) / LINE.length;
}

async function useOnce(browser: Browser, address: string): Promise<Figures> {
  const context = await contextOf(browser, address);
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  const realms = await Realms.of(page);
  await page.goto(address);
  await page.getByText('127.0.0.1:5000').first().waitFor();
  await page.keyboard.type('GET / HTTP/1.1\n');
  await settle(page);
  const key = await perKey(page);
  await page.keyboard.type('\n\n');
  await settle(page);
  await request(page, { times: 199 });
  const heap = (await heapOf(realms.page)).objects / 1_000_000;
  await context.close();

  const long = await contextOf(browser, address);
  const longPage = await long.newPage();
  await longPage.addInitScript(installProbe);
  await longPage.goto(address);
  await longPage.getByText('127.0.0.1:5000').first().waitFor();
  await request(longPage, { steps: 20_000 });
  await seekTo(longPage, 0.9);
  await longPage.locator('.steps').focus();
  const back = quantile(await keys(longPage, 'ArrowLeft', 80), 0.95);
  await long.close();
  return {
    'processor per key, ms': key,
    'heap after 200 requests, MB': heap,
    'step back in 20,000 steps, p95 ms': back,
  };
}

async function xtermAlone(browser: Browser, address: string): Promise<Figures> {
  const page = await browser.newPage();
  await page.goto(`${address}xterm-alone.html`);
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type('GET / HTTP/1.1');
  const key = await perKey(page);
  await page.close();
  return { 'the same, xterm alone, ms': key };
}

const median = (found: readonly Figures[], figure: Figure): number =>
  quantile(
    found.flatMap((figures) => figures[figure] ?? []),
    0.5,
  );

/** Three significant digits; nothing where nothing was measured. */
const shown = (value: number): number | string => (Number.isNaN(value) ? '' : Number(value.toPrecision(3)));

export async function measureOpening(browser: Browser, folder: string): Promise<void> {
  const xterm = `<!doctype html><meta charset="utf-8"><title>xterm alone</title>
<style>${readFileSync(`${ROOT}/node_modules/@xterm/xterm/css/xterm.css`, 'utf8')}</style><div id="terminal"></div>
<script>${(await classicScript('test/tools/bench/page/xterm-alone.ts', 'alone')).replaceAll('</script', '<\\/script')}</script>`;
  const site = await serveFolder(folder, { isCompressed: true, documents: { '/xterm-alone.html': xterm } });
  const found = SLOWDOWNS.map((): Figures[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [at, slowdown] of SLOWDOWNS.entries()) found[at]?.push(await openOnce(browser, site.address, slowdown));
    found[0]?.push(await useOnce(browser, site.address), await xtermAlone(browser, site.address));
  }
  await site.close();
  for (const [figure, goals] of Object.entries(GOALS) as [Figure, readonly [number, number]][]) {
    const [page, slow] = found.map((figures) => median(figures, figure));
    tell(figure, {
      ...{ page: shown(page ?? Number.NaN), goal: shown(goals[0]) },
      ...{ 'page, slowed four times': shown(slow ?? Number.NaN), 'its goal': shown(goals[1]) },
    });
  }
}
