/** What descriptors are open on, in Chinese. */
import type { DescriptorSentences } from '../text.ts';

export const DESCRIPTORS_ZH: DescriptorSentences = {
  log: '日志',
  terminal: '终端',
  keyboard: '键盘',
  listener: '监听套接字',
  connection: '连接 {connection}',
  datagrams: '数据报套接字',
  socket: '套接字',
  epoll: 'epoll',
  'pipe.read': '管道的读端',
  'pipe.write': '管道的写端',
};
