/** How the page opens for a reader who comes for the first time, and what it offers. */
import type { Page } from '@playwright/test';
import { expect, poll, test, Workbench } from './workbench.ts';

test.use({ hasOwnPage: true });

const request = ['› GET /hello?name=you HTTP/1.1', '› Host: localhost'].join('\n');

/** Opens the page for a reader who was never here. Nothing moves by itself for long. */
async function firstVisit(page: Page): Promise<Workbench> {
  await page.goto('./glaswerk-sandbox.html');
  await page.evaluate(() => localStorage.clear());
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const workbench = new Workbench(page);
  await workbench.open();
  return workbench;
}

test('a first reader watches one request, then opens a client that hangs, and serves it on Threaded', async ({
  page,
}) => {
  const workbench = await firstVisit(page);
  const stop = page.locator('.walk-stop.is-now');

  // The request is ready, what is for later is folded away, and the server waits.
  await workbench.expectTerminal(request);
  await expect(workbench.button('Threaded')).toBeHidden();
  await expect(page.locator('.steps')).toBeHidden();
  await expect(page.getByRole('button', { name: /^All \d+ steps$/ })).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('navigation', { name: /The walk/ })).toBeVisible();
  expect(await workbench.seriousFaults()).toEqual([]);

  // Enter sends it as one request, and plays it from its beginning: the request stays in sight, faint until it is sent,
  // and nothing of the answer is shown.
  await page.keyboard.press('Enter');
  await expect(page.locator('.walk-stop.is-now button')).toHaveAttribute('aria-current', 'step');
  await expect(workbench.button('Hold the walk')).toBeVisible();
  await workbench.button('Hold the walk').click();
  await workbench.button('get_request').click();
  await expect(stop).toContainText('get_request');
  await workbench.expectTerminal(/^› GET \/hello\?name=you HTTP\/1\.1␍␊\n› Host: localhost␍␊\n› ␍␊/);
  await expect(page.locator('.xterm-rows .xterm-fg-8', { hasText: 'GET /hello' })).toBeVisible();
  expect(await workbench.terminal()).not.toContain('200 OK');
  await workbench.button('make_environ').click();
  await expect(stop).toContainText('make_environ');
  await expect(page.locator('.value-cell.environ')).toContainText("'/hello'");
  await poll(() => page.locator('.thread-lines path').count()).toBeGreaterThan(3);
  await workbench.button('Next moment').click();
  await expect(stop).toContainText('app');

  // In the terminal Enter goes on; while it plays, to the end at once.
  await workbench.focusTerminal();
  await page.keyboard.press('Enter');
  await expect(stop).toContainText('start_response');
  await workbench.button('Play the walk').click();
  await workbench.focusTerminal();
  await page.keyboard.press('Enter');
  await workbench.expectTerminal('closed by the server');
  await expect(stop).toContainText('close');

  // A byte that is clicked in the terminal shows where it came from; keys go from line to line, and typing goes on.
  const origins = page.getByRole('region', { name: 'Where it came from, where it goes' });
  const thing = origins.locator('[aria-current]');
  await page
    .locator('.xterm-rows > div', { hasText: 'Server: Werkzeug' })
    .click({ position: { x: 3, y: 6 }, force: true });
  await expect(thing).toContainText('Byte 17 of the answer');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(thing).toContainText(/Bytes \d+ to 202 of the answer/);
  await origins.getByRole('button', { name: 'Close', exact: true }).click();
  expect((await workbench.position()).at).toBe((await workbench.position()).length);

  // Doors: a second client that nobody serves, until there is a thread for each.
  await workbench.button('Open a second client: it will hang').click();
  await expect(page.getByRole('tab', { name: '2', exact: true })).toHaveAttribute('aria-selected', 'true');
  await workbench.expectTerminal('› GET /hello?name=you HTTP/1.1␍␊\n› Host: localhost␍␊\n› ␍␊');
  // The reason stands in one place.
  const reason = 'Why client 2 hangs: Not accepted yet: the only thread reads from connection 2';
  await expect(page.locator('.cause')).toContainText(reason);
  await expect(page.locator('.client-wait')).toBeEmpty();
  await expect(page.locator('.cause')).toContainText('Connection 2 is the open one of client 1.');
  await poll(() => workbench.bytes('kernel receive')).toMatchObject({ unread: 49 });
  expect(await workbench.terminal()).not.toContain('HTTP/1.1 200 OK');
  await workbench.button('The same on Threaded').click();
  await workbench.expectTerminal('HTTP/1.1 200 OK');
  await expect(page.locator('.cause')).toContainText('Client 2 has its answer although client 1 still sends nothing');

  // What the arrows go to, what is open, and that the reader was here, are kept.
  await page.getByLabel('What the arrows go to').selectOption('call');
  await workbench.button('Lab').click();
  await expect(workbench.button('Threaded')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: /^All \d+ steps$/ }).click();
  await expect(page.locator('.steps')).toBeVisible();
  await page.reload();
  await expect(workbench.button('Threaded')).toBeVisible();
  await expect(page.locator('.steps')).toBeVisible();
  await expect(page.getByLabel('What the arrows go to')).toHaveValue('call');
  await workbench.expectTerminal('press Enter twice');
  expect(workbench.complaints).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('Send is tapped, the answer is back in sight after the walk, and a tap on a byte tells where it came from', async ({
    page,
  }) => {
    const workbench = await firstVisit(page);
    await workbench.expectTerminal('A request is ready: tap Send');
    await workbench.button('Send').tap();
    await expect(workbench.button('Hold the walk')).toBeVisible();
    await expect(page.locator('.server')).toBeVisible();
    await page.locator('.phone-tabs').getByRole('button', { name: 'Clients' }).tap();
    // Send does what Enter does: to the end at once. Nothing else is sent. The walk may have gone to another pane by
    // then, where a tap would wait until it is over.
    const send = page.getByRole('button', { name: 'Send', exact: true, includeHidden: true });
    await send.dispatchEvent('click');
    await workbench.expectTerminal('closed by the server');
    await expect(workbench.button('Play the walk')).toBeVisible();
    await expect(page.locator('.clients')).toBeVisible();
    expect(await workbench.terminal()).not.toContain('connection 2');
    expect((await workbench.terminal()).match(/GET/g)).toHaveLength(1);
    // Held, to the next moment.
    await workbench.button('Previous moment').tap();
    await page.locator('.phone-tabs').getByRole('button', { name: 'Clients' }).tap();
    await workbench.button('Send').tap();
    await expect(page.locator('.cause')).toContainText('client close');
    await workbench.button('Next moment').tap();
    await workbench.expectTerminal('closed by the server');
    expect((await workbench.terminal()).match(/GET/g)).toHaveLength(1);
    await expect(workbench.button('Open a second client: it will hang')).toBeVisible();
    const line = await page.locator('.xterm-rows > div', { hasText: 'Server: Werkzeug' }).boundingBox();
    if (line === null) throw new Error('the answer is not in sight');
    await page.touchscreen.tap(line.x + 3, line.y + 6);
    const origins = page.getByRole('region', { name: 'Where it came from, where it goes' });
    await expect(origins.locator('[aria-current]')).toContainText('Byte 17 of the answer');
    await origins.getByRole('button', { name: 'Close', exact: true }).tap();
    await expect(origins).toBeHidden();
    expect(await workbench.seriousFaults()).toEqual([]);
  });
});
