/** Heaps of the page and of its worker, after garbage collection. */
import type { Browser } from '@playwright/test';
import { heapOf } from './cdp.ts';
import { seeks } from './log.ts';
import { open, ready, request } from './reader.ts';
import { steps } from './settings.ts';
import { round, tell } from './table.ts';

const MEGA = 2 ** 20;

export async function measureMemory(browser: Browser, address: string): Promise<void> {
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
