/** The lanes of a connection: which bytes have come where, whatever the network and the server do with them. */
import { describe, expect, test } from 'vitest';
import { create, Machine, preset, sleep } from '../../../src/index.ts';
import type { MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { POLLIN, POLLOUT } from '../../../src/kernel/files/open-file.ts';
import { EVENT_READ, EVENT_WRITE, PollSelector } from '../../../src/modules/selectors.ts';
import { StreamRequestHandler } from '../../../src/modules/socketserver.ts';
import { call } from '../../../src/python/libc.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { text } from '../../support/drive.ts';

const hello = preset('hello')?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';

type Shown = readonly [name: string, bytes: string, read: number];

function lanesOf(machine: Machine, client = 0): readonly Shown[] {
  const { lanes = [] } = machine.snapshot().connections[client] ?? {};
  return lanes.map(({ name, bytes, read }) => [name, text(bytes), read] as const);
}

const lane = (machine: Machine, name: string, client = 0): Shown | undefined =>
  lanesOf(machine, client).find(([one]) => one === name);

/** A machine with a client that has sent a request. */
function asked(options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: hello, ...options });
  machine.connect().send(GET);
  return machine;
}

describe('the wire', () => {
  test('holds bytes while they are on their way, in both directions', () => {
    const machine = asked({ link: { latency: 0.1 } });
    machine.run({ until: 0.25 });
    const half = [lane(machine, 'wire to server'), lane(machine, 'wire to client')];
    expect(half).toEqual([
      ['wire to server', GET, 0],
      ['wire to client', '', 0],
    ]);
    machine.run({ until: 0.35 });
    const { received } = whole();
    expect([lane(machine, 'wire to server'), lane(machine, 'wire to client'), lane(machine, 'client in')]).toEqual([
      ['wire to server', GET, GET.length],
      ['wire to client', received, 0],
      ['client in', '', 0],
    ]);
    machine.run();
    expect([lane(machine, 'wire to client'), lane(machine, 'client in')]).toEqual([
      ['wire to client', received, received.length],
      ['client in', received, received.length],
    ]);
  });

  /** The last two bytes of the request were lost at 3.2 seconds. */
  function lossy(): Machine {
    const machine = asked({ link: { latency: 0.1, loss: 0.2, segment: 4 }, seed: 3 });
    machine.run({ until: 3.5 });
    expect(lane(machine, 'wire to server')).toEqual(['wire to server', GET, GET.length - 2]);
    return machine;
  }

  test('holds lost bytes until they have been sent again and have arrived', () => {
    const machine = lossy();
    machine.run();
    expect(lane(machine, 'wire to server')).toEqual(['wire to server', GET, GET.length]);
    expect(lane(machine, 'kernel receive')?.[1]).toBe(GET);
  });

  test('is left by lost bytes when a reset gives them up', () => {
    const machine = lossy();
    machine.clients[0]?.reset();
    machine.run();
    expect(lane(machine, 'wire to server')).toEqual(['wire to server', GET, GET.length]);
    expect(lane(machine, 'kernel receive')?.[1]).toBe(GET.slice(0, -2));
  });

  /** The client of a machine whose network is perfect, answered. */
  const whole = () => {
    const machine = asked();
    machine.run();
    return machine.clients[0] as Machine['clients'][number];
  };
});

test('what the kernel had no room for is not in the lane of what a client has sent', () => {
  const machine = new Machine({
    limits: { receiveBuffer: 4, sendBuffer: 4 },
    *program(): Sys<void> {
      const listener = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', listener, ['127.0.0.1', 5000]);
      yield* call('listen', listener, 5);
      yield* call('accept4', listener);
      yield* sleep(1);
    },
  });
  const client = machine.connect();
  for (const data of ['abcdefghijklmnopqrstuvwxyz', '0123']) client.send(data);
  machine.run({ until: 0.5 });
  const taken = machine.trace
    .steps()
    .flatMap(({ kind, name, detail }) => (kind === 'syscall' && name === 'sendto' ? [detail] : []));
  expect(taken.at(-1)).toContain('EAGAIN');
  expect(lane(machine, 'client out')).toEqual(['client out', 'abcdefghijklmnopqrstuvwxyz', 3]);
});

test('the 64 connections that were used last keep their bytes, with and without a network between', () => {
  for (const link of [{}, { latency: 0.001 }]) {
    const machine = new Machine({ app: hello, link });
    for (let client = 0; client < 66; client += 1) {
      machine.connect().send(GET);
      machine.run();
    }
    const names = (client: number): string[] => lanesOf(machine, client).map(([name]) => name);
    expect([0, 1].map(names)).toEqual([
      ['client out', 'client in'],
      ['client out', 'client in'],
    ]);
    expect([2, 65].map((client) => names(client).length)).toEqual(link.latency === undefined ? [6, 6] : [8, 8]);
    expect(lane(machine, 'kernel receive', 2)).toEqual(['kernel receive', GET, GET.length]);
    expect(lane(machine, 'client out', 0)?.[1]).toBe(GET);
  }
});

test('a handler that a program runs itself has its bytes in the lanes, whatever it is called from', () => {
  class Answer extends StreamRequestHandler {
    override *handle(): Sys<void> {
      yield* this.wfile.write(yield* this.rfile.readline());
    }
  }
  const machine = new Machine({
    *program(): Sys<void> {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 5000]);
      yield* listener.listen(5);
      const [request, address] = yield* listener.accept();
      yield* create(Answer, request, address, undefined as never);
      yield* sleep(1);
    },
  });
  machine.connect().send('line\nrest');
  machine.run({ until: 0.5 });
  expect(lanesOf(machine)).toEqual([
    ['client out', 'line\nrest', 9],
    ['kernel receive', 'line\nrest', 9],
    ['rfile', 'line\nrest', 5],
    ['headers buffer', '', 0],
    ['wfile', 'line\n', 5],
    ['client in', 'line\n', 5],
  ]);
});

test('a handler that does not buffer what it reads has read what the kernel has given it', () => {
  class Unbuffered extends StreamRequestHandler {
    override rbufsize = 0;
    override *handle(): Sys<void> {
      yield* this.rfile.read(3);
      yield* sleep(1);
    }
  }
  const machine = new Machine({
    *program(): Sys<void> {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 5000]);
      yield* listener.listen(5);
      const [request, address] = yield* listener.accept();
      yield* create(Unbuffered, request, address, undefined as never);
    },
  });
  machine.connect().send('abcdef');
  machine.run({ until: 0.5 });
  expect([lane(machine, 'kernel receive'), lane(machine, 'rfile')]).toEqual([
    ['kernel receive', 'abcdef', 3],
    ['rfile', 'abc', 3],
  ]);
});

describe('a breakpoint on one connection', () => {
  test.each(['base', 'threaded', 'forking'] as const)('stops in the handler of its client alone, on %s', (server) => {
    const machine = new Machine({ app: hello, server });
    for (const path of ['/zero', '/one']) machine.connect().send(`GET ${path} HTTP/1.0\r\n\r\n`);
    machine.breakpoints.add({ call: 'make_environ', client: 1 });
    expect(machine.run().why).toBe('breakpoint');
    expect(machine.snapshot().connections[1]?.handler?.path).toBe('/one');
    expect(machine.run().why).toBe('idle');
  });

  test('stops at system calls of the client itself, and at those of its socket in the server', () => {
    const machine = new Machine({ app: hello });
    for (let client = 0; client < 2; client += 1) machine.connect().send(GET);
    machine.breakpoints.add({ syscall: 'sendto', client: 1, once: true });
    machine.run();
    expect(machine.trace.step(machine.cursor - 1)).toMatchObject({ name: 'sendto', tid: 1002 });
    machine.breakpoints.add({ syscall: 'accept4', client: 1 });
    machine.run();
    expect(machine.trace.step(machine.cursor - 1)).toMatchObject({ name: 'accept4', tid: 1000 });
    expect(machine.snapshot().sockets.filter(({ state }) => state === 'established')).toHaveLength(2);
  });

  test('does not stop at threads of no client', () => {
    const machine = new Machine({ app: hello });
    machine.connect().send(GET);
    machine.breakpoints.add({ syscall: 'poll', thread: 'MainThread', client: 0 });
    expect(machine.run({ until: 5 }).why).not.toBe('breakpoint');
  });
});

describe('a selector in a snapshot', () => {
  /** A program that waits with these descriptors registered: a listener, and a connection that can be written to. */
  function registered(events: number): Machine {
    const machine = new Machine({
      *program(): Sys<void> {
        const listener = yield* create(Socket);
        yield* listener.bind(['127.0.0.1', 5000]);
        yield* listener.listen(5);
        const [connection] = yield* listener.accept();
        const selector = yield* create(PollSelector);
        yield* selector.register(listener, events);
        yield* selector.register(connection, events);
        yield* sleep(1);
        yield* connection.close();
        yield* sleep(1);
      },
    });
    machine.connect();
    machine.run({ until: 0.5 });
    return machine;
  }

  test('has those events ready that wake it', () => {
    const ready = (machine: Machine) => machine.snapshot().selectors.map(({ registered: all }) => all);
    expect(ready(registered(EVENT_READ))).toEqual([
      [
        { fd: 3, events: 1, ready: 0 },
        { fd: 4, events: 1, ready: 0 },
      ],
    ]);
    expect(ready(registered(EVENT_WRITE))).toEqual([
      [
        { fd: 3, events: 2, ready: 0 },
        { fd: 4, events: 2, ready: POLLOUT },
      ],
    ]);
    const both = registered(EVENT_READ | EVENT_WRITE);
    expect(ready(both)[0]?.[1]).toEqual({ fd: 4, events: 3, ready: POLLOUT });
    both.clients[0]?.send('x');
    both.run({ until: 0.6 });
    expect(ready(both)[0]?.[1]).toEqual({ fd: 4, events: 3, ready: POLLIN | POLLOUT });
  });

  test('has nothing ready of a descriptor that was closed while it was registered', () => {
    const machine = registered(EVENT_WRITE);
    machine.run({ until: 1.5 });
    expect(machine.snapshot().selectors[0]?.registered[1]).toEqual({ fd: 4, events: 2, ready: 0 });
  });
});

test('a machine without a trace has a snapshot of what the kernel knows', () => {
  const machine = asked({ trace: false });
  machine.run();
  const { step, selectors, connections, threads, sockets, log } = machine.snapshot();
  expect([step, selectors, connections, threads.map(({ stack }) => stack)]).toEqual([0, [], [], [[], []]]);
  expect(threads[0]?.waitsIn).toBe('poll([3: POLLIN], 500 ms)');
  expect(sockets.map(({ state }) => state)).toContain('listen');
  expect(log).toBe(machine.log);
});
