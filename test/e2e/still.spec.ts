/** What is painted first stays where it is, until a request is answered: nobody presses what has just moved. */
import type { Page } from '@playwright/test';
import { expect, test } from './workbench.ts';

/** What may be moved: a word of a few letters. */
const MOST = 0.01;

interface Shifts {
  shifts: { readonly value: number; readonly at: number }[];
}

/** Runs in the page before everything else. */
function watchShifts(): void {
  const kept = globalThis as unknown as Shifts;
  kept.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, startTime } = entry as PerformanceEntry & { readonly value: number };
      kept.shifts.push({ value, at: startTime });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** All shifts so far, those that follow a key too. */
const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as Shifts).shifts.reduce((sum, { value }) => sum + value, 0));

const SIZES = [
  { width: 1440, height: 900 },
  { width: 960, height: 540 },
  { width: 390, height: 844, isPhone: true },
] as const;

for (const size of SIZES) {
  const { width, height } = size;
  const isPhone = 'isPhone' in size;
  test.describe(`at ${width} × ${height}`, () => {
    test.use({ viewport: { width, height }, hasTouch: isPhone, isMobile: isPhone, hasOwnPage: true });

    test('nothing moves while the page loads and the server starts', async ({ page }) => {
      await page.addInitScript(watchShifts);
      await page.goto('./');
      await expect(page.locator('.listening')).toContainText(':5000');
      await expect(page.locator('.cause-sentence')).toContainText('serve_forever');
      expect(await shiftOf(page)).toBeLessThan(MOST);
    });
  });
}

test.describe('a first request', () => {
  test.use({ hasOwnPage: true });

  test('moves no pane when it is answered', async ({ workbench }) => {
    const { page } = workbench;
    await page.addInitScript(watchShifts);
    await workbench.open();
    await workbench.type('GET / HTTP/1.1\n\n');
    await workbench.expectTerminal('closed by the server');
    await expect(page.locator('.cause-name')).toHaveText('client close');
    expect(await shiftOf(page)).toBeLessThan(MOST);
  });
});

test.describe('when the server is said to listen', () => {
  test.use({ hasOwnPage: true });

  test('the terminal has the focus already: no key is lost', async ({ page }) => {
    // In each frame, before it is drawn: whether the terminal has the focus when the address is first there.
    await page.addInitScript(() => {
      const kept = globalThis as unknown as { hadFocus?: boolean };
      const look = (): void => {
        const root = document.querySelector('#workbench')?.shadowRoot;
        const text = root?.querySelector('.listening')?.textContent ?? '';
        if (text.includes(':5000')) kept.hadFocus = root?.activeElement?.closest('.screen') instanceof Element;
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto('./');
    await page.waitForFunction(() => 'hadFocus' in globalThis);
    expect(await page.evaluate(() => (globalThis as unknown as { hadFocus: boolean }).hadFocus)).toBe(true);
  });
});

test.describe('before any script has run', () => {
  test.use({ hasOwnPage: true });

  test('the boxes that are painted stand where the panes will be', async ({ page }) => {
    await page.addInitScript(() => {
      localStorage.removeItem('glaswerk-lab');
      localStorage.removeItem('glaswerk-steps');
    });
    const boxes = async (selector: string): Promise<readonly (readonly number[])[]> =>
      page.locator(selector).evaluateAll((elements) =>
        elements.map((element) => {
          const { x, y, right, bottom } = element.getBoundingClientRect();
          return [x, y, right, bottom].map(Math.round);
        }),
      );
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('./');
    const shell = await boxes('.shell i');
    await page.unrouteAll();
    await page.goto('./');
    await expect(page.locator('.cause-sentence')).toContainText('serve_forever');
    const panes = await boxes('.quarters > .pane');
    expect(panes).toHaveLength(4);
    for (const [at, pane] of panes.entries())
      for (const [side, place] of pane.entries()) expect(Math.abs(place - (shell[at]?.[side] ?? 0))).toBeLessThan(4);
  });
});
