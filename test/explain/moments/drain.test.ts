/** The wait after an answer: what ends it, what does not belong to it, and which iterables are not closed. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { Client, WsgiApp } from '../../../src/index.ts';
import { microsOf } from '../../../src/kernel/units.ts';
import { call } from '../../../src/python/libc.ts';
import type { BufferedReader } from '../../../src/stdlib/io-buffered-reader.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import { reasonsOf, storyOf } from './told.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const POST = 'POST / HTTP/1.1\r\nContent-Length: 500\r\n\r\nab';

const answering: WsgiApp = function* answering(_, startResponse) {
  startResponse('200 OK', []);
  yield new Uint8Array(3);
};

/** What is told after the app was called, of one client, until it or the server is ended. */
function told(app: WsgiApp, act: (client: Client, machine: Machine) => void, data = POST): string[] {
  const machine = new Machine({ app });
  const client = machine.connect();
  client.send(data);
  machine.run({ until: 0.005 });
  act(client, machine);
  machine.run();
  const story = reasonsOf(machine);
  return story.slice(story.indexOf('0.0 app') + 1);
}

const ANSWERED = ['0.0 start_response status=200 OK', '0.0 write', '0.0 drain', '0.0 answered bytes=116'];

describe('an iterable is not closed', () => {
  test('when the client resets its connection while the server reads what is left', () => {
    const ended = told(answering, (client, machine) => {
      client.send('x');
      machine.run({ until: 0.02 });
      client.reset();
    });
    expect(ended).toEqual([
      ...ANSWERED,
      '0.0 sent bytes=1 connection=1',
      '0 client close: client close.reset',
      '0.0 reset: reset.answering',
      '0.0 not closed error=ConnectionResetError',
      '0.0 dropped error=ConnectionResetError',
      ...['0 finish', '0 close: close.gone fd=4'],
    ]);
  });

  test('when Ctrl+C comes while the server waits for more', () => {
    expect(told(answering, (_, machine) => machine.interrupt())).toEqual([
      ...ANSWERED,
      '- interrupt',
      '0.0 not closed error=KeyboardInterrupt',
      ...['0 finish', '0 close fd=4'],
      ...['- interrupt: interrupt.caught', '- server_close', '0 end'],
    ]);
  });

  test('which is told at the step in which `execute` fails', () => {
    const machine = new Machine({ app: answering });
    machine.connect().send(POST);
    machine.run({ until: 0.005 });
    machine.interrupt();
    machine.run();
    expect(storyOf(machine, ({ name }) => name === 'not closed')).toEqual([
      '0.0 not closed error=KeyboardInterrupt [stack]',
    ]);
  });
});

describe('no iterable is left open', () => {
  test('when an app fails to read its body, since that is not the wait', () => {
    const reading: WsgiApp = function* reading(environ, startResponse) {
      yield* (environ['wsgi.input'] as BufferedReader).read(5);
      startResponse('200 OK', []);
      yield new Uint8Array(3);
    };
    expect(told(reading, (client) => client.reset())).toEqual([
      '0 client close: client close.reset',
      '0.0 reset: reset.answering',
      '0.0 drain: drain.end',
      '0.0 dropped error=ConnectionResetError',
      ...['0 finish', '0 close: close.gone fd=4'],
    ]);
  });

  test('when Ctrl+C comes before the answer', () => {
    expect(told(preset('sleepy')?.app as WsgiApp, (_, machine) => machine.interrupt())).toEqual([
      '- interrupt',
      ...['0 finish', '0 close fd=4'],
      ...['- interrupt: interrupt.caught', '- server_close', '0 end: end.nothing'],
    ]);
  });
});

test('an app that waits with an epoll of its own is not said to drain', () => {
  const waiting = blocking(function* waits(_, startResponse) {
    const epoll = yield* call('epoll_create1');
    yield* call('epoll_wait', epoll, 1, microsOf(0.005));
    startResponse('200 OK', []);
    return [];
  });
  expect(told(waiting, () => undefined, GET)).toEqual([
    ...['0.0 start_response status=200 OK', '0.0 write: write.empty', '0.0 drain', '0.0 answered bytes=113'],
    ...['0 finish', '0 close fd=4', '0 end'],
  ]);
});
