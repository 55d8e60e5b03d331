/** A session with a whole machine in the same process: booting, debugging, and what is shown of the server. */
import { describe, expect, test, vi } from 'vitest';
import type { ThreadSnapshot } from '../../../src/index.ts';
import { noticeText } from '../../../web/session/notices.ts';
import { connectionOf, isLive } from '../../../web/session/session.ts';
import { focusThread, serverThreads, servingTid } from '../../../web/session/server-threads.ts';
import { rungStates } from '../../../web/session/ladders.ts';
import { Threads } from '../../../web/session/threads.ts';
import { ENGLISH } from '../../../web/texts/texts.ts';
import { bootedPage, sessionPage, stubFrames } from '../../support/session-page.ts';
import type { SessionPage } from '../../support/session-page.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';

scopeForEachTest(stubFrames);

/** Code that is loaded late takes a while on a busy computer. */
const soon = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 60_000 });

/** The name of the step before the one that is shown. */
const lastStep = ({ session }: SessionPage): string | undefined => {
  const { cursor } = session.state;
  return session.log.at((cursor ?? session.log.length) - 1)?.name;
};

describe('booting', () => {
  test('keeps what it is not told to change, and lets the panes begin again', async () => {
    const { session, clients, link } = await bootedPage(scope);
    clients.active.sendText(GET);
    await link.settle();
    session.seek(20);
    session.boot({ seed: 7 });
    expect(session.state).toMatchObject({
      options: { app: 'hello', server: 'threaded', seed: 7 },
      cursor: undefined,
      length: 0,
      health: 'starting',
    });
    expect(session.state.presets.length).toBeGreaterThan(5);
    await link.settle();
    expect(session.state.health).toBe('running');
    expect(link.boots).toBe(2);
  });

  test("takes the reader's version of an app, and says on which line it cannot be compiled", async () => {
    const storage = {
      getItem: (key: string) => (key === 'glaswerk-app:echo' ? 'const a = 1;\nconst b = (;' : null),
      setItem: () => undefined,
      removeItem: () => undefined,
    };
    const { session, link } = sessionPage(scope, storage);
    session.boot({ app: 'hello' });
    await link.settle();
    expect(session.state.problem).toBeUndefined();
    session.boot({ app: 'echo' });
    await link.settle();
    await soon(() => expect(session.state.problem).toMatchObject({ when: 'compile', line: 2 }));
    // The server that runs goes on.
    expect([session.state.health, link.boots]).toEqual(['running', 1]);
  });

  test('before there is any server, an app that cannot be compiled is a failure', async () => {
    const { session } = sessionPage(scope);
    session.boot({ app: 'hello', source: '(' });
    await soon(() => expect(session.state.health).toBe('failed'));
    expect(session.state.failure && noticeText(ENGLISH, session.state.failure)).toContain('SyntaxError');
  });

  test('with a change of the app is told like a reload, after what the server had said', async () => {
    const { session, link } = await bootedPage(scope);
    const changed = vi.fn<() => void>();
    session.on('changed', changed, scope);
    const boots = vi.spyOn(link, 'say');
    session.serve('export default () => [];');
    expect(changed).toHaveBeenCalledOnce();
    await soon(() => expect(link.boots).toBe(2));
    const [{ app }] = boots.mock.calls.map(([message]) => message).filter(({ type }) => type === 'boot') as unknown as [
      { app: { code: string; logBefore: string } },
    ];
    expect(app.code).toContain('export const run=');
    expect(app.logBefore).toMatch(
      /Running on [^]* \* Detected change in 'hello\.ts', reloading\n \* Restarting with stat\n$/,
    );
  });

  test('only the newest of several requests counts', async () => {
    const { session, link } = await bootedPage(scope);
    session.serve('export default () => [];');
    session.boot({ app: 'echo', source: undefined });
    await link.settle();
    expect([link.boots, session.state.options.app]).toEqual([2, 'echo']);
  });
});

describe('a paused machine', () => {
  /** A machine that stands where the server accepts. */
  async function paused(): Promise<SessionPage> {
    const page = await bootedPage(scope);
    page.session.debugging.addBreakpoint({ syscall: 'accept4' });
    page.clients.active.connect();
    await page.link.settle();
    return page;
  }

  test('is shown where it stands; it steps, goes on, and counts what it hit', async () => {
    const page = await paused();
    const { session, link } = page;
    const { debug } = session.state;
    expect([debug.pause?.why, debug.breakpoints[0]?.hits]).toEqual(['breakpoint', 1]);
    expect(lastStep(page)).toBe('accept4');
    expect(isLive(session.state)).toBe(false);
    const { length } = session.log;
    session.debugging.step('into', length);
    await link.settle();
    expect([session.state.debug.pause?.why, session.log.length]).toEqual(['reader', length + 1]);
    session.debugging.resume();
    await link.settle();
    expect(session.state.debug.pause).toBeUndefined();
    expect(isLive(session.state)).toBe(true);
    expect(connectionOf(session.state)?.client).toBe(0);
    session.seek(length);
    expect(isLive(session.state)).toBe(false);
  });

  test('takes input without a branch, and the cursor goes to the live end', async () => {
    const { session, clients, link } = await paused();
    session.seek(session.state.debug.pause?.step);
    expect(session.enter()).toBe('now');
    expect(session.state.cursor).toBeUndefined();
    clients.add().sendText(GET);
    await link.settle();
    expect(session.state.branches).toEqual([]);
  });

  test('tells what it cannot stop at, and forgets what was removed', async () => {
    const { session, link } = await bootedPage(scope);
    session.debugging.addBreakpoint({ call: 'nonsense.method' });
    await link.settle();
    const [bad] = session.state.debug.breakpoints;
    expect(bad?.problem && noticeText(ENGLISH, bad.problem)).toContain("'nonsense.method'");
    expect(bad).toMatchObject({ spec: { call: 'nonsense.method' }, hits: 0 });
    session.debugging.removeBreakpoint(bad?.id ?? 0);
    expect(session.state.debug.breakpoints).toEqual([]);
  });
});

describe('what is shown of the server', () => {
  test('its threads, not those of clients; first the running one, then the one that serves, then the deepest', async () => {
    const { session, clients, link } = await bootedPage(scope, { app: 'sleepy', server: 'threaded' });
    clients.active.sendText(GET);
    await link.settle();
    const sleeping = session.log.length - 1;
    session.seek(sleeping);
    await link.settle();
    const { shown } = session.state;
    if (shown === undefined) throw new Error('nothing is shown');
    const threads = serverThreads(shown);
    expect(threads.length).toBeGreaterThan(0);
    const client = { ...(threads[0] as ThreadSnapshot), pid: 5_000, tid: 7_777 };
    const process = { ...(shown.processes[0] as (typeof shown.processes)[number]), pid: 5_000, name: 'client-0' };
    const both = { ...shown, processes: [...shown.processes, process], threads: [...shown.threads, client] };
    expect(serverThreads(both)).toEqual(threads);
    const handler = connectionOf(session.state)?.handler?.tid;
    expect(servingTid(session.state)).toBe(handler ?? threads[0]?.tid);
    expect(servingTid({ shown: undefined, connection: 0 })).toBeUndefined();
    const [first] = threads as [ThreadSnapshot];
    expect(focusThread({ ...shown, running: first.tid }, undefined)).toBe(first);
    const deep = { ...first, tid: 9_999, stack: [...first.stack, ...first.stack, ...first.stack] };
    const many = { ...shown, running: undefined, threads: [...shown.threads, deep] };
    expect(focusThread(many, undefined)).toBe(deep);
    expect(focusThread(many, first.tid)).toBe(first);
    const ended = {
      ...many,
      threads: many.threads.map((one) => (one === first ? { ...one, state: 'ended' as const } : one)),
    };
    expect(focusThread(ended, first.tid)).toBe(deep);
  });

  test('which classes are at work, by the methods on the stack, the innermost marked', () => {
    const frame = (name: string): ThreadSnapshot['stack'][number] => ({ name }) as ThreadSnapshot['stack'][number];
    const thread = (...names: string[]): ThreadSnapshot => ({ stack: names.map(frame) }) as unknown as ThreadSnapshot;
    const one = thread('socketserver.BaseServer.serve_forever', 'selectors.PollSelector.select');
    const two = thread(
      'socketserver.ThreadingMixIn.process_request_thread',
      'socketserver.BaseServer.finish_request',
      'werkzeug.serving.WSGIRequestHandler.run_wsgi',
      'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write',
    );
    expect([...rungStates([one, two], two)]).toEqual([
      ['BaseServer', { method: 'finish_request', isInnermost: false }],
      ['ThreadingMixIn', { method: 'process_request_thread', isInnermost: false }],
      ['WSGIRequestHandler', { method: 'write', isInnermost: true }],
    ]);
    expect(rungStates([one], one).get('BaseServer')).toEqual({ method: 'serve_forever', isInnermost: true });
    expect(rungStates([one], undefined).get('BaseServer')?.isInnermost).toBe(false);
    expect(rungStates([], undefined).size).toBe(0);
  });

  test('who waits for what, in words, once the code for it is there', async () => {
    const { session } = await bootedPage(scope);
    const ready = vi.fn<() => void>();
    session.waits.events.on('ready', ready, scope);
    const tid = serverThreads(session.state.live ?? ({} as never))[0]?.tid ?? 0;
    expect(session.waits.ofThread(tid, 'en')).toBeUndefined();
    await soon(() => expect(ready).toHaveBeenCalledOnce());
    expect(session.waits.ofThread(tid, 'en')).toMatch(/\w+/);
    expect(session.waits.ofThread(tid, 'zh')).not.toBe(session.waits.ofThread(tid, 'en'));
    expect([session.waits.ofThread(99_999, 'en'), session.waits.ofClient(0, 'en')]).toEqual([undefined, undefined]);
  });

  test('how bytes become keys of the environ: threads of the connection that is shown, at any moment', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const threads = new Threads(session);
    expect(threads.now()).toEqual([]);
    clients.active.sendText('GET /a?b HTTP/1.0\r\nHost: x\r\n\r\n');
    await link.settle();
    const made = session.log.length;
    const step = Array.from({ length: made }, (_, index) => index).find((index) =>
      session.log.at(index)?.name.endsWith('WSGIRequestHandler.make_environ'),
    );
    session.seek(30);
    await link.settle();
    expect(threads.now()).toEqual([]);
    session.seek((step ?? 0) + 60);
    await link.settle();
    expect(threads.now().length).toBeGreaterThan(3);
  });

  test('what an app did wrong: the last complaints, and where a source is edited its line', async () => {
    const { session, clients, link } = await bootedPage(scope, { app: 'boom', server: 'base' });
    clients.active.sendText(GET);
    await link.settle();
    expect(session.state.complaints.length).toBeGreaterThan(0);
    expect(session.state.problem).toBeUndefined();
    const [complaint] = session.state.complaints;
    session.seek(10);
    session.enter();
    await link.settle();
    expect(session.state.complaints).not.toContain(complaint);
  });
});
