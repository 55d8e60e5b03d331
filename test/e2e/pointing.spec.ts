/** What is pointed at, by pointer or focus, in one pane: what belongs to it is marked in the others. */
import { expect } from '@playwright/test';
import { test } from './workbench.ts';

test.use({ viewport: { width: 2400, height: 1100 } });

test('keys, headers and attributes lead to their bytes by pointer and by focus, and bytes to them', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET /a HTTP/1.1\nHost: here\n\n');
  await workbench.expectTerminal('closed by the server');
  await page.getByRole('tab', { name: 'WSGI' }).click();
  const rfile = workbench.lane('rfile').locator('.is-marked');
  const answer = workbench.lane('client in').locator('.is-marked');
  const rows = page.locator('.values .is-marked');
  // By focus, from the environ to the bytes.
  await page.getByRole('button', { name: 'HTTP_HOST', exact: true }).focus();
  await expect(rfile).toHaveText('Host: here');
  await page.getByRole('button', { name: 'PATH_INFO', exact: true }).focus();
  await expect(rfile).toHaveText('/a');
  await page.getByRole('button', { name: /^\['Content-Type'/ }).focus();
  await expect(answer).toContainText('Content-Type: text/plain');
  await expect(rfile).toHaveCount(0);
  await page.getByRole('tab', { name: 'WSGI' }).focus();
  await expect(answer).toHaveCount(0);
  // By pointer.
  await page.getByRole('button', { name: 'path', exact: true }).hover();
  await expect(rfile).toHaveText('/a');
  // The stage has the same rows: the keys go along them.
  await page.locator('.value-cell.environ .lane-body').focus();
  await page.keyboard.press('ArrowDown');
  await expect(rfile).toHaveText('GET');
  await expect(rows).toContainText(['command', 'REQUEST_METHOD']);
  await page.locator('.value-cell.headers-set .value-row', { hasText: 'Content-Type' }).hover();
  await expect(answer).toContainText('Content-Type: text/plain');
  // The arrow below lies over none of them.
  const overlap = await page.locator('.value-cell.environ').evaluate((cell) => {
    const { height, bottom } = getComputedStyle(cell, '::after');
    const top = cell.getBoundingClientRect().bottom - Number.parseFloat(bottom) - Number.parseFloat(height);
    return (cell.querySelector('.lane-body')?.getBoundingClientRect().bottom ?? Infinity) - top;
  });
  expect(overlap).toBeLessThanOrEqual(0);
  // And from the bytes.
  await workbench.lane('client in').getByText('Content-Type').hover();
  await expect(rows).toHaveText([/^\s*\['Content-Type'/]);
  await expect(page.locator('.value-cell .value-row.is-marked')).toContainText(['Content-Type']);
  await page.getByRole('tab', { name: 'Log' }).click();
  await workbench.lane('client out').getByText('GET /a').hover();
  await expect(page.locator('.log-line.is-marked')).toHaveText(/"GET \/a HTTP\/1.1" 200/);
  await page.locator('.log-line', { hasText: 'GET /a' }).hover();
  await expect(rfile).toHaveText(/^GET \/a HTTP/);
  // In the terminal, too.
  await page
    .locator('.xterm-rows > div', { hasText: 'Host: here' })
    .first()
    .hover({ position: { x: 40, y: 6 }, force: true });
  await expect(rfile).toHaveText(/^Host: here/);
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('bytes that are pointed at or asked for in a lane light in the terminal, and their call in Threads', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET /a HTTP/1.1\nHost: here\n\n');
  await workbench.expectTerminal('closed by the server');
  const marks = page.locator('.screen:visible .byte-mark');
  /** The rows of the terminal that marks lie over, cut at the sides of the marks. */
  const lit = (): Promise<readonly string[]> =>
    marks.evaluateAll((elements) =>
      elements.map((mark) => {
        const rows = mark.closest('.xterm-screen')?.querySelectorAll('.xterm-rows > div') ?? [];
        const { left, width, top, height } = mark.getBoundingClientRect();
        const row = [...rows].find((one) => Math.abs(one.getBoundingClientRect().top - top) < height / 2);
        const [first] = row?.getElementsByTagName('span') ?? [];
        const screen = mark.closest('.xterm-screen')?.getBoundingClientRect().left ?? 0;
        const cell = (first?.getBoundingClientRect().width ?? 0) / (first?.textContent?.length ?? 1);
        const from = Math.round((left - screen) / cell);
        return (row?.textContent ?? '').slice(from, from + Math.round(width / cell));
      }),
    );
  await workbench.lane('rfile').getByText('Host').hover();
  await expect.poll(lit).toEqual(['Host: here␍␊']);
  await workbench.lane('client in').getByText('Content-Type').hover();
  // The head is written at once.
  await expect
    .poll(async () => (await lit()).slice(0, 2))
    .toEqual(['HTTP/1.0 200 OK␍␊', expect.stringMatching(/^Server: Werk/)]);
  await page.mouse.move(0, 0);
  await expect(marks).toHaveCount(0);
  // What is asked for stays lit.
  const row = page.locator('.screen:visible .xterm-rows > div', { hasText: 'Host: here' });
  await row.click({ position: { x: 40, y: 6 }, force: true });
  await expect(page.getByRole('region', { name: 'Where it came from, where it goes' })).toBeVisible();
  await page.mouse.move(0, 0);
  await expect.poll(lit).toEqual(['t']);
  await page.getByRole('region', { name: 'Where it came from' }).getByRole('button', { name: 'Close' }).click();
  await page.mouse.move(0, 0);
  await expect(marks).toHaveCount(0);
  await page.getByRole('tab', { name: 'Threads' }).click();
  const call = page.locator('.thread-stack .is-marked');
  await workbench.lane('rfile').getByText('Host').hover();
  await expect(call).toHaveText('serve_forever');
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('in Threads, the call that a thread waits in and its descriptors can be asked for', async ({ workbench }) => {
  const { page } = workbench;
  await page.getByRole('tab', { name: 'Threads' }).click();
  const thing = page.getByRole('region', { name: 'Where it came from, where it goes' }).locator('[aria-current]');
  await page.getByRole('button', { name: /^poll\(\[3: POLLIN\]/ }).click();
  await expect(thing).toContainText('The system call poll, which waits');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '3 = listening socket' }).focus();
  await page.keyboard.press('Enter');
  await expect(thing).toContainText('Descriptor 3 of process');
  await page.keyboard.press('Escape');
  // The calls of the stack, too; and bytes lead to the call of the stack that has read them.
  const origin = 'select: Where it came from, where it goes';
  await page.getByRole('group', { name: 'Call stack' }).getByRole('button', { name: origin }).click();
  await expect(thing).toContainText('select');
  await page.keyboard.press('Escape');
  await workbench.focusTerminal();
  await workbench.type('GET /a HTTP/1.1\nHost: here\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.lane('rfile').getByText('Host').hover();
  await expect(page.locator('.frame.is-marked')).toHaveText('serve_forever BaseServer', { useInnerText: true });
  expect(await workbench.seriousFaults()).toEqual([]);
});
