/** embed.html in iframes of other sites, with the helper in the page around and without it. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { codeLink } from '../support/hostile-links.ts';
import { serveHost } from './host-page.ts';
import type { HostPage } from './host-page.ts';
import { expect, poll, test } from './workbench.ts';

const HELPER = readFileSync(new URL('../../dist/page/glaswerk-frame.js', import.meta.url), 'utf8');
const REQUEST = encodeURIComponent(String.raw`GET / HTTP/1.1\r\nHost: localhost\r\n\r\n`);

/** A page of another site. @param helpers how often it loads the helper. */
const serve = (body: string, helpers = 1): Promise<HostPage> =>
  serveHost((path) => {
    if (path === '/glaswerk-frame.js') return { body: HELPER, type: 'text/javascript' };
    const script = '<script src="glaswerk-frame.js"></script>'.repeat(helpers);
    return { body: `<!doctype html><html lang="en"><title>article</title>${body}${script}` };
  });

const frameOf = (address: string, more = ''): string =>
  `<input id="field"><iframe id="frame" width="640" height="360" ${more} src="${address}"></iframe>`;

const heightOf = (page: Page): Promise<number> =>
  page.locator('#frame').evaluate((frame) => Math.round(frame.getBoundingClientRect().height));

test('it shows the request, its element and the printed answer, without any script in the page around', async ({
  page,
  baseURL,
}) => {
  const answer = encodeURIComponent('HTTP/1.1 200 OK\n...');
  await using host = await serve(
    frameOf(`${baseURL}embed.html?app=hello&server=threaded&request=${REQUEST}&answer=${answer}`),
    0,
  );
  await page.goto(host.origin);
  await page.locator('#field').fill('I was');
  const frame = page.frameLocator('#frame');
  await expect(frame.locator('pre')).toHaveText(['GET / HTTP/1.1\nHost: localhost', 'HTTP/1.1 200 OK\n...']);
  await expect(frame.getByRole('button', { name: 'Run' })).toBeVisible();
  await expect(frame.getByText('Threaded · hello')).toBeVisible();
  expect(await heightOf(page)).toBe(364);
  await page.keyboard.type(' typing');
  await expect(page.locator('#field')).toHaveValue('I was typing');
});

test('with the helper it is as high as what it holds, and follows theme and language of the page around', async ({
  page,
  baseURL,
}) => {
  await using host = await serve(frameOf(`${baseURL}embed.html?request=${REQUEST}`));
  await page.goto(host.origin);
  const root = page.frameLocator('#frame').locator('html');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await expect(root).toHaveAttribute('lang', 'en');
  await poll(() => heightOf(page)).toBeLessThan(250);
  for (const [change, theme] of [
    [() => document.documentElement.setAttribute('data-theme', 'dark'), 'dark'],
    [() => document.documentElement.removeAttribute('data-theme'), 'light'],
    [() => document.documentElement.classList.add('dark'), 'dark'],
    [() => document.documentElement.classList.remove('dark'), 'light'],
    [() => document.documentElement.style.setProperty('color-scheme', 'dark'), 'dark'],
  ] as const) {
    await page.evaluate(change);
    await expect(root).toHaveAttribute('data-theme', theme);
  }
  await page.evaluate(() => {
    document.documentElement.style.setProperty('color-scheme', 'light dark');
  });
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.evaluate(() => {
    document.documentElement.lang = 'zh-CN';
  });
  await expect(page.frameLocator('#frame').getByRole('button', { name: '运行' })).toBeVisible();
});

test('events of the element are fired at the iframe, once, also with two helpers', async ({ page, baseURL }) => {
  await using host = await serve('', 2);
  await page.goto(host.origin);
  await page.evaluate((address) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    document.addEventListener('glaswerk:ready', (event) => {
      seen.push(`${(event.target as Element).id} ${JSON.stringify((event as CustomEvent).detail)}`);
    });
    const frame = document.createElement('iframe');
    frame.id = 'frame';
    frame.src = address;
    document.body.append(frame);
  }, `${baseURL}embed.html?request=${REQUEST}`);
  await expect(page.frameLocator('#frame').locator('html')).toHaveAttribute('data-fitted', '');
  await poll(() => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual(['frame {}']);
});

test('hostile messages change nothing, on neither side', async ({ page, baseURL }) => {
  const evil = `<script>
    const attack = (target, data) => target.postMessage(data, '*');
    addEventListener('load', () => {
      const targets = [parent];
      for (let at = 0; at < parent.length; at += 1) targets.push(parent[at]);
      for (const target of targets) {
        attack(target, { glaswerk: 'host', theme: 'dark', lang: 'zh' });
        attack(target, { glaswerk: 'frame', say: 'height', height: 9 });
        attack(target, { glaswerk: 'frame', say: 'event', type: 'glaswerk:answer', detail: '{}' });
      }
      attack(parent, 'done');
    });
  </script>`;
  await using other = await serveHost(() => ({ body: evil }));
  await using host = await serve(
    `<script>
      globalThis.seen = [];
      addEventListener('message', ({ data }) => data === 'done' && seen.push('attacked'));
      addEventListener('glaswerk:answer', () => seen.push('answer'), true);
    </script>${frameOf(`${baseURL}embed.html?request=${REQUEST}`)}`,
  );
  await page.goto(host.origin);
  const root = page.frameLocator('#frame').locator('html');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.evaluate((address) => {
    const frame = document.createElement('iframe');
    frame.src = `${address}/embed.html`;
    frame.id = 'evil';
    document.body.append(frame);
  }, other.origin);
  await poll(() => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toContain('attacked');
  // What such an iframe says of itself is heard: it is as high as it says, and it is the one that fires.
  await poll(() => page.locator('#evil').evaluate((frame) => frame.style.height)).toBe('9px');
  // Nothing else: from the page around, with an origin that is not the iframe's, and from within.
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector('#frame') as HTMLIFrameElement;
    for (const data of [null, 'dark', { theme: 'dark' }, { glaswerk: 'host', theme: 'dark' }, { glaswerk: 'host' }]) {
      contentWindow?.postMessage(data, '*');
    }
    for (const say of ['height', 'event', 'focus']) postMessage({ glaswerk: 'frame', say, height: 7 }, '*');
  });
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveAttribute('lang', 'en');
  expect(await heightOf(page)).toBeGreaterThan(60);
});

test('an iframe whose origin is not the one that it names is not believed', async ({ page }) => {
  const evil = `<script>
    parent.postMessage({ glaswerk: 'frame', say: 'height', height: 9 }, '*');
    parent.postMessage('done', '*');
  </script>`;
  await using other = await serveHost(() => ({ body: evil }));
  await using host = await serve(
    `<script>addEventListener('message', ({ data }) => { if (data === 'done') document.title = 'attacked'; });</script>
    <iframe id="frame" height="360" src="about:blank"></iframe>`,
  );
  await page.goto(host.origin);
  await page.locator('#frame').evaluate((frame: HTMLIFrameElement, address) => {
    // It was sent elsewhere, and still names the first address.
    frame.src = '/embed.html';
    frame.contentWindow?.location.replace(address);
  }, other.origin);
  await expect(page).toHaveTitle('attacked');
  expect(await heightOf(page)).toBe(364);
});

test('code that the address brings is not run, and not asked about: it opens in a tab of the workbench', async ({
  page,
  baseURL,
}) => {
  const hash = codeLink("export const app = () => ['framed'];");
  await using host = await serve(frameOf(`${baseURL}embed.html${hash}`));
  await page.goto(host.origin);
  const link = page.frameLocator('#frame').getByRole('link', { name: 'Open it in a tab' });
  await expect(page.frameLocator('#frame').locator('glas-werk')).toHaveCount(0);
  const opened = page.waitForEvent('popup');
  await link.click();
  const tab = await opened;
  await expect(tab.getByRole('dialog')).toContainText("['framed']");
  expect(new URL(tab.url()).pathname).toBe('/index.html');
  await tab.close();
});

for (const [name, address, said] of [
  ['an unknown server', '?server=gunicorn&request=GET', 'server="gunicorn" is not possible'],
  ['no request', '', 'No code block before this is a request.'],
  [
    'markup in its values',
    '?request=%3Cimg%20src=x%20onerror=alert(1)%3E&theme=%3Cscript%3E',
    'theme="<script>" is not',
  ],
  ['100 kB of a request', `#request=${'x'.repeat(100_000)}&server=none`, 'server="none" is not possible'],
] as const) {
  test(`an address with ${name} is answered with a sentence`, async ({ page, baseURL }) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${baseURL}embed.html${address}`);
    await expect(page.locator('glas-werk')).toContainText(said);
    expect(await page.evaluate(() => document.querySelectorAll('img, body script').length)).toBe(0);
    expect(dialogs).toEqual([]);
  });
}

test('iframes that go away while they load leave nothing and break nothing', async ({ page, baseURL }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await using host = await serve('');
  await page.goto(host.origin);
  await page.evaluate(async (address) => {
    for (let round = 0; round < 20; round += 1) {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
      await new Promise((resolve) => {
        setTimeout(resolve, round * 10);
      });
      frame.remove();
    }
    const last = document.createElement('iframe');
    last.id = 'frame';
    last.src = address;
    document.body.append(last);
  }, `${baseURL}embed.html?request=${REQUEST}`);
  await expect(page.frameLocator('#frame').getByRole('button', { name: 'Run' })).toBeVisible();
  await poll(() => page.locator('#frame').evaluate((frame) => frame.style.height)).not.toBe('');
  expect(faults).toEqual([]);
});
