/** What waits know of the past: when bytes came, what was sent since, whose address it was, who could not connect. */
import { describe, expect, test } from 'vitest';
import { WAITS_EN, waitsOf, waitText } from '../../../src/explain.ts';
import type { Wait } from '../../../src/explain.ts';
import { findWaits, rowsOf } from '../../../src/explain/waits/find-waits.ts';
import { clientOfName, WaitHistory } from '../../../src/explain/waits/history.ts';
import { blocking, create, Machine, preset, sleep } from '../../../src/index.ts';
import type { Client, MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { BaseHTTPRequestHandler, HTTPServer } from '../../../src/stdlib/http/server.ts';
import { Socket } from '../../../src/stdlib/socket.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

const ofThread = (machine: Machine, name = 'MainThread'): Wait | undefined =>
  waitsOf(machine).find(({ who }) => who.thread === name);
const ofClient = (machine: Machine, client = 0): Wait | undefined =>
  waitsOf(machine).find(({ who }) => who.client === client);

/** A program that has accepted a connection from 127.0.0.1:7000. */
function accepting(body: (socket: Socket) => Sys<unknown>, options: Partial<MachineOptions> = {}): Machine {
  return new Machine({
    ...options,
    *program() {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen(5);
      const [socket] = yield* listener.accept();
      yield* body(socket);
    },
  });
}

/** Runs a machine, and does something at some seconds. */
function played(
  machine: Machine,
  acts: readonly (readonly [at: number, act: (client: Client) => void])[],
  end: number,
) {
  const client = machine.connect();
  for (const [at, act] of acts) {
    machine.run({ until: at });
    act(client);
  }
  machine.run({ until: end });
  return machine;
}

describe('the seconds since something came', () => {
  test('count from the last bytes', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    const sends = (data: string) => (client: Client) => client.send(data);
    played(
      machine,
      [
        [1, sends('GE')],
        [1.5, sends('T')],
      ],
      4,
    );
    expect(ofThread(machine)).toMatchObject({ code: 'recv.line', values: { bytes: 3, seconds: 2.5 } });
  });

  test('do not count from when bytes were read, or sent', () => {
    const machine = accepting(
      function* (socket) {
        yield* sleep(1);
        yield* socket.recv(9);
        yield* sleep(0.5);
        yield* socket.send(new Uint8Array(9));
        yield* socket.recv(9);
      },
      { link: { latency: 0.05 } },
    );
    played(machine, [[0.5, (client) => client.send('x')]], 3);
    expect(ofThread(machine)).toMatchObject({ code: 'recv.plain', values: { seconds: 2.45 } });
  });

  test('count from the opening of a connection, and not from later states', () => {
    const machine = accepting(function* (socket) {
      yield* sleep(1);
      yield* socket.shutdown('SHUT_WR');
      yield* socket.recv(9);
    });
    played(machine, [], 3);
    expect(ofThread(machine)).toMatchObject({ code: 'recv.plain', values: { seconds: 3 } });
  });
});

describe('a connection of several requests', () => {
  class KeepAlive extends BaseHTTPRequestHandler {
    static override protocolVersion = 'HTTP/1.1';
    *do_GET(): Sys<void> {
      if (this.path === '/slow') yield* sleep(2);
      this.sendResponse(200);
      this.sendHeader('Content-Length', '0');
      yield* this.endHeaders();
      if (this.path === '/rest') yield* sleep(2);
    }
  }
  const machine = (...paths: readonly string[]): Machine => {
    const made = new Machine({
      *program() {
        const server = yield* create(HTTPServer, ['127.0.0.1', 7000], KeepAlive);
        yield* server.serveForever();
      },
    });
    const client = made.connect();
    for (const path of paths) {
      client.send(`GET ${path} HTTP/1.1\r\n\r\n`);
      made.run({ until: made.time + 1 });
    }
    return made;
  };

  test('waits for the next one, of which nothing has come since the last', () => {
    const idle = machine('/');
    idle.run({ until: 3 });
    expect(ofThread(idle)).toMatchObject({ code: 'recv.next', values: { connection: 1, seconds: 3 } });
    const client = ofClient(idle);
    expect(client).toMatchObject({ code: 'client.asked', because: { code: 'recv.next' } });
    expect(waitText(client as Wait, WAITS_EN)).toBe(
      'The server keeps the connection open and waits for the next request; nothing has come for 3 s.',
    );
  });

  test('waits for an answer after it has asked again, and for the rest of one that has begun', () => {
    expect(ofClient(machine('/slow'))).toMatchObject({ code: 'client.answer', because: { code: 'sleep' } });
    expect(ofClient(machine('/', '/slow'))).toMatchObject({ code: 'client.answer', because: { code: 'sleep' } });
    expect(ofClient(machine('/', '/rest'))).toMatchObject({ code: 'client.rest', because: { code: 'sleep' } });
  });
});

test('a thread still works for a client that is gone', () => {
  const machine = new Machine({ app: preset('sleepy')?.app as WsgiApp });
  for (const client of [machine.connect(), machine.connect()]) {
    client.send(GET);
    machine.run({ until: machine.time + 0.1 });
  }
  machine.clients[0]?.reset();
  machine.run({ until: 0.5 });
  expect(ofThread(machine)).toMatchObject({ code: 'sleep.app', values: { connection: 1, until: 1 } });
  expect(ofClient(machine, 0)).toBe(undefined);
  expect(ofClient(machine, 1)).toMatchObject({ code: 'client.not_accepted', values: { connection: 2 } });
});

test('an app that reads from a socket of its own, with a time limit, does not drain its client', () => {
  const app = blocking(function* (): Sys<Uint8Array[]> {
    const listener = yield* create(Socket);
    yield* listener.bind(['127.0.0.1', 7000]);
    yield* listener.listen(5);
    const own = yield* create(Socket);
    yield* own.connect(['127.0.0.1', 7000]);
    yield* own.settimeout(5);
    yield* own.recv(1);
    return [];
  });
  const machine = new Machine({ app });
  machine.connect().send(GET);
  machine.run({ until: 1 });
  expect(ofThread(machine)).toMatchObject({
    code: 'recv.plain',
    values: { connection: 0 },
    endedBy: [{ kind: 'time', at: 5 }],
  });
});

test('what is sent is not read as a time limit', () => {
  const machine = new Machine({
    *program() {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen(5);
      const client = yield* create(Socket);
      yield* client.connect(['127.0.0.1', 7000]);
      yield* client.sendall(new TextEncoder().encode('5 s '.repeat(3_000_000)));
    },
  });
  machine.run({ until: 1 });
  expect(ofThread(machine)).toMatchObject({ code: 'send.full', endedBy: [] });
});

describe('clients that could not connect', () => {
  test('are told one by one, with their numbers', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    machine.run();
    machine.interrupt();
    machine.run();
    for (let count = 0; count < 2; count += 1) machine.connect();
    machine.run();
    const waits = waitsOf(machine);
    expect(waits).toEqual(
      [0, 1].map((client) => ({
        who: { tid: expect.any(Number), pid: expect.any(Number), thread: `client-${client}`, client },
        code: 'client.refused',
        values: { connection: client + 1, address: '127.0.0.1:5000' },
        files: [],
        since: 0,
        step: expect.any(Number),
        endedBy: [],
        because: undefined,
      })),
    );
    expect(waits.map(({ step }) => machine.trace.step(step ?? -1).detail)).toEqual([
      expect.stringMatching(/= ECONNREFUSED$/),
      expect.stringMatching(/= ECONNREFUSED$/),
    ]);
    expect(waitText(waits[1] as Wait, WAITS_EN)).toBe(
      'Refused: nobody listens at 127.0.0.1:5000, and the kernel answered the SYN with a reset.',
    );
  });

  test('are not yet told at a step before that', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    machine.run();
    machine.interrupt();
    machine.run();
    const before = machine.trace.length;
    machine.connect();
    machine.run();
    const history = new WaitHistory();
    history.read(rowsOf(machine.trace));
    expect(findWaits(machine.seek(before), history)).toEqual([]);
  });

  test('are no clients where a thread of the program was refused', () => {
    const machine = new Machine({
      *program() {
        const socket = yield* create(Socket);
        try {
          yield* socket.connect(['127.0.0.1', 7]);
        } catch {
          yield* sleep(9);
        }
      },
    });
    machine.run({ until: 1 });
    expect(waitsOf(machine)).toMatchObject([{ code: 'sleep', who: { client: undefined } }]);
  });

  test('are not called refused where nothing answers', () => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp, link: { latency: 0.1, loss: 1 } });
    machine.connect();
    machine.run({ until: 1 });
    const wait = ofClient(machine);
    expect(wait).toMatchObject({
      code: 'client.travel',
      values: { connection: 1, address: '127.0.0.1:5000' },
      endedBy: [{ kind: 'network' }],
    });
    machine.run({ until: 1000 });
    expect(machine.clients[0]?.state).not.toBe('connecting');
    expect(ofClient(machine)).toBe(undefined);
  });
});

describe('datagrams', () => {
  function machineOf(seconds: number): Machine {
    const machine = new Machine({
      *program() {
        const fd = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
        yield* call('bind', fd, ['127.0.0.1', 7000]);
        yield* sleep(seconds);
      },
    });
    machine.run({ until: 0.1 });
    return machine;
  }

  test('wait on the queue of a server that does something else', () => {
    const machine = machineOf(9);
    machine.datagrams().send('abc');
    machine.run({ until: 1 });
    expect(ofClient(machine)).toMatchObject({
      code: 'client.queued',
      values: { address: '127.0.0.1:7000', unread: 3, connection: 1 },
      because: { code: 'sleep' },
      endedBy: [
        { kind: 'thread', tid: 1000 },
        { kind: 'time', at: 9 },
      ],
    });
  });

  test('are waited for from anyone, where none is there', () => {
    const machine = machineOf(9);
    machine.datagrams();
    machine.run({ until: 1 });
    const wait = ofClient(machine);
    expect(wait).toMatchObject({ code: 'client.datagram', endedBy: [{ kind: 'anyone' }], because: undefined });
    expect(waitText(wait as Wait, WAITS_EN)).toMatch(/^Waits for a datagram from 127\.0\.0\.1:7000\. None is on /);
  });

  test('of a server that is gone are not waited for', () => {
    const machine = machineOf(0.5);
    machine.datagrams().send('abc');
    machine.run({ until: 1 });
    expect(waitsOf(machine)).toEqual([]);
  });

  test('that are waited for with a time limit have the address of the server', () => {
    const machine = new Machine({ app: preset('datagrams')?.app as WsgiApp });
    machine.run({ until: 1 });
    expect(ofThread(machine)).toMatchObject({
      code: 'select.datagrams',
      values: { address: '127.0.0.1:5000', call: 'poll', timeout: 0.5 },
    });
  });
});

test('a program that has read a request and sleeps is why its client waits', () => {
  const machine = accepting(function* (socket) {
    yield* socket.recv(9);
    yield* sleep(9);
  });
  machine.connect().send('x');
  machine.run({ until: 1 });
  expect(ofClient(machine)).toMatchObject({ code: 'client.answer', because: { code: 'sleep' } });
});

test('each body is counted by its own length', () => {
  const machine = new Machine({ app: preset('echo')?.app as WsgiApp, server: 'threaded' });
  for (const length of [10, 2000]) machine.connect().send(`POST / HTTP/1.1\r\nContent-Length: ${length}\r\n\r\nabc`);
  machine.run({ until: 1 });
  expect([0, 1].map((client) => ofClient(machine, client)?.because?.values)).toMatchObject([
    { length: 10, missing: 7 },
    { length: 2000, missing: 1997 },
  ]);
  expect(waitText(ofClient(machine, 1) as Wait, WAITS_EN)).toBe(
    'The server waits for the rest of the body: 1,997 of 2,000 bytes are missing.',
  );
});

test('a thread that lets others run first waits for the scheduler', () => {
  const machine = new Machine({
    *program() {
      yield* call('sched_yield');
      yield* sleep(1);
    },
  });
  machine.run();
  const step = machine.trace.steps().find(({ kind, name }) => kind === 'block' && name === 'sched_yield');
  const history = new WaitHistory();
  history.read(rowsOf(machine.trace));
  const [wait] = findWaits(machine.seek((step?.number ?? -2) + 1), history);
  expect(wait).toMatchObject({ code: 'yield', endedBy: [{ kind: 'scheduler' }] });
  expect(waitText(wait as Wait, WAITS_EN)).toBe('MainThread lets other threads run first.');
});

test('clients are known by their names, in a machine and on the page', () => {
  expect(['client-0', 'client-12', 'connection 1', 'connection 13'].map(clientOfName)).toEqual([0, 12, 0, 12]);
  expect(['MainThread', 'client-x', 'my client-1', 'connection 1 again', ''].map(clientOfName)).toEqual(
    Array(5).fill(undefined),
  );
});
