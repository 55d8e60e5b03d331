/** The app and its answer: environ, app, start_response, the first write, and what follows the last one. */
import { textOfBytes } from '../details.ts';
import type { Cause } from '../moment.ts';
import { cause, isWithin } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import type { Connection, Exchange } from '../state.ts';
import { World } from '../world.ts';
import { headerOf } from './parsing.ts';

/** Keys of every environ, in the order in which `make_environ` writes them. */
const KEYS = [
  ...['wsgi.version', 'wsgi.url_scheme', 'wsgi.input', 'wsgi.errors', 'wsgi.multithread', 'wsgi.multiprocess'],
  ...['wsgi.run_once', 'werkzeug.socket', 'SERVER_SOFTWARE', 'REQUEST_METHOD', 'SCRIPT_NAME', 'PATH_INFO'],
  ...['QUERY_STRING', 'REQUEST_URI', 'RAW_URI', 'REMOTE_ADDR', 'REMOTE_PORT', 'SERVER_NAME', 'SERVER_PORT'],
  'SERVER_PROTOCOL',
];

/** The environ keys of the headers, each once. */
function headerKeys({ headers }: Exchange): readonly string[] {
  const keys = new Set<string>();
  for (const { name } of headers) {
    if (name.includes('_')) continue;
    const key = name.toUpperCase().replaceAll('-', '_');
    keys.add(key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH' ? key : `HTTP_${key}`);
  }
  return [...keys];
}

const isChunkedRequest = (exchange: Exchange): boolean => headerOf(exchange, 'transfer-encoding') === 'chunked';

function environMade({ exchange, frame }: Scene): Found | undefined {
  if (exchange === undefined || frame?.isOutermost !== true) return undefined;
  const more = isChunkedRequest(exchange) ? ['wsgi.input_terminated'] : [];
  return {
    name: 'make_environ',
    light: {
      bytes: { direction: 'request', from: exchange.from, to: exchange.headEnd },
      keys: [...KEYS, ...headerKeys(exchange), ...more],
      lanes: ['rfile'],
      tab: 'wsgi',
    },
    cause: environCause(exchange),
  };
}

function environCause(exchange: Exchange): Cause {
  const { headers } = exchange;
  if (isChunkedRequest(exchange)) return cause('make_environ.chunked', {});
  const dropped = headers.find(({ name }) => name.includes('_'));
  if (dropped !== undefined) return cause('make_environ.underscore', { header: dropped.name });
  const names = headers.map(({ name }) => name.toLowerCase()).filter((name) => !name.startsWith('content-'));
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) return cause('make_environ.twice', { header: twice });
  const count = headers.length;
  return count === 0 ? cause('make_environ.bare', {}) : cause('make_environ', { headers: count });
}

/** `execute` begins: with the app, or with the page for an error. */
function executed({ row, journal, exchange, frame }: Scene): Found | undefined {
  if (exchange === undefined || frame === undefined) return undefined;
  const { executions } = exchange;
  journal.set(exchange, 'executions', executions + 1);
  journal.set(exchange, 'drain', 'no');
  if (executions > 0) return undefined;
  return { name: 'app', from: row.number, light: { tab: 'wsgi' }, cause: cause('app', {}) };
}

function responseStarted({ journal, exchange, frame }: Scene): Found | undefined {
  if (exchange === undefined || frame === undefined) return undefined;
  const status = textOfBytes(/^'(?:[^'\\]|\\.)*'/.exec(frame.detail)?.[0] ?? '');
  const isAgain = exchange.isStarted;
  const isLate = isAgain && exchange.firstWrite >= 0;
  journal.set(exchange, 'isStarted', true);
  journal.set(exchange, 'status', status);
  if (exchange.executions > 1)
    return { name: 'start_response', light: STARTED, cause: cause('start_response.error', { status }) };
  return {
    name: 'start_response',
    light: STARTED,
    cause: isLate
      ? cause('start_response.late', { status })
      : isAgain
        ? cause('start_response.again', { status })
        : cause('start_response', { status }),
  };
}

const STARTED = { tab: 'wsgi' } as const;

/** The first write has returned: the headers are sent, and the first bytes of the body. */
function written({ row, journal, connection, exchange, frame }: Scene): Found | undefined {
  if (connection === undefined || exchange === undefined || frame === undefined) return undefined;
  if (!exchange.isStarted || exchange.firstWrite !== frame.step) return undefined;
  journal.set(exchange, 'isSent', true);
  if (row.kind === 'raise') return undefined;
  return {
    name: 'write',
    light: {
      bytes: { direction: 'response', from: exchange.sentFrom, to: connection.sentTotal },
      lanes: ['headers buffer', 'wfile', connection.clientSocket < 0 ? 'client in' : 'wire to client', 'client in'],
      tab: 'wsgi',
    },
    cause: writeCause(connection, exchange, frame.detail),
  };
}

function writeCause({ version, command }: Connection, { status, isChunked }: Exchange, data: string): Cause {
  const code = status.slice(0, 3);
  if (version === 'HTTP/0.9') return cause('write.http09', {});
  if (isChunked) return cause('write.chunked', {});
  if (data !== "b''") return cause('write', {});
  if (command === 'HEAD') return cause('write.head', {});
  if (code === '204' || code === '304' || code.startsWith('1')) return cause('write.no_body', { status: code });
  return cause('write.empty', {});
}

/** The drain begins: `execute` asks for 10 ms whether the client still sends. */
function drained({ row, thread, connection, exchange }: Scene, isWaiting: boolean): Found | undefined {
  const frame = World.within(thread?.frame, 'epoll');
  if (connection === undefined || exchange === undefined || frame === undefined) return undefined;
  if (frame.detail !== '0.01' || World.within(frame, 'execute') === undefined) return undefined;
  if (exchange.drain !== 'no') return undefined;
  const light = { lanes: ['kernel receive'], tab: 'sockets' } as const;
  const { unread } = connection;
  if (isWaiting) return { name: 'drain', from: frame.step, light, cause: cause('drain', {}) };
  if (row.detail.endsWith('(timeout)')) return undefined;
  const reason = unread > 0 ? cause('drain.bytes', { bytes: unread }) : cause('drain.end', {});
  return { name: 'drain', from: frame.step, light, cause: reason };
}

/** Marks the drain as told, after the rule that tells it. */
function afterDrain({ journal, exchange, thread }: Scene): undefined {
  const frame = World.within(thread?.frame, 'epoll');
  if (exchange !== undefined && frame?.detail === '0.01') journal.set(exchange, 'drain', 'waits');
}

export const APP: readonly Rule[] = [
  {
    on: 'call run_wsgi',
    find({ frame, connection }) {
      if (frame?.isOutermost !== true || connection === undefined) return undefined;
      return { name: 'run_wsgi', light: { tab: 'stack' }, cause: cause('run_wsgi', { method: connection.command }) };
    },
  },
  {
    // Before the environ is made: the answer to Expect comes first.
    on: 'syscall sendto',
    find(scene) {
      const { row, connection, journal } = scene;
      if (!isWithin(scene, 'run_wsgi') || isWithin(scene, 'execute') || connection === undefined) return undefined;
      if (!row.detail.includes('100 Continue')) return undefined;
      journal.set(connection, 'isAnswering', false);
      return {
        name: 'continue',
        from: row.number,
        light: { lanes: ['wfile', 'client in'] },
        cause: cause('continue.werkzeug', {}),
      };
    },
  },
  {
    on: 'change memory',
    find({ row }) {
      const [, name = '', value = ''] = /^'(.*): both read (.*)'$/.exec(row.detail) ?? [];
      return { name: 'lost update', light: { tab: 'threads' }, cause: cause('lost update', { name, value }) };
    },
  },
  { on: 'return make_environ', find: environMade },
  { on: 'call execute', find: executed },
  { on: 'return start_response', find: responseStarted },
  {
    on: 'call write',
    find({ journal, connection, exchange, frame }) {
      if (connection === undefined || exchange === undefined || frame === undefined) return undefined;
      if (!exchange.isStarted || exchange.isSent || exchange.firstWrite >= 0) return undefined;
      journal.set(exchange, 'firstWrite', frame.step);
      journal.set(exchange, 'sentFrom', connection.sentTotal);
      return undefined;
    },
  },
  {
    on: 'change chunk_response',
    find({ row, journal, exchange }) {
      if (exchange !== undefined) journal.set(exchange, 'isChunked', row.detail === 'True');
      return undefined;
    },
  },
  { on: 'return write', find: written },
  { on: 'raise write', find: written },
  { on: 'block epoll_wait', find: (scene) => drained(scene, true) },
  { on: 'block epoll_wait', find: afterDrain },
  { on: 'syscall epoll_wait', find: (scene) => drained(scene, false) },
  { on: 'syscall epoll_wait', find: afterDrain },
  {
    on: 'return iterator close',
    find(scene) {
      const { journal, exchange, frame } = scene;
      if (exchange === undefined || frame?.isOutermost !== true || !isWithin(scene, 'execute')) return undefined;
      journal.set(exchange, 'isIteratorClosed', true);
      return { name: 'iterator close', light: { tab: 'stack' }, cause: cause('iterator close', {}) };
    },
  },
];
