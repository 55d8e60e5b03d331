/** Chinese: the terminal of a client. */
import type { TERMINAL as ENGLISH } from '../en/terminal.ts';
import type { Translated } from '../translated.ts';

export const TERMINAL: Translated<typeof ENGLISH> = {
  'terminal.title': '客户端 {number} 的终端',
  'terminal.hint': '输入  GET / HTTP/1.1  并按两次 Enter。',
  'terminal.preparedHint': '请求已经写好：按 Enter 发送，也可以先修改。',
  'terminal.datagramHint': '输入一行并按 Enter：即发送一个数据报。',
  'terminal.hint.touch': '在下方输入  GET / HTTP/1.1  ，点“发送”，再点一次。',
  'terminal.preparedHint.touch': '请求已经写好：点“发送”，也可以先修改。',
  'terminal.datagramHint.touch': '在下方输入一行并点“发送”：即发送一个数据报。',
  'terminal.connection': '连接 {number}',
  'terminal.ended.eof': '已被服务器关闭',
  'terminal.ended.reset': 'ECONNRESET：连接被服务器重置',
  'terminal.ended.refused': 'ECONNREFUSED：连接被拒绝，没有服务器在监听',
  'terminal.did.shutdownWrite': '已半关闭：不再发送',
  'terminal.did.close': '已关闭',
  'terminal.did.reset': '已重置',
  'terminal.planned': '按计划：{what}',
  'terminal.plannedTooLate': '按计划：{what}，但无效：连接已结束',
  'terminal.planned.send': { other: '{count} 字节' },
  'terminal.planned.shutdownWrite': '半关闭',
  'terminal.planned.close': '关闭',
  'terminal.planned.reset': '重置',
  'terminal.noEnd': '数据报没有可发送的结束标志',
  'terminal.held': '已保留，等待机器运行',
  'terminal.notSent': '未发送',
  'terminal.leftOver': { other: '{count} 字节未发送：连接已结束' },
  'terminal.hidden': { other: '{count} 字节未显示：一次到达的内容过多' },
  'terminal.more': '更多内容在实时末端',
};
