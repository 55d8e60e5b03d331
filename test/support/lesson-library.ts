/** The files of the lessons, as they are on disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROADS } from '../../src/lessons/lesson.ts';
import type { Lesson } from '../../src/lessons/lesson.ts';
import { parseLesson } from '../../src/lessons/read-lesson.ts';
import { ROAD_LESSONS } from '../../src/lessons/roads.ts';

const LIBRARY = 'src/lessons/library';

/** The ids that have a file. */
export const lessonFiles = (): readonly string[] =>
  readdirSync(LIBRARY)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'));

/** Throws an error that begins with the name of the file. */
export function readLessonFile(path: string): Lesson {
  try {
    return parseLesson(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${String(error)}`, { cause: error });
  }
}

export const libraryLesson = (id: string): Lesson => readLessonFile(join(LIBRARY, `${id}.json`));

/** All lessons, in the order of the roads. */
export const library = (): readonly Lesson[] =>
  ROADS.flatMap((road) => ROAD_LESSONS[road].map((id) => libraryLesson(id)));

/** What is wrong with the order of the lessons: sentences that say what to do. */
export function orderFaults(): readonly string[] {
  const listed = ROADS.flatMap((road) => ROAD_LESSONS[road].map((id) => ({ road, id })));
  const files = lessonFiles();
  const known = new Set(listed.map(({ id }) => id));
  return [
    ...listed
      .filter(({ id }) => !files.includes(id))
      .map(({ id }) => `src/lessons/roads.ts: there is no file ${LIBRARY}/${id}.json`),
    ...files
      .filter((id) => !known.has(id))
      .map((id) => `${LIBRARY}/${id}.json: no road has it; add '${id}' to src/lessons/roads.ts`),
    ...listed
      .filter(({ id }) => files.includes(id))
      .flatMap(({ road, id }) => {
        const lesson = libraryLesson(id);
        const path = `${LIBRARY}/${id}.json`;
        return [
          ...(lesson.id === id ? [] : [`${path}: its id is '${lesson.id}', not the name of the file`]),
          ...(lesson.road === road ? [] : [`${path}: its road is '${lesson.road}', but '${road}' lists it`]),
        ];
      }),
  ];
}
