/** Reads the file of a lesson, with its scenarios. */
import { readScenario } from '../index.ts';
import type { Lesson } from './lesson.ts';
import { lessonData, lessonReader } from './lesson-schema.ts';

const read = lessonReader((value, path) => readScenario(value, path));

/**
 * Reads a lesson from data. Throws SchemaError for the first error: its message begins with the path, such as
 * `$.steps[2].at.moment`.
 */
export const readLesson = (data: unknown, path = '$'): Lesson => read(data, path);

/** Reads a lesson from the text of its file. Throws SchemaError, also if the text is not JSON. */
export const parseLesson = (source: string): Lesson => readLesson(lessonData(source));
