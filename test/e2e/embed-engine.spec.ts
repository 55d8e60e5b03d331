/** The engine of elements in a docs page: one worker for all, what a loop ends, and what is left behind. */
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf } from './embed-page.ts';

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';
const block = (text: string): string => `<pre><code>${text}</code></pre>`;
const example = (id: string, attributes = ''): string =>
  `${block(GET)}<glas-werk id="${id}" ${attributes}></glas-werk>`;
const app = (id: string, code: string): string => `<script type="text/plain" id="${id}">${code}</script>`;

const MINE = `export const app = (environ: any, startResponse: any) => {
  if (environ.PATH_INFO === '/loop') for (;;);
  startResponse('200 OK', []);
  return [new TextEncoder().encode('mine')];
};`;
const LOOPS = `export const app = (): never => { for (;;); };`;

async function open(page: Page, body: string): Promise<void> {
  await page.route('**/docs.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>docs</title><body>${body}<script defer src="glaswerk.js"></script>`,
    }),
  );
  await page.goto('docs.html');
  await page.waitForFunction(() => customElements.get('glas-werk') !== undefined);
}

interface Runs extends HTMLElement {
  run(): Promise<{ text: string; matches?: boolean }>;
  step(count?: number): Promise<number>;
  send(text: string): Promise<void>;
  scenario(): Promise<object>;
}

/** The answer of an element, or the sentence that says why there is none. */
const run = (page: Page, id: string): Promise<string> =>
  page.evaluate(
    (id) =>
      (document.getElementById(id) as Runs).run().then(
        ({ text }) => text,
        (error: Error) => `failed: ${error.message}`,
      ),
    id,
  );

test('thirty elements on a page have one worker, and fetch nothing that steps through time', async ({ page }) => {
  const complaints = complaintsOf(page);
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  const ids = Array.from({ length: 30 }, (_, at) => `e${at}`);
  await open(page, ids.map((id) => example(id)).join(''));
  expect(page.frames()).toHaveLength(1);
  expect(fetched.filter((path) => path.includes('/assets/'))).toEqual([]);
  const answers = await Promise.all(ids.map((id) => run(page, id)));
  expect(new Set(answers)).toEqual(new Set([expect.stringMatching(/^HTTP\/1\.0 200 OK\n/)]));
  expect(page.workers()).toHaveLength(1);
  expect(page.frames()).toHaveLength(2);
  expect(fetched.filter((path) => /assets\/(full|apps|compile|terminal)-/.test(path))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a stage shows its terminal as text, and fetches the terminal itself, and no other part, for a reader who types', async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await open(page, example('one', 'view="terminal buffers"'));
  const asked = (pattern: RegExp): number => fetched.filter((path) => pattern.test(path)).length;
  await page.getByRole('button', { name: 'Step through it' }).click();
  const screen = page.locator('.screen');
  await expect(screen).toContainText('200 OK');
  expect([asked(/assets\/sessions-/), asked(/assets\/(full|apps|compile|terminal)-(?!pane)/)]).toEqual([1, 0]);
  const transcript = (): Promise<string> =>
    screen.evaluate((element) => (element as HTMLElement & { readonly transcript: string }).transcript);
  const before = await transcript();
  await screen.hover();
  await expect(page.locator('.xterm-screen')).toBeVisible();
  await expect.poll(transcript).toBe(before);
  await screen.click();
  await page.keyboard.type('GET /typed HTTP/1.0\n\n');
  await expect.poll(async () => (await transcript()).split('200 OK').length).toBeGreaterThan(1);
  expect(asked(/assets\/full-/)).toBe(0);
});

test('what is typed before the terminal is there is not lost', async ({ page }) => {
  await open(page, example('one', 'view="terminal buffers"'));
  await page.getByRole('button', { name: 'Step through it' }).click();
  const screen = page.locator('.screen');
  await expect(screen).toContainText('200 OK');
  let load = (): void => undefined;
  const loaded = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route(/assets\/terminal-(?!pane)/, async (route) => {
    await loaded;
    await route.continue();
  });
  const asked = page.waitForRequest(/assets\/terminal-(?!pane)/);
  await screen.focus();
  await asked;
  await page.keyboard.type('GET /early HTTP/1.0\n');
  load();
  await expect(page.locator('.xterm-screen')).toBeVisible();
  await page.keyboard.type('\n');
  await expect
    .poll(() => screen.evaluate((element) => (element as HTMLElement & { readonly transcript: string }).transcript))
    .toContain('GET /early HTTP/1.0');
  await expect(page.locator('.screen :focus')).toHaveCount(1);
});

test('an app that loops ends its own element, and the others answer without noticing', async ({ page }) => {
  await open(
    page,
    [
      example('one'),
      example('mine', 'app-src="#own"'),
      example('loops', 'app-src="#endless"'),
      app('own', MINE),
      app('endless', LOOPS),
    ].join(''),
  );
  expect(await run(page, 'mine')).toContain('mine');
  const [looping, one, mine] = await Promise.all([run(page, 'loops'), run(page, 'one'), run(page, 'mine')]);
  expect(looping).toBe('failed: The app did not answer and was ended: it loops.');
  expect(one).toContain('200 OK');
  expect(mine).toContain('mine');
  // Who answered before the loop was ended needs no other worker until the next run.
  expect(await run(page, 'one')).toContain('200 OK');
  // That a worker has ended is heard later than the answer of the other one.
  await expect.poll(() => page.workers().length).toBe(1);
});

test('a stage goes on where it stood after the worker was ended for the app of another element', async ({ page }) => {
  await open(page, [example('stage'), example('loops', 'app-src="#endless"'), app('endless', LOOPS)].join(''));
  const step = (count: number): Promise<number> =>
    page.evaluate((count) => (document.getElementById('stage') as Runs).step(count), count);
  const before = await step(5);
  expect(await run(page, 'loops')).toContain('it loops');
  expect(await step(1)).toBe(before + 1);
  const scenario = await page.evaluate(() => (document.getElementById('stage') as Runs).scenario());
  const inputs = expect.arrayContaining([
    expect.objectContaining({ do: 'connect' }),
    expect.objectContaining({ do: 'send' }),
  ]);
  expect(scenario).toMatchObject({ app: { preset: 'hello' }, inputs });
});

test('a name in a printed answer stands for the same text in the examples that follow', async ({ page }) => {
  const printed = (answer: string, id: string): string =>
    `${block(GET)}${block(answer)}<glas-werk id="${id}"></glas-werk>`;
  const texts = ['HTTP/1.0 [STATUS]\n...', 'HTTP/1.0 [STATUS]\n...', 'HTTP/1.0 200 [STATUS]\n...'];
  await open(page, texts.map((text, at) => printed(text, `e${at}`)).join(''));
  const matches: unknown[] = [];
  for (const id of ['e0', 'e1', 'e2']) {
    matches.push(await page.evaluate(async (id) => (await (document.getElementById(id) as Runs).run()).matches, id));
  }
  expect(matches).toEqual([true, true, false]);
});

test('an element that is removed leaves no frame, no worker and nothing in the document', async ({ page }) => {
  await open(page, '<main></main>');
  const before = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.evaluate(async (get) => {
    const main = document.querySelector('main') as HTMLElement;
    for (let at = 0; at < 500; at += 1) {
      main.innerHTML = `<pre><code>${get}</code></pre><glas-werk></glas-werk>`;
      // Now and then one is run: most readers look at few.
      if (at % 50 === 0) await (main.querySelector('glas-werk') as Runs).run();
      main.replaceChildren();
    }
  }, GET);
  await expect.poll(() => [page.workers().length, page.frames().length]).toEqual([0, 1]);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBe(before);
});

test('a lesson takes the place of an example: its words, its questions, and the walk of its request', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  await open(page, '<glas-werk lesson="idle-client-freezes-base" lang="zh"></glas-werk>');
  const lesson = page.locator('glas-werk').frameLocator('iframe');
  await expect(lesson.locator('.lesson-strip h2')).toHaveText('一个空闲的客户端冻结了服务器');
  await expect(lesson.locator('.lesson-place')).toContainText('1');
  await lesson.locator('.lesson-next').click();
  await expect(lesson.locator('.lesson-place')).toContainText('2');
  await expect(lesson.locator('.walk-place')).toContainText('/17');
  await expect(page.getByRole('button', { name: 'Run' })).toBeHidden();
  expect(complaints).toEqual([]);
});

test('where the step that wrote the first differing byte cannot be shown, that is said, and may be tried again', async ({
  page,
}) => {
  await open(page, `${block(GET)}${block('HTTP/1.0 404 NOT FOUND')}<glas-werk id="one"></glas-werk>`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const byte = page.getByRole('button', { name: 'byte 9 of the answer' });
  await expect(byte).toBeVisible();
  // What the stage needs does not come.
  await page.route('**/assets/**', (route) => route.abort());
  await byte.click();
  const failure = page.locator('.difference [role=alert]');
  await expect(failure).toContainText(/^The step cannot be shown: \S/);
  await page.unroute('**/assets/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.screen')).toContainText('200 OK');
  await expect(failure).toHaveCount(0);
});
