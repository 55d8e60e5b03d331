/** Chinese: the source view. */
import type { SOURCE as ENGLISH } from '../en/source.ts';
import type { Translated } from '../translated.ts';

export const SOURCE: Translated<typeof ENGLISH> = {
  'source.none': '没有正在运行的镜像调用。',
};
