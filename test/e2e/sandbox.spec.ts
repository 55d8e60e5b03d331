/** Code that runs from here on is not trusted: what it tries, and what comes of it. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Attacker } from './attacker.ts';
import { PROBES } from './probes.ts';
import { Workbench, test as base, expect, poll } from './workbench.ts';

const test = base.extend<{ attacker: Attacker }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for a pattern
  attacker: async ({}, use) => {
    const attacker = await Attacker.start();
    await use(attacker);
    attacker.stop();
  },
});

const SANDBOX = readFileSync(new URL('../../web/sandbox/glaswerk-sandbox.html', import.meta.url), 'utf8');
const CSP = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/;

type Results = Readonly<Record<string, string>>;

const reached = (results: Results): string[] =>
  Object.entries(results).flatMap(([name, result]) => (result.startsWith('REACHED') ? [`${name}: ${result}`] : []));

/** Runs the probes in a worker of the frame, on a page that forbids nothing itself. */
async function probeFrame(page: Page, attacker: Attacker, frame: string): Promise<Results> {
  await page.goto(`${attacker.origin}/host`);
  const program = `onmessage = ({ ports: [port] }) =>
    ${PROBES}('${attacker.origin}', (url) => import(url)).then((results) => port.postMessage(results));`;
  return page.evaluate(
    ({ frame, program }) =>
      new Promise<Results>((resolve) => {
        const iframe = document.createElement('iframe');
        iframe.setAttribute('sandbox', 'allow-scripts');
        iframe.name = 'nonce';
        iframe.srcdoc = frame;
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', ({ data }) => resolve(data as Results));
        port1.start();
        addEventListener('message', ({ data, source }) => {
          if (source !== iframe.contentWindow || (data as { glaswerk: string }).glaswerk !== 'ready') return;
          iframe.contentWindow?.postMessage({ glaswerk: 'start', nonce: 'nonce', program }, '*', [port2]);
        });
        document.body.append(iframe);
      }),
    { frame, program },
  );
}

/** Serves an app of the reader's in place of the preset `hello`. */
async function serve(page: Page, source: string): Promise<void> {
  await page.evaluate((source) => localStorage.setItem('glaswerk-app:hello', source), source);
  await page.reload();
}

test('without the policy the probes do get out: they work', async ({ page, attacker }) => {
  const results = await probeFrame(page, attacker, SANDBOX.replace(CSP, ''));
  expect(reached(results).length).toBeGreaterThan(8);
  // What a probe has sent may be heard after the probe has ended.
  await poll(() => attacker.hits.size).toBeGreaterThanOrEqual(8);
});

test('under the policy nothing gets out of the frame’s worker, on a page that forbids nothing', async ({
  page,
  attacker,
}) => {
  const results = await probeFrame(page, attacker, SANDBOX);
  // What is left is the worker's own: it may call its frame, which does not listen, end itself, and start workers like
  // itself.
  const own = ['postMessage', 'close', 'Worker'];
  expect(reached(results).filter((line) => !own.includes(line.split(':')[0] ?? ''))).toEqual([]);
  expect([...attacker.hits]).toEqual([]);
});

test('an app reaches nothing outside: neither page, nor storage, nor network', async ({ workbench, attacker }) => {
  const { page } = workbench;
  await serve(
    page,
    `import { Request, Response } from 'glaswerk';
const probe: any = ${PROBES};
probe('${attacker.origin}', (url: string) => import(url)).then((results: unknown) => {
  Object.defineProperty(globalThis, 'probed', { value: results });
});
export const app = Request.application(() => new Response('probed'));`,
  );
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  const [worker] = page.workers();
  const probed = (): Promise<Results> =>
    worker?.evaluate(() => (globalThis as unknown as { probed: Results }).probed) ?? Promise.resolve({});
  await poll(probed).toBeTruthy();
  const results = await probed();
  expect(reached(results)).toEqual([]);
  expect(Object.keys(results).length).toBeGreaterThan(35);
  expect([...attacker.hits]).toEqual([]);
  // It is known that evaluation of text is refused by the policy and told to the console.
  const told = workbench.complaints.splice(0);
  expect(told.filter((text) => !/Content Security Policy/.test(text))).toEqual([]);
});

const CRAWL = `import { Request, Response, memory, sleep, blocking } from 'glaswerk';
const wanted = ['Kernel', 'Scheduler', 'Process', 'Thread', 'FdTable', 'Network', 'Recorder', 'Machine', 'MachineHost', 'Clock', 'MessagePort'];
const found = new Set<string>();
const taken: string[] = [];
const attempt = (name: string, act: () => void) => { try { act(); taken.push(name); } catch {} };
attempt('Map.prototype.get', () => { const get = Map.prototype.get; Map.prototype.get = function (key) { crawl(this); return get.call(this, key); }; });
attempt('Array.prototype.push', () => { Array.prototype.push = function () { crawl(this); return 0; }; });
attempt('Set', () => { (globalThis as any).Set = class {}; });
attempt('Object.prototype setter', () => { Object.defineProperty(Object.prototype, 'kernel', { set(value) { crawl(value); } }); });
attempt('Error.prepareStackTrace', () => { (Error as any).prepareStackTrace = (_: unknown, sites: any[]) => { for (const site of sites) { crawl(site.getThis()); crawl(site.getFunction()); } return ''; }; });
attempt('generator next', () => { Object.getPrototypeOf(function* () {}).prototype.next = function () { crawl(this); }; });
attempt('Promise.prototype.then', () => { Promise.prototype.then = function () { crawl(this); return this as any; }; });
function crawl(root: unknown) {
  const seen = new Set<unknown>();
  const left: unknown[] = [root];
  while (left.length > 0 && seen.size < 20000) {
    const value: any = left.pop();
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) continue;
    seen.add(value);
    if (typeof value === 'function' && wanted.includes(value.name)) found.add(value.name);
    if (value instanceof Map || value instanceof Set) left.push(...value.keys(), ...value.values());
    left.push(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      left.push(property?.value, property?.get, property?.set);
      if (property?.get) try { left.push(value[key]); } catch {}
    }
    for (const getter of ['caller', 'callee', 'arguments']) try { left.push(value[getter]); } catch {}
  }
}
export const app = blocking(function* (this: unknown, environ, startResponse) {
  for (const root of [this, environ, startResponse, memory(), sleep(1), Request, Response]) crawl(root);
  try { [...(sleep as any)('x')]; } catch (error) { crawl(error); }
  yield* sleep(0.001);
  crawl(new Error('stack'));
  Object.defineProperty(globalThis, 'crawled', { value: { found: [...found], taken } });
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  try { startResponse('200 OK', []); } catch (error) { crawl(error); }
  return [];
});`;

test('an app finds no object of the kernel, and cannot observe its calls', async ({ workbench }) => {
  const { page } = workbench;
  await serve(page, CRAWL);
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectTerminal('200 OK');
  const [worker] = page.workers();
  const crawled = await worker?.evaluate(() => (globalThis as unknown as { crawled: unknown }).crawled);
  expect(crawled).toEqual({ found: [], taken: [] });
});

test('a frame that goes elsewhere is ended', async ({ workbench }) => {
  const frame = workbench.page.frames().find((frame) => frame !== workbench.page.mainFrame());
  await frame
    ?.evaluate(() => {
      location.href = 'about:blank';
    })
    .catch(() => undefined);
  await expect(workbench.page.getByRole('alert')).toContainText('navigated away');
  await poll(() => workbench.page.frames().length).toBe(1);
  await workbench.button('Restart the machine').click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
});

test('an app that loops is ended, the page stays awake, and the text is kept', async ({ workbench }, {
  annotations,
}) => {
  const { page } = workbench;
  const source = `import { Request, Response } from 'glaswerk';
export const app = Request.application((request) => {
  while (request.path === '/loop') memory;
  return new Response('fine');
});
const memory = 0;`;
  await serve(page, source);
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET /loop HTTP/1.1\n');
  await page.evaluate(() => {
    const alert = document.querySelector('#workbench')?.shadowRoot?.querySelector<HTMLElement>('[role="alert"]');
    const figures = { since: 0, ended: 0, frames: 0 };
    Object.assign(globalThis, { figures });
    const start = (): void => {
      figures.since ||= performance.now();
    };
    document.addEventListener('keydown', start, { capture: true });
    new MutationObserver(() => {
      if (alert?.hidden === false) figures.ended ||= performance.now();
    }).observe(document.querySelector('#workbench')?.shadowRoot as Node, { subtree: true, attributes: true });
    const frame = (): void => {
      if (figures.ended === 0 && figures.since > 0) figures.frames += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Your version of the app did not return');
  const { since, ended, frames } = await page.evaluate(
    () => (globalThis as unknown as { figures: { since: number; ended: number; frames: number } }).figures,
  );
  annotations.push({ type: 'figure', description: `ended after ${Math.round(ended - since)} ms and ${frames} frames` });
  // How soon, in beats of the page's own, is held in test/web/session/watchdog.test.ts.
  expect(frames).toBeGreaterThan(5);
  await poll(() => page.workers().length).toBe(0);
  // Nothing looks as if it went on.
  await workbench.expectTerminal('the machine has stopped');
  await expect(workbench.button('Half-close')).toBeDisabled();
  await expect(page.locator('.live')).toHaveText('ended');
  await expect(page.getByRole('region', { name: 'Server', exact: true }).locator('.pane-subject')).toContainText(
    'stopped',
  );

  await workbench.button('Restart the machine').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('fine');
  await workbench.button('Edited').click();
  await expect(page.getByRole('textbox', { name: 'Source of the app' })).toContainText("request.path === '/loop'");
});

test('an app that loops while it is loaded is left by the editor or by the preset, after a reload too', async ({
  workbench,
}) => {
  const { page } = workbench;
  await serve(page, 'while (true) {}');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Your version of the app did not return');
  await page.reload();
  await expect(alert).toContainText('Your version of the app did not return');
  await workbench.button('Edit the app').click();
  await expect(page.getByRole('textbox', { name: 'Source of the app' })).toContainText('while (true)');
  await workbench.button('Serve the preset').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await expect(alert).toBeHidden();
});

const BUDGETS: Readonly<Record<string, string>> = {
  bytes: `for (;;) yield encodeLatin1('x'.repeat(60_000));`,
  steps: `for (;;) yield encodeLatin1('x');`,
  memory: `memory()['much'] = 'x'.repeat(20_000_000); yield* sleep(1);`,
};

for (const [budget, body] of Object.entries(BUDGETS)) {
  test(`a machine that uses up its ${budget} is ended with a message that says so`, async ({ workbench }) => {
    await serve(
      workbench.page,
      `import { encodeLatin1, memory, sleep } from 'glaswerk';
export const app = function* (_environ, startResponse) {
  startResponse('200 OK', []);
  ${body}
};`,
    );
    await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
    await workbench.focusTerminal();
    await workbench.type('GET / HTTP/1.0\n\n');
    await expect(workbench.page.getByRole('alert')).toContainText(`Budget of ${budget} used up`);
  });
}

base('where the host of the page forbids the frame in the page, the one in a file takes over', async ({ page }) => {
  await page.route('./', async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'content-security-policy': "default-src 'self'; style-src 'self'; img-src 'self' data:",
    };
    await route.fulfill({ response, headers });
  });
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
  expect(page.frames().some((frame) => frame.url().endsWith('/glaswerk-sandbox.html'))).toBe(true);
});
