/** What readers come for, done by hand from beginning to end: each journey on a page of its own. */
import type { Browser } from 'puppeteer-core';
import { RETURNING } from '../../e2e/pages.ts';
import { Reader } from './reader.ts';

type Journey = (reader: Reader) => Promise<void>;

const REQUEST = 'GET /hello?name=you HTTP/1.1';

/** The app of a reader who has made a mistake. */
const LOOP = 'export const app = () => { for (;;); };';

const listening = (reader: Reader): Promise<void> => reader.expect('.listening', '127.0.0.1:5000');

/** For the first time. */
const FIRST: Readonly<Record<string, Journey>> = {
  async 'watch one request, open a client that hangs, serve it on Threaded'(reader) {
    await reader.expectTerminal(REQUEST);
    await listening(reader);
    await reader.page.keyboard.press('Enter');
    await reader.press('Hold the walk');
    await reader.press('make_environ');
    await reader.expect('.walk-stop.is-now', 'make_environ');
    await reader.press('Play the walk');
    await reader.click('.screen');
    await reader.page.keyboard.press('Enter');
    await reader.expectTerminal('closed by the server');
    await reader.press('Open a second client: it will hang');
    await reader.expect('.cause', 'Not accepted yet');
    await reader.press('The same on Threaded');
    await reader.expectTerminal('HTTP/1.1 200 OK');
  },
  async 'open a lesson and read on'(reader) {
    await listening(reader);
    await reader.press('Lessons');
    await reader.click('[data-lesson="one-request"]');
    await reader.expect('.lesson-strip', 'Step 1 of');
    await reader.press('Next');
    await reader.expect('.lesson-strip', 'Step 2 of');
  },
};

/** Of one who knows the workbench. */
const RETURN: Readonly<Record<string, Journey>> = {
  async 'type a request with letters beyond ASCII, step back, step forward'(reader) {
    await listening(reader);
    await reader.click('.screen');
    await reader.type('GET /größe-🦊 HTTP/1.1\nHost: localhost\n\n');
    await reader.expectTerminal('closed by the server');
    await reader.expectTerminal('HTTP/1.0 200 OK');
    const [steps] = await reader.seen('.steps');
    await steps?.focus();
    await reader.page.keyboard.press('Home');
    // What is still to come is drawn with another line.
    await reader.expectTerminal('╌╌ closed by the server ╌╌');
    await reader.page.keyboard.press('End');
    await reader.expectTerminal('── closed by the server ──');
  },
  async 'change the app, reload the page, and find the change served'(reader) {
    await listening(reader);
    await reader.press('Edit');
    await reader.click('.cm-content');
    await reader.page.keyboard.down('Control');
    await reader.page.keyboard.press('a');
    await reader.page.keyboard.up('Control');
    // One line: the editor indents and closes what is typed line by line.
    await reader.page.keyboard.type(
      `import { Request, Response } from 'glaswerk'; export const app = Request.application(() => new Response('changed'));`,
    );
    await reader.expect('.pane.editor .pane-foot', 'with your changes');
    await reader.page.reload();
    await listening(reader);
    await reader.click('.screen');
    await reader.type('GET / HTTP/1.1\n\n');
    await reader.expectTerminal('changed');
  },
  async 'share what is on the page, and open the link'(reader) {
    await listening(reader);
    await reader.click('.screen');
    await reader.type('GET /shared HTTP/1.1\n\n');
    await reader.expectTerminal('closed by the server');
    await reader.press('Share');
    await reader.until(
      'link in the address',
      async () => (await reader.page.evaluate(() => location.hash)).length > 20,
    );
    const link = reader.page.url();
    await reader.page.goto(new URL('glaswerk-sandbox.html', link).href);
    await reader.page.goto(link);
    await listening(reader);
    await reader.expectTerminal('GET /shared HTTP/1.1');
  },
  async 'an app that loops is ended, and what to do is said'(reader) {
    await listening(reader);
    await reader.page.evaluate((source) => localStorage.setItem('glaswerk-app:hello', source), LOOP);
    await reader.page.reload();
    await listening(reader);
    await reader.click('.screen');
    await reader.type('GET / HTTP/1.1\n\n');
    await reader.expect('[role="alert"]', 'did not return');
  },
};

/** In the article, where servers are embedded in a text. */
const ARTICLE: Readonly<Record<string, Journey>> = {
  async 'a name in the article moves its server, and its bytes are as printed'(reader) {
    await reader.page.goto(new URL('article.html#draining-and-closing', reader.page.url()).href);
    const section = '#draining-and-closing';
    await reader.click(`${section} [data-at] button`);
    await reader.until('step', async () => (await reader.texts('.step-sentence')).some((text) => text !== ''));
    const [server] = await reader.seen(`${section} glas-werk`);
    await server?.evaluate((element) => (element as HTMLElement & { run(): Promise<unknown> }).run());
    await reader.expect('[role="status"]', '✓');
  },
};

/** Does each journey once; answers what went wrong by journey, '' for nothing. */
export async function travel(browser: Browser, address: string): Promise<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const [journeys, kept] of [
    [FIRST, {}],
    [RETURN, RETURNING],
    [ARTICLE, {}],
  ] as const) {
    for (const [name, journey] of Object.entries(journeys)) {
      const reader = await Reader.at(browser, address, kept);
      faults[name] = await journey(reader).then(() => reader.complaints.join('; '), String);
      await reader.leave();
    }
  }
  return faults;
}
