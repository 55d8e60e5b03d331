/** The page on a desk and on a phone, by keyboard, and to a screen reader. */
import { expect, test } from './workbench.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in ${colorScheme} colours`, async ({ workbench }) => {
    // Without motion: colours that are on their way are neither the old nor the new ones.
    await workbench.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.type('GET / HTTP/1.1\n\n');
    await workbench.expectTerminal('success');
    for (const tab of ['WSGI', 'Threads', 'Sockets']) {
      await workbench.page.getByRole('tab', { name: tab }).click();
      expect(await workbench.seriousFaults()).toEqual([]);
    }
    await workbench.button('Step back').click();
    await workbench.button('Step back').click();
    await workbench.button('Hex').click();
    expect(await workbench.seriousFaults()).toEqual([]);
  });
}

test('1440 × 900 holds all four quarters without scrolling', async ({ workbench }) => {
  const { page } = workbench;
  for (const pane of ['Clients', 'Buffers', 'Server', 'Time']) {
    await expect(page.getByRole('region', { name: pane, exact: true })).toBeInViewport({ ratio: 1 });
  }
  const overflow = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { down: scrollHeight - innerHeight, right: scrollWidth - innerWidth };
  });
  expect(overflow).toEqual({ down: 0, right: 0 });
});

test('Tab leaves the terminal', async ({ workbench }) => {
  const inTerminal = (): Promise<boolean> =>
    workbench.page.evaluate(() => document.activeElement?.closest('.screen') !== null);
  expect(await inTerminal()).toBe(true);
  await workbench.page.keyboard.press('Tab');
  expect(await inTerminal()).toBe(false);
});

test('the choice of a theme is kept', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.button('Theme: auto').click();
  await workbench.button('Theme: light').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('nothing is asked of any other host', async ({ workbench, baseURL }) => {
  const hosts = new Set<string>();
  workbench.page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    // The sandbox loads what the page has made: no host is asked.
    if (protocol !== 'blob:') hosts.add(origin);
  });
  await workbench.page.reload();
  await workbench.expectTerminal('press Enter twice');
  expect([...hosts]).toEqual([new URL(baseURL ?? '').origin]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('one pane at a time, a plain input, and no scrolling sideways', async ({ workbench }) => {
    const { page } = workbench;
    await page.getByLabel('Line to send').fill('GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await workbench.button('Send').tap();
    await workbench.expectTerminal('success');
    for (const pane of ['Buffers', 'Server', 'Time', 'Clients']) {
      await workbench.button(pane).tap();
      await expect(page.getByRole('region', { name: pane, exact: true })).toBeInViewport();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await workbench.seriousFaults()).toEqual([]);
    }
  });

  test('bytes that are tapped lead to the step that read them', async ({ workbench }) => {
    await workbench.page.getByLabel('Line to send').fill('GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await workbench.button('Send').tap();
    await workbench.expectTerminal('success');
    await workbench.button('Buffers').tap();
    await workbench.lane('rfile').getByText('GET / HTTP/1.1').tap();
    await workbench.settled();
    await expect(workbench.page.locator('.step[aria-selected="true"]', { hasText: 'readline' })).toContainText(
      String.raw`b'GET / HTTP/1.1\r\n'`,
    );
  });
});
