/**
 * Objects whose last reference is gone release their resources, as in CPython: files of a failed handler, selectors,
 * generators.
 */
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import type { ServerKind } from '../../src/vocabulary.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { RuntimeError } from '../../src/python/errors.ts';
import {
  ForkingTCPServer,
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
} from '../../src/stdlib/socketserver.ts';
import { WSGIRequestHandler } from '../../src/werkzeug/serving.ts';
import type { Environ, StartResponse, WsgiApp } from '../../src/werkzeug/wsgi-types.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

const openSockets = (machine: Machine): number =>
  machine.serverProcess.fds.entries().filter(([, file]) => file.kind === 'socket').length;
const openSelectors = (machine: Machine): number =>
  machine.serverProcess.fds.entries().filter(([, file]) => file.kind === 'epoll').length;

/** Lets a client send its request and reset the connection while the server still waits for more. */
function resetWhileDraining(machine: Machine): void {
  const client = machine.connect();
  client.send(REQUEST);
  machine.run({ until: machine.time + 0.005 });
  client.reset();
  machine.run();
}

class Buffered extends StreamRequestHandler {
  override wbufsize = 4096;

  override *handle(): Sys<void> {
    for (;;) yield* this.wfile.write(yield* this.rfile.readline());
  }
}

class HalfSetUp extends StreamRequestHandler {
  override *setup(): Sys<void> {
    yield* super.setup();
    throw new RuntimeError('boom after the files were made');
  }
}

describe.each([
  ['TCPServer', TCPServer],
  ['ThreadingTCPServer', ThreadingTCPServer],
  ['ForkingTCPServer', ForkingTCPServer],
] as const)('%s', (_name, Server) => {
  const serving = (Handler: typeof StreamRequestHandler): Machine =>
    new Machine({
      *program() {
        const server = yield* create(Server, ['127.0.0.1', 5000], Handler);
        yield* server.serveForever();
      },
    });

  test('closes the connection of a handler whose buffered response could not be sent', () => {
    const machine = serving(Buffered);
    const client = machine.connect();
    client.send('one\ntw');
    machine.run();
    client.reset();
    machine.run();
    expect(machine.log).toContain('BrokenPipeError');
    expect(openSockets(machine)).toBe(1);
  });

  test('closes the connection of a handler that failed after it had made its files', () => {
    const machine = serving(HalfSetUp);
    const client = machine.connect();
    machine.run();
    expect(machine.log).toContain('boom after the files were made');
    expect(client.state).toBe('eof');
    expect(openSockets(machine)).toBe(1);
  });
});

describe.each(['base', 'threaded'] as const)(
  'a connection that is reset while a %s server drains it',
  (server: ServerKind) => {
    test('ends the generator that the app returned', () => {
      const ended: string[] = [];
      function* app(_environ: Environ, startResponse: StartResponse): Generator<Uint8Array> {
        startResponse('200 OK', [['Content-Length', '3']]);
        try {
          yield encodeLatin1('one');
        } finally {
          ended.push('generator');
        }
      }
      resetWhileDraining(new Machine({ app, server }));
      expect(ended).toEqual(['generator']);
    });

    test('leaves its selector to the garbage collector, so that descriptors never run out', () => {
      const app: WsgiApp = (_environ, startResponse) => {
        startResponse('200 OK', [['Content-Length', '0']]);
        return [];
      };
      const machine = new Machine({ app, server, limits: { descriptors: 64 } });
      for (let round = 0; round < 100; round += 1) resetWhileDraining(machine);
      expect(openSelectors(machine)).toBeLessThanOrEqual(16);
      const client = machine.connect();
      client.send(REQUEST);
      machine.run();
      expect(client.received).toMatch(/^HTTP\/1\.[01] 200 OK/);
    });
  },
);

describe('a selector left by a drain that timed out', () => {
  class Impatient extends WSGIRequestHandler {
    override timeout: number | undefined = 0.3;
  }
  const app: WsgiApp = (_environ, startResponse) => {
    startResponse('200 OK', [['Content-Length', '2']]);
    return [encodeLatin1('ok')];
  };
  /** Two requests whose bodies arrive in part while they are drained. */
  function timedOutTwice(server: ServerKind): Machine {
    const machine = new Machine({ app, server, handler: Impatient });
    for (let request = 0; request < 2; request += 1) {
      const client = machine.connect();
      client.send('POST / HTTP/1.0\r\nContent-Length: 9\r\n\r\n');
      machine.run({ until: machine.time + 0.005 });
      client.send('abc');
      machine.run();
      expect(client.received).toMatch(/ok$/);
    }
    return machine;
  }
  /** Calls that make selectors, and that close them, connections and the listener. */
  const calls = (machine: Machine): string[] =>
    machine.trace
      .steps()
      .filter(({ kind, name }) => kind === 'syscall' && /^(epoll_create1|close)$/.test(name))
      .map(({ name, detail }) => `${name} ${detail}`.replace(/ = 0| {2}=/, ''));

  // As strace shows it for CPython 3.11.7 with Werkzeug 3.1.8.
  test.each(['base', 'threaded'] as const)(
    'is closed after the listener when the interpreter of a %s server ends',
    (server) => {
      const machine = timedOutTwice(server);
      expect(openSelectors(machine)).toBe(2);
      machine.interrupt();
      machine.run();
      expect(machine.serverProcess.exitStatus).toBe(0);
      const [listener, connection] = [3, 4].map((fd) => `close ${fd}`);
      const drains = ['epoll_create1 5', connection, 'epoll_create1 6', connection];
      expect(calls(machine)).toEqual([...drains, listener, 'close 5', 'close 6']);
    },
  );

  test('is left to the kernel when a forked child ends', () => {
    const machine = timedOutTwice('forking');
    machine.interrupt();
    machine.run();
    expect(machine.serverProcess.exitStatus).toBe(0);
    const request = ['close 4', 'epoll_create1 5', 'close 4'];
    expect(calls(machine)).toEqual([...request, ...request, 'close 3']);
  });
});
