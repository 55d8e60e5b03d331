/** The app editor: what is typed is kept, served once it compiles, and marked where it is wrong. */
import { deflateRawSync } from 'node:zlib';
import type { Locator } from '@playwright/test';
import type { Workbench } from './workbench.ts';
import { expect, test } from './workbench.ts';

const editor = ({ page }: Workbench): Locator => page.getByRole('region', { name: 'App editor' });
const text = ({ page }: Workbench): Locator => page.getByRole('textbox', { name: 'Source of the app' });
const foot = (workbench: Workbench): Locator => editor(workbench).locator('.pane-foot');
const mark = (workbench: Workbench): Locator => editor(workbench).locator('.cm-lint-marker-error');

async function open(workbench: Workbench): Promise<void> {
  await workbench.button('Edit').click();
  await expect(text(workbench)).toBeFocused();
}

/** Puts another text into the place of the whole source. */
async function write(workbench: Workbench, source: string): Promise<void> {
  await text(workbench).click();
  await workbench.page.keyboard.press('ControlOrMeta+a');
  await workbench.page.keyboard.insertText(source);
}

const answering = (answer: string): string => `import { Request, Response } from 'glaswerk';

interface Unused { readonly it: string }

export const app = Request.application((request) => {
  if (request.path === '/fail') throw new RangeError('too far');
  if (request.path === '/name') return new Respone('');
  return new Response('${answer}');
});
`;

const up = (workbench: Workbench): Promise<void> =>
  expect(workbench.page.locator('.listening')).toHaveText('127.0.0.1:5000');

test('a change is served after a restart that the log tells as Werkzeug’s reloader does', async ({ workbench }) => {
  await open(workbench);
  await expect(text(workbench)).toContainText("import { Request, Response, dumps } from 'glaswerk';");
  await expect(foot(workbench)).toContainText('Served, as it comes');
  const told = await workbench.texts('.pane.editor .pane-foot');
  await write(workbench, answering('changed'));
  await expect(foot(workbench)).toContainText('Served, with your changes');
  expect(await told()).toContainEqual(expect.stringContaining('Changed'));
  await expect(workbench.page.locator('.log')).toContainText(
    " * Detected change in 'hello.ts', reloading\n * Restarting with stat\n",
  );
  await up(workbench);
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('changed');
  await expect(mark(workbench)).toHaveCount(0);
});

test('an exception in a request is marked at its line', async ({ workbench }) => {
  await open(workbench);
  await write(workbench, answering('fine'));
  await expect(foot(workbench)).toContainText('with your changes');
  await up(workbench);
  await workbench.focusTerminal();
  await workbench.type('GET /fail HTTP/1.1\n\n');
  await workbench.expectTerminal('500 INTERNAL SERVER ERROR');
  await expect(foot(workbench)).toContainText('Line 6 failed in a request RangeError: too far');
  await expect(mark(workbench)).toHaveCount(1);
  await expect(workbench.page.locator('.log')).toContainText('RangeError: too far');
  // Below the log stands what Python's log has not: where in the reader's own source it was.
  const complaints = workbench.page.getByRole('region', { name: 'Errors in the app' });
  await expect(complaints).toContainText('RangeError: too far');
  await expect(complaints.locator('ol')).toHaveText(/^\s*at hello\.ts:6:\d+\s*$/);
  expect(await workbench.seriousFaults()).toEqual([]);
  await workbench.focusTerminal();
  await workbench.type('GET /name HTTP/1.1\n\n');
  await expect(foot(workbench)).toContainText("ReferenceError: Respone is not defined: did you mean 'Response'?");
  // The server goes on, and so does the mark until the next change.
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('fine');
});

test('what does not compile is marked at its line, and the server that runs goes on', async ({ workbench }) => {
  await open(workbench);
  await write(workbench, `${answering('never')}\n\nconst broken = ;\n`);
  await expect(foot(workbench)).toContainText('Line 12 does not compile SyntaxError: Unexpected token');
  await expect(foot(workbench)).toContainText('The version before is still served.');
  await expect(mark(workbench)).toHaveCount(1);
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
  // Inside an arrow function the compiler itself names the line before.
  await write(workbench, answering('never').replace("');\n});", "';\n});"));
  await expect(foot(workbench)).toContainText('Line 8 does not compile');
  // However long it takes to parse what stands before it.
  const filler = Array.from({ length: 8000 }, (_, at) => `  const value${at} = { at: ${at}, text: 'x' };`);
  const long = answering('never')
    .replace("');\n});", "';\n});")
    .replace('  return', `${filler.join('\n')}\n  return`);
  await write(workbench, long);
  await expect(foot(workbench)).toContainText('Line 8,008 does not compile');
  await write(workbench, answering('mended'));
  await expect(foot(workbench)).toContainText('Served, with your changes');
  await expect(mark(workbench)).toHaveCount(0);
});

test('an app that fails while it is loaded is marked, and served again when it is mended', async ({ workbench }) => {
  await open(workbench);
  await write(
    workbench,
    `import { Response } from 'glaswerk';\nconst x: number = nothing.here;\nexport const app = x;\n`,
  );
  await expect(foot(workbench)).toContainText('Line 2 failed while the app was loaded ReferenceError');
  await expect(workbench.page.getByRole('alert')).toContainText('The app could not be loaded: ReferenceError');
  await write(workbench, `import { readFile } from 'node:fs';\nexport const app = readFile;\n`);
  await expect(foot(workbench)).toContainText("there is no module 'node:fs' here");
  await write(workbench, answering('never').replaceAll('Response', 'Respone'));
  await expect(foot(workbench)).toContainText("Line 1 failed while the app was loaded 'glaswerk' exports no 'Respone'");
  await expect(foot(workbench)).toContainText("did you mean 'Response'?");
  await expect(mark(workbench)).toHaveCount(1);
  await write(workbench, `export const nothing = 1;\n`);
  await expect(foot(workbench)).toContainText('there is no app');
  await write(workbench, answering('mended'));
  await expect(workbench.page.getByRole('alert')).toBeHidden();
  await up(workbench);
});

test('what only the engine finds is marked at its line, and the server pane says why nothing runs', async ({
  workbench,
}) => {
  const { page } = workbench;
  await open(workbench);
  await write(workbench, `${answering('never')}const once = 1;\n\nconst once = 2;\n`);
  const problem = "SyntaxError: Identifier 'once' has already been declared";
  await expect(foot(workbench)).toContainText(`Line 12 failed while the app was loaded ${problem}`);
  await expect(mark(workbench)).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Server' }).locator('.drawer-body')).toHaveText(
    `There is no machine. The app could not be loaded: ${problem}`,
  );
  await write(workbench, answering('mended'));
  await up(workbench);
});

test('a variable of the module counts again from the beginning when the past is shown, and in another branch', async ({
  workbench,
}) => {
  await open(workbench);
  await write(
    workbench,
    `import { Request, Response } from 'glaswerk';
let count = 0;
export const app = Request.application(() => new Response('count ' + (count += 1)));
`,
  );
  await expect(foot(workbench)).toContainText('Served, with your changes');
  await up(workbench);
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('count 1');
  await workbench.expectRest(1);
  for (let back = 0; back < 2; back += 1) {
    await workbench.move('Home');
    await workbench.move('End');
    await workbench.move('ArrowLeft');
    await expect(workbench.lane('client in')).toContainText('count 1');
  }
  await workbench.move('Home');
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await expect(workbench.page.locator('.branch')).not.toHaveCount(0);
  await expect(workbench.lane('client in')).toContainText('count 1');
});

test('changes to a link’s app are kept beside those to the preset', async ({ workbench }) => {
  const { page } = workbench;
  await open(workbench);
  await write(workbench, answering('my own'));
  await expect(foot(workbench)).toContainText('Served, with your changes');
  const scenario = { version: 1, app: { source: answering('linked'), language: 'typescript' } };
  const link = deflateRawSync(JSON.stringify({ app: 'hello', scenario })).toString('base64url');
  const follow = async (): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(`./#s1.${link}`);
    await page.getByRole('button', { name: 'Run it' }).click();
    await up(workbench);
    await workbench.button('Edited').click();
    await expect(text(workbench)).toContainText("'linked'");
  };
  await follow();
  await write(workbench, answering('linked, and changed'));
  await expect(foot(workbench)).toContainText('Served, with your changes');

  await follow();
  await workbench.button('Your changes').click();
  await expect(text(workbench)).toContainText("'linked, and changed'");
  await expect(foot(workbench)).toContainText('Served, with your changes');
  await workbench.button('Reset to link').click();
  await expect(text(workbench)).toContainText("'linked'");
  await expect(foot(workbench)).toContainText('Served, as it comes');

  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption('echo');
  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption('hello');
  await expect(text(workbench)).toContainText("'my own'");
});

test('time and chance are refused by name', async ({ workbench }) => {
  await open(workbench);
  await write(workbench, `export const app = () => [];\nMath.random();\n`);
  await expect(foot(workbench)).toContainText('Line 2 failed while the app was loaded Error: Math.random is not here');
});

test('edits survive a reload and a look at another preset; a button brings the preset back', async ({ workbench }) => {
  const { page } = workbench;
  await open(workbench);
  await write(workbench, answering('kept'));
  // At once: nothing waits for the restart.
  await page.reload();
  await up(workbench);
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('kept');
  await workbench.button('Edited').click();
  await expect(text(workbench)).toContainText("'kept'");
  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption('echo');
  await expect(text(workbench)).toContainText('request.getData()');
  await expect(workbench.button('Edit')).toBeVisible();
  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption('hello');
  await expect(text(workbench)).toContainText("'kept'");
  await workbench.button('Reset to preset').click();
  await expect(text(workbench)).toContainText("msg: 'success'");
  await expect(foot(workbench)).toContainText('Served, as it comes');
  await up(workbench);
  await workbench.focusTerminal();
  await workbench.type('GET / HTTP/1.1\n\n');
  await workbench.expectTerminal('success');
});

test.describe('where data is to be saved', () => {
  // What is said of the network stays with the page.
  test.use({ hasOwnPage: true });

  test('editor and compiler are fetched when they are wanted, and Tab leaves the editor', async ({ workbench }) => {
    const { page } = workbench;
    // Otherwise they come ahead, sooner or later.
    await page.addInitScript(() => {
      const { connection } = navigator as { readonly connection?: object };
      if (connection !== undefined) Object.defineProperty(connection, 'saveData', { value: true });
    });
    await workbench.open();
    const fetched = (): Promise<string[]> =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect((await fetched()).filter((name) => /editor-pane|code-view|compile/.test(name))).toEqual([]);
    await open(workbench);
    expect((await fetched()).filter((name) => name.includes('editor-pane'))).not.toEqual([]);
    await page.keyboard.press('Tab');
    await expect(text(workbench)).not.toBeFocused();
    await workbench.button('Close the editor').click();
    await expect(page.getByRole('region', { name: 'Buffers', exact: true })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the editor in ${colorScheme} colours`, async ({ workbench }) => {
    await workbench.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(workbench);
    expect(await workbench.seriousFaults()).toEqual([]);
    await write(workbench, 'export const app = ;');
    await expect(mark(workbench)).toHaveCount(1);
    expect(await workbench.seriousFaults()).toEqual([]);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the editor lies over the panes until another pane is asked for', async ({ workbench }) => {
    const { page } = workbench;
    await (await workbench.inBar(workbench.button('Edit'))).tap();
    await expect(editor(workbench)).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    expect(await workbench.seriousFaults()).toEqual([]);
    await workbench.button('Server').tap();
    await expect(editor(workbench)).toBeHidden();
    await expect(page.getByRole('region', { name: 'Server', exact: true })).toBeInViewport();
  });
});
