/** Lessons: from the overview to a task that is done, by a link, and from files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { sampleLessonData } from '../support/sample-lesson.ts';
import { expect, poll, test } from './workbench.ts';

const SOURCE = `import { Request, Response } from 'glaswerk';

export const app = Request.application(() => new Response('from the lesson'));
`;

const fileOf = (data: unknown): { name: string; mimeType: string; buffer: Buffer } => ({
  ...{ name: 'mine.lesson.json', mimeType: 'application/json' },
  buffer: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
});

test('a lesson leads from the overview to its task, which the machine checks, and is kept as done', async ({
  workbench,
}, testInfo) => {
  const { page } = workbench;
  const strip = page.locator('.lesson-strip');
  const card = page.locator('[data-lesson="one-request"]');
  await workbench.button('Lessons').click();
  await expect(card).toContainText('not begun');
  expect(await workbench.seriousFaults()).toEqual([]);
  await card.press('Enter');
  await expect(strip).toContainText('Step 1 of');
  await expect(workbench.button('Next')).toBeFocused();
  await expect(page.locator('.rung.is-lit')).toContainText('serve_forever');
  // Nothing that is still to come is shown.
  await poll(() => workbench.terminal()).not.toContain('200 OK');
  const group = strip.getByRole('group', { name: 'Before you go on' });
  while (!(await group.isVisible())) await page.keyboard.press('Enter');
  const place = await strip.locator('.lesson-place').textContent();
  await page.keyboard.press('Enter');
  await expect(strip.locator('.lesson-place')).toHaveText(place ?? '');
  await expect(group.getByRole('button').first()).toBeFocused();
  expect(await workbench.seriousFaults()).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(group).toContainText(/Right\.|No: /);
  await workbench.button('中文').click();
  await expect(strip).toContainText('下一步');
  await workbench.button('English').click();
  while (!(await workbench.button('Start the task here').isVisible())) await workbench.button('Next').click();
  await expect(strip).toContainText('Task');
  await workbench.button('Hint').click();
  await workbench.button('Start the task here').click();
  await expect(strip).toContainText('Not yet');
  await workbench.button('Another client').click();
  await workbench.type('PUT /cup HTTP/1.1\n\n');
  await expect(strip.locator('.lesson-verdict')).toHaveText(/✓\s+Done/);
  await workbench.button('Next').click();
  await expect(strip).toContainText('Who meets this');
  const [saved] = await Promise.all([page.waitForEvent('download'), workbench.button('Save as one HTML file').click()]);
  expect(saved.suggestedFilename()).toBe('one-request.html');
  // By its name a browser knows that it is a page.
  const file = testInfo.outputPath('lesson.html');
  await saved.saveAs(file);
  await workbench.button('All lessons').click();
  await expect(card).toContainText('done');
  await workbench.button('Forget progress').click();
  await workbench.button('Press again to forget all of it').click();
  await expect(card).toContainText('not begun');

  // The file is opened from the disk, without a network: it holds all that it needs.
  await page.context().setOffline(true);
  await page.goto(pathToFileURL(file).href);
  await expect(strip).toContainText('Step 1 of');
  await workbench.button('Next').click();
  await expect(page.locator('.rung.is-lit')).not.toHaveCount(0);
  await expect(strip).toContainText('Step 2 of');

  // Options that someone has spoiled by hand.
  writeFileSync(file, readFileSync(file, 'utf8').replace('"lesson":', 'lesson:'));
  await page.goto(pathToFileURL(file).href);
  await expect(page.locator('.share-notice')).toContainText('The options in this file cannot be read: SyntaxError');
  await workbench.expectTerminal('Type');
});

test('a lesson is opened by a link and from files; a file without one says why, and code asks first', async ({
  workbench,
}) => {
  const { page } = workbench;
  const strip = page.locator('.lesson-strip');
  await page.goto('about:blank');
  await page.goto('./?lesson=one-request');
  await expect(strip).toContainText('Step 1 of');
  expect(new URL(page.url()).hash).toBe('#lesson=one-request');
  await page.goto('./#lesson=none-such');
  await expect(page.getByRole('alert')).toContainText('There is no lesson ‘none-such’');
  const choose = page.locator('.lessons-file');
  await choose.setInputFiles(fileOf({ ...sampleLessonData(), road: 'home' }));
  await expect(page.getByRole('alert')).toContainText(
    "mine.lesson.json is no lesson that can be opened. $.road: 'home' is not 'walk', 'waiting', 'bytes', 'faults' or 'chance'",
  );
  await choose.setInputFiles(fileOf(sampleLessonData()));
  await expect(strip.getByRole('heading', { name: 'A sample' })).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  await workbench.button('Leave the lesson').click();
  await expect(strip).toBeHidden();

  await workbench.button('Lessons').click();
  const scenario = { version: 3, app: { source: SOURCE }, inputs: [{ client: 0, do: 'connect' }] };
  await choose.setInputFiles(fileOf({ ...sampleLessonData(), scenario }));
  const question = page.locator('dialog.consent');
  await expect(question).toContainText('from the lesson');
  await question.getByRole('button', { name: 'Run it' }).click();
  await expect(strip).toContainText('Step 1 of 3');
  await workbench.button('Next').click();
  await expect(strip).toContainText('The first client is accepted.');

  // What is on the page becomes a lesson, and that opens again.
  await workbench.button('Lessons').click();
  await workbench.button('Save as lesson…').click();
  const form = page.locator('.lesson-writing');
  await workbench.button('Save the file').click();
  await expect(form.getByRole('alert')).toContainText('Write a title');
  await form.getByLabel('Title').fill('My own');
  await form.getByLabel('Question').fill('Does it open?');
  await form.getByRole('checkbox', { name: /get_request/ }).check();
  await page.keyboard.type('It is `accepted`.');
  await form.getByRole('checkbox', { name: /handle_one_request/ }).check();
  const [download] = await Promise.all([page.waitForEvent('download'), workbench.button('Save the file').click()]);
  expect(download.suggestedFilename()).toBe('my-own.lesson.json');
  await workbench.button('Try it here').click();
  await question.getByRole('button', { name: 'Run it' }).click();
  await expect(strip).toContainText('It is accepted.');
  // What the author did not write is said by the moment itself.
  await workbench.button('Next').click();
  await expect(strip.locator('.lesson-said')).toContainText(/Step 2 of 2: \S/);
});

test('in a low window, as in an embed, an open lesson leaves the walk in sight', async ({ workbench }) => {
  const { page } = workbench;
  await page.setViewportSize({ width: 800, height: 500 });
  await page.goto('./?lesson=one-request');
  await expect(page.locator('.lesson-next')).toBeVisible();
  await expect(page.getByRole('navigation', { name: /The walk/ })).toBeInViewport({ ratio: 1 });
  await expect(page.locator('.server, .clients, .buffers').filter({ visible: true }).first()).toBeInViewport();
  // With no row for it, its place and the moves are left.
  await page.setViewportSize({ width: 640, height: 360 });
  await expect(page.locator('.walk-place')).toHaveText(/^\s*\d+\/17\s*$/);
  for (const name of ['Next moment', 'Previous moment']) {
    await expect(workbench.button(name)).toBeInViewport({ ratio: 1 });
    await workbench.button(name).click({ trial: true });
  }
  await page.locator('.phone-tabs').getByRole('button', { name: 'Time' }).click({ trial: true });
  await page.setViewportSize({ width: 1440, height: 900 });
});
