/** Chinese: where something came from, and where it goes. */
import type { ORIGINS as ENGLISH } from '../en/origins.ts';
import type { Translated } from '../translated.ts';

export const ORIGINS: Translated<typeof ENGLISH> = {
  'origins.title': '从哪里来，到哪里去',
  'origins.chain': '从来源到终点，时间自上而下',
  'origins.back': '返回',
  'origins.close': '关闭',
  'origins.close.hint': '关闭（Escape）',
  'origins.step': '步骤',
  'origins.go': '转到第 {step} 步，并从那里继续追踪',
  'origins.begins': '它从这里开始。',
  'origins.ends': '目前它没有再往前走。',
  'origins.unknown': '目前对它一无所知，或者相关数据已不再保留。',
  'origins.missing': '无法显示来源：页面的一部分未能加载。',
};
