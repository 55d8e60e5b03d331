import { expect, test } from 'vitest';
import { preset } from '../../src/index.ts';
import { lessonFaults, playLesson } from '../../src/lessons/play-lesson.ts';
import { sampleLesson, sampleLessonData } from '../support/sample-lesson.ts';

const text = { en: 'A sentence.' };

test('a lesson that is right has no faults, its stops ascend, and its solution is played', () => {
  const lesson = sampleLesson();
  const { stops, received, solved } = playLesson(lesson);
  expect(stops.map((stop) => stop?.name)).toEqual(['serve_forever', 'get_request', 'handle_one_request']);
  expect(received).toEqual(['', '']);
  expect(solved?.received[1]).toContain('200 OK');
  expect(lessonFaults(lesson)).toEqual([]);
});

test('an app that is source text is brought by who plays the lesson', () => {
  const scenario = { ...sampleLesson().scenario, app: { source: 'export default …' } };
  const compile = (): NonNullable<ReturnType<typeof preset>>['app'] => preset('hello')!.app;
  expect(lessonFaults(sampleLesson({ scenario }), { compile })).toEqual([]);
  expect(() => playLesson(sampleLesson({ scenario }))).toThrow(TypeError);
});

test('what is wrong is named, each with its place', () => {
  const { task } = sampleLessonData() as { task: object };
  const faults = lessonFaults(
    sampleLesson({
      steps: [
        { at: { moment: 'get_request' }, say: text },
        { at: { moment: 'serve_forever' }, say: text },
        { at: { moment: 'close', client: 1 }, say: text },
      ],
      receives: ['x', '', 'y'],
      task: { ...task, goal: { log: 'Running on', answers: 2 } },
    }),
  );
  expect(faults).toEqual([
    expect.stringMatching(/^\$\.steps\[1\]\.at: serve_forever is step \d+, not after the step before \(\d+\)$/),
    expect.stringMatching(/^\$\.steps\[2\]\.at: there is no moment close of client 1 in this run; it has run_simple, /),
    '$.receives[0]: is "x", but the client receives ""',
    '$.receives[2]: there is no client 2 in the scenario; take the entry out',
    '$.task.goal.answers: the solution does not reach it',
  ]);
});

test('a task that is done before it begins is named', () => {
  const { task } = sampleLessonData() as { task: object };
  expect(lessonFaults(sampleLesson({ task: { ...task, goal: { log: 'Running on' } } }))).toEqual([
    '$.task.goal: the scenario of the lesson reaches it already; ask for more',
  ]);
});
