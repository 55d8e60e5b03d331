/** The page on a desk and on a phone, by keyboard, and to a screen reader. */
import { expect, poll, test } from './workbench.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in ${colorScheme} colours`, async ({ workbench }) => {
    // Without motion: colours that are on their way are neither the old nor the new ones.
    await workbench.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.type('GET / HTTP/1.1\n\n');
    await workbench.expectTerminal('success');
    // What is read aloud of it comes a second later.
    await expect(workbench.page.locator('.xterm-accessibility')).toContainText('success', { useInnerText: false });
    for (const tab of ['WSGI', 'Threads', 'Sockets']) {
      await workbench.page.getByRole('tab', { name: tab }).click();
      expect(await workbench.seriousFaults()).toEqual([]);
    }
    await workbench.button('Step back').click();
    await workbench.button('Step back').click();
    await workbench.button('Hex').click();
    expect(await workbench.seriousFaults()).toEqual([]);
  });
}

test('1440 × 900 holds all four quarters without scrolling', async ({ workbench }) => {
  const { page } = workbench;
  for (const pane of ['Clients', 'Buffers', 'Server', 'Time']) {
    await expect(page.getByRole('region', { name: pane, exact: true })).toBeInViewport({ ratio: 1 });
  }
  const overflow = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { down: scrollHeight - innerHeight, right: scrollWidth - innerWidth };
  });
  expect(overflow).toEqual({ down: 0, right: 0 });
});

test('the cursor of the terminal blinks while it has the focus', async ({ workbench }) => {
  const { page } = workbench;
  const shadow = (): Promise<string> =>
    page
      .locator('.screen:visible .xterm-cursor')
      .evaluate((cursor) => getComputedStyle(cursor).boxShadow)
      .catch(() => 'drawn again');
  await poll(shadow).toBe('none');
  await poll(shadow).toContain('inset');
});

test('Tab leaves the terminal', async ({ workbench }) => {
  const inTerminal = (): Promise<boolean> =>
    workbench.page.evaluate(
      () => document.querySelector('#workbench')?.shadowRoot?.activeElement?.closest('.screen') !== null,
    );
  expect(await inTerminal()).toBe(true);
  await workbench.page.keyboard.press('Tab');
  expect(await inTerminal()).toBe(false);
});

test('F6 goes from pane to pane and back, and finds the place again that one has left', async ({ workbench }) => {
  const { page } = workbench;
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const place = document.querySelector('#workbench')?.shadowRoot?.activeElement?.closest('.pane, .top-bar, .walk');
      return place?.getAttribute('aria-label') ?? '';
    });
  expect(await focused()).toBe('Clients');
  await page.keyboard.press('F6');
  await poll(focused).toBe('Buffers');
  const seen: string[] = [];
  for (let turns = 0; turns < 5; turns += 1) {
    await page.keyboard.press('F6');
    seen.push(await focused());
  }
  expect(seen).toEqual(['Server', 'Time', 'Machine', 'The walk', 'Clients']);
  await expect(page.getByRole('textbox', { name: 'Terminal input' })).toBeFocused();
  await workbench.type('GET / HT');
  await workbench.expectTerminal('› GET / HT');
  for (let turns = 0; turns < 3; turns += 1) await page.keyboard.press('Shift+F6');
  await expect(page.locator('.steps')).toBeFocused();
  await workbench.button('Play').focus();
  await page.keyboard.press('F6');
  await page.keyboard.press('Shift+F6');
  await expect(workbench.button('Play')).toBeFocused();
});

test('a toolbar is one stop for Tab, with arrows inside', async ({ workbench }) => {
  const { page } = workbench;
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  await expect(workbench.button('Base')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(workbench.button('Threaded')).toBeFocused();
  await page.keyboard.press('End');
  await expect(workbench.button('More')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(workbench.button('Base')).toBeFocused();
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('ArrowLeft');
  await expect(workbench.button('Keys')).toBeFocused();
  // Out of it, past the walk, and back to where one was.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tab', { name: '1', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(workbench.button('Keys')).toBeFocused();
  // A list is passed by arrows to the side, and chooses by those up and down.
  await workbench.button('Compare').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByLabel('App')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(workbench.button('Edit')).toBeFocused();
  await expect(page.getByLabel('App')).toHaveValue('hello');

  const stops = new Set<string>();
  await workbench.button('Base').focus();
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.querySelector('#workbench')?.shadowRoot?.activeElement ?? null;
      return at === null ? '' : `${at.tagName} ${at.className} ${at.getAttribute('aria-label')}`;
    });
    if (stop === '' || stops.has(stop)) break;
    stops.add(stop);
  }
  expect(stops.size).toBeLessThan(24);
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('F1 and ? list the keys; closed, the focus is where it was', async ({ workbench }) => {
  const { page } = workbench;
  await page.keyboard.press('F1');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toContainText('To the next pane, to the previous one');
  expect(await workbench.seriousFaults()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await workbench.type('a?b');
  await workbench.expectTerminal('› a?b');
  await expect(dialog).toBeHidden();
  await page.locator('.steps').press('?');
  await expect(dialog).toBeVisible();
  await workbench.button('Close the list of keys').click();
  await expect(page.locator('.steps')).toBeFocused();
  await workbench.button('Keys').click();
  await expect(dialog).toBeVisible();
});

test('the choice of a theme is kept', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.button('More').click();
  await workbench.button('Theme: auto').click();
  await workbench.button('Theme: light').click();
  await expect(page.locator('#workbench')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('#workbench')).toHaveAttribute('data-theme', 'dark');
});

test('nothing is asked of any other host', async ({ workbench, baseURL }) => {
  const hosts = new Set<string>();
  workbench.page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    // The sandbox loads what the page has made: no host is asked.
    if (protocol !== 'blob:') hosts.add(origin);
  });
  await workbench.page.reload();
  await workbench.expectTerminal('press Enter twice');
  expect([...hosts]).toEqual([new URL(baseURL ?? '').origin]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('one pane at a time, a plain input, and no scrolling sideways', async ({ workbench }) => {
    const { page } = workbench;
    // Empty, the field sends what is shown in it; then the line that ends the headers.
    const field = page.getByLabel('Line to send');
    await expect(field).toHaveAttribute('placeholder', 'GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await expect(field).toHaveAttribute('placeholder', /^Empty: ␍␊/);
    await workbench.button('Send').tap();
    await workbench.expectTerminal('success');
    await expect(field).toHaveAttribute('placeholder', 'GET / HTTP/1.1');
    // Single steps are at hand whichever pane is in sight.
    await workbench.button('Buffers').tap();
    await page.getByLabel('What the arrows go to').selectOption('step');
    const { at } = await workbench.position();
    await workbench.button('Previous step').tap();
    await poll(async () => (await workbench.position()).at).toBe(at - 1);
    await workbench.button('Next step').tap();
    await poll(async () => (await workbench.position()).at).toBe(at);
    for (const pane of ['Buffers', 'Server', 'Time', 'Clients']) {
      await workbench.button(pane).tap();
      await expect(page.getByRole('region', { name: pane, exact: true })).toBeInViewport();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await workbench.seriousFaults()).toEqual([]);
    }
  });

  test('bytes that are tapped lead to the step that read them', async ({ workbench }) => {
    await workbench.page.getByLabel('Line to send').fill('GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await workbench.button('Send').tap();
    await workbench.expectTerminal('success');
    await workbench.button('Buffers').tap();
    await workbench.lane('rfile').getByText('GET / HTTP/1.1').tap();
    await workbench.page.getByRole('button', { name: 'handle_one_request reads it' }).tap();
    await workbench.settled();
    await workbench.button('Close').tap();
    await workbench.button('Time').tap();
    await expect(workbench.page.locator('.step[aria-selected="true"]', { hasText: 'readline' })).toContainText(
      String.raw`b'GET / HTTP/1.1\r\n'`,
    );
  });
});

test('the page changes its language while it is used, and keeps the choice', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.type('GET / HTTP/1.1\nHost: here\n');
  await workbench.type('X-Half: typ');
  await workbench.button('中文').click();
  await expect(page.getByRole('region', { name: '服务器', exact: true })).toBeVisible();
  await expect(page.locator('#workbench')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  // On a phone they are the names of the panes.
  await expect(page.locator('.phone-tabs > button:not(.phone-resume)')).toHaveText([
    ...['客户端', '缓冲区', '服务器', '时间'],
  ]);
  await workbench.expectTerminal('X-Half: typ');
  await workbench.focusTerminal();
  await workbench.type('ed\n\n');
  await workbench.expectTerminal(/X-Half: typed[^]*200 OK/);
  expect(await workbench.seriousFaults()).toEqual([]);
  await page.reload();
  await expect(workbench.button('English')).toBeVisible();
  await workbench.button('English').click();
  await expect(page.getByRole('region', { name: 'Server', exact: true })).toBeVisible();
});

test('forced colours show what is selected, pressed, lit and marked', async ({ workbench }) => {
  const { page } = workbench;
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await workbench.type('GET / HTTP/1.1\nHost: a\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.button('make_environ').click();
  await workbench.button('Step back').click();
  await workbench.lane('rfile').locator('.lane-body').focus();
  await page.keyboard.press('ArrowDown');
  await expect(workbench.lane('rfile').locator('.is-marked').first()).toBeVisible();
  const colours = await page.evaluate(() => {
    const root = document.querySelector('#workbench')?.shadowRoot as ShadowRoot;
    const probe = root.appendChild(document.createElement('i'));
    const systemColour = (name: string): string => {
      probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
      return getComputedStyle(probe).color;
    };
    const styleOf = (selector: string): CSSStyleDeclaration =>
      getComputedStyle(root.querySelector(selector) as Element);
    const shown = {
      highlight: [
        '.step[aria-selected="true"]',
        '.top-bar [aria-pressed="true"]',
        '.tab[aria-selected="true"]',
        '.rung.is-lit',
      ].filter((selector) => styleOf(selector).backgroundColor !== systemColour('Highlight')),
      mark: styleOf('.lane .is-marked').backgroundColor === systemColour('Mark'),
      stopsDone: styleOf('.walk-stop.is-done i').backgroundColor === systemColour('CanvasText'),
      stopsToCome: styleOf('.walk-stop:not(.is-done, .is-now) i').backgroundColor === systemColour('Canvas'),
      overTheRows: styleOf('.xterm-accessibility-tree').color,
    };
    probe.remove();
    return shown;
  });
  expect(colours).toEqual({
    ...{ highlight: [], mark: true, stopsDone: true, stopsToCome: true },
    overTheRows: 'rgba(0, 0, 0, 0)',
  });
  expect(await workbench.seriousFaults()).toEqual([]);
  await page.emulateMedia({ forcedColors: null, reducedMotion: null });
});

test('a screen reader hears each answer once, and nothing while one types or steps back', async ({ workbench }) => {
  const { page } = workbench;
  const heard = await page.evaluateHandle(() => {
    const root = document.querySelector('#workbench')?.shadowRoot as ShadowRoot;
    const said: string[] = [];
    const LIVE = '[aria-live="polite"], [aria-live="assertive"], [role="status"], [role="alert"], [role="log"]';
    const regionOf = (node: Node): Element | null | undefined =>
      (node instanceof Element ? node : node.parentElement)?.closest(`${LIVE}, [aria-live="off"]`);
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = regionOf(target);
        if (region?.matches(LIVE) !== true || region.getAttribute('aria-live') === 'off') continue;
        const text =
          addedNodes.length === 0 ? target.textContent : [...addedNodes].map((node) => node.textContent).join('');
        if (text !== null && text.trim() !== '') said.push(text.trim());
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
    return said;
  });
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  for (let step = 0; step < 3; step += 1) await workbench.button('Step back').click();
  await expect(page.locator('.live')).toHaveText('past');
  await workbench.button('To the live end').click();
  await expect(page.locator('.live')).not.toHaveText('past');
  await workbench.button('Stop the server').click();
  await expect(page.locator('.listening')).toHaveText('not listening');
  expect(await heard.jsonValue()).toEqual(['Connection 1: 200 OK', 'The server has stopped']);
  // A move of the walk is heard, with why.
  await workbench.button('Previous moment').click();
  await poll(async () => (await heard.jsonValue()).at(-1)).toMatch(/^[a-z_ ]+: [A-Z].+\.$/);
});

test.describe('before the code of the keys has come', () => {
  test.use({ hasOwnPage: true });

  test('a question mark in a request goes to the terminal', async ({ workbench }) => {
    const { page } = workbench;
    let release: () => void = () => undefined;
    const mayCome = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/assets\/keyboard-.*\.js$/, async (route) => {
      await mayCome;
      await route.continue();
    });
    // An idle page may ask for it before a key is pressed.
    const asked = page.waitForRequest(/\/assets\/keyboard-.*\.js$/);
    await workbench.open();
    await workbench.type('GET /?q=1');
    await asked;
    const came = page.waitForResponse(/\/assets\/keyboard-.*\.js$/);
    release();
    await came;
    await workbench.type(' HTTP/1.1\n\n');
    await workbench.expectTerminal(/GET \/\?q=1 HTTP\/1\.1[^]*200 OK/);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('a list points a screen reader at its selected row while that is drawn, and at no other', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.type('GET / HTTP/1.0\n\n');
  await workbench.expectRest(1);
  const steps = page.locator('.steps');
  const pointed = (): Promise<string | null | undefined> =>
    steps.evaluate((list) => {
      const id = list.getAttribute('aria-activedescendant');
      if (id === null) return 'none';
      return (list.getRootNode() as ShadowRoot).getElementById(id)?.getAttribute('aria-selected');
    });
  await poll(pointed).toBe('true');
  await steps.hover();
  await page.mouse.wheel(0, -100_000);
  await poll(pointed).toBe('none');
  expect(await workbench.seriousFaults()).toEqual([]);
  await workbench.move('ArrowUp');
  expect(await pointed()).toBe('true');
});

test('a shell is painted before any script has come, and the worker program is on its way', async ({
  browser,
  baseURL,
}) => {
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.route(/\/assets\/index-.*\.js$/, (route) => route.abort());
  await page.goto(baseURL ?? '');
  await expect(page.locator('.shell')).toBeVisible();
  await poll(() => asked.filter((path) => /\/(?:core|sessions)-[\w-]+\.js$/.test(path)).length).toBe(2);
  await page.close();
});
