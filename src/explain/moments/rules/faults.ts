/** What goes wrong: error answers, exceptions, clients that are gone, timeouts, and Ctrl+C. */
import { exceptionName, textOfBytes } from '../details.ts';
import type { Cause } from '../moment.ts';
import { cause, isWithin, shownNumber } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import { World } from '../world.ts';

/** Exceptions that mean that the client is gone. */
const GONE = new Set([
  'BrokenPipeError',
  'ConnectionResetError',
  'ConnectionAbortedError',
  'ConnectionError',
  'TimeoutError',
]);

/** The sentences of error answers, by code and by the beginning of the message. */
const ANSWERS: readonly (readonly [
  code: string,
  message: string,
  key:
    | 'error.syntax'
    | 'error.version'
    | 'error.http09'
    | 'error.431_line'
    | 'error.431_many'
    | 'error.414'
    | 'error.501'
    | 'error.505',
])[] = [
  ['400', 'Bad request syntax', 'error.syntax'],
  ['400', 'Bad request version', 'error.version'],
  ['400', 'Bad HTTP/0.9', 'error.http09'],
  ['431', 'Line too long', 'error.431_line'],
  ['431', 'Too many headers', 'error.431_many'],
  ['414', '', 'error.414'],
  ['501', 'Unsupported method', 'error.501'],
  ['505', 'Invalid HTTP version', 'error.505'],
];

function errorCause(detail: string, method: string): Cause {
  const [code = ''] = detail.split(',', 1);
  const message = textOfBytes(detail.slice(code.length));
  const known = ANSWERS.find(([wanted, start]) => wanted === code && message.startsWith(start))?.[2];
  if (known === undefined) return cause('error', { code });
  return known === 'error.501' ? cause(known, { method }) : cause(known, {});
}

/** An error answer is sent. */
function answered({ connection, exchange, frame }: Scene): Found | undefined {
  if (connection === undefined || exchange === undefined || frame?.isOutermost !== true) return undefined;
  return {
    name: 'error',
    light: {
      bytes: { direction: 'response', from: exchange.sentFrom, to: connection.sentTotal },
      lanes: ['headers buffer', 'wfile', 'client in'],
      tab: 'log',
    },
    cause: errorCause(frame.detail, connection.command),
  };
}

/** The app has failed, or sending its answer has. */
function raised(scene: Scene): Found | undefined {
  const { row, journal, exchange, thread } = scene;
  if (exchange === undefined || exchange.isFailed) return undefined;
  const error = exceptionName(row.detail);
  if (GONE.has(error) || ENDINGS.has(error)) return undefined;
  journal.set(exchange, 'isFailed', true);
  if (thread === undefined) return undefined;
  const reason =
    exchange.isSent || exchange.firstWrite >= 0
      ? cause('exception.after', { error })
      : cause('exception.before', { error });
  return { name: 'exception', light: { tab: 'log' }, cause: reason };
}

/** Exceptions that end the server. */
const ENDINGS = new Set(['KeyboardInterrupt', 'SystemExit']);

/** The iterable of the app is not closed: the drain before it has failed. */
function leftOpen({ exchange, row }: Scene): Found | undefined {
  if (exchange?.drain !== 'failed' || exchange.isIteratorClosed) return undefined;
  return {
    name: 'not closed',
    from: row.number,
    light: { tab: 'stack' },
    cause: cause('not closed', { error: exceptionName(row.detail) }),
  };
}

export const FAULTS: readonly Rule[] = [
  {
    on: 'call send_error',
    find({ journal, connection, exchange, frame }) {
      if (connection === undefined || exchange === undefined || frame?.isOutermost !== true) return undefined;
      journal.set(exchange, 'isFailed', true);
      journal.set(exchange, 'sentFrom', connection.sentTotal);
      return undefined;
    },
  },
  { on: 'return send_error', find: answered },
  { on: 'raise execute', find: raised },
  {
    on: 'raise epoll',
    find({ journal, exchange, frame }) {
      if (exchange !== undefined && frame?.detail === '0.01') journal.set(exchange, 'drain', 'failed');
      return undefined;
    },
  },
  {
    on: 'raise read',
    find(scene) {
      const { journal, exchange, frame } = scene;
      if (exchange?.drain === 'waits' && frame?.parent?.method === 'execute') journal.set(exchange, 'drain', 'failed');
      return undefined;
    },
  },
  { on: 'raise execute', find: leftOpen },
  {
    on: 'call connection_dropped',
    find({ row, journal, connection, frame }) {
      if (connection === undefined || frame?.isOutermost !== true) return undefined;
      journal.set(connection, 'fault', 'dropped');
      const error = exceptionName(row.detail);
      return {
        name: 'dropped',
        light: { tab: 'log' },
        cause: !row.detail.includes('>, <') ? cause('dropped.reading', { error }) : cause('dropped', { error }),
      };
    },
  },
  {
    on: 'call handle_error',
    find(scene) {
      const { connection, frame } = scene;
      if (connection === undefined || frame?.isOutermost !== true) return undefined;
      return {
        name: 'handle_error',
        light: { tab: 'log' },
        cause: cause('handle_error', { connection: shownNumber(connection) }),
      };
    },
  },
  {
    on: 'call log_error',
    find({ row, frame, connection }) {
      if (connection === undefined || frame?.isOutermost !== true) return undefined;
      if (!row.detail.startsWith("'Request timed out")) return undefined;
      return { name: 'timeout', light: { tab: 'log' }, cause: cause('timeout', {}) };
    },
  },
  {
    on: 'call handle_timeout',
    find: ({ frame }) =>
      frame?.isOutermost === true
        ? { name: 'timeout', connection: null, cause: cause('timeout.server', {}) }
        : undefined,
  },
  {
    on: 'input interrupt',
    find: () => ({ name: 'interrupt', connection: null, light: { tab: 'log' }, cause: cause('interrupt', {}) }),
  },
  {
    on: 'raise serve_forever',
    find({ row, frame }) {
      if (
        exceptionName(row.detail) !== 'KeyboardInterrupt' ||
        World.within(frame?.parent, 'serve_forever') === undefined
      )
        return undefined;
      return {
        name: 'interrupt',
        from: row.number,
        connection: null,
        light: { tab: 'stack' },
        cause: cause('interrupt.caught', {}),
      };
    },
  },
  {
    on: 'call shutdown',
    find: () => ({ name: 'shutdown', connection: null, light: { tab: 'threads' }, cause: cause('shutdown', {}) }),
  },
  {
    on: 'return server_close',
    find: ({ frame }) =>
      frame?.isOutermost === true
        ? { name: 'server_close', connection: null, light: { tab: 'sockets' }, cause: cause('server_close', {}) }
        : undefined,
  },
  {
    on: 'syscall recvfrom',
    find(scene) {
      const { row, thread, connection, journal } = scene;
      if (thread?.process.isServer !== true || connection === undefined || connection.isResetTold) return undefined;
      if (!row.detail.endsWith('= ECONNRESET')) return undefined;
      journal.set(connection, 'isResetTold', true);
      return {
        name: 'reset',
        from: row.number,
        light: { tab: 'sockets' },
        cause: isWithin(scene, 'execute') ? cause('reset.answering', {}) : cause('reset.reading', {}),
      };
    },
  },
];
