/** Chinese: what every face says of a part that has not come. */
import type { MISSING as ENGLISH } from '../en/missing.ts';
import type { Translated } from '../translated.ts';

export const MISSING: Translated<typeof ENGLISH> = {
  'page.language.failed': '英文文本无法加载。请重试。',
  'page.pane.again': '重试',
};
