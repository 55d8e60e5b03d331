/** Chinese: what a screen reader hears of the machine. */
import type { HEARD as ENGLISH } from '../en/heard.ts';
import type { Translated } from '../translated.ts';

export const HEARD: Translated<typeof ENGLISH> = {
  'page.heard.answer': '连接 {number}：{status}',
  'page.heard.bare': '连接 {number}：没有状态行的响应',
  'page.heard.listening': '服务器正在监听 {address}',
  'page.heard.stopped': '服务器已停止',
  'page.heard.moment': '{name}：{cause}',
  'page.heard.branch': '分支：{name}',
};
