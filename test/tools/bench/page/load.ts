/** 200 requests a second are clicked: how long frames take, and what the processor works for that. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import type { Realm } from './cdp.ts';
import type { Frames } from './probe.ts';
import { open, settle } from './reader.ts';
import { profiles, rounds, seconds } from './settings.ts';
import { framesOf, round, tell } from './table.ts';

/** About: what a request to `hello` leaves in the log. */
const STEPS_PER_REQUEST = 276;

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

export async function measureLoad(browser: Browser, address: string): Promise<void> {
  for (const kind of ['Threaded', 'Base']) {
    for (let at = 1; at <= rounds; at += 1) {
      const { page, realms } = await open(browser, address, kind);
      const profiled = profiles !== undefined && at === rounds ? [realms.page, realms.worker] : [];
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
  mkdirSync(profiles ?? '.', { recursive: true });
  writeFileSync(`${profiles}/${name}.cpuprofile`, JSON.stringify(profile));
}
