/** Links that mean harm: the page keeps working, says what is wrong, and is not deceived. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { JUST_ENOUGH, NULLS, TOO_MUCH, codeLink, scenarioLink, times } from '../support/hostile-links.ts';
import { expect, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

async function follow({ page }: Workbench, hash: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`./${hash}`);
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'This link brings an app of its own' });
const linkNamed = (list: readonly (readonly [string, string, ...unknown[]])[], name: string): string =>
  list.find(([own]) => own === name)?.[1] ?? '';

/** The page has a machine, and answers. */
async function expectFresh(workbench: Workbench): Promise<void> {
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await expect(workbench.page.getByRole('alert')).toBeHidden();
  expect(new URL(workbench.page.url()).hash).toBe('');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectTerminal('200 OK');
}

for (const [name, hash, said] of [
  ['null for the app', linkNamed(NULLS, 'scenario.app'), '$.app: null is not'],
  ['null for the options', linkNamed(NULLS, 'scenario.options'), '$.options: null is not'],
  ...[
    'a scenario nested 90,000 deep',
    'memory nested 90,000 deep',
    '1,000 clients',
    '9,000 plans',
    'an app of 100,001 lines',
  ].map((name) => [name, linkNamed(TOO_MUCH, name), TOO_MUCH.find(([own]) => own === name)?.[2] ?? ''] as const),
] as const) {
  test(`a link with ${name} ends in a notice and a fresh machine`, async ({ workbench }) => {
    await follow(workbench, hash);
    await expect(workbench.page.locator('.share-notice')).toContainText(said);
    await expect(workbench.page.locator('.share-notice')).toContainText('Here is a fresh machine instead.');
    await expectFresh(workbench);
  });
}

test('a worker that is ended while it replays a link leads to the notice, too', async ({ workbench }) => {
  // One byte in a segment: more steps than a machine may have, or more work than a worker may take without a word.
  const inputs = times(4, (client) => [
    { do: 'connect', client },
    { do: 'send', client, data: 'x'.repeat(200_000) },
  ]).flat();
  await follow(workbench, scenarioLink({ link: { latency: 1, segment: 1 }, inputs }));
  const notice = workbench.page.locator('.share-notice');
  await expect(notice).toContainText(/The link cannot be opened: (its machine did not answer|Budget of steps used up)/);
  await expectFresh(workbench);
});

test.describe('in a page that throws', () => {
  test.use({ hasOwnPage: true });

  test('what the page throws while it shows the first state of a link ends in the notice and a fresh page', async ({
    workbench,
  }) => {
    const { page } = workbench;
    await page.goto('about:blank');
    await page.addInitScript(() => {
      if (!location.hash.startsWith('#s1')) return;
      // As a part of the page would that is given a value it does not expect.
      const { value } = Object.getOwnPropertyDescriptor(Element.prototype, 'attachShadow') ?? {};
      Element.prototype.attachShadow = function attachShadow(options): ShadowRoot {
        const root = (value as Element['attachShadow']).call(this, options);
        new MutationObserver((_changes, observer) => {
          if (root.querySelector('.listening')?.textContent.includes('127.0.0.1') !== true) return;
          observer.disconnect();
          throw new TypeError('not this one');
        }).observe(root, { subtree: true, childList: true, characterData: true });
        return root;
      };
    });
    await page.goto(`./${scenarioLink({ inputs: [{ do: 'connect', client: 0 }] })}`);
    await expect(page.locator('.share-notice')).toContainText('The link cannot be opened: TypeError: not this one');
    await expectFresh(workbench);
  });
});

test('64 clients are dealt out, and the page answers while they are seen side by side', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, linkNamed(JUST_ENOUGH, '64 clients'));
  await expect(page.getByRole('tab', { name: '64', exact: true })).toBeAttached();
  await workbench.button('Side by side').click();
  await expect(page.locator('.client-box')).toHaveCount(64);
  // Those out of sight are not drawn.
  await expect.poll(() => page.locator('.client-box .xterm-rows').count()).toBeGreaterThan(1);
  expect(await page.locator('.client-box .xterm-rows').count()).toBeLessThan(30);
  await page.locator('.client-box').last().scrollIntoViewIfNeeded();
  await expect(page.locator('.client-box').last().locator('.xterm-rows')).toBeAttached();
  await workbench.button('Tabs').click();
});

test('of 1,000 plans those in sight are drawn, and the last one can be taken back', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, linkNamed(JUST_ENOUGH, '1,000 plans'));
  const plans = page.getByRole('list', { name: 'To be done later' });
  await expect(plans.locator('.plan').first()).toHaveAttribute('aria-setsize', '999');
  expect(await plans.locator('.plan').count()).toBeLessThan(50);
  await plans.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const last = plans.locator('[aria-posinset="999"]');
  await expect(last).toBeInViewport();
  await last.getByRole('button').click();
  await expect(plans.locator('.plan').first()).toHaveAttribute('aria-setsize', '998');
});

test('code is shown as it runs: no line ends early, nothing is hidden or turned around', async ({ workbench }) => {
  const { page } = workbench;
  const source = [
    'export const app = () => [];\n// harmless\rglobalThis.payload = 1;',
    '// also\u2028globalThis.payload = 2;',
    '// \u202e}x{ evil();',
    `const \u0430 = 1;${' '.repeat(3_000)}globalThis.payload = 3;`,
    `'${'x'.repeat(3_000)}'; globalThis.payload = 4;`,
  ].join('\n');
  await follow(workbench, codeLink(source));
  const code = dialog(page).locator('.foreign');
  const rows = code.locator('li');
  await expect(rows.filter({ hasText: 'payload = 1' })).toHaveText('3globalThis.payload = 1;');
  await expect(rows.filter({ hasText: 'payload = 2' })).toHaveText('5globalThis.payload = 2;');
  await expect(code.locator('.escape')).toHaveText([
    String.raw`\r`,
    String.raw`\u2028`,
    String.raw`\u202e`,
    '3,000 spaces',
  ]);
  await expect(code.locator('.odd')).toHaveText('\u0430');
  await expect(dialog(page)).toContainText('4 characters that cannot be seen');
  // Nothing lies to the right, and what is read from left to right stands from left to right.
  expect(await code.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  await expect(rows.filter({ hasText: 'payload = 3' })).toBeInViewport();
  expect(await workbench.seriousFaults()).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Open without it' }).click();
  await expectFresh(workbench);
});

test('letters that are read from right to left do not turn code around', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, codeLink("x = 'א' + first() + 'ב' + second();"));
  const [first, second] = await Promise.all(
    ['first', 'second'].map((name) => dialog(page).locator('.tok-call', { hasText: name }).boundingBox()),
  );
  expect(first?.x).toBeLessThan(second?.x ?? 0);
  await page.keyboard.press('Escape');
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
});

test('200,000 quotes in one line are shown, and refused by a click', async ({ workbench }) => {
  await follow(workbench, linkNamed(JUST_ENOUGH, '200,000 characters'));
  await dialog(workbench.page).getByRole('button', { name: 'Open without it' }).click();
  await expectFresh(workbench);
});

test('a press counts once the question was seen for a moment, and a key that is held down does not', async ({
  workbench,
}) => {
  const { page } = workbench;
  const run = dialog(page).getByRole('button', { name: 'Run it' });
  // Whether it could be pressed, from the first moment on: it cannot for a second only.
  const states = await page.evaluateHandle((hash) => {
    const seen: boolean[] = [];
    new MutationObserver(() => {
      const button = [...(document.querySelector('#workbench')?.shadowRoot?.querySelectorAll('button') ?? [])].find(
        ({ textContent }) => textContent?.trim() === 'Run it',
      );
      if (button !== undefined && button.disabled !== seen.at(-1)) seen.push(button.disabled);
    }).observe(document.querySelector('#workbench')?.shadowRoot as Node, {
      ...{ subtree: true, childList: true, attributes: true },
    });
    location.hash = hash;
    return seen;
  }, codeLink("import { Response } from 'glaswerk';\nexport const app = new Response('let in').asApp;"));
  await expect(run).toBeEnabled();
  expect(await states.jsonValue()).toEqual([true, false]);
  // Another window had the focus.
  await page.evaluate(() => dispatchEvent(new Event('blur')));
  await expect.poll(() => states.jsonValue()).toEqual([true, false, true, false]);
  await run.focus();
  const isStopped = await run.evaluate((button) => {
    const held = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true });
    return !button.dispatchEvent(held);
  });
  expect(isStopped).toBe(true);
  await expect(dialog(page)).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Open without it' }).click();
});

test('a newer link takes the question of an older one away', async ({ workbench }) => {
  const { page } = workbench;
  await follow(workbench, codeLink('export const app = 1; // older'));
  await expect(dialog(page)).toContainText('older');
  await page.evaluate((hash) => {
    location.hash = hash;
  }, codeLink('export const app = 1; // newer'));
  await expect(dialog(page)).toContainText('newer');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await dialog(page).getByRole('button', { name: 'Open without it' }).click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
});

test('inside a page of another site nothing is asked; the link opens in a tab of its own, and there it is', async ({
  workbench,
  baseURL,
}) => {
  const { page } = workbench;
  const hash = codeLink("export const app = () => ['framed'];");
  const other = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(
      `<!doctype html><title>other</title><iframe src="${baseURL}${hash}" width="900" height="700"></iframe>`,
    );
  });
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  try {
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const frame = page.frameLocator('iframe').first();
    await expect(frame.getByRole('dialog')).toContainText('is inside a page of another site');
    await expect(frame.getByRole('button', { name: 'Run it' })).toHaveCount(0);
    const opened = page.waitForEvent('popup');
    await frame.getByRole('link', { name: 'Open in its own tab' }).click();
    const tab = await opened;
    await expect(dialog(tab)).toContainText("['framed']");
    await expect(dialog(tab).getByRole('button', { name: 'Run it' })).toBeEnabled();
    await tab.close();
    await frame.getByRole('button', { name: 'Open without it' }).click();
    await expect(frame.locator('.listening')).toHaveText('127.0.0.1:5000');
  } finally {
    other.close();
    other.closeAllConnections();
  }
});

test('inside a page of its own origin the question is asked', async ({ workbench, baseURL }) => {
  const { page } = workbench;
  await page.goto('./glaswerk-sandbox.html');
  await page.goto('./');
  await page.evaluate(
    (address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      frame.width = '900';
      frame.height = '700';
      frame.id = 'own';
      document.body.prepend(frame);
    },
    `${baseURL}?own${codeLink('export const app = 1;')}`,
  );
  const frame = page.frameLocator('#own');
  await expect(frame.getByRole('button', { name: 'Run it' })).toBeVisible();
});
