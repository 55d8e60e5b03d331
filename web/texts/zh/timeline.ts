/** Chinese: the timeline. */
import type { TIMELINE as ENGLISH } from '../en/timeline.ts';
import type { Translated } from '../translated.ts';

export const TIMELINE: Translated<typeof ENGLISH> = {
  'timeline.title': '时间轴',
};
