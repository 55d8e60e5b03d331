/** Chinese: breakpoints, pauses and choices. */
import type { DEBUG as ENGLISH } from '../en/debug.ts';
import type { Translated } from '../translated.ts';

export const DEBUG: Translated<typeof ENGLISH> = {
  'debug.title': '断点',
};
