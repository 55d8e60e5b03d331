/** Reads lessons on a face: their scenarios are read by the machine that plays them, so here only their size counts. */
import { lessonData, lessonReader, scenarioAsItIs } from '../../../src/lessons/lesson-schema.ts';
import type { Lesson } from '../../../src/lessons/lesson.ts';
import { checkScenario, LinkError } from '../link-check.ts';

const read = lessonReader(
  scenarioAsItIs((scenario) => {
    try {
      checkScenario('link', scenario);
      return undefined;
    } catch (error) {
      if (error instanceof LinkError) return error.message;
      throw error;
    }
  }),
);

/** A lesson from data. Throws SchemaError that names the place, the value and what belongs there. */
export const readLessonData = (data: unknown): Lesson => read(data, '$');

/** A lesson from the text of its file. Throws SchemaError, also if the text is not JSON. */
export const readLessonText = (text: string): Lesson => readLessonData(lessonData(text));
