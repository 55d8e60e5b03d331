/** What a snapshot says of a machine: its processes, threads and connections, each as it is at that moment. */
import { describe, expect, test } from 'vitest';
import { Machine, preset, sleep } from '../../../src/index.ts';
import type { Snapshot, Sys, WsgiApp } from '../../../src/index.ts';
import { Lock, Thread } from '../../../src/stdlib/threading.ts';
import { POLLIN } from '../../../src/kernel/files/open-file.ts';
import { call } from '../../../src/python/libc.ts';
import { text } from '../../support/drive.ts';

const sleepy = preset('sleepy')?.app as WsgiApp;
const GET = 'GET /x?y=1 HTTP/1.1\r\nHost: h\r\nX-One: 1\r\n\r\n';

/** A machine that runs the app for one client, while another has sent a part of its request. */
function busy(server: 'base' | 'threaded' | 'forking' = 'threaded'): Machine {
  const machine = new Machine({ app: sleepy, server, memory: { list: [1, 'a'] } });
  machine.connect().send(GET);
  machine.connect().send('GET / HT');
  machine.run({ until: 0.4 });
  return machine;
}

const laneTexts = ({ connections }: Snapshot, client = 0): unknown =>
  connections[client]?.lanes.map(({ name, bytes, read, dropped }) => [name, text(bytes), read, dropped]);

describe('a snapshot', () => {
  test('says when it was taken, and which thread runs', () => {
    const machine = busy();
    const now = machine.snapshot();
    expect([now.step, now.time, now.running]).toEqual([machine.trace.length, 0.4, undefined]);
    const inside = machine.trace.steps().find(({ name, kind }) => kind === 'call' && name === 'time.sleep');
    const then = machine.seek((inside?.number ?? 0) + 1);
    expect(then.running).toBe(inside?.tid);
    expect(then.log).toBe(machine.log);
    expect(then.threads.find(({ tid }) => tid === inside?.tid)).toMatchObject({ state: 'running', waitsIn: undefined });
  });

  test('lists processes with parents, descriptors and memory', () => {
    const [server, first, second] = busy().snapshot().processes;
    const plain = { exitStatus: undefined, parent: undefined };
    expect(server).toMatchObject({ ...plain, pid: 1000, name: 'server', memory: { list: [1, 'a'] } });
    expect(server?.descriptors).toEqual([
      ...[0, 1, 2].map((fd) => ({ fd, kind: 'terminal', socket: undefined, registered: [] })),
      ...[1, 3, 5].map((socket, at) => ({ fd: 3 + at, kind: 'socket', socket, registered: [] })),
    ]);
    expect(first).toMatchObject({ ...plain, pid: 1001, name: 'client-0', memory: {} });
    expect(second).toMatchObject({ ...plain, pid: 1002, name: 'client-1' });
    const forked = busy('forking').snapshot();
    expect(forked.processes.map(({ name, parent }) => [name, parent])).toEqual([
      ['server', undefined],
      ['client-0', undefined],
      ['client-1', undefined],
      ['server-child', 1000],
      ['server-child', 1000],
    ]);
  });

  test('keeps the status of a process that has ended and was not waited for', () => {
    const machine = new Machine({
      *program(): Sys<void> {
        yield* call('fork', function* (): Sys<void> {
          yield* call('exit_group', 3);
        });
        yield* sleep(1);
      },
    });
    machine.run({ until: 0.5 });
    const { processes } = machine.snapshot();
    expect(processes.map(({ exitStatus, parent }) => [exitStatus, parent])).toEqual([
      [undefined, undefined],
      [3, 1000],
    ]);
  });

  test('shows what is registered with an epoll instance, and what of it is ready', () => {
    const machine = new Machine({
      *program(): Sys<void> {
        const epoll = yield* call('epoll_create1');
        const [reader, writer] = yield* call('pipe');
        yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', reader, POLLIN);
        yield* sleep(1);
        yield* call('write', writer, Uint8Array.of(1));
        yield* sleep(1);
      },
    });
    const registered = () =>
      machine.snapshot().processes[0]?.descriptors.map(({ kind, registered: all }) => [kind, all]);
    machine.run({ until: 0.5 });
    expect(registered()?.slice(3)).toEqual([
      ['epoll', [{ fd: 4, events: POLLIN, ready: 0 }]],
      ['pipe', []],
      ['pipe', []],
    ]);
    machine.run({ until: 1.5 });
    expect(registered()?.[3]).toEqual(['epoll', [{ fd: 4, events: POLLIN, ready: POLLIN }]]);
  });
});

describe('a thread in a snapshot', () => {
  test('has the system call that it waits in, and the calls that it is in', () => {
    const machine = busy();
    const { threads } = machine.snapshot();
    expect(threads.map(({ tid, pid, name, state, waitsIn }) => [tid, pid, name, state, waitsIn])).toEqual([
      [1000, 1000, 'MainThread', 'waiting', 'poll([3: POLLIN], 500 ms)'],
      [1001, 1001, 'client-0', 'waiting', 'poll([0: POLLIN, 1: POLLIN], -1)'],
      [1002, 1002, 'client-1', 'waiting', 'poll([0: POLLIN, 1: POLLIN], -1)'],
      [1003, 1000, 'Thread-1 (process_request_thread)', 'waiting', 'nanosleep(1 s)'],
      [1004, 1000, 'Thread-2 (process_request_thread)', 'waiting', 'recvfrom(5, 8192)'],
    ]);
    const stack = threads[3]?.stack ?? [];
    expect(stack.slice(3, 5)).toMatchObject([
      {
        name: 'socketserver.BaseServer.finish_request',
        self: 'ThreadedWSGIServer',
        args: ['<socket>', "('127.0.0.1', 32768)"],
      },
      {
        name: 'socketserver.BaseRequestHandler.__init__',
        self: 'WSGIRequestHandler',
        args: ['<socket>', "('127.0.0.1', 32768)", '<ThreadedWSGIServer>'],
      },
    ]);
    for (const { name, step } of stack) {
      expect(machine.trace.step(step)).toMatchObject({ kind: 'call', name, tid: 1003 });
    }
    expect(threads[1]?.stack).toEqual([]);
  });

  test('runs functions on no object, and methods on one', () => {
    const { threads } = busy().snapshot();
    const frames = threads.flatMap(({ stack }) => stack);
    expect(frames.filter(({ self }) => self === '').map(({ name }) => name)).toEqual([
      'werkzeug.serving.run_simple',
      'time.sleep',
    ]);
    expect(frames.filter(({ self }) => self === 'dict')).toEqual([]);
  });

  test('waits for the thread that holds the lock, or that it joins', () => {
    let ids: (number | undefined)[] = [];
    const machine = new Machine({
      *program(): Sys<void> {
        const lock = new Lock();
        yield* lock.acquire();
        const other = new Thread({
          *target(): Sys<void> {
            yield* lock.acquire();
            yield* sleep(2);
          },
        });
        yield* other.start();
        ids = [1000, other.ident];
        yield* sleep(1);
        yield* lock.release();
        yield* other.join();
      },
    });
    const waits = () => machine.snapshot().threads.map(({ tid, waitsFor }) => [tid, waitsFor]);
    machine.run({ until: 0.5 });
    const [main, other] = ids;
    expect(waits()).toEqual([
      [main, []],
      [other, [main]],
    ]);
    machine.run({ until: 1.5 });
    expect(waits()).toEqual([
      [main, [other]],
      [other, []],
    ]);
  });
});

describe('a connection in a snapshot', () => {
  test('has its sockets, its lanes with what was read of each, and its handler', () => {
    const machine = busy();
    const now = machine.snapshot();
    expect(now.connections.map(({ client, socket, clientSocket }) => [client, socket, clientSocket])).toEqual([
      [0, 3, 2],
      [1, 5, 4],
    ]);
    expect(laneTexts(now)).toEqual([
      ['client out', GET, GET.length, 0],
      ['kernel receive', GET, GET.length, 0],
      ['rfile', GET, GET.length, 0],
      ['headers buffer', '', 0, 0],
      ['wfile', '', 0, 0],
      ['client in', '', 0, 0],
    ]);
    // The second client's line is not complete: its bytes have come into `rfile`, and nothing has been read from there.
    expect(laneTexts(now, 1)).toEqual([
      ['client out', 'GET / HT', 8, 0],
      ['kernel receive', 'GET / HT', 8, 0],
      ['rfile', 'GET / HT', 8, 0],
      ['headers buffer', '', 0, 0],
      ['wfile', '', 0, 0],
      ['client in', '', 0, 0],
    ]);
    const { environ, ...handler } = now.connections[0]?.handler ?? {};
    expect(handler).toEqual({
      className: 'WSGIRequestHandler',
      tid: 1003,
      command: 'GET',
      path: '/x?y=1',
      requestVersion: 'HTTP/1.1',
      closeConnection: false,
      headers: [
        ['Host', 'h'],
        ['X-One', '1'],
      ],
      statusSet: null,
      headersSet: null,
      headersSent: null,
    });
    expect(environ).toEqual(
      expect.arrayContaining([
        ['REQUEST_METHOD', 'GET'],
        ['PATH_INFO', '/x'],
        ['QUERY_STRING', 'y=1'],
        ['HTTP_X_ONE', '1'],
      ]),
    );
    const waiting = now.connections[1]?.handler;
    expect([waiting?.tid, waiting?.command, waiting?.environ, waiting?.headers]).toEqual([
      1004,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('has the answer in its lanes, and what start_response was given', () => {
    const machine = busy();
    machine.run();
    const now = machine.snapshot();
    const { received } = machine.clients[0] ?? { received: '' };
    const lanes = laneTexts(now) as [string, string, number, number][];
    const [head] = /^.*?\r\n\r\n/s.exec(received) ?? [''];
    expect(lanes.slice(3)).toEqual([
      ['headers buffer', head, head.length, 0],
      ['wfile', received, received.length, 0],
      ['client in', received, received.length, 0],
    ]);
    const headers = [
      ['Content-Type', 'text/plain'],
      ['Content-Length', '10'],
    ];
    expect(now.connections[0]?.handler).toMatchObject({
      statusSet: '200 OK',
      headersSet: headers,
      headersSent: headers,
    });
  });

  test('that is not shown has its sockets, and neither lanes nor a handler', () => {
    const machine = busy();
    machine.shownClients = new Set([1]);
    const [hidden, shown] = machine.snapshot().connections;
    expect(hidden).toEqual({ client: 0, socket: 3, clientSocket: 2, lanes: [], handler: undefined });
    expect([shown?.lanes.length, shown?.handler?.tid]).toEqual([6, 1004]);
  });

  test('has two empty lanes only before its client has run', () => {
    const machine = new Machine({ app: sleepy });
    machine.connect();
    expect(machine.snapshot().connections).toEqual([
      {
        client: 0,
        socket: undefined,
        clientSocket: undefined,
        lanes: [
          { name: 'client out', bytes: new Uint8Array(), read: 0, dropped: 0 },
          { name: 'client in', bytes: new Uint8Array(), read: 0, dropped: 0 },
        ],
        handler: undefined,
      },
    ]);
  });

  test('shows the last 65,536 bytes that a client has received, and how many came before', () => {
    const size = 70_000;
    const machine = new Machine({
      app: (_environ, startResponse) => {
        startResponse('200 OK', [['Content-Length', String(size)]]);
        return [new Uint8Array(size).fill(97)];
      },
    });
    const client = machine.connect();
    client.send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    const lane = machine.snapshot().connections[0]?.lanes.at(-1);
    expect(lane?.bytes).toEqual(client.receivedBytes.subarray(-65_536));
    expect([lane?.read, lane?.dropped]).toEqual([65_536, client.receivedLength - 65_536]);
  });
});
