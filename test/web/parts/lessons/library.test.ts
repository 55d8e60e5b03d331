import { expect, test } from 'vitest';
import { ROADS } from '../../../../src/lessons/lesson.ts';
import { ROAD_LESSONS } from '../../../../src/lessons/roads.ts';
import { loadLesson } from '../../../../web/parts/lessons/library.ts';

test('each lesson of each road can be opened, under its id', async () => {
  for (const id of ROADS.flatMap((road) => ROAD_LESSONS[road])) {
    // oxlint-disable-next-line no-await-in-loop -- the first that fails is named
    expect((await loadLesson(id))?.id).toBe(id);
  }
});

test('there is no lesson of another id', async () => {
  expect(await loadLesson('one-request.json')).toBeUndefined();
});
