/** A reader in a lesson: a session with a machine of its own in the same process. */
import { expect, test, vi } from 'vitest';
import type { Lesson } from '../../../../src/lessons/lesson.ts';
import { Drafts } from '../../../../web/session/drafts.ts';
import { Lessons } from '../../../../web/session/lessons/lessons.ts';
import { LessonProgress } from '../../../../web/session/lessons/progress.ts';
import { rehearse } from '../../../../web/session/lessons/rehearsal.ts';
import { Session } from '../../../../web/session/session.ts';
import { HostLink } from '../../../support/host-link.ts';
import { NO_STORAGE } from '../../../support/quiet-session.ts';
import { stubFrames } from '../../../support/session-page.ts';
import { sampleLesson, SAMPLE_ANSWER } from '../../../support/sample-lesson.ts';
import { scope, scopeForEachTest } from '../../../support/test-scope.ts';

scopeForEachTest(stubFrames);

interface Reader {
  readonly lessons: Lessons;
  readonly session: Session;
  readonly link: HostLink;
  /** The clients of the moments that were looked at; `live` when the reader got the machine. */
  readonly looked: (number | string | undefined)[];
  /** The name of the step that is shown. */
  readonly shown: () => string | undefined;
}

function reader(): Reader {
  const link = new HostLink();
  const session = new Session({
    scope,
    drafts: new Drafts(() => NO_STORAGE),
    connect: link.join,
    takesFailure: () => false,
  });
  const looked: (number | string | undefined)[] = [];
  const port = {
    open: session.open.bind(session),
    look: ({ client }: { readonly client: number | undefined }) => void looked.push(client),
    handOver: () => void looked.push('live'),
  };
  const lessons = new Lessons(session, scope, port, new LessonProgress(() => NO_STORAGE));
  const shown = (): string | undefined => {
    const { cursor } = session.state;
    return cursor === undefined ? undefined : session.log.at(cursor - 1)?.name;
  };
  return { lessons, session, link, looked, shown };
}

async function opened(lesson: Lesson = sampleLesson()): Promise<Reader> {
  const page = reader();
  page.lessons.open(lesson, true);
  await page.link.settle();
  return page;
}

test('it opens at its first moment, with all that follows played already', async () => {
  const page = reader();
  page.lessons.open(sampleLesson(), true);
  expect(page.lessons.state).toMatchObject({ machine: 'coming', stop: 0 });
  await page.link.settle();
  expect(page.lessons.state).toMatchObject({ machine: 'there', isMissing: false });
  expect(page.shown()).toContain('serve_forever');
  expect(page.session.state.hidesFuture).toBe(true);
  expect(page.session.log.length).toBeGreaterThan(100);
  expect(page.lessons.progress.of('sample-lesson')).toBe('begun');
});

test('seconds of the machine take none of the reader', async () => {
  const scenario = {
    ...sampleLesson().scenario,
    app: { preset: 'sleepy' },
    options: { server: 'threaded' as const },
    inputs: [
      { client: 0, do: 'connect' as const },
      { client: 0, do: 'send' as const, data: 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n' },
      { client: 0, do: 'send' as const, data: 'GET / HTTP/1.1\r\n\r\n', time: 3_000 },
    ],
  };
  const lesson = sampleLesson({ scenario, steps: [{ at: { moment: 'write' }, say: { en: 'Sent.' } }] });
  const { session, link, shown } = await opened(lesson);
  expect(link.time).toBeLessThan(1_000);
  expect(session.state.live?.time).toBeGreaterThanOrEqual(3_000);
  expect(shown()).toContain('write');
});

test('a step that asks is not passed before it is answered, and what was said first counts', async () => {
  const { lessons, shown, looked } = await opened();
  lessons.next();
  expect([lessons.state?.stop, lessons.isAsking]).toEqual([1, true]);
  lessons.next();
  expect(lessons.state?.stop).toBe(1);
  lessons.choose(0);
  lessons.choose(1);
  expect(lessons.state?.chosen).toEqual({ 1: 0 });
  lessons.next();
  expect(lessons.state?.stop).toBe(2);
  expect(shown()).toContain('handle_one_request');
  lessons.back();
  expect([lessons.state?.stop, lessons.isAsking]).toEqual([1, false]);
  expect(looked.at(-1)).toBe(0);
});

test('nothing shows what comes after a moment that the reader is asked about, until that is answered', async () => {
  const { lessons, session, link } = await opened();
  const { log, moments } = session;
  const asked = moments.list.find(({ name }) => name === 'get_request');
  const end = (asked?.step ?? 0) + 1;
  // Also before the question is reached.
  expect([log.shown, log.visible.at(-1), log.length > end]).toEqual([end, end - 1, true]);
  lessons.next();
  session.seek(undefined);
  session.seek(log.length - 1);
  await link.settle();
  expect(session.state.cursor).toBe(end);
  log.query = 'finish_request';
  expect(log.found).toEqual([]);
  expect(moments.shown.at(-1)).toBe(asked);
  lessons.choose(1);
  expect([log.shown, moments.shown.length]).toEqual([log.length, moments.list.length]);
  expect(log.found.length).toBeGreaterThan(0);
  session.seek(undefined);
  expect(session.state).toMatchObject({ cursor: undefined, hidesFuture: true });
});

test('who does something else with the machine sees what comes of it', async () => {
  const { lessons, session, link } = await opened();
  lessons.next();
  expect(session.enter()).toBe('soon');
  await link.settle();
  session.act(0, { act: 'close' });
  await link.settle();
  expect(session.log.shown).toBe(session.log.length);
});

/** At the task of the sample. */
async function atTask(): Promise<Reader> {
  const page = await opened();
  page.lessons.next();
  page.lessons.choose(1);
  page.lessons.next();
  page.lessons.next();
  return page;
}

test('the task is done as soon as the machine comes to its goal, and not before', async () => {
  const { lessons, session, link, looked } = await atTask();
  expect([lessons.kind, lessons.state?.isReached]).toEqual(['task', false]);
  expect(lessons.progress.of('sample-lesson')).toBe('read');
  await lessons.attempt();
  expect(looked.at(-1)).toBe('live');
  expect(session.state).toMatchObject({ cursor: undefined, hidesFuture: false });
  expect(lessons.state).toMatchObject({ isTrying: true, isReached: false });
  // The first client gives way to the second one.
  session.act(0, { act: 'close' });
  await link.settle();
  expect(lessons.state?.isReached).toBe(true);
  expect(lessons.progress.of('sample-lesson')).toBe('done');
});

test('another server counts for the task too', async () => {
  const { lessons, session, link } = await atTask();
  await lessons.attempt();
  session.boot({ server: 'threaded' });
  await link.settle();
  session.connect();
  expect(session.connect()).toBe(1);
  session.act(1, { act: 'send', bytes: new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n') });
  await link.settle();
  expect(lessons.state?.isReached).toBe(true);
});

test('going back from a machine that the reader has changed makes the machine of the lesson again', async () => {
  const { lessons, session, link, shown } = await atTask();
  const { length } = session.log;
  await lessons.attempt();
  expect(link.boots).toBe(1);
  session.act(0, { act: 'close' });
  await link.settle();
  expect(session.log.length).toBeGreaterThan(length);
  lessons.back();
  await link.settle();
  expect(link.boots).toBe(2);
  expect(session.log.length).toBe(length);
  expect(shown()).toContain('handle_one_request');
  // What is done stays done.
  expect(lessons.state?.isReached).toBe(true);
});

test('starting over gives the machine at the end of the scenario again', async () => {
  const { lessons, session, link, looked } = await atTask();
  await lessons.attempt();
  session.act(1, { act: 'reset' });
  await link.settle();
  const again = lessons.attempt();
  await link.settle();
  await again;
  expect([link.boots, looked.filter((what) => what === 'live').length]).toEqual([2, 2]);
  session.act(0, { act: 'close' });
  await link.settle();
  expect(lessons.state?.isReached).toBe(true);
});

test('without a task, the end is the lesson done', async () => {
  const { lessons } = await opened(sampleLesson({ task: undefined }));
  expect(lessons.stops).toBe(4);
  lessons.goTo(3);
  expect(lessons.kind).toBe('end');
  expect(lessons.progress.of('sample-lesson')).toBe('done');
  lessons.next();
  expect(lessons.state?.stop).toBe(3);
});

test('a moment that does not come is said, and the others still are shown', async () => {
  const steps = [
    { at: { moment: 'close', client: 1 }, say: { en: 'It is closed.' } },
    { at: { moment: 'get_request' }, say: { en: 'It is accepted.' } },
  ];
  const { lessons, shown } = await opened(sampleLesson({ steps }));
  expect(lessons.state?.isMissing).toBe(true);
  lessons.next();
  expect(lessons.state?.isMissing).toBe(false);
  expect(shown()).toContain('get_request');
});

test('a lesson of a file leaves no mark, and a lesson that is left leaves the machine as it is', async () => {
  const page = reader();
  page.lessons.open(sampleLesson(), false);
  await page.link.settle();
  page.lessons.goTo(4);
  expect(page.lessons.progress.isEmpty).toBe(true);
  page.lessons.close();
  expect(page.lessons.state).toBeUndefined();
  expect(page.session.state.hidesFuture).toBe(false);
  expect(page.link.boots).toBe(1);
});

test('a lesson that is opened while another one is on its way takes its place', async () => {
  const page = reader();
  page.lessons.open(sampleLesson(), true);
  page.lessons.open(sampleLesson({ id: 'another', task: undefined }), true);
  await page.link.settle();
  expect(page.lessons.state?.lesson.id).toBe('another');
  expect(page.lessons.state?.machine).toBe('there');
});

test('a rehearsal says which moments and bytes come of a scenario, and ends with its machine', async () => {
  const link = new HostLink();
  const { solution } = sampleLesson().task!;
  const rehearsed = rehearse(link.join, scope, { app: 'hello', source: undefined, scenario: solution });
  await link.settle();
  const { moments, received } = (await rehearsed)!;
  expect(received).toEqual(['', SAMPLE_ANSWER]);
  expect(moments.filter(({ name }) => name === 'write')).toHaveLength(1);
});

test('with a task there is a stop more, and after the last one nothing', async () => {
  const { lessons } = await opened();
  expect(lessons.stops).toBe(5);
  lessons.goTo(5);
  expect(lessons.state?.stop).toBe(0);
  lessons.back();
  expect(lessons.state?.stop).toBe(0);
  lessons.goTo(4);
  expect(lessons.kind).toBe('end');
  // To have come to the end without the task is to have read it.
  expect(lessons.progress.of('sample-lesson')).toBe('read');
  lessons.next();
  expect(lessons.state?.stop).toBe(4);
});

test('its machine is the one of its scenario: app, server and seed', async () => {
  const { scenario } = sampleLesson();
  const { session } = await opened(
    sampleLesson({ scenario: { ...scenario, app: { preset: 'echo' }, options: { server: 'threaded', seed: 9 } } }),
  );
  expect(session.state.options).toMatchObject({ app: 'echo', source: undefined, server: 'threaded', seed: 9 });
});

test('an app that the lesson brings has its source, in the place of the first app', async () => {
  const source = 'export default (environ, startResponse) => { startResponse("200 OK", []); return []; };';
  const { scenario } = sampleLesson();
  const page = reader();
  page.lessons.open(sampleLesson({ scenario: { ...scenario, app: { source, language: 'typescript' } } }), false);
  // It is compiled first, by code that is loaded late.
  await vi.waitFor(() => expect(page.session.state.options).toMatchObject({ app: 'hello', source }), {
    timeout: 60_000,
  });
});

test('while its machine is made again, that is said, and the step is shown once it is there', async () => {
  const { lessons, session, link, shown } = await atTask();
  await lessons.attempt();
  session.act(0, { act: 'close' });
  await link.settle();
  lessons.back();
  expect(lessons.state).toMatchObject({ machine: 'coming', stop: 2 });
  await link.settle();
  expect(lessons.state?.machine).toBe('there');
  expect(shown()).toContain('handle_one_request');
  // It is the lesson's again: the next step back needs no other one.
  lessons.back();
  await link.settle();
  expect(link.boots).toBe(2);
});

test('a lesson that is left while its machine is on its way shows nothing when that comes', async () => {
  const page = reader();
  page.lessons.open(sampleLesson(), true);
  page.lessons.close();
  await page.link.settle();
  expect([page.lessons.state, page.lessons.stops, page.looked]).toEqual([undefined, 0, []]);
  expect(page.session.state).toMatchObject({ hidesFuture: false, cursor: undefined });
});

test('a task that cannot be tried leaves the machine alone', async () => {
  const page = reader();
  await page.lessons.attempt();
  page.lessons.open(sampleLesson(), true);
  await page.lessons.attempt();
  expect([page.looked, page.lessons.state?.isTrying]).toEqual([[], false]);
  await page.link.settle();
});

test('who listens is told of each change, until the scope of the listener ends', async () => {
  const { lessons } = await opened();
  const tell = vi.fn<() => void>();
  const child = scope.child();
  lessons.onChange(tell, child);
  lessons.hint();
  expect([tell.mock.calls.length, lessons.state?.isHinted]).toEqual([1, true]);
  child.end();
  lessons.next();
  expect(tell).toHaveBeenCalledOnce();
});

test('without a lesson there is nothing to go on with', () => {
  const { lessons } = reader();
  expect([lessons.state, lessons.stops]).toEqual([undefined, 0]);
  expect(() => lessons.next()).toThrow('there is no lesson');
});
