/** The stage of an embedded example, in a page that is not its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';
import type { Stage, Wanted } from '../../web/embed/contract.ts';
import { left, openWatched } from './leftovers.ts';
import { once } from './once.ts';
import { OWN_PAGES, ownPages } from './own-pages.ts';
import type { Staging } from './stage/stage.ts';

declare const staging: Staging;
/** The stages of a page, in the order in which they were opened, and the steps that the page was told. */
declare const stages: Stage[];
declare const told: { type: string; detail: Record<string, unknown> }[];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All tests have one page, which is loaded again for each: it has compiled what all of them need. */
const deskOf = once(async (browser: Browser): Promise<Page> => {
  const page = await openWatched(browser);
  await page.route('**/staged/**', (route) =>
    route.fulfill({ path: `${OWN_PAGES}/${new URL(route.request().url()).pathname.replace('/staged/', '')}` }),
  );
  return page;
});

const test = base.extend<{ readonly page: Page }>({
  page: async ({ browser, baseURL }, use) => {
    await ownPages(baseURL);
    const desk = await deskOf(browser);
    await desk.setViewportSize({ width: 900, height: 700 });
    await desk.emulateMedia({ colorScheme: 'light' });
    await goto(desk, `${baseURL}staged/test/e2e/stage/stage.html`);
    await desk.evaluate(() => localStorage.clear());
    await use(desk);
    // What the last test leaves would go on beside all that come after it.
    await desk.goto('about:blank');
  },
});

test.describe.configure({ mode: 'default' });

async function goto(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => 'staging' in globalThis);
  await page.evaluate(() => {
    const told: { type: string; detail: unknown }[] = [];
    Object.assign(globalThis, { stages: [], told });
    for (const type of ['glaswerk:step', 'glaswerk:error'])
      document.addEventListener(type, (event) => void told.push({ type, detail: (event as CustomEvent).detail }));
  });
}

/** Opens a stage, or a pane, at the end of the page. */
async function open(page: Page, wanted: Partial<Wanted> = {}, tag = 'glas-werk'): Promise<Locator> {
  await page.evaluate(
    async ([wanted, tag]) => {
      stages.push(await staging.open(wanted, tag));
    },
    [wanted, tag] as const,
  );
  return page.locator(tag).last();
}

const position = (stage: Locator): Locator => stage.locator('.step-position');
const sentence = (stage: Locator): Locator => stage.locator('.step-sentence');
/** Everything in a terminal, also what is not in sight. */
const transcript = (stage: Locator): Promise<string> =>
  stage
    .locator('.screen')
    .first()
    .evaluate((element) => (element as unknown as { transcript: string }).transcript);

test('a stage opens where the client begins, and goes by steps, calls, system calls and states', async ({ page }) => {
  const stage = await open(page);
  await expect(position(stage)).toHaveText(/^60 \/ 3\d\d$/);
  await stage.getByRole('button', { name: 'Next' }).click();
  await expect(sentence(stage)).toContainText('GET / HTTP/1.1');
  await stage.getByRole('combobox').selectOption('syscall');
  await stage.getByRole('button', { name: 'Next' }).click();
  await expect(sentence(stage)).toHaveText(/^System call socket: AF_INET/);
  await stage.getByRole('combobox').selectOption('state');
  for (const name of ['accept4', 'parse_request', 'parse_request', 'start_response', 'write']) {
    await stage.getByRole('button', { name: 'Next' }).click();
    await expect(sentence(stage)).toContainText(name);
  }
  await stage.getByRole('button', { name: 'Back' }).click();
  await expect(sentence(stage)).toContainText('start_response');
  const steps = await page.evaluate(() => told.map(({ detail }) => detail['step']));
  expect(steps[0]).toBe(60);
  expect(steps.at(-1)).toBeGreaterThan(150);
});

test('at names a moment; a name that the run does not have is told with names like it', async ({ page }) => {
  const stage = await open(page, { at: 'BaseServer.serve_forever' });
  await expect(sentence(stage)).toHaveText('MainThread calls BaseServer.serve_forever(0.5)');
  const other = await open(page, { at: 'make_enviorn' });
  await expect(other.getByText('This run has no step ‘make_enviorn’. It has make_environ.')).toBeVisible();
  expect(
    await page.evaluate(() => told.filter(({ type }) => type === 'glaswerk:error').map(({ detail }) => detail)),
  ).toEqual([{ code: 'at', message: 'This run has no step ‘make_enviorn’. It has make_environ.' }]);
});

test('one can type, in the past too, and Esc and Tab leave the terminal', async ({ page }) => {
  const stage = await open(page, { at: 'recvfrom' });
  const screen = stage.locator('.screen');
  await screen.click();
  await expect(stage.getByText('Esc, then Tab leaves the terminal.')).toBeVisible();
  await page.keyboard.type('GET /two HTTP/1.0\n\n');
  await expect.poll(() => transcript(stage)).toContain('GET /two HTTP/1.0');
  await expect.poll(async () => (await transcript(stage)).split('"msg": "success"').length).toBeGreaterThan(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(stage.getByText('Esc, then Tab leaves the terminal.')).toBeHidden();
  await expect(screen.locator(':focus')).toHaveCount(0);
  await stage.getByRole('button', { name: 'Start over' }).click();
  await expect.poll(() => transcript(stage)).not.toContain('GET /two HTTP/1.0');
  await expect(sentence(stage)).toContainText('recvfrom');
});

test('a request that needs more of the program stays in the terminal, in the past too', async ({ page }) => {
  const stage = await open(page);
  await stage.locator('.screen').click();
  await page.keyboard.type('G\n');
  await expect.poll(() => transcript(stage)).toContain("Bad request syntax ('G')");
  expect(await transcript(stage)).toContain('› G');
});

test('a stage that is for reading takes no keys', async ({ page }) => {
  const stage = await open(page, { isReadonly: true });
  const before = await transcript(stage);
  await stage.locator('.screen').click();
  await page.keyboard.type('GET /two HTTP/1.0\n\n');
  expect(await transcript(stage)).toBe(before);
});

test('the wheel scrolls the page, and a pane once the reader is in it', async ({ page }) => {
  const stage = await open(page, { view: ['terminal', 'steps'], request: 'GET / HTTP/1.1\nHost: x\n\n'.repeat(6) });
  await page.evaluate(() => document.body.style.setProperty('padding-bottom', '3000px'));
  for (const pane of [stage.locator('.screen'), stage.getByRole('listbox')]) {
    await page.evaluate(() => scrollTo(0, 0));
    await pane.hover();
    await page.mouse.wheel(0, 120);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
  }
  await page.evaluate(() => scrollTo(0, 0));
  const list = stage.getByRole('listbox');
  await list.focus();
  await page.keyboard.press('Home');
  await expect(position(stage)).toHaveText(/^1 \//);
  await list.hover();
  await page.mouse.wheel(0, 120);
  await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(50);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('methods resolve when the machine has done it', async ({ page }) => {
  const stage = await open(page);
  const results = await page.evaluate(async () => {
    const [stage] = stages;
    if (stage === undefined) throw new Error('no stage');
    const sought = await stage.seek('make_environ');
    const stepped = await stage.step(2);
    const back = await stage.step(-1);
    const unknown = await stage.seek('nothing_like_it').catch((error: Error & { code?: string }) => error.code);
    await stage.reset();
    await stage.send('GET /sent HTTP/1.0\r\n');
    await stage.send(new Uint8Array([0x58, 0x3a, 0xff, 0x0d, 0x0a, 0x0d, 0x0a]));
    const scenario = (await stage.scenario()) as { version: number; inputs: Sent[] };
    return { sought, stepped, back, unknown, scenario: structuredClone(scenario) };
  });
  expect(results.stepped).toBe(results.sought + 2);
  expect(results.back).toBe(results.sought + 1);
  expect(results.unknown).toBe('at');
  expect(results.scenario.version).toBe(3);
  const sent = results.scenario.inputs.flatMap(({ data, base64 = '' }) => data ?? atob(base64));
  expect(sent.filter((text) => text !== '').slice(-2)).toEqual(['GET /sent HTTP/1.0\r\n', 'X:\xff\r\n\r\n']);
  expect(await transcript(stage)).toContain('"msg": "success"');
});

/** An input of a scenario: its bytes as text, or in base64. */
interface Sent {
  readonly data?: string;
  readonly base64?: string;
}

test('elements of one lab show one machine under one cursor, until the last one leaves', async ({ page }) => {
  const stage = await open(page, { lab: 'x', view: ['terminal'] });
  const bare = { lab: 'x', request: undefined };
  const timeline = await open(page, bare, 'glas-timeline');
  const terminal = await open(page, bare, 'glas-terminal');
  await page.evaluate(() => stages[0]?.seek('make_environ'));
  const slider = timeline.getByRole('slider');
  const at = Number((await position(stage).textContent())?.split(' ')[0]);
  await expect(slider).toHaveAttribute('aria-valuenow', String(at));
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', String(at + 1));
  await expect(position(stage)).toHaveText(`${at + 1} / 332`);
  await expect.poll(() => transcript(terminal)).toBe(await transcript(stage));
  // The others go on without the first.
  await page.evaluate(() => stages[0]?.close());
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuenow', '332');
  await expect(page.locator('iframe')).toHaveCount(1);
  await page.evaluate(() => stages.forEach((stage) => stage.close()));
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('there is one pane at a time in a narrow element, and room for two in a wide one', async ({ page }) => {
  const stage = await open(page);
  const panes = stage.locator('.stage-body > .pane:visible');
  await expect(panes).toHaveCount(2);
  const height = (await stage.boundingBox())?.height;
  await page.setViewportSize({ width: 640, height: 700 });
  await expect(panes).toHaveCount(1);
  for (const name of ['Buffers', 'Server', 'Steps', 'Terminal']) {
    await stage.getByRole('button', { name, exact: true }).click();
    await expect(panes).toHaveAttribute('aria-label', name);
  }
  expect((await stage.boundingBox())?.height).toBe(height);
});

test('the theme and the language change in place', async ({ page }) => {
  const stage = await open(page);
  const background = (): Promise<string> =>
    stage.locator('.stage').evaluate((element) => {
      const { host } = element.getRootNode() as ShadowRoot;
      return getComputedStyle(host).backgroundColor;
    });
  const light = await background();
  await page.evaluate(() => {
    const wanted = { request: '', lineEnds: 'crlf', view: [], earlier: [], isReadonly: false } as const;
    stages[0]?.update({ ...wanted, theme: 'dark', lang: 'zh' });
  });
  await expect(stage.getByRole('button', { name: '前进' })).toBeVisible();
  expect(await background()).not.toBe(light);
});

const APP = `// #region hidden
import { Request, Response } from 'glaswerk';
// #endregion
export const app = Request.application(() => new Response('first'));
`;

test('the author’s app is read, changed and run; the change is kept until the original is wanted', async ({ page }) => {
  const address = page.url();
  const wanted = { view: ['terminal'] as const, appSource: { text: APP } };
  let stage = await open(page, wanted);
  await expect(stage.locator('.app-code')).toContainText('new Response');
  await expect(stage.locator('.app-code')).not.toContainText('import');
  await stage.getByRole('button', { name: '… 3 lines' }).click();
  await expect(stage.locator('.app-code')).toContainText('import');
  await stage.getByRole('button', { name: 'Edit' }).click();
  // The string alone, once the code is coloured: before, the text of its whole line has it.
  await stage.locator('.cm-content').getByText("'first'", { exact: true }).dblclick();
  await page.keyboard.type('second');
  await stage.getByRole('button', { name: 'Run' }).click();
  await expect.poll(() => transcript(stage)).toContain('second');
  await goto(page, address);
  stage = await open(page, wanted);
  await expect.poll(() => transcript(stage)).toContain('first');
  await expect(stage.locator('.cm-content')).toContainText('second');
  await stage.getByRole('button', { name: 'Original' }).click();
  await expect(stage.locator('.cm-content')).toContainText('first');
});

test('the workbench shows the same machine at the same step, and Back comes back', async ({ page }) => {
  const address = page.url();
  const stage = await open(page, { at: 'make_environ', server: 'threaded' });
  const at = (await position(stage).textContent())?.split(' ')[0] ?? '';
  await stage.getByRole('link', { name: 'Open in the workbench' }).click();
  await page.waitForURL(/index\.html#s1\./);
  await expect(page.locator('.quarters')).toHaveAttribute('data-step', at);
  await expect(page.getByRole('button', { name: 'Threaded' })).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  expect(page.url()).toBe(address);
});

test('the workbench opens at the pane that was chosen last', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const stage = await open(page, { at: 'make_environ' });
  await stage.getByRole('button', { name: 'Server', exact: true }).click();
  await stage.getByRole('link', { name: 'Open in the workbench' }).click();
  await page.waitForURL(/index\.html#s1\./);
  await expect(page.getByRole('tab', { name: 'WSGI' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: 'WSGI' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in ${theme} colours`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const stage = await open(page, {
      theme,
      view: ['timeline', 'terminal', 'buffers', 'server', 'steps'],
      at: 'write',
    });
    await page.evaluate(AXE);
    for (const name of ['Buffers', 'Server', 'Steps']) {
      await stage.getByRole('button', { name, exact: true }).click();
      await expect(stage.locator(`.stage-body > .pane[aria-label="${name}"]`)).toBeVisible();
      const faults = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(on: string, options: object): Promise<Result> } };
        const { violations } = await axe.run('glas-werk', { resultTypes: ['violations'] });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
      });
      expect(faults).toEqual([]);
    }
  });
}

interface Result {
  readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: { html: string }[] }[];
}

test('a stage opened and closed 50 times leaves nothing', async ({ page }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  // Another one keeps the engine going, as on a page with many.
  await open(page);
  const rounds = (count: number): Promise<void> =>
    page.evaluate(async (count) => {
      for (let turn = 0; turn < count; turn += 1) {
        const stage = await staging.open({ view: ['terminal', 'buffers', 'server', 'timeline'] });
        if (turn % 5 === 0) await stage.seek('make_environ');
        stage.close();
      }
    }, count);
  await rounds(10);
  const before = await left(page, session);
  await rounds(50);
  const after = await left(page, session);
  expect(after).toMatchObject({ frames: before.frames, iframes: before.iframes, elements: before.elements });
  // The one that stays has timers of its own.
  expect(after.timers).toBeLessThanOrEqual(before.timers + 2);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 50);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 5);
  expect(after.heap - before.heap).toBeLessThan(50 * 20_000);
});

test('a pane, or the moments, that cannot be loaded are said in the stage, and come when it is tried again', async ({
  page,
  baseURL,
}) => {
  const parts = /\/staged\/assets\/(steps-pane|find-moments)-.*\.js$/;
  await page.route(parts, (route) => route.abort());
  await goto(page, `${baseURL}staged/test/e2e/stage/stage.html`);
  const stage = await open(page, { view: ['steps', 'terminal', 'timeline'] });
  const missing = stage.locator('.stage-missing');
  await expect(missing).toContainText('A part of this example could not be loaded.');
  await expect(missing).toContainText('The moments could not be loaded.');
  await expect(stage.getByRole('listbox')).toHaveCount(0);
  await page.unroute(parts);
  await missing.getByRole('button', { name: 'Try again' }).click();
  await expect(stage.getByRole('listbox')).toBeVisible();
  await expect(missing).toBeHidden();
});

test('a terminal that cannot be loaded is said in the stage, and comes when it is tried again', async ({
  page,
  baseURL,
}) => {
  await goto(page, `${baseURL}staged/test/e2e/stage/stage.html`);
  const stage = await open(page, { view: ['terminal'] });
  await expect.poll(() => transcript(stage)).toContain('success');
  const scripts = /\/staged\/assets\/.*\.js$/;
  await page.route(scripts, (route) => route.abort());
  await stage.locator('.screen').click();
  const missing = stage.locator('.stage-missing');
  await expect(missing).toContainText('A part of this example could not be loaded.');
  expect(await transcript(stage)).toContain('success');
  await page.unroute(scripts);
  await missing.getByRole('button', { name: 'Try again' }).click();
  await expect(stage.locator('.xterm')).toBeVisible();
  await expect(missing).toBeHidden();
  expect(await transcript(stage)).toContain('success');
});
