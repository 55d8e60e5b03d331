/** All moments of a run, in their order: whose they are, why they come, and what a face lights. */
import { describe, expect, test } from 'vitest';
import { findMoments, MomentFinder } from '../../../src/explain/moments/find-moments.ts';
import { create, Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { reasonsOf, storyOf } from './told.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const HEAD_AND_BODY = 203;

function machineOf(app: string, options: Partial<MachineOptions> = {}): Machine {
  return new Machine({ app: preset(app)?.app as WsgiApp, ...options });
}

const IN_QUEUE = '[kernel receive · sockets]';
const startOf = (kind: string): string[] => [
  '- run_simple host=127.0.0.1 [log]',
  `- make_server: make_server.${kind} [ladders]`,
  '- serve_forever seconds=0.5 [ladders]',
];
const SENT = '0.0 sent: sent.queued bytes=27 [request 0-27 · client out, kernel receive]';
const COMES = [
  '0 connect [sockets]',
  SENT,
  `0 select: select.connection connection=1 ${IN_QUEUE}`,
  `0 get_request: get_request.bytes fd=4 bytes=27 ${IN_QUEUE}`,
];
const WRITTEN = 'headers buffer, wfile, wire to client, client in · wsgi';
const served = (why: string): string[] => [
  '0 finish_request [ladders]',
  '0 setup fd=4 [rfile, wfile · ladders]',
  '0.0 handle_one_request [rfile · ladders]',
  `0.0 parse_request: parse_request.${why} version=HTTP/1.1 [request 0-27 · rfile]`,
  '0.0 run_wsgi method=GET [stack]',
  '0.0 make_environ headers=1 [request 0-27 · 21 keys · rfile · wsgi]',
  '0.0 app [wsgi]',
  '0.0 start_response status=200 OK [wsgi]',
  `0.0 write [response 0-${HEAD_AND_BODY} · ${WRITTEN}]`,
  `0.0 drain ${IN_QUEUE}`,
  `0.0 answered bytes=${HEAD_AND_BODY} [response 0-${HEAD_AND_BODY} · client in]`,
  '0.0 iterator close [stack]',
  '0 finish [rfile, wfile · ladders]',
  '0 close fd=4 [kernel receive, client in · sockets]',
  '0 end [client in · sockets]',
];

describe('a request', () => {
  const asked = (server: 'base' | 'threaded' | 'forking'): Machine => {
    const machine = machineOf('hello', { server });
    machine.connect().send(GET);
    machine.run();
    machine.run({ until: 1 });
    return machine;
  };

  test('on a server with one thread', () => {
    expect(storyOf(asked('base'))).toEqual([
      ...startOf('base'),
      ...COMES,
      '0 process_request [ladders]',
      ...served('closes_protocol'),
    ]);
  });

  test('on a server that starts a thread for it', () => {
    expect(storyOf(asked('threaded'))).toEqual([
      ...startOf('threaded'),
      ...COMES,
      '0 process_request: process_request.threading [ladders]',
      '0 thread connection=1 thread=Thread-1 (process_request_thread) [threads]',
      ...served('keeps'),
    ]);
  });

  test('on a server that makes a child for it, and collects the child', () => {
    expect(storyOf(asked('forking'))).toEqual([
      ...startOf('forking'),
      ...COMES,
      '0 process_request: process_request.forking [ladders]',
      '0 fork pid=1002 fd=4 [threads]',
      ...served('keeps'),
      '- reap pid=1002 [threads]',
    ]);
  });

  test('begins each moment with the step that is shown for it', () => {
    const machine = asked('forking');
    const begun = new Map(findMoments(machine.trace.steps()).map(({ name, from, step }) => [name, [from, step]]));
    const rowAt = (number: number | undefined): string => {
      const { kind, name } = machine.trace.step(number ?? -1);
      return `${kind} ${name.slice(name.lastIndexOf('.') + 1)}`;
    };
    const rows = [...begun].map(([name, [from, step]]) => [name, rowAt(from), rowAt(step)]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['select', 'syscall poll', 'return select'],
        ['get_request', 'call get_request', 'return get_request'],
        ['fork', 'call fork', 'syscall fork'],
        ['make_environ', 'call make_environ', 'return make_environ'],
        ['write', 'call write', 'return write'],
        ['drain', 'call select', 'block epoll_wait'],
        ['close', 'call shutdown_request', 'return shutdown_request'],
        ['answered', 'syscall recvfrom', 'syscall recvfrom'],
      ]),
    );
  });

  test('is told again after what was read of it was forgotten, wherever that was', () => {
    const machine = asked('threaded');
    const rows = machine.trace.steps();
    const moments = findMoments(rows);
    for (let length = 0; length <= rows.length; length += 5) {
      const finder = new MomentFinder();
      for (const row of rows) finder.add(row);
      finder.truncate(length);
      expect(finder.moments).toEqual(moments.filter(({ step }) => step < length));
      for (const row of rows.slice(length)) finder.add(row);
      expect(finder.moments, `from ${length}`).toEqual(moments);
    }
  });
});

test('two requests at once wait behind each other, and are told apart; Ctrl+C ends the server', () => {
  const machine = machineOf('hello', { server: 'threaded' });
  machine.connect().send(GET);
  machine.connect().send(GET);
  machine.run();
  machine.interrupt();
  machine.run();
  const NAMES = /^(?:connect|sent|select|get_request|thread|fork|close|interrupt|server_close)$/;
  expect(reasonsOf(machine, ({ name }) => NAMES.test(name))).toEqual([
    '0 connect',
    '0.0 sent: sent.queued bytes=27',
    '1 connect: connect.behind waiting=1',
    '1.0 sent: sent.queued bytes=27',
    '0 select: select.connections waiting=2 connection=1',
    '0 get_request: get_request.bytes fd=4 bytes=27',
    '0 thread connection=1 thread=Thread-1 (process_request_thread)',
    '1 select: select.connection connection=2',
    '1 get_request: get_request.bytes fd=6 bytes=27',
    '1 thread connection=2 thread=Thread-2 (process_request_thread)',
    '0 close fd=4',
    '1 close fd=6',
    '- interrupt',
    '- interrupt: interrupt.caught',
    '- server_close',
  ]);
});

describe('datagrams', () => {
  const LIT = { sent: 'client out, kernel receive', files: '[rfile, wfile · ladders]' };
  const come = [
    '- serve_forever: serve_forever.datagrams seconds=0.5 [ladders]',
    '0 connect: connect.datagrams [sockets]',
    `0.0 sent: sent.datagram bytes=2 [request 0-2 · ${LIT.sent}]`,
    `0.1 sent: sent.datagram bytes=3 [request 2-5 · ${LIT.sent}]`,
  ];
  const taken = (request: number, bytes: number, mixin = ''): string[] => [
    `0.${request} select: select.datagram bytes=${bytes} connection=1 ${IN_QUEUE}`,
    `0.${request} get_request: get_request.datagram connection=1 ${IN_QUEUE}`,
    `0.${request} process_request${mixin} [ladders]`,
  ];
  const handled = (request: number): string[] => [
    `0.${request} finish_request [ladders]`,
    `0.${request} setup: setup.datagram ${LIT.files}`,
    `0.${request} finish: finish.datagram [client in]`,
    `0.${request} close: close.datagram [sockets]`,
  ];
  const answered = [
    '0.0 answered: answered.datagram bytes=2 [response 0-2 · client in]',
    '0.1 answered: answered.datagram bytes=3 [response 2-5 · client in]',
  ];
  const asked = (server: 'base' | 'threaded'): string[] => {
    const machine = machineOf('datagrams', { server });
    const client = machine.datagrams();
    client.send('ab');
    client.send('cde');
    machine.run();
    return storyOf(machine);
  };

  test('are taken and answered one by one', () => {
    expect(asked('base')).toEqual([
      ...come,
      ...[...taken(0, 2), ...handled(0), ...taken(1, 3), ...handled(1)],
      ...answered,
    ]);
  });

  test('have a thread each', () => {
    const story = asked('threaded');
    const thread = (number: number): string =>
      `0.${number} thread connection=1 thread=Thread-${number + 1} (process_request_thread) [threads]`;
    expect(story).toEqual(expect.arrayContaining([...come, ...handled(0), ...handled(1), ...answered]));
    expect(story).toEqual(
      expect.arrayContaining([thread(0), thread(1), ...taken(0, 2, ': process_request.threading')]),
    );
  });

  test('have a child each, which is told with a copy of the datagram', () => {
    const machine = machineOf('datagrams', { server: 'forking' });
    machine.datagrams().send('ab');
    machine.run({ until: 1 });
    expect(storyOf(machine).slice(3)).toEqual([
      ...taken(0, 2, ': process_request.forking'),
      '0.0 fork: fork.datagram pid=1002 [threads]',
      ...handled(0),
      answered[0],
      '- reap pid=1002 [threads]',
    ]);
  });
});

test('a program that accepts by itself closes its connections, or leaves that to its end', () => {
  const machine = new Machine({
    *program() {
      const listener = yield* create(Socket);
      yield* listener.bind(['127.0.0.1', 7000]);
      yield* listener.listen(3);
      const [first] = yield* listener.accept();
      yield* first.recv(9);
      yield* first.send(new Uint8Array(3));
      yield* first.close();
      const [second] = yield* listener.accept();
      yield* second.recv(9);
    },
  });
  machine.connect().send('x');
  machine.connect().send('y');
  machine.run();
  const CLOSED = '[kernel receive, client in · sockets]';
  expect(storyOf(machine)).toEqual([
    '0 connect [sockets]',
    '0.0 sent: sent.queued bytes=1 [request 0-1 · client out, kernel receive]',
    '1 connect: connect.behind waiting=1 [sockets]',
    '1.0 sent: sent.queued bytes=1 [request 0-1 · client out, kernel receive]',
    '0 get_request: get_request.program fd=4 address=127.0.0.1:32768 [sockets]',
    `0 close: close.program fd=4 ${CLOSED}`,
    '1 get_request: get_request.program fd=4 address=127.0.0.1:32769 [sockets]',
    `1 close: close.exit ${CLOSED}`,
    '0.0 answered: answered.closed bytes=3 [response 0-3 · client in]',
    '0 end [client in · sockets]',
    '1 end: end.nothing [client in · sockets]',
  ]);
});

test('a link loses segments of a connection, which are sent again', () => {
  const machine = machineOf('hello', { link: { latency: 0.05, loss: 0.3 }, seed: 3 });
  machine.connect().send(GET);
  machine.run();
  const LINK = '[wire to server, wire to client]';
  const lost = (segment: string): string[] => [
    `0 lost segment=${segment} ${LINK}`,
    `0 sent again segment=${segment} ${LINK}`,
  ];
  const story = storyOf(machine);
  expect(story.slice(3, 17)).toEqual([
    ...[...lost('SYN'), ...lost('SYN'), ...lost('SYN')],
    ...[...lost('SYN-ACK'), ...lost('SYN-ACK'), ...lost('SYN-ACK')],
    '0 connect: connect.link [sockets]',
    lost('27 bytes')[0],
  ]);
  expect(story[17]).toBe('0.0 sent: sent.link bytes=27 [request 0-27 · client out, kernel receive]');
  expect(story).toEqual(
    expect.arrayContaining([
      `0 get_request fd=4 waiting=0 ${IN_QUEUE}`,
      `0.0 sent again segment=27 bytes ${LINK}`,
      '0.0 answered: answered.closed bytes=174 [response 0-174 · client in]',
    ]),
  );
});

describe('a request with a body', () => {
  const LATER = '[request 77-89 · client out, kernel receive]';

  test('in chunks, which the client sends when it is asked to', () => {
    const machine = machineOf('echo', { server: 'threaded' });
    const client = machine.connect();
    client.send('POST / HTTP/1.1\r\nExpect: 100-continue\r\nX_a: b\r\nTransfer-Encoding: chunked\r\n\r\n');
    machine.run();
    client.send('2\r\nab\r\n0\r\n\r\n');
    machine.run();
    const story = storyOf(machine);
    expect(story.slice(11, -4)).toEqual([
      '0.0 handle_one_request [rfile · ladders]',
      '0.0 continue [wfile, client in]',
      '0.0 parse_request: parse_request.keeps version=HTTP/1.1 [request 0-77 · rfile]',
      '0.0 run_wsgi method=POST [stack]',
      '0.0 continue: continue.werkzeug [wfile, client in]',
      '0.0 make_environ: make_environ.chunked [request 0-77 · 23 keys · rfile · wsgi]',
      '0.0 app [wsgi]',
      '0.0 answered bytes=50 [response 0-50 · client in]',
      `0.0 sent bytes=12 connection=1 ${LATER}`,
      '0.0 start_response status=200 OK [wsgi]',
      `0.0 write [response 50-224 · ${WRITTEN}]`,
      `0.0 drain ${IN_QUEUE}`,
      '0.0 answered bytes=174 [response 50-224 · client in]',
    ]);
  });

  test('that nobody reads is drained, with the bytes that have come', () => {
    const machine = machineOf('hello');
    const client = machine.connect();
    client.send('POST / HTTP/1.1\r\nX: 1\r\nx: 2\r\nContent-Length: 5\r\n\r\na');
    machine.run({ until: 0.005 });
    client.send('bcde');
    machine.run({ until: 1 });
    client.close();
    machine.run();
    const story = reasonsOf(machine);
    expect(story).toContain('0.0 make_environ: make_environ.twice header=x');
    expect(story.slice(-7)).toEqual([
      '0.0 drain',
      `0.0 answered bytes=${HEAD_AND_BODY}`,
      '0.0 sent bytes=4 connection=1',
      '0 client close',
      '0.0 iterator close',
      '0 finish',
      '0 close fd=4',
    ]);
  });
});
