/** Breakpoints, driving a paused machine by hand, and being the scheduler. */
import type { Locator } from '@playwright/test';
import { expect, poll, test } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const REQUEST = 'GET / HTTP/1.1\n\n';

const halt = ({ page }: Workbench): Locator => page.locator('.halt');
const cards = ({ page }: Workbench): Locator => page.getByRole('group', { name: 'Who runs next?' }).getByRole('button');
const selected = ({ page }: Workbench): Locator => page.locator('.step[aria-selected="true"]');
const drawer = ({ page }: Workbench): Locator => page.getByRole('region', { name: 'Breakpoints', exact: true });
const opener = ({ page }: Workbench): Locator =>
  page.getByRole('group', { name: 'Where the machine stops' }).getByRole('button', { name: /^Breakpoints/ });
const suggestions = (workbench: Workbench): Locator =>
  drawer(workbench).getByRole('listbox', { name: 'Where to stop' });
const list = (workbench: Workbench): Locator =>
  drawer(workbench).getByRole('list', { name: 'Breakpoints that are set' }).getByRole('listitem');

/** Opens the drawer and fills in the form. */
async function set(workbench: Workbench, kind: string, value: string): Promise<void> {
  if (await drawer(workbench).isHidden()) await opener(workbench).click();
  await drawer(workbench).getByLabel('Stop at', { exact: true }).selectOption(kind);
  await drawer(workbench).getByRole('combobox', { name: 'Where to stop' }).fill(value);
}

async function send(workbench: Workbench): Promise<void> {
  await workbench.focusTerminal();
  await workbench.type(REQUEST);
}

test('a machine stops where the headers are parsed, is driven by hand from there, and goes on', async ({
  workbench,
}) => {
  await opener(workbench).click();
  await workbench.button('headers parsed').click();
  await expect(list(workbench)).toHaveCount(1);
  await workbench.page.keyboard.press('Escape');
  await expect(drawer(workbench)).toBeHidden();
  await send(workbench);

  await expect(halt(workbench)).toContainText('breakpoint headers parsed');
  await expect(workbench.page.locator('.live')).toHaveText('paused');
  await expect(selected(workbench)).toContainText('parse_request');
  await expect(selected(workbench)).toHaveClass(/is-stop/);
  await workbench.expectTerminal('› GET / HTTP/1.1');
  expect(await workbench.terminal()).not.toContain('HTTP/1.0 200');
  const { length } = await workbench.position();

  await workbench.button('Step over').click();
  await poll(async () => (await workbench.position()).length).toBeGreaterThan(length);
  await expect(halt(workbench)).toContainText('by you');
  await workbench.settled();
  const { at } = await workbench.position();
  await workbench.move('ArrowRight');
  expect((await workbench.position()).at).toBe(at + 1);
  expect(await workbench.terminal()).not.toContain('HTTP/1.0 200');

  // The past is walked as ever; the machine stands where it stood.
  await workbench.move('ArrowLeft');
  await workbench.move('ArrowLeft');
  await expect(selected(workbench)).not.toHaveClass(/is-stop/);
  await workbench.page.getByTitle(/^Show step/).click();
  await expect(selected(workbench)).toHaveClass(/is-stop/);

  await workbench.button('Continue').click();
  await workbench.expectTerminal('HTTP/1.0 200 OK');
  await expect(halt(workbench)).toBeHidden();
  await expect(workbench.page.locator('.live')).toHaveText('live');
});

test('a breakpoint on recvfrom stops once, without taking the focus from the terminal; F8 there goes on', async ({
  workbench,
}) => {
  await set(workbench, 'syscall', 'recvfrom');
  await drawer(workbench).getByLabel('once').check();
  await workbench.page.keyboard.press('Escape');
  await opener(workbench).click();
  // Closing has lost nothing.
  await workbench.button('Add').click();
  await expect(list(workbench)).toContainText('recvfrom');
  await send(workbench);
  await expect(halt(workbench)).toContainText('breakpoint recvfrom');
  await expect(list(workbench)).toContainText('stopped here');
  await expect(list(workbench)).toContainText('1×');
  await expect(list(workbench).getByRole('checkbox')).not.toBeChecked();
  expect(
    await workbench.page.evaluate(
      () => document.querySelector('#workbench')?.shadowRoot?.activeElement?.closest('.screen') !== null,
    ),
  ).toBe(true);
  await workbench.page.keyboard.press('F8');
  await workbench.expectTerminal('closed by the server');
  await send(workbench);
  await workbench.expectTerminal(/closed by the server[^]*closed by the server/);
  await expect(halt(workbench)).toBeHidden();
});

test('a machine stops when a moment comes', async ({ workbench }) => {
  await set(workbench, 'moment', 'make_env');
  await expect(suggestions(workbench).getByRole('option')).toHaveText(['make_environ']);
  await workbench.page.keyboard.press('ArrowDown');
  await workbench.page.keyboard.press('Enter');
  await workbench.page.keyboard.press('Enter');
  await expect(list(workbench)).toContainText('moment make_environ');
  await workbench.page.keyboard.press('Escape');
  await send(workbench);
  await expect(halt(workbench)).toContainText('breakpoint moment make_environ');
  await expect(selected(workbench).locator('.step-moment')).toHaveText('make_environ');
  expect(await workbench.terminal()).not.toContain('HTTP/1.0 200');
});

test('a name that nobody has is refused at its field, with those that may have been meant', async ({ workbench }) => {
  await set(workbench, 'call', 'parse_reqest');
  await workbench.page.keyboard.press('Enter');
  const field = drawer(workbench).getByRole('combobox', { name: 'Where to stop' });
  await expect(drawer(workbench).getByRole('alert')).toContainText('No mirrored method is called parse_reqest');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('parse_reqest');
  await drawer(workbench).getByRole('alert').getByRole('button').first().click();
  await expect(field).toHaveValue('http.server.BaseHTTPRequestHandler.parse_request');
  await workbench.page.keyboard.press('Enter');
  await expect(list(workbench)).toContainText('BaseHTTPRequestHandler.parse_request');

  // Suggestions are chosen by keys.
  await field.fill('send_resp');
  await expect(suggestions(workbench).getByRole('option').first()).toContainText('send_response');
  await field.press('ArrowDown');
  await field.press('Enter');
  await expect(field).toHaveValue(/\.send_response$/);
  await workbench.page.keyboard.press('Enter');
  await expect(list(workbench)).toHaveCount(2);

  // One that is set can be changed, switched off and taken away.
  await list(workbench)
    .nth(1)
    .getByTitle(/Press to change it/)
    .click();
  await drawer(workbench).getByRole('combobox', { name: 'Only for this connection' }).fill('2');
  await workbench.button('Save').click();
  await expect(list(workbench).nth(1)).toContainText('connection 2');
  await list(workbench).nth(0).getByRole('checkbox').uncheck();
  await send(workbench);
  await workbench.expectTerminal('closed by the server');
  await list(workbench)
    .nth(0)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(list(workbench)).toHaveCount(1);
});

test('a name that is sent before the names have come is judged when they do', async ({ workbench }) => {
  // What asks the machine for them is held up.
  const letThrough = await workbench.page.evaluateHandle(() => {
    // oxlint-disable-next-line typescript/unbound-method -- it is called on a port
    const { postMessage } = MessagePort.prototype;
    const held: (() => void)[] = [];
    MessagePort.prototype.postMessage = function (this: MessagePort, message: { readonly type: string }) {
      const post = (): void => postMessage.call(this, message);
      if (message.type === 'names') held.push(post);
      else post();
    };
    return () => {
      for (const post of held) post();
    };
  });
  await set(workbench, 'call', 'nobody');
  await workbench.button('Add').click();
  await expect(drawer(workbench).getByRole('status')).toContainText('Looking the name up');
  await expect(list(workbench)).toHaveCount(0);
  await letThrough.evaluate((release) => release());
  await expect(drawer(workbench).getByRole('alert')).toContainText('No mirrored method is called nobody');
  await expect(drawer(workbench).getByRole('combobox', { name: 'Where to stop' })).toHaveValue('nobody');
});

test('bytes with escapes stop the machine in the lane that they come into', async ({ workbench }) => {
  await set(workbench, 'bytes', String.raw`\r\n\r\n`);
  await drawer(workbench).getByLabel('Only in this lane').selectOption('rfile');
  await workbench.button('Add').click();
  await send(workbench);
  await expect(halt(workbench)).toContainText(String.raw`bytes “\r\n\r\n”`);
  expect((await workbench.bytes('rfile')).total).toBe(18);
  await expect(list(workbench)).toContainText('in rfile');
});

test('B breaks at what the step under the cursor does, and takes it back', async ({ workbench }) => {
  await send(workbench);
  await workbench.expectTerminal('closed by the server');
  const { page } = workbench;
  await page.getByLabel('Name or detail to search for').fill('send_response');
  await page.keyboard.press('Enter');
  await expect(selected(workbench)).toContainText('send_response');
  await workbench.move('b');
  await expect(workbench.button('Break here')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('log')).toContainText('Breakpoint set: BaseHTTPRequestHandler.send_response');
  await workbench.button('To the live end').click();
  await send(workbench);
  await expect(halt(workbench)).toContainText('send_response');
  await expect(selected(workbench)).toContainText('send_response');
  await workbench.move('b');
  await expect(workbench.button('Break here')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('F8');
  await workbench.expectTerminal(/closed by the server[^]*closed by the server/);
});

test('a machine that is paused keeps what is sent until it goes on', async ({ workbench }) => {
  await workbench.button('Pause the machine').click();
  await expect(halt(workbench)).toContainText(/Paused at\s+step \d+ by you/);
  await send(workbench);
  await workbench.expectTerminal('› GET / HTTP/1.1');
  await workbench.button('Pause the machine').click();
  await workbench.expectTerminal('200 OK');
});

test('who is the scheduler is asked who runs, with two clients too, and the choices lead to both answers', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.button('Threaded').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.button('Be the scheduler').click();
  await expect(halt(workbench)).toContainText('You are the scheduler');
  await expect(halt(workbench)).toContainText('Nothing to choose now: at most one thread of the server could run.');
  await workbench.button('Clients too').click();

  await send(workbench);
  await expect(halt(workbench)).toContainText('Who runs next?');
  await expect(cards(workbench)).toHaveCount(2);
  await expect(cards(workbench).first()).toContainText('connection 1');
  await expect(cards(workbench).first()).toContainText('usual');
  await workbench.button('Another client').click();
  await send(workbench);
  await expect(cards(workbench)).toHaveCount(3);
  expect(await workbench.seriousFaults()).toEqual([]);

  // By click, by key, and by the usual rule: the focus stays where the next question is.
  const question = page.locator('.halt-line .faint');
  const answer = async (how: () => Promise<void>): Promise<void> => {
    const before = await question.textContent();
    await how();
    await expect
      .poll(async () => (await question.count()) === 0 || (await question.textContent()) !== before)
      .toBe(true);
  };
  await answer(() => cards(workbench).nth(1).click());
  await answer(() => page.keyboard.press('2'));
  await answer(() => workbench.button('Let the usual rule decide').click());
  await answer(() => page.keyboard.press('F8'));
  await expect(question).toContainText('choice 5');
  expect(await workbench.terminal()).not.toContain('200 OK');

  await workbench.button('Stop asking').click();
  await expect(halt(workbench)).toBeHidden();
  await workbench.expectTerminal('200 OK');
  await page.getByRole('tab', { name: /1/ }).first().click();
  await workbench.expectTerminal('200 OK');
});

test('in a low window the question leaves room for the steps that led to it', async ({ workbench }) => {
  const { page } = workbench;
  await page.setViewportSize({ width: 1280, height: 720 });
  await workbench.button('Threaded').click();
  await expect(page.locator('.listening')).toHaveText('127.0.0.1:5000');
  await workbench.button('Be the scheduler').click();
  await workbench.button('Clients too').click();
  await send(workbench);
  await workbench.button('Another client').click();
  await send(workbench);
  await expect(cards(workbench)).toHaveCount(3);
  await expect(selected(workbench)).toBeInViewport();
  expect((await page.locator('.steps').boundingBox())?.height).toBeGreaterThan(40);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious with drawer and strip open, in ${colorScheme} colours`, async ({ workbench }) => {
    await workbench.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await set(workbench, 'call', 'nobody');
    await workbench.button('Add').click();
    await expect(drawer(workbench).getByRole('alert')).toBeVisible();
    await workbench.button('start_response called').click();
    await workbench.button('first write').click();
    await list(workbench).nth(1).getByRole('checkbox').uncheck();
    await send(workbench);
    await expect(halt(workbench)).toContainText('Paused at');
    expect(await workbench.seriousFaults()).toEqual([]);
    await drawer(workbench).getByRole('combobox', { name: 'Where to stop' }).fill('send');
    await expect(suggestions(workbench)).toBeVisible();
    expect(await workbench.seriousFaults()).toEqual([]);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a paused machine is marked beside every pane, and goes on from there', async ({ workbench }) => {
    const { page } = workbench;
    await workbench.button('Time').tap();
    await workbench.button('Pause the machine').tap();
    await expect(halt(workbench)).toContainText('by you');
    await workbench.button('Clients').tap();
    await page.getByLabel('Line to send').fill('GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await workbench.button('Send').tap();
    await workbench.button('Server').tap();
    await expect(workbench.button('Time')).toHaveAccessibleDescription('The machine is paused');
    expect(await workbench.seriousFaults()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await workbench.button('Continue').tap();
    await expect(workbench.button('Continue')).toBeHidden();
    await expect(workbench.button('Time')).toHaveAccessibleDescription('');
    await workbench.button('Clients').tap();
    await workbench.expectTerminal('200 OK');
  });

  test('the breakpoints take the whole pane, and nothing scrolls sideways', async ({ workbench }) => {
    const { page } = workbench;
    await workbench.button('Time').tap();
    await opener(workbench).tap();
    await workbench.button('headers parsed').tap();
    const [pane, over] = await Promise.all([page.locator('.pane.time').boundingBox(), drawer(workbench).boundingBox()]);
    expect(over?.width).toBeGreaterThan((pane?.width ?? 0) - 4);
    expect(over?.height).toBeGreaterThan((pane?.height ?? 0) - 4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await workbench.button('Close the breakpoints').tap();
    await workbench.button('Clients').tap();
    await page.getByLabel('Line to send').fill('GET / HTTP/1.1');
    await workbench.button('Send').tap();
    await workbench.button('Send').tap();
    await workbench.button('Time').tap();
    await expect(halt(workbench)).toContainText('headers parsed');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.button('Continue').tap();
    await workbench.button('Clients').tap();
    await workbench.expectTerminal('200 OK');
  });
});

test('a machine that stops inside a plain function is paused there, also when something is typed', async ({
  workbench,
}) => {
  await set(workbench, 'call', 'make_environ');
  await workbench.page.keyboard.press('Enter');
  await send(workbench);
  await expect(halt(workbench)).toContainText('make_environ');
  const text = (await halt(workbench).textContent()) ?? '';
  const pill = workbench.page.locator('.live');
  await expect(pill).toHaveText('paused');
  await workbench.type('more\n');
  await workbench.expectTerminal('› more');
  await expect(pill).toHaveText('paused');
  expect(await halt(workbench).textContent()).toBe(text);
});

test('the Time pane changes its language while it is used: what was typed, the focus and the place stay', async ({
  workbench,
}) => {
  const { page } = workbench;
  await set(workbench, 'call', 'parse_reqest');
  await workbench.button('Add').click();
  await workbench.button('headers parsed').click();
  await send(workbench);
  await expect(halt(workbench)).toContainText('breakpoint headers parsed');
  await page.getByLabel('Name or detail to search for').fill('recv');
  const field = drawer(workbench).getByRole('combobox', { name: 'Where to stop' });
  await field.focus();
  const scrollTop = await page.locator('.steps').evaluate((list) => list.scrollTop);

  // Without the pointer: the field keeps the focus.
  await page.locator('button.language').evaluate((button: HTMLElement) => button.click());
  const time = page.getByRole('region', { name: '时间', exact: true });
  await expect(time.getByRole('heading', { name: '时间' })).toBeVisible();
  await expect(halt(workbench)).toContainText(/^\s*暂停于第 \d+ 步：断点 已解析标头\s*继续\s*$/);
  await expect(time.getByRole('alert')).toContainText('没有名为 parse_reqest 的方法，你是不是想输入……');
  const changed = time.getByRole('combobox', { name: '停在哪里' });
  await expect(changed).toBeFocused();
  await expect(changed).toHaveValue('parse_reqest');
  await expect(time.getByLabel('要搜索的名称或细节')).toHaveValue('recv');
  await expect(page.locator('.live')).toHaveText('已暂停');
  expect(await page.locator('.steps').evaluate((list) => list.scrollTop)).toBe(scrollTop);
  const lanes = time.getByRole('list', { name: '时间线的泳道' }).getByRole('listitem');
  await expect(lanes).toHaveText(['输入', '服务器', '连接 1']);
  // No English sentence is left on a control. The names that may have been meant are Python's.
  const named = await time
    .locator('button:not(.link), select, [role=group], [role=slider], [role=search], [role=listbox]')
    .evaluateAll((controls) => controls.map((control) => control.getAttribute('aria-label') ?? control.textContent));
  expect(named.filter((name) => !/[\u4e00-\u9fff]/.test(name ?? ''))).toEqual([]);
  expect(await workbench.seriousFaults()).toEqual([]);
});
