/** Chinese: links and consent. */
import type { SHARE as ENGLISH } from '../en/share.ts';
import type { Translated } from '../translated.ts';

export const SHARE: Translated<typeof ENGLISH> = {
  'share.copied': '链接已复制。',
};
