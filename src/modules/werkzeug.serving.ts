/** Python's module `werkzeug.serving`. */
export { getInterfaceIp, getSockaddr, selectAddressFamily } from '../werkzeug/serving/address.ts';
export { DechunkedInput } from '../werkzeug/serving/dechunked-input.ts';
export { WSGIRequestHandler, connectionDroppedErrors } from '../werkzeug/serving/request-handler.ts';
export { isRunningFromReloader, makeServer, runSimple } from '../werkzeug/serving/run-simple.ts';
export type { MakeServerOptions, RunSimpleOptions } from '../werkzeug/serving/run-simple.ts';
export {
  BaseWSGIServer,
  ForkingWSGIServer,
  LISTEN_QUEUE,
  ThreadedWSGIServer,
  afUnix,
  canFork,
} from '../werkzeug/serving/servers.ts';
export type { ForkingServerOptions, ServerOptions, WSGIHandlerClass } from '../werkzeug/serving/servers.ts';
