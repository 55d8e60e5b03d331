/** Whose a moment is: of clients without an address, of connections that a process leaves open, and of a child's. */
import { describe, expect, test } from 'vitest';
import { momentsOf } from '../../../src/explain/moments/of-machine.ts';
import type { Moment, MomentName } from '../../../src/explain/moments/moment.ts';
import { create, Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { Socket } from '../../../src/stdlib/socket.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

const named = (machine: Machine, name: MomentName): Moment[] =>
  momentsOf(machine).filter((moment) => moment.name === name);
const clients = (machine: Machine, name: MomentName): (number | undefined)[] =>
  named(machine, name).map(({ client }) => client);

/** A machine with so many clients, each of which has sent its request. */
function asked(count: number, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app('hello'), ...options });
  for (let client = 0; client < count; client += 1) machine.connect().send(GET);
  return machine;
}

describe.each(['base', 'threaded', 'forking'] as const)('on %s', (server) => {
  test('clients of a Unix socket have no address: they are accepted in the order in which they came', () => {
    const machine = asked(3, { server, host: 'unix:///run/a.sock' });
    machine.run();
    for (const name of ['get_request', 'app', 'answered', 'close'] as const)
      expect([name, clients(machine, name).toSorted((one = -1, other = -1) => one - other)]).toEqual([name, [0, 1, 2]]);
    expect(clients(machine, 'get_request')).toEqual([0, 1, 2]);
  });

  test('clients with an address are told by it, also where a later one comes first', () => {
    const machine = asked(0, { server });
    const [first, second] = [machine.connect(), machine.connect()];
    machine.run({ until: 0.2 });
    second.send(GET);
    machine.run({ until: machine.time + 0.2 });
    first.send(GET);
    machine.run();
    expect(clients(machine, 'get_request')).toEqual([0, 1]);
    const order = server === 'base' ? [0, 1] : [1, 0];
    expect(clients(machine, 'app')).toEqual(order);
    expect(clients(machine, 'close')).toEqual(order);
  });

  test('a process that has closed its connections leaves none open at its end', () => {
    const machine = asked(2, { server });
    machine.run();
    machine.interrupt();
    machine.run();
    const causes = named(machine, 'close').map(({ cause }) => cause.code);
    expect(causes).toHaveLength(2);
    expect(causes).not.toContain('close.exit');
  });
});

test('what the server leaves open when it ends is closed then, each connection once, in the order of clients', () => {
  const machine = asked(3, { server: 'threaded', app: app('sleepy') });
  machine.run({ until: 0.5 });
  machine.clients[1]?.reset();
  machine.interrupt();
  machine.run();
  const closed = named(machine, 'close').filter(({ cause }) => cause.code === 'close.exit');
  expect(closed.map(({ client }) => client)).toEqual([0, 1, 2]);
  expect(closed.every(({ request }) => request === undefined)).toBe(true);
});

test('also where a later client was accepted first, since the network had lost the first one’s SYN', () => {
  const machine = new Machine({
    app: app('sleepy'),
    server: 'threaded',
    link: { latency: 0.05, loss: 0.3 },
    seed: 4,
  });
  for (let client = 0; client < 3; client += 1) machine.connect();
  machine.run({ until: 5 });
  expect(clients(machine, 'get_request')).toEqual([1, 0, 2]);
  machine.interrupt();
  machine.run();
  expect(clients(machine, 'close')).toEqual([0, 1, 2]);
});

describe('a connection with two descriptors', () => {
  /** Accepts a client, gives its connection a second descriptor, and goes on. */
  const duplicating = (goOn: (first: Socket, second: Socket) => Sys<void>): Machine => {
    const machine = new Machine({
      *program() {
        const listener = yield* create(Socket);
        yield* listener.bind(['127.0.0.1', 7000]);
        yield* listener.listen(3);
        const [first] = yield* listener.accept();
        yield* goOn(first, yield* first.dup());
      },
    });
    machine.connect().send('x');
    machine.run();
    return machine;
  };

  test('is closed with the second one', () => {
    const machine = duplicating(function* closes(first, second) {
      yield* first.close();
      yield* second.recv(1);
      yield* second.close();
    });
    const closed = named(machine, 'close');
    expect(closed.map(({ cause }) => cause)).toEqual([{ code: 'close.program', values: { fd: 5 } }]);
    expect(machine.trace.step(closed[0]?.step ?? -1)).toMatchObject({ name: 'close', detail: '5 = 0' });
  });

  test('that are left open is closed once, when the process ends', () => {
    const machine = duplicating(function* reads(_, second) {
      yield* second.recv(1);
    });
    expect(named(machine, 'close').map(({ cause }) => cause.code)).toEqual(['close.exit']);
  });
});
