/** The one place that decides what fails a browser test: it lets through what is none, and nothing else. */
import { collectComplaints } from './complaints.ts';
import { expect, poll, test } from './workbench.ts';

test('a request that ends with its document is no complaint; one that is aborted before, or fails, is', async ({
  page,
}) => {
  const complaints = collectComplaints(page);
  await page.goto('./');
  // Never answered.
  await page.route('**/slow', () => undefined);
  const ask = async (): Promise<void> => {
    const asked = page.waitForRequest('**/slow');
    await page.evaluate(() => {
      const controller = new AbortController();
      Object.assign(globalThis, { giveUp: () => controller.abort() });
      fetch('slow', { signal: controller.signal }).catch(() => undefined);
    });
    await asked;
  };
  await ask();
  await page.reload();
  await ask();
  await page.goto('about:blank');
  await page.goto('./');
  expect(complaints).toEqual([]);

  await ask();
  await page.evaluate(() => (globalThis as unknown as { giveUp(): void }).giveUp());
  await poll(() => complaints).toEqual([expect.stringMatching(/^failed: .*\/slow net::ERR_ABORTED$/)]);
  // What its document went away from is forgotten, what it said and what failed is not.
  await page.route('**/broken', (route) => route.abort());
  await page.evaluate(() => fetch('broken').catch(() => undefined));
  await page.evaluate(() => console.warn('careful'));
  await poll(() => complaints.length).toBe(4);
  await page.reload();
  expect(complaints.toSorted()).toEqual([
    expect.stringContaining('Failed to load resource'),
    'careful',
    expect.stringMatching(/^failed: .*\/broken net::ERR_FAILED$/),
  ]);
});
