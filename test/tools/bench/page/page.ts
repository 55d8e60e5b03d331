/**
 * `npm run bench:page [-- --page DIR --only opening,embed,load,log,memory --rounds N --seconds N --steps N
 * --profiles DIR]`: how the page feels, in a real Chromium. Medians of rounds.
 * - opening: paint, listening, first answer, keys, beside a page that holds xterm alone and beside what is to be
 *   reached.
 * - embed: from a click on Run in a docs page to the answer, cold and warm, and to a stage.
 * - load: 200 requests a second are clicked; how long frames take. On one connection (threaded), and on a new one for
 *   each (base).
 * - log: a log of 100,000 steps; how long seeking, stepping, scrubbing, scrolling and zooming take.
 * - memory: heaps of page and worker, after garbage collection.
 * Builds the page first, unless a built one is given. Wall clock: what else the computer does is measured too; repeat
 * it.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromium } from '../../../support/chromium.ts';
import { ROOT } from '../../../support/root.ts';
import { serveFolder } from '../../../support/site.ts';
import { measureEmbed } from './embed.ts';
import { measureLoad } from './load.ts';
import { measureLog } from './log.ts';
import { measureMemory } from './memory.ts';
import { measureOpening } from './opening.ts';
import { built, only } from './settings.ts';
import { table } from './table.ts';

let folder = built;
if (folder === undefined) {
  folder = `${ROOT}/node_modules/.cache/glaswerk/bench-page`;
  const build = ['vite', 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  if (spawnSync('npx', build, { cwd: ROOT, stdio: 'inherit' }).status !== 0) process.exit(1);
}
const site = await serveFolder(resolve(folder));
const browser = await playwright.launch({ executablePath: chromium(), args: [...CHROMIUM_ARGUMENTS] });
try {
  if (only.has('opening')) await measureOpening(browser, resolve(folder));
  if (only.has('embed')) await measureEmbed(browser, resolve(folder));
  if (only.has('load')) await measureLoad(browser, site.address);
  if (only.has('log')) await measureLog(browser, site.address);
  if (only.has('memory')) await measureMemory(browser, site.address);
  console.table(table);
} finally {
  await browser.close();
  await site.close();
}
