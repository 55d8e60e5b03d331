/** How clients reach a server, whatever sockets its program has, and the system calls by which they do. */
import { describe, expect, test } from 'vitest';
import { Machine, preset, sleep } from '../../../src/index.ts';
import type { MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { speaksDatagrams } from '../../../src/tooling.ts';
import { text } from '../../support/drive.ts';

const hello = preset('hello')?.app as WsgiApp;
const datagrams = preset('datagrams')?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';

/** The system calls of the first client until it is connected, as the log shows them. */
function callsOf(machine: Machine): string[] {
  machine.run();
  return machine.trace
    .steps()
    .filter(({ kind, tid }) => kind === 'syscall' && tid === 1001)
    .map(({ name, detail }) => `${name}: ${detail}`);
}

describe('a client connects by the system calls of a program like nc', () => {
  const tcp = [
    'setsockopt: 1, SOL_TCP, TCP_NODELAY, 1 = 0',
    'connect: 1, 127.0.0.1:5000 = 0',
    'ioctl: 1, FIONBIO, 1 = 0',
    'getsockname: 1 = 127.0.0.1:32768',
  ];
  test.each<[string, Partial<MachineOptions>, string[]]>([
    ['over TCP', { app: hello }, ['socket: AF_INET, SOCK_STREAM = 1', ...tcp]],
    [
      'to a Unix socket',
      { app: hello, host: 'unix:///a' },
      ['socket: AF_UNIX, SOCK_STREAM = 1', "connect: 1, '/a' = 0", 'ioctl: 1, FIONBIO, 1 = 0'],
    ],
    ['over UDP', { app: datagrams }, ['socket: AF_INET, SOCK_DGRAM = 1', ...tcp.slice(1)]],
    [
      'to a Unix datagram socket, with a name of its own for the answers',
      { app: datagrams, host: 'unix:///a' },
      [
        'socket: AF_UNIX, SOCK_DGRAM = 1',
        "bind: 1, '/client-0' = 0",
        "connect: 1, '/a' = 0",
        'ioctl: 1, FIONBIO, 1 = 0',
        "getsockname: 1 = '/client-0'",
      ],
    ],
  ])('%s', (_, options, calls) => {
    const machine = new Machine(options);
    const client = options.app === hello ? machine.connect() : machine.datagrams();
    expect(callsOf(machine)).toEqual(calls);
    expect(client.localAddress).toEqual(options.host === undefined ? ['127.0.0.1', 32_768] : undefined);
  });
});

describe('where the server is', () => {
  test('is known for each kind of socket', () => {
    const where = (app: WsgiApp, host?: string): unknown[] => {
      const machine = new Machine({ app, ...(host === undefined ? {} : { host }) });
      const before = [machine.address, machine.path, speaksDatagrams(machine)];
      machine.run();
      return [...before, machine.address, machine.path, speaksDatagrams(machine)];
    };
    const nowhere = [undefined, undefined, false];
    expect(where(hello)).toEqual([...nowhere, ['127.0.0.1', 5000], undefined, false]);
    expect(where(hello, 'unix:///a')).toEqual([...nowhere, undefined, '/a', false]);
    expect(where(datagrams)).toEqual([...nowhere, ['127.0.0.1', 5000], undefined, true]);
    expect(where(datagrams, 'unix:///a')).toEqual([...nowhere, undefined, '/a', true]);
  });

  /** A program whose last datagram socket answers all, after others that receive from one sender or from none. */
  function* manySockets(): Sys<void> {
    yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
    yield* call('socket', 'AF_UNIX', 'SOCK_DGRAM');
    const connected = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
    yield* call('bind', connected, ['127.0.0.1', 7000]);
    yield* call('connect', connected, ['127.0.0.1', 7001]);
    const paired = yield* call('socket', 'AF_UNIX', 'SOCK_DGRAM');
    yield* call('bind', paired, '/paired');
    yield* call('connect', paired, '/paired');
    const server = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
    yield* call('bind', server, ['127.0.0.1', 9000]);
    for (;;) {
      const { data, address } = yield* call('recvfrom', server, 100);
      yield* call('sendto', server, data, address as never);
    }
  }

  test('is the datagram socket that is bound and connected to no other', () => {
    const machine = new Machine({ program: manySockets });
    machine.run();
    expect(machine.address).toEqual(['127.0.0.1', 9000]);
    const client = machine.datagrams();
    client.send('hi');
    machine.run();
    expect(client.datagrams.map(text)).toEqual(['hi']);
    expect(machine.address).toEqual(['127.0.0.1', 9000]);
  });

  test('is not a socket of a client', () => {
    const machine = new Machine({ *program(): Sys<void> {} });
    machine.datagrams().send('x');
    machine.run();
    expect([machine.address, machine.path]).toEqual([undefined, undefined]);
  });

  test.each([
    ['127.0.0.1', '127.0.0.1:5000'],
    ['unix:///run/a.sock', '/run/a.sock'],
  ])('is missed by name, when a program waits and listens nowhere: %s', (host, place) => {
    const machine = new Machine({
      host,
      *program(): Sys<void> {
        const [reader] = yield* call('pipe');
        yield* call('read', reader, 1);
      },
    });
    machine.run();
    machine.connect();
    expect(machine.errors.map(({ kind, text: said }) => [kind, said])).toEqual([
      ['warning', `a client connects to ${place}, but the program listens nowhere`],
    ]);
  });

  test('is not missed while the program may still listen, or has ended', () => {
    const late = new Machine({
      *program(): Sys<void> {
        yield* sleep(1);
      },
    });
    late.run({ until: 0.5 });
    late.connect();
    expect(late.errors).toEqual([]);
    late.run();
    const told = late.errors.length;
    late.connect();
    expect(late.errors).toHaveLength(told);
  });
});

describe('what is carried out without a look at the client', () => {
  /** A client that was given inputs at the cursor, all before it runs. */
  function given(...acts: readonly ('close' | 'reset' | 'shutdownWrite' | 'send')[]) {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    machine.run();
    machine.inject(...acts.map((act) => ({ do: act, client: 0, ...(act === 'send' ? { data: GET } : {}) })));
    return { machine, client };
  }

  test.each(['close', 'reset'] as const)('does not make it usable again after a %s', (ending) => {
    for (const late of ['shutdownWrite', 'send'] as const) {
      const { machine, client } = given(ending, late);
      expect(client.isUsable).toBe(false);
      expect(() => client.close()).toThrow(`client 0 cannot close after ${ending}(); connect another`);
      machine.run();
      expect([client.state, client.received]).toEqual(['closed', '']);
      expect(machine.serverProcess.isAlive).toBe(true);
    }
  });

  test('does not open the half that was shut', () => {
    const { client } = given('shutdownWrite', 'send');
    expect(() => client.send('x')).toThrow('client 0 cannot send after shutdownWrite()');
    expect(client.isUsable).toBe(true);
  });
});

test('a server can be interrupted without a trace', () => {
  const machine = new Machine({ app: hello, trace: false });
  machine.connect();
  machine.run();
  machine.interrupt();
  expect(machine.run().why).toBe('idle');
  expect(machine.serverProcess.exitStatus).toBe(0);
});

test('Ctrl+C is a step of the log, with its name and no bytes', () => {
  const machine = new Machine({ app: hello });
  machine.run();
  machine.interrupt();
  expect(machine.trace.step(machine.trace.length - 1)).toMatchObject({ kind: 'input', name: 'interrupt', detail: '' });
});

test('a client that waits for its user is no deadlock, when its server is gone', () => {
  const machine = new Machine({ app: hello });
  machine.connect();
  machine.run();
  machine.interrupt();
  expect(machine.run().why).toBe('idle');
  expect(machine.clients[0]?.state).toBe('eof');
  const waiting = new Machine({ *program(): Sys<void> {} });
  waiting.datagrams();
  expect(waiting.run().why).toBe('idle');
});
