/** Lines of the log: which call wrote each of them, of which request; and headers and steps with several causes. */
import { expect, test } from 'vitest';
import { fateOf, originOf } from '../../../src/explain.ts';
import type { OriginLink } from '../../../src/explain.ts';
import { create, Machine, preset } from '../../../src/index.ts';
import type { Sys, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/stdlib/http/server.ts';
import { BaseRequestHandler, TCPServer } from '../../../src/stdlib/socketserver.ts';
import { fatesOf } from './told.ts';

const links = (link: OriginLink): OriginLink[] => [link, ...link.next.flatMap(links)];
const codes = (link: OriginLink): string[] => links(link).map(({ what }) => what.code);

function asked(app: string, ...requests: readonly string[]): Machine {
  const machine = new Machine({ app: preset(app)?.app as WsgiApp });
  for (const request of requests) {
    machine.connect().send(request);
    machine.run();
  }
  return machine;
}

/** What is told of each line of the log: its writer, and the line of the request that it is about. */
function writersOf(machine: Machine): string[] {
  const lines = machine.log.split('\n').slice(0, -1);
  return lines.map((_, log) => {
    const origin = originOf(machine, { log });
    const [writer] = origin.next;
    const read = links(origin).find(({ what }) => what.code === 'read.line');
    const line = read?.step === undefined ? '' : ` ${machine.trace.step(read.step).detail}`;
    return `${writer?.what.code} ${String(writer?.what.values['name'])}${line}`;
  });
}

test('each line has the call that wrote it, and its own request', () => {
  const machine = asked('hello', 'GET /0 HTTP/1.1\r\n\r\n', 'GET /1 HTTP/1.1\r\n\r\n', 'GET /2 HTTP/1.1\r\n\r\n');
  const request = (path: string): string =>
    `logged.request werkzeug.serving.WSGIRequestHandler.log_request b'GET ${path} HTTP/1.1\\r\\n'`;
  expect(writersOf(machine)).toEqual([
    'logged werkzeug.serving.BaseWSGIServer.log_startup',
    'logged werkzeug.serving.BaseWSGIServer.log_startup',
    'logged werkzeug.serving.run_simple',
    ...[request('/0'), request('/1'), request('/2')],
  ]);
});

test('each line goes to the terminal with the write after it', () => {
  const machine = asked('hello', 'GET / HTTP/1.1\r\n\r\n');
  const lines = machine.log.split('\n').slice(0, -1);
  for (const log of lines.keys()) {
    const [end] = fateOf(machine, { log }).next;
    expect(end?.what.code).toBe('end.stderr');
    const { kind, name, detail } = machine.trace.step(end?.step ?? -1);
    expect([kind, name, detail.slice(0, 3)]).toEqual(['syscall', 'write', '2, ']);
  }
});

test('a traceback of a handler is the server’s `handle_error`', () => {
  class Failing extends BaseRequestHandler {
    override *handle(): Sys<void> {
      throw new Error('x');
    }
  }
  const machine = new Machine({
    *program() {
      const server = yield* create(TCPServer, ['127.0.0.1', 7000], Failing);
      yield* server.handleRequest();
    },
  });
  machine.connect().send('x');
  machine.run();
  const lines = writersOf(machine);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toBe('logged socketserver.BaseServer.handle_error');
});

test('what a program writes itself was written in no call', () => {
  const machine = new Machine({
    *program() {
      yield* call('write', 2 as never, new Uint8Array([104, 105, 10]));
    },
  });
  machine.run();
  expect(machine.log).toBe('hi\n');
  expect(writersOf(machine)).toEqual(['logged ']);
});

test('a header that a handler sends by itself is neither the app’s nor an error’s', () => {
  class Own extends BaseHTTPRequestHandler {
    *do_GET(): Sys<void> {
      this.sendResponse(200);
      this.sendHeader('X-Own', 'a');
      yield* this.endHeaders();
    }
  }
  const machine = new Machine({
    *program() {
      const server = yield* create(HTTPServer, ['127.0.0.1', 7000], Own);
      yield* server.serveForever();
    },
  });
  machine.connect().send('GET / HTTP/1.1\r\n\r\n');
  machine.run();
  expect(codes(originOf(machine, { header: 'X-Own' }))).toEqual(['header', 'line.other-header']);
  expect(codes(originOf(machine, { header: 'Server' }))).toEqual(['header', 'line.server']);
});

test('a header of the app has one beginning, and a version that was sent is no default', () => {
  const machine = asked('hello', 'GET / HTTP/1.1\r\n\r\n');
  expect(codes(originOf(machine, { header: 'Content-Type' }))).toEqual([
    ...['header', 'line.header', 'start.header', 'made.response'],
  ]);
  const sent = originOf(machine, { attribute: 'request_version' });
  expect(codes(sent)).not.toContain('attribute.default');
  const old = asked('hello', 'GET /\r\n\r\n');
  const [left] = originOf(old, { attribute: 'request_version' }).next;
  expect(left?.what.code).toBe('attribute.default');
  expect(old.trace.step(left?.step ?? -1)).toMatchObject({ kind: 'change', name: 'request_version' });
});

test('a URL with a scheme and no host leaves the key to the header', () => {
  expect(fatesOf(asked('hello', 'GET http:/p HTTP/1.1\r\nHost: z\r\n\r\n'))).toContain(
    'z: read.header parse_request > environ HTTP_HOST > end.app HTTP_HOST',
  );
});

test('a step in which line and headers come to their end leads back to all of them', () => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\r\n';
  const machine = asked('hello', request);
  const step = machine.trace
    .steps()
    .findIndex(({ kind, name }) => kind === 'return' && name.endsWith('.parse_request'));
  const read = originOf(machine, { step }).next.filter(({ what }) => what.code.startsWith('read.'));
  expect(read.map(({ what }) => what.code)).toEqual(['read.line', 'read.header']);
  const bytes = read.map((link) => link.bytes);
  expect(Math.min(...bytes.map((range) => range?.from ?? 99))).toBe('GET'.length);
  expect(Math.max(...bytes.map((range) => range?.to ?? 0))).toBe(request.length);
});
