/** The workbench inside the page of another site: it leaves the focus and the scroll position alone, and fits. */
import type { FrameLocator, Page } from '@playwright/test';
import { codeLink } from '../support/hostile-links.ts';
import { serveHost } from './host-page.ts';
import { expect, poll, test } from './workbench.ts';

/** A long article: below a field that the reader fills in stands the workbench, whose upper edge is in sight. */
const ARTICLE = `<!doctype html><title>article</title>
  <label>Comment <input id="field"></label>
  <div style="height: 750px"></div>
  <iframe id="frame" width="640" height="360"></iframe>
  <div style="height: 1500px"></div>`;

/** The reader begins to type, and then the frame is loaded. */
async function load(page: Page, src: string): Promise<FrameLocator> {
  await page.locator('#field').fill('I was');
  await page.locator('#frame').evaluate((frame, src) => frame.setAttribute('src', src), src);
  return page.frameLocator('#frame');
}

const kept = (page: Page): Promise<{ focus: string | undefined; scroll: number }> =>
  page.evaluate(() => ({ focus: document.activeElement?.id, scroll: Math.round(scrollY) }));

const listening = (frame: FrameLocator): Promise<void> =>
  expect(frame.locator('.listening')).toHaveText('127.0.0.1:5000', { useInnerText: false });

for (const [where, isForeign] of [
  ['another site', true],
  ['its own site', false],
] as const) {
  test(`inside a page of ${where} it takes no focus and does not scroll that page`, async ({ page, baseURL }) => {
    await using host = await serveHost(() => ({ body: ARTICLE }));
    const own = { body: ARTICLE, contentType: 'text/html' };
    if (!isForeign) await page.route('**/article', (route) => route.fulfill(own));
    await page.goto(isForeign ? host.origin : './article');
    const frame = await load(page, `${baseURL}index.html`);
    await listening(frame);
    expect(await kept(page)).toEqual({ focus: 'field', scroll: 0 });
    await page.keyboard.type(' typing');
    await expect(page.locator('#field')).toHaveValue('I was typing');
    // A click into the terminal is an act of the reader.
    await page.locator('#frame').scrollIntoViewIfNeeded();
    await frame.locator('.screen:visible').click();
    await page.keyboard.type('GET / HTTP/1.1\n\n');
    await expect(frame.locator('.xterm-rows')).toContainText('success');
  });
}

test('what a link with code has to say inside another page takes no focus either', async ({ page, baseURL }) => {
  await using host = await serveHost(() => ({ body: ARTICLE }));
  await page.goto(host.origin);
  const frame = await load(page, `${baseURL}index.html${codeLink('export const app = 1;')}`);
  await expect(frame.getByRole('link', { name: 'Open in its own tab' })).toBeVisible();
  expect(await kept(page)).toEqual({ focus: 'field', scroll: 0 });
  // A frame that is out of sight is not drawn, and not clicked.
  await page.locator('#frame').scrollIntoViewIfNeeded();
  await frame.getByRole('button', { name: 'Open without it' }).click();
  await listening(frame);
  await frame.getByRole('button', { name: 'Buffers' }).click();
  await expect(frame.getByRole('region', { name: 'Buffers', exact: true })).toBeVisible();
});

for (const [width, height] of [
  [640, 360],
  [800, 500],
  [1200, 420],
  [390, 844],
] as const) {
  test(`in ${width} × ${height} nothing lies over anything else`, async ({ workbench }) => {
    const { page } = workbench;
    await page.setViewportSize({ width, height });
    await workbench.button('Threaded').click();
    await workbench.focusTerminal();
    await workbench.type('GET / HTTP/1.1\nHost: a\n\n');
    await workbench.expectTerminal('success');
    for (const tab of ['Clients', 'Buffers', 'Server', 'Time']) {
      await page.locator('.phone-tabs').getByRole('button', { name: tab }).click();
      await poll(() => overlaps(page)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expect(await workbench.inBar(workbench.button('Share'))).toBeInViewport({ ratio: 1 });
    expect(await workbench.seriousFaults()).toEqual([]);
  });
}

/** What is drawn over something else: of those that stand one below or beside the other, and what leaves its box. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('#workbench')?.shadowRoot as ShadowRoot;
    const found: string[] = [];
    const boxesIn = (parent: ParentNode) =>
      [...parent.children]
        .filter((element) => element.checkVisibility() && !/absolute|fixed/.test(getComputedStyle(element).position))
        .map((element) => ({ name: element.className || element.tagName, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height > 1);
    const compare = (parent: ParentNode): void => {
      const boxes = boxesIn(parent);
      for (const [at, { name, box }] of boxes.entries()) {
        for (const other of boxes.slice(at + 1)) {
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          const right = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          if (down > 1 && right > 1) found.push(`${name} and ${other.name}: ${down.toFixed()} × ${right.toFixed()}`);
        }
      }
    };
    compare(root);
    const shown = (selector: string): Element[] =>
      [...root.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    for (const parent of shown('.top-bar, .pane, .ladders, .pane-head, .pane-foot, .time-tools')) compare(parent);
    for (const parent of shown('.pane, .ladder, .stack, .screen')) {
      const { bottom } = parent.getBoundingClientRect();
      for (const { name, box } of boxesIn(parent)) if (box.bottom > bottom + 1) found.push(`${name} leaves its box`);
    }
    return found;
  });
}
