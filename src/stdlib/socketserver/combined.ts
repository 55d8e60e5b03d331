/** The server classes that socketserver combines from mixins and plain servers. */
import { registerClass } from '../../python/classes.ts';
import { ForkingMixIn, ThreadingMixIn } from './mixins.ts';
import { TCPServer, UDPServer, UnixDatagramServer, UnixStreamServer } from './tcp-server.ts';

/** @python socketserver.ForkingUDPServer */
export class ForkingUDPServer extends ForkingMixIn(UDPServer) {}
/** @python socketserver.ForkingTCPServer */
export class ForkingTCPServer extends ForkingMixIn(TCPServer) {}
/** @python socketserver.ThreadingUDPServer */
export class ThreadingUDPServer extends ThreadingMixIn(UDPServer) {}
/** @python socketserver.ThreadingTCPServer */
export class ThreadingTCPServer extends ThreadingMixIn(TCPServer) {}
/** @python socketserver.ThreadingUnixStreamServer */
export class ThreadingUnixStreamServer extends ThreadingMixIn(UnixStreamServer) {}
/** @python socketserver.ThreadingUnixDatagramServer */
export class ThreadingUnixDatagramServer extends ThreadingMixIn(UnixDatagramServer) {}

registerClass('socketserver', ForkingUDPServer);
registerClass('socketserver', ForkingTCPServer);
registerClass('socketserver', ThreadingUDPServer);
registerClass('socketserver', ThreadingTCPServer);
registerClass('socketserver', ThreadingUnixStreamServer);
registerClass('socketserver', ThreadingUnixDatagramServer);
