/** From a key press to the kernel and back. */
import { Workbench, expect, poll, test } from './workbench.ts';

const ANSWER = [
  'HTTP/1.0 200 OK␍␊',
  'Server: Werkzeug/3.1.8 Python/3.11.7␍␊',
  'Date: Thu, 01 Jan 2026 00:00:00 GMT␍␊',
  'Content-Type: text/plain; charset=utf-8␍␊',
  'Content-Length: 29␍␊',
  'Connection: close␍␊',
  '␍␊',
  '{"code": 0, "msg": "success"}',
].join('\n');

test('a typed request is answered in the terminal, byte for byte', async ({ workbench }) => {
  await workbench.expectTerminal('press Enter twice');
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal(`› GET / HTTP/1.1␍␊\n› ␍␊\n${ANSWER}`);
  await workbench.expectTerminal('closed by the server');
  await expect(workbench.page.locator('#announcer')).toContainText('Connection 1: 200 OK');
});

test('rfile is filled and read; a step back in time finds it unread', async ({ workbench }) => {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
  await poll(() => workbench.bytes('rfile')).toEqual({ total: 18, unread: 0 });
  await expect(workbench.lane('rfile')).toContainText('GET / HTTP/1.1␍␊');

  await workbench.showOnly('Buffers');
  for (let presses = 0; (await workbench.bytes('rfile')).unread === 0; presses += 1) {
    expect(presses).toBeLessThan(60);
    await workbench.move('ArrowUp');
  }
  expect((await workbench.bytes('client in')).total).toBe(0);
  await expect(workbench.page.locator('.live')).toHaveText('past');

  await workbench.button('To the start').click();
  await poll(() => workbench.bytes('client out')).toEqual({ total: 0, unread: 0 });
  await workbench.button('To the live end').click();
  await poll(() => workbench.bytes('rfile')).toEqual({ total: 18, unread: 0 });
});

test('each step forward moves one row, and the row under the cursor is in sight', async ({ workbench }) => {
  await workbench.button('To the start').click();
  await poll(async () => (await workbench.position()).at).toBe(1);
  for (const at of [2, 3, 4]) {
    await workbench.move('ArrowDown');
    expect((await workbench.position()).at).toBe(at);
  }
  await expect(workbench.page.locator('.step[aria-selected="true"]')).toBeInViewport();
});

test('the class that runs is lit with its method, in the stack and in the ladder', async ({ workbench }) => {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
  const row = workbench.page.locator('.step[data-kind="call"]', { hasText: 'make_environ' });
  for (let presses = 0; !(await row.isVisible()); presses += 1) {
    expect(presses).toBeLessThan(60);
    await workbench.move('PageUp');
  }
  await row.click();
  await workbench.settled();
  await expect(workbench.page.locator('.rung.is-lit')).toContainText('WSGIRequestHandler');
  await expect(workbench.page.locator('.rung.is-lit')).toContainText('make_environ');
  await expect(workbench.page.locator('.frame').first()).toContainText('make_environ');
});

test('a malformed request gets its true 400', async ({ workbench }) => {
  await workbench.button('Bad version').click();
  await workbench.expectTerminal("Bad request version ('HTTP/one')");
  await workbench.expectTerminal('400');
  await expect(workbench.page.getByRole('tabpanel')).toContainText('code 400');
});

test('what a server sends is shown and never obeyed', async ({ workbench }) => {
  await workbench.page.getByLabel('App').selectOption('echo');
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.page.getByRole('button', { name: 'Byte mode' }).click();
  await workbench.type('POST / HTTP/1.0\nContent-Length: 9\n\n\\x1b[2J\\x07\\x9b\\xe2\\x80\\xae');
  await workbench.page.keyboard.press('Alt+Enter');
  await workbench.expectTerminal(/200 OK␍␊[^]*␛\[2J␇\\x9b/);
});

test('text that comes without keys is taken once, as are keys, pastes and what an input method composes', async ({
  workbench,
}) => {
  const { page } = workbench;
  const composer = await page.context().newCDPSession(page);
  await workbench.type('aB');
  await page.keyboard.insertText('é😀');
  await workbench.type('c');
  await workbench.paste('p');
  await composer.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await composer.send('Input.insertText', { text: 'に' });
  await workbench.expectTerminal(/› aBé😀cpに\s*$/);
  await page.keyboard.insertText('ü');
  await workbench.type('d\n\n');
  await workbench.expectTerminal(/› aBé😀cpにüd␍␊/);
  await workbench.button('Character mode').click();
  await page.keyboard.insertText('ö');
  await workbench.type('z');
  await workbench.expectTerminal(/› öz\s*$/);
});

test('lines typed ahead of the answer are all sent, in order', async ({ workbench }) => {
  await workbench.paste('GET /first HTTP/1.1\nX-Second: 2\nX-Third: 3\n\n');
  await workbench.expectTerminal('› GET /first HTTP/1.1␍␊\n› X-Second: 2␍␊\n› X-Third: 3␍␊\n› ␍␊\nHTTP/1.0 200 OK␍␊');
});

test('the line can be edited, recalled, half-closed and reset', async ({ workbench }) => {
  const { keyboard } = workbench.page;
  await workbench.type('GEX / HTTP/1.1');
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.press('Delete');
  await workbench.type('T');
  await keyboard.press('Enter');
  await workbench.expectTerminal('› GET / HTTP/1.1␍␊');
  await keyboard.press('Control+c');
  await workbench.expectTerminal('── reset ──');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await workbench.expectTerminal('── connection 2 ──\n› GET / HTTP/1.1␍␊');
  await keyboard.press('Control+d');
  await workbench.expectTerminal('half-closed');
  await workbench.expectTerminal('closed by the server');
});

test('a threaded server serves two clients at once', async ({ workbench }) => {
  await workbench.button('Threaded').click();
  await expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.focusTerminal();
  await workbench.type('GET /held HTTP/1.1\n');
  await workbench.button('Another client').click();
  await workbench.type('GET /free HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('HTTP/1.1 200 OK');
  await workbench.page.getByRole('tab', { name: '1' }).click();
  await workbench.type('Host: b\n\n');
  await workbench.expectTerminal('HTTP/1.1 200 OK');
});

test.describe('under a policy without inline styles', () => {
  test.use({ hasOwnPage: true });

  test('every part has its looks, and nothing violates the policy', async ({ page }) => {
    await page.addInitScript(() => {
      const violations: string[] = [];
      Object.defineProperty(globalThis, 'violations', { value: violations });
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, sourceFile, lineNumber, columnNumber }) => {
          violations.push(`${violatedDirective} in ${sourceFile}:${lineNumber}:${columnNumber}`);
        },
      );
    });
    // Four terminals, each high enough for a request and its answer.
    await page.setViewportSize({ width: 1440, height: 1240 });
    const workbench = new Workbench(page);
    await workbench.open();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toContain("style-src 'self';");
    await workbench.button('Side by side').click();
    await workbench.type('GET / HTTP/1.1\n\n');
    await workbench.expectTerminal('success');
    await workbench.button('One more client').click();
    await workbench.button('Connect').click();
    await workbench.button('Later…').click();
    await page.getByLabel('Seconds').fill('3600');
    await workbench.button('Plan it').click();
    await workbench.button('Compare').click();
    await expect(page.locator('.compare')).toHaveAttribute('aria-busy', 'false');
    await workbench.button('Compare').click();
    // What is selected gets colours of its own.
    await page.locator('#client-1 .screen').dblclick({ position: { x: 40, y: 40 } });
    await expect(page.locator('#client-1 .xterm-selection div')).not.toHaveCount(0);
    const looks = await page.locator('#client-1 .screen').evaluate((screen) => {
      const style = (selector: string): CSSStyleDeclaration =>
        getComputedStyle(screen.querySelector(selector) as Element);
      const accent = getComputedStyle(screen).getPropertyValue('--glaswerk-accent').trim();
      const probe = document.createElement('i');
      probe.style.color = accent;
      screen.append(probe);
      const expected = getComputedStyle(probe).color;
      probe.remove();
      return {
        isSentInAccent: style('.xterm-fg-6').color === expected,
        space: style('.xterm-rows').whiteSpace,
        display: style('.xterm-rows span').display,
        selection: style('.xterm-selection div').backgroundColor,
        slider: style('.xterm-scrollable-element > .scrollbar > .slider').backgroundColor,
        elements: (screen.getRootNode() as ShadowRoot).querySelectorAll('style').length,
      };
    });
    expect(looks).toMatchObject({ isSentInAccent: true, space: 'pre', display: 'inline-block', elements: 0 });
    const nothing = 'rgba(0, 0, 0, 0)';
    expect([looks.selection, looks.slider]).not.toContain(nothing);
    expect(await page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual([]);
    expect(workbench.complaints).toEqual([]);
  });
});
