/** What goes wrong is said, and nothing typed is lost. */
import { expect, test } from './workbench.ts';

test('a server that does not listen refuses, and the terminal stays usable', async ({ workbench }) => {
  await workbench.button('Stop the server').click();
  await expect(workbench.page.locator('.listening')).toHaveText('not listening');
  await expect(workbench.page.locator('.live')).toHaveText('stopped');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n');
  await workbench.expectTerminal('ECONNREFUSED');

  await workbench.button('Start the server').click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
});

test('a worker that dies is said, restarted by a button, and keeps what was typed', async ({ workbench }) => {
  await workbench.type('GET / HTT');
  await workbench.expectTerminal('› GET / HTT');
  const [worker] = workbench.page.workers();
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of glass');
    });
  });
  const alert = workbench.page.getByRole('alert');
  await expect(alert).toContainText('The machine has stopped. Uncaught Error: out of glass');
  await expect(workbench.page.locator('.live')).toHaveText('ended');
  await expect(workbench.page.locator('.listening')).toHaveText('not listening');

  await alert.getByRole('button', { name: 'Restart the machine' }).click();
  await expect(alert).toBeHidden();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('P/1.1\n\n');
  await workbench.expectTerminal('› GET / HTTP/1.1␍␊');
  await workbench.expectTerminal('success');
});

test('a worker that hangs is noticed, and can be replaced', async ({ workbench }) => {
  await workbench.type('kept');
  const [worker] = workbench.page.workers();
  void worker
    ?.evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  const alert = workbench.page.getByRole('alert');
  await expect(alert).toContainText('does not answer');
  await alert.getByRole('button', { name: 'Restart the machine' }).click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.expectTerminal('› kept');
});

test('a pane that fails says so in its place and can be drawn again; the others go on', async ({ workbench }) => {
  const { page } = workbench;
  const buffers = page.getByRole('region', { name: 'Buffers' });
  // What the pane asks of its own element breaks.
  await buffers.locator('.lanes').evaluate(({ classList }) => {
    classList.toggle = () => {
      throw new Error('out of glass');
    };
  });
  await workbench.type('GET / HTTP/1.1\n\n');
  await expect(buffers).toContainText('This pane failed: Error: out of glass. The machine and the other panes go on.');
  await workbench.expectTerminal('success');
  await expect(page.locator('.log')).toContainText('"GET / HTTP/1.1" 200 -');
  expect(workbench.complaints.splice(0)).toEqual([expect.stringContaining('out of glass')]);
  expect(await workbench.seriousFaults()).toEqual([]);

  await buffers.getByRole('button', { name: 'Try again' }).click();
  await expect(buffers.locator('.lanes')).toBeVisible();
  await expect(workbench.lane('client out')).toContainText('GET / HTTP/1.1');
  await workbench.focusTerminal();
  await workbench.type('GET /next HTTP/1.1\n\n');
  await expect(workbench.lane('client out')).toContainText('/next');
});

test('a page that cannot be loaded says so, and comes when it is tried again', async ({ workbench }) => {
  const { page } = workbench;
  const opening = /\/assets\/opening-.*\.js$/;
  await page.route(opening, (route) => route.abort());
  await page.goto('./');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('A part of this page could not be loaded.');
  await page.unroute(opening);
  await alert.getByRole('button').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await expect(page.locator('.shell-missing')).toBeHidden();
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/failed|Failed/.test(text))).toEqual([]);
});

test('a walk that cannot be loaded says so, and comes when it is tried again', async ({ workbench }) => {
  const { page } = workbench;
  const walk = /\/assets\/walk-.*\.js$/;
  await page.route(walk, (route) => route.abort());
  await workbench.open();
  await expect(page.locator('.share-notice')).toContainText('The walk could not be loaded.');
  await page.unroute(walk);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.cause-sentence')).toContainText('serve_forever');
  await expect(page.locator('.share-notice')).toBeHidden();
  // What was not loaded is known.
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/failed|Failed/.test(text))).toEqual([]);
});

test('parts that come by themselves are named in one notice where they cannot be loaded, and come at one press', async ({
  workbench,
}) => {
  const { page } = workbench;
  const parts = /\/assets\/(pane-tools|control-font|row-notes|en|moment-marks)-.*\.js$/;
  await page.route(parts, (route) => route.abort());
  await workbench.open();
  const note = page.locator('.share-notice');
  await expect(note).toContainText('The borders between panes, and what enlarges and folds them, could not be loaded.');
  await expect(note).toContainText('The pictures of control characters, such as ␍, could not be loaded.');
  await expect(note).toContainText('The sentences that say why a moment comes could not be loaded.');
  await expect(note).toContainText('The notes beside steps could not be loaded.');
  await expect(note).toContainText('The moments could not be loaded.');
  await expect(page.locator('.pane-tools')).toHaveCount(0);
  expect(await workbench.seriousFaults()).toEqual([]);

  await page.unroute(parts);
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.cause-sentence')).toContainText('serve_forever');
  await expect(page.locator('.pane-tools')).not.toHaveCount(0);
  await expect(note).toBeHidden();
  expect(await page.evaluate(() => [...document.fonts].map(({ family }) => family))).toContain('Glaswerk Control');
  // What was not loaded is known.
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/failed|Failed/.test(text))).toEqual([]);
});

test('a key that needs what cannot be loaded says so', async ({ workbench }) => {
  const { page } = workbench;
  const keyboard = /\/assets\/keyboard-.*\.js$/;
  await page.route(keyboard, (route) => route.abort());
  await workbench.open();
  await page.keyboard.press('F1');
  await expect(page.locator('.share-notice')).toContainText('The list of keys could not be loaded.');
  await page.unroute(keyboard);
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/failed|Failed/.test(text))).toEqual([]);
});

test('a part of the page that cannot be loaded is named in a notice, and loaded at the next press', async ({
  workbench,
}) => {
  const { page } = workbench;
  const parts = /\/assets\/(links|listing|editor-pane|compare-pane|later-panel|drawer|strip|keyboard)-.*\.(js|css)$/;
  await page.route(parts, (route) => route.abort());
  // From the start: what is fetched ahead fails too, and nobody is told.
  await workbench.open();
  const note = page.locator('.share-notice');
  await workbench.button('Share').click();
  await expect(note).toContainText('The link cannot be made: a part of the page could not be loaded.');
  await page.getByRole('tab', { name: 'Source' }).click();
  await expect(page.locator('.drawer-body')).toContainText('The sources could not be loaded');
  await workbench.button('Edit').click();
  await expect(note).toContainText('The editor could not be loaded');
  await workbench.button('Compare').click();
  await expect(note).toContainText('The comparison could not be loaded');
  await workbench.button('Later…').click();
  await expect(note).toContainText('The panel for planning could not be loaded.');
  await workbench.button('Breakpoints').click();
  await expect(note).toContainText('The breakpoints could not be loaded.');
  await expect(workbench.button('Breakpoints')).toHaveAttribute('aria-expanded', 'false');
  await workbench.button('Be the scheduler').click();
  await expect(note).toContainText('The display of pauses and choices could not be loaded.');

  await page.unroute(parts);
  await workbench.button('Later…').click();
  // With its style sheet, which had failed too.
  await expect(page.locator('.later')).toHaveCSS('position', 'absolute');
  await workbench.button('Later…').click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('list', { name: /^Source of/ })).toBeVisible();
  await workbench.button('Share').click();
  await expect(note).toContainText(/Link copied|The link:/);
  expect(page.url()).toContain('#s1.');
  await workbench.button('Edit').click();
  await expect(page.getByRole('textbox', { name: 'Source of the app' })).toBeVisible();
  // What was not loaded is known.
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/failed|Failed/.test(text))).toEqual([]);
});

test.describe('without a network', () => {
  // Nothing of it has been cached by other tests.
  test.use({ hasOwnPage: true });

  test('a page that has loaded and come to rest needs no network any more', async ({ workbench }) => {
    const { page } = workbench;
    const last = 'editor-pane';
    await page.waitForFunction(
      (name) => performance.getEntriesByType('resource').some((entry) => entry.name.includes(name)),
      last,
    );
    await page.waitForLoadState('networkidle');
    await page.context().setOffline(true);
    await workbench.button('Later…').click();
    await expect(page.locator('.later')).toBeVisible();
    await workbench.button('Later…').click();
    await workbench.button('Breakpoints').click();
    await expect(page.locator('.stops')).toBeVisible();
    await workbench.button('Be the scheduler').click();
    await expect(page.getByText('You are the scheduler:')).toBeVisible();
    await page.getByRole('tab', { name: 'Source' }).click();
    await expect(page.getByRole('list', { name: /^Source of/ })).toBeVisible();
    await workbench.button('Share').click();
    await expect(page.locator('.share-notice')).toContainText(/Link copied|The link:/);
    await workbench.button('Edit').click();
    await expect(page.getByRole('textbox', { name: 'Source of the app' })).toBeVisible();
    // What loads apps is there too.
    await page.getByRole('textbox', { name: 'Source of the app' }).focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('// Mine.\n');
    await expect(page.locator('.pane.editor .pane-foot')).toContainText('Served, with your changes');
    await workbench.button('Edited').click();
    await workbench.button('Compare').click();
    await expect(page.locator('.quarters')).toHaveClass(/is-comparing/);
    await workbench.button('Lessons').click();
    await page.locator('[data-lesson="one-request"]').click();
    await expect(page.locator('.lesson-strip')).toContainText('Step 1 of');
    // Where the frame in the page is slow to start, its file is asked for too, and is not needed.
    const told = workbench.complaints.splice(0);
    expect(told.filter((text) => !text.includes('glaswerk-sandbox.html'))).toEqual([]);
  });
});

test('what is left of a long paste is not sent once the server has closed, and the terminal says so', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.paste(`GET / HTTP/1.1\n${Array.from({ length: 10_000 }, (_, at) => `X-${at}: 1\n`).join('')}`);
  await workbench.expectTerminal(/── [\d,]+ bytes not sent: the connection has ended ──/);
  await page.getByLabel('Name or detail to search for').fill('connection 1 send');
  await expect(page.locator('.search-count')).toContainText(/\d/);
  const found = (await page.locator('.search-count').textContent()) ?? '';
  expect(Number(found.replaceAll(',', '').match(/\d+\s*$/)?.[0])).toBeLessThan(2_000);
  // The terminal goes on with another connection.
  await workbench.focusTerminal();
  await workbench.type('GET /next HTTP/1.0\n\n');
  await workbench.expectTerminal('success');
});
