/**
 * A host plays scenarios with an author's own app: what it tells of the app, and how it stops one that takes too much.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Machine, memory, Request, Response, sleep } from '../../src/index.ts';
import type { Scenario, Sys, WsgiApp } from '../../src/index.ts';
import { Event, Thread } from '../../src/stdlib/threading.ts';
import { AppLoadError } from '../../src/host/app-loading.ts';
import { BUDGETS } from '../../src/host/budget.ts';
import { noticeOf } from '../../src/host/notices.ts';
import type { Played } from '../../src/host/played.ts';
import { checkPlayMessage } from '../../web/sandbox/play-messages.ts';
import { HostPage, SharedHost } from '../support/host-page.ts';

const HEAD = 'HTTP/1.0\r\n\r\n';
const ADDRESS = 'blob:null/the-app';

const app = (view: (request: Request) => Response | Sys<Response>): WsgiApp => Request.application(view);
const hello = app(() => new Response('of my own'));

/** One client for each path, the second one when the first has its answer. */
function scenario(paths: readonly string[] = ['/'], options: object = {}): Scenario {
  const machine = new Machine({ app: hello, server: 'base' });
  const inputs = paths.flatMap((path, client) => [
    { client, do: 'connect', ...(client === 0 ? {} : { time: client }) },
    { client, do: 'send', data: `GET ${path} ${HEAD}` },
  ]);
  return { ...machine.scenario, inputs, ...options } as unknown as Scenario;
}

/** An example that says nothing but that its app is the reader's own. */
const ownApp = {
  app: undefined,
  source: 'app',
  server: undefined,
  seed: undefined,
  link: undefined,
  values: undefined,
};

interface Change {
  readonly subject?: object;
  readonly isTraced?: boolean;
  readonly perLook?: number;
}

/** A page whose host loads an app, and plays it to its end. */
async function play(load: WsgiApp | Error, { subject, isTraced = false, perLook = 0 }: Change = {}): Promise<HostPage> {
  const shared = new SharedHost(perLook);
  const page = new HostPage(perLook, shared);
  const loaded = load instanceof Error ? Promise.reject(load) : Promise.resolve({ app: load, address: ADDRESS });
  shared.host.loadApp = () => loaded;
  page.say({
    type: 'play',
    subject: (subject ?? { scenario: scenario() }) as never,
    code: 'app',
    isTraced,
    isRun: true,
  });
  // One that cannot be loaded is reported to the page, which the test reads.
  await loaded.catch(() => undefined);
  page.rest();
  for (const message of page.heard) if (message.type !== 'entered') expect(checkPlayMessage(message)).toBe(message);
  return page;
}

async function played(load: WsgiApp, change?: Change): Promise<Played> {
  const page = await play(load, change);
  const [message] = page.all('played');
  if (message === undefined) throw new Error(`not played: ${JSON.stringify(page.heard)}`);
  return message.played;
}

/** Does work for its effect alone. */
function* drop(work: Sys<unknown>): Sys<void> {
  yield* work;
}

const texts = ({ answers }: Played): readonly string[] =>
  answers.map(({ bytes }) => String.fromCharCode(...bytes).split('\r\n\r\n')[1] ?? '');

it('the app answers, and each client is told with its state', async () => {
  const { answers, text, why, log, complaints } = await played(hello, {
    subject: { scenario: scenario(['/a', '/b']) },
  });
  expect(answers).toMatchObject([
    { state: 'eof', error: undefined },
    { state: 'eof', error: undefined },
  ]);
  expect(text.split('[[client 2]]')).toEqual([
    expect.stringContaining('of my own'),
    expect.stringContaining('of my own'),
  ]);
  expect(why).toBe('idle');
  expect(log.match(/"GET .*?"/g)).toEqual(['"GET /a HTTP/1.0"', '"GET /b HTTP/1.0"']);
  expect(complaints).toEqual([]);
});

it('the page is told before the code runs, so that it knows which one to end', async () => {
  let seen: readonly string[] = [];
  const shared = new SharedHost();
  const page = new HostPage(0, shared);
  const loaded = Promise.resolve({
    app: app(() => {
      seen = page.heard.map(({ type }) => type);
      return new Response('');
    }),
    address: ADDRESS,
  });
  shared.host.loadApp = () => loaded;
  page.say({ type: 'play', subject: { scenario: scenario() }, code: 'app', isTraced: false, isRun: true });
  await loaded;
  expect(seen).toEqual(['entered']);
  expect(page.heard.map(({ type }) => type)).toEqual(['entered', 'played']);
});

it('an app that comes with Glaswerk is none that a page would have to end', () => {
  const page = new HostPage();
  const subject = { scenario: { ...scenario(), app: { preset: 'hello' } } };
  page.say({ type: 'play', subject, code: undefined, isTraced: false, isRun: true }).rest();
  expect(page.heard.map(({ type }) => type)).toEqual(['played']);
});

it('what the app did wrong is told with the lines of its source', async () => {
  const failing = app(() => {
    const error = new RangeError('too far');
    error.stack = `RangeError: too far\n    at view (${ADDRESS}:3:9)`;
    throw error;
  });
  const { complaints, text } = await played(failing);
  expect(text).toContain('500 INTERNAL SERVER ERROR');
  expect(complaints).toMatchObject([{ kind: 'error', frames: [{ name: 'view', line: 3, column: 9 }] }]);
  expect(complaints[0]?.text).toContain('too far');
});

it('a problem of the source is told by its line, and why nothing was played', async () => {
  const problem = { notice: noticeOf('appMissing', {}), line: 7 };
  const page = await play(new AppLoadError(problem));
  expect(page.heard).toMatchObject([
    { type: 'loadProblem', problem },
    { type: 'failed', notice: { code: 'appNotLoaded', values: { reason: { code: 'appMissing' } } } },
  ]);
});

it('what else keeps an app from being loaded is told in its own words', async () => {
  const page = await play(new TypeError('no such address'));
  expect(page.heard).toMatchObject([
    { type: 'failed', notice: { code: 'error', values: { message: 'TypeError: no such address' } } },
  ]);
});

it('a scenario that cannot be read is refused by the name of the field', async () => {
  const page = await play(hello, { subject: { scenario: scenario([], { inputs: [{ client: 0, do: 'dance' }] }) } });
  expect(page.all('played')).toEqual([]);
  expect(page.all('failed')[0]?.notice).toMatchObject({ code: 'error' });
  expect(JSON.stringify(page.all('failed')[0]?.notice)).toContain('inputs[0].do');
});

it.each([0, 13])(
  'an app that starts too many threads is stopped by its budget (%i ms between two looks)',
  async (perLook) => {
    const greedy = app(function* () {
      const never = new Event();
      for (let count = 0; count < 600; count += 1) yield* new Thread({ target: () => drop(never.wait()) }).start();
      return new Response('');
    });
    const page = await play(greedy, { perLook });
    expect(page.all('failed').map(({ notice }) => notice)).toEqual([
      noticeOf('budgetExceeded', { budget: 'threads', limit: BUDGETS.threads }),
    ]);
    expect(page.all('played')).toEqual([]);
  },
);

it('a server that is interrupted ends the play, which says so', async () => {
  const interrupted = { scenario: scenario([], { inputs: [{ do: 'interrupt' }] }) };
  expect(await played(hello, { subject: interrupted })).toMatchObject({ why: 'exit', answers: [] });
});

describe('a machine whose runs are given by the test', () => {
  const result = { why: 'stopped', breakpoints: [], steps: 0, time: 0, panic: undefined } as const;
  afterEach(() => void vi.restoreAllMocks());

  it.each([0, 13])('that always has more to do is given up (%i ms between two looks)', async (perLook) => {
    const run = vi.spyOn(Machine.prototype, 'run').mockReturnValue(result);
    const { why, answers } = await played(hello, { perLook, subject: { scenario: scenario([]) } });
    expect({ why, answers }).toEqual({ why: 'limit', answers: [] });
    expect(run.mock.calls.length).toBe(10_000);
  });

  it('that breaks is no answer: the page is told why', async () => {
    vi.spyOn(Machine.prototype, 'run').mockReturnValue({ ...result, why: 'panic', panic: new RangeError('a fault') });
    const page = await play(hello);
    expect(page.all('failed').map(({ notice }) => notice)).toEqual([
      noticeOf('error', { message: 'RangeError: a fault' }),
    ]);
    expect(page.all('played')).toEqual([]);
  });
});

/** Waits a thousand times before it answers. */
const patient = app(function* () {
  for (let count = 0; count < 1_000; count += 1) yield* sleep(1);
  return new Response('');
});

it('a machine that was ended says nothing more, whether its app was being loaded or ran', async () => {
  const shared = new SharedHost(13);
  const page = new HostPage(13, shared);
  const loaded = Promise.resolve({ app: patient, address: ADDRESS });
  shared.host.loadApp = () => loaded;
  const request = {
    type: 'play',
    subject: { scenario: scenario() },
    code: 'app',
    isTraced: false,
    isRun: true,
  } as const;
  page.say(request).say({ type: 'end' });
  await loaded;
  page.rest();
  expect(page.heard).toEqual([]);
  page.say(request);
  await loaded;
  page.say({ type: 'end' }).rest();
  expect(page.heard.map(({ type }) => type)).toEqual(['entered']);
});

it('on a fast computer a long play is done in one go: nothing has to wait for it', async () => {
  const shared = new SharedHost();
  const page = new HostPage(0, shared);
  const loaded = Promise.resolve({ app: patient, address: ADDRESS });
  shared.host.loadApp = () => loaded;
  page.say({ type: 'play', subject: { scenario: scenario() }, code: 'app', isTraced: false, isRun: true });
  await loaded;
  // No timer has passed.
  expect(page.all('played')).toHaveLength(1);
});

it('a machine with a trace tells the step that wrote the first byte that is not as printed', async () => {
  const request = { text: `GET / HTTP/1.0\n\n`, isEscaped: false, lineEnds: 'crlf' };
  const subject = { example: { ...ownApp, requests: [request], answer: 'HTTP/1.0 200 OK\n...\n\nof yours' } };
  const plain = await played(hello, { subject });
  expect(plain).toMatchObject({ matches: false, first: { line: 4, actual: 'my own' } });
  expect(plain.first?.step).toBeUndefined();
  const { first, scenario: own } = await played(hello, { subject, isTraced: true });
  const machine = Machine.from(own, { app: hello });
  machine.run();
  expect(machine.trace.steps().at((first?.step ?? 0) - 1)).toMatchObject({ name: 'sendto' });
});

it('the answers are those of the last request, where earlier ones come before it on the same server', async () => {
  const count = app(() => {
    memory()['count'] = Number(memory()['count'] ?? 0) + 1;
    return new Response(String(memory()['count']));
  });
  const request = { text: 'GET / HTTP/1.0\n\n', isEscaped: false, lineEnds: 'crlf' };
  const example = { ...ownApp, requests: [request, request, request], answer: 'HTTP/1.0 200 OK\n...\n\n3' };
  const last = await played(count, { subject: { example } });
  expect(texts(last)).toEqual(['3']);
  expect(last.matches).toBe(true);
});
