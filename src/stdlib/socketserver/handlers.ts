/** Request handlers: objects that set up, handle and finish one request. Mirrors `socketserver`'s request handlers. */
import type { Sys } from '../../kernel/sys.ts';
import type { SocketAddress } from '../../kernel/types.ts';
import { registerClass } from '../../python/classes.ts';
import { OSError } from '../../python/errors.ts';
import type { BaseException } from '../../python/errors.ts';
import { holdInFrames } from '../../python/finalize.ts';
import { asPythonError, isInstance, lengthOf } from '../../python/foreign.ts';
import { afterRaising } from '../../python/handling.ts';
import { BufferedIOBase, BytesIO } from '../io.ts';
import type { ReadableFile, WritableFile } from './files.ts';
import type { Socket } from '../socket.ts';
import type { BaseServer, DatagramRequest, ServerRequest } from './base-server.ts';

/**
 * Serves one request while it is being constructed. Override `handle`, and `setup` and `finish` as needed.
 * Attributes: `request`, `clientAddress`, `server`.
 * @python socketserver.BaseRequestHandler
 */
export class BaseRequestHandler {
  request!: ServerRequest;
  clientAddress!: SocketAddress;
  server!: BaseServer;

  /**
   * Runs the whole request; `finish` runs also when `handle` fails, but not when `setup` does.
   * @python socketserver.BaseRequestHandler.__init__
   */
  *init(request: ServerRequest, clientAddress: SocketAddress, server: BaseServer): Sys<void> {
    this.request = request;
    this.clientAddress = clientAddress;
    this.server = server;
    try {
      yield* this.setup();
      try {
        yield* this.handle();
      } catch (thrown) {
        throw yield* afterRaising(thrown, this.finish());
      }
      yield* this.finish();
    } catch (thrown) {
      throw withFilesOf(this, asPythonError(thrown));
    }
  }

  /** @python socketserver.BaseRequestHandler.setup */
  *setup(): Sys<void> {}

  /** @python socketserver.BaseRequestHandler.handle */
  *handle(): Sys<void> {}

  /** @python socketserver.BaseRequestHandler.finish */
  *finish(): Sys<void> {}

  static readonly name: string = registerClass('socketserver', 'BaseRequestHandler', BaseRequestHandler);
}

/** An exception of a handler. Its open files close with it: only the frames of the exception still refer to it. */
function withFilesOf(handler: BaseRequestHandler, error: BaseException): BaseException {
  holdInFrames(error, { finalize: () => closeFiles(handler) });
  return error;
}

/** Closes the files that a handler has left open; exceptions are ignored. */
function* closeFiles({ rfile, wfile }: Partial<StreamRequestHandler>): Sys<void> {
  for (const file of [rfile, wfile]) {
    try {
      if (file?.closed === false) yield* file.close();
    } catch (error) {
      asPythonError(error);
    }
  }
}

/**
 * A handler of a connection, with files to read from and write to: `rfile`, `wfile`. Class attributes: `rbufsize` (-1:
 * the default, 8192; 0: none), `wbufsize` (0: each write is a send), `timeout` in seconds, `disableNagleAlgorithm`.
 * @python socketserver.StreamRequestHandler
 */
export class StreamRequestHandler extends BaseRequestHandler {
  rbufsize = -1;
  wbufsize = 0;
  timeout: number | undefined = undefined;
  disableNagleAlgorithm = false;
  connection!: Socket;
  rfile!: ReadableFile;
  wfile!: WritableFile;

  /** @python socketserver.StreamRequestHandler.setup */
  override *setup(): Sys<void> {
    this.connection = this.request as Socket;
    if (this.timeout !== undefined) yield* this.connection.settimeout(this.timeout);
    if (this.disableNagleAlgorithm) yield* this.connection.setsockopt('IPPROTO_TCP', 'TCP_NODELAY', 1);
    this.rfile = this.connection.makefile('rb', this.rbufsize);
    if (this.wbufsize === 0) {
      const writer = new _SocketWriter();
      writer.init(this.connection);
      this.wfile = writer;
    } else this.wfile = this.connection.makefile('wb', this.wbufsize);
  }

  /**
   * Sends what is still buffered, then closes both files; the connection itself stays open.
   * @python socketserver.StreamRequestHandler.finish
   */
  override *finish(): Sys<void> {
    if (!this.wfile.closed) {
      try {
        yield* this.wfile.flush();
      } catch (error) {
        if (!isInstance(error, OSError)) throw error;
      }
    }
    yield* this.wfile.close();
    yield* this.rfile.close();
  }

  static override readonly name: string = registerClass('socketserver', 'StreamRequestHandler', StreamRequestHandler);
}

/** A writer without a buffer: each write is sent at once, whole. @python socketserver._SocketWriter */
export class _SocketWriter extends BufferedIOBase {
  _sock!: Socket;

  /** @python socketserver._SocketWriter.__init__ */
  init(sock: Socket): void {
    this._sock = sock;
  }

  /** @python socketserver._SocketWriter.writable */
  override writable(): boolean {
    return true;
  }

  /** Sends all of `bytes`; returns how many. @python socketserver._SocketWriter.write */
  override *write(bytes: Uint8Array): Sys<number> {
    yield* this._sock.sendall(bytes);
    return lengthOf(bytes) ?? 0;
  }

  /** @python socketserver._SocketWriter.fileno */
  override fileno(): number {
    return this._sock.fileno();
  }

  static override readonly name: string = registerClass('socketserver', '_SocketWriter', _SocketWriter);
}

/**
 * A handler of a datagram: `rfile` contains it, and the contents of `wfile` are the response.
 * @python socketserver.DatagramRequestHandler
 */
export class DatagramRequestHandler extends BaseRequestHandler {
  packet!: Uint8Array;
  socket!: Socket;
  rfile!: BytesIO;
  wfile!: BytesIO;

  /** @python socketserver.DatagramRequestHandler.setup */
  override *setup(): Sys<void> {
    [this.packet, this.socket] = this.request as DatagramRequest;
    this.rfile = new BytesIO(this.packet);
    this.wfile = new BytesIO();
  }

  /** Sends the response, even an empty one. @python socketserver.DatagramRequestHandler.finish */
  override *finish(): Sys<void> {
    yield* this.socket.sendto(this.wfile.getvalue(), this.clientAddress);
  }

  static override readonly name: string = registerClass(
    'socketserver',
    'DatagramRequestHandler',
    DatagramRequestHandler,
  );
}
