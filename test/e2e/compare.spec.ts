/** Two kinds of servers on the same scenario, side by side. */
import type { Locator } from '@playwright/test';
import { expect, poll, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const pane = ({ page }: Workbench): Locator => page.getByRole('region', { name: 'Comparison' });
const lines = (workbench: Workbench): Locator => pane(workbench).getByRole('listbox');
const cursor = (workbench: Workbench): Locator => pane(workbench).locator('[role=option][aria-selected="true"]');
const state = (workbench: Workbench, server: string): Locator =>
  pane(workbench).getByRole('group', { name: `State of ${server}` });

async function compared(workbench: Workbench, server: 'Threaded' | 'Forking'): Promise<void> {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.button('Compare').click();
  await pane(workbench).getByRole('button', { name: server }).click();
  await expect(pane(workbench).locator('.side-head').last()).toContainText(server);
  await expect(pane(workbench)).toHaveAttribute('aria-busy', 'false');
}

/** How many steps have happened on either side. */
async function places(workbench: Workbench): Promise<readonly number[]> {
  const texts = await pane(workbench).locator('.side-place b').allTextContents();
  return texts.map((text) => Number(text.replaceAll(',', '')));
}

/** Pages down from the start until a line is in sight whose name begins so, and puts the cursor there. */
async function goTo(workbench: Workbench, name: string): Promise<void> {
  const line = pane(workbench).getByRole('option', { name }).first();
  await lines(workbench).press('Home');
  await workbench.drawn();
  for (let page = 0; page < 60 && (await line.count()) === 0; page += 1) {
    await lines(workbench).press('PageDown');
    await workbench.drawn();
  }
  await line.click();
  await expect(cursor(workbench)).toHaveAccessibleName(new RegExp(`^${name}`));
}

test('a fork stands alone, and only one side has a child after it', async ({ workbench }) => {
  await compared(workbench, 'Forking');
  await expect(pane(workbench)).toContainText('2 processes');
  await goTo(workbench, 'Only Forking: call os.fork');
  await expect(cursor(workbench).locator('.pair-cell').first()).toHaveClass(/is-gap/);
  await expect(state(workbench, 'Forking')).not.toContainText('child');
  await lines(workbench).press('ArrowRight');
  await lines(workbench).press('ArrowRight');
  await expect(state(workbench, 'Forking')).toContainText(/child\s+pid 1002/);
  await expect(state(workbench, 'Base')).not.toContainText('child');
});

test('the first byte that differs leads to the step that wrote it', async ({ workbench }) => {
  await compared(workbench, 'Threaded');
  await workbench.button('first other byte: 7 of answer 1').click();
  await expect(cursor(workbench)).toHaveAccessibleName(/_SocketWriter\.write.*HTTP\/1\.0.*HTTP\/1\.1/);
  await lines(workbench).press('Home');
  await expect(workbench.button('first other byte: 7 of answer 1')).toBeVisible();
  expect(await workbench.seriousFaults()).toEqual([]);
});

test('one cursor goes through both, and through the rest of the page', async ({ workbench }) => {
  await compared(workbench, 'Threaded');
  const received = (server: string): Locator =>
    state(workbench, server).getByRole('listitem').filter({ hasText: / B / });
  await expect(received('Base')).toContainText('HTTP/1.0 200 OK, closed by the server');
  await expect(received('Threaded')).toContainText('HTTP/1.1 200 OK, closed by the server');
  const end = await places(workbench);

  await lines(workbench).press('Home');
  await poll(() => places(workbench)).toEqual([1, 1]);
  await expect(received('Base')).toHaveCount(0);
  await expect(workbench.page.locator('.quarters')).toHaveAttribute('data-step', '1');

  // A step of which the other one has its like.
  await goTo(workbench, 'Both: call http.server.BaseHTTPRequestHandler.parse_request');
  await workbench.drawn();
  const [left = 0, right = 0] = await places(workbench);
  expect(right).toBeGreaterThan(left);
  await expect(workbench.page.locator('.quarters')).toHaveAttribute('data-step', String(left));
  await poll(async () => (await workbench.bytes('rfile')).total).toBeGreaterThan(0);
  await expect(state(workbench, 'Base')).toContainText('parse_request');
  await expect(state(workbench, 'Threaded')).toContainText('parse_request');

  await lines(workbench).press('End');
  await poll(() => places(workbench)).toEqual(end);
});

test('a click on a line, the strip, and the way from difference to difference move it', async ({ workbench }) => {
  await compared(workbench, 'Forking');
  await lines(workbench).press('Home');
  await pane(workbench).getByRole('option', { name: 'Both: call werkzeug.serving.make_server' }).click();
  await expect(cursor(workbench)).toContainText('make_server');
  await lines(workbench).press('n');
  await expect(cursor(workbench)).toHaveAccessibleName(
    /^Only Forking: call werkzeug\.serving\.ForkingWSGIServer\.__init__/,
  );
  await workbench.drawn();
  const first = await places(workbench);
  await pane(workbench).getByRole('button', { name: 'Next difference (n)' }).click();
  await lines(workbench).press('p');
  await poll(() => places(workbench)).toEqual(first);
  await expect(pane(workbench).getByRole('button', { name: 'Previous difference (p)' })).toBeDisabled();

  const strip = await pane(workbench).locator('.compare-strip').boundingBox();
  if (strip === null) throw new Error('the strip is not to be seen');
  await workbench.page.mouse.click(strip.x + strip.width * 0.999, strip.y + strip.height / 2);
  await expect(cursor(workbench)).toBeInViewport();
  await poll(async () => (await places(workbench))[0]).toBeGreaterThan(300);
});

test('a new input reaches the other server too', async ({ workbench }) => {
  await compared(workbench, 'Threaded');
  const [left = 0, right = 0] = await places(workbench);
  await workbench.focusTerminal();
  await workbench.type('\nHEAD /again HTTP/1.1\n\n');
  await poll(async () => (await places(workbench))[0]).toBeGreaterThan(left + 100);
  await expect(state(workbench, 'Threaded')).toContainText('HEAD /again');
  await poll(async () => (await places(workbench))[1]).toBeGreaterThan(right + 100);
});

test('another server is compared with the same, and no server with itself', async ({ workbench }) => {
  await compared(workbench, 'Forking');
  await workbench.page.locator('.top-bar').getByRole('button', { name: 'Forking' }).click();
  await expect(pane(workbench).locator('.compare-kinds b')).toHaveText('Forking');
  await expect(pane(workbench).getByRole('group', { name: 'Server to compare with' }).getByRole('button')).toHaveText([
    'Base',
    'Threaded',
  ]);
  await expect(pane(workbench).locator('.side-head').last()).toContainText('Base');
});

test('a seek that is cancelled quickly still moves through time', async ({ workbench }) => {
  await compared(workbench, 'Threaded');
  const kinds = pane(workbench).getByRole('group', { name: 'Server to compare with' });
  await kinds.evaluate((group) => {
    const list = document
      .querySelector('#workbench')
      ?.shadowRoot?.querySelector<HTMLElement>('[aria-label="Steps of both servers"]');
    for (let round = 0; round < 12; round += 1) {
      list?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
      for (const button of group.querySelectorAll('button')) button.click();
    }
  });
  await expect(state(workbench, 'Forking')).toContainText(/pid 1000/);
  await pane(workbench).getByRole('button', { name: 'Close the comparison' }).click();
  await workbench.move('Home');
  await workbench.move('ArrowRight');
  expect((await workbench.position()).at).toBe(2);
});

test('it is opened and left by keyboard, and everything else is where it was', async ({ workbench }) => {
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('closed by the server');
  await workbench.button('Compare').press('Enter');
  await expect(lines(workbench)).toBeFocused();
  await expect(workbench.page.getByRole('region', { name: 'Server', exact: true })).toBeHidden();
  await workbench.page.keyboard.press('Escape');
  await expect(pane(workbench)).toBeHidden();
  await expect(workbench.button('Compare')).toBeFocused();
  await expect(workbench.page.getByRole('region', { name: 'Server', exact: true })).toBeVisible();
});

test('on a phone it fills the screen, until another pane is chosen', async ({ workbench }) => {
  await compared(workbench, 'Threaded');
  await workbench.page.setViewportSize({ width: 390, height: 844 });
  await expect(workbench.page.getByRole('region', { name: 'Clients' })).toBeHidden();
  await expect(workbench.page.locator('.phone-tabs [aria-pressed="true"]')).toHaveCount(0);
  await workbench.page.locator('.phone-tabs').getByRole('button', { name: 'Time' }).click();
  await expect(pane(workbench)).toBeHidden();
  await expect(workbench.page.getByRole('region', { name: 'Time' })).toBeVisible();
});

test('a machine that is paused or asks says how it goes on, though the strip that asks is covered', async ({
  workbench,
}) => {
  const { page } = workbench;
  await compared(workbench, 'Threaded');
  await page.keyboard.press('F8');
  await expect(page.locator('.clients .notice')).toContainText('F8 lets it go on');
  await workbench.focusTerminal();
  await workbench.type('GET /again HTTP/1.1\n\n');
  await page.keyboard.press('F8');
  await workbench.expectTerminal(/again HTTP[^]*200 OK[^]*closed by the server/);
  await expect(page.locator('.clients .notice')).toBeEmpty();
});

test('where the window becomes too narrow for the editor and the comparison, the editor is seen until it is closed', async ({
  workbench,
}) => {
  const { page } = workbench;
  const press = async (name: string): Promise<void> => (await workbench.inBar(workbench.button(name))).click();
  await compared(workbench, 'Threaded');
  await press('Edit');
  const editor = page.locator('.pane.editor');
  await expect(editor).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(editor).toBeVisible();
  await expect(pane(workbench)).toBeHidden();
  await press('Edit');
  await expect(pane(workbench)).toBeVisible();
  await press('Edit');
  await expect(editor).toBeVisible();
  // Out of the comparison, and into it again.
  await press('Compare');
  await press('Compare');
  await expect(pane(workbench)).toBeVisible();
  await expect(editor).toBeHidden();
});

test('where nobody listens both refuse alike', async ({ workbench }) => {
  await workbench.button('Stop the server').click();
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n');
  await workbench.expectTerminal(/refused/);
  await workbench.button('Compare').click();
  await expect(state(workbench, 'Base')).toContainText('refused');
  await expect(state(workbench, 'Threaded')).toContainText('refused');
  await expect(pane(workbench).getByRole('button', { name: 'Next difference (n)' })).toBeDisabled();
});

for (const [name, width, height] of [
  ['a desk', 1440, 900],
  ['a phone', 390, 844],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`on ${name} in ${colorScheme} nothing is out of reach`, async ({ workbench }) => {
      const { page } = workbench;
      await page.emulateMedia({ colorScheme });
      await compared(workbench, 'Forking');
      await goTo(workbench, 'Only Forking: call os.fork');
      await page.setViewportSize({ width, height });
      await expect(cursor(workbench)).toBeInViewport();
      expect(await workbench.seriousFaults()).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    });
  }
}

test('the list of steps has no hole after the comparison was opened and closed', async ({ workbench }) => {
  const { page } = workbench;
  for (let turn = 1; turn <= 8; turn += 1) {
    await workbench.type(`GET /${turn} HTTP/1.0\n\n`);
    await workbench.expectTerminal(new RegExp(`GET /${turn} [^]*closed by the server[^]*$`));
  }
  await workbench.button('Threaded').click();
  await page.getByRole('button', { name: 'Restart' }).click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  for (let turn = 0; turn < 2; turn += 1) {
    await workbench.button('Compare').click();
    await expect(pane(workbench)).toBeVisible();
    await workbench.button('Compare').click();
    await expect(page.locator('.steps')).toBeVisible();
    await poll(() => hole(page.locator('.steps'))).toEqual([]);
  }
});

/** Places in what is seen of a list, from its top in pixels, where no row stands. */
const hole = (list: Locator): Promise<readonly number[]> =>
  list.evaluate((element) => {
    const { left, top, height } = element.getBoundingClientRect();
    const rows = element.firstElementChild?.getBoundingClientRect().bottom ?? 0;
    const places = Array.from({ length: Math.floor(height / 11) }, (_, at) => at * 11 + 5);
    const root = element.getRootNode() as ShadowRoot;
    const isHole = (place: number): boolean =>
      root.elementFromPoint(left + 60, top + place)?.closest('[role=option]') === null;
    return places.filter((place) => top + place < rows && isHole(place));
  });
