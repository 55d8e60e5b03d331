/** Lessons. They are loaded when they are opened. */
import { lazily } from '../../kit/lazy.ts';

export type { LessonsPart, LessonsPort } from './lessons-part.ts';

export const loadLessons = lazily(() => import('./lessons-part.ts'));

/** The lessons themselves, for a page that is to work without a network. */
export const loadLessonBodies = lazily(async () => (await import('./library.ts')).loadAll());
