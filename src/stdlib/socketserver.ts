/** The module `socketserver`: network servers as classes. */
export { BaseServer } from './socketserver/base-server.ts';
export type { DatagramRequest, HandlerClass, ServerRequest } from './socketserver/base-server.ts';
export {
  ForkingTCPServer,
  ForkingUDPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixDatagramServer,
  ThreadingUnixStreamServer,
} from './socketserver/combined.ts';
export {
  _SocketWriter,
  BaseRequestHandler,
  DatagramRequestHandler,
  StreamRequestHandler,
} from './socketserver/handlers.ts';
export { _NoThreads, _Threads, ForkingMixIn, ThreadingMixIn } from './socketserver/mixins.ts';
export type { ServerClass } from './socketserver/mixins.ts';
export { TCPServer, UDPServer, UnixDatagramServer, UnixStreamServer } from './socketserver/tcp-server.ts';
