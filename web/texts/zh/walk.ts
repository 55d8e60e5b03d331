/** Chinese: the walk through a server. */
import type { WALK as ENGLISH } from '../en/walk.ts';
import type { Translated } from '../translated.ts';

export const WALK: Translated<typeof ENGLISH> = {
  'walk.title': '全程：服务器做了什么',
  'walk.title.request': '全程：连接 {connection} 的第 {request} 个请求',
  'walk.subject': '连接 {connection} 的第 {request} 个请求',
  'walk.stop.next': '尚未发生',
  'walk.previous': '上一个时刻',
  'walk.next': '下一个时刻',
  'walk.next.moment': '下一个时刻',
  'walk.next.call': '下一次调用',
  'walk.next.step': '下一步',
  'walk.unit': '“下一个”前进到',
  'walk.unit.moment': '时刻',
  'walk.unit.call': '调用',
  'walk.unit.step': '步',
  'walk.play': '观看',
  'walk.play.title': '逐个时刻播放这个请求',
  'walk.pause': '暂停播放',
  'walk.place': '{place}/{count}',
  'walk.place.title': '第 {place} 个时刻，共 {count} 个',
  'walk.waiting': '还没有发生任何事：服务器正在启动。',
  'walk.hint.next': 'Enter：下一个时刻',
  'walk.hint.playing': 'Enter：直接到结尾',
  'walk.failed': '全程无法加载。请重新加载页面再试。',
};
