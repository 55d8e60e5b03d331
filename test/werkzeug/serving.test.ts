import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { MachineOptions } from '../../src/machine/setup/options.ts';
import { BaseException, PyTypeError, ValueError } from '../../src/python/errors.ts';
import { formatException } from '../../src/python/exception-text.ts';
import { AppError, appIterator, blocking, callApp } from '../../src/werkzeug/app.ts';
import {
  _ansiStyle,
  DechunkedInput,
  getSockaddr,
  makeServer,
  runSimple,
  selectAddressFamily,
} from '../../src/werkzeug/serving.ts';
import type { StartResponse, WsgiApp } from '../../src/werkzeug/wsgi-types.ts';
import { fileOf, finish } from '../support/files.ts';

const open = (text: string): DechunkedInput => {
  const input = new DechunkedInput();
  input.init(fileOf(encodeLatin1(text)));
  return input;
};

const readAll = (text: string): string => decodeLatin1(finish(open(text).read()) ?? new Uint8Array());

describe('a chunked body', () => {
  test.each(['123456789', 'fffffffffffff'])(
    'that is cut short in a chunk of %s bytes fails in bounded time',
    (size) => {
      expect(() => readAll(`${size}\r\nabc`)).toThrow('Missing chunk terminating newline');
      const input = open(`${size}\r\nabc`);
      expect(() => finish(input.readline())).toThrow('Missing chunk terminating newline');
      expect(() => finish(input.read(1))).toThrow('Invalid chunk header');
    },
  );

  test('is one stream', () => {
    expect(readAll('5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nrest')).toBe('hello!');
  });

  test.each(['0x5', '+5', '0_5', ' 5 ', '05', '5\x85'])('takes %j for a size of 5', (size) => {
    expect(readAll(`${size}\r\nhello\r\n0\r\n\r\n`)).toBe('hello');
  });

  test('is read in pieces that do not care for chunks', () => {
    const input = open('5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n');
    const pieces = [4, 4, 10, 10].map((size) => decodeLatin1(finish(input.read(size)) ?? new Uint8Array()));
    expect(pieces).toEqual(['hell', 'o wo', 'rld', '']);
  });

  test.each([
    ['5;ext=1\r\nhello\r\n', 'Invalid chunk header'],
    ['\r\n', 'Invalid chunk header'],
    ['-1\r\n', 'Negative chunk length not allowed'],
    ['5\r\nhello!\r\n', 'Missing chunk terminating newline'],
    ['5\r\nhel', 'Missing chunk terminating newline'],
    ['0\r\nTrailer: 1\r\n\r\n', 'Missing chunk terminating newline'],
  ])('%j fails: %s', (text, message) => {
    expect(() => readAll(text)).toThrow(message);
  });
});

const errorOf = (action: () => unknown): BaseException => {
  try {
    action();
  } catch (error) {
    if (error instanceof BaseException) return error;
  }
  throw new Error('no Python exception was raised');
};

async function fetching(): Promise<Uint8Array[]> {
  return [];
}

function* failingInTheMiddle(): Generator<Uint8Array> {
  yield encodeLatin1('1');
  throw new TypeError('in the middle');
}

describe('the boundary between server and app', () => {
  const START = (() => undefined) as unknown as StartResponse;
  const call = (app: unknown): unknown => finish(callApp(app, {}, START));
  test('takes functions, blocking functions and objects', () => {
    const body = [encodeLatin1('x')];
    expect(call(() => body)).toBe(body);
    expect(
      call(
        blocking(function* (): Sys<Uint8Array[]> {
          return body;
        }),
      ),
    ).toBe(body);
    expect(call({ __call__: () => body })).toBe(body);
  });

  test('rejects a value that is not an app', () => {
    expect(() => call(5)).toThrow("'int' object is not callable");
  });

  test('refuses promises and names the app', () => {
    const error = errorOf(() => call(fetching));
    expect(error).toBeInstanceOf(PyTypeError);
    expect(error.text).toContain("app 'fetching' returned a promise");
  });

  test('shows JavaScript errors by their own name, and keeps their stack', () => {
    const error = errorOf(() =>
      call(() => {
        throw new RangeError('too far');
      }),
    );
    expect(error).toBeInstanceOf(AppError);
    expect(formatException(error)).toBe('Traceback (most recent call last):\nRangeError: too far\n');
    expect((error as AppError).javaScriptStack).toContain('serving.test.ts');
  });

  test('hands Python exceptions on', () => {
    const raised = new ValueError('x');
    expect(
      errorOf(() =>
        call(() => {
          throw raised;
        }),
      ),
    ).toBe(raised);
  });

  test('also stands between server and iterable', () => {
    const iterator = appIterator(call(failingInTheMiddle));
    expect(finish(iterator.next()).value).toEqual(encodeLatin1('1'));
    expect(errorOf(() => finish(iterator.next())).className).toBe('TypeError');
  });
});

test('log lines are coloured as a terminal wants it', () => {
  expect(_ansiStyle('x', 'bold', 'red')).toBe('\x1b[31m\x1b[1mx\x1b[0m');
});

describe('addresses', () => {
  test('have a family by their form', () => {
    expect(selectAddressFamily('127.0.0.1', 80)).toBe('AF_INET');
    expect(selectAddressFamily('unix:///tmp/s', 0)).toBe('AF_UNIX');
    expect(selectAddressFamily('::1', 80)).toBe('AF_INET6');
  });

  test('are resolved, and left as they are where they cannot be', () => {
    expect([...getSockaddr('localhost', 80, 'AF_INET')]).toEqual(['127.0.0.1', 80]);
    expect([...getSockaddr('nowhere.test', 80, 'AF_INET')]).toEqual(['nowhere.test', 80]);
    expect(getSockaddr('unix://./a/../s', 0, 'AF_UNIX')).toBe('/s');
  });
});

const rawHello: WsgiApp = (_environ, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']]);
  return [encodeLatin1('Hello '), encodeLatin1('World!\n')];
};

/** What a server logs that serves one request and is then stopped by Ctrl+C, and what it answers. */
function serveOnce(options: MachineOptions, request = 'GET / HTTP/1.0\r\n\r\n'): { log: string; received: string } {
  const machine = new Machine(options);
  const client = machine.connect();
  client.send(request);
  machine.run();
  machine.kernel.signal(machine.serverProcess, 'SIGINT');
  machine.run();
  expect(machine.serverProcess.exitStatus).toBe(0);
  return { log: machine.log, received: client.received };
}

/** The log and exit status of a program that fails. */
function fail(program: () => Sys<void>): { log: string; status: number | undefined } {
  const machine = new Machine({ program });
  machine.run();
  return { log: machine.log, status: machine.serverProcess.exitStatus };
}

describe('run_simple', () => {
  const STARTED =
    '\x1b[31m\x1b[1mWARNING: This is a development server. Do not use it in a production deployment. ' +
    'Use a production WSGI server instead.\x1b[0m\n * Running on http://127.0.0.1:5000\n\x1b[33mPress CTRL+C to quit\x1b[0m\n';

  test('says where it is, serves, logs, and ends on Ctrl+C', () => {
    expect(serveOnce({ app: rawHello })).toEqual({
      log: `${STARTED}127.0.0.1 - - [01/Jan/2026 00:00:00] "GET / HTTP/1.0" 200 -\n`,
      received:
        'HTTP/1.0 200 OK\r\nServer: Werkzeug/3.1.8 Python/3.11.7\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n' +
        'Content-Type: text/plain\r\nConnection: close\r\n\r\nHello World!\n',
    });
  });

  test.each(['threaded', 'forking'] as const)('%s speaks HTTP/1.1 and sends chunks', (server) => {
    const { received } = serveOnce({ app: rawHello, server }, 'GET / HTTP/1.1\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).toMatch(/\r\n\r\n6\r\nHello \r\n7\r\nWorld!\n\r\n0\r\n\r\n$/);
  });

  test('answers a JavaScript error of the app with 500, logs it and goes on', () => {
    const { log, received } = serveOnce({
      app: () => {
        throw new TypeError('x is not a function');
      },
    });
    expect(received).toMatch(/^HTTP\/1\.0 500 INTERNAL SERVER ERROR\r\n/);
    expect(log).toContain('Error on request:\nTraceback (most recent call last):\nTypeError: x is not a function\n');
  });

  test('shows all addresses of a server on 0.0.0.0', () => {
    const { log } = serveOnce({ app: rawHello, host: '0.0.0.0', port: 8080 });
    expect(log).toContain(
      ' * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:8080\n * Running on http://',
    );
  });

  test('says that a port is taken, and ends with status 1', () => {
    const { log, status } = fail(function* () {
      yield* makeServer('127.0.0.1', 5000, rawHello);
      yield* runSimple('127.0.0.1', 5000, rawHello);
    });
    expect(status).toBe(1);
    expect(log).toBe(
      'Address already in use\nPort 5000 is in use by another program. Either identify and stop that program, or start the server with a different port.\n',
    );
  });

  test.each([
    [{ threaded: true, processes: 2 }, 'ValueError: Cannot have a multi-thread and multi-process server.'],
    [{ useReloader: true }, 'NotImplementedError: run_simple() has no use_reloader here'],
    [{ sslContext: 'adhoc' }, 'NotImplementedError: run_simple() has no ssl_context here'],
  ])('refuses %j', (options, message) => {
    expect(fail(() => runSimple('127.0.0.1', 0, rawHello, options)).log).toContain(message);
  });

  test('refuses a port that is no integer', () => {
    expect(fail(() => runSimple('127.0.0.1', 1.5, rawHello)).log).toContain('TypeError: port must be an integer');
  });
});
