/** The article in a browser: names move the server of their section; without a script, and on paper, its text. */
import { expect, test } from '@playwright/test';
import { complaintsOf } from './embed-page.ts';

const ANSWER = 'HTTP/1.0 200 OK\nServer: Werkzeug/3.1.8';

test('names in the text move the server of their section, by pointer and by key', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.goto('article.html');
  // Beside the text there is room: the first server opens by itself.
  await expect(page.locator('.front .step-sentence')).toContainText('accept4');

  const section = page.locator('#serve_forever-and-its-selector');
  const sentence = section.locator('.step-sentence');
  await section.getByRole('button', { name: 'BaseWSGIServer.serve_forever', exact: true }).click();
  await expect(sentence).toContainText('BaseWSGIServer.serve_forever');
  const first = section.getByRole('button', { name: 'BaseWSGIServer.serve_forever', exact: true });
  await expect(first).toHaveAttribute('aria-current', 'true');
  // The server's log grows until it rests: that is told too, and moves nothing.
  await section
    .locator('glas-werk')
    .evaluate(async (element: HTMLElement & { step(count: number): Promise<number> }) => {
      const step = await element.step(0);
      element.dispatchEvent(new CustomEvent('glaswerk:step', { bubbles: true, detail: { step, of: 1_000_000 } }));
    });
  await expect(first).toHaveAttribute('aria-current', 'true');
  const name = section.getByRole('button', { name: 'service_actions', exact: true });
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(sentence).toContainText('BaseServer.service_actions');
  await expect(name).toHaveAttribute('aria-current', 'true');
  // Elsewhere, the name is not where the server stands.
  await section.getByRole('button', { name: 'Next' }).click();
  await expect(name).not.toHaveAttribute('aria-current');

  // A line of steps, and the bytes that are printed.
  const draining = page.locator('#draining-and-closing');
  await draining.getByRole('button', { name: 'shutdown(4, SHUT_WR) = 0' }).click();
  await expect(draining.locator('.step-sentence')).toContainText('shutdown');
  await draining.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(draining.getByRole('status').first()).toContainText('✓');

  await page.goto('article.html#draining-and-closing');
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page).toHaveURL(/article\.zh\.html#draining-and-closing$/);
  await expect(page.locator('#draining-and-closing > h2')).toHaveText('排空与关闭');
  expect(complaints).toEqual([]);

  // On paper there is nothing that runs.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('Content-Length: 29').first()).toBeVisible();
  await expect(page.locator('glas-werk:visible')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test('the article is complete', async ({ page }) => {
    await page.goto('article.html');
    await expect(page.getByText(ANSWER).first()).toBeVisible();
    await expect(page.getByText('accept4(3) = 4')).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 2 })).toHaveCount(14);
  });
});
