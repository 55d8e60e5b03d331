/** The handler: its files, the request line, the headers, and what they decide. */
import { lengthOfBytes, textOfBytes } from '../details.ts';
import type { Cause } from '../moment.ts';
import { cause, datagramOf } from '../rule.ts';
import type { Found, Rule, Scene } from '../rule.ts';
import { consumed, newExchange } from '../state.ts';
import type { Connection, Exchange, HeaderLine } from '../state.ts';
import { World } from '../world.ts';

const HTTP = ['HTTP/0.9', 'HTTP/1.0'];

/** The value of a header, in lower case; undefined when the request has none. */
export const headerOf = ({ headers }: Exchange, name: string): string | undefined =>
  headers.find((line) => line.name.toLowerCase() === name)?.value.toLowerCase();

function headerLine(detail: string): HeaderLine | undefined {
  const text = textOfBytes(detail).replace(/(?:\\r)?\\n$/, '');
  const colon = text.indexOf(':');
  return colon < 1 || /^[\s\\]/.test(text)
    ? undefined
    : { name: text.slice(0, colon), value: text.slice(colon + 1).trim() };
}

/** A request begins: the handler goes to read its line. */
function begun({ journal, connection, frame }: Scene): Found | undefined {
  if (frame?.isOutermost !== true || connection === undefined) return undefined;
  const { requests, exchange: before, bufferEnd, bufferPosition } = connection;
  const exchange = newExchange(requests, consumed(connection));
  journal.set(exchange, 'leftover', before === undefined ? 0 : leftOf(before, exchange.from));
  journal.set(connection, 'exchange', exchange);
  journal.set(connection, 'isAnswering', false);
  journal.set(connection, 'requests', requests + 1);
  const bytes = bufferEnd - bufferPosition;
  const again = bytes > 0 ? cause('handle_one_request.buffered', { bytes }) : cause('handle_one_request.again', {});
  return {
    name: 'handle_one_request',
    light: { lanes: ['rfile'], tab: 'ladders' },
    cause: requests === 0 ? cause('handle_one_request', {}) : again,
  };
}

/** How many bytes of a request's body nobody has read when the next request begins; -1 for chunks. */
function leftOf(before: Exchange, from: number): number {
  if (!before.isParsed) return 0;
  if (headerOf(before, 'transfer-encoding') === 'chunked') return from === before.headEnd ? -1 : 0;
  return Math.max(0, before.headEnd + (Number(headerOf(before, 'content-length')) || 0) - from);
}

/** A line that the handler has read: the request line, or a header. */
function lineRead({ row, journal, connection, exchange, thread, frame }: Scene): Found | undefined {
  if (connection === undefined || exchange === undefined || frame?.isOutermost !== true) return undefined;
  const at = consumed(connection);
  if (World.within(thread?.frame, 'parse_request') !== undefined) {
    const line = headerLine(row.detail);
    if (line !== undefined) journal.set(exchange, 'headers', [...exchange.headers, line]);
    journal.set(exchange, 'headEnd', at);
    return undefined;
  }
  if (exchange.isParsed || World.within(thread?.frame, 'handle_one_request') === undefined) return undefined;
  if (exchange.lineEnd > exchange.from) return undefined;
  journal.set(exchange, 'lineEnd', at);
  journal.set(exchange, 'headEnd', at);
  const { leftover } = exchange;
  if (lengthOfBytes(row.detail) > 0) {
    if (leftover === 0) return undefined;
    return {
      name: 'leftover',
      light: { bytes: { direction: 'request', from: exchange.from, to: at }, lanes: ['rfile'] },
      cause: leftover < 0 ? cause('leftover.chunked', {}) : cause('leftover', { bytes: leftover }),
    };
  }
  return {
    name: 'empty request',
    cause: exchange.number === 0 ? cause('empty request', {}) : cause('empty request.again', {}),
  };
}

/** What `parse_request` has decided about the connection, and why. */
function parsed(scene: Scene): Found | undefined {
  const { row, journal, connection, exchange, frame } = scene;
  if (connection === undefined || exchange === undefined || frame?.isOutermost !== true) return undefined;
  if (row.detail !== 'True') {
    return exchange.isFailed ? undefined : { name: 'empty request', cause: cause('empty request.blank', {}) };
  }
  journal.set(exchange, 'isParsed', true);
  return {
    name: 'parse_request',
    light: { bytes: { direction: 'request', from: exchange.from, to: exchange.headEnd }, lanes: ['rfile'] },
    cause: decided(connection, exchange),
  };
}

function decided({ version, closes, command }: Connection, exchange: Exchange): Cause {
  const asked = headerOf(exchange, 'connection');
  if (version === 'HTTP/0.9') return cause('parse_request.http09', { method: command });
  if (closes === false) {
    return HTTP.includes(version)
      ? cause('parse_request.keeps_asked', { version })
      : cause('parse_request.keeps', { version });
  }
  if (asked === 'close') return cause('parse_request.closes_asked', {});
  if (HTTP.includes(version) && asked !== 'keep-alive') return cause('parse_request.closes_version', { version });
  return cause('parse_request.closes_protocol', { version });
}

/** Keeps a value that the handler has set. */
const keeps =
  (key: 'line' | 'command' | 'version') =>
  ({ row, journal, connection }: Scene): undefined => {
    if (connection !== undefined) journal.set(connection, key, textOfBytes(row.detail));
  };

export const PARSING: readonly Rule[] = [
  {
    on: 'call makefile',
    find({ row, journal, connection }) {
      if (connection === undefined || !row.detail.startsWith("'rb'")) return undefined;
      journal.set(connection, 'isBuffered', !row.detail.endsWith(', 0'));
      return undefined;
    },
  },
  {
    on: 'call _SocketWriter',
    find({ journal, connection }) {
      if (connection !== undefined) journal.set(connection, 'writes', true);
      return undefined;
    },
  },
  {
    on: 'return setup',
    find(scene) {
      const { frame, connection, row } = scene;
      if (frame?.isOutermost !== true || connection === undefined) return undefined;
      const light = { lanes: ['rfile', 'wfile'], tab: 'ladders' } as const;
      if (connection.isDatagram) {
        return { name: 'setup', light, request: datagramOf(scene), cause: cause('setup.datagram', {}) };
      }
      const isStream = row.name.includes('StreamRequestHandler') || connection.writes || connection.isBuffered;
      if (!isStream) return { name: 'setup', request: null, cause: cause('setup.plain', { fd: connection.fd }) };
      const code = connection.isBuffered && connection.writes ? 'setup' : 'setup.other';
      return { name: 'setup', light, request: null, cause: cause(code, { fd: connection.fd }) };
    },
  },
  {
    on: 'change rfile.end',
    find({ row, journal, connection }) {
      if (connection !== undefined) journal.set(connection, 'bufferEnd', Number(row.detail));
      return undefined;
    },
  },
  {
    on: 'change rfile.position',
    find({ row, journal, connection }) {
      if (connection !== undefined) journal.set(connection, 'bufferPosition', Number(row.detail));
      return undefined;
    },
  },
  { on: 'change requestline', find: keeps('line') },
  { on: 'change command', find: keeps('command') },
  { on: 'change request_version', find: keeps('version') },
  {
    on: 'change close_connection',
    find({ row, journal, connection }) {
      if (connection !== undefined) journal.set(connection, 'closes', row.detail === 'True');
      return undefined;
    },
  },
  { on: 'call handle_one_request', find: begun },
  { on: 'return readline', find: lineRead },
  { on: 'return parse_request', find: parsed },
  {
    on: 'return handle_expect_100',
    find({ row, connection, journal, frame }) {
      if (connection === undefined || frame?.isOutermost !== true || row.detail !== 'True') return undefined;
      // What is sent next is another answer.
      journal.set(connection, 'isAnswering', false);
      return { name: 'continue', light: { lanes: ['wfile', 'client in'] }, cause: cause('continue', {}) };
    },
  },
];
