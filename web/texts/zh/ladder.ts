/** Chinese: the server pane and its tabs. */
import type { LADDER as ENGLISH } from '../en/ladder.ts';
import type { Translated } from '../translated.ts';

export const LADDER: Translated<typeof ENGLISH> = {
  'ladder.title': '服务器',
};
