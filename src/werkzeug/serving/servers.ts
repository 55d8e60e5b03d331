/**
 * The classes of the development server: one request at a time, in threads, in processes. Mirrors the server classes of
 * `werkzeug.serving`.
 */
import type { Sys } from '../../kernel/sys.ts';
import type { SocketAddress } from '../../kernel/types.ts';
import { hasOwnClassAttribute, registerClass, setClassAttribute } from '../../python/classes.ts';
import { KeyboardInterrupt, OSError } from '../../python/errors.ts';
import type { BaseException } from '../../python/errors.ts';
import { asPythonError, isInstance } from '../../python/foreign.ts';
import { withFinally, handledException, handling } from '../../python/handling.ts';
import { writeStderr } from '../../python/libc.ts';
import { str } from '../../python/repr.ts';
import { HTTPServer } from '../../stdlib/http/server.ts';
import type { LogLevel } from '../../stdlib/logging.ts';
import type { ServerRequest } from '../../stdlib/socketserver/base-server.ts';
import { ForkingMixIn, ThreadingMixIn } from '../../stdlib/socketserver/mixins.ts';
import { exit } from '../../stdlib/sys.ts';
import { _log } from '../_internal.ts';
import type { WsgiApp } from '../wsgi-types.ts';
import { getInterfaceIp, getSockaddr, selectAddressFamily } from './address.ts';
import { _ansiStyle } from './log-style.ts';
import { WSGIRequestHandler } from './request-handler.ts';

/** The length of the backlog. @python werkzeug.serving.LISTEN_QUEUE */
export const LISTEN_QUEUE = 128;

/** Whether processes can fork. @python werkzeug.serving.can_fork */
export const canFork = true;

/** The address family of Unix sockets. @python werkzeug.serving.af_unix */
export const afUnix = 'AF_UNIX';

/** A class of request handlers for these servers. */
export type WSGIHandlerClass = new () => WSGIRequestHandler;

/** Options of a server. */
export interface ServerOptions {
  /** WSGIRequestHandler by default. */
  readonly handler?: WSGIHandlerClass | undefined;
  /** Errors of the app end the server instead of being answered. */
  readonly passthroughErrors?: boolean | undefined;
}

const WARNING =
  'WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead.';

/**
 * Serves one request at a time with an app. Construct with `create(BaseWSGIServer, host, port, app)`; port 0 takes a
 * free one.
 * Absent on purpose: TLS, and taking over an open descriptor (`ssl_context`, `fd`).
 * @python werkzeug.serving.BaseWSGIServer
 */
export class BaseWSGIServer extends HTTPServer {
  multithread = false;
  multiprocess = false;
  override requestQueueSize = LISTEN_QUEUE;
  override allowReuseAddress: boolean | number = true;
  host!: string;
  port!: number;
  app!: WsgiApp;
  passthroughErrors!: boolean;
  readonly sslContext = undefined;
  _serverVersion!: string;

  /**
   * Opens, binds and activates the server's socket. If that fails, the reason is printed and the program ends with
   * status 1. A handler without its own protocol version uses HTTP/1.1 from now on if the server has threads or
   * processes.
   * @python werkzeug.serving.BaseWSGIServer.__init__
   */
  override *init(host: string, port: number, app: WsgiApp, options: ServerOptions = {}): Sys<void> {
    const handler = options.handler ?? WSGIRequestHandler;
    if (!hasOwnClassAttribute(handler, 'protocolVersion') && (this.multithread || this.multiprocess)) {
      setClassAttribute(handler, 'protocolVersion', 'HTTP/1.1');
    }
    this.host = host;
    this.port = port;
    this.app = app;
    this.passthroughErrors = options.passthroughErrors ?? false;
    this.addressFamily = selectAddressFamily(host, port);
    const serverAddress = getSockaddr(host, port, this.addressFamily);
    yield* super.init(serverAddress, handler, false);
    yield* this._listen(port);
    if (typeof this.serverAddress !== 'string') this.port = this.serverAddress[1];
    this._serverVersion = 'Werkzeug/3.1.8';
  }

  *_listen(port: number): Sys<void> {
    try {
      yield* this.serverBind();
      yield* this.serverActivate();
    } catch (thrown) {
      const error = asPythonError(thrown);
      yield* handling(error, this._notListening(error, port));
    }
  }

  /** Handles a socket that cannot be bound. */
  *_notListening(error: BaseException, port: number): Sys<never> {
    yield* this.serverClose();
    if (!(error instanceof OSError)) throw error;
    writeStderr(`${str(error.strerror)}\n`);
    if (error.errnoName === 'EADDRINUSE') {
      writeStderr(
        `Port ${port} is in use by another program. Either identify and stop that program, or start the server with a different port.\n`,
      );
    }
    exit(1);
  }

  /** Logs with the logger `werkzeug`. @python werkzeug.serving.BaseWSGIServer.log */
  log(level: LogLevel, message: string, ...args: readonly unknown[]): void {
    _log(level, message, ...args);
  }

  /**
   * Serves until it is stopped, by `shutdown` or by Ctrl+C; then closes.
   * @python werkzeug.serving.BaseWSGIServer.serve_forever
   */
  override *serveForever(pollInterval = 0.5): Sys<void> {
    yield* withFinally(this._serveUntilInterrupted(super.serveForever(pollInterval)), () => this.serverClose());
  }

  *_serveUntilInterrupted(serving: Sys<void>): Sys<void> {
    try {
      yield* serving;
    } catch (error) {
      if (!isInstance(error, KeyboardInterrupt)) throw error;
    }
  }

  /** @python werkzeug.serving.BaseWSGIServer.handle_error */
  override *handleError(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
    const error = handledException();
    if (this.passthroughErrors && error !== undefined) throw error;
    yield* super.handleError(request, clientAddress);
  }

  /** Logs the server's address. @python werkzeug.serving.BaseWSGIServer.log_startup */
  *logStartup(): Sys<void> {
    const messages = [_ansiStyle(WARNING, 'bold', 'red')];
    if (this.addressFamily === 'AF_UNIX') messages.push(` * Running on ${this.host}`);
    else if (this.host === '0.0.0.0') {
      messages.push(` * Running on all addresses (${this.host})`);
      messages.push(` * Running on http://127.0.0.1:${this.port}`);
      messages.push(` * Running on http://${yield* getInterfaceIp('AF_INET')}:${this.port}`);
    } else messages.push(` * Running on http://${this.host}:${this.port}`);
    _log('info', messages.join('\n'));
  }

  static override readonly name: string = registerClass('werkzeug.serving', 'BaseWSGIServer', BaseWSGIServer, {
    own: ['_listen', '_notListening', '_serveUntilInterrupted'],
  });
}

/** Serves each request in a thread. @python werkzeug.serving.ThreadedWSGIServer */
export class ThreadedWSGIServer extends ThreadingMixIn(BaseWSGIServer) {
  override multithread = true;
  override daemonThreads = true;

  static override readonly name: string = registerClass('werkzeug.serving', 'ThreadedWSGIServer', ThreadedWSGIServer);
}

/** Options of a server with processes. */
export interface ForkingServerOptions extends ServerOptions {
  /** How many processes may serve at the same time; 40 by default. */
  readonly processes?: number | undefined;
}

/** Serves each request in a process. @python werkzeug.serving.ForkingWSGIServer */
export class ForkingWSGIServer extends ForkingMixIn(BaseWSGIServer) {
  override multiprocess = true;

  /** @python werkzeug.serving.ForkingWSGIServer.__init__ */
  override *init(host: string, port: number, app: WsgiApp, options: ForkingServerOptions = {}): Sys<void> {
    yield* super.init(host, port, app, options);
    this.maxChildren = options.processes ?? 40;
  }

  static override readonly name: string = registerClass('werkzeug.serving', 'ForkingWSGIServer', ForkingWSGIServer);
}
