/** Moments of servers that run out of descriptors, or have children and files of their own. */
import { expect, test } from 'vitest';
import { create, Machine, sleep } from '../../../src/index.ts';
import type { Sys } from '../../../src/index.ts';
import { microsOf } from '../../../src/kernel/units.ts';
import { call } from '../../../src/python/libc.ts';
import { fork } from '../../../src/stdlib/os.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { BaseRequestHandler, TCPServer } from '../../../src/stdlib/socketserver.ts';
import { reasonsOf, storyOf } from './told.ts';

/** A machine whose program listens and goes on, with so many clients, each of which has sent a byte. */
function listening(goOn: (listener: Socket) => Sys<void>, clients = 1): Machine {
  const machine = new Machine({
    limits: { descriptors: 6 },
    *program() {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen(3);
      yield* goOn(listener);
    },
  });
  for (let client = 0; client < clients; client += 1) machine.connect().send('x');
  machine.run();
  return machine;
}

test('a server without a free descriptor fails to accept: who waits in the queue waits on, and is accepted later', () => {
  const machine = new Machine({
    limits: { descriptors: 6 },
    *program() {
      const server = yield* create(TCPServer, ['127.0.0.1', 7000], BaseRequestHandler);
      const [free] = [yield* call('epoll_create1'), yield* call('epoll_create1')];
      // `select` has a descriptor of its own, which it closes.
      for (let round = 0; round < 2; round += 1) {
        yield* server.handleRequest();
        yield* call('close', free);
      }
    },
  });
  for (let client = 0; client < 2; client += 1) machine.connect().send('x');
  machine.run();
  const NAMES = /^(?:select|accept failed|get_request|close|reset)$/;
  expect(storyOf(machine, ({ name }) => NAMES.test(name))).toEqual([
    '0 select: select.connections waiting=2 connection=1 [kernel receive · sockets]',
    '0 accept failed error=OSError [sockets]',
    '0 select: select.connections waiting=2 connection=1 [kernel receive · sockets]',
    '0 get_request: get_request.bytes fd=4 bytes=1 [kernel receive · sockets]',
    '0 close fd=4 [kernel receive, client in · sockets]',
    '1 reset: reset.queued connection=2 [sockets]',
    '1 reset: reset.client [sockets]',
  ]);
});

test('a program that fails to accept takes nobody from the queue', () => {
  const machine = listening(function* accepts(listener) {
    const [free] = [yield* call('epoll_create1'), yield* call('epoll_create1')];
    yield* failing(listener.accept());
    yield* call('close', free);
    yield* listener.accept();
  }, 2);
  const accepted = reasonsOf(machine, ({ name }) => name === 'get_request');
  expect(accepted).toEqual(['0 get_request: get_request.program fd=4 address=127.0.0.1:32768']);
});

function* failing(sys: Sys<unknown>): Sys<void> {
  try {
    yield* sys;
  } catch {
    return;
  }
  throw new Error('it has not failed');
}

test('a connection that a program has accepted is closed with the process that accepted it, not with its child', () => {
  const machine = listening(function* forks(listener) {
    const [connection] = yield* listener.accept();
    yield* fork(function* child() {
      yield* sleep(0);
    });
    yield* sleep(1);
    yield* connection.recv(9);
  });
  const story = storyOf(machine);
  expect(story.slice(2)).toEqual([
    '0 get_request: get_request.program fd=4 address=127.0.0.1:32768 [sockets]',
    '0 fork pid=1002 fd=4 [threads]',
    '0 close: close.exit [kernel receive, client in · sockets]',
    '0 end: end.nothing [client in · sockets]',
  ]);
  const exits = machine.trace.steps().flatMap(({ kind, number }) => (kind === 'exit' ? [number] : []));
  expect(exits).toHaveLength(2);
});

test('a file of a socket without a connection, and a descriptor that is waited for, are no moments', () => {
  const machine = new Machine({
    *program() {
      const socket = yield* create(Socket);
      socket.makefile('rb');
      const epoll = yield* call('epoll_create1');
      yield* call('epoll_wait', epoll, 1, microsOf(0.005));
    },
  });
  machine.run();
  expect(storyOf(machine)).toEqual([]);
});
