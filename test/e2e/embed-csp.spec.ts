/** Examples under the policies of other sites: the table "Content Security Policy" of web/embed/README.md. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';
import { serveHost } from './host-page.ts';
import type { HostPage } from './host-page.ts';
import { expect, poll, test } from './workbench.ts';

const FOLDER = new URL('../../dist/page/', import.meta.url);
const read = (file: string): Buffer => readFileSync(new URL(file, FOLDER));
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** What the guide tells an author to allow. */
const HASH = /'sha256-[^']+'/.exec(read('glaswerk-sandbox.html').toString())?.[0] ?? '';

interface Policy {
  readonly policy: string;
  /** Whether every file has it, and not the page alone. */
  readonly isEverywhere?: boolean;
  readonly nonce?: string;
  /** What the browser may complain of although all works. */
  readonly passes?: RegExp;
}

/** A docs page with one example, which has Glaswerk's files below `/g/`. */
function serve({ policy, isEverywhere = false, nonce }: Policy): Promise<HostPage> {
  const integrity = `sha384-${createHash('sha384').update(read('glaswerk.js')).digest('base64')}`;
  const attributes = nonce === undefined ? '' : ` nonce="${nonce}"`;
  const body = `<!doctype html><html lang="en"><title>docs</title>
    <link rel="stylesheet" href="g/glaswerk.css">
    <script${attributes} defer src="g/glaswerk.js" integrity="${integrity}"></script>
    <pre><code>GET / HTTP/1.1\nHost: localhost\n</code></pre>
    <pre><code>HTTP/1.0 200 OK\n...\n</code></pre>
    <glas-werk></glas-werk>`;
  return serveHost((path) => {
    const headers = path === '/' || isEverywhere ? { 'Content-Security-Policy': policy } : {};
    if (path === '/') return { body, headers: policy === '' ? {} : headers };
    if (!path.startsWith('/g/')) return undefined;
    const file = path.slice('/g/'.length);
    return { body: read(file), type: TYPES[extname(file)] ?? 'text/plain', headers };
  });
}

/** What the page's policy has forbidden, but for the frame in the page, in whose place the one in a file comes. */
async function violationsOf(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { violations: seen });
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      seen.push(`${effectiveDirective} ${blockedURI} ${sample}`);
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);
}

const status = (page: Page) => page.locator('glas-werk [role=status]');
const run = (page: Page): Promise<void> => page.getByRole('button', { name: 'Run' }).click();

const WORKING: readonly (readonly [name: string, Policy])[] = [
  ['no policy', { policy: '' }],
  ["default-src 'self' for the page", { policy: "default-src 'self'", passes: /^script-src-elem inline/ }],
  [
    "default-src 'self' for every file",
    {
      policy: `default-src 'self'; script-src 'self' ${HASH} blob:; worker-src blob:`,
      isEverywhere: true,
    },
  ],
  [
    'only what is needed, with strict styles',
    { policy: "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'" },
  ],
  [
    'a nonce alone',
    {
      policy: "default-src 'self'; script-src 'nonce-abc'; object-src 'none'; base-uri 'none'",
      nonce: 'abc',
      // What is loaded ahead has no nonce; what is imported needs none.
      passes: /^script-src-elem (inline|http:\S+\.js)/,
    },
  ],
  [
    'strict-dynamic',
    {
      policy: "script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-src 'self'",
      nonce: 'abc',
    },
  ],
  [
    'trusted types',
    {
      policy: "script-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
      passes: /^require-trusted-types-for \S+ HTMLIFrameElement srcdoc/,
    },
  ],
  [
    'no frames of addresses',
    { policy: `default-src 'self'; script-src 'self' ${HASH} blob:; worker-src blob:; frame-src 'none'` },
  ],
];

for (const [name, policy] of WORKING) {
  test(`with ${name} an example runs, and its stage opens`, async ({ page }) => {
    await using host = await serve(policy);
    const violations = await violationsOf(page);
    await page.goto(host.origin);
    await run(page);
    await expect(status(page)).toContainText('as printed');
    const step = await page
      .locator('glas-werk')
      .evaluate((element: HTMLElement & { step(count: number): Promise<number> }) => element.step(1));
    expect(step).toBeGreaterThan(0);
    await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeVisible();
    const rest = (await violations()).filter((one) => !(policy.passes ?? /^script-src-elem inline/).test(one));
    expect(rest).toEqual([]);
  });
}

for (const [name, policy, directive] of [
  [
    'no frames at all',
    { policy: "default-src 'self'; frame-src 'none'" },
    (origin: string) => `must allow frame-src ${origin}.`,
  ],
  [
    "default-src 'self' for every file",
    { policy: "default-src 'self'", isEverywhere: true },
    () => `must allow script-src ${HASH} blob:; worker-src blob:.`,
  ],
] as const) {
  test(`where the policy allows ${name} and no more, a sentence says what is missing, and the print stays`, async ({
    page,
  }) => {
    await using host = await serve(policy);
    await page.goto(host.origin);
    await run(page);
    await expect(status(page)).toContainText(directive(host.origin));
    await expect(page.locator('pre').last()).toHaveText('HTTP/1.0 200 OK\n...\n');
    await poll(() => page.locator('iframe').count()).toBe(0);
  });
}
