/** Chinese: what an element of the embed says once it runs. */
import type { LiveKey } from '../en/live.ts';
import type { Text } from '../text.ts';

export const LIVE: Readonly<Record<LiveKey, Text>> = {
  close: '关闭',
  running: '正在运行…',
  same: { other: '✓ {count} 字节，与原文一致' },
  differs: '≠ 从第 {line} 行第 {column} 列起不同',
  givenUp: '≠ 通配符过多，无法比较这样长的响应',
  expected: '≠ 不同，正如作者所料',
  live: '实时',
  ran: '刚刚在本页运行',
  answer: '响应',
  printed: '原文',
  received: '收到',
  byte: '响应的第 {byte} 字节',
  lead: '查看写出它的步骤',
  unled: '无法显示该步骤：',
  again: '重试',
  lesson: '关于 Werkzeug 的课程',
  nothing: '没有更多内容',
  silent: '服务器没有发送任何内容。',
};
