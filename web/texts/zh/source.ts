/** Chinese: the source of a mirrored method, and code from a link. */
import type { SOURCE as ENGLISH } from '../en/source.ts';
import type { Translated } from '../translated.ts';

export const SOURCE: Translated<typeof ENGLISH> = {
  'source.none': '当前没有镜像方法在运行。',
  'source.arguments': '此次调用的参数',
  'source.original': '{project} 的 {file}',
  'source.receiver': '对象 {object}',
  'source.loading': '正在加载源码…',
  'source.failed': '无法加载源码：{message}',
  'source.retry': '重试',
  'source.unknown': '{name} 不是镜像方法。',
  'source.code': '{name} 的源码',
  'source.foreign.lineEnd': '{characters}：在 JavaScript 中表示行结束',
  'source.foreign.unseen': '{characters}：不可见字符',
  'source.foreign.notAscii': '{character}：不是 ASCII 字符，尽管看起来可能很像',
  'source.foreign.spaces': '{count} 个空格',
};
