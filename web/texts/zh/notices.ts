/** Chinese: what the host reports by code. */
import type { NOTICES as ENGLISH } from '../en/notices.ts';
import type { Translated } from '../translated.ts';

export const NOTICES: Translated<typeof ENGLISH> = {
  'notices.close': '关闭此提示',
};
