/** The network between the clients and the server, as the top bar offers it. */
import { expect, poll, test } from './workbench.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('bytes are seen on a slow network, and a link brings it along', async ({ workbench }) => {
  const { page } = workbench;
  const network = page.getByLabel('Network');
  await expect(network).toHaveValue('Perfect');
  await expect(workbench.lane('wire to server')).toBeHidden();
  await network.selectOption('Satellite 600 ms');
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectTerminal('200 OK');
  await poll(() => workbench.bytes('wire to server')).toEqual({ total: 18, unread: 0 });

  // Back to where the request line had been sent and had not come.
  await page.getByLabel('Name or detail to search for').fill('→ server: 16 bytes');
  await page.getByLabel('Name or detail to search for').press('Enter');
  await workbench.settled();
  await expect(page.locator('.step[aria-selected="true"]')).toContainText('sent');
  await poll(() => workbench.bytes('wire to server')).toEqual({ total: 16, unread: 16 });
  expect(await workbench.bytes('kernel receive')).toEqual({ total: 0, unread: 0 });
  expect(await workbench.seriousFaults()).toEqual([]);

  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  const { hash } = new URL(page.url());
  await page.goto('about:blank');
  await page.goto(`./${hash}`);
  await expect(network).toHaveValue('Satellite 600 ms');
  await poll(() => workbench.bytes('wire to server')).toEqual({ total: 16, unread: 16 });
  expect(workbench.complaints).toEqual([]);
});

test('on a phone the choice is there, and the page is no wider than the phone', async ({ workbench }) => {
  const { page } = workbench;
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(await workbench.inBar(page.getByLabel('Network'))).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
