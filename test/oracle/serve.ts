/** Builds and runs the server of a case: what the process `server` does in place of `run_simple`. */
import { call } from '../../src/python/libc.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { KeyboardInterrupt } from '../../src/python/errors.ts';
import { HTTPServer, ThreadingHTTPServer } from '../../src/stdlib/http/server.ts';
import {
  ForkingTCPServer,
  ForkingUDPServer,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUDPServer,
  UDPServer,
} from '../../src/stdlib/socketserver.ts';
import type { BaseServer } from '../../src/stdlib/socketserver.ts';
import { Thread } from '../../src/stdlib/threading.ts';
import {
  BaseWSGIServer,
  ForkingWSGIServer,
  makeServer,
  runSimple,
  ThreadedWSGIServer,
} from '../../src/werkzeug/serving.ts';
import type { WSGIRequestHandler } from '../../src/werkzeug/serving.ts';
import type { WsgiApp } from '../../src/werkzeug/wsgi-types.ts';
import { MIXINS } from './apps/mixins.ts';
import type { ServerBase } from './apps/mixins.ts';
import { APPS, HANDLERS } from './apps/table.ts';
import type { ServerSpec } from './recording.ts';

/** A case that asks for something that is not there. */
export class UnknownName extends Error {}

const SOCKETSERVERS: Readonly<Record<string, ServerBase>> = {
  http: HTTPServer,
  http_threading: ThreadingHTTPServer,
  tcp: TCPServer,
  tcp_threading: ThreadingTCPServer,
  tcp_forking: ForkingTCPServer,
  udp: UDPServer,
  udp_threading: ThreadingUDPServer,
  udp_forking: ForkingUDPServer,
};

const WERKZEUG: Readonly<Record<string, ServerBase>> = {
  base: BaseWSGIServer,
  threaded: ThreadedWSGIServer,
  forking: ForkingWSGIServer,
};

/** Names of all classes of the module `apps` whose calls the recordings show. */
export const APP_CLASSES: readonly string[] = [...Object.keys(HANDLERS), ...Object.keys(MIXINS)];

type WsgiHandler = new () => WSGIRequestHandler;

/** One server of a case, from its construction to its end. */
export class ServerProgram {
  /** The port, once the server is bound. */
  port: number | undefined;

  private readonly _app: string | null;
  private readonly _spec: ServerSpec;
  /** The request to stop, which the process that started this one sends. */
  private readonly _word = { isGiven: false };
  private _server: BaseServer | undefined;
  private _isStopping = false;

  constructor(app: string | null, spec: ServerSpec) {
    this._app = app;
    this._spec = spec;
    if (!Object.hasOwn(SOCKETSERVERS, spec.kind) && !Object.hasOwn(WERKZEUG, spec.kind) && spec.kind !== 'run_simple') {
      throw new UnknownName(`there is no server kind ${spec.kind}`);
    }
  }

  get isDatagram(): boolean {
    return this._spec.kind.startsWith('udp');
  }

  /** Whether it is Ctrl+C that ends it, and not the word to stop. */
  get isStoppedBySignal(): boolean {
    return this._spec.kind === 'run_simple';
  }

  /** Gives the word to stop; called by a thread of another process. */
  *stop(): Sys<void> {
    this._word.isGiven = true;
    yield* call('futex_wake', this._word, 2);
  }

  /** What the server's main thread runs. */
  *main(): Sys<void> {
    if (this._spec.kind === 'run_simple') return yield* this._runSimple();
    const control = new Thread({ target: () => this._control(), name: 'control', daemon: true });
    yield* control.start();
    try {
      const server = yield* this._build();
      this.port = server.serverAddress[1] as number;
      if (this._spec.handle_request !== undefined) return yield* this._handleRequests(server);
      this._server = server;
      yield* this._serve(server);
    } finally {
      if (this._isStopping) yield* control.join();
    }
  }

  /** The thread that waits for the word and stops the server. */
  private *_control(): Sys<void> {
    yield* this._waitForWord();
    if (this._server === undefined) return;
    this._isStopping = true;
    yield* this._server.shutdown();
  }

  private *_waitForWord(): Sys<void> {
    while (!this._word.isGiven) yield* call('futex_wait', this._word, undefined);
  }

  private *_handleRequests(server: BaseServer): Sys<void> {
    const { handle_request: count = 0 } = this._spec;
    for (let i = 0; i < count; i += 1) yield* server.handleRequest();
    yield* this._waitForWord();
    yield* server.serverClose();
  }

  private *_serve(server: BaseServer): Sys<void> {
    // Servers of werkzeug close themselves, and pass over Ctrl+C.
    if (Object.hasOwn(WERKZEUG, this._spec.kind)) return yield* server.serveForever();
    try {
      yield* server.serveForever();
    } catch (error) {
      if (!(error instanceof KeyboardInterrupt)) throw error;
    } finally {
      yield* server.serverClose();
    }
  }

  private *_runSimple(): Sys<void> {
    const { handler, arguments: options = {}, host = '127.0.0.1' } = this._spec;
    yield* runSimple(host, 0, this._wsgiApp(), {
      requestHandler: handler === undefined ? undefined : (handlerOf(handler) as unknown as WsgiHandler),
      ...camelCased(options),
    });
  }

  private *_build(): Sys<BaseServer> {
    const {
      kind,
      mixin,
      attributes,
      handler,
      host = '127.0.0.1',
      passthrough_errors: passthroughErrors = false,
    } = this._spec;
    const Handler = handler === undefined ? undefined : handlerOf(handler);
    const Base = SOCKETSERVERS[kind];
    if (Base !== undefined) {
      if (Handler === undefined) throw new UnknownName(`the kind ${kind} needs a handler`);
      return yield* create(this._classOf(Base) as typeof TCPServer, [host, 0], Handler);
    }
    const WsgiHandler = Handler as unknown as WsgiHandler | undefined;
    if (mixin === undefined && attributes === undefined) {
      return yield* makeServer(host, 0, this._wsgiApp(), {
        threaded: kind === 'threaded',
        processes: kind === 'forking' ? (this._spec.processes ?? 40) : 1,
        requestHandler: WsgiHandler,
        passthroughErrors,
      });
    }
    const Class = this._classOf(WERKZEUG[kind] as ServerBase) as typeof BaseWSGIServer;
    return yield* create(Class, host, 0, this._wsgiApp(), { handler: WsgiHandler, passthroughErrors });
  }

  private _wsgiApp(): WsgiApp {
    const app = this._app === null || !Object.hasOwn(APPS, this._app) ? undefined : APPS[this._app];
    if (app === undefined) throw new UnknownName(`there is no app ${this._app}`);
    return app;
  }

  /** The server class with mixin and attributes put in front. */
  private _classOf(Base: ServerBase): ServerBase {
    const { mixin, attributes } = this._spec;
    const put = mixin === undefined ? undefined : MIXINS[mixin];
    if (mixin !== undefined && put === undefined) throw new UnknownName(`there is no mixin ${mixin}`);
    const Class = put === undefined ? Base : put(Base);
    return attributes === undefined ? Class : withAttributes(Class, camelCased(attributes));
  }
}

function handlerOf(name: string): (typeof HANDLERS)[string] {
  const Handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
  if (Handler === undefined) throw new UnknownName(`there is no handler ${name}`);
  return Handler;
}

/** A subclass of its own for each case, so that nothing leaks from one into another. */
function withAttributes(Base: ServerBase, attributes: Readonly<Record<string, unknown>>): ServerBase {
  return class extends Base {
    constructor() {
      super();
      Object.assign(this, attributes);
    }
  };
}

/** Python's names as ours: `request_queue_size` → `requestQueueSize`. */
export const camelCased = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
