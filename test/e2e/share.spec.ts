/** Links: out by a button, in by the address; strangers' code asks first, and what is broken says so. */
import { deflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { Machine } from '../../src/index.ts';
import { decodeLink } from '../../web/session/share-link.ts';
import { expect, poll, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const SOURCE = `import { Request, Response } from 'glaswerk';

export const app = Request.application(() => new Response('from a stranger'));
`;

const linkOf = (data: unknown): string => `#s1.${deflateRawSync(JSON.stringify(data)).toString('base64url')}`;

const scenario = (app: unknown): object => ({
  version: 1,
  options: { server: 'threaded', seed: 3 },
  app,
  inputs: [
    { client: 0, do: 'connect' },
    { client: 0, do: 'send', data: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
  ],
});

/** Opens an address in a page that has none of this one's state. */
async function follow(workbench: Workbench, hash: string): Promise<void> {
  await workbench.page.goto('about:blank');
  await workbench.page.goto(`./${hash}`);
}

/** What clients have done on the machine that a tab keeps for a reload. */
async function kept(page: Page): Promise<string> {
  const text = await page.evaluate(() => sessionStorage.getItem('glaswerk-here'));
  if (text === null) return '';
  const { link } = JSON.parse(text) as { readonly link: string };
  const { scenario } = await decodeLink(link);
  return scenario.inputs.map((input) => input.data ?? `<${input.do}>`).join('');
}

test('a shared link opens the same machine at the same step', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.button('Threaded').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET /shared HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('200 OK');
  await page.getByLabel('Name or detail to search for').fill('make_environ');
  await page.keyboard.press('Enter');
  await workbench.settled();
  const { at } = await workbench.position();
  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  await page.getByRole('tab', { name: 'WSGI' }).click();
  await page.locator('.chip.kind-log').click();
  await workbench.button('Compare').click();
  await expect(page.locator('.compare-body')).toBeVisible();
  await workbench.button('Share').click();
  await workbench.button('Title and note…').click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Look at <b>this</b>');
  await page.getByRole('textbox', { name: 'Note' }).fill('First line\nsecond \u202eline');
  await workbench.button('Copy the link').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  await expect(page.locator('.words-dialog')).toHaveCount(0);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  expect(link.length).toBeLessThan(2_000);

  await follow(workbench, new URL(link).hash);
  await workbench.expectTerminal('› GET /shared HTTP/1.1␍␊');
  await workbench.settled();
  expect((await workbench.position()).at).toBe(at);
  await expect(workbench.button('Threaded')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.author-words')).toContainText('Look at <b>this</b>');
  await expect(page.locator('.author-words p')).toHaveText('First line\nsecond \\u{202e}line');
  await expect(page.locator('.compare-body')).toBeVisible();
  await workbench.button('Compare').click();
  await expect(page.locator('.chip.kind-log')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('tab', { name: 'WSGI' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('Name or detail to search for')).toHaveValue('make_environ');
  expect(await workbench.seriousFaults()).toEqual([]);
  await expect(page.locator('.rung.is-lit')).toContainText('make_environ');
  await workbench.button('To the live end').click();
  await workbench.focusTerminal();
  await workbench.type('GET /again HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal(/again HTTP[^]*200 OK/);
});

test('what is done after a link was made, or opened, is not lost behind its address', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.type('GET /shared HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.button('Share').click();
  await poll(() => page.url()).toContain('#s1.');
  const { hash } = new URL(page.url());
  await workbench.focusTerminal();
  await workbench.type('GET /later HTTP/1.1\n');
  await workbench.expectTerminal('› GET /later');
  expect(new URL(page.url()).hash).toBe('');

  await follow(workbench, hash);
  await workbench.expectTerminal('› GET /shared HTTP/1.1␍␊');
  await workbench.settled();
  expect(new URL(page.url()).hash).toBe(hash);
  await workbench.button('Threaded').click();
  await poll(() => new URL(page.url()).hash).toBe('');
});

test('after a reload the machine is offered where it was, with what was looked at', async ({ workbench }) => {
  const { page } = workbench;
  const note = page.locator('.share-notice');
  await workbench.type('GET /kept HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.expectRest(1);
  await page.getByRole('tab', { name: 'WSGI' }).click();
  const { length } = await workbench.position();
  await workbench.move('Home');
  await workbench.move('ArrowDown');
  const { at } = await workbench.position();
  await poll(() => kept(page)).toMatch(/kept HTTP\/1\.1\r\n\r\n<close>$/);
  await page.reload();
  await expect(note).toContainText(`you were at step ${at} of ${length}, with one client.`);
  expect(await workbench.seriousFaults()).toEqual([]);
  await note.getByRole('button', { name: 'Continue there' }).click();
  await workbench.expectTerminal('› GET /kept HTTP/1.1␍␊');
  await workbench.settled();
  expect(await workbench.position()).toEqual({ at, length });
  await expect(page.getByRole('tab', { name: 'WSGI' })).toHaveAttribute('aria-selected', 'true');
  await expect(note).toBeHidden();

  // Once more, with an app of the reader's own, which runs without a question.
  await workbench.button('To the live end').click();
  await page.getByRole('tab', { name: 'Log' }).click();
  await workbench.button('Edit').click();
  const editor = page.getByRole('textbox', { name: 'Source of the app' });
  await expect(editor).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(SOURCE.replace('from a stranger', 'my own'));
  await expect(page.locator('.log')).toContainText('Restarting with stat');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('my own');
  await poll(() => kept(page)).toMatch(/^<connect>GET \/ HTTP\/1\.1\r\n\r\n<close>$/);
  await page.reload();
  await note.getByRole('button', { name: 'Continue there' }).click();
  await workbench.expectTerminal('my own');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // It is offered, not forced: what is done first takes its place.
  await page.reload();
  await expect(note).toContainText('you were at step');
  await note.getByRole('button', { name: 'Close this note' }).click();
  await page.reload();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  expect(await kept(page)).toBe('');
  await expect(note).toBeHidden();
});

test('code of a link that is kept for a reload is asked about again', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, linkOf({ app: 'hello', scenario: scenario({ source: SOURCE, language: 'typescript' }) }));
  await page.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  await workbench.expectTerminal('from a stranger');
  await workbench.focusTerminal();
  await workbench.type('GET /mine HTTP/1.1\nHost: a\n\n');
  await poll(() => kept(page)).toMatch(/mine HTTP\/1\.1\r\nHost: a\r\n\r\n<close>$/);
  await page.reload();
  await page.locator('.share-notice').getByRole('button', { name: 'Continue there' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run it' }).click();
  await workbench.expectTerminal('› GET /mine HTTP/1.1␍␊');
});

test('a link made while the machine is paused opens paused where it was, with its breakpoints', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.button('Breakpoints').click();
  await workbench.button('headers parsed').click();
  await page.keyboard.press('Escape');
  await workbench.focusTerminal();
  await workbench.type('GET /paused HTTP/1.1\nHost: a\n\n');
  await expect(page.locator('.halt')).toContainText('headers parsed');
  const { at } = await workbench.position();
  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');

  await follow(workbench, new URL(page.url()).hash);
  await workbench.expectTerminal('› GET /paused HTTP/1.1␍␊');
  await poll(async () => (await workbench.position()).at).toBe(at);
  await expect(page.locator('.step[aria-selected="true"]')).toContainText('parse_request');
  await expect(workbench.lane('wfile')).toHaveAttribute('data-total', '0');
  await expect(page.locator('.halt')).toContainText(/Paused at\s+step [\d,]+ by the link/);
  await expect(workbench.button('Breakpoints 1')).toBeVisible();
  expect((await workbench.position()).length).toBe(at);
  await page.keyboard.press('F8');
  await workbench.expectTerminal('200 OK');
  await workbench.focusTerminal();
  await workbench.type('GET /again HTTP/1.1\nHost: a\n\n');
  await expect(page.locator('.halt')).toContainText('headers parsed');
});

test('a link made in the past of a paused machine shows that past, and the machine is paused', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.button('Pause the machine').click();
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await expect(page.locator('.halt')).toContainText('by you');
  await workbench.move('Home');
  await workbench.move('ArrowRight');
  await poll(async () => (await workbench.position()).at).toBe(2);
  const { at, length } = await workbench.position();
  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('paused');

  await follow(workbench, new URL(page.url()).hash);
  await expect(page.locator('.halt')).toContainText('by the link');
  await poll(() => workbench.position()).toEqual({ at, length });
  await workbench.button('Continue').click();
  await workbench.expectTerminal('success');
});

test('a link in whose scenario a client connects later: until then others cannot, and nothing is lost', async ({
  workbench,
}) => {
  const { page } = workbench;
  const inputs = [
    { client: 0, do: 'connect' },
    { client: 1, do: 'connect', time: 4_000_000 },
    { client: 1, do: 'send', data: 'GET /later HTTP/1.1\r\nHost: a\r\n\r\n', time: 4_000_000 },
  ];
  const waiting = { version: 1, options: { server: 'threaded' }, app: { preset: 'hello' }, inputs };
  // It opens paused: the reader has all the time before the four seconds begin.
  const machine = Machine.from(waiting);
  machine.run({ until: 3 });
  const held = { step: machine.trace.length, isChoice: false };
  await follow(workbench, linkOf({ app: 'hello', scenario: waiting, held }));
  await expect(page.locator('.halt')).toContainText('by the link');
  await workbench.expectTerminal('from a link');
  await workbench.button('Another client').click();
  await workbench.type('GET /mine HTTP/1.1\n');
  await expect(page.locator('.share-notice')).toContainText('has yet to open connection 2');
  await expect(page.getByRole('alert')).toBeHidden();
  await workbench.button('Continue').click();
  await workbench.expectTerminal('/later HTTP/1.1');
  await workbench.expectTerminal('200 OK');
  await page.getByRole('tab', { name: /1/ }).first().click();
  await workbench.type('GET /first HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('200 OK');
});

test('a word on what was copied goes when it is not true any more', async ({ workbench }) => {
  await workbench.button('Share').click();
  await expect(workbench.page.locator('.share-notice')).toContainText('Link copied');
  await workbench.button('Restart the server').click();
  await expect(workbench.page.locator('.share-notice')).toBeHidden();
});

test('a note that is closed gives the focus back', async ({ workbench }) => {
  await workbench.button('Share').focus();
  await workbench.page.keyboard.press('Enter');
  await workbench.button('Close this note').focus();
  await workbench.page.keyboard.press('Enter');
  await expect(workbench.button('Share')).toBeFocused();
});

test('a browser that lets a page copy only while a press is handled gets the link at the first press', async ({
  workbench,
}) => {
  const { page } = workbench;
  await page.evaluate(() => {
    // As WebKit does.
    let isPressed = false;
    addEventListener(
      'click',
      () => {
        isPressed = true;
        setTimeout(() => {
          isPressed = false;
        });
      },
      { capture: true },
    );
    const { clipboard } = navigator;
    const write = clipboard.write.bind(clipboard);
    const refused = (): Promise<never> => Promise.reject(new DOMException('Not now', 'NotAllowedError'));
    clipboard.write = (items) => (isPressed ? write(items) : refused());
    clipboard.writeText = refused;
  });
  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('where the clipboard is closed the link is shown, and copied by a press of its own', async ({ workbench }) => {
  const { page } = workbench;
  await page.evaluate(() => {
    const { clipboard } = navigator;
    const write = clipboard.writeText.bind(clipboard);
    // What comes later than the press is refused, and what is yet to be made is not known.
    clipboard.write = () => Promise.reject(new DOMException('Not a text', 'NotAllowedError'));
    clipboard.writeText = () => {
      clipboard.writeText = write;
      return Promise.reject(new DOMException('Not now', 'NotAllowedError'));
    };
  });
  await workbench.button('Share').click();
  const link = page.getByRole('textbox', { name: 'Link', exact: true });
  await expect(link).toBeVisible();
  await expect(link).toHaveValue(page.url());
  await workbench.button('Copy').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('a link with code shows it, says who wrote it, and runs it on a click', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, linkOf({ app: 'hello', scenario: scenario({ source: SOURCE, language: 'typescript' }) }));
  const dialog = page.getByRole('dialog', { name: 'This link brings an app of its own' });
  await expect(dialog).toContainText('Someone else wrote it');
  await expect(dialog).toContainText("new Response('from a stranger')");
  await expect(page.locator('.listening')).not.toHaveText('127.0.0.1:5000');
  expect(await workbench.seriousFaults()).toEqual([]);
  await dialog.getByRole('button', { name: 'Run it' }).click();
  await expect(dialog).toBeHidden();
  await workbench.expectTerminal('from a stranger');
});

test('code that is not wanted is not run', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, linkOf({ app: 'hello', scenario: scenario({ source: SOURCE }) }));
  await page.getByRole('dialog').getByRole('button', { name: 'Open without it' }).click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('success');
  expect(new URL(page.url()).hash).toBe('');
});

for (const [what, hash, reason] of [
  ['damaged', '#s1.AAAA', 'The link is damaged'],
  ['of a later version', '#s9.AAAA', 'newer version'],
  ['with a scenario that is none', linkOf({ app: 'hello', scenario: { version: 1 } }), '$.app'],
  [
    'with an input of nobody',
    linkOf({ app: 'hello', scenario: { version: 1, app: { preset: 'hello' }, inputs: [{ client: 4, do: 'close' }] } }),
    '$.inputs[0].client',
  ],
] as const) {
  test(`a link ${what} says what is wrong and opens a fresh machine`, async ({ workbench }) => {
    const { page } = workbench;
    await follow(workbench, hash);
    await expect(page.locator('.share-notice')).toContainText(reason);
    await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.button('Close this note').click();
    await expect(page.locator('.share-notice')).toBeHidden();
    await workbench.focusTerminal();
    await workbench.type('GET / HTTP/1.1\n\n');
    await workbench.expectTerminal('success');
  });
}

test('the note on a link leads to what can be pasted into a docs page, each with a button that copies it', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET / HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('success');
  await workbench.button('Share').click();
  await workbench.button('Embed…').click();
  const dialog = page.getByRole('dialog', { name: 'Embed this machine in a docs page' });
  const fence = dialog.getByRole('textbox', { name: 'Code block and tag, in Markdown' });
  await expect(fence).toHaveValue('```http\nGET / HTTP/1.1\nHost: a\n\n```\n\n<glas-werk></glas-werk>\n');
  await expect(dialog).toContainText(`frame-src ${new URL(page.url()).origin}`);
  expect(await workbench.seriousFaults()).toEqual([]);
  await dialog.getByRole('button', { name: 'Copy' }).nth(1).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await fence.inputValue());
  // The iframe shows the same request, and runs it.
  const iframe = await dialog.getByRole('textbox', { name: 'Iframe' }).inputValue();
  await page.keyboard.press('Escape');
  await page.goto('./glaswerk-sandbox.html');
  const [, address = ''] = /src="([^"]*)"/.exec(iframe) ?? [];
  await page.goto(address.replaceAll('&amp;', '&'));
  await expect(page.locator('pre')).toHaveText('GET / HTTP/1.1\nHost: a');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.locator('glas-werk')).toContainText('HTTP/1.0 200 OK');
});
