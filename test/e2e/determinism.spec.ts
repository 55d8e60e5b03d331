/** Same scenario, same trace, on another engine's build: what Node leaves, Chromium leaves. */
import { expect, test } from '@playwright/test';
import type * as Glaswerk from '../../src/index.ts';
import { replay } from '../../src/index.ts';
import { scenarioOfSeed } from '../support/scenarios.ts';
import { classicScript } from '../support/script.ts';

const SEEDS = 200;

const script = (): Promise<string> => classicScript('src/index.ts', 'glaswerk');

test('200 scenarios leave the same traces in Chromium as in Node', async ({ page }) => {
  const scenarios = Array.from({ length: SEEDS }, (_, seed) => scenarioOfSeed(seed));
  await page.goto('about:blank');
  await page.addScriptTag({ content: await script() });
  const inChromium = await page.evaluate((text) => {
    const { replay: liveHere } = (globalThis as unknown as { glaswerk: typeof Glaswerk }).glaswerk;
    return (JSON.parse(text) as unknown[]).map((scenario) => {
      const { trace } = liveHere(scenario);
      return `${trace.length} ${trace.hash()}`;
    });
  }, JSON.stringify(scenarios));
  const inNode = scenarios.map((scenario) => {
    const { trace } = replay(scenario);
    return `${trace.length} ${trace.hash()}`;
  });
  expect(inChromium).toEqual(inNode);
});

test('seeking in a log of 100,000 steps in Chromium', async ({ page }) => {
  await page.goto('about:blank');
  await page.addScriptTag({ content: await script() });
  const figures = await page.evaluate(() => {
    const { Machine, Request, Response } = (globalThis as unknown as { glaswerk: typeof Glaswerk }).glaswerk;
    let answered = 0;
    const app = Request.application(() => {
      answered += 1;
      return new Response('hello');
    });
    const machine = new Machine({ app });
    while (machine.trace.length < 100_000) {
      const client = machine.connect();
      client.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      machine.run();
      client.close();
    }
    const requests = answered;
    /**
     * Seeks steps one after the other; answers milliseconds, the slowest, how many requests were answered again, and
     * whether each step came.
     */
    const visit = (steps: readonly number[]): { slowest: number; again: number; isThere: boolean } => {
      const before = answered;
      let slowest = 0;
      let isThere = true;
      for (const step of steps) {
        const start = performance.now();
        isThere = machine.seek(step).step === step && isThere;
        slowest = Math.max(slowest, performance.now() - start);
      }
      return { slowest, again: answered - before, isThere };
    };
    const hundred = [...Array(100).keys()];
    return {
      steps: machine.trace.length,
      requests,
      cold: visit([99_000]),
      away: visit([50_000]),
      back: visit(hundred.map((step) => 49_999 - step)),
      forward: visit(hundred.map((step) => 60_000 + step)),
    };
  });
  const { steps, requests, ...visits } = figures;
  const text = Object.entries(visits).map(
    ([name, { slowest, again }]) => `${name}: slowest ${slowest.toFixed(1)} ms, ${again} answered again`,
  );
  const description = `${steps} steps, ${requests} requests; ${text.join('; ')}`;
  test.info().annotations.push({ type: 'figures', description });
  console.log(description);
  for (const { isThere } of Object.values(visits)) expect(isThere).toBe(true);
  // The work, not the time: computers differ. To the middle it is half of all; a hundred steps back come with a few
  // ways there.
  const half = Math.ceil(requests / 2);
  expect(visits.cold.again).toBeLessThanOrEqual(requests);
  expect(visits.away.again).toBeLessThanOrEqual(half);
  expect(visits.back.again).toBeLessThanOrEqual(3 * half);
  expect(visits.forward.again).toBeLessThanOrEqual(half);
});
