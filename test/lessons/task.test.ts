import { expect, test } from 'vitest';
import type { TaskGoal } from '../../src/lessons/lesson.ts';
import { goalParts, isReached } from '../../src/lessons/task.ts';
import type { Attempt } from '../../src/lessons/task.ts';
import { playScenario } from '../../src/lessons/play-lesson.ts';
import { sampleLesson, SAMPLE_ANSWER } from '../support/sample-lesson.ts';

const NOTHING: Attempt = { received: [], moments: [], log: '' };

const reaches = (goal: TaskGoal, attempt: Partial<Attempt>): boolean => isReached(goal, { ...NOTHING, ...attempt });

test('a text counts for the client that is named', () => {
  const goal = { received: { client: 1, text: 'b\r\nc' } };
  expect(reaches(goal, { received: ['b\r\nc', 'ab\r\nc'] })).toBe(true);
  expect(reaches(goal, { received: ['b\r\nc', 'b'] })).toBe(false);
  expect(reaches(goal, { received: ['b\r\nc'] })).toBe(false);
});

test('answers are counted over all connections, also two on one', () => {
  const one = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
  expect(reaches({ answers: 3 }, { received: [one + one, one] })).toBe(true);
  expect(reaches({ answers: 3 }, { received: [one, '', one] })).toBe(false);
  expect(reaches({ answers: 2 }, { received: [`HTTP/1.1 100 Continue\r\n\r\n${one}`] })).toBe(false);
  expect(reaches({ answers: 1 }, { received: ['<html>of HTTP/0.9</html>'] })).toBe(true);
  expect(reaches({ answers: 1 }, { received: ['', ''] })).toBe(false);
});

test('a log line counts whatever its colours are', () => {
  const log = '\u001b[36m127.0.0.1 - "GET / HTTP/1.1" 304 -\u001b[0m\n';
  expect(reaches({ log: '" 304' }, { log })).toBe(true);
  expect(reaches({ log: '127.0.0.1 - "GET' }, { log })).toBe(true);
  expect(reaches({ log: '" 200' }, { log })).toBe(false);
});

test('all members must hold, and each says for itself whether it does', () => {
  const goal: TaskGoal = { answers: 1, log: '200', moment: { moment: 'close', client: 0 } };
  const attempt = playScenario(sampleLesson().task!.solution);
  expect(attempt.received).toEqual(['', SAMPLE_ANSWER]);
  expect(goalParts(goal, attempt)).toEqual([
    { part: 'moment', isDone: false },
    { part: 'answers', isDone: true },
    { part: 'log', isDone: true },
  ]);
  expect(isReached(goal, attempt)).toBe(false);
  expect(isReached({ answers: 1, log: '200' }, attempt)).toBe(true);
});

test('what must not have happened keeps a task open, each member by itself', () => {
  const goal: TaskGoal = { answers: 1, not: { log: '" 500', received: { client: 0, text: 'late' } } };
  const received = ['HTTP/1.0 200 OK\r\n\r\n'];
  expect(reaches(goal, { received })).toBe(true);
  expect(reaches(goal, { received, log: '"GET / HTTP/1.1" 500 -' })).toBe(false);
  expect(reaches(goal, { received: [`${received[0]}late`] })).toBe(false);
  expect(reaches(goal, {})).toBe(false);
});

test('what must come first is told from what must come then', () => {
  const attempt = playScenario(sampleLesson().task!.solution);
  const first = { moment: 'get_request', client: 1 } as const;
  const then = { moment: 'close', client: 1 } as const;
  expect(reaches({ order: [first, then] }, attempt)).toBe(true);
  expect(reaches({ order: [then, first] }, attempt)).toBe(false);
  expect(reaches({ order: [first, first] }, attempt)).toBe(false);
  expect(reaches({ order: [first, { moment: 'close', client: 0 }] }, attempt)).toBe(false);
});
