import { describe, expect, test } from 'vitest';
import { lessonFaults } from '../../../src/lessons/play-lesson.ts';
import { loadApp } from '../../../src/node/check/app-code.ts';
import { library } from '../../support/lesson-library.ts';

describe.each(library().map((lesson) => [lesson.id, lesson] as const))('%s', (id, lesson) => {
  test('comes to its places, sends its bytes, and its task can be done', () => {
    expect(lessonFaults(lesson, { compile: (source) => loadApp(source, `${id}.ts`) })).toEqual([]);
  });

  test('has 4 to 8 steps, and says all of it in both languages', () => {
    expect(lesson.steps.length).toBeGreaterThanOrEqual(4);
    expect(lesson.steps.length).toBeLessThanOrEqual(8);
    const { title, question, met } = lesson;
    for (const { en, zh } of [title, question, met, ...lesson.steps.map(({ say }) => say)]) expect(zh).not.toBe(en);
  });
});
