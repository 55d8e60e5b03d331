/** What a face leaves behind when it is thrown away: timers, frames, elements, nodes, listeners, memory. */
import type { Browser, CDPSession, Page } from '@playwright/test';

/** A page that knows which of its timers and frames are under way. */
export async function openWatched(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // Timers and frames that are under way: what is started and neither ends nor is cancelled.
  await page.addInitScript(() => {
    const pending = { timers: new Set<unknown>(), frames: new Set<unknown>() };
    Object.assign(globalThis, { pending });
    const { setTimeout: later, clearTimeout: cancel, setInterval: repeat, clearInterval: stop } = globalThis;
    const { requestAnimationFrame: draw, cancelAnimationFrame: skip } = globalThis;
    Object.assign(globalThis, {
      setTimeout: (work: () => void, millis?: number) => {
        const id = later(() => {
          pending.timers.delete(id);
          work();
        }, millis);
        pending.timers.add(id);
        return id;
      },
      clearTimeout: (id: number) => {
        pending.timers.delete(id);
        cancel(id);
      },
      setInterval: (work: () => void, millis?: number) => {
        const id = repeat(work, millis);
        pending.timers.add(id);
        return id;
      },
      clearInterval: (id: number) => {
        pending.timers.delete(id);
        stop(id);
      },
      requestAnimationFrame: (work: (now: number) => void) => {
        const id = draw((now) => {
          pending.frames.delete(id);
          work(now);
        });
        pending.frames.add(id);
        return id;
      },
      cancelAnimationFrame: (id: number) => {
        pending.frames.delete(id);
        skip(id);
      },
    });
  });
  return page;
}

export interface Left {
  readonly timers: number;
  readonly frames: number;
  readonly iframes: number;
  readonly elements: number;
  /** Of the whole document, detached nodes too, after garbage was collected. */
  readonly nodes: number;
  readonly listeners: number;
  readonly heap: number;
}

/** What is there once everything that can go has gone. */
export async function left(page: Page, session: CDPSession): Promise<Left> {
  await page.evaluate(async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    }
  });
  for (let turn = 0; turn < 3; turn += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const counted = await page.evaluate(() => {
    const { timers, frames } = (globalThis as unknown as { pending: Record<'timers' | 'frames', Set<unknown>> })
      .pending;
    return {
      timers: timers.size,
      frames: frames.size,
      iframes: document.querySelectorAll('iframe').length,
      elements: document.body.querySelectorAll('*').length,
    };
  });
  return {
    ...counted,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize'),
  };
}
