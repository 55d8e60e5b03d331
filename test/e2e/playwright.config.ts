/**
 * The browser tests: the built page (`npm run build` first), served as it will be served, in the Chromium of this
 * machine.
 */
import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromium } from '../support/chromium.ts';

// Playwright reads this file again in each worker: what was found and chosen once is handed on by the environment.
process.env['CHROME_PATH'] = chromium();
process.env['GLASWERK_PORT'] ??= String(await freePort());
const port = process.env['GLASWERK_PORT'];
const baseURL = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: '.',
  globalSetup: './site.ts',
  outputDir: '../../test-results/browser',
  forbidOnly: true,
  // A file is no unit of work: a worker without a test takes the next one from wherever there is one.
  fullyParallel: true,
  // One page mostly waits for another process of its own browser: two at a time fill two cores.
  workers: 2,
  // Only for what hangs: computers differ, and no test is about time.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    // A trace of each action makes the page work twice as much: `--trace retain-on-failure` asks for it.
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROME_PATH'], args: [...CHROMIUM_ARGUMENTS] },
  },
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port'));
        else resolve(address.port);
      });
    });
  });
}
