/** What clients send: how often it is told, how much of it, and how its lines are read. */
import { expect, test } from 'vitest';
import { create, Machine, preset, sleep } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { reasonsOf, storyOf } from './told.ts';

const appMachine = (name: string): Machine => new Machine({ app: preset(name)?.app as WsgiApp });
const sent = (machine: Machine): string[] => reasonsOf(machine, ({ name }) => name === 'sent');

test('a client that sends more than fits is told to have sent what fits', () => {
  const machine = new Machine({
    *program() {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen(3);
      yield* listener.accept();
      yield* sleep(100);
    },
  });
  machine.connect().send('x'.repeat(6_000_000));
  machine.run({ until: 50 });
  const last = machine.trace.steps().findLast(({ name }) => name === 'sendto');
  expect(last?.detail).toMatch(/ = EAGAIN$/);
  expect(sent(machine)).toEqual(['0.0 sent: sent.queued bytes=3932160']);
});

test('the pieces of a head, and those of a body, are told once each, with where they are in the stream', () => {
  const machine = appMachine('echo');
  const client = machine.connect();
  for (const piece of ['POST / HTTP/1.1\r\n', 'Content-Length: 3\r\n\r\n', 'a', 'b', 'c']) {
    client.send(piece);
    machine.run({ until: machine.time + 0.05 });
  }
  machine.run();
  expect(storyOf(machine, ({ name }) => name === 'sent')).toEqual([
    '0.0 sent: sent.queued bytes=17 [request 0-17 · client out, kernel receive]',
    '0.0 sent bytes=1 connection=1 [request 38-39 · client out, kernel receive]',
  ]);
});

test('what comes after the server has closed is told as such', () => {
  const machine = appMachine('hello');
  const client = machine.connect();
  client.send('GET / HTTP/1.1\r\n\r\n');
  machine.run({ until: 1 });
  client.send('x');
  machine.run();
  expect(sent(machine)).toEqual(['0.0 sent: sent.queued bytes=18', '0.0 sent: sent.closed bytes=1']);
});

test('header lines may end without a carriage return', () => {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, server: 'threaded' });
  machine.connect().send('GET / HTTP/1.1\nConnection: close\n\n');
  machine.run();
  expect(reasonsOf(machine, ({ name }) => name === 'parse_request')).toEqual([
    '0.0 parse_request: parse_request.closes_asked',
  ]);
});
