/** A long log: how long seeking, stepping, scrubbing, scrolling and zooming take. */
import type { Browser, Page } from '@playwright/test';
import { open, ready, request } from './reader.ts';
import { rounds, steps } from './settings.ts';
import { framesOf, tell, timesOf } from './table.ts';

/** Clicks on the timeline at a part of its width. */
export async function seekTo(page: Page, part: number): Promise<number> {
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

export async function seeks(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const place of PLACES) times.push(await seekTo(page, place));
  return times;
}

/** Presses a key fifty times. */
export async function keys(page: Page, key: string, pauseMillis: number): Promise<number[]> {
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

export async function measureLog(browser: Browser, address: string): Promise<void> {
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
