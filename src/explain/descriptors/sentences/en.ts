/** What descriptors are open on, in English. */
import type { DescriptorSentences } from '../text.ts';

export const DESCRIPTORS_EN: DescriptorSentences = {
  log: 'log',
  terminal: 'terminal',
  keyboard: 'keyboard',
  listener: 'listening socket',
  connection: 'connection {connection}',
  datagrams: 'datagram socket',
  socket: 'socket',
  epoll: 'epoll',
  'pipe.read': 'pipe, read end',
  'pipe.write': 'pipe, write end',
};
