/**
 * Programs in the app editor: servers of socketserver and http.server that the reader writes, run, take back in time,
 * and share.
 */
import type { Locator } from '@playwright/test';
import { expect, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const ECHO = `import { create } from 'glaswerk';
import { StreamRequestHandler, TCPServer } from 'glaswerk/socketserver';

let connections = 0;

class Echo extends StreamRequestHandler {
  *handle() {
    connections += 1;
    yield* this.wfile.write(new TextEncoder().encode('client ' + connections + '\\n'));
    for (;;) {
      const line = yield* this.rfile.readline();
      if (line.length === 0) return;
      yield* this.wfile.write(line);
    }
  }
}

export function* program() {
  const server = yield* create(TCPServer, ['127.0.0.1', 7007], Echo);
  yield* server.serveForever();
}
`;

const HTTP = `import { create, encodeUtf8 } from 'glaswerk';
import { BaseHTTPRequestHandler, HTTPServer } from 'glaswerk/http.server';

class Hello extends BaseHTTPRequestHandler {
  static protocolVersion = 'HTTP/1.1';

  *do_GET() {
    const body = encodeUtf8('kept alive ' + this.path);
    this.sendResponse(200);
    this.sendHeader('Content-Length', String(body.length));
    yield* this.endHeaders();
    yield* this.wfile.write(body);
  }
}

export function* program() {
  const server = yield* create(HTTPServer, ['127.0.0.1', 8080], Hello);
  yield* server.serveForever();
}
`;

const text = ({ page }: Workbench): Locator => page.getByRole('textbox', { name: 'Source of the app' });
const foot = ({ page }: Workbench): Locator => page.getByRole('region', { name: 'App editor' }).locator('.pane-foot');
const listening = ({ page }: Workbench): Locator => page.locator('.listening');

/** Puts a source into the editor in place of the one that is there. */
async function write(workbench: Workbench, source: string): Promise<void> {
  await text(workbench).click();
  await workbench.page.keyboard.press('ControlOrMeta+a');
  await workbench.page.keyboard.insertText(source);
}

async function serve(workbench: Workbench, source: string): Promise<void> {
  await workbench.button('Edit').click();
  await expect(text(workbench)).toBeFocused();
  await write(workbench, source);
  await expect(foot(workbench)).toContainText('Served, with your changes');
}

test('an echo server answers in the terminal, goes back in time, and opens from its link', async ({ workbench }) => {
  const { page } = workbench;
  await serve(workbench, ECHO);
  await expect(listening(workbench)).toHaveText('127.0.0.1:7007');
  await workbench.focusTerminal();
  await workbench.type('round and back\n');
  await workbench.expectTerminal(/› round and back[^]*client 1[^]*round and back/);
  await page.getByLabel('Name or detail to search for').fill('serve_forever');
  await page.keyboard.press('Enter');
  await workbench.settled();
  await expect(page.locator('.rung.is-lit')).toContainText('serve_forever');
  await workbench.button('Share').click();
  await expect(page.locator('.share-notice')).toContainText('Link copied');
  const { hash } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  await page.goto('about:blank');
  await page.goto(`./${hash}`);
  const dialog = page.getByRole('dialog', { name: 'This link brings an app of its own' });
  await expect(dialog).toContainText('new TextEncoder()');
  await dialog.getByRole('button', { name: 'Run it' }).click();
  await expect(listening(workbench)).toHaveText('127.0.0.1:7007');
  await workbench.button('To the live end').click();
  await workbench.expectTerminal(/client 1[^]*round and back/);
  await workbench.focusTerminal();
  await workbench.type('again\n');
  await workbench.expectTerminal(/› again[^]*again/);
  expect(workbench.complaints).toEqual([]);
});

test('an HTTP server keeps the connection, and has no other kind to compare with', async ({ workbench }) => {
  const { page } = workbench;
  await serve(workbench, HTTP);
  await expect(listening(workbench)).toHaveText('127.0.0.1:8080');
  await workbench.focusTerminal();
  await workbench.type('GET /one HTTP/1.1\n\n');
  await workbench.expectTerminal('kept alive /one');
  await workbench.type('GET /two HTTP/1.1\n\n');
  await workbench.expectTerminal('kept alive /two');
  await workbench.button('Compare').click();
  await expect(page.getByText('cannot be chosen for a program, which makes its server itself')).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});

for (const [what, source, words] of [
  ['is no generator function', 'export const program = () => 5;\n', 'the exported program is not a generator function'],
  [
    'stands beside an app',
    'export function* program() {}\nexport const app = () => [];\n',
    'both an app and a program are exported; a machine runs one of them',
  ],
  [
    'imports a module that is not there',
    "import { HTTPServer } from 'glaswerk/http.servers';\nexport function* program() { yield* HTTPServer; }\n",
    "there is no module 'glaswerk/http.servers' here",
  ],
] as const) {
  test(`a program that ${what} is told, where it is written`, async ({ workbench }) => {
    await workbench.button('Edit').click();
    await expect(text(workbench)).toBeFocused();
    await write(workbench, source);
    await expect(foot(workbench)).toContainText(words);
  });
}

test('a program that ends at once is told, with what to do', async ({ workbench }) => {
  await workbench.button('Edit').click();
  await expect(text(workbench)).toBeFocused();
  await write(workbench, 'export function* program() {}\n');
  const complaints = workbench.page.getByRole('region', { name: 'Errors in the app' });
  await expect(complaints).toContainText("the program 'program' has ended, and no socket of it ever listened");
  await expect(complaints).toContainText('yield* server.serveForever()');
});
