/** The loop that all servers share, independent of the kind of socket. Mirrors `socketserver.BaseServer`. */
import type { Sys } from '../../kernel/sys.ts';
import type { SocketAddress } from '../../kernel/types.ts';
import { create, registerClass } from '../../python/classes.ts';
import type { Creatable } from '../../python/classes.ts';
import { Exception, OSError } from '../../python/errors.ts';
import type { BaseException } from '../../python/errors.ts';
import { holdInFrames, releaseException } from '../../python/finalize.ts';
import { asPythonError, isInstance } from '../../python/foreign.ts';
import { withFinally, handling } from '../../python/handling.ts';
import { writeStderr } from '../../python/libc.ts';
import { section } from '../../python/section.ts';
import { str } from '../../python/repr.ts';
import { EVENT_READ, PollSelector } from '../selectors.ts';
import type { FileLike } from '../selectors.ts';
import type { Socket } from '../socket.ts';
import { Event } from '../threading.ts';
import { printExc } from '../traceback.ts';

/** A datagram server's request: the datagram, and the socket for the response. */
export type DatagramRequest = readonly [data: Uint8Array, socket: Socket];

/** The result of `getRequest`: a connection, or a datagram. */
export type ServerRequest = Socket | DatagramRequest;

/** A request handler class, as servers get it: making an instance serves the request. */
export type HandlerClass = Creatable<
  readonly [request: ServerRequest, clientAddress: SocketAddress, server: BaseServer],
  object
>;

const RULE = '-'.repeat(40);

/**
 * Waits for requests and passes each through verify, process, finish and shutdown. Class attribute: `timeout`.
 * Attributes: `serverAddress`, `RequestHandlerClass`, `socket`. Override any method; `finishRequest` is where the
 * handler is made. `serveForever` returns after `shutdown`, which must be called from another thread.
 * @python socketserver.BaseServer
 */
export class BaseServer {
  /** How many seconds `handleRequest` waits; undefined waits forever. */
  timeout: number | undefined = undefined;
  serverAddress!: SocketAddress;
  RequestHandlerClass!: HandlerClass;
  /** @python socketserver.TCPServer.socket @differs declared for all servers, since a selector needs it */
  socket!: Socket;
  /** Set while `serveForever` does not run. */
  __isShutDown!: Event;
  __shutdownRequest = false;

  /**
   * Further arguments of subclasses. A number in place of the class is the port of servers that are made with a host
   * and a port.
   * @python socketserver.BaseServer.__init__
   */
  *init(
    serverAddress: SocketAddress,
    RequestHandlerClass: HandlerClass | number,
    ..._more: readonly unknown[]
  ): Sys<void> {
    this.serverAddress = serverAddress;
    this.RequestHandlerClass = RequestHandlerClass as HandlerClass;
    this.__isShutDown = new Event();
    this.__shutdownRequest = false;
  }

  /** Starts listening, if the server listens. @python socketserver.BaseServer.server_activate */
  *serverActivate(): Sys<void> {}

  /**
   * Serves one request after the other until `shutdown` is called, which it checks every `pollInterval` seconds.
   * @python socketserver.BaseServer.serve_forever
   */
  *serveForever(pollInterval = 0.5): Sys<void> {
    this.__isShutDown.clear();
    yield* withFinally(section(this._serve(pollInterval)), () => this._stopped());
  }

  *_serve(pollInterval: number): Sys<void> {
    const selector = yield* create(PollSelector);
    yield* withFinally(this._serveWith(selector, pollInterval), () => selector.close());
  }

  *_serveWith(selector: PollSelector, pollInterval: number): Sys<void> {
    yield* selector.register(this._file, EVENT_READ);
    while (!this.__shutdownRequest) {
      const ready = yield* selector.select(pollInterval);
      // `shutdown` may have been called during the wait: a request that also came is left in the backlog.
      if (this.__shutdownRequest) break;
      if (ready.length > 0) yield* this._handleRequestNoblock();
      yield* this.serviceActions();
    }
  }

  *_stopped(): Sys<void> {
    this.__shutdownRequest = false;
    yield* this.__isShutDown.set();
  }

  /**
   * Ends `serveForever` and waits until it has ended: never call it in the thread that serves.
   * @python socketserver.BaseServer.shutdown
   */
  *shutdown(): Sys<void> {
    this.__shutdownRequest = true;
    yield* this.__isShutDown.wait();
  }

  /** Called in each round of the loop. @python socketserver.BaseServer.service_actions */
  *serviceActions(): Sys<void> {}

  /**
   * Waits for one request and serves it; gives up after the shorter of `timeout` and the socket's own.
   * @python socketserver.BaseServer.handle_request
   */
  *handleRequest(): Sys<void> {
    const own = this.socket.gettimeout();
    const timeout = own === undefined ? this.timeout : Math.min(own, this.timeout ?? own);
    const selector = yield* create(PollSelector);
    yield* withFinally(this._handleWithin(timeout, selector), () => selector.close());
  }

  *_handleWithin(timeout: number | undefined, selector: PollSelector): Sys<void> {
    yield* selector.register(this._file, EVENT_READ);
    // Python waits again when a signal's handler has ended the wait too early; here signals have no handlers.
    const ready = yield* selector.select(timeout);
    if (ready.length > 0) return yield* this._handleRequestNoblock();
    yield* this.handleTimeout();
  }

  /**
   * Takes the request that the selector has reported and serves it. An error of the request is reported by
   * `handleError` and ends here; an error of `verifyRequest`, or one that is not an Exception, propagates to the loop.
   * @python socketserver.BaseServer._handle_request_noblock
   */
  *_handleRequestNoblock(): Sys<void> {
    let request: ServerRequest;
    let clientAddress: SocketAddress;
    try {
      [request, clientAddress] = yield* this.getRequest();
    } catch (error) {
      if (isInstance(error, OSError)) return;
      throw error;
    }
    if (!(yield* this._isVerified(request, clientAddress))) return yield* this.shutdownRequest(request);
    try {
      yield* this.processRequest(request, clientAddress);
    } catch (thrown) {
      const error = asPythonError(thrown);
      yield* handling(error, this._afterError(error, request, clientAddress));
      yield* releaseException(error);
    }
  }

  /** `verifyRequest`: a request whose verification raises stays open until the exception is gone. */
  *_isVerified(request: ServerRequest, clientAddress: SocketAddress): Sys<boolean> {
    try {
      return yield* this.verifyRequest(request, clientAddress);
    } catch (error) {
      holdRequest(error, request);
      throw error;
    }
  }

  /** Handles an exception of `processRequest`: reports it, or rethrows it; the request ends in both cases. */
  *_afterError(error: BaseException, request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
    if (error instanceof Exception) {
      try {
        yield* this.handleError(request, clientAddress);
      } catch (raised) {
        holdRequest(raised, request);
        throw raised;
      }
      return yield* this.shutdownRequest(request);
    }
    yield* this.shutdownRequest(request);
    throw error;
  }

  /** Called when `handleRequest` times out. @python socketserver.BaseServer.handle_timeout */
  *handleTimeout(): Sys<void> {}

  /** Whether to serve this request. @python socketserver.BaseServer.verify_request */
  *verifyRequest(_request: ServerRequest, _clientAddress: SocketAddress): Sys<boolean> {
    return true;
  }

  /** Serves the request in this thread. @python socketserver.BaseServer.process_request */
  *processRequest(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
    yield* this.finishRequest(request, clientAddress);
    yield* this.shutdownRequest(request);
  }

  /** Releases the server's resources. @python socketserver.BaseServer.server_close */
  *serverClose(): Sys<void> {}

  /** Makes the request's handler, which does the rest. @python socketserver.BaseServer.finish_request */
  *finishRequest(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
    yield* new this.RequestHandlerClass().init(request, clientAddress, this);
  }

  /** Ends a request in good order. @python socketserver.BaseServer.shutdown_request */
  *shutdownRequest(request: ServerRequest): Sys<void> {
    yield* this.closeRequest(request);
  }

  /** Releases a request's resources. @python socketserver.BaseServer.close_request */
  *closeRequest(_request: ServerRequest): Sys<void> {}

  /** Prints the exception being handled to standard error. @python socketserver.BaseServer.handle_error */
  *handleError(_request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
    writeStderr(`${RULE}\n`);
    writeStderr(`Exception occurred during processing of request from ${str(clientAddress)}\n`);
    printExc();
    writeStderr(`${RULE}\n`);
  }

  /** `with server: …` closes the server at the end. @python socketserver.BaseServer.__enter__ */
  __enter__(): this {
    return this;
  }

  /** @python socketserver.BaseServer.__exit__ */
  *__exit__(): Sys<void> {
    yield* this.serverClose();
  }

  /** The next request and its address. @differs BaseServer of Python does not define it; its subclasses must. */
  *getRequest(): Sys<readonly [ServerRequest, SocketAddress]> {
    throw new TypeError('a server class must have getRequest()');
  }

  /** This server as a file for a selector: subclasses have `fileno`. */
  get _file(): FileLike {
    return this as unknown as FileLike;
  }

  static readonly name: string = registerClass('socketserver', 'BaseServer', BaseServer, {
    own: ['getRequest', '_file', '_afterError', '_isVerified', '_serve', '_serveWith', '_stopped', '_handleWithin'],
  });
}

/** Notes that only the frames of an exception still refer to a request, which is never shut down. */
function holdRequest(error: unknown, request: ServerRequest): void {
  if ('finalize' in request) holdInFrames(error, request);
}
