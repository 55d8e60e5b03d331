import { expect, test } from 'vitest';
import { explore } from '../../../src/index.ts';
import { ROADS } from '../../../src/lessons/lesson.ts';
import { ROAD_LESSONS } from '../../../src/lessons/roads.ts';
import { loadApp } from '../../../src/node/check/app-code.ts';
import { library, libraryLesson, orderFaults } from '../../support/lesson-library.ts';

test('five roads have 24 lessons or more, each file stands on its road, once', () => {
  expect(orderFaults()).toEqual([]);
  const ids = library().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(24);
  for (const road of ROADS) expect(ROAD_LESSONS[road].length, road).toBeGreaterThanOrEqual(3);
});

test('16 lessons or more have a task, and every lesson asks the reader one or two questions', () => {
  const lessons = library();
  expect(lessons.filter(({ task }) => task !== undefined).length).toBeGreaterThanOrEqual(16);
  for (const { id, steps } of lessons) {
    const asked = steps.filter(({ prediction }) => prediction !== undefined).length;
    expect([1, 2], id).toContain(asked);
    expect(steps.at(-1)?.prediction, `${id}: nothing shows the answer`).toBeUndefined();
  }
});

test('each lesson links to another page', () => {
  const links = library().map(({ link }) => link);
  expect(new Set(links).size).toBe(links.length);
  for (const link of links) expect(new URL(link).protocol).toBe('https:');
});

test('no task and no prediction is left in English alone', () => {
  const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
  for (const { id, steps, task } of library()) {
    const predictions = steps.flatMap(({ prediction }) => prediction ?? []);
    const texts = [
      ...predictions.flatMap(({ ask, because }) => [ask, because]),
      ...(task ? [task.ask, task.hint] : []),
    ];
    for (const { en, zh } of texts) {
      expect(isChinese(zh), `${id}: ${zh}`).toBe(true);
      expect(isChinese(en), `${id}: ${en}`).toBe(false);
    }
  }
});

/** What a prediction says will come, in the bytes that come. */
const RIGHT = [
  ['why-it-always-closes', 0, 1, /^HTTP\/1\.0 200 OK/],
  ['idle-client-freezes-base', 1, 0, /./],
  ['forks-and-memory', 1, 1, /\r\n\r\n1\n$/],
  ['line-to-environ', 0, 1, /QUERY_STRING = x=%20y\n/],
  ['double-slash', 0, 1, /PATH_INFO = \/evil\.example\/x\n/],
  ['odd-headers', 0, 1, /HTTP_X_USER = alice,bob\n/],
  ['a-space-before-the-colon', 0, 1, /headers: HTTP_X_FIRST\n$/],
  ['expect-100-continue', 0, 2, /HTTP\/1\.1 100 Continue\r\n\r\n/],
  ['head-204-304', 1, 1, /\r\n\r\nbody of 200\n$/],
  ['an-error-before-and-after-the-headers', 1, 1, /^HTTP\/1\.0 200 OK[^]*\r\n\r\nname,price\n$/],
  ['ctrl-c', 0, 0, /./],
  ['the-lost-update', 1, 1, /\r\n\r\n1\n$/],
  ['who-runs-next', 1, 1, /\/b is number 1\n$/],
] as const;

test.each(RIGHT)('the prediction of %s comes true', (id, client, times, pattern) => {
  const received = libraryLesson(id).receives[client] ?? '';
  expect(received.match(new RegExp(pattern, 'g')) ?? []).toHaveLength(times);
});

test('the explorer finds the lost update with one decision, in its ninth run', () => {
  const { scenario } = libraryLesson('the-lost-update');
  const source = 'source' in scenario.app ? scenario.app.source : '';
  const found = explore(
    { ...scenario, schedule: [] },
    {
      bring: { app: loadApp(source, 'app.ts') },
      broken: 1,
      departures: 1,
      invariants: { 'one is told 2': ({ clients }) => clients.some(({ received }) => received.endsWith('2\n')) },
      threads: (thread) => !thread.startsWith('client'),
    },
  );
  expect(found.runs).toBe(9);
  expect(found.broken[0]?.scenario.schedule).toEqual(scenario.schedule);
});
