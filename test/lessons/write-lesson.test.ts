import { expect, test } from 'vitest';
import { lessonFaults, playScenario } from '../../src/lessons/play-lesson.ts';
import { parseLesson } from '../../src/lessons/read-lesson.ts';
import { idOf, lessonFileName, lessonText, writeLesson } from '../../src/lessons/write-lesson.ts';
import type { LessonDraft } from '../../src/lessons/write-lesson.ts';
import { sampleLesson } from '../support/sample-lesson.ts';

const scenario = sampleLesson().task!.solution;
const { moments, received } = playScenario(scenario);

const draft = (change: Partial<LessonDraft> = {}): LessonDraft => ({
  ...{
    language: 'zh',
    road: 'waiting',
    title: '两个 clients, one server',
    question: '谁先得到响应？',
    met: '',
    link: '',
  },
  ...{ scenario, moments, received, notes: [] },
  ...change,
});

const picked = moments.filter(({ name }) => name === 'setup' || name === 'write');

test('what is written is read back, finds the same moments, and has no faults', () => {
  // In the order in which they were picked, not in that of the log.
  const notes = picked.toReversed().map((moment) => ({ moment, say: ` 这里是 ${moment.step} ` }));
  const lesson = parseLesson(lessonText(writeLesson(draft({ notes }))));
  expect(lesson.steps.map(({ say }) => say.en)).toEqual(picked.map(({ step }) => `这里是 ${step}`));
  expect(lesson.receives).toEqual(received);
  expect(lesson).toMatchObject({ id: 'clients-one-server', met: { zh: '谁先得到响应？' } });
  expect(lessonFaults(lesson)).toEqual([]);
  expect(lessonFileName(lesson)).toBe('clients-one-server.lesson.json');
});

test('without a step it is no lesson, which the reader says', () => {
  expect(() => parseLesson(lessonText(writeLesson(draft())))).toThrow(
    '$.steps: an array of 0 is not a list of 1 to 12',
  );
});

test('an id is made of Latin letters and digits, and is never too long or empty', () => {
  expect(idOf('HTTP/0.9: what is it?')).toBe('http-0-9-what-is-it');
  expect(idOf('一个请求')).toBe('my-lesson');
  expect(parseLesson(lessonText({ ...sampleLesson(), id: idOf('ab '.repeat(40)) })).id.length).toBeLessThanOrEqual(60);
});
