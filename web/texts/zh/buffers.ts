/** Chinese: the buffers. */
import type { BUFFERS as ENGLISH } from '../en/buffers.ts';
import type { Translated } from '../translated.ts';

export const BUFFERS: Translated<typeof ENGLISH> = {
  'buffers.title': '缓冲区',
};
