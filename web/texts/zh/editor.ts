/** Chinese: the app editor. */
import type { EDITOR as ENGLISH } from '../en/editor.ts';
import type { Translated } from '../translated.ts';

export const EDITOR: Translated<typeof ENGLISH> = {
  'editor.title': '应用编辑器',
};
