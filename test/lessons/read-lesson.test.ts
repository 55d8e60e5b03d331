import { describe, expect, test } from 'vitest';
import { SchemaError } from '../../src/index.ts';
import { LESSON_LIMITS } from '../../src/lessons/lesson-limits.ts';
import { parseLesson, readLesson } from '../../src/lessons/read-lesson.ts';
import { sampleLesson, sampleLessonData } from '../support/sample-lesson.ts';

/** The sample with one member replaced: `spoiled('steps.0.at.moment', 'nap')`; undefined takes it out. */
function spoiled(place: string, value: unknown): unknown {
  const data: unknown = JSON.parse(JSON.stringify(sampleLessonData()));
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  let owner = data as Record<string, unknown>;
  for (const key of keys) owner = owner[key] as Record<string, unknown>;
  owner[last] = value;
  return data;
}

const complaint = (data: unknown): string => {
  try {
    readLesson(data);
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error;
  }
  return 'it was read';
};

test('a lesson is read as it is written, and its text is read back', () => {
  const lesson = sampleLesson();
  expect(lesson).toMatchObject({ ...sampleLessonData(), scenario: { version: 3 }, task: expect.anything() });
  expect(parseLesson(JSON.stringify(lesson))).toEqual(lesson);
});

test('a text in one language is shown in both', () => {
  expect(readLesson(spoiled('title', { zh: '标题' })).title).toEqual({ en: '标题', zh: '标题' });
});

test('old scenarios inside of a lesson are brought up to date', () => {
  const old = { version: 1, app: { preset: 'hello' }, link: { latency: 100_000 } };
  expect(readLesson(spoiled('scenario', old)).scenario).toMatchObject({ version: 3, link: { latency: 0.1 } });
});

describe('what is wrong is said with its place, its value and what belongs there', () => {
  test.each([
    ['version', 2, '$.version: 2 is not 1'],
    ['id', 'Two Words', "$.id: 'Two Words' is not an id: lower case letters, digits, and hyphens between them"],
    ['id', 'a'.repeat(LESSON_LIMITS.id + 1), '$.id: has 61 characters; at most 60 are allowed'],
    ['road', 'home', "$.road: 'home' is not 'walk', 'waiting', 'bytes', 'faults' or 'chance'"],
    ['title', 'A title', "$.title: 'A title' is not an object"],
    ['title', {}, '$.title: an object is not a text in a language: { "en": … }, { "zh": … } or both'],
    ['title.en', ' ', "$.title.en: ' ' is not a text with something in it"],
    ['title.de', 'Titel', '$.title.de: there is no such key; known are en, zh'],
    ['question', undefined, '$.question: is missing'],
    ['met.en', 'x'.repeat(LESSON_LIMITS.paragraph + 1), '$.met.en: has 1501 characters; at most 1500 are allowed'],
    ['link', 'javascript:alert(1)', "$.link: 'javascript:alert(1)' is not an address that begins with https://"],
    ['link', 'http://a.example', "$.link: 'http://a.example' is not an address that begins with https://"],
    [
      'scenario.inputs.1.client',
      7,
      '$.scenario.inputs[1].client: 7 is not 1, the number of the next client to connect',
    ],
    ['scenario.app', { preset: 'nap' }, "$.scenario.app.preset: 'nap' is not a preset; there are "],
    ['steps', [], '$.steps: an array of 0 is not a list of 1 to 12 entries'],
    ['steps', Array(13).fill(0), '$.steps: has 13 entries; at most 12 are allowed'],
    ['steps.0.at.moment', 'nap', "$.steps[0].at.moment: 'nap' is not 'run_simple', "],
    ['steps.0.at.step', 12, '$.steps[0].at.step: there is no such key; known are moment, client, nth'],
    ['steps.0.at.client', -1, '$.steps[0].at.client: -1 is not an integer from 0 to 99'],
    ['steps.0.at.nth', -2, '$.steps[0].at.nth: -2 is not an integer from -1 to 999'],
    [
      'steps.1.prediction.choices',
      [{ en: 'One' }],
      '$.steps[1].prediction.choices: an array of 1 is not a list of 2 to 4 entries',
    ],
    ['steps.1.prediction.right', 2, '$.steps[1].prediction.right: 2 is not the number of a choice, from 0 to 1'],
    [
      'task.goal',
      {},
      '$.task.goal: an object is not a goal: received, moment, answers, log, not, order, or some of them',
    ],
    [
      'task.goal.not',
      {},
      '$.task.goal.not: an object is not something: received, moment, answers, log, or some of them',
    ],
    ['task.goal.not', { not: {} }, '$.task.goal.not.not: there is no such key; known are received, '],
    ['task.goal.order', [{ moment: 'close' }], '$.task.goal.order: an array of 1 is not a list of 2 to 12 entries'],
    ['task.goal.received.text', '', "$.task.goal.received.text: '' is not a text with something in it"],
    ['task.goal.received.text', '中', "$.task.goal.received.text[0]: '中' is not a character up to U+00FF"],
    ['task.goal.answers', 0, '$.task.goal.answers: 0 is not an integer from 1 to 100'],
    ['task.solution', undefined, '$.task.solution: is missing'],
    ['receives', ['', 3], '$.receives[1]: 3 is not a text'],
    ['surprise', 1, '$.surprise: there is no such key; known are version, id, '],
  ])('%s = %j', (place, value, message) => {
    expect(complaint(spoiled(place, value))).toContain(message);
  });

  test.each([
    ['{', /^\$: this is not JSON: /],
    ['[]', /^\$: an array of 0 is not an object/],
    ['['.repeat(100), /^\$: this has 100 levels of braces/],
    [`"${'x'.repeat(LESSON_LIMITS.file)}"`, /^\$: has 1000002 characters; at most 1000000 are allowed/],
  ])('the text %.20s', (source, message) => {
    expect(() => parseLesson(source)).toThrow(message);
  });
});

test('what is at a limit is read', () => {
  expect(readLesson(spoiled('id', 'a'.repeat(LESSON_LIMITS.id))).id).toHaveLength(LESSON_LIMITS.id);
  expect(readLesson(spoiled('task', undefined)).task).toBeUndefined();
});
