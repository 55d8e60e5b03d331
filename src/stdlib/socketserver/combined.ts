/** The server classes that socketserver combines from mixins and plain servers. */
import { registerClass } from '../../python/classes.ts';
import { ForkingMixIn, ThreadingMixIn } from './mixins.ts';
import { TCPServer, UDPServer, UnixDatagramServer, UnixStreamServer } from './tcp-server.ts';

/** @python socketserver.ForkingUDPServer */
export class ForkingUDPServer extends ForkingMixIn(UDPServer) {
  static override readonly name: string = registerClass('socketserver', 'ForkingUDPServer', ForkingUDPServer);
}
/** @python socketserver.ForkingTCPServer */
export class ForkingTCPServer extends ForkingMixIn(TCPServer) {
  static override readonly name: string = registerClass('socketserver', 'ForkingTCPServer', ForkingTCPServer);
}
/** @python socketserver.ThreadingUDPServer */
export class ThreadingUDPServer extends ThreadingMixIn(UDPServer) {
  static override readonly name: string = registerClass('socketserver', 'ThreadingUDPServer', ThreadingUDPServer);
}
/** @python socketserver.ThreadingTCPServer */
export class ThreadingTCPServer extends ThreadingMixIn(TCPServer) {
  static override readonly name: string = registerClass('socketserver', 'ThreadingTCPServer', ThreadingTCPServer);
}
/** @python socketserver.ThreadingUnixStreamServer */
export class ThreadingUnixStreamServer extends ThreadingMixIn(UnixStreamServer) {
  static override readonly name: string = registerClass(
    'socketserver',
    'ThreadingUnixStreamServer',
    ThreadingUnixStreamServer,
  );
}
/** @python socketserver.ThreadingUnixDatagramServer */
export class ThreadingUnixDatagramServer extends ThreadingMixIn(UnixDatagramServer) {
  static override readonly name: string = registerClass(
    'socketserver',
    'ThreadingUnixDatagramServer',
    ThreadingUnixDatagramServer,
  );
}
