/** Chinese: what the loader of the embed says. */
import type { LoaderKey } from '../en/loader.ts';

export const LOADER: Readonly<Record<LoaderKey, string>> = {
  run: '运行',
  step: '逐步查看',
  start: '启动',
  recorded: '录制',
  base: '基础',
  threaded: '多线程',
  forking: '多进程',
  value: '{name}="{value}" 无效：{use}。',
  'no-request': '前面没有请求的代码块。',
  'not-found': '没有代码块匹配“{value}”。',
  claimed: '别的元素在运行这个代码块。',
  'not-loaded': '无法加载 {value}。',
};
