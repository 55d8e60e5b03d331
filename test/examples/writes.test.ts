/** Which bytes of which client's answer a step wrote, where connections have no port, are copied, or fail. */
import { expect, test } from 'vitest';
import { Machine, preset, sleep } from '../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../src/index.ts';
import { writesOf } from '../../src/examples/writes.ts';
import { create } from '../../src/python/classes.ts';
import { Socket } from '../../src/stdlib/socket.ts';
import { bytes } from '../support/drive.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';
const hello = preset('hello')?.app as WsgiApp;

/** The parts of each client's answer, out of what it received. */
const parts = (machine: Machine): string[][] =>
  writesOf(machine).map((writes, number) => {
    const { received = '' } = machine.clients[number] ?? {};
    return writes.map(({ from, to }) => (to > received.length ? 'beyond its end' : received.slice(from, to)));
  });

const served = (options: MachineOptions, clients: number): Machine => {
  const machine = new Machine(options);
  for (let client = 0; client < clients; client += 1) machine.connect().send(GET);
  machine.run();
  return machine;
};

test.each(['base', 'threaded', 'forking'] as const)(
  'clients of a Unix socket have no port: each has its own answer, on %s',
  (server) => {
    const app: WsgiApp = (environ, startResponse) => {
      startResponse('200 OK', []);
      return [bytes(`for ${String(environ['REQUEST_URI'])}`)];
    };
    const machine = new Machine({ app, server, host: 'unix:///run/app.sock' });
    for (const name of 'abc') machine.connect().send(`GET /${name.repeat(name.charCodeAt(0) - 96)} HTTP/1.0\r\n\r\n`);
    machine.run();
    const found = parts(machine).map((one) => one.join(''));
    expect(found).toEqual(machine.clients.map(({ received }) => received));
    expect(found.map((text) => /for \/(\w+)/.exec(text)?.[1])).toEqual(['a', 'bb', 'ccc']);
  },
);

test('a part that a copy of the connection wrote counts', () => {
  const machine = served(
    {
      *app(environ, startResponse) {
        startResponse('200 OK', []);
        const copy = yield* (environ['werkzeug.socket'] as Socket).dup();
        yield* copy.sendall(bytes('early '));
        yield* copy.close();
        yield bytes('late');
      },
    },
    1,
  );
  const [found] = parts(machine);
  expect(found?.[0]).toBe('early ');
  expect(found).toContain('late');
  expect(found?.join('')).toBe(machine.clients[0]?.received);
});

test('what an app sends on a socket of its own is nobody’s answer, not even on a descriptor that was a client’s', () => {
  const used: number[] = [];
  const machine = served(
    {
      server: 'threaded',
      *app(environ, startResponse) {
        used.push((environ['werkzeug.socket'] as Socket).fileno());
        startResponse('200 OK', []);
        if (used.length === 1) return yield bytes('first');
        yield* sleep(1);
        const peer = yield* create(Socket);
        used.push(peer.fileno());
        const listener = yield* create(Socket);
        yield* listener.bind(['127.0.0.1', 0]);
        yield* listener.listen(1);
        yield* peer.connect(yield* listener.getsockname());
        yield* peer.sendall(bytes('a message to another server'));
        return yield bytes('second');
      },
    },
    2,
  );
  expect(used[2]).toBe(used[0]);
  expect(parts(machine).map((found) => found.join(''))).toEqual(machine.clients.map(({ received }) => received));
  expect(machine.clients[1]?.received).toContain('second');
});

test('writes that fail are none', () => {
  const machine = new Machine({
    limits: { receiveBuffer: 1000, sendBuffer: 1000 },
    *app(_, startResponse) {
      const write = startResponse('200 OK', []);
      for (let part = 0; part < 4; part += 1) yield* write(bytes('x'.repeat(30_000)));
    },
  });
  const client = machine.connect();
  client.send(GET);
  machine.run({ calls: 60 });
  client.reset();
  machine.run();
  const [found] = writesOf(machine);
  expect(found?.length).toBeGreaterThan(0);
  for (const { from, to } of found ?? []) expect(to).toBeGreaterThan(from);
});

test('without a log there are no writes to tell', () => {
  const machine = served({ app: hello, trace: false }, 1);
  expect([writesOf(machine), machine.clients[0]?.state]).toEqual([[[]], 'eof']);
});
