/**
 * The elements of docs pages in a real browser: what they read, show and leave alone. `embed.js` is a small stand-in
 * (embed/fake-embed.ts) that always has the same answer: what the real one does is tried elsewhere.
 */
import { readFileSync } from 'node:fs';
import { build } from 'vite';
import { expect, test as base } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { once } from './once.ts';
import { ROOT } from '../support/root.ts';

interface DocsTool {
  readonly tool: string;
  readonly what: string;
  readonly html: string;
  /** `block` and `element`, as they stand. */
  readonly order: readonly string[];
  readonly texts: readonly string[];
}
const TOOLS = JSON.parse(readFileSync(`${ROOT}/test/web/embed/fixtures/docs-tools.json`, 'utf8')) as DocsTool[];

declare const trustedTypes: {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
};

const REQUEST = '<pre><code>GET / HTTP/1.1\nHost: localhost\n</code></pre>';
const ANSWER = '<pre>HTTP/1.0 200 OK\nServer: Glaswerk\nContent-Length: 5\n\nHello</pre>';
const DIFFERENT = ANSWER.replace('Glaswerk', 'Glaswelt');

/** A page of a site that embeds, and what it has asked for. */
interface Site {
  readonly page: Page;
  readonly asked: string[];
  /** Shows a page with this body. */
  open(body: string, attributes?: string): Promise<void>;
  /** All events of elements since the page was opened: type and detail. */
  events(): Promise<readonly (readonly [type: string, detail: Record<string, unknown>])[]>;
}

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'";
const HEAD = `<!doctype html><link rel="stylesheet" href="glaswerk.css"><link rel="stylesheet" href="site.css">
<script src="watch.js"></script><script defer src="glaswerk.js"></script>`;
/** Listens before the elements are there. */
const WATCH = `globalThis.told = []; globalThis.shift = 0; globalThis.violations = [];
for (const name of ['ready', 'run', 'step', 'answer', 'drift', 'error'])
  addEventListener('glaswerk:' + name, ({ detail }) => told.push([name, JSON.parse(JSON.stringify(detail))]));
addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; })
  .observe({ type: 'layout-shift', buffered: true });`;
const STYLE =
  'body { font: 16px/1.5 sans-serif; color: #222; background: #fff } .dark { color: #ddd; background: #111 }';

const siteOf = once(async (browser: Browser): Promise<Site> => {
  const entry = `${ROOT}/test/e2e/embed/fake-embed.ts`;
  const result = await build({
    ...{ root: ROOT, configFile: false, logLevel: 'error', publicDir: false },
    build: { write: false, target: 'es2023', lib: { entry, formats: ['es'] } },
  });
  const [written] = Array.isArray(result) ? result : [result];
  if (written === undefined || !('output' in written)) throw new Error('nothing was built');
  const context = await browser.newContext({ viewport: { width: 800, height: 600 }, locale: 'en-US' });
  return siteIn(await context.newPage(), written.output[0].code);
});

const test = base.extend<{ readonly site: Site }>({
  site: async ({ browser }, use) => use(await siteOf(browser)),
});

test.describe.configure({ mode: 'default' });

const ADDRESS = 'http://docs.example/';

async function siteIn(page: Page, fake: string): Promise<Site> {
  const asked: string[] = [];
  let shown = '';
  const files: Readonly<Record<string, () => readonly [type: string, text: string]>> = {
    '': () => ['text/html; charset=utf-8', shown],
    'watch.js': () => ['text/javascript', WATCH],
    'site.css': () => ['text/css', STYLE],
    'embed.js': () => ['text/javascript', fake],
    'glaswerk.js': () => ['text/javascript', readFileSync(`${ROOT}/dist/page/glaswerk.js`, 'utf8')],
    'glaswerk.css': () => ['text/css', readFileSync(`${ROOT}/dist/page/glaswerk.css`, 'utf8')],
  };
  await page.route(`${ADDRESS}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    asked.push(name);
    const [contentType, body] = files[name]?.() ?? ['text/plain', ''];
    const headers = { 'Content-Security-Policy': POLICY };
    return route.fulfill({ status: name in files ? 200 : 404, contentType, body, headers });
  });
  return {
    page,
    asked,
    async open(body, attributes = 'lang="en"') {
      shown = `${HEAD.replace('<!doctype html>', `<!doctype html><html ${attributes}>`)}<body>${body}`;
      asked.length = 0;
      await page.goto(ADDRESS);
    },
    events: () => page.evaluate(() => (globalThis as unknown as { told: [string, Record<string, unknown>][] }).told),
  };
}

const bar = (page: Page, at = 0) => page.locator('glas-werk').nth(at).locator('.bar');
const run = (page: Page, at = 0) => page.locator('glas-werk').nth(at).getByRole('button', { name: 'Run' });
const status = (page: Page, at = 0) => page.locator('glas-werk').nth(at).getByRole('status');

test('nothing is loaded and nothing moves before the reader acts', async ({ site }) => {
  await site.open(`<p>Before.</p>${REQUEST}${ANSWER}<glas-werk server="threaded"></glas-werk><p>After.</p>`);
  const { page } = site;
  await expect(status(page)).toHaveText('recorded');
  await expect(bar(page)).toContainText('Threaded · hello');
  expect(site.asked.toSorted()).toEqual(['', 'glaswerk.css', 'glaswerk.js', 'site.css', 'watch.js']);
  expect(await page.evaluate(() => (globalThis as unknown as { shift: number }).shift)).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');

  await run(page).click();
  await expect(status(page)).toHaveText('✓ 61 bytes as printed ran just now, in this page');
  expect(site.asked).toContain('embed.js');
  await expect(page.locator('glas-werk .answer')).toHaveCount(0);
  expect((await site.events()).map(([name]) => name)).toEqual(['ready', 'run', 'answer']);
  expect(await page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual([]);
});

test('glaswerk.css reserves the height that the element has', async ({ site }) => {
  const { page } = site;
  const body = `${REQUEST}<glas-werk></glas-werk><p>After.</p>`;
  await page.setViewportSize({ width: 320, height: 600 });
  await site.open(body.replace('<p>', '<style></style><p>'));
  await expect(run(page)).toBeVisible();
  const defined = await page.locator('p').boundingBox();
  await page.route('**/glaswerk.js', (route) => route.abort());
  await site.open(body);
  expect((await page.locator('p').boundingBox())?.y).toBe(defined?.y);
  await page.unroute('**/glaswerk.js');
  await page.setViewportSize({ width: 800, height: 600 });
});

test('an answer that differs is shown with both sides, and marked where it is printed', async ({ site }) => {
  await site.open(`${REQUEST}${DIFFERENT}<glas-werk></glas-werk>`);
  const { page } = site;
  const before = await page.locator('body > pre').allInnerTexts();
  await run(page).click();
  await expect(status(page)).toHaveText('≠ differs from line 2, column 15 ran just now, in this page');
  await expect(page.locator('.difference dd')).toHaveText([
    'Server: Glaswelt␍␊',
    'Server: Glaswerk␍␊',
    'byte 31 of the answer',
  ]);
  await expect(page.locator('.difference mark')).toHaveText(['l', 'r']);
  // Both sides look like the answer below them: the bytes one below the other, line ends drawn, nothing a link.
  const looks = (of: string): Promise<string[]> =>
    page.locator(of).evaluate((element) => {
      const { fontFamily, textDecorationLine, borderTopWidth, cursor } = getComputedStyle(element);
      return [fontFamily, textDecorationLine, borderTopWidth, cursor];
    });
  expect(await looks('.difference')).toEqual(await looks('.outcome > .answer'));
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('Server: Glaswerk');
  const marked = (): Promise<string[]> =>
    page.evaluate(() =>
      [...(CSS.highlights.get('glaswerk-difference') ?? [])].map((range) => (range as Range).toString()),
    );
  expect(await marked()).toEqual(['l']);
  expect(await page.locator('body > pre').allInnerTexts()).toEqual(before);
  const drift = (await site.events()).find(([name]) => name === 'drift');
  expect(drift?.[1]).toMatchObject({ line: 2, column: 15, byte: 31, expected: 'lt␍␊', actual: 'rk␍␊' });

  // The plain run has kept no log: the stage opens where the byte was written.
  await page.getByRole('button', { name: 'byte 31 of the answer' }).click();
  await expect(page.locator('.stage')).toHaveText('the stage');
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { calls: unknown[] }).calls.at(-1)))
    .toEqual(['seek', 77]);

  await page.locator('glas-werk').evaluate((element: HTMLElement & { reset(): Promise<void> }) => element.reset());
  await expect(status(page)).toHaveText('recorded');
  expect(await marked()).toEqual([]);
  await expect(page.locator('.difference')).toHaveCount(0);
});

test('an answer that is not printed is typed below; run() resolves to it', async ({ site }) => {
  await site.open(`${REQUEST}<glas-werk></glas-werk>`);
  const { page } = site;
  await expect(status(page)).toHaveText('');
  const result = await page
    .locator('glas-werk')
    .evaluate((element: HTMLElement & { run(): Promise<Record<string, unknown>> }) => element.run());
  expect(result).toEqual({ text: expect.stringMatching(/^HTTP\/1.0 200 OK\n.*Hello$/s) as unknown });
  await expect(page.locator('glas-werk .answer')).toContainText('Hello');
  await expect(status(page)).toHaveText('live ran just now, in this page');
});

test('what runs nowhere is said beside the block, and may be tried again', async ({ site }) => {
  await site.open(`${REQUEST.replace('GET /', 'GET /silent')}<glas-werk></glas-werk>`);
  const { page } = site;
  await run(page).click();
  await expect(status(page)).toHaveText('The app did not answer.');
  await run(page).click();
  await expect.poll(async () => (await site.events()).filter(([name]) => name === 'error')).toHaveLength(2);
  expect((await site.events()).at(-1)).toEqual(['error', { code: 'silent', message: 'The app did not answer.' }]);
});

test('a folder without embed.js is said, and the next act tries again', async ({ site }) => {
  const { page } = site;
  await page.route('**/embed.js', (route) => route.abort());
  await site.open(`${REQUEST}${ANSWER}<glas-werk></glas-werk>`);
  await run(page).click();
  await expect(status(page)).toHaveText('http://docs.example/embed.js cannot be loaded.');
  await page.unroute('**/embed.js');
});

test('one short sentence says what the author has to mend; the rest of the page goes on', async ({ site }) => {
  await site.open(`${REQUEST}${ANSWER}<glas-werk></glas-werk><glas-werk></glas-werk>
    <glas-werk attach="none" request="GET /" server="treaded"></glas-werk>
    <glas-werk attach="none" request="GET /" view="terminal bufers"></glas-werk>
    <glas-werk attach="none" request="GET /" seed="x"></glas-werk>
    <glas-werk attach="none" request="GET /" height="tall"></glas-werk>
    <glas-werk attach="#missing"></glas-werk><glas-werk attach="<"></glas-werk>
    <glas-werk attach="none" request="GET /" app-src="#gone"></glas-werk>
    <glas-werk><pre>npm install</pre></glas-werk>`);
  const { page } = site;
  const sentences = [
    'recorded',
    'Another element runs this code block.',
    'server="treaded" is not possible: base, threaded, forking.',
    'view="bufers" is not possible: terminal, buffers, server, timeline, steps.',
    'seed="x" is not possible: 0, 1.',
    'height="tall" is not possible: 20em.',
    'No code block matches “#missing”.',
    'No code block matches “<”.',
    '',
    'No code block before this is a request.',
  ];
  await expect(page.locator('glas-werk').getByRole('status')).toHaveText(sentences);
  const errors = (await site.events()).filter(([name]) => name === 'error').map(([, { message }]) => message);
  expect(new Set(errors)).toEqual(new Set(sentences.filter((text) => text.endsWith('.'))));
  expect(errors).toHaveLength(8);
  await expect(page.locator('glas-werk').nth(9).locator('pre')).toHaveText('npm install');
  await expect(page.locator('glas-werk').nth(1).getByRole('button')).toHaveCount(0);

  // An app that is named by a selector is looked for when it is wanted.
  await run(page, 8).click();
  await expect(status(page, 8)).toHaveText('No code block matches “#gone”.');
  await run(page).click();
  await expect(status(page)).toContainText('61 bytes as printed');

  // What is mended works.
  await page
    .locator('glas-werk')
    .nth(2)
    .evaluate((element) => element.setAttribute('server', 'forking'));
  await expect(bar(page, 2)).toContainText('Forking · hello');
  await expect(run(page, 2)).toBeVisible();
});

test.describe('blocks', () => {
  test('of five documentation tools are read as they are shown', async ({ site }) => {
    await site.open('<main></main>');
    const read = await site.page.evaluate(
      async ({ address, htmls }) => {
        const reader = (await import(address)) as {
          readonly BLOCKS: string;
          isBlock(block: Element): boolean;
          readBlock(block: Element): string;
        };
        const policy = trustedTypes.createPolicy('test', { createHTML: (html) => html });
        return htmls.map((html) => {
          const { body } = new DOMParser().parseFromString(policy.createHTML(html), 'text/html');
          const nodes = [...body.querySelectorAll(`${reader.BLOCKS},glas-werk`)];
          const found = nodes.filter((node) => node.localName === 'glas-werk' || reader.isBlock(node));
          return {
            order: found.map((node) => (node.localName === 'glas-werk' ? 'element' : 'block')),
            texts: found
              .filter((node) => node.localName === 'pre')
              .map((block) => reader.readBlock(block).replace(/\n+$/, '')),
          };
        });
      },
      { address: `${ADDRESS}embed.js`, htmls: TOOLS.map(({ html }) => html) },
    );
    for (const [index, { tool, what, order, texts }] of TOOLS.entries()) {
      expect(read[index], `${tool}, ${what}`).toEqual({ order, texts });
    }
  });

  test('stand after the element, inside it, around it, or come late', async ({ site }) => {
    await site.open(`${REQUEST}<glas-werk></glas-werk>${ANSWER}
      <glas-werk><script type="text/x-http">\nPOST /inside HTTP/1.1\n\n</script></glas-werk>
      <glas-werk><pre>GET /own HTTP/1.1</pre><pre>HTTP/1.0 404 NOT FOUND</pre></glas-werk>
      <div id="named"><pre>anything</pre></div><glas-werk attach="#named" expect="next"></glas-werk><pre>at all</pre>
      <section></section><glas-werk id="late" attach="#later"></glas-werk>`);
    const { page } = site;
    const ready = async (): Promise<readonly unknown[]> =>
      (await site.events()).filter(([name]) => name === 'ready').map(([, { request, answer }]) => [request, answer]);
    await expect.poll(ready).toEqual([
      ['\nPOST /inside HTTP/1.1\n\n', undefined],
      ['GET /own HTTP/1.1', 'HTTP/1.0 404 NOT FOUND'],
      ['GET / HTTP/1.1\nHost: localhost\n', 'HTTP/1.0 200 OK\nServer: Glaswerk\nContent-Length: 5\n\nHello'],
      ['anything', 'at all'],
    ]);
    await expect(status(page, 4)).toHaveText('No code block matches “#later”.');
    await page.evaluate(() => {
      const late = document.createElement('pre');
      late.id = 'later';
      late.textContent = 'GET /late HTTP/1.1';
      document.querySelector('section')?.append(late);
    });
    await expect.poll(async () => (await ready()).at(-1)).toEqual(['GET /late HTTP/1.1', undefined]);
    await expect(status(page, 4)).toHaveText('');
    // Its tool draws the block again: the element looks for what is there when it runs.
    await page.evaluate(() => {
      const other = document.createElement('pre');
      other.id = 'later';
      other.textContent = 'GET /silent HTTP/1.1';
      document.querySelector('#later')?.replaceWith(other);
    });
    await run(page, 4).click();
    await expect(status(page, 4)).toHaveText('The app did not answer.');
  });
});

interface Stepping extends HTMLElement {
  step(count?: number): Promise<number>;
  send(text: string): Promise<void>;
  scenario(): Promise<object>;
}

test.describe('a stage', () => {
  const calls = (page: Page): Promise<unknown[]> =>
    page.evaluate(() => (globalThis as unknown as { calls?: unknown[] }).calls ?? []);

  test('opens below the bar, follows theme and language of the page, and closes', async ({ site }) => {
    await site.open(
      `<section>${REQUEST}${ANSWER}<glas-werk view="terminal buffers" height="20em"></glas-werk></section>`,
    );
    const { page } = site;
    const step = page.getByRole('button', { name: 'Step through it' });
    await expect(step).toHaveAttribute('aria-expanded', 'false');
    await step.click();
    await expect(page.locator('.stage')).toHaveText('the stage');
    await expect(page.getByRole('button', { name: 'Close' })).toHaveAttribute('aria-expanded', 'true');
    const view = ['terminal', 'buffers'];
    expect(await calls(page)).toEqual([['open', 'glas-werk', { theme: 'light', lang: 'en', view, height: '20em' }]]);

    const change = (name: string, value: string, at = 'html'): Promise<void> =>
      page.locator(at).evaluate((element, [name, value]) => element.setAttribute(name, value), [name, value] as const);
    const expectUpdate = (...update: readonly string[]): Promise<void> =>
      expect.poll(async () => (await calls(page)).at(-1)).toEqual(['update', ...update]);
    await change('data-theme', 'dark');
    await expectUpdate('dark', 'en');
    await change('lang', 'zh-CN', 'section');
    await expectUpdate('dark', 'zh');
    await expect(run(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: '运行' })).toBeVisible();
    await change('data-theme', 'auto');
    await expectUpdate('light', 'zh');
    // A page that only changes its colours.
    await change('class', 'dark', 'body');
    await expectUpdate('dark', 'zh');
    await change('class', '', 'body');
    await page.evaluate(() => void (document.body.style.color = 'oklch(0.9 0 0)'));
    await expectUpdate('dark', 'zh');

    await page.getByRole('button', { name: '关闭' }).click();
    await expect(page.locator('.stage')).toHaveText('');
    expect((await calls(page)).at(-1)).toEqual(['close', 'glas-werk']);
  });

  test('opens for a script of the page that wants to go on in it', async ({ site }) => {
    await site.open(`${REQUEST}<glas-werk></glas-werk>`);
    const { page } = site;
    const element = page.locator('glas-werk');
    expect(await element.evaluate((stepping: Stepping) => stepping.scenario())).toEqual({
      of: 'GET / HTTP/1.1\nHost: localhost\n',
    });
    expect(await element.evaluate((stepping: Stepping) => stepping.step(5))).toBe(105);
    await element.evaluate((stepping: Stepping) => stepping.send('GET'));
    expect((await calls(page)).at(-1)).toEqual(['send', 'GET', undefined]);
    expect(await element.evaluate((stepping: Stepping) => stepping.scenario())).toEqual({ of: 'stage' });
  });

  test('of a lab opens together with the panes that stand elsewhere', async ({ site }) => {
    await site.open(`<glas-terminal lab="x"></glas-terminal>${REQUEST}<glas-werk lab="x"></glas-werk>
      <glas-timeline lab="x"></glas-timeline><glas-steps lab="y"></glas-steps>`);
    const { page } = site;
    await page.locator('glas-timeline').getByRole('button', { name: 'Start' }).click();
    await expect(page.locator('glas-terminal .stage')).toHaveText('the stage');
    await expect(page.locator('glas-timeline .bar')).toBeHidden();
    await expect(page.locator('glas-steps .bar')).toBeVisible();
    expect((await calls(page)).map((call) => (call as unknown[])[1])).toEqual(['glas-timeline', 'glas-terminal']);
  });
});

test('every button is reached by keyboard, with a ring around it, and is large enough for a finger', async ({
  site,
}) => {
  await site.open(`<a href="#">before</a>${REQUEST}${ANSWER}<glas-werk></glas-werk><a href="#">after</a>`);
  const { page } = site;
  await page.getByText('before').focus();
  const seen: (readonly [name: string | undefined, outline: string, height: number])[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(() => {
        const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement ?? document.body;
        const { outlineStyle } = getComputedStyle(focused);
        return [focused.textContent, outlineStyle, focused.getBoundingClientRect().height] as const;
      }),
    );
  }
  expect(seen.map(([name]) => name)).toEqual(['Run', 'Step through it', 'after']);
  for (const [, outline, height] of seen.slice(0, 2)) {
    expect(outline).not.toBe('none');
    expect(height).toBeGreaterThanOrEqual(44);
  }
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText('61 bytes as printed');
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe('Run');
});

test('on paper the text is there and the bar is not', async ({ site }) => {
  await site.open(`${REQUEST}${ANSWER}<glas-werk></glas-werk>`);
  const { page } = site;
  await page.emulateMedia({ media: 'print' });
  await expect(bar(page)).toBeHidden();
  await expect(page.locator('body > pre')).toHaveCount(2);
  await page.emulateMedia({ media: null });
});

test('an example begins by itself where the author says so', async ({ site }) => {
  await site.open(`${REQUEST}${ANSWER}<glas-werk loading="eager"></glas-werk>`);
  await expect(status(site.page)).toContainText('61 bytes as printed');
});

test('a script that is loaded twice defines the elements once', async ({ site }) => {
  await site.open(`${REQUEST}${ANSWER}<glas-werk></glas-werk><script src="glaswerk.js"></script>`);
  await run(site.page).click();
  await expect(status(site.page)).toContainText('61 bytes as printed');
  expect((await site.events()).map(([name]) => name)).toEqual(['ready', 'run', 'answer']);
});

test('500 elements that come and go leave nothing', async ({ site }) => {
  await site.open(`<main></main>`);
  const { page } = site;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const rounds = (count: number): Promise<void> =>
    page.evaluate(
      async ([html, count]) => {
        const policy = trustedTypes.createPolicy(`rounds ${count}`, { createHTML: (html) => html });
        const main = document.querySelector('main') ?? document.body;
        for (let turn = 0; turn < count; turn += 1) {
          main.innerHTML = policy.createHTML(html);
          const element = main.querySelector<HTMLElement & { run(): Promise<unknown> }>('glas-werk');
          if (turn % 10 === 0) await element?.run();
          if (turn % 10 === 5) void element?.run();
          if (turn % 2 === 0) await Promise.resolve();
          main.replaceChildren();
        }
      },
      [`${REQUEST}${DIFFERENT}<glas-werk></glas-werk>`, count] as const,
    );
  const left = async (): Promise<Readonly<Record<string, number>>> => {
    for (let turn = 0; turn < 3; turn += 1) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  await rounds(50);
  const before = await left();
  await rounds(450);
  const after = await left();
  expect(after['Nodes']).toBeLessThanOrEqual((before['Nodes'] ?? 0) + 50);
  expect(after['JSEventListeners']).toBeLessThanOrEqual((before['JSEventListeners'] ?? 0) + 5);
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  await session.detach();
});
