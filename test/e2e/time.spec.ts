/** The time machine: the timeline, moves, search and filters. */
import type { Locator } from '@playwright/test';
import { expect, poll, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const stage = ({ page }: Workbench): Locator => page.getByRole('slider', { name: 'Timeline' });

async function answered(workbench: Workbench): Promise<void> {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.expectRest(1);
}

/** A point of the timeline: a share of its width, and of the height of its lanes. */
async function point(workbench: Workbench, share: number, down = 0.6): Promise<readonly [number, number]> {
  const box = await stage(workbench).boundingBox();
  if (box === null) throw new Error('the timeline is not to be seen');
  return [box.x + box.width * share, box.y + box.height * down];
}

const selected = ({ page }: Workbench): Locator => page.locator('.step[aria-selected="true"]');

test('the cursor is dragged along the timeline, and the panes follow', async ({ workbench }) => {
  await answered(workbench);
  const { length } = await workbench.position();
  const { mouse } = workbench.page;
  await mouse.move(...(await point(workbench, 0.9)));
  await mouse.down();
  await mouse.move(...(await point(workbench, 0.5)), { steps: 5 });
  await mouse.up();
  await workbench.settled();
  const { at } = await workbench.position();
  expect(Math.abs(at - length / 2)).toBeLessThan(3);
  await expect(stage(workbench)).toHaveAttribute('aria-valuenow', String(at));

  await stage(workbench).press('ArrowLeft');
  await workbench.settled();
  expect((await workbench.position()).at).toBe(at - 1);
  await stage(workbench).press('End');
  await expect(workbench.page.locator('.live')).toHaveText('live');
});

test('each thread and client has its lane', async ({ workbench }) => {
  await workbench.button('Forking').click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await answered(workbench);
  const lanes = workbench.page.getByRole('list', { name: 'Lanes of the timeline' }).getByRole('listitem');
  await expect(lanes).toHaveText(['inputs', 'server', 'conn 1', /child \d+/]);
});

test('the timeline zooms by wheel, keys and brush, and shows all again', async ({ workbench }) => {
  await answered(workbench);
  const { length } = await workbench.position();
  const seen = async (): Promise<number> => {
    const { from, to } = await stage(workbench).evaluate((element) => ({ ...element.dataset }));
    return Number(to) - Number(from);
  };
  await poll(seen).toBe(length);
  await workbench.page.mouse.move(...(await point(workbench, 0.5)));
  await workbench.page.mouse.wheel(0, -400);
  await poll(seen).toBeLessThan(length * 0.6);
  await workbench.button('Show all of the timeline').click();
  await poll(seen).toBe(length);

  const { mouse } = workbench.page;
  await mouse.move(...(await point(workbench, 0.25, 0.05)));
  await mouse.down();
  await mouse.move(...(await point(workbench, 0.5, 0.05)), { steps: 3 });
  await mouse.up();
  await poll(seen).toBeLessThan(length * 0.27);
  await expect(workbench.page.locator('.live')).toHaveText('live');
  await stage(workbench).press('+');
  await poll(seen).toBeLessThan(length * 0.17);
  await stage(workbench).press('0');
  await poll(seen).toBe(length);
});

test('moments are pegs on the axis: a click goes there, and the arrow keys go along them', async ({ workbench }) => {
  const { page } = workbench;
  await answered(workbench);
  const pegs = page.getByRole('toolbar', { name: 'Moments' }).getByRole('button');
  const environ = pegs.filter({ has: page.locator(':scope[title^="make_environ"]') });
  await environ.click();
  await workbench.settled();
  await expect(environ).toHaveAttribute('aria-current', 'step');
  const [, step] = /step (\d+)/.exec((await environ.getAttribute('title')) ?? '') ?? [];
  // The handler has the environ with the step after its own.
  expect((await workbench.position()).at).toBe(Number(step) + 1);
  await expect(page.locator('.walk-stop.is-now')).toHaveText('make_environ');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(pegs.last()).toHaveAttribute('aria-current', 'step');
  await page.keyboard.press('Home');
  await expect(pegs.first()).toBeFocused();
  await expect(pegs.first()).toHaveAccessibleName(/^run_simple, step \d+$/);
});

test('bytes that have slid from lane to lane leave no copies behind', async ({ workbench }) => {
  const { page } = workbench;
  // Where the environ has room beside the lanes.
  await page.setViewportSize({ width: 1920, height: 1080 });
  await answered(workbench);
  await workbench.button('get_request').click();
  const flown = await workbench.texts('.flight');
  for (let moves = 0; moves < 6; moves += 1) {
    await workbench.button('Next moment').click();
    await workbench.settled();
  }
  await poll(async () => (await flown()).join('\n')).toContain('GET / HTTP/1.1');
  await expect(page.locator('.flight')).toHaveCount(0);
  // In the document or not.
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { result } = await session.send('Runtime.evaluate', { expression: 'HTMLPreElement.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
  const count = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.filter(({ className }) => className === "flight").length; }',
    returnByValue: true,
  });
  expect(count.result.value).toBe(0);
  await session.detach();
});

test('over skips what a call does, into enters it, out leaves its caller', async ({ workbench }) => {
  await answered(workbench);
  await workbench.page.getByLabel('Name or detail to search for').fill('parse_request');
  await workbench.page.keyboard.press('Enter');
  await expect(selected(workbench)).toContainText('parse_request');
  await expect(selected(workbench)).toHaveAttribute('data-kind', 'call');
  await workbench.move('i');
  await expect(selected(workbench)).toContainText('readline');
  await workbench.move('u');
  await expect(selected(workbench)).toContainText('parse_request');
  await expect(selected(workbench)).toHaveAttribute('data-kind', 'return');
  await workbench.page.getByLabel('Name or detail to search for').press('Shift+Enter');
  await expect(selected(workbench)).toHaveAttribute('data-kind', 'call');
  await workbench.move('o');
  await expect(selected(workbench)).toContainText('parse_request');
  await expect(selected(workbench)).toHaveAttribute('data-kind', 'return');
});

test('the next and the previous write are one press away', async ({ workbench }) => {
  await answered(workbench);
  await workbench.page.getByLabel('What to go to').selectOption('Write');
  await workbench.button('Previous write').click();
  await expect(selected(workbench)).toContainText('sendto');
  await workbench.settled();
  const { at } = await workbench.position();
  await workbench.move('Shift+ArrowLeft');
  await expect(selected(workbench)).toContainText('sendto');
  await workbench.move('Shift+ArrowRight');
  expect((await workbench.position()).at).toBe(at);
});

test('an exception of a good request says that it is harmless, and why; what a descriptor is stands in sight', async ({
  workbench,
}) => {
  const { page } = workbench;
  await answered(workbench);
  await page.locator('.steps').press('Home');
  await page.getByRole('combobox', { name: 'What to go to' }).selectOption({ label: 'Exception' });
  await workbench.button('Next exception').click();
  await expect(selected(workbench)).toHaveAccessibleName(/ Harmless: address_string asks with hasattr /);
  await expect(selected(workbench)).toHaveAttribute('title', /\nHarmless: address_string asks /);
  await expect(page.locator('.cause-sentence')).toHaveText(/^harmless\s+address_string asks with hasattr /);
  await page.locator('.steps').press('ArrowRight');
  await expect(page.locator('.cause-sentence')).not.toContainText('harmless');
  await page.getByRole('combobox', { name: 'What to go to' }).selectOption({ label: 'Write' });
  await workbench.button('Previous write').click();
  await expect(selected(workbench).locator('.step-files')).toHaveText('1 = connection 1');
});

test('search counts what it finds and goes from one to the next, round the end', async ({ workbench }) => {
  await answered(workbench);
  const { page } = workbench;
  await page.locator('.steps').press('/');
  await page.keyboard.type('SEND_header');
  const count = page.locator('.search-count');
  await expect(count).toHaveText(/^\d+$/);
  const found = Number(await count.textContent());
  expect(found).toBeGreaterThan(4);
  await page.keyboard.press('Enter');
  await expect(count).toHaveText(`1 of ${found}`);
  await expect(selected(workbench)).toHaveClass(/is-found/);
  await page.keyboard.press('Shift+Enter');
  await expect(count).toHaveText(`${found} of ${found}`);
  // What is said of a moment is found, too.
  await page.getByLabel('Name or detail to search for').fill('kept in status_set');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('1 of 1');
  await expect(selected(workbench).locator('.step-moment')).toHaveText('start_response');
  await page.getByLabel('Name or detail to search for').fill('no such thing');
  await expect(count).toHaveText('none');
  await page.keyboard.press('Escape');
  await expect(count).toBeHidden();
});

test('one thread and one class can be shown alone', async ({ workbench }) => {
  await answered(workbench);
  const { page } = workbench;
  await page.getByLabel('Class to show').selectOption('socketserver.BaseServer');
  await poll(async () => [...new Set(await page.locator('.step:visible .step-owner').allTextContents())]).toEqual([
    'BaseServer.',
  ]);
  await page.getByLabel('Class to show').selectOption('All classes');
  await page.getByLabel('Thread to show').selectOption({ index: 2 });
  await expect(page.locator('.step:visible', { hasText: 'serve_forever' })).toHaveCount(0);
  const threads = (): Promise<readonly (string | undefined)[]> =>
    page
      .locator('.step:visible .step-thread')
      .evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).dataset['thread']));
  await poll(async () => new Set(await threads()).size).toBe(1);
});

test('playing goes to the live end and stops there; a press pauses it', async ({ workbench }) => {
  await answered(workbench);
  await workbench.page.getByLabel('Speed of playing').selectOption('10');
  await workbench.button('Play').click();
  await poll(async () => (await workbench.position()).at).toBeGreaterThan(5);
  await workbench.button('Pause').click();
  const { at } = await workbench.position();
  await workbench.page.locator('.steps').press('ArrowRight');
  await workbench.settled();
  expect((await workbench.position()).at - at).toBeLessThan(4);
  await workbench.page.getByLabel('Speed of playing').selectOption('5000');
  await workbench.button('Play').click();
  await expect(workbench.page.locator('.live')).toHaveText('live');
  await expect(workbench.button('Play')).toBeVisible();
});

test('the axis can be that of virtual time', async ({ workbench }) => {
  await answered(workbench);
  await workbench.button('Axis of time').click();
  await workbench.page.mouse.click(...(await point(workbench, 0.99)));
  await workbench.settled();
  await stage(workbench).press('Home');
  await workbench.settled();
  expect((await workbench.position()).at).toBe(1);
  await workbench.button('Axis of steps').click();
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('typing in the past begins another branch; both are kept, and each can be named and opened', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET /first HTTP/1.1\n');
  await workbench.expectTerminal('› GET /first HTTP/1.1␍␊');
  await workbench.settled();
  const half = await workbench.position();
  await workbench.type('\n');
  await workbench.expectTerminal('closed by the server');
  await page.locator('.steps').press('Home');
  for (const _ of Array(2)) await page.locator('.steps').press('End');
  await page.getByLabel('What to go to').selectOption('Input');
  await workbench.button('Previous input').click();
  await workbench.button('Previous input').click();
  await workbench.settled();
  const { at } = await workbench.position();
  expect(at).toBeLessThan(half.length + 3);
  await expect(page.locator('.notice')).toContainText('begins another branch');

  await workbench.focusTerminal();
  await workbench.type('X-Other: 1\n\n');
  await workbench.expectTerminal('another branch from step');
  await workbench.expectTerminal('› X-Other: 1␍␊');
  await workbench.expectTerminal('200 OK');
  const branches = page.getByRole('list', { name: 'Branches' }).getByRole('button');
  await expect(branches).toHaveText([/main/, /branch 1/]);
  await expect(branches.nth(1)).toHaveAttribute('aria-current', 'true');

  await branches.nth(1).press('F2');
  await page.keyboard.type('what if\n');
  await expect(branches.nth(1)).toContainText('what if');
  await branches.nth(0).click();
  await expect(branches.nth(0)).toHaveAttribute('aria-current', 'true');
  await workbench.expectTerminal(/GET \/first HTTP\/1\.1␍␊\n› ␍␊\nHTTP\/1\.0 200 OK/);
  await poll(() => workbench.terminal()).not.toContain('X-Other');
  await branches.nth(1).click();
  await workbench.expectTerminal('› X-Other: 1␍␊');
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('the source of the method that runs is shown with its Python name, and that of its callers', async ({
  workbench,
}) => {
  const { page } = workbench;
  await answered(workbench);
  await page.getByRole('tab', { name: 'Source' }).click();
  await page.getByLabel('Name or detail to search for').fill('.process_request');
  await page.keyboard.press('Enter');
  await expect(page.locator('.source-name')).toHaveText('socketserver.BaseServer.process_request');
  await expect(page.locator('.source-arguments')).toContainText("('127.0.0.1', 32768)");
  await expect(page.getByRole('list', { name: /^Source of/ })).toContainText('*processRequest(request');
  await page.locator('.frame', { hasText: '_handle_request_noblock' }).click();
  await expect(page.locator('.source-name')).toHaveText('socketserver.BaseServer._handle_request_noblock');
  await expect(page.locator('.code .is-here')).toContainText('processRequest');
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('a header that is pointed at marks its bytes in each lane, its step and its environ key; a click asks for its origin', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET / HTTP/1.1\nHost: here\n\n');
  await workbench.expectTerminal('closed by the server');
  await page.getByRole('tab', { name: 'WSGI' }).click();
  await workbench.lane('client out').getByText('Host: here').hover();
  for (const lane of ['client out', 'kernel receive', 'rfile']) {
    await expect(workbench.lane(lane).locator('.is-marked')).toHaveText(/Host: here/);
  }
  await expect(page.locator('.values .is-marked')).toContainText('HTTP_HOST');
  await expect(page.locator('.buffers .pane-subject')).toContainText('read by parse_request at step');
  await workbench
    .lane('rfile')
    .getByText('Host: here')
    .click({ position: { x: 3, y: 5 } });
  const origins = page.getByRole('region', { name: 'Where it came from, where it goes' });
  const thing = origins.locator('[aria-current]');
  await expect(thing).toContainText('Byte 16 of the request');
  await expect(thing).toBeFocused();
  await expect(page.locator('.clients')).toBeHidden();
  // Nothing else is covered.
  await workbench.lane('client out').getByText('Host: here').hover();
  expect(await workbench.seriousFaults()).toEqual([]);
  await origins.getByRole('button', { name: 'parse_request reads it' }).click();
  await workbench.settled();
  await expect(selected(workbench)).toContainText(String.raw`readline b'Host: here\r\n'`.replace(' ', ''));
  await page.keyboard.press('Backspace');
  await expect(page.locator('.live')).toHaveText('live');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(thing).toContainText('recvfrom takes it out of the queue');
  await page.keyboard.press('Escape');
  await expect(origins).toBeHidden();
  await expect(workbench.lane('rfile').locator('.lane-body')).toBeFocused();
  await workbench.button('To the live end').click();
  await page.getByRole('button', { name: 'HTTP_HOST', exact: true }).press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(thing).toContainText('The key HTTP_HOST of the environ');
  await expect(origins.locator('mark').first()).toHaveText('Host');
  await page.keyboard.press('Escape');

  await page.getByRole('row', { name: 'HTTP_HOST' }).hover();
  await expect(workbench.lane('rfile').locator('.is-marked')).toHaveText(/Host: here/);
  await workbench.lane('client in').getByText('success').hover();
  await expect(workbench.lane('wfile').locator('.is-marked')).toHaveText('{"code": 0, "msg": "success"}');
  await expect(workbench.lane('headers buffer').locator('.is-marked')).toHaveCount(0);
  // A head is marked where it was gathered, too, and from there where it went.
  for (const lane of ['client in', 'headers buffer']) {
    await workbench.lane(lane).getByText('Content-Length').hover();
    for (const marked of ['headers buffer', 'wfile', 'client in']) {
      await expect(workbench.lane(marked).locator('.is-marked').first()).toHaveText(/HTTP\/1.0 200 OK/);
      await expect(workbench.lane(marked).locator('.is-marked', { hasText: 'success' })).toHaveCount(0);
    }
  }
  await expect(page.locator('.buffers .pane-subject')).toContainText('written by _SocketWriter.write');
  await workbench.lane('client out').locator('.lane-body').focus();
  await page.keyboard.press('ArrowDown');
  await expect(workbench.lane('rfile').locator('.is-marked')).toHaveText(/GET \//);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(workbench.lane('client out').locator('.is-at')).toHaveText('E');
  await page.keyboard.press('Enter');
  await expect(thing).toContainText('Byte 1 of the request');
  // It is marked where it was, and in the keys that it is in.
  await expect(workbench.lane('rfile').locator('.is-marked')).toHaveText('E');
  await expect(page.locator('.values .is-marked')).toContainText(['command', 'REQUEST_METHOD']);
  await page.getByRole('button', { name: /^\['Content-Type'/ }).click();
  await expect(thing).toContainText('The header Content-Type');
  await expect(workbench.lane('client in').locator('.is-marked')).toContainText('Content-Type: text/plain');
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.locator('.log').press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(thing).toContainText('Line 4 of the log');
  await expect(origins).toContainText('log_request wrote it');
  await page.getByRole('tab', { name: 'Sockets' }).click();
  await page.getByRole('button', { name: '3', exact: true }).last().click();
  await expect(thing).toContainText('Descriptor 3 of process');
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('whether the server listens is told of the moment that is shown: before it was stopped it can be asked', async ({
  workbench,
}) => {
  const listening = workbench.page.locator('.listening');
  const { length } = await workbench.position();
  await workbench.button('Stop the server').click();
  await expect(listening).toHaveText('not listening');
  await poll(async () => (await workbench.position()).length).toBeGreaterThan(length);
  await workbench.move('Home');
  await expect(listening).toHaveText('not listening');
  await workbench.page.getByLabel('Name or detail to search for').fill('CTRL+C');
  await workbench.page.keyboard.press('Enter');
  await expect(listening).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('200 OK');
  await expect(listening).toHaveText('127.0.0.1:5000');
});

test('who closed a connection is still known in another branch', async ({ workbench }) => {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.type('GET /again HTTP/1.1\n\n');
  await workbench.expectTerminal(/again HTTP[^]*closed by the server/);
  await workbench.expectRest(2);
  await workbench.move('ArrowLeft');
  await workbench.focusTerminal();
  await workbench.type('GET /else HTTP/1.1\n\n');
  await workbench.expectTerminal(/── closed by the server ──\n── another branch/);
  expect(await workbench.terminal()).not.toContain('── closed ──');
});

test('the terminal follows the cursor: what had not happened is faint, and the client is as it was', async ({
  workbench,
}) => {
  const { page } = workbench;
  await answered(workbench);
  // Colour 8, which has no other use than for what is faint.
  const answer = (faint: boolean): Locator =>
    page
      .locator('.xterm-rows span')
      .filter({ hasText: 'HTTP/1.0 200 OK' })
      .and(page.locator(faint ? '.xterm-fg-8' : ':not(.xterm-fg-8)'));
  const state = page.locator('.connection-state');
  await expect(answer(false)).toBeVisible();
  await expect(state).toHaveText(/Closed by the server/);
  await workbench.move('Home');
  await expect(answer(true)).toBeVisible();
  await expect(state).toHaveText(/Not connected/);
  await page.getByLabel('Name or detail to search for').fill('parse_request');
  await page.keyboard.press('Enter');
  await expect(state).toHaveText(/Connected/);
  await expect(answer(true)).toBeVisible();
  await workbench.move('End');
  await expect(answer(false)).toBeVisible();
  await workbench.expectTerminal('Type  GET / HTTP/1.1  and press Enter twice.');
});
