/**
 * The page's machine begins with the first parts of its program, and is made again when a reader wants more of it
 * before the rest has come. Nothing that is seen tells of that.
 */
import type { Page } from '@playwright/test';
import { Workbench, expect, test } from './workbench.ts';

test.use({ hasOwnPage: true });

const REST = '**/assets/full-*.js';

/** The page, whose rest of the program does not come until it is let. */
async function openHeld(page: Page): Promise<{ workbench: Workbench; asked: Promise<void>; let: () => void }> {
  let release = (): void => undefined;
  let ask = (): void => undefined;
  const held = new Promise<void>((resolve) => void (release = resolve));
  const asked = new Promise<void>((resolve) => void (ask = resolve));
  await page.route(REST, async (route) => {
    ask();
    await held;
    await route.continue();
  });
  const workbench = new Workbench(page);
  await workbench.open();
  return { workbench, asked, let: release };
}

/** Nothing was lost, nothing came twice, and no remark was made. */
async function expectOnce(workbench: Workbench, ...texts: readonly string[]): Promise<void> {
  const transcript = await workbench.terminal();
  for (const text of texts) expect([text, transcript.split(text).length - 1]).toEqual([text, 1]);
  expect(transcript).not.toContain('from a link');
  expect(workbench.complaints).toEqual([]);
}

test('a bad request as the first thing gets its true 400, and what is typed meanwhile stays', async ({ page }) => {
  const { workbench, asked, let: go } = await openHeld(page);
  await workbench.type('GET / HTTP/one\n');
  await asked;
  await workbench.type('Host: a');
  await workbench.expectTerminal(/› GET \/ HTTP\/one␍␊\n› Host: a$/);
  go();
  await workbench.expectTerminal("Bad request version ('HTTP/one')");
  await workbench.expectTerminal(/closed by the server ──\n› Host: a$/);
  await expectOnce(workbench, '› GET / HTTP/one␍␊', '<p>Error code: 400</p>', 'closed by the server');
  await expect(page.getByRole('tabpanel')).toContainText(/code 400(?!.*code 400)/s);
  await workbench.expectRest(1);
  await workbench.settled();
  const { at, length } = await workbench.position();
  expect(at).toBe(length);
  // The past is all there, and another line goes to a connection of its own.
  await workbench.button('Step back').click();
  await workbench.settled();
  expect((await workbench.position()).length).toBe(length);
  await workbench.button('To the live end').click();
  await workbench.focusTerminal();
  await workbench.type('\n');
  await workbench.expectTerminal('── connection 2 ──\n› Host: a␍␊');
});

test('a form of several parts, typed line by line, is read as what it is', async ({ page }) => {
  const { workbench, asked, let: go } = await openHeld(page);
  await page.getByLabel('App').selectOption('form');
  await asked;
  const head = 'POST / HTTP/1.0\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 62\n\n';
  const body = '--x\nContent-Disposition: form-data; name="a"\n\nvalue\n--x--\n';
  await workbench.focusTerminal();
  await workbench.paste(`${head}${body}`);
  go();
  await workbench.expectTerminal('200 OK');
  await workbench.expectTerminal('closed by the server');
  await expectOnce(workbench, '› Content-Length: 62␍␊', '200 OK', 'closed by the server');
  await workbench.expectTerminal(/"a"[^]*value/);
});

test('a second client waits with what it has sent, and a cursor in the past stays there', async ({ page }) => {
  const { workbench, asked, let: go } = await openHeld(page);
  await workbench.type('GET /held HTTP/1.1\n');
  await workbench.expectTerminal('› GET /held HTTP/1.1␍␊');
  await workbench.button('Another client').click();
  await workbench.type('GET / HTTP/one\n');
  await workbench.expectTerminal('› GET / HTTP/one␍␊');
  await page.getByRole('tab', { name: '1' }).click();
  await workbench.type('Host: b\n');
  await workbench.type('\n');
  await asked;
  // Nothing can show it yet.
  await page.locator('.steps').press('Home');
  const { at } = await workbench.position();
  go();
  await workbench.settled();
  expect((await workbench.position()).at).toBe(at);
  await workbench.button('To the live end').click();
  await expect(page.getByRole('tabpanel')).toContainText('code 400');
  await workbench.expectTerminal('200 OK');
  await expectOnce(workbench, '› GET /held HTTP/1.1␍␊', '› Host: b␍␊', '200 OK');
  await page.getByRole('tab', { name: '2' }).click();
  await workbench.expectTerminal("Bad request version ('HTTP/one')");
  await expectOnce(workbench, '› GET / HTTP/one␍␊', 'Error code: 400');
});

test('a block that is pasted in character mode is sent as a whole, and half a line after it', async ({ page }) => {
  const { workbench, asked, let: go } = await openHeld(page);
  await workbench.button('Character mode').click();
  await workbench.paste('BREW / HTTP/2.0\nA: b\n\n');
  await asked;
  await workbench.type('P');
  go();
  await workbench.expectTerminal('505');
  await workbench.expectTerminal('closed by the server');
  await expectOnce(workbench, '› BREW / HTTP/2.0␍␊', '› A: b␍␊', 'closed by the server');
});

test('bytes beyond ASCII, each sent at once, are all there, once', async ({ page }) => {
  const { workbench, asked, let: go } = await openHeld(page);
  await workbench.type('GET /é HTTP/1.0\n');
  await asked;
  await workbench.type('\n');
  go();
  await workbench.expectTerminal('closed by the server');
  await expectOnce(workbench, '› GET /é HTTP/1.0␍␊', 'HTTP/1.0 ', 'closed by the server');
});

test('a first answer needs no more than the first parts, though the others cannot be loaded', async ({ page }) => {
  await page.route(REST, (route) => route.abort());
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('200 OK');
  await workbench.expectTerminal('closed by the server');
});
