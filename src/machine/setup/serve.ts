/** The main function of a machine's first process: `run_simple`, or a datagram server. */
import type { Sys } from '../../kernel/sys.ts';
import { runSimple } from '../../werkzeug/serving.ts';
import { datagramService } from './datagram-mark.ts';
import type { CheckedOptions } from './options.ts';

/** Serves the app of the options. */
export function* serve(options: CheckedOptions): Sys<void> {
  const { app, server, host, port, processes, handler, passthroughErrors } = options;
  if (app === undefined) throw new TypeError('options.app: undefined is not a WSGI app');
  const datagrams = datagramService(app);
  if (datagrams !== undefined) return yield* datagrams.serve(options, datagrams.answer);
  yield* runSimple(host, port, app, {
    threaded: server === 'threaded',
    processes: server === 'forking' ? processes : 1,
    requestHandler: handler,
    passthroughErrors,
  });
}
