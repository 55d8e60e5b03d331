/** The page at every size of window and of text. */
import type { Locator, Page } from '@playwright/test';
import { geometryFaults } from './geometry.ts';
import { RETURNING } from './pages.ts';
import { expect, poll, test } from './workbench.ts';

const rowHeight = (page: Page): Promise<number | undefined> =>
  page
    .locator('.step:visible')
    .first()
    .evaluate((row) => row.getBoundingClientRect().height);

const terminalFont = (page: Page): Promise<string> =>
  page.locator('.screen:visible .xterm-rows').evaluate((rows) => getComputedStyle(rows).fontSize);

test('the font size that a reader has set counts at once, in terminals, in lists and in the timeline', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  const timeline = page.locator('.timeline');
  const before = await timeline.boundingBox();
  expect(await terminalFont(page)).toBe('13px');
  expect(await rowHeight(page)).toBe(24);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '20px';
  });
  await poll(() => terminalFont(page)).toBe('16.25px');
  await poll(() => rowHeight(page)).toBe(30);
  await poll(async () => (await timeline.boundingBox())?.height).toBeCloseTo((before?.height ?? 0) * 1.25, 0);
  // Less than a pixel is rounding.
  await expect(page.locator('.step[aria-selected="true"]')).toBeInViewport({ ratio: 0.97 });
  // The end of the axis is where it was drawn.
  const box = await page.locator('.timeline-stage').boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 1, (box?.y ?? 0) + (box?.height ?? 0) - 10);
  await workbench.settled();
  const { at, length } = await workbench.position();
  expect(at).toBeGreaterThan(length * 0.98);
});

/** What is pressed often. */
const FREQUENT =
  '.walk-move, .walk-next, .phone-tabs button, .plain-input .primary, .tab, .transport:not(.debugging) button';

type Size = readonly [width: number, height: number];

/** What is wrong at each size, in the pane that is in sight or, where one is in sight at a time, in each. */
async function faultsAt(page: Page, sizes: readonly Size[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const faults: Record<string, readonly string[]> = {};
  const look = async (name: string): Promise<void> => {
    const found = await geometryFaults(page, FREQUENT);
    if (found.length > 0) faults[name] = found;
  };
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const tabs = page.locator('.phone-tabs button:not(.phone-resume)');
    const isOnePane = await tabs.first().isVisible();
    for (const tab of isOnePane ? await tabs.all() : [undefined]) {
      await tab?.click();
      // Elements that watch their size have been told, and what they draw in turn is drawn.
      await page.evaluate(async () => {
        for (let frames = 0; frames < 3; frames += 1) {
          await new Promise((resolve) => {
            requestAnimationFrame(resolve);
          });
        }
      });
      await look(`${width}×${height} ${(await tab?.textContent()) ?? ''}`.trim());
    }
  }
  return faults;
}

/** Opens the page as a reader who left this in the browser does; what the page before has left is forgotten. */
async function openWith(page: Page, kept: Readonly<Record<string, string>>): Promise<void> {
  await page.goto('./glaswerk-sandbox.html');
  await page.evaluate((kept) => {
    localStorage.clear();
    sessionStorage.clear();
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, kept);
  await page.goto('./');
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000', { useInnerText: false });
  await expect(page.locator('.walk-stop').first()).toBeVisible();
}

/** First view; while the walk plays; held at a moment of it, and at its end; with all controls open. */
async function faultsOfViews(page: Page, sizes: readonly Size[]): Promise<unknown> {
  // Copies of bytes that slide through the pane are on their way, and not laid out.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openWith(page, {});
  const first = await faultsAt(page, sizes);
  await page.locator('.watch').click();
  await poll(() => page.locator('.walk-stop.is-done').count()).toBeGreaterThan(4);
  const watched = await faultsAt(page, sizes);
  await openWith(page, {});
  await page.locator('.watch').click();
  // What is measured is not what happens to be played just then.
  await page.getByRole('button', { name: 'Hold the walk', exact: true }).click();
  await page.getByRole('button', { name: 'make_environ', exact: true }).click();
  await expect(page.locator('.cause-name')).toHaveText('make_environ');
  const held = await faultsAt(page, sizes);
  await page.getByRole('button', { name: 'Play the walk', exact: true }).click();
  await page.locator('.watch').click();
  await expect(page.locator('.door').first()).toBeVisible();
  const ended = await faultsAt(page, sizes);
  await openWith(page, RETURNING);
  const lab = await faultsAt(page, sizes);
  return { first, watched, held, ended, lab };
}

const NO_FAULTS = { first: {}, watched: {}, held: {}, ended: {}, lab: {} };

/** The spacing that a reader may need: WCAG 1.4.12. */
async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const root = document.querySelector('#workbench')?.shadowRoot as ShadowRoot;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
       p { margin-bottom: 2em !important }`,
    );
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  });
}

test('text can be made larger, which is remembered, and spaced: nothing is lost', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.button('More').click();
  await page.getByLabel('Text size', { exact: true }).selectOption('150 %');
  await page.keyboard.press('Escape');
  await expect(workbench.button('More')).toBeFocused();
  await expect(page.getByLabel('Text size', { exact: true })).toBeHidden();
  expect(await terminalFont(page)).toBe('19.5px');
  await page.reload();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000', { useInnerText: false });
  await poll(() => terminalFont(page)).toBe('19.5px');
  expect(await faultsAt(page, [[1920, 1080]])).toEqual({});
  await openWith(page, { ...RETURNING, 'glaswerk-text': '2' });
  expect(await faultsAt(page, [[1920, 1080]])).toEqual({});
  await openWith(page, RETURNING);
  await spaceText(page);
  const spaced: readonly Size[] = [
    [1440, 900],
    [1024, 768],
    [640, 360],
  ];
  expect(await faultsAt(page, spaced)).toEqual({});
  // In Chinese, too.
  await openWith(page, { ...RETURNING, 'glaswerk-language': 'zh' });
  expect(await faultsAt(page, [...spaced, [320, 256]])).toEqual({});
});

test('no target is too small, and nothing is cut or lies over another, from a projector down to a frame', async ({
  workbench,
}) => {
  test.slow();
  const sizes: readonly Size[] = [
    [1920, 1080],
    [1440, 900],
    [1366, 657],
    [1024, 768],
    [960, 540],
    [800, 500],
    [720, 450],
    [640, 360],
  ];
  expect(await faultsOfViews(workbench.page, sizes)).toEqual(NO_FAULTS);
});

test.describe('under a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('no target is too small, and nothing is cut or lies over another', async ({ workbench }) => {
    test.slow();
    expect(await faultsOfViews(workbench.page, [[390, 844]])).toEqual(NO_FAULTS);
  });
});

const sizeOf = async (page: Page, pane: string): Promise<{ width: number; height: number }> => {
  const box = await page.getByRole('region', { name: pane, exact: true }).boundingBox();
  return { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) };
};

async function drag(page: Page, separator: string, by: { x?: number; y?: number }): Promise<void> {
  const box = await page.getByRole('separator', { name: separator }).boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 3];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (by.x ?? 0), y + (by.y ?? 0), { steps: 4 });
  await page.mouse.up();
}

test('borders between panes are dragged, moved by keys, kept, and put back by a double click', async ({
  workbench,
}) => {
  const { page } = workbench;
  const clients = (): Promise<{ width: number; height: number }> => sizeOf(page, 'Clients');
  const before = await clients();
  await drag(page, 'Width of the left column', { x: -120 });
  await drag(page, 'Height of the upper left pane', { y: 60 });
  const dragged = { width: before.width - 120, height: before.height + 60 };
  await poll(clients).toEqual(dragged);
  // The other column has borders of its own.
  expect((await sizeOf(page, 'Buffers')).height).toBe(before.height);
  expect(await workbench.seriousFaults()).toEqual([]);

  await workbench.open();
  await poll(clients).toEqual(dragged);
  const width = page.getByRole('separator', { name: 'Width of the left column' });
  await width.press('Home');
  await poll(clients).toEqual({ ...dragged, width: 416 });
  await expect(width).toHaveAttribute('aria-valuenow', (await width.getAttribute('aria-valuemin')) ?? '');
  await width.press('ArrowRight');
  await poll(clients).toEqual({ ...dragged, width: 432 });
  await width.dblclick();
  await poll(clients).toEqual({ ...dragged, width: before.width });

  // Servers are compared in a layout of its own; a low window has its own, too.
  await workbench.button('Compare').click();
  await expect(page.getByRole('region', { name: 'Comparison' })).toBeVisible();
  expect(await clients()).toEqual(before);
  await workbench.button('Compare').click();
  await poll(clients).toEqual({ ...before, height: dragged.height });
  await page.setViewportSize({ width: 1440, height: 700 });
  await poll(async () => (await clients()).height - (await sizeOf(page, 'Server')).height).toBe(0);
});

test('a pane is enlarged by a double click and by a key, folds to its head, and comes back', async ({ workbench }) => {
  const { page } = workbench;
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const before = await sizeOf(page, 'Server');
  await region('Server').getByRole('heading').first().dblclick();
  await expect(region('Clients')).toBeHidden();
  await expect(page.getByRole('separator')).toHaveCount(0);
  expect((await sizeOf(page, 'Server')).height).toBeGreaterThan(before.height * 1.9);
  await expect(workbench.button('Back to all panes')).toBeFocused();
  expect(await workbench.seriousFaults()).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await sizeOf(page, 'Server')).toEqual(before);

  await workbench.focusTerminal();
  await page.keyboard.press('F9');
  await expect(region('Server')).toBeHidden();
  // In the terminal, too.
  await workbench.type('GET / HT');
  await workbench.expectTerminal('› GET / HT');
  await page.keyboard.press('Escape');
  await expect(region('Server')).toBeVisible();

  // What is folded is not in the way of keys, is kept, and opens for what is to be seen in it.
  await page.keyboard.press('Shift+F9');
  await expect(workbench.button('Unfold Clients')).toBeFocused();
  await expect(page.locator('.screen')).toBeHidden();
  const folded = await sizeOf(page, 'Clients');
  expect(folded.height).toBe(40);
  await workbench.open();
  await poll(() => sizeOf(page, 'Clients')).toEqual(folded);
  await workbench.button('Fold Server').click();
  await expect(page.locator('.screen')).toBeVisible();
  expect((await sizeOf(page, 'Server')).height).toBe(40);
  await page.keyboard.press('F1');
  await workbench.button('Put all panes back').click();
  await page.keyboard.press('Escape');
  expect(await sizeOf(page, 'Server')).toEqual(before);
});

test('in low windows a terminal, the state of the server and the steps have lines left', async ({ workbench }) => {
  const { page } = workbench;
  const height = (part: string): Promise<number> =>
    page
      .locator(`${part}:visible`)
      .first()
      .evaluate((part) => part.clientHeight);
  for (const [width, windowHeight] of [
    [1366, 657],
    [960, 565],
    [667, 375],
    [320, 256],
  ] as const) {
    await page.setViewportSize({ width, height: windowHeight });
    const tabs = page.getByRole('navigation', { name: 'Panes' });
    for (const [pane, part] of [
      ['Clients', '.screen-frame'],
      ['Server', '.drawer-body'],
      ['Time', '.steps'],
    ] as const) {
      if (await tabs.isVisible()) await tabs.getByRole('button', { name: pane }).click();
      await poll(() => height(part)).toBeGreaterThan(60);
      await page.locator(part).first().scrollIntoViewIfNeeded();
      await expect(page.locator(`${part}:visible`).first()).toBeInViewport();
    }
  }
});
