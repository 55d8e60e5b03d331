/** How requests and connections end, well or not, and what handlers of other kinds do: the reasons that are told. */
import { describe, expect, test } from 'vitest';
import { create, Machine, preset } from '../../../src/index.ts';
import type { Client, Environ, StartResponse, Sys, WsgiApp } from '../../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/stdlib/http/server.ts';
import { BaseRequestHandler, StreamRequestHandler, TCPServer, UDPServer } from '../../../src/stdlib/socketserver.ts';
import { reasonsOf, storyOf } from './told.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const POST = 'POST / HTTP/1.1\r\n\r\n';
const WITH_BODY = 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n';

const appMachine = (name: string): Machine => new Machine({ app: preset(name)?.app as WsgiApp });

/** A server of a program. */
const serving = (Server: typeof TCPServer | typeof UDPServer, Handler: typeof BaseRequestHandler): Machine =>
  new Machine({
    *program() {
      const server = yield* create(Server, ['127.0.0.1', 7000], Handler);
      yield* server.serveForever();
    },
  });

/** What is told from a moment on that has this name, or of which this is the reason. */
function from(lines: readonly string[], first: string): readonly string[] {
  const at = lines.findIndex((line) => line.split(' ').includes(first));
  return at < 0 ? [] : lines.slice(at);
}

/** What is told of a machine from the first moment of a name on. */
function told(machine: Machine, first: string, act: (client: Client) => void): readonly string[] {
  act(machine.connect());
  machine.run({ until: machine.time + 2 });
  return from(reasonsOf(machine), first);
}

const sends =
  (data: string) =>
  (client: Client): void => {
    client.send(data);
  };

class KeepAlive extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';
  *do_POST(): Sys<void> {
    this.sendResponse(200);
    this.sendHeader('Content-Length', '0');
    yield* this.endHeaders();
  }
}

describe('a handler', () => {
  test('that makes no files, or files of its own kind', () => {
    class Unbuffered extends StreamRequestHandler {
      override rbufsize = 0;
    }
    class Buffered extends StreamRequestHandler {
      override wbufsize = -1;
    }
    expect(told(serving(TCPServer, BaseRequestHandler), 'setup:', sends('x'))).toEqual([
      ...['0 setup: setup.plain fd=4', '0 finish', '0 close fd=4', '0 end: end.nothing'],
    ]);
    for (const Handler of [Unbuffered, Buffered]) {
      expect(told(serving(TCPServer, Handler), 'setup:', sends('x'))[0]).toBe('0 setup: setup.other fd=4');
    }
    expect(told(serving(TCPServer, StreamRequestHandler), 'setup', sends('x'))[0]).toBe('0 setup fd=4');
  });

  test('that fails is told before its connection is closed', () => {
    class Failing extends BaseRequestHandler {
      override *handle(): Sys<void> {
        throw new Error('x');
      }
    }
    const machine = serving(TCPServer, Failing);
    expect(told(machine, 'finish', sends('x'))).toEqual([
      ...['0 finish', '0 handle_error connection=1', '0 close fd=4', '0 end: end.nothing'],
    ]);
    expect(storyOf(machine)).toContain('0 handle_error connection=1 [log]');
  });

  test('that waits too long for its client, and a server that waits too long for one', () => {
    class Slow extends KeepAlive {
      override timeout = 1;
    }
    const machine = serving(HTTPServer, Slow);
    expect(told(machine, 'timeout', sends('GE'))).toEqual([
      ...['0.0 timeout', '0 finish', '0 close fd=4', '0 end: end.nothing'],
    ]);
    expect(storyOf(machine)).toContain('0.0 timeout [log]');
    class Once extends TCPServer {
      override timeout = 1;
    }
    const once = new Machine({
      *program() {
        const server = yield* create(Once, ['127.0.0.1', 7000], BaseRequestHandler);
        yield* server.handleRequest();
      },
    });
    once.run({ until: 2 });
    expect(storyOf(once)).toEqual(['- timeout: timeout.server []']);
  });

  test('of datagrams that are no files', () => {
    const machine = serving(UDPServer, BaseRequestHandler);
    const client = machine.datagrams();
    client.send('a');
    machine.run();
    client.close();
    machine.run();
    expect(from(storyOf(machine), 'finish_request')).toEqual([
      '0.0 finish_request [ladders]',
      '0.0 setup: setup.datagram [rfile, wfile · ladders]',
      '0.0 finish: finish.plain [client in]',
      '0.0 close: close.datagram [sockets]',
      '0 client close: client close.datagrams fd=1 [sockets]',
    ]);
  });
});

describe('a connection of several requests', () => {
  test('is asked again after each answer, until its client has ended it', () => {
    const machine = serving(HTTPServer, KeepAlive);
    const client = machine.connect();
    for (const data of [POST, POST]) {
      client.send(data);
      machine.run({ until: machine.time + 0.1 });
    }
    client.shutdownWrite();
    machine.run();
    expect(from(reasonsOf(machine), 'parse_request:')).toEqual([
      '0.0 parse_request: parse_request.keeps version=HTTP/1.1',
      '0.1 handle_one_request: handle_one_request.again',
      '0.0 answered bytes=111',
      '0.1 sent bytes=19 connection=1',
      '0.1 parse_request: parse_request.keeps version=HTTP/1.1',
      '0.2 handle_one_request: handle_one_request.again',
      '0.1 answered bytes=111',
      '0 half-close',
      '0.2 empty request: empty request.again',
      ...['0 finish', '0 close fd=4', '0 end'],
    ]);
  });

  test('reads the chunks of a body that nobody has read as the next request', () => {
    const data = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    const machine = serving(HTTPServer, KeepAlive);
    expect(told(machine, 'handle_one_request:', sends(data))).toEqual([
      '0.1 handle_one_request: handle_one_request.buffered bytes=5',
      '0.1 leftover: leftover.chunked',
      '0.1 error: error.syntax',
      ...['0 finish', '0 close fd=4'],
      '0.0 answered: answered.closed bytes=467',
      '0.1 answered: answered.closed bytes=467',
      '0 end',
    ]);
    expect(storyOf(machine)).toEqual(
      expect.arrayContaining([
        '0.1 leftover: leftover.chunked [request 47-50 · rfile]',
        '0.1 error: error.syntax [response 111-467 · headers buffer, wfile, client in · log]',
      ]),
    );
  });

  test('has an error for a method that there is not', () => {
    expect(told(serving(HTTPServer, KeepAlive), 'error:', sends('BREW / HTTP/1.1\r\n\r\n'))[0]).toBe(
      '0.0 error: error.501 method=BREW',
    );
  });

  test('without any, or with a blank line, has an empty one', () => {
    expect(told(serving(HTTPServer, KeepAlive), 'empty', (client) => client.close())).toEqual([
      ...['0.0 empty request', '0 finish', '0 close fd=4'],
    ]);
    expect(told(appMachine('hello'), 'empty', sends('\r\n'))[0]).toBe('0.0 empty request: empty request.blank');
  });
});

test.each([
  ['no header', 'GET / HTTP/1.1\r\n\r\n', 'make_environ.bare', '20 keys'],
  ['a header with an underscore', 'GET / HTTP/1.1\r\nX_a: b\r\n\r\n', 'make_environ.underscore header=X_a', '20 keys'],
  ['two of a name', 'GET / HTTP/1.1\r\nX: 1\r\nx: 2\r\n\r\n', 'make_environ.twice header=x', '21 keys'],
  ['two types', 'GET / HTTP/1.1\r\nContent-Type: 1\r\nContent-Type: 2\r\n\r\n', 'make_environ headers=2', '21 keys'],
])('the environ of a request with %s', (_, data, reason, keys) => {
  const machine = appMachine('hello');
  told(machine, 'make_environ', sends(data));
  const [line = ''] = storyOf(machine, ({ name }) => name === 'make_environ');
  expect(line.replace(/^0\.0 (?:make_environ: )?/, '')).toBe(
    `${reason} [request 0-${data.length} · ${keys} · rfile · wsgi]`,
  );
});

describe('after an answer', () => {
  test('the server drains bytes that have come, or the end', () => {
    const data = `POST / HTTP/1.1\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`;
    const drained = told(appMachine('hello'), 'drain:', sends(data));
    expect(drained[0]).toBe(`0.0 drain: drain.bytes bytes=${data.length - 8192}`);
    const ended = told(appMachine('hello'), 'drain:', (client) => {
      client.send(WITH_BODY);
      client.shutdownWrite();
    });
    expect(ended).toEqual([
      ...['0.0 drain: drain.end', '0.0 iterator close', '0 finish', '0 close fd=4'],
      ...['0.0 answered: answered.closed bytes=203', '0 end'],
    ]);
  });

  const answering = (isLate: boolean): WsgiApp =>
    function* answers(_environ: Environ, startResponse: StartResponse) {
      startResponse('200 OK', []);
      if (isLate) yield new Uint8Array(1);
      startResponse('500 NO', [], [Error, new Error('x'), undefined]);
      yield new Uint8Array(1);
    };

  test('a second status counts before the first write, and is too late after it', () => {
    const again = told(new Machine({ app: answering(false) }), 'start_response', sends(GET));
    expect(again.slice(0, 3)).toEqual([
      '0.0 start_response status=200 OK',
      '0.0 start_response: start_response.again status=500 NO',
      '0.0 write',
    ]);
    const late = told(new Machine({ app: answering(true) }), 'start_response', sends(GET));
    expect(late.slice(0, 3)).toEqual([
      '0.0 start_response status=200 OK',
      '0.0 write',
      '0.0 start_response: start_response.late status=500 NO',
    ]);
  });

  test('of an app that has failed another one is made', () => {
    expect(told(appMachine('boom'), 'exception:', sends(GET))).toEqual([
      '0.0 exception: exception.before error=Error',
      '0.0 start_response: start_response.error status=500 INTERNAL SERVER ERROR',
      ...['0.0 write', '0.0 drain', '0.0 answered bytes=458', '0.0 iterator close'],
      ...['0 finish', '0 close fd=4', '0 end'],
    ]);
  });

  test('in chunks its first write says so', () => {
    const machine = new Machine({ app: preset('stream')?.app as WsgiApp, server: 'threaded' });
    expect(told(machine, 'write:', sends(GET))[0]).toBe('0.0 write: write.chunked');
  });
});

describe('a client that resets its connection', () => {
  const reset = (app: string, data: string): readonly string[] => {
    const machine = appMachine(app);
    const client = machine.connect();
    client.send(data);
    machine.run({ until: 0.5 });
    client.reset();
    machine.run();
    return from(reasonsOf(machine), 'client');
  };

  test('is noticed by who reads from it', () => {
    expect(reset('hello', 'GET ')).toEqual([
      '0 client close: client close.reset',
      '0.0 reset: reset.reading',
      '0.0 dropped: dropped.reading error=ConnectionResetError',
      ...['0 finish', '0 close: close.gone fd=4'],
    ]);
  });

  test('is noticed by an app that reads its body, and dropped where its answer is written', () => {
    expect(reset('echo', `${WITH_BODY}ab`)).toEqual([
      '0 client close: client close.reset',
      '0.0 reset: reset.answering',
      '0.0 start_response status=400 BAD REQUEST',
      ...['0.0 drain: drain.end', '0.0 iterator close'],
      '0.0 dropped error=BrokenPipeError',
      ...['0 finish', '0 close: close.gone fd=4'],
    ]);
  });

  test('is noticed after an app has slept, when its answer is written', () => {
    expect(reset('sleepy', WITH_BODY)).toEqual([
      '0 client close: client close.reset',
      '0.0 start_response status=200 OK',
      '0.0 drain: drain.end',
      '0.0 dropped error=ConnectionResetError',
      ...['0 finish', '0 close: close.gone fd=4'],
    ]);
  });
});

test('clients that wait when the server stops are reset, and later ones refused', () => {
  const machine = appMachine('hello');
  machine.connect();
  machine.run();
  machine.connect().send(GET);
  machine.run();
  machine.interrupt();
  machine.run();
  machine.connect();
  machine.run();
  const lit = '[sockets]';
  expect(from(storyOf(machine), 'interrupt')).toEqual([
    '- interrupt [log]',
    '0 finish [rfile, wfile · ladders]',
    '0 close fd=4 [kernel receive, client in · sockets]',
    '- interrupt: interrupt.caught [stack]',
    `1 reset: reset.queued connection=2 ${lit}`,
    `- server_close ${lit}`,
    '0 end: end.nothing [client in · sockets]',
    `1 reset: reset.client ${lit}`,
    `2 refused ${lit}`,
  ]);
});

test('a connection that the server turns away is closed without a handler', () => {
  class Refusing extends TCPServer {
    override *verifyRequest(): Sys<boolean> {
      return false;
    }
  }
  expect(told(serving(Refusing, BaseRequestHandler), 'process_request', sends('x'))).toEqual([]);
  expect(told(serving(Refusing, BaseRequestHandler), 'close:', (client) => client.shutdownWrite())).toEqual([
    ...['0 close: close.unserved fd=4', '0 end: end.nothing'],
  ]);
});
