/** Chinese: what embed.html says beside its element. */
import type { FrameKey } from '../en/frame.ts';

export const FRAME: Readonly<Record<FrameKey, string>> = {
  code: '此链接带有自己的应用，运行之前应先由你阅读。',
  open: '在标签页中打开',
};
