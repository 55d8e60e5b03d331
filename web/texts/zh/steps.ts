/** Chinese: the step list, its tools and the branches. */
import type { STEPS as ENGLISH } from '../en/steps.ts';
import type { Translated } from '../translated.ts';

export const STEPS: Translated<typeof ENGLISH> = {
  'steps.title': '时间',
};
