/** The lessons that come with the page: each is loaded when it is opened. */
import { CATALOGUE } from '../../../src/lessons/catalogue.ts';
import type { Lesson, LessonHead } from '../../../src/lessons/lesson.ts';
import { readLessonData } from '../../session/lessons/lesson-file.ts';

const BODIES = import.meta.glob<unknown>('../../../src/lessons/library/*.json', { import: 'default' });

/** What the overview shows of a lesson; undefined if there is none of that id. */
export const headOf = (id: string): LessonHead | undefined => CATALOGUE.find((head) => head.id === id);

/** The lesson that is meant to be read after this one. */
export function following(id: string): LessonHead | undefined {
  const place = CATALOGUE.findIndex((head) => head.id === id);
  return place < 0 ? undefined : CATALOGUE[place + 1];
}

/** Undefined if there is none of that id. Rejects when it cannot be loaded. */
export async function loadLesson(id: string): Promise<Lesson | undefined> {
  const load = BODIES[`../../../src/lessons/library/${id}.json`];
  return load === undefined ? undefined : readLessonData(await load());
}

export async function loadAll(): Promise<void> {
  // One after the other: the page is idle, and is to stay so.
  // oxlint-disable-next-line no-await-in-loop
  for (const load of Object.values(BODIES)) await load();
}
