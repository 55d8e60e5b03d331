/** Chinese: the timeline. */
import type { TIMELINE as ENGLISH } from '../en/timeline.ts';
import type { Translated } from '../translated.ts';

export const TIMELINE: Translated<typeof ENGLISH> = {
  'timeline.title': '时间线',
  'timeline.lanes': '时间线的泳道',
  'timeline.position': '第 {at} 步，共 {length} 步：{kind} {name}',
  'timeline.tip': '{step}  {kind} {name}',
  'timeline.moments': '时刻',
  'timeline.moments.missing': '各时刻无法加载。',
  'timeline.moment': '{name}，第 {step} 步',
  'timeline.moment.others': '{what}，附近还有 {count} 个时刻',
  'timeline.fit': '显示整条时间线',
  'timeline.fit.title': '显示全部（0）',
  'timeline.lane.inputs': '输入',
  'timeline.lane.inputs.title': '对机器的输入：客户端的操作和 Ctrl+C',
  'timeline.lane.connection': '连接 {connection}',
  'timeline.lane.server': '服务器',
  'timeline.lane.child': '子进程 {tid}',
  'timeline.lane.title': '{name}，tid {tid}',
  'timeline.seconds': '{value} 秒',
  'timeline.millis': '{value} 毫秒',
  'timeline.micros': '{value} 微秒',
};
