/** Chinese: the top bar, the banner, the keys. */
import type { PAGE as ENGLISH } from '../en/page.ts';
import type { Translated } from '../translated.ts';

export const PAGE: Translated<typeof ENGLISH> = {
  'page.theme': '主题:{theme}',
};
