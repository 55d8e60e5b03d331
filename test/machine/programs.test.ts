/**
 * Programs of one's own in place of an app: servers of `socketserver` and `http.server`, with clients, steps, snapshots
 * and scenarios.
 */
import { describe, expect, test } from 'vitest';
import {
  create,
  encodeUtf8,
  freshApp,
  freshProgram,
  Machine,
  PRESETS,
  replayAs,
  sleep,
  type Program,
  type Sys,
  type WsgiApp,
} from '../../src/index.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../src/modules/http.server.ts';
import { DatagramRequestHandler, StreamRequestHandler, TCPServer, UDPServer } from '../../src/modules/socketserver.ts';
import { EpollSelector, EVENT_READ } from '../../src/modules/selectors.ts';
import { Socket } from '../../src/stdlib/socket.ts';
import { Event } from '../../src/modules/threading.ts';
import { programApp } from '../../src/tooling.ts';

class EchoHandler extends StreamRequestHandler {
  override *handle(): Sys<void> {
    for (;;) {
      const line = yield* this.rfile.readline();
      if (line.length === 0) return;
      yield* this.wfile.write(line);
    }
  }
}

function* echo(): Sys<void> {
  const server = yield* create(TCPServer, ['127.0.0.1', 7000], EchoHandler);
  yield* server.serveForever();
}

class HelloHandler extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';

  *do_GET(): Sys<void> {
    const body = encodeUtf8(`you asked for ${this.path}`);
    this.sendResponse(200);
    this.sendHeader('Content-Length', String(body.length));
    yield* this.endHeaders();
    yield* this.wfile.write(body);
  }
}

function* web(): Sys<void> {
  const server = yield* create(HTTPServer, ['127.0.0.1', 8000], HelloHandler);
  yield* server.serveForever();
}

class Shout extends DatagramRequestHandler {
  override *handle(): Sys<void> {
    yield* this.wfile.write(this.packet.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)));
  }
}

function* shout(): Sys<void> {
  const server = yield* create(UDPServer, ['127.0.0.1', 9000], Shout);
  yield* server.serveForever();
}

/** A machine that echoes two lines. */
function echoed(): Machine {
  const machine = new Machine({ program: echo });
  const client = machine.connect();
  client.send('one\ntwo\n');
  machine.run();
  return machine;
}

/** The same again, from what JSON keeps. */
function again(machine: Machine, program: Program): Machine {
  const replayed = Machine.from(JSON.parse(JSON.stringify(machine.scenario)), { program });
  replayed.run();
  return replayed;
}

describe('a program', () => {
  test('echoes over TCP: its steps are in the trace, its bytes in the lanes, and any step can be sought', () => {
    const machine = echoed();
    expect([machine.clients[0]?.received, machine.address]).toEqual(['one\ntwo\n', ['127.0.0.1', 7000]]);
    const names = machine.trace.steps().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['socketserver.BaseServer.serve_forever', 'accept4', 'recvfrom']));
    const [connection] = machine.snapshot().connections;
    expect(connection?.handler?.className).toBe('EchoHandler');
    expect(connection?.lanes.find(({ name }) => name === 'rfile')?.bytes.length).toBe(8);
    const accepted = names.indexOf('accept4') + 1;
    expect(machine.seek(accepted)).toEqual(machine.branch(accepted).snapshot());
    expect(machine.errors).toEqual([]);
  });

  test('keeps connections alive in HTTP/1.1', () => {
    const machine = new Machine({ program: web });
    const client = machine.connect();
    for (const path of ['/a', '/b']) client.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    machine.run();
    expect(client.received.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(client.received).toMatch(/you asked for \/aHTTP[^]*you asked for \/b$/);
    expect(client.state).toBe('open');
    expect(again(machine, web).trace.hash()).toBe(machine.trace.hash());
  });

  test('answers datagrams', () => {
    const machine = new Machine({ program: shout });
    const client = machine.datagrams();
    client.send('hey');
    machine.run();
    expect(client.received).toBe('HEY');
    expect(again(machine, shout).clients[0]?.received).toBe('HEY');
  });

  test('is named in its scenario, and brought to it again', () => {
    const machine = echoed();
    expect(machine.scenario.app).toEqual({ program: 'echo' });
    const replayed = again(machine, echo);
    expect([replayed.trace.hash(), replayed.clients[0]?.received]).toEqual([machine.trace.hash(), 'one\ntwo\n']);
    expect(replayed.scenario).toEqual(machine.scenario);
  });

  test('is compiled from the source of a scenario', () => {
    const scenario = { ...echoed().scenario, app: { source: 'export function* program() {}' } };
    const machine = Machine.from(scenario, { compile: () => programApp(echo) });
    machine.run();
    expect(machine.trace.hash()).toBe(echoed().trace.hash());
    expect(machine.options.program).toBe(echo);
  });

  test('is stopped by Ctrl+C, which the scenario has too', () => {
    const machine = echoed();
    machine.interrupt();
    machine.run();
    expect([machine.address, machine.clients[0]?.state]).toEqual([undefined, 'eof']);
    expect(machine.log).toContain('KeyboardInterrupt');
    expect(again(machine, echo).log).toBe(machine.log);
  });
});

describe('a program with variables of its own', () => {
  const counting = (): Program => {
    let count = 0;
    class Counter extends StreamRequestHandler {
      override *handle(): Sys<void> {
        count += 1;
        yield* this.wfile.write(encodeUtf8(`${count}\n`));
      }
    }
    return function* counter() {
      const server = yield* create(TCPServer, ['127.0.0.1', 7000], Counter);
      yield* server.serveForever();
    };
  };

  test.each([
    ['freshProgram', { program: freshProgram(counting) }],
    ['a fresh app that is a program', { app: freshApp(() => programApp(counting())) }],
  ])('begins again for each machine: %s', (_name, options) => {
    const machine = new Machine(options);
    const clients = [machine.connect(), machine.connect()];
    machine.run();
    expect(clients.map(({ received }) => received)).toEqual(['1\n', '2\n']);
    expect(machine.seek(machine.trace.length - 5).step).toBe(machine.trace.length - 5);
    const replayed = Machine.from(machine.scenario, options);
    replayed.run();
    expect(replayed.trace.hash()).toBe(machine.trace.hash());
    expect(machine.scenario.app).toEqual({ program: 'counter' });
  });
});

describe('what is wrong with a program is named', () => {
  const app = PRESETS[0]?.app as WsgiApp;

  test('where it is given', () => {
    expect(() => new Machine({ program: 5 as never })).toThrow('options.program: 5 is not a generator function');
    expect(() => new Machine({ program: (async () => {}) as never })).toThrow('is not a generator function');
    expect(() => freshProgram(echo as never)).toThrow(
      'make: function echo is a program itself; write freshProgram(() => program)',
    );
    expect(() => new Machine({ program: freshProgram(() => undefined as never) })).toThrow(
      'options.program: freshProgram() made undefined, not a generator function',
    );
    expect(() => programApp('echo' as never)).toThrow("program: 'echo' is not a generator function");
    expect(() => (freshProgram(() => echo) as () => void)()).toThrow('give it to a Machine, as options.program');
    expect(() => (programApp(echo) as unknown as () => void)()).toThrow('a program answers no requests');
  });

  test('where it is run', () => {
    const machine = new Machine({ program: (() => 5) as never });
    machine.run();
    expect(machine.errors.map(({ text }) => text)).toEqual([
      'TypeError: program: function program answered 5 and is not a generator function; write program: function* () { … }',
    ]);
  });

  test('when it ends without a server', () => {
    const machine = new Machine({ *program() {} });
    machine.run();
    expect(machine.errors).toMatchObject([
      {
        kind: 'warning',
        text: "the program 'program' has ended, and no socket of it ever listened",
        hint: 'make a server with yield* create(TCPServer, address, Handler), then yield* server.serveForever()',
      },
    ]);
  });

  test('when it ends because its server does not serve', () => {
    const machine = new Machine({
      *program() {
        yield* create(TCPServer, ['127.0.0.1', 7000], EchoHandler);
      },
    });
    machine.run();
    expect(machine.errors).toMatchObject([
      {
        kind: 'warning',
        text: "the program 'program' has ended, and no client had connected",
        hint: expect.stringContaining('yield* server.serveForever()'),
      },
    ]);
  });

  test('when it waits, and listens nowhere', () => {
    const machine = new Machine({
      *program() {
        const news = new Event();
        yield* news.wait();
      },
    });
    const client = machine.connect();
    machine.run();
    expect(client.state).toBe('refused');
    expect(machine.errors).toMatchObject([
      { text: 'a client connects to 127.0.0.1:5000, but the program listens nowhere', thread: 'MainThread' },
    ]);
  });

  test('when something else is brought to its scenario', () => {
    const { scenario } = new Machine({ program: echo });
    expect(() => Machine.from(scenario)).toThrow("bring.program: the scenario's program 'echo' is code; supply it");
    expect(() => Machine.from(scenario, { app })).toThrow(
      "bring.app: the scenario runs the program 'echo'; bring.program is what it needs",
    );
    const given = new Machine({ app: () => [] }).scenario;
    expect(() => Machine.from(given, { program: echo })).toThrow(
      "bring.program: the scenario serves the app 'app'; bring.app is what it needs",
    );
  });

  test('when another kind of server is wanted', () => {
    expect(() => replayAs(echoed(), 'threaded')).toThrow(
      "server: 'threaded' cannot be chosen for a program, which makes its server itself",
    );
  });

  test('and nothing is wrong with one that has served, or was stopped', () => {
    const machine = new Machine({
      *program() {
        const server = yield* create(TCPServer, ['127.0.0.1', 7000], EchoHandler);
        yield* server.handleRequest();
        yield* sleep(1);
      },
    });
    machine.connect().shutdownWrite();
    machine.run();
    expect([machine.address, machine.errors]).toEqual([undefined, []]);
  });
});

test('a snapshot shows what an epoll instance watches, and what of it is ready', () => {
  const machine = new Machine({
    *program() {
      const listener = yield* Socket.open();
      yield* listener.bind(['127.0.0.1', 7_000]);
      yield* listener.listen(1);
      const selector = yield* EpollSelector.open();
      yield* selector.register(listener, EVENT_READ);
      yield* selector.select();
      yield* sleep(1);
      yield* selector.select();
      yield* listener.close();
    },
  });
  machine.run();
  const watched = (): unknown =>
    machine.snapshot().processes[0]?.descriptors.map(({ kind, registered }) => [kind, registered]);
  const instance = (ready: number): unknown => expect.arrayContaining([['epoll', [{ fd: 3, events: 1, ready }]]]);
  expect(watched()).toEqual(instance(0));
  machine.connect();
  machine.run({ until: 0.5 });
  expect(watched()).toEqual(instance(1));
});
