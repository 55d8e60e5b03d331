/**
 * An element of a docs page, from the click on Run to the answer below its block: cold, the first one of a document in
 * a new context, when the engine is loaded, and warm, the second one. All gzipped, from a host without delay; as fast
 * as the computer is, and with the processor throttled four times.
 */
import type { Browser, Page } from '@playwright/test';
import { serveFolder } from '../../../support/site.ts';
import { rounds } from './settings.ts';
import { quantile, tell } from './table.ts';

const SLOWDOWNS = [1, 4] as const;

const DOCUMENT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>docs</title>
<link rel="stylesheet" href="glaswerk.css"><script defer src="glaswerk.js"></script>
<pre>GET / HTTP/1.1\nHost: localhost\n</pre><glas-werk view="terminal buffers"></glas-werk>`;

/** Milliseconds from a click on a button to the frame after the one in which this is true. */
const untilDrawn = (page: Page, button: '.run' | '.step', drawn: 'answer' | 'terminal'): Promise<number> =>
  page.evaluate(
    ([name, what]) =>
      new Promise<number>((resolve) => {
        const root = document.querySelector('glas-werk')?.shadowRoot;
        const before = root?.querySelector('.answer');
        const isDrawn = (): boolean => {
          if (what === 'answer') return ![before, null, undefined].includes(root?.querySelector('.answer'));
          return (
            root?.querySelector('.stage')?.shadowRoot?.querySelector('.screen')?.textContent?.includes('200 OK') ===
            true
          );
        };
        const look = (): void => {
          if (isDrawn()) requestAnimationFrame((now) => resolve(now - start));
          else requestAnimationFrame(look);
        };
        const start = performance.now();
        root?.querySelector<HTMLButtonElement>(name)?.click();
        look();
      }),
    [button, drawn] as const,
  );

async function runOnce(browser: Browser, address: string, slowdown: number): Promise<readonly number[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.goto(`${address}docs.html`);
  await page.getByRole('button', { name: 'Run' }).waitFor();
  const cold = await untilDrawn(page, '.run', 'answer');
  const warm = await untilDrawn(page, '.run', 'answer');
  const stage = await untilDrawn(page, '.step', 'terminal');
  await context.close();
  return [cold, warm, stage];
}

export async function measureEmbed(browser: Browser, folder: string): Promise<void> {
  const site = await serveFolder(folder, { isCompressed: true, documents: { '/docs.html': DOCUMENT } });
  const found = SLOWDOWNS.map((): (readonly number[])[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [at, slowdown] of SLOWDOWNS.entries()) found[at]?.push(await runOnce(browser, site.address, slowdown));
  }
  await site.close();
  const names = ['Run to answer, cold, ms', 'Run to answer, warm, ms', 'Step through it to terminal, after a Run, ms'];
  for (const [place, name] of names.entries()) {
    const [page, slow] = found.map((all) =>
      Math.round(
        quantile(
          all.map((times) => times[place] ?? Number.NaN),
          0.5,
        ),
      ),
    );
    tell(name, { page: page ?? Number.NaN, 'page, slowed four times': slow ?? Number.NaN });
  }
}
