/** A text of a lesson: what stands in backticks is code. */
import { html } from 'lit/html.js';
import type { LessonText } from '../../../src/lessons/lesson.ts';
import type { Texts } from '../../texts/texts.ts';

/** Without markup, for labels. */
export const plain = (texts: Texts, text: LessonText): string => text[texts.language].replaceAll('`', '');

/** What lit draws. A backtick without a second one stays. */
export const marked = (texts: Texts, text: LessonText): unknown =>
  text[texts.language].split(/(`[^`]+`)/).map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : part));

const code = (text: string): unknown => html`<code>${text}</code>`;
