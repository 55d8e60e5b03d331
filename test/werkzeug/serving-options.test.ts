/** What the options of a server do, one at a time, as Werkzeug 3.1.8 does it. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { MachineOptions } from '../../src/machine/setup/options.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { ConnectionError, TimeoutError, ValueError } from '../../src/python/errors.ts';
import { environ } from '../../src/stdlib/os.ts';
import { ForkingWSGIServer, makeServer, runSimple, WSGIRequestHandler } from '../../src/werkzeug/serving.ts';
import type { MakeServerOptions } from '../../src/werkzeug/serving/run-simple.ts';
import type { Environ, WsgiApp } from '../../src/werkzeug/wsgi-types.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';

const hello: WsgiApp = (_environ, startResponse) => {
  startResponse('200 OK', []);
  return [encodeLatin1('hello')];
};

/** Runs a program to its end. */
function ended(program: () => Sys<void>): Machine {
  const machine = new Machine({ program, trace: false });
  machine.run();
  return machine;
}

/** What one client of a server is sent, and the machine. */
function asked(options: MachineOptions): { readonly machine: Machine; readonly received: string } {
  const machine = new Machine({ trace: false, ...options });
  const client = machine.connect();
  client.send(GET);
  machine.run();
  return { machine, received: client.received };
}

class Own extends WSGIRequestHandler {
  static override protocolVersion = 'HTTP/1.0';
}

describe('make_server', () => {
  test.each<[options: MakeServerOptions, server: string, protocol: string, most: number | undefined]>([
    [{}, 'BaseWSGIServer', 'HTTP/1.0', undefined],
    [{ threaded: false, processes: 1 }, 'BaseWSGIServer', 'HTTP/1.0', undefined],
    [{ threaded: true }, 'ThreadedWSGIServer', 'HTTP/1.1', undefined],
    [{ threaded: true, processes: 1 }, 'ThreadedWSGIServer', 'HTTP/1.1', undefined],
    [{ processes: 2 }, 'ForkingWSGIServer', 'HTTP/1.1', 2],
    [{ threaded: true, requestHandler: Own }, 'ThreadedWSGIServer', 'HTTP/1.0', undefined],
    [{ processes: 3, requestHandler: Own }, 'ForkingWSGIServer', 'HTTP/1.0', 3],
    [{ requestHandler: Own }, 'BaseWSGIServer', 'HTTP/1.0', undefined],
  ])('with %j makes a %s that speaks %s', (options, name, protocol, most) => {
    for (const passthroughErrors of [undefined, true]) {
      const seen: unknown[] = [];
      ended(function* () {
        const server = yield* makeServer('127.0.0.1', 0, hello, { ...options, passthroughErrors });
        const { multithread, multiprocess, port } = server;
        const { maxChildren, daemonThreads } = server as { maxChildren?: number; daemonThreads?: boolean };
        seen.push([server.constructor.name, server.RequestHandlerClass.name, maxChildren, daemonThreads]);
        seen.push([multithread, multiprocess, server.passthroughErrors, port > 0, server.host]);
        const handler = new server.RequestHandlerClass() as WSGIRequestHandler;
        seen.push(handler.protocolVersion);
      });
      const [isThreaded, isForking] = [name === 'ThreadedWSGIServer', name === 'ForkingWSGIServer'];
      const handler = options.requestHandler === undefined ? 'WSGIRequestHandler' : 'Own';
      expect(seen).toEqual([
        [name, handler, most, isThreaded ? true : undefined],
        [isThreaded, isForking, passthroughErrors ?? false, true, '127.0.0.1'],
        protocol,
      ]);
    }
  });

  test('a server with processes that are not counted has at most 40', () => {
    let most: number | undefined;
    ended(function* () {
      most = (yield* create(ForkingWSGIServer, '127.0.0.1', 0, hello)).maxChildren;
    });
    expect(most).toBe(40);
  });

  test('an address of another computer is no port in use: the reason alone, and status 1', () => {
    const machine = ended(function* () {
      yield* makeServer('10.1.2.3', 5999, hello);
    });
    expect([machine.log, machine.serverProcess.exitStatus]).toEqual(['Cannot assign requested address\n', 1]);
  });
});

describe('run_simple', () => {
  const started = (name?: string, host = '127.0.0.1'): { log: string; fd: string | undefined } => {
    let fd: string | undefined;
    const machine = new Machine({
      trace: false,
      *program() {
        if (name !== undefined) environ['WERKZEUG_RUN_MAIN'] = name;
        yield* runSimple(host, 80, (_environ, startResponse) => {
          fd = environ['WERKZEUG_SERVER_FD'];
          return hello(_environ, startResponse);
        });
      },
    });
    machine.run();
    const { log } = machine;
    const client = machine.connect();
    client.send(GET);
    machine.run();
    return { log, fd };
  };

  test('tells the descriptor of its socket in the environment', () => {
    expect(started().fd).toBe('3');
  });

  test('says nothing at its start in a process that the reloader has started', () => {
    expect(started('true').log).toBe('');
    expect(started('false').log).toContain('Press CTRL+C to quit');
  });

  test('on all addresses, names the one that others reach: without a network, this computer', () => {
    const lines = started(undefined, '0.0.0.0').log.split('\n');
    expect(lines.slice(1)).toEqual([
      ' * Running on all addresses (0.0.0.0)',
      ' * Running on http://127.0.0.1:80',
      ' * Running on http://127.0.0.1:80',
      '\x1b[33mPress CTRL+C to quit\x1b[0m',
      '',
    ]);
  });

  test.each([
    ['useDebugger', 'use_debugger'],
    ['staticFiles', 'static_files'],
  ])('has no %s, and does not mind when it is not wanted', (option, name) => {
    const log = (value: unknown): string => ended(() => runSimple('10.1.2.3', 0, hello, { [option]: value })).log;
    expect(log({ '/': '.' })).toContain(`NotImplementedError: run_simple() has no ${name} here`);
    expect(log(false)).toBe('Cannot assign requested address\n');
  });
});

test('on a Unix socket the client is local, and the log says so', () => {
  const seen: Environ[] = [];
  const { machine } = asked({
    host: 'unix:///tmp/app',
    app: (given, startResponse) => {
      seen.push(given);
      return hello(given, startResponse);
    },
  });
  const [{ REMOTE_ADDR, REMOTE_PORT, SERVER_NAME, SERVER_PORT } = {}] = seen;
  expect([REMOTE_ADDR, REMOTE_PORT, SERVER_NAME, SERVER_PORT]).toEqual(['<local>', 0, '/', 't']);
  expect(machine.log.split('\n').slice(1)).toEqual([
    ' * Running on unix:///tmp/app',
    '\x1b[33mPress CTRL+C to quit\x1b[0m',
    '<local> - - [01/Jan/2026 00:00:00] "GET / HTTP/1.0" 200 -',
    '',
  ]);
});

describe('an error of the app', () => {
  const failing = (error: Error) => (): never => {
    throw error;
  };

  test('ends a server that passes errors through, without an answer', () => {
    const machine = new Machine({
      trace: false,
      *program() {
        const server = yield* makeServer('127.0.0.1', 80, failing(new ValueError('boom')), { passthroughErrors: true });
        yield* server.serveForever();
      },
    });
    machine.run();
    const client = machine.connect();
    client.send(GET);
    machine.run();
    expect([client.received, machine.serverProcess.exitStatus]).toEqual(['', 1]);
    expect(machine.log).toMatch(/ValueError: boom\n$/);
    expect(machine.log).not.toContain('Error on request');
  });

  test.each([new ConnectionError('gone'), new TimeoutError('late')])(
    'that means that the client is gone is neither answered nor logged: %s',
    (error) => {
      const { machine, received } = asked({ app: failing(error) });
      expect(received).toBe('');
      expect(machine.log).toMatch(/Press CTRL\+C to quit\x1b\[0m\n$/);
      expect(machine.serverProcess.exitStatus).toBeUndefined();
    },
  );
});
