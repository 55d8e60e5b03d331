/** Faces in a page of another site: thrown away without a trace, and side by side without knowing of each other. */
import type { Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';
import { left, openWatched } from './leftovers.ts';
import type { Mounted, Mounting } from './mount/mount.ts';
import { OWN_PAGES, ownPages } from './own-pages.ts';

declare const mounting: Mounting;

const SANDBOX = 'glaswerk-sandbox.html';

const test = base.extend<{ readonly page: Page }>({
  page: async ({ browser, baseURL }, use) => {
    await ownPages(baseURL);
    const page = await openWatched(browser);
    await page.route('**/mounted/**', (route) => {
      const { pathname } = new URL(route.request().url());
      // Beside the page, as on a site: it is asked for where the frame in the page is slow to start.
      const file = pathname.endsWith(SANDBOX) ? SANDBOX : pathname.replace('/mounted/', '');
      return route.fulfill({ path: `${OWN_PAGES}/${file}` });
    });
    await page.goto(`${baseURL}mounted/test/e2e/mount/mount.html`);
    await page.waitForFunction(() => 'mounting' in globalThis);
    await use(page);
    await page.context().close();
  },
});

// Each keeps its page busy: one after the other.
test.describe.configure({ mode: 'default' });

test('a workbench mounted and thrown away 100 times leaves nothing', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const rounds = (count: number, waitEvery: number): Promise<void> =>
    page.evaluate(
      async ([count, waitEvery]) => {
        for (let turn = 0; turn < count; turn += 1) {
          const mounted = mounting.mount();
          // Some are thrown away while they start, some when their server listens and a client has connected.
          if (turn % waitEvery === 0) {
            await mounting.listening(mounted);
            mounted.workbench.session.connect();
            await new Promise((resolve) => {
              setTimeout(resolve, 100);
            });
          } else if (turn % 2 === 0) {
            await new Promise((resolve) => {
              requestAnimationFrame(resolve);
            });
          }
          mounted.end();
        }
      },
      [count, waitEvery] as const,
    );
  // The first ones load what all of them share.
  await rounds(10, 2);
  const before = await left(page, session);
  await rounds(90, 6);
  const after = await left(page, session);
  expect(after).toMatchObject({ timers: before.timers, frames: before.frames, iframes: 0, elements: 0 });
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 50);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 5);
  // A workbench that was kept would hold more than 1 MB.
  expect(after.heap - before.heap).toBeLessThan(90 * 20_000);
});

test('each part mounted and thrown away 100 times leaves nothing', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const names = await page.evaluate(async () => {
    const on = mounting.mount();
    await mounting.listening(on);
    on.workbench.session.connect();
    Object.assign(globalThis, { on });
    return mounting.parts;
  });
  const rounds = (name: string, times: number): Promise<void> =>
    page.evaluate(([name, times]) => mounting.mountPart(name, (globalThis as unknown as { on: Mounted }).on, times), [
      name,
      times,
    ] as const);
  for (const name of names) {
    await rounds(name, 10);
    const before = await left(page, session);
    await rounds(name, 90);
    const after = await left(page, session);
    // The workbench below them has timers of its own.
    expect(after.timers, name).toBeLessThanOrEqual(before.timers + 3);
    expect(after, name).toMatchObject({ iframes: before.iframes, elements: before.elements });
    expect(after.nodes, name).toBeLessThanOrEqual(before.nodes + 60);
    expect(after.listeners, name).toBeLessThanOrEqual(before.listeners + 10);
    expect(after.heap - before.heap, name).toBeLessThan(90 * 8_000);
  }
});

test('two workbenches live on one document, in different themes and languages', async ({ page }) => {
  await page.evaluate(async () => {
    const one = mounting.mount({ theme: 'dark', lang: 'zh-Hans' });
    const other = mounting.mount({ theme: 'light', lang: 'en' });
    await Promise.all([mounting.listening(one), mounting.listening(other)]);
    Object.assign(globalThis, { faces: [one, other] });
  });
  const [one, other] = [page.locator('body > div').nth(0), page.locator('body > div').nth(1)];
  const background = (at: number): Promise<string> =>
    page.evaluate((at) => {
      const { host } = (globalThis as unknown as { faces: Mounted[] }).faces[at] ?? {};
      return host === undefined ? '' : getComputedStyle(host).backgroundColor;
    }, at);
  expect(await background(0)).not.toBe(await background(1));
  await expect(one.getByRole('button', { name: '多线程' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Threaded' })).toBeVisible();

  // What is typed and chosen in one stays there.
  await other.locator('.screen').first().click();
  await page.keyboard.type('GET / HTTP/1.1\nHost: here\n\n');
  await expect(other.locator('.listening')).toHaveText('127.0.0.1:5000');
  await expect.poll(() => lengthOf(page, 1)).toBeGreaterThan(300);
  expect(await lengthOf(page, 0)).toBeLessThan(100);
  await one.getByRole('button', { name: '多线程' }).click();
  await expect(one.getByRole('button', { name: '多线程' })).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByRole('button', { name: 'Threaded' })).toHaveAttribute('aria-pressed', 'false');

  // The language changes live, in one of them.
  await one.getByRole('button', { name: 'English' }).click();
  await expect(one.getByRole('button', { name: 'Threaded' })).toHaveAttribute('aria-pressed', 'true');
  await page.evaluate(() => (globalThis as unknown as { faces: Mounted[] }).faces[0]?.end());
  await expect(page.locator('body > div')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Threaded' })).toBeVisible();
  expect(await lengthOf(page, 1)).toBeGreaterThan(300);
});

/** How many steps the machine of a workbench has made. */
const lengthOf = (page: Page, at: number): Promise<number> =>
  page.evaluate(
    (at) => (globalThis as unknown as { faces: Mounted[] }).faces[at]?.workbench.session.log.length ?? 0,
    at,
  );
