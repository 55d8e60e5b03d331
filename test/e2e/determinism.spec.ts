/** Same scenario, same trace, on another engine's build: what Node leaves, Chromium leaves. */
import { expect, test } from '@playwright/test';
import type * as Glaswerk from '../../src/index.ts';
import { live } from '../../src/index.ts';
import { scenarioOfSeed } from '../support/scenarios.ts';
import { classicScript } from '../support/script.ts';

const SEEDS = 200;

const script = (): Promise<string> => classicScript('src/index.ts', 'glaswerk');

test('200 scenarios leave the same traces in Chromium as in Node', async ({ page }) => {
  test.setTimeout(180_000);
  const scenarios = Array.from({ length: SEEDS }, (_, seed) => scenarioOfSeed(seed));
  await page.goto('about:blank');
  await page.addScriptTag({ content: await script() });
  const inChromium = await page.evaluate((text) => {
    const { live: liveHere } = (globalThis as unknown as { glaswerk: typeof Glaswerk }).glaswerk;
    return (JSON.parse(text) as unknown[]).map((scenario) => {
      const { trace } = liveHere(scenario);
      return `${trace.length} ${trace.hash()}`;
    });
  }, JSON.stringify(scenarios));
  const inNode = scenarios.map((scenario) => {
    const { trace } = live(scenario);
    return `${trace.length} ${trace.hash()}`;
  });
  expect(inChromium).toEqual(inNode);
});

test('seeking in a log of 100,000 steps in Chromium', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('about:blank');
  await page.addScriptTag({ content: await script() });
  const figures = await page.evaluate(() => {
    const { Machine, preset } = (globalThis as unknown as { glaswerk: typeof Glaswerk }).glaswerk;
    const app = preset('hello')?.app;
    if (app === undefined) throw new Error('there is no preset hello');
    const machine = new Machine({ app });
    while (machine.trace.length < 100_000) {
      const client = machine.connect();
      client.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      machine.run();
      client.close();
    }
    const milliseconds = (move: () => unknown): number => {
      const start = performance.now();
      move();
      return performance.now() - start;
    };
    const cold = milliseconds(() => machine.seek(99_000));
    const away = milliseconds(() => machine.seek(50_000));
    const back = [...Array(100).keys()].map((step) => milliseconds(() => machine.seek(49_999 - step)));
    const forward = [...Array(100).keys()].map((step) => milliseconds(() => machine.seek(60_000 + step)));
    return { steps: machine.trace.length, cold, away, back, forward };
  });
  const most = (times: readonly number[]): string => Math.max(...times).toFixed(1);
  test.info().annotations.push({
    type: 'figures',
    description:
      `${figures.steps} steps; seek to 99,000 cold ${figures.cold.toFixed(0)} ms, then to 50,000 ${figures.away.toFixed(0)} ms; ` +
      `100 steps back, slowest ${most(figures.back)} ms; 100 steps forward, slowest ${most(figures.forward)} ms`,
  });
  console.log(test.info().annotations.at(-1)?.description);
  // Wide of the aim, since tests share their machine with others.
  expect(figures.cold).toBeLessThan(3_000);
});
