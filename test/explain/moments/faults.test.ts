/** Faults, and what looks like one: which moment names them, and why it comes. */
import { expect, test } from 'vitest';
import { causeText } from '../../../src/explain/moments/moment-text.ts';
import { momentsOf } from '../../../src/explain/moments/of-machine.ts';
import type { Moment, MomentName } from '../../../src/explain/moments/moment.ts';
import { EN } from '../../../src/explain/moments/sentences/en.ts';
import { create, Machine, Request, Response, sleep } from '../../../src/index.ts';
import type { Client, MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/stdlib/http/server.ts';
import { StreamRequestHandler, TCPServer } from '../../../src/stdlib/socketserver.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const app = Request.application(() => new Response('hi'));

/** The causes of all moments of a name. */
const codesOf = (machine: Machine, name: MomentName): string[] =>
  momentsOf(machine)
    .filter((moment) => moment.name === name)
    .map(({ cause }) => cause.code);

function played(options: MachineOptions, act: (client: Client, machine: Machine) => void): Machine {
  const machine = new Machine(options);
  act(machine.connect(), machine);
  machine.run();
  return machine;
}

test.each([
  ['a line of four words', 'GET / x HTTP/1.0\r\n\r\n', 'error.syntax'],
  ['a version that is none', 'GET / HTTP/x\r\n\r\n', 'error.version'],
  ['POST without a version', 'POST /\r\n\r\n', 'error.http09'],
  ['HTTP/2.0', 'GET / HTTP/2.0\r\n\r\n', 'error.505'],
  ['a line that is too long', `GET /${'x'.repeat(70_000)} HTTP/1.0\r\n\r\n`, 'error.414'],
  ['a header that is too long', `GET / HTTP/1.0\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 'error.431_line'],
  ['too many headers', `GET / HTTP/1.0\r\n${'X: y\r\n'.repeat(101)}\r\n`, 'error.431_many'],
])('%s is answered by an error that says why', (_, bytes, code) => {
  const machine = played({ app }, (client) => client.send(bytes));
  expect(codesOf(machine, 'error')).toEqual([code]);
  expect(codesOf(machine, 'app')).toEqual([]);
});

/** An app that fails, before its headers or after them. */
const failing = (isLate: boolean): WsgiApp =>
  function* fails(_, startResponse) {
    if (isLate) {
      startResponse('200 OK', []);
      yield new Uint8Array(1);
    }
    throw new Error('x');
  };

test.each([
  [false, 'exception.before'],
  [true, 'exception.after'],
])('an exception of the app, after its headers: %s', (isLate, code) => {
  const machine = played({ app: failing(isLate) }, (client) => client.send(GET));
  expect(codesOf(machine, 'exception')).toEqual([code]);
});

test('a client that goes while it is answered is dropped by the app, not outside of it', () => {
  const slow: WsgiApp = function* slow(_, startResponse) {
    startResponse('200 OK', []);
    for (let piece = 0; piece < 5; piece += 1) {
      yield new Uint8Array(10);
      yield* sleep(1);
    }
  };
  const machine = played({ app: slow }, (client, at) => {
    client.send(GET);
    at.run({ until: 1.5 });
    client.close();
  });
  expect(codesOf(machine, 'dropped')).toEqual(['dropped']);
  expect(codesOf(machine, 'close')).toEqual(['close.gone']);
});

class KeepAlive extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';
  *do_POST(): Sys<void> {
    this.sendResponse(200);
    this.sendHeader('Content-Length', '0');
    yield* this.endHeaders();
  }
}
function* keepAlive(): Sys<void> {
  const server = yield* create(HTTPServer, ['127.0.0.1', 8000], KeepAlive);
  yield* server.serveForever();
}

test('a body that nobody has read becomes the next request line', () => {
  const machine = played({ program: keepAlive }, (client) =>
    client.send(`POST / HTTP/1.1\r\nContent-Length: ${GET.length}\r\n\r\n${GET}`),
  );
  const moments = momentsOf(machine);
  const [found] = moments.filter(({ name }) => name === 'leftover');
  expect(found?.cause).toEqual({ code: 'leftover', values: { bytes: GET.length } });
  expect(found?.request).toBe(1);
  const again = moments.find(({ cause }) => cause.code === 'handle_one_request.buffered') as Moment;
  expect(causeText(again.cause, EN)).toContain('; 18 bytes from after the last request can be read');
});

class Refusing extends TCPServer {
  override *verifyRequest(): Sys<boolean> {
    return false;
  }
}
class Waiting extends StreamRequestHandler {
  override *handle(): Sys<void> {
    yield* this.rfile.readline();
  }
}
class Narrow extends TCPServer {
  override requestQueueSize = 1;
}
const programOf = (Class: typeof TCPServer): (() => Sys<void>) =>
  function* program() {
    const server = yield* create(Class, ['127.0.0.1', 7000], Waiting);
    yield* server.serveForever();
  };

test('a connection that is not served is closed as such', () => {
  const machine = played({ program: programOf(Refusing) }, (client) => client.send('x'));
  expect(codesOf(machine, 'finish_request')).toEqual([]);
  expect(codesOf(machine, 'close')).toEqual(['close.unserved']);
});

test('a full listen queue is named by its client', () => {
  const machine = new Machine({ program: programOf(Narrow) });
  for (let count = 0; count < 4; count += 1) {
    machine.connect();
    machine.run({ until: machine.time + 0.1 });
  }
  const [full] = momentsOf(machine).filter(({ name }) => name === 'queue full');
  expect(full?.client).toBe(3);
  expect(full?.cause.values).toEqual({ waiting: 2 });
});

test('a lost segment and the one sent again are those of their connection', () => {
  const options = { app, link: { latency: 0.05, loss: 0.3 }, seed: 3 };
  const machine = played(options, (client) => client.send(GET));
  const moments = momentsOf(machine);
  const lost = moments.filter(({ name }) => name === 'lost');
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.every(({ client }) => client === 0)).toBe(true);
  expect(moments.filter(({ name }) => name === 'sent again').length).toBeGreaterThan(0);
});

test('Ctrl+C is told twice: where it was pressed, and where the loop ends', () => {
  const machine = played({ app }, (client, at) => {
    client.send(GET);
    at.run();
    at.interrupt();
  });
  expect(codesOf(machine, 'interrupt')).toEqual(['interrupt', 'interrupt.caught']);
  expect(codesOf(machine, 'server_close')).toEqual(['server_close']);
});
