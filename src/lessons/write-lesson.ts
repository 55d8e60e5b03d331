/** Writes the file of a lesson, from what an author has done and chosen. */
import type { Scenario } from '../index.ts';
import type { Moment } from '../explain/moments/moment.ts';
import type { Lesson, LessonText, Road } from './lesson.ts';
import { LESSON_LIMITS } from './lesson-limits.ts';
import { placeOfMoment } from './places.ts';

/** What an author gives. Texts are in one language. */
export interface LessonDraft {
  readonly language: 'en' | 'zh';
  readonly road: Road;
  readonly title: string;
  readonly question: string;
  /** Who meets this in real life, and a page that shows it; empty for none. */
  readonly met: string;
  readonly link: string;
  readonly scenario: Scenario;
  /** All moments of the run, and what is said at those that were picked. */
  readonly moments: readonly Moment[];
  readonly notes: readonly LessonNote[];
  /** What each client has received, latin-1. */
  readonly received: readonly string[];
}

export interface LessonNote {
  readonly moment: Moment;
  readonly say: string;
}

/** Where a lesson without a link of its own points. */
const LINK = 'https://werkzeug.palletsprojects.com/en/stable/serving/';

/** The lesson as its file holds it: a text is in the author's language only. */
export function writeLesson(draft: LessonDraft): object {
  const { road, title, question, met, link, scenario, moments, notes, received } = draft;
  const said = (text: string): Partial<LessonText> => ({ [draft.language]: text.trim() });
  return {
    version: 1,
    id: idOf(title),
    road,
    title: said(title),
    question: said(question),
    met: said(met.trim() === '' ? question : met),
    link: link.trim() === '' ? LINK : link.trim(),
    scenario,
    steps: notes
      .toSorted((one, other) => one.moment.step - other.moment.step)
      .map(({ moment, say }) => ({ at: placeOfMoment(moments, moment), say: said(say) })),
    receives: received,
  };
}

/** The text of the file. */
export const lessonText = (lesson: object): string => `${JSON.stringify(lesson, undefined, 2)}\n`;

export const lessonFileName = ({ id }: Pick<Lesson, 'id'>): string => `${id}.lesson.json`;

/** An id for a title: `my-lesson` for a title without Latin letters. */
export function idOf(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const id = words.join('-').slice(0, LESSON_LIMITS.id).replace(/-$/, '');
  return id === '' ? 'my-lesson' : id;
}
