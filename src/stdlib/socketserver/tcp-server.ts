/**
 * Servers with a socket: stream and datagram, over IPv4 and over paths. Mirrors `socketserver.TCPServer` and its plain
 * subclasses.
 */
import type { Sys } from '../../kernel/sys.ts';
import type { Family, SocketAddress, SocketType } from '../../kernel/types.ts';
import { registerClass } from '../../python/classes.ts';
import { OSError } from '../../python/errors.ts';
import { asPythonError } from '../../python/foreign.ts';
import { handling } from '../../python/handling.ts';
import { Socket } from '../socket.ts';
import { BaseServer } from './base-server.ts';
import type { HandlerClass, ServerRequest } from './base-server.ts';

/**
 * A server on a stream socket. Construct with `create(TCPServer, address, HandlerClass)`; false as a third argument
 * leaves the socket unbound. Class attributes: `addressFamily`, `socketType`, `requestQueueSize` (the backlog),
 * `allowReuseAddress`, `allowReusePort`.
 * @python socketserver.TCPServer
 */
export class TCPServer extends BaseServer {
  addressFamily: Family = 'AF_INET';
  socketType: SocketType = 'SOCK_STREAM';
  requestQueueSize = 5;
  allowReuseAddress: boolean | number = false;
  allowReusePort: boolean | number = false;

  /** @python socketserver.TCPServer.__init__ */
  override *init(
    serverAddress: SocketAddress,
    RequestHandlerClass: HandlerClass | number,
    bindAndActivate: unknown = true,
    ..._more: readonly unknown[]
  ): Sys<void> {
    yield* super.init(serverAddress, RequestHandlerClass);
    this.socket = yield* Socket.open(this.addressFamily, this.socketType);
    if (bindAndActivate !== true) return;
    try {
      yield* this.serverBind();
      yield* this.serverActivate();
    } catch (thrown) {
      const error = asPythonError(thrown);
      yield* handling(error, this.serverClose());
      throw error;
    }
  }

  /** Binds the socket and stores its address. @python socketserver.TCPServer.server_bind */
  *serverBind(): Sys<void> {
    if (this.allowReuseAddress) yield* this.socket.setsockopt('SOL_SOCKET', 'SO_REUSEADDR', 1);
    if (this.allowReusePort) yield* this.socket.setsockopt('SOL_SOCKET', 'SO_REUSEPORT', 1);
    yield* this.socket.bind(this.serverAddress);
    this.serverAddress = yield* this.socket.getsockname();
  }

  /** @python socketserver.TCPServer.server_activate */
  override *serverActivate(): Sys<void> {
    yield* this.socket.listen(this.requestQueueSize);
  }

  /** @python socketserver.TCPServer.server_close */
  override *serverClose(): Sys<void> {
    yield* this.socket.close();
  }

  /** The listening descriptor, for selectors. @python socketserver.TCPServer.fileno */
  fileno(): number {
    return this.socket.fileno();
  }

  /** Takes a connection off the backlog. @python socketserver.TCPServer.get_request */
  override *getRequest(): Sys<readonly [ServerRequest, SocketAddress]> {
    return yield* this.socket.accept();
  }

  /**
   * Shuts down the sending side, then closes; a connection that is gone already is not an error.
   * @python socketserver.TCPServer.shutdown_request
   */
  override *shutdownRequest(request: ServerRequest): Sys<void> {
    try {
      yield* (request as Socket).shutdown('SHUT_WR');
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
    yield* this.closeRequest(request);
  }

  /** @python socketserver.TCPServer.close_request */
  override *closeRequest(request: ServerRequest): Sys<void> {
    yield* (request as Socket).close();
  }

  static override readonly name: string = registerClass('socketserver', 'TCPServer', TCPServer);
}

/**
 * A server on a datagram socket: each datagram is a request. `maxPacketSize` bytes of it are kept.
 * @python socketserver.UDPServer
 */
export class UDPServer extends TCPServer {
  override allowReuseAddress: boolean | number = false;
  override allowReusePort: boolean | number = false;
  override socketType: SocketType = 'SOCK_DGRAM';
  maxPacketSize = 8192;

  /** Takes one datagram. @python socketserver.UDPServer.get_request */
  override *getRequest(): Sys<readonly [ServerRequest, SocketAddress]> {
    const [data, clientAddress] = yield* this.socket.recvfrom(this.maxPacketSize);
    return [[data, this.socket], clientAddress];
  }

  /** Nothing to do: datagram sockets do not listen. @python socketserver.UDPServer.server_activate */
  override *serverActivate(): Sys<void> {}

  /** @python socketserver.UDPServer.shutdown_request */
  override *shutdownRequest(request: ServerRequest): Sys<void> {
    yield* this.closeRequest(request);
  }

  /** Nothing to do: the socket belongs to the server. @python socketserver.UDPServer.close_request */
  override *closeRequest(_request: ServerRequest): Sys<void> {}

  static override readonly name: string = registerClass('socketserver', 'UDPServer', UDPServer);
}

/** A stream server at a path. @python socketserver.UnixStreamServer */
export class UnixStreamServer extends TCPServer {
  override addressFamily: Family = 'AF_UNIX';

  static override readonly name: string = registerClass('socketserver', 'UnixStreamServer', UnixStreamServer);
}

/** A datagram server at a path. @python socketserver.UnixDatagramServer */
export class UnixDatagramServer extends UDPServer {
  override addressFamily: Family = 'AF_UNIX';

  static override readonly name: string = registerClass('socketserver', 'UnixDatagramServer', UnixDatagramServer);
}
