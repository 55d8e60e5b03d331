/** The entry to the development server. Mirrors `make_server` and `run_simple` of `werkzeug.serving`. */
import type { Sys } from '../../kernel/sys.ts';
import { create, registerFunction } from '../../python/classes.ts';
import { NotImplementedError, PyTypeError, ValueError } from '../../python/errors.ts';
import { environ } from '../../stdlib/os.ts';
import { _log } from '../_internal.ts';
import type { WsgiApp } from '../wsgi-types.ts';
import { _ansiStyle } from './log-style.ts';
import { BaseWSGIServer, ForkingWSGIServer, ThreadedWSGIServer } from './servers.ts';
import type { WSGIHandlerClass } from './servers.ts';

/** Options of `makeServer`. */
export interface MakeServerOptions {
  /** Serve each request in a thread. */
  readonly threaded?: boolean | undefined;
  /** The most processes that serve requests; 1 means only the server's own. */
  readonly processes?: number | undefined;
  readonly requestHandler?: WSGIHandlerClass | undefined;
  readonly passthroughErrors?: boolean | undefined;
}

/** Options of `runSimple`. The last four are rejected, since their features do not exist here. */
export interface RunSimpleOptions extends MakeServerOptions {
  readonly useReloader?: boolean;
  readonly useDebugger?: boolean;
  readonly staticFiles?: Readonly<Record<string, unknown>>;
  readonly sslContext?: unknown;
}

/**
 * Makes a server according to the options, already listening. Raises ValueError for threads together with processes.
 * @python werkzeug.serving.make_server
 */
export const makeServer = registerFunction(
  'werkzeug.serving',
  'make_server',
  function* (host: string, port: number, app: WsgiApp, options: MakeServerOptions = {}): Sys<BaseWSGIServer> {
    const { threaded = false, processes = 1, requestHandler: handler, passthroughErrors } = options;
    if (threaded && processes > 1) throw new ValueError('Cannot have a multi-thread and multi-process server.');
    if (threaded) return yield* create(ThreadedWSGIServer, host, port, app, { handler, passthroughErrors });
    if (processes > 1) {
      return yield* create(ForkingWSGIServer, host, port, app, { handler, passthroughErrors, processes });
    }
    return yield* create(BaseWSGIServer, host, port, app, { handler, passthroughErrors });
  },
);

/** Whether the reloader started this process. @python werkzeug.serving.is_running_from_reloader */
export const isRunningFromReloader = (): boolean => environ['WERKZEUG_RUN_MAIN'] === 'true';

/**
 * Makes a server, logs its address, and serves until Ctrl+C. Raises TypeError for a port that is not an int.
 * @python werkzeug.serving.run_simple
 */
export const runSimple = registerFunction(
  'werkzeug.serving',
  'run_simple',
  function* (hostname: string, port: number, application: WsgiApp, options: RunSimpleOptions = {}): Sys<void> {
    if (!Number.isInteger(port)) throw new PyTypeError('port must be an integer');
    refuseAbsent(options);
    const server = yield* makeServer(hostname, port, application, options);
    environ['WERKZEUG_SERVER_FD'] = String(server.fileno());
    if (!isRunningFromReloader()) {
      yield* server.logStartup();
      _log('info', _ansiStyle('Press CTRL+C to quit', 'yellow'));
    }
    yield* server.serveForever();
  },
);

/** Raises NotImplementedError for options of features that do not exist here. */
function refuseAbsent(options: RunSimpleOptions): void {
  const absent = {
    use_reloader: options.useReloader,
    use_debugger: options.useDebugger,
    static_files: options.staticFiles,
    ssl_context: options.sslContext,
  };
  for (const [name, value] of Object.entries(absent)) {
    if (value) throw new NotImplementedError(`run_simple() has no ${name} here`);
  }
}
