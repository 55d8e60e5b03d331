/** Servers that are not on TCP: datagrams, offered as an app, and Unix sockets, which a link brings. */
import { deflateRawSync } from 'node:zlib';
import { expect, test } from './workbench.ts';

const linkOf = (data: unknown): string => `#s1.${deflateRawSync(JSON.stringify(data)).toString('base64url')}`;

test('a server of datagrams is talked to from the terminal, on every server kind', async ({ workbench }) => {
  const { page } = workbench;
  await page.getByLabel('App').selectOption('Datagrams (UDP)');
  await expect(page.locator('.listening')).toHaveText('udp://127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('hello\n');
  await workbench.expectTerminal('HELLO');
  await expect(page.locator('.connection-state')).toHaveText('Each Enter sends a datagram');
  await expect(workbench.button('Half-close')).toBeDisabled();
  await expect(workbench.button('Reset')).toBeDisabled();
  await expect.poll(() => workbench.bytes('kernel receive')).toEqual({ total: 7, unread: 0 });
  await expect.poll(() => workbench.bytes('wfile')).toEqual({ total: 7, unread: 0 });
  // The ladders are those of the classes that run.
  const server = page.getByRole('region', { name: 'Server', exact: true });
  await expect(server).toContainText('UDPServer');
  await expect(server).toContainText('DatagramRequestHandler');
  await expect(server).not.toContainText('WSGIServer');
  await page.getByRole('tab', { name: 'Sockets' }).click();
  await expect(page.getByRole('row', { name: /^3 EVENT_READ not ready · datagram socket$/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /unconnected UDP.*127\.0\.0\.1:5000/ })).toBeVisible();
  expect(await workbench.seriousFaults()).toEqual([]);
  await workbench.button('Threaded').click();
  await expect(page.locator('.listening')).toHaveText('udp://127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('threads\n');
  await workbench.expectTerminal('THREADS');
  await expect(server).toContainText('ThreadingUDPServer');
  expect(workbench.complaints).toEqual([]);
});

test('a link brings a server on a Unix socket, whose connections have names and no ports', async ({ workbench }) => {
  const { page } = workbench;
  const scenario = { version: 1, app: { preset: 'hello' }, options: { host: 'unix:///run/app.sock' }, inputs: [] };
  await page.goto('about:blank');
  await page.goto(`./${linkOf({ app: 'hello', scenario })}`);
  await expect(page.locator('.listening')).toHaveText('unix:///run/app.sock');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectTerminal('200 OK');
  await workbench.expectTerminal('closed by the server');
  await page.getByRole('tab', { name: 'Sockets' }).click();
  await expect(page.getByRole('row', { name: /listen Unix.*\/run\/app\.sock/ })).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});
