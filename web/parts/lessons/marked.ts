/** A text of a lesson: what stands in backticks is code. */
import type { LessonText } from '../../../src/lessons/lesson.ts';
import { withCode } from '../../kit/with-code.ts';
import type { Texts } from '../../texts/texts.ts';

/** Without markup, for labels. */
export const plain = (texts: Texts, text: LessonText): string => text[texts.language].replaceAll('`', '');

/** What lit draws. */
export const marked = (texts: Texts, text: LessonText): unknown => withCode(text[texts.language]);
