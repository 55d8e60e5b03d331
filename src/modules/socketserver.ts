/** Python's module `socketserver`. */
export { BaseServer } from '../stdlib/socketserver/base-server.ts';
export type { DatagramRequest, HandlerClass, ServerRequest } from '../stdlib/socketserver/base-server.ts';
export {
  ForkingTCPServer,
  ForkingUDPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixDatagramServer,
  ThreadingUnixStreamServer,
} from '../stdlib/socketserver/combined.ts';
export { BaseRequestHandler, DatagramRequestHandler, StreamRequestHandler } from '../stdlib/socketserver/handlers.ts';
export { ForkingMixIn, ThreadingMixIn } from '../stdlib/socketserver/mixins.ts';
export type { ServerClass } from '../stdlib/socketserver/mixins.ts';
export { TCPServer, UDPServer, UnixDatagramServer, UnixStreamServer } from '../stdlib/socketserver/tcp-server.ts';
