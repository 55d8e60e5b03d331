/**
 * Exceptions that are no faults, by who catches them. Only what is listed here is harmless: an exception that ends in a
 * traceback, in an answer of 500 or above, or in the end of a server that nobody has stopped, is in no rule.
 */
import { exceptionName, textOfBytes } from '../moments/details.ts';
import type { MomentRow } from '../moments/moment.ts';
import { fateOf, originOf } from './fate.ts';
import type { Fate } from './fate.ts';
import { lastPart, nextOf, previousOf, returnOf } from './look-around.ts';
import type { OddityRows } from './look-around.ts';
import type { OddityCode, OddityValues } from './oddity.ts';

/** Why a step is harmless. */
export interface Why {
  readonly code: OddityCode;
  readonly values: OddityValues;
}

export const why = (code: OddityCode, values: OddityValues = {}): Why => ({ code, values });

const GETATTR = '__getattr__';
const EXECUTE = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute';
const APPLICATION = 'werkzeug.wrappers.request.Request.application.<locals>.application';
const START_RESPONSE = 'start_response';

/** Why an exception that leaves a call is harmless; undefined when it is not, or when its end is not in the log yet. */
export function harmlessException(rows: OddityRows, raise: MomentRow): Why | undefined {
  if (lastPart(raise.name) === GETATTR) return missingAttribute(rows, raise);
  const fate = fateOf(rows, raise);
  if (fate === undefined) return undefined;
  const error = exceptionName(fate.last.detail);
  for (const rule of RULES) {
    const found = rule(rows, fate, error);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Attributes that the server itself looks for, before they exist. */
const ATTRIBUTES: Readonly<Record<string, OddityCode>> = {
  environ: 'attribute.environ',
  _headers_buffer: 'attribute.buffer',
  path: 'attribute.path',
};

/** `hasattr` and `getattr` with a default: what is not there is asked for, and the answer is an exception. */
function missingAttribute(rows: OddityRows, raise: MomentRow): Why | undefined {
  if (exceptionName(raise.detail) !== 'AttributeError') return undefined;
  const next = nextOf(rows, raise);
  if (next === undefined || next.kind === 'raise') return undefined;
  const name = /attribute '([^']*)'/.exec(raise.detail)?.[1] ?? '';
  return Object.hasOwn(ATTRIBUTES, name) ? why(ATTRIBUTES[name] ?? 'attribute') : why('attribute', { name });
}

type Rule = (rows: OddityRows, fate: Fate, error: string) => Why | undefined;

const DROPPED: ReadonlySet<string> = new Set(['BrokenPipeError', 'ConnectionResetError', 'ConnectionAbortedError']);

/** Whether the exception comes from a socket: an app that raises one of the same class has a fault. */
const isOfSocket = (rows: OddityRows, { last }: Fate): boolean =>
  originOf(rows, last).name.startsWith('socket.socket.');

/** The client is gone: Werkzeug calls `connection_dropped`, which does nothing. */
const gone: Rule = (rows, fate, error) => {
  const { handling } = fate;
  if (handling === undefined || lastPart(handling.name) !== 'connection_dropped' || !isOfSocket(rows, fate)) {
    return undefined;
  }
  if (returnOf(rows, handling) === undefined) return undefined;
  if (error === 'TimeoutError') return why('gone.timeout');
  return DROPPED.has(error) ? why('gone', { error }) : undefined;
};

/** The handler has a `timeout`, and the client has said nothing in that time. */
const timedOut: Rule = (rows, fate, error) =>
  error === 'TimeoutError' &&
  fate.handling !== undefined &&
  lastPart(fate.handling.name) === 'log_error' &&
  lastPart(fate.catcher.name) === 'handle_one_request' &&
  isOfSocket(rows, fate)
    ? why('timeout')
    : undefined;

/** `shutdown` of a connection that is gone. */
const closed: Rule = (_, { last, catcher, hasReturned }) =>
  hasReturned && last.name === 'socket.socket.shutdown' && lastPart(catcher.name) === 'shutdown_request'
    ? why('shutdown')
    : undefined;

/**
 * An exception of a view: `Request.application` makes the answer of an HTTP exception, and the view itself may catch
 * others. What the answer is decides.
 */
const ofView: Rule = (rows, { last, catcher, handling, hasReturned }, error) => {
  if (catcher.name !== APPLICATION || !hasReturned) return undefined;
  const status = statusAfter(rows, last);
  if (status === undefined || isFailure(status)) return undefined;
  const isAnswer = handling !== undefined && lastPart(handling.name) === 'get_response';
  return isAnswer ? why('http', { error, status }) : why('app', { error });
};

/** An app without `Request.application` has caught it itself, and has answered. */
const ofApp: Rule = (rows, { last, catcher, hasReturned }, error) => {
  if (catcher.name !== EXECUTE || !hasReturned) return undefined;
  let hasFailed = false;
  returnOf(rows, catcher, (row) => {
    const status = row.number < last.number ? undefined : statusOf(row);
    if (status !== undefined) hasFailed ||= isFailure(status);
  });
  return hasFailed ? undefined : why('app', { error });
};

/** A body that is no form gives an empty form. */
const ofForm: Rule = (_, { catcher, handling, hasReturned }, error) =>
  hasReturned && handling === undefined && catcher.name === 'werkzeug.formparser.FormDataParser.parse'
    ? why('form', { error })
    : undefined;

/** Ctrl+C in the server's terminal is how it is stopped. */
const interrupted: Rule = (rows, { last, catcher, hasReturned }, error) =>
  hasReturned &&
  error === 'KeyboardInterrupt' &&
  catcher.name === 'werkzeug.serving.BaseWSGIServer.serve_forever' &&
  isOfSignal(rows, last)
    ? why('interrupt')
    : undefined;

/** A child that was collected already. */
const childless: Rule = (_, { catcher, hasReturned }, error) =>
  hasReturned && error === 'ChildProcessError' && lastPart(catcher.name) === 'collect_children'
    ? why('child')
    : undefined;

const NOT_ACCEPTED: ReadonlySet<string> = new Set(['BlockingIOError', 'ConnectionAbortedError', 'TimeoutError']);

/** What asks for the connection: a class of a program leaves no rows of its own. */
const ACCEPTING: ReadonlySet<string> = new Set(['get_request', 'accept']);

/** A connection that was there when the selector looked, and is gone. */
const unaccepted: Rule = (_, { last, catcher, handling, hasReturned }, error) =>
  hasReturned &&
  handling === undefined &&
  NOT_ACCEPTED.has(error) &&
  ACCEPTING.has(lastPart(last.name)) &&
  lastPart(catcher.name) === '_handle_request_noblock'
    ? why('accept', { error })
    : undefined;

/** A socket that does not wait, and has nothing now. */
const notNow: Rule = (_, { catcher, hasReturned }, error) =>
  hasReturned && error === 'BlockingIOError' && /^(?:io\.|socket\.SocketIO\.)/.test(catcher.name)
    ? why('again')
    : undefined;

const RULES: readonly Rule[] = [
  ...[gone, timedOut, closed, ofView, ofApp, ofForm],
  ...[interrupted, childless, unaccepted, notNow],
];

/** The status that the app gives next, before `execute` ends: `404 NOT FOUND`. */
function statusAfter(rows: OddityRows, from: MomentRow): string | undefined {
  for (let row = nextOf(rows, from); row !== undefined; row = nextOf(rows, row)) {
    const status = statusOf(row);
    if (status !== undefined) return status;
    if (row.name === EXECUTE && row.kind !== 'call') return undefined;
  }
  return undefined;
}

const statusOf = ({ kind, name, detail }: MomentRow): string | undefined =>
  kind === 'call' && lastPart(name) === START_RESPONSE ? textOfBytes(detail.split("', ", 1)[0] + "'") : undefined;

const isFailure = (status: string): boolean => !/^[1-4]/.test(status);

/** How far back Ctrl+C may be: the server's thread notices it when it runs next. */
const SOON = 10_000;

/** Whether a signal has raised the exception: an app that raises a KeyboardInterrupt of its own has a fault. */
function isOfSignal(rows: OddityRows, last: MomentRow): boolean {
  const origin = originOf(rows, last);
  if (previousOf(rows, origin)?.detail.endsWith(' = EINTR') === true) return true;
  for (let at = origin.number - 1; at >= Math.max(0, origin.number - SOON); at -= 1) {
    const row = rows.at(at);
    if (row?.kind === 'input' && row.name.endsWith('interrupt')) return true;
  }
  return false;
}
