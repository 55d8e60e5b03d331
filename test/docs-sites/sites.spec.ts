/** What a reader of each documentation site gets: with scripts and without, in the dark, in Chinese, on paper. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { isThere } from './programs.ts';
import { serve, type Served } from './serve.ts';
import { SITES } from './sites.ts';

const chosen = (process.env['GLASWERK_DOCS_SITES'] ?? '').split(' ');

/** What the first page of each site prints. */
const REQUEST = ['GET /?name=you HTTP/1.1', 'Host: localhost'];
const ANSWER = ['HTTP/1.1 200 OK', 'Content-Length: 29', '{"code": 0, "msg": "success"}'];

for (const site of SITES.filter(({ name }) => chosen.includes(name))) {
  test.describe(site.tool, () => {
    let served: Served;
    test.beforeAll(async () => {
      served = await serve(join('dist/docs-sites', site.name, site.output));
    });
    test.afterAll(() => served.close());

    /** Opens a page and answers its first element. */
    async function open(page: Page, path: string): Promise<Locator> {
      await page.goto(served.address + path);
      return page.locator('glas-werk').first();
    }

    test('an example answers as it is printed', async ({ page }) => {
      const faults = faultsOf(page);
      await runAsPrinted(await open(page, site.first));
      // The sandbox is in a frame that nobody is to see.
      await expect(page.locator('iframe')).not.toHaveCount(0);
      await expect(page.locator('iframe:visible')).toHaveCount(0);
      expect(faults).toEqual([]);
    });

    for (const path of [site.second, ...site.others]) {
      test(`so does what ${path} says in its own way`, async ({ page }) => {
        await runAsPrinted(await open(page, path));
      });
    }

    test('nothing moves while a page loads, and only the loader and its style sheet come', async ({ page }) => {
      const requests: string[] = [];
      page.on('request', (request) => requests.push(new URL(request.url()).pathname));
      await page.addInitScript(watchShifts);
      const element = await open(page, site.first);
      await expect(button(element)).toBeVisible();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => (globalThis as unknown as Shifts).shifts)).toEqual([]);
      const ours = requests.filter((path) => path.includes('/glaswerk-')).map((path) => path.replace(/^.*\//, ''));
      expect(ours.toSorted()).toEqual(['glaswerk.css', 'glaswerk.js']);
    });

    if (site.themeSwitch !== undefined) {
      const themeSwitch = site.themeSwitch;
      test("the element follows the site's own switch between light and dark", async ({ page }) => {
        await page.emulateMedia({ colorScheme: 'light' });
        const element = await open(page, site.first);
        await expect(button(element)).toBeVisible();
        const seen = new Set<boolean>();
        for (let press = 0; press < 4; press += 1) {
          // The switch says which it is only by what the page looks like.
          // oxlint-disable-next-line no-await-in-loop
          const looks = await looksOf(element);
          expect(looks.contrast).toBeGreaterThan(4.5);
          expect(looks.isTextLight).toBe(looks.isPageDark);
          seen.add(looks.isPageDark);
          // oxlint-disable-next-line no-await-in-loop
          await pressSwitch(page.locator(themeSwitch).first(), press);
        }
        expect(seen).toEqual(new Set([false, true]));
      });
    }

    if (site.chinese !== undefined) {
      const chinese = site.chinese;
      test('the element of a Chinese page speaks Chinese', async ({ page }) => {
        const element = await open(page, chinese);
        await expect(button(element)).toHaveText(/\p{Script=Han}/u);
        await runAsPrinted(element);
      });
    }

    test('the element of the next page is alive too, and that of the page one comes back to', async ({ page }) => {
      await runAsPrinted(await open(page, site.first));
      const secondHeading = page.getByRole('heading', { level: 1, name: site.secondHeading });
      await page.evaluate(() => void ((globalThis as unknown as Mark).isSamePage = true));
      await followLink(page, new RegExp(`(^|/)${site.second.replace(/(\.html|\/)$/, '')}(\\.html|/)?$`));
      await expect(secondHeading).toBeVisible();
      expect((await page.evaluate(() => (globalThis as unknown as Mark).isSamePage)) === true).toBe(site.isOnePage);
      await runAsPrinted(page.locator('glas-werk').first());
      await page.goBack();
      await expect(secondHeading).toBeHidden();
      await runAsPrinted(page.locator('glas-werk').first());
    });

    test('without JavaScript the page has the whole text, and nothing that does not work', async ({ browser }) => {
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(served.address + site.first);
      const text = (await page.locator('body').innerText()).split('\n').map((line) => line.trim());
      expect(text).toEqual(expect.arrayContaining([...REQUEST, ...ANSWER]));
      const box = await page.locator('glas-werk').first().boundingBox();
      expect(box?.height ?? 0).toBe(0);
      await context.close();
    });

    test('the printed page holds the bytes', async ({ page }, info) => {
      if (!isThere('pdftotext')) throw new Error('pdftotext is not here: apt-get install poppler-utils');
      await runAsPrinted(await open(page, site.first));
      const path = info.outputPath('page.pdf');
      await page.pdf({ path });
      const { stdout, status } = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
      expect(status).toBe(0);
      const lines = stdout.split('\n').map((line) => line.trim());
      expect(lines).toEqual(expect.arrayContaining([...REQUEST, ...ANSWER]));
    });
  });
}

interface Mark {
  isSamePage?: boolean;
}

interface Shifts {
  shifts: string[];
}

/** Not among the types of the library yet. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node?: Node }[];
}

/** What moves in the part of the page that the element and the code blocks are in, and by how much. */
function watchShifts(): void {
  const shifts: string[] = ((globalThis as unknown as Shifts).shifts = []);
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as LayoutShift[]) {
      const blocks = [...document.querySelectorAll('pre')];
      let part: Element | null = document.querySelector('glas-werk');
      while (part !== null && !blocks.every((block) => part?.contains(block))) part = part.parentElement;
      const nodes = sources.flatMap(({ node = document }) => (part?.contains(node) === true ? [node] : []));
      if (nodes.length > 0) shifts.push(`${value}: ${nodes.map((node) => node.nodeName).join(', ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

const button = (element: Locator): Locator => element.getByRole('button').first();

/** Presses Run, and waits for the verdict: the answer is the printed one. */
async function runAsPrinted(element: Locator): Promise<void> {
  await expect(button(element)).toBeVisible();
  const answered = element.evaluate(
    (node) =>
      new Promise((resolve) => {
        for (const type of ['glaswerk:answer', 'glaswerk:error']) {
          node.addEventListener(type, (event) => resolve({ type, ...(event as CustomEvent<object>).detail }), {
            once: true,
          });
        }
      }),
  );
  await button(element).click();
  expect(await answered).toMatchObject({ type: 'glaswerk:answer', matches: true });
}

/** What went wrong in a page, as its console has it. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Icons and the like that a tool expects from the site's author are not there.
    const { url } = message.location();
    if (!message.text().startsWith('Failed to load') || url.includes('/glaswerk-'))
      faults.push(`${message.text()} ${url}`);
  });
  return faults;
}

interface Looks {
  readonly isPageDark: boolean;
  readonly isTextLight: boolean;
  readonly contrast: number;
}

/** How the text of the element's bar looks on the page below it. */
function looksOf(element: Locator): Promise<Looks> {
  return element.evaluate((node) => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    /** Relative luminance of a colour over another. */
    const luminance = (...colours: string[]): number => {
      if (canvas === null) return Number.NaN;
      canvas.fillStyle = '#fff';
      canvas.fillRect(0, 0, 1, 1);
      for (const colour of colours) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data]
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind: string[] = [];
    for (let at: Element | null = node; at !== null; at = at.parentElement)
      behind.unshift(getComputedStyle(at).backgroundColor);
    const text = node.shadowRoot?.querySelector('[part~=status], .status') ?? node;
    const [page, ink] = [luminance(...behind), luminance(...behind, getComputedStyle(text).color)];
    const [high, low] = [Math.max(page, ink), Math.min(page, ink)];
    return { isPageDark: page < 0.2, isTextLight: ink > page, contrast: (high + 0.05) / (low + 0.05) };
  });
}

/** Presses what switches between light and dark, or chooses the next of its choices. */
async function pressSwitch(themeSwitch: Locator, press: number): Promise<void> {
  const choices = await themeSwitch
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  const choice = choices[press % choices.length];
  if (choice === undefined) await themeSwitch.click();
  else await themeSwitch.selectOption(choice);
}

/** Clicks the first link in view that leads there. */
async function followLink(page: Page, to: RegExp): Promise<void> {
  for (const link of await page.locator('a:visible').all()) {
    // One after the other, until one leads there.
    // oxlint-disable-next-line no-await-in-loop
    const path = await link.evaluate((node) => new URL((node as HTMLAnchorElement).href).pathname);
    // oxlint-disable-next-line no-await-in-loop
    if (to.test(path)) return await link.click();
  }
  throw new Error(`no link leads to ${String(to)}`);
}
