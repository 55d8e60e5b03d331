/** The module `werkzeug.serving`: the development server. */
export { getInterfaceIp, getSockaddr, selectAddressFamily } from './serving/address.ts';
export { DechunkedInput } from './serving/dechunked-input.ts';
export { _ansiStyle } from './serving/log-style.ts';
export { connectionDroppedErrors, WSGIRequestHandler } from './serving/request-handler.ts';
export { isRunningFromReloader, makeServer, runSimple } from './serving/run-simple.ts';
export type { MakeServerOptions, RunSimpleOptions } from './serving/run-simple.ts';
export {
  afUnix,
  BaseWSGIServer,
  canFork,
  ForkingWSGIServer,
  LISTEN_QUEUE,
  ThreadedWSGIServer,
} from './serving/servers.ts';
export type { ForkingServerOptions, ServerOptions, WSGIHandlerClass } from './serving/servers.ts';
