/**
 * The lessons that come with the page. Those of a road are loaded together, when the first of them is opened: they are
 * read one after the other, and a request for each would cost an idle page more than what comes with it.
 */
import { CATALOGUE } from '../../../src/lessons/catalogue.ts';
import { ROADS } from '../../../src/lessons/lesson.ts';
import type { Lesson, LessonHead, Road } from '../../../src/lessons/lesson.ts';
import { ROAD_LESSONS } from '../../../src/lessons/roads.ts';
import { readLessonData } from '../../session/lessons/lesson-file.ts';

type Bodies = Readonly<Record<string, unknown>>;

const LOAD: Readonly<Record<Road, () => Promise<{ readonly LESSONS: Bodies }>>> = {
  walk: () => import('./roads/walk.ts'),
  waiting: () => import('./roads/waiting.ts'),
  bytes: () => import('./roads/bytes.ts'),
  faults: () => import('./roads/faults.ts'),
  chance: () => import('./roads/chance.ts'),
};

/** What the overview shows of a lesson; undefined if there is none of that id. */
export const headOf = (id: string): LessonHead | undefined => CATALOGUE.find((head) => head.id === id);

/** The lesson that is meant to be read after this one. */
export function following(id: string): LessonHead | undefined {
  const place = CATALOGUE.findIndex((head) => head.id === id);
  return place < 0 ? undefined : CATALOGUE[place + 1];
}

/** Undefined if there is none of that id. Rejects when it cannot be loaded. */
export async function loadLesson(id: string): Promise<Lesson | undefined> {
  const road = ROADS.find((road) => ROAD_LESSONS[road].includes(id));
  if (road === undefined) return undefined;
  const { LESSONS } = await LOAD[road]();
  return readLessonData(LESSONS[`../../../../src/lessons/library/${id}.json`]);
}

export async function loadAll(): Promise<void> {
  // One after the other: the page is idle, and is to stay so.
  // oxlint-disable-next-line no-await-in-loop
  for (const load of Object.values(LOAD)) await load();
}
