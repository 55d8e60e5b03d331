/** The documentation sites in the Chromium of this machine. `npm run test:docs` builds them and starts this. */
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromium } from '../support/chromium.ts';

process.env['CHROME_PATH'] = chromium();

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/docs-sites',
  forbidOnly: true,
  workers: 2,
  // Only for what hangs: computers differ, and no test is about time.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: {
    actionTimeout: 60_000,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['CHROME_PATH'], args: [...CHROMIUM_ARGUMENTS] },
  },
});
