/** Several clients, what they do later, and keys that go on the wire at once. */
import type { Locator } from '@playwright/test';
import { expect, poll, test, transcriptOf } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const client = ({ page }: Workbench, number: number): Locator => page.locator(`#client-${number}`);

/** What the terminal of one of several clients has shown. */
const shows = (workbench: Workbench, number: number): Promise<string> =>
  transcriptOf(client(workbench, number).locator('.screen'));

async function expectShown(workbench: Workbench, number: number, text: string | RegExp): Promise<void> {
  await poll(() => shows(workbench, number)).toMatch(text);
}

async function serve(workbench: Workbench, kind: string): Promise<void> {
  await workbench.button(kind).click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
}

const panel = ({ page }: Workbench): Locator => page.getByRole('dialog', { name: /^Client \d+, later$/ });
const plans = ({ page }: Workbench): Locator => page.getByRole('list', { name: 'To be done later' });

/** Opens the panel for a client that has a connection. */
async function planFor(workbench: Workbench): Promise<void> {
  await workbench.button('Connect').click();
  await expect(workbench.page.locator('.connection-state')).toHaveText('Connected');
  await workbench.button('Later…').click();
  // It is loaded on demand: a key that is pressed sooner is not its own.
  await expect(panel(workbench)).toBeVisible();
}

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 1024, height: 768 } });

  test('a terminal that gets narrower beside another still shows its end', async ({ workbench }) => {
    const { page } = workbench;
    for (let request = 1; request <= 4; request += 1) {
      await workbench.type('GET / HTTP/1.1\n\n');
      await poll(async () => (await workbench.terminal()).split('closed by the server').length).toBe(request + 1);
    }
    await workbench.button('Another client').click();
    await workbench.button('Side by side').click();
    const rows = async (): Promise<readonly string[]> =>
      (await client(workbench, 1).locator('.xterm-rows > div').allTextContents()).map((row) =>
        row.replaceAll('\u00a0', ' ').trimEnd(),
      );
    // It is drawn in its new size once no row is as long as this one was.
    const widest = 'Content-Type: text/plain; charset=utf-8'.length;
    await poll(async () => (await rows()).every((row) => row.length < widest)).toBe(true);
    // What it scrolls because of that is drawn with the next frame.
    await page.evaluate(
      () =>
        new Promise((drawn) => {
          requestAnimationFrame(() => void requestAnimationFrame(drawn));
        }),
    );
    expect((await rows()).filter((row) => row !== '').at(-1)).toBe('›');
  });
});

test.describe('side by side', () => {
  test('two clients talk to a threaded server and both see their answers', async ({ workbench }) => {
    await serve(workbench, 'Threaded');
    await workbench.button('Side by side').click();
    await workbench.type('GET /held HTTP/1.1\n');
    await workbench.button('One more client').click();
    await workbench.type('GET /free HTTP/1.1\nHost: a\n\n');
    await expectShown(workbench, 2, 'success');
    await expectShown(workbench, 1, /GET \/held HTTP\/1\.1␍␊\n›\s*$/);
    await client(workbench, 1).locator('.screen').click();
    await workbench.type('Host: b\n\n');
    await expectShown(workbench, 1, 'success');
    expect(await shows(workbench, 2)).not.toContain('/held');
    await expect(client(workbench, 1)).toBeInViewport({ ratio: 1 });
    await expect(client(workbench, 2)).toBeInViewport({ ratio: 1 });
  });

  test('in each branch every terminal has its own connections', async ({ workbench }) => {
    const { page } = workbench;
    const tabs = page.getByRole('tablist', { name: 'Clients' }).getByRole('tab');
    const has = (number: number, connection: string): Promise<void> =>
      expect(tabs.nth(number - 1)).toHaveAttribute('title', new RegExp(`^Client ${number}${connection}:`));
    await serve(workbench, 'Threaded');
    for (const [number, path] of ['/first', '/second', '/third'].entries()) {
      if (number > 0) await workbench.button('Another client').click();
      await workbench.focusTerminal();
      await workbench.type(`GET ${path} HTTP/1.1\nHost: a\n\n`);
      await expectShown(workbench, number + 1, 'success');
    }
    // Before the second client connects, the third one asks instead: its connection is the second there.
    await page.getByLabel('Name or detail to search for').fill('GET /first');
    await page.keyboard.press('Enter');
    await workbench.settled();
    await workbench.focusTerminal();
    await workbench.type('GET /other HTTP/1.1\nHost: a\n\n');
    await has(3, ', connection 2');
    await has(2, '');
    await page.getByRole('button', { name: 'main' }).click();
    await has(3, ', connection 3');
    await has(2, ', connection 2');
    await page.getByRole('button', { name: 'branch 1' }).click();
    await has(3, ', connection 2');
    await has(2, '');
  });

  test('the buffers belong to the client that is looked at', async ({ workbench }) => {
    await serve(workbench, 'Threaded');
    await workbench.button('Side by side').click();
    await workbench.type('GET /one');
    await workbench.page.keyboard.press('Alt+Enter');
    await workbench.button('One more client').click();
    await workbench.type('GET /second');
    await workbench.page.keyboard.press('Alt+Enter');
    await expect(workbench.lane('client out')).toContainText('GET /second');
    await client(workbench, 1).locator('.screen').click();
    await expect(workbench.lane('client out')).toContainText('GET /one');
    await client(workbench, 2)
      .getByRole('button', { name: /^Client 2/ })
      .click();
    await expect(workbench.lane('client out')).toContainText('GET /second');
  });

  test('in the past the panes show the connection that the client had then', async ({ workbench }) => {
    const { page } = workbench;
    const subject = page.locator('.buffers .pane-subject');
    await workbench.type('GET /one HTTP/1.0\n\n');
    await workbench.expectTerminal('closed by the server');
    await workbench.type('GET /two HTTP/1.0\n\n');
    await expect(workbench.lane('client out')).toContainText('GET /two');
    await expect(subject).toHaveText('connection 2');
    await page.getByLabel('Name or detail to search for').fill('GET /one');
    await page.keyboard.press('Enter');
    await workbench.settled();
    await expect(subject).toHaveText('connection 1');
    for (let turn = 0; turn < 6; turn += 1) await workbench.move('PageDown');
    await expect(workbench.lane('client out')).toContainText('GET /one');
    await page.getByRole('tab', { name: 'WSGI' }).click();
    await expect(page.locator('.server')).toContainText('/one');
    // From one step to the next it is never empty.
    const told = await workbench.texts('.buffers .pane-subject');
    await page.locator('.steps').press('End');
    await expect(subject).toHaveText('connection 2');
    await expect(workbench.lane('client out')).toContainText('GET /two');
    // A few pages at a time: each connection has many.
    while ((await subject.textContent()) === 'connection 2') {
      for (let turn = 0; turn < 4; turn += 1) await page.locator('.steps').press('PageUp');
      await workbench.settled();
    }
    await workbench.move('Home');
    await expect(subject).toHaveText('no connection yet');
    await page.locator('.steps').press('End');
    await expect(subject).toHaveText('connection 2');
    expect(await told()).toEqual(['connection 1', 'connection 2', 'connection 1', 'no connection yet', 'connection 2']);
  });

  test('the choice is kept, a client can be closed, and axe finds nothing serious', async ({ workbench }) => {
    const { page } = workbench;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await workbench.button('Side by side').click();
    await page.reload();
    await expect(workbench.button('Side by side')).toHaveAttribute('aria-pressed', 'true');
    await workbench.button('One more client').click();
    await workbench.button('Another client').click();
    await expect(page.locator('.client-box')).toHaveCount(3);
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.button('Close client 2').click();
    await expect(page.locator('.client-box')).toHaveCount(2);
    await expect(client(workbench, 3)).toHaveClass(/is-active/);
    await workbench.button('Tabs').click();
    await expect(client(workbench, 1)).toBeHidden();
    await expect(page.getByRole('tab', { name: '3' })).toHaveAttribute('aria-selected', 'true');
  });

  test('Tab leaves each of the terminals', async ({ workbench }) => {
    const { page } = workbench;
    await workbench.button('Side by side').click();
    await workbench.button('One more client').click();
    for (const number of [1, 2]) {
      for (const key of ['Tab', 'Shift+Tab']) {
        await client(workbench, number).locator('.screen').click();
        await page.keyboard.press(key);
        const inside = client(workbench, number).locator('.screen').locator(':focus');
        await expect(inside).toHaveCount(0);
      }
    }
  });
});

test('of thirty clients the one that is looked at has its tab in sight, and there is to be seen that there are more', async ({
  workbench,
}) => {
  const { page } = workbench;
  const tabs = page.getByRole('tablist', { name: 'Clients' });
  for (let count = 1; count < 30; count += 1) await workbench.button('Another client').click();
  await expect(tabs.getByRole('tab', { selected: true })).toHaveText('30');
  await expect(tabs.getByRole('tab', { selected: true })).toBeInViewport({ ratio: 1 });
  await expect(tabs).toHaveClass(/has-before/);
  await expect(tabs).not.toHaveClass(/has-after/);
  await tabs.getByRole('tab', { selected: true }).focus();
  for (let count = 30; count > 1; count -= 1) {
    await page.keyboard.press('ArrowLeft');
    await expect(tabs.getByRole('tab', { name: String(count - 1), exact: true })).toBeInViewport({ ratio: 0.99 });
  }
  await expect(tabs).not.toHaveClass(/has-before/);
  await expect(tabs).toHaveClass(/has-after/);
});

test.describe('later', () => {
  test('bytes are sent at a virtual time, and shown where they were', async ({ workbench }) => {
    await planFor(workbench);
    await panel(workbench).getByLabel('Seconds').fill('2');
    const told = await workbench.texts('[aria-label="To be done later"]');
    await workbench.button('Plan it').click();
    await workbench.expectTerminal(/18 bytes, as planned ──\n› GET \/ HTTP\/1\.1␍␊\n› ␍␊\nHTTP\/1\.0 200 OK␍␊/);
    await expect(plans(workbench)).toBeHidden();
    expect(await told()).toContainEqual(expect.stringContaining('client 1 sends 18 bytes at 2.000000 s'));
    await workbench.expectTerminal('00:00:02 GMT');
  });

  test('what is planned can be cancelled', async ({ workbench }) => {
    await planFor(workbench);
    await panel(workbench).getByLabel('Seconds').fill('3600');
    await workbench.button('Plan it').click();
    await workbench.button('Later…').click();
    await panel(workbench).getByRole('button', { name: 'Reset' }).click();
    await workbench.button('At a step').click();
    await panel(workbench).getByLabel('Step').fill('100000');
    await workbench.button('Plan it').click();
    await expect(plans(workbench).getByRole('listitem')).toHaveCount(2);
    await plans(workbench).getByRole('button', { name: 'Cancel: client 1 sends' }).click();
    // Two lines would be refused at once, not waited for.
    await expect(plans(workbench).getByRole('listitem')).toHaveCount(1);
    await expect(plans(workbench).getByRole('listitem')).toHaveText(/client 1 resets at step 100,000/);
    await plans(workbench).getByRole('button').click();
    await expect(plans(workbench)).toBeHidden();
    expect(await workbench.terminal()).not.toContain('planned');
  });

  test('what is planned for a connection that has ended has no effect, and goes with its client', async ({
    workbench,
  }) => {
    await workbench.button('Another client').click();
    await planFor(workbench);
    await panel(workbench).getByLabel('Seconds').fill('3600');
    await workbench.button('Plan it').click();
    await expect(plans(workbench)).toHaveText(/client 2 sends 18 bytes at 3600\.000000 s/);
    await workbench.button('Reset').click();
    await expect(plans(workbench)).toContainText('its connection has ended');
    await workbench.button('Close client 2').click();
    await expect(plans(workbench)).toBeHidden();
  });

  test('what is wrong is told at its field, and nothing typed is lost', async ({ workbench }) => {
    await planFor(workbench);
    await panel(workbench).getByLabel('Text to send').fill('HEAD /kept HTTP/1.0\n\n');
    await workbench.button('At a step').click();
    await panel(workbench).getByLabel('Step').fill('1');
    await workbench.button('Plan it').click();
    await expect(panel(workbench).getByLabel('Step')).toBeFocused();
    await expect(panel(workbench).getByLabel('Step')).toHaveAccessibleDescription(/it has to be later/);
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.page.keyboard.press('Escape');
    await expect(workbench.button('Later…')).toBeFocused();
    await workbench.button('Later…').click();
    await expect(panel(workbench).getByLabel('Text to send')).toBeFocused();
    await expect(panel(workbench).getByLabel('Text to send')).toHaveValue('HEAD /kept HTTP/1.0\n\n');
    await expect(panel(workbench).getByLabel('Step')).toHaveValue('1');
  });

  test('a client without a connection is offered one', async ({ workbench }) => {
    await workbench.button('Later…').click();
    await expect(panel(workbench)).toContainText('Client 1 is not connected');
    await panel(workbench).getByRole('button', { name: 'Connect' }).click();
    await panel(workbench).getByRole('button', { name: 'At rest' }).click();
    await workbench.button('Plan it').click();
    await workbench.expectTerminal('200 OK');
  });

  test('a plan at a past step begins another branch there', async ({ workbench }) => {
    await planFor(workbench);
    await workbench.page.keyboard.press('Escape');
    const { length } = await workbench.position();
    await workbench.focusTerminal();
    await workbench.type('GET /first HTTP/1.1\n');
    // The past to go back to has to be there.
    await expect(workbench.lane('rfile')).toContainText('GET /first');
    await workbench.button('Step back').click();
    await workbench.button('Step back').click();
    await workbench.settled();
    const { at } = await workbench.position();
    expect(at).toBeGreaterThan(length);
    await workbench.button('Later…').click();
    await workbench.button('At a step').click();
    await panel(workbench)
      .getByLabel('Step')
      .fill(String(at + 1));
    await expect(panel(workbench)).toContainText(`Begins another branch at step ${at + 1}`);
    await panel(workbench).getByLabel('Text to send').fill('X-Other: 1\n\n');
    await workbench.button('Plan it').click();
    await workbench.expectTerminal('another branch from step');
    await workbench.expectTerminal(/as planned ──\n› X-Other: 1␍␊/);
    await workbench.expectTerminal('200 OK');
  });
});

test.describe('character mode', () => {
  test('sends each key at once', async ({ workbench }) => {
    const { page } = workbench;
    await workbench.button('Character mode').click();
    await workbench.type('G');
    await poll(() => workbench.bytes('client out')).toEqual({ total: 1, unread: 0 });
    await expect(workbench.lane('rfile')).toContainText('G');
    await workbench.type('EX');
    await page.keyboard.press('Backspace');
    await workbench.expectTerminal('› GEX␡');
    await page.keyboard.press('Enter');
    await workbench.expectTerminal('› GEX␡␍␊');
    await workbench.expectTerminal('400');
  });

  test('half-closes, resets, pastes as a whole, and goes back to the line that was begun', async ({ workbench }) => {
    const { page } = workbench;
    await workbench.type('kept');
    await workbench.button('Character mode').click();
    await workbench.paste('GET / HTTP/1.0\nA: b\n\n');
    await workbench.expectTerminal('› GET / HTTP/1.0␍␊\n› A: b␍␊\n› ␍␊\nHTTP/1.0 200 OK␍␊');
    await workbench.expectTerminal('closed by the server');
    await page.keyboard.press('Enter');
    await workbench.type('P');
    await workbench.expectTerminal('── connection 2 ──\n› P');
    await page.keyboard.press('Control+d');
    await workbench.expectTerminal('half-closed');
    await workbench.expectTerminal(/half-closed[^]*closed by the server/);
    await workbench.type('Q');
    await page.keyboard.press('Control+c');
    await workbench.expectTerminal('› Q\n── reset ──');
    await workbench.button('Character mode').click();
    await workbench.expectTerminal(/› kept$/);
  });

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

    test('the field sends its text as it is, and says so', async ({ workbench }) => {
      const { page } = workbench;
      await expect(workbench.button('Side by side')).toBeHidden();
      await workbench.button('Character mode').tap();
      const field = page.getByLabel('Text to send');
      await expect(field).toHaveAttribute('placeholder', /No line end/);
      await field.fill('GET /');
      await workbench.button('Send').tap();
      await workbench.expectTerminal(/› GET \/$/m);
      await workbench.button('Send').tap();
      await workbench.expectTerminal('› GET /␍␊');
      await workbench.button('Send').tap();
      await workbench.expectTerminal('success');
      await workbench.button('Later…').tap();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await workbench.seriousFaults()).toEqual([]);
    });

    test('ready requests that are cut off can be reached', async ({ workbench }) => {
      const ready = workbench.page.locator('.ready');
      await expect(ready).toHaveClass(/has-after/);
      await workbench.button('TLS hello').scrollIntoViewIfNeeded();
      await expect(ready).not.toHaveClass(/has-after/);
      await expect(ready).toHaveClass(/has-before/);
    });
  });
});

test('a client that waits says for what, and because of what; so do the threads, then and now', async ({
  workbench,
}) => {
  const { page } = workbench;
  const wait = page.locator('.client-wait');
  // Until it is accepted, beside the walk, and only there.
  const cause = page.locator('.cause');
  await workbench.type('GET / HT');
  await workbench.button('Connect').click();
  await expect(wait).toContainText('The server waits for a request of this client, which has sent nothing');
  await workbench.button('Another client').click();
  await workbench.type('GET / HTTP/1.1\n\n');
  await expect(cause).toContainText('Not accepted yet: the only thread reads from connection 1');
  await expect(wait).toBeEmpty();
  await page.getByRole('tab', { name: 'Threads' }).click();
  await expect(page.locator('.threads')).toContainText('MainThread reads from connection 1, which has sent nothing');
  await workbench.button('To the start').click();
  await expect(wait).toBeEmpty();
  await expect(cause).not.toContainText('Not accepted yet');
  await workbench.button('To the live end').click();
  await expect(cause).toContainText('Not accepted yet');
  await workbench.button('中文').click();
  await expect(cause).toContainText('连接 1');
  await workbench.button('English').click();
  await page.getByRole('tab', { name: '1', exact: true }).click();
  await expect(wait).toContainText('The server waits for a request of this client');
  await expect(cause).not.toContainText('Not accepted yet');
});
