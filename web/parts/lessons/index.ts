/** Lessons. They are loaded when they are opened. */
import { lazily } from '../../kit/lazy.ts';
import { ENGLISH } from '../../texts/texts.ts';

export type { LessonsPart, LessonsPort } from './lessons-part.ts';

export const loadLessons = lazily(async () => {
  const [part, { LESSONS }] = await Promise.all([import('./lessons-part.ts'), import('../../texts/en/lessons.ts')]);
  ENGLISH.add(LESSONS);
  return part;
});

/** The lessons themselves, for a page that is to work without a network. */
export const loadLessonBodies = lazily(async () => (await import('./library.ts')).loadAll());
