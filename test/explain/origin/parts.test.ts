/** What becomes of each part of a request, and what each part of an answer was made of, byte by byte. */
import { describe, expect, test } from 'vitest';
import { fateOf, ORIGIN_EN, originOf, originText } from '../../../src/explain.ts';
import type { OriginLink, OriginSubject } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { fatesOf, originsOf } from './told.ts';

function served(request: string, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, ...options });
  machine.connect().send(request);
  machine.run();
  return machine;
}

const way = ({ what, next: [first] }: OriginLink): string[] => [what.code, ...(first === undefined ? [] : way(first))];

const LINE = 'read.line handle_one_request';
const HEADER = 'read.header parse_request';
const BLANK = `${LINE} > end.space`;
/** A word of the request line, and the keys that it comes into. */
const word = (attribute: string, ...keys: readonly string[]): string =>
  keys.map((key) => `${LINE} > attribute ${attribute} > environ ${key} > end.app ${key}`).join(' | ');
const URIS = ['REQUEST_URI', 'RAW_URI'];
/** A header with a key: its name, what is between, its value, and the end of its line. */
const header = (name: string, between: string, value: string, key: string): string[] => [
  `${name}: ${HEADER} > environ.name ${key}`,
  `${between}: ${HEADER} > end.space`,
  `${value}: ${HEADER} > environ ${key} > end.app ${key}`,
  `␍␊: ${HEADER} > end.space`,
];
const END = `␍␊: ${HEADER} > end.headers`;
const GET = `GET: ${word('command', 'REQUEST_METHOD')}`;
const VERSION = `HTTP/1.1: ${word('request_version', 'SERVER_PROTOCOL')}`;
const ROOT = `/: ${word('path', 'PATH_INFO', ...URIS)}`;

describe('a request', () => {
  test('of HTTP/0.9 has a method and a path, without all but one of its slashes, and no version', () => {
    const machine = served('GET  ///a?b#c\r\n\r\n');
    expect(fatesOf(machine)).toEqual([
      GET,
      `  : ${BLANK}`,
      `//: ${LINE} > end.slash`,
      `/a: ${word('path', 'PATH_INFO', ...URIS)}`,
      `?: ${word('path', ...URIS)}`,
      `b: ${word('path', 'QUERY_STRING', ...URIS)}`,
      `#c: ${word('path', ...URIS)}`,
      `␍␊: ${BLANK}`,
      END,
    ]);
    const version = originOf(machine, { environ: 'SERVER_PROTOCOL' });
    expect(way(version)).toEqual(['key', 'environ', 'attribute.default']);
    expect(way(originOf(machine, { attribute: 'request_version' }))).toEqual(['attribute.value', 'attribute.default']);
    expect(version.next[0]?.key).toMatchObject({ name: 'SERVER_PROTOCOL', at: 0, end: 'HTTP/0.9'.length });
    expect(originText(version.next[0]?.next[0]?.what ?? version.what, ORIGIN_EN)).toBe(
      'The request line names no version: `parse_request` uses HTTP/0.9.',
    );
  });

  test('whose headers have not come has attributes, of which no environ is made', () => {
    expect(fatesOf(served('GET //a HTTP/1.1 \r\n'))).toEqual([
      `GET: ${LINE} > attribute command > end.attribute command`,
      ` : ${BLANK}`,
      `/: ${LINE} > end.slash`,
      `/a: ${LINE} > attribute path > end.attribute path`,
      ` : ${BLANK}`,
      `HTTP/1.1: ${LINE} > attribute request_version > end.attribute request_version`,
      ` ␍␊: ${BLANK}`,
    ]);
  });

  test('has headers, of which some have no key, or share one', () => {
    const lines = 'Host:  a \r\nX_y: 1\r\nX-A: 2\r\nx-a: 3\r\nEmpty:\r\nHost: b\r\n';
    expect(fatesOf(served(`GET / HTTP/1.1\r\n${lines}\r\nmore`))).toEqual([
      ...[GET, ` : ${BLANK}`, ROOT, ` : ${BLANK}`, VERSION, `␍␊: ${BLANK}`],
      ...header('Host', ':  ', 'a ', 'HTTP_HOST'),
      `X_y: 1␍␊: ${HEADER} > end.underscore HTTP_X_Y`,
      ...header('X-A', ': ', '2', 'HTTP_X_A'),
      ...header('x-a', ': ', '3', 'HTTP_X_A'),
      `Empty: ${HEADER} > environ.name HTTP_EMPTY`,
      `:␍␊: ${HEADER} > end.space`,
      ...header('Host', ': ', 'b', 'HTTP_HOST'),
      END,
      'more: end.never-read',
    ]);
  });

  test('with a whole URL has its host from there, and the last of two content types', () => {
    const lines = 'Host: z\r\nContent-Type: a\r\nContent-Type: b\r\n';
    expect(fatesOf(served(`GET http://h:1/p HTTP/1.1\r\n${lines}\r\n`))).toEqual([
      ...[GET, ` : ${BLANK}`],
      `http://: ${word('path', ...URIS)}`,
      `h:1: ${word('path', ...URIS)} | ${LINE} > environ HTTP_HOST > end.app HTTP_HOST`,
      `/p: ${word('path', 'PATH_INFO', ...URIS)}`,
      ...[` : ${BLANK}`, VERSION, `␍␊: ${BLANK}`],
      `Host: z␍␊: ${HEADER} > end.replaced HTTP_HOST`,
      `Content-Type: a␍␊: ${HEADER} > end.replaced CONTENT_TYPE`,
      ...header('Content-Type', ': ', 'b', 'CONTENT_TYPE'),
      END,
    ]);
  });

  test('has no header after a line that is none', () => {
    expect(fatesOf(served('GET / HTTP/1.1\r\nX-A: 1\r\nno header\r\nB: c\r\n\r\n')).slice(6)).toEqual([
      ...header('X-A', ': ', '1', 'HTTP_X_A'),
      `no header␍␊B: c␍␊: ${HEADER} > end.no-header`,
      END,
    ]);
  });

  test('that is none is answered with an error', () => {
    expect(fatesOf(served('nonsense\r\n'))).toEqual([
      `nonsense␍␊: ${LINE} > end.no-request | ${LINE} > error.page send_error > end.shown`,
    ]);
  });

  test('with too many headers is answered with an error, and no environ is made of them', () => {
    const machine = served(`GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(101)}\r\n`);
    const [get, , , , , , headers, rest, ...others] = fatesOf(machine);
    const error = ['error.status > flush', 'error.header Content-Type > flush', 'error.header Content-Length > flush'];
    const answered = [...error, 'error.page send_error'].map((code) => `${LINE} > ${code} > end.shown`);
    expect(get).toBe([`GET: ${LINE} > attribute command > end.attribute command`, ...answered].join(' | '));
    expect(headers).toContain(`A: b␍␊A: b␍␊`);
    expect(headers).toMatch(/␊: read\.header parse_request > end\.header A$/);
    expect([rest, others]).toEqual(['␍␊: end.never-read', []]);
    expect(originsOf(machine)[1]).toBe(`431 Too many headers: flush > error.status > ${LINE}`);
  });

  test('with chunks has a body in pieces, and asks for a first answer', () => {
    const lines = 'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n';
    const machine = served(`POST / HTTP/1.1\r\n${lines}\r\n2\r\nab\r\n0\r\n\r\n`, {
      app: preset('echo')?.app as WsgiApp,
      server: 'threaded',
    });
    const answered = ` | ${HEADER} > continue > end.shown`;
    expect(fatesOf(machine).slice(6)).toEqual([
      ...header('Transfer-Encoding', ': ', 'chunked', 'HTTP_TRANSFER_ENCODING'),
      ...header('Expect', ': ', '100-continue', 'HTTP_EXPECT').map((line) => line + answered),
      END,
      '2␍␊: read.chunk-size read_chunk_len > end.chunk-size',
      'ab: read.body readinto > end.body readinto',
      '␍␊: read.chunk-end readinto > end.line-end',
      '0␍␊: read.chunk-size read_chunk_len > end.chunk-size',
      '␍␊: read.chunk-end readinto > end.line-end',
    ]);
    // `http.server` answers, and so does Werkzeug.
    expect(originsOf(machine).slice(0, 4)).toEqual([
      'HTTP/1.1 : flush > line.version',
      '100 Continue: flush > line.other-status',
      '␍␊␍␊: flush > line.end',
      `HTTP/1.1 100 Continue␍␊␍␊: continue > ${HEADER}`,
    ]);
  });

  test('has a body that only the server reads, if anyone does, after the answer', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    const client = machine.connect();
    client.send('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na');
    machine.run({ until: 0.005 });
    client.send('bcde');
    machine.run();
    // `rfile.read(10_000_000)` waits for more.
    expect(fatesOf(machine).at(-1)).toBe('abcde: end.in-rfile');
    client.shutdownWrite();
    machine.run();
    expect(fatesOf(machine).at(-1)).toBe('abcde: read.drained execute > end.drained');
    expect(fatesOf(served('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc')).at(-1)).toBe('abc: end.never-read');
  });
});

describe('an answer', () => {
  const head = (...lines: readonly string[]): string[] => lines.flatMap((line) => [line, '␍␊: flush > line.end']);
  const SERVER = 'Server: Werkzeug/3.1.8 Python/3.11.7: flush > line.server Server';
  const DATE = 'Date: Thu, 01 Jan 2026 00:00:00 GMT: flush > line.date Date';
  const CLOSE = ['Connection: close: flush > line.connection Connection', '␍␊␍␊: flush > line.end'];

  test('in chunks was the app’s, piece by piece, and the server’s around them', () => {
    const machine = served('GET / HTTP/1.1\r\n\r\n', { app: preset('stream')?.app as WsgiApp, server: 'threaded' });
    const piece = (text: string): string[] => [
      `${text.length}: chunk.size`,
      '␍␊: chunk.end',
      `${text.replace('\n', '␊')}: item > made.app`,
      '␍␊: chunk.end',
    ];
    expect(originsOf(machine)).toEqual([
      'HTTP/1.1 : flush > line.version',
      ...head('200 OK: flush > line.status > start.status > made.app', SERVER, DATE),
      ...head('Content-Type: text/plain: flush > line.header Content-Type > start.header Content-Type > made.app'),
      ...head('Transfer-Encoding: chunked: flush > line.transfer-encoding Transfer-Encoding'),
      ...CLOSE,
      ...[...piece('one\n'), ...piece('two\n'), ...piece('three\n')],
      '0␍␊␍␊: chunk.last',
    ]);
  });

  test('of an app that failed was made of its error', () => {
    const machine = served('GET / HTTP/1.0\r\n\r\n', { app: preset('boom')?.app as WsgiApp });
    const lines = originsOf(machine);
    expect(lines[1]).toBe('500 INTERNAL SERVER ERROR: flush > line.status > start.status > made.error');
    expect(lines.at(-1)).toMatch(/^<!doctype html>.*: item > made\.error$/);
  });
});

describe('a key of the environ', () => {
  const told = (machine: Machine, environ: string): string[] => way(originOf(machine, { environ }));

  test('of an address is that of the connection, of the server’s socket, or the file of the request', () => {
    const machine = served('GET / HTTP/1.1\r\n\r\n');
    for (const key of ['REMOTE_ADDR', 'REMOTE_PORT', 'werkzeug.socket']) {
      expect([key, told(machine, key)]).toEqual([key, ['key', 'environ', 'accepted', 'connected']]);
    }
    for (const key of ['SERVER_NAME', 'SERVER_PORT']) expect(told(machine, key)).toEqual(['key', 'environ', 'bound']);
    expect(told(machine, 'wsgi.input')).toEqual(['key', 'environ', 'makefile', 'accepted', 'connected']);
    expect(told(machine, 'SERVER_SOFTWARE')).toEqual(['key', 'environ.setting']);
    expect(told(machine, 'QUERY_STRING')).toEqual(['key', 'environ.empty']);
  });

  test('may be the app’s, or changed by it', () => {
    const app: WsgiApp = (environ, startResponse) => {
      environ['my.key'] = 'mine';
      environ['PATH_INFO'] = '/other';
      startResponse('200 OK', []);
      return [];
    };
    const machine = served('GET /path HTTP/1.1\r\n\r\n', { app });
    expect(told(machine, 'my.key')).toEqual(['key', 'environ.added']);
    expect(originOf(machine, { environ: 'my.key' }).next[0]?.key).toMatchObject({ at: 0, end: 4 });
    expect(told(machine, 'PATH_INFO')).toEqual(['key', 'environ.changed']);
    expect(told(machine, 'REQUEST_URI')).toEqual(expect.arrayContaining(['key', 'environ', 'attribute']));
    const { step = -1 } = originOf(machine, { environ: 'my.key' }).next[0] ?? {};
    expect(machine.trace.step(step).name).toMatch(/\.execute$/);
  });
});

test.each(['base', 'threaded', 'forking'] as const)(
  'clients of a Unix socket, which have no address, are told apart on a %s server',
  (server) => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp, server, host: 'unix:///run/a.sock' });
    const paths = ['/a', '/bcd', '/efghi'];
    for (const path of paths) machine.connect().send(`GET ${path} HTTP/1.1\r\nX: y\r\n\r\n`);
    machine.run();
    const steps = paths.map((path, client) => {
      const [made] = originOf(machine, { environ: 'PATH_INFO', client }).next;
      expect(made?.key).toMatchObject({ name: 'PATH_INFO', at: 0, end: path.length });
      expect(fatesOf(machine, client)).toContain(`${path}: ${word('path', 'PATH_INFO', ...URIS)}`);
      expect(originsOf(machine, client)).toContain('␍␊␍␊: flush > line.end');
      return made?.step ?? -1;
    });
    expect(new Set(steps).size).toBe(3);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
  },
);

test('a descriptor of a program has the call that made it, each time that its number was given', () => {
  const machine = new Machine({
    *program() {
      const [read, write] = yield* call('pipe');
      yield* call('dup', read);
      yield* call('epoll_create1');
      yield* call('close', write);
      yield* call('dup', read);
      yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('close', read);
    },
  });
  machine.run();
  const origin = (fd: number): string[] => way(originOf(machine, { fd } satisfies OriginSubject));
  expect([3, 4, 5, 6, 7].map((fd) => origin(fd)[1])).toEqual(
    ['pipe', 'dup', 'dup', 'epoll_create1', 'socket'].map((name) => `opened.${name}`),
  );
  expect([3, 4, 5].map((fd) => way(fateOf(machine, { fd }))[1])).toEqual(['closed', 'end.open', 'end.open']);
  const [made] = originOf(machine, { fd: 3 }).next;
  expect(originText(made?.what ?? { code: '', values: {} }, ORIGIN_EN)).toBe('`pipe` makes it.');
  expect(machine.trace.step(made?.step ?? -1)).toMatchObject({ kind: 'syscall', name: 'pipe' });
  expect(() => originOf(machine, { fd: 8 })).toThrow('has never had a descriptor 8');
});
