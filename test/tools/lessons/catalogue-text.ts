/** The text of src/lessons/catalogue.ts: what the overview shows of each lesson, without the lessons. */
import type { Lesson, LessonHead, LessonText } from '../../../src/lessons/lesson.ts';

export function catalogueText(lessons: readonly LessonHead[]): string {
  const entries = lessons.map(
    ({ id, road, title, question }) =>
      `  {\n    id: ${quoted(id)},\n    road: ${quoted(road)},\n${textOf('title', title)}${textOf('question', question)}  },\n`,
  );
  return `/** What the overview shows of each lesson. Written by \`npm run lessons\`, which checks the lessons: not by hand. */
import type { LessonHead } from './lesson.ts';

// oxfmt-ignore
export const CATALOGUE: readonly LessonHead[] = [
${entries.join('')}];
`;
}

/** The head of a lesson, as the catalogue has it. */
export const headOf = ({ id, road, title, question }: Lesson): LessonHead => ({ id, road, title, question });

const textOf = (name: string, { en, zh }: LessonText): string =>
  `    ${name}: {\n      en: ${quoted(en)},\n      zh: ${quoted(zh)},\n    },\n`;

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
