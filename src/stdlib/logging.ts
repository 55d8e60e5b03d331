/** The parts of `logging` that Werkzeug uses: one logger, one handler that writes plain messages to standard error. */
import { Exception } from '../python/errors.ts';
import { asPythonError } from '../python/foreign.ts';
import { formatPercent } from '../python/format.ts';
import { writeStderr } from '../python/libc.ts';
import { repr } from '../python/repr.ts';
import { tuple } from '../python/tuple.ts';
import { formatException } from '../python/exception-text.ts';

/** Names of logger methods that Werkzeug calls. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | 'critical';

/**
 * Writes a message and a line end, as a logger of level INFO with a stream handler does. Without arguments the message
 * is not a format. A message that does not fit its arguments is reported and dropped.
 * @python logging.Logger.info
 */
export function logMessage(level: LogLevel, message: string, args: readonly unknown[]): void {
  if (level === 'debug') return;
  try {
    writeStderr(`${args.length === 0 ? message : formatPercent(message, args)}\n`);
  } catch (thrown) {
    const error = asPythonError(thrown);
    if (!(error instanceof Exception)) throw error;
    writeStderr(
      `--- Logging error ---\n${formatException(error)}Call stack:\nMessage: ${repr(message)}\nArguments: ${repr(tuple(...args))}\n`,
    );
  }
}
