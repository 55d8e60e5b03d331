/** Chinese: the comparison. */
import type { COMPARE as ENGLISH } from '../en/compare.ts';
import type { Translated } from '../translated.ts';

export const COMPARE: Translated<typeof ENGLISH> = {
  'compare.title': '对比',
};
