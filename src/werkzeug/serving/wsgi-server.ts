/** The server of a WSGI request handler, as a type: the classes in servers.ts import the handler. */
import type { HTTPServer } from '../../stdlib/http/server.ts';
import type { LogLevel } from '../../stdlib/logging.ts';
import type { WsgiApp } from '../wsgi-types.ts';

/** The members of `BaseWSGIServer` that its request handlers use. */
export interface WsgiServer extends HTTPServer {
  readonly app: WsgiApp;
  readonly multithread: boolean;
  readonly multiprocess: boolean;
  readonly passthroughErrors: boolean;
  readonly sslContext: undefined;
  /** @internal */
  readonly _serverVersion: string;
  log(level: LogLevel, message: string, ...args: readonly unknown[]): void;
}
