/** Who waits for what, since when, and who could end it: on real machines of every kind. */
import { describe, expect, test } from 'vitest';
import { findWaits, rowsOf } from '../../../src/explain/waits/find-waits.ts';
import { WaitHistory } from '../../../src/explain/waits/history.ts';
import { WAITS_EN, WAITS_ZH, waitsOf, waitText } from '../../../src/explain.ts';
import type { Wait } from '../../../src/explain.ts';
import { blocking, Machine, preset, sleep } from '../../../src/index.ts';
import type { MachineOptions, Step, Sys } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { EpollSelector, EVENT_READ } from '../../../src/modules/selectors.ts';
import { Socket } from '../../../src/stdlib/socket.ts';
import { Condition, Event, Lock, Thread } from '../../../src/stdlib/threading.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

function machineOf(app: string, options: Partial<MachineOptions> = {}): Machine {
  const found = preset(app);
  if (found === undefined) throw new Error(`no preset ${app}`);
  return new Machine({ ...options, app: found.app });
}

/** The waits of a machine just after the first step that fits. */
function waitsAfter(machine: Machine, fits: (step: Step) => boolean): Wait[] {
  machine.run();
  const step = machine.trace.steps().find(fits);
  if (step === undefined) throw new Error('there is no such step');
  const history = new WaitHistory();
  history.read(rowsOf(machine.trace));
  return findWaits(machine.seek(step.number + 1), history);
}

const ofClient = (waits: readonly Wait[], client: number): Wait => {
  const wait = waits.find(({ who }) => who.client === client);
  if (wait === undefined) throw new Error(`client ${client} waits for nothing`);
  return wait;
};
const ofThread = (waits: readonly Wait[], thread: string): Wait => {
  const wait = waits.find(({ who }) => who.thread.startsWith(thread));
  if (wait === undefined) throw new Error(`${thread} waits for nothing`);
  return wait;
};
const say = (wait: Wait): string => waitText(wait, WAITS_EN);

describe('a server without clients', () => {
  test('waits in poll, since it first did, however often it has polled', () => {
    const machine = machineOf('hello');
    machine.run({ until: 3 });
    const [wait, ...others] = waitsOf(machine);
    expect(others).toEqual([]);
    expect(wait).toMatchObject({
      who: { thread: 'MainThread', client: undefined },
      code: 'select.listener',
      values: { address: '127.0.0.1:5000', call: 'poll', timeout: 0.5 },
      since: 0,
      endedBy: [{ kind: 'anyone' }, { kind: 'time', at: 3.5 }],
    });
    expect(machine.trace.step(wait?.step ?? 0)).toMatchObject({ kind: 'block', name: 'poll' });
  });

  test('that waits in an epoll instance waits for what that watches', () => {
    const machine = new Machine({
      *program() {
        const listener = yield* Socket.open();
        yield* listener.bind(['127.0.0.1', 7_000]);
        yield* listener.listen(1);
        const selector = yield* EpollSelector.open();
        yield* selector.register(listener, EVENT_READ);
        yield* selector.select(2);
        const [connection] = yield* listener.accept();
        yield* selector.register(connection, EVENT_READ);
        yield* selector.select();
      },
    });
    machine.run({ until: 1 });
    const values = { address: '127.0.0.1:7000', call: 'epoll_wait', timeout: 2 };
    expect(waitsOf(machine)).toMatchObject([{ code: 'select.listener', values }]);
    machine.connect();
    machine.run();
    expect(ofThread(waitsOf(machine), 'MainThread')).toMatchObject({
      code: 'select.files',
      files: [{ name: { kind: 'listener' } }, { name: { kind: 'connection', client: 0 } }],
      endedBy: [{ kind: 'anyone' }, { kind: 'client', client: 0 }],
    });
  });

  test('of datagrams waits for one', () => {
    const machine = machineOf('datagrams');
    machine.datagrams();
    machine.run();
    const waits = waitsOf(machine);
    expect(ofThread(waits, 'MainThread').code).toBe('select.datagrams');
    expect(ofClient(waits, 0)).toMatchObject({ code: 'client.datagram', values: { address: '127.0.0.1:5000' } });
  });
});

describe('an idle client of a server with one thread', () => {
  const waits = (): Wait[] => {
    const machine = machineOf('hello');
    machine.connect();
    machine.run();
    machine.connect().send(GET);
    machine.run({ until: 3 });
    return waitsOf(machine);
  };

  test('is what the thread reads from', () => {
    expect(ofThread(waits(), 'MainThread')).toMatchObject({
      code: 'recv.nothing',
      values: { connection: 1, seconds: 3 },
      since: 0,
      endedBy: [{ kind: 'client', client: 0 }],
    });
  });

  test('is told that the server waits for it', () => {
    expect(ofClient(waits(), 0)).toMatchObject({ code: 'client.asked', endedBy: [{ kind: 'client', client: 0 }] });
    expect(say(ofClient(waits(), 0))).toBe(
      'The server waits for a request of this client, which has sent nothing for 3 s.',
    );
  });

  test('is the reason why the next one is not accepted', () => {
    const wait = ofClient(waits(), 1);
    expect(wait).toMatchObject({
      code: 'client.not_accepted',
      values: { queue: 1, isOnly: 1 },
      because: { code: 'recv.nothing' },
    });
    expect(wait.endedBy).toEqual([
      { kind: 'thread', tid: wait.because?.who.tid },
      { kind: 'client', client: 0 },
    ]);
    expect(say(wait)).toBe(
      'Not accepted yet: the only thread reads from connection 1, which has sent nothing for 3 s (listen queue: 1).',
    );
  });
});

describe.each(['threaded', 'forking'] as const)('a handler of a %s server', (server) => {
  const waits = (): Wait[] => {
    const machine = machineOf('echo', { server });
    machine.connect().send('POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc');
    machine.connect().send('GET');
    machine.connect().send('GET / HTTP/1.1\r\nHost: a');
    machine.connect().send('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab');
    machine.connect();
    machine.run({ until: 2 });
    return waitsOf(machine);
  };
  const because = (client: number): Wait | undefined => ofClient(waits(), client).because;

  test.each([
    [0, 'recv.body', { length: 10, missing: 7, seconds: 2 }],
    [1, 'recv.line', { bytes: 3, seconds: 2 }],
    [2, 'recv.headers', { seconds: 2 }],
    [3, 'recv.chunk', { seconds: 2 }],
    [4, 'recv.nothing', { seconds: 2 }],
  ])('that reads from client %d waits as %s', (client, code, values) => {
    expect(ofClient(waits(), client).code).toBe('client.asked');
    expect(because(client)).toMatchObject({ code, values: { connection: client + 1, ...values } });
  });

  test('leaves its server free to accept', () => {
    expect(waits()[0]).toMatchObject({ who: { thread: 'MainThread' }, code: 'select.listener' });
  });
});

test('the body of a request that came with the end of another one is counted from its own beginning', () => {
  const machine = machineOf('echo', { server: 'threaded' });
  const client = machine.connect();
  client.send('POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab');
  machine.run();
  client.send('c');
  machine.run();
  expect(ofClient(waitsOf(machine), 0).because?.values).toMatchObject({ length: 4, missing: 1 });
});

describe('an app that sleeps', () => {
  const waits = (): Wait[] => {
    const machine = machineOf('sleepy');
    machine.connect().send(GET);
    machine.connect().send(GET);
    machine.run({ until: 0.5 });
    return waitsOf(machine);
  };

  test('makes its client wait until then', () => {
    expect(ofThread(waits(), 'MainThread')).toMatchObject({
      code: 'sleep.app',
      values: { connection: 1, until: 1 },
      endedBy: [{ kind: 'time', at: 1 }],
    });
    expect(say(ofClient(waits(), 0))).toBe(
      'Waits for the answer: MainThread runs the app for connection 1, which sleeps until 1 s.',
    );
  });

  test('keeps the next client in the listen queue', () => {
    expect(ofClient(waits(), 1)).toMatchObject({ code: 'client.not_accepted', because: { code: 'sleep.app' } });
  });
});

test('a body that was not read is drained for 10 ms, and its client has the answer', () => {
  const machine = machineOf('hello', { order: 'chosen' });
  machine.connect().send('POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc');
  const [wait] = waitsAfter(machine, ({ kind, name }) => kind === 'block' && name === 'epoll_wait');
  expect(wait).toMatchObject({
    code: 'drain',
    values: { connection: 1, milliseconds: 10 },
    endedBy: [
      { kind: 'client', client: 0 },
      { kind: 'time', at: 0.01 },
    ],
  });
  const later = waitsAfter(machine, ({ kind, tid, number }) => kind === 'block' && tid === 1001 && number > 259);
  expect(ofClient(later, 0)).toMatchObject({ code: 'client.closing', because: { code: 'drain' } });
});

describe('a client', () => {
  test('whose listener has no room for it sends its SYN again and again', () => {
    const machine = machineOf('hello');
    for (let count = 0; count < 131; count += 1) machine.connect();
    machine.run({ until: 5 });
    const waits = waitsOf(machine);
    expect(ofClient(waits, 129)).toMatchObject({ code: 'client.not_accepted', values: { queue: 129 } });
    expect(ofClient(waits, 130)).toMatchObject({
      code: 'client.full',
      values: { queue: 129, limit: 128 },
      since: 0,
      because: { code: 'recv.nothing', values: { connection: 1, seconds: 5 } },
    });
  });

  test('on a link with latency waits for the SYN, for the ACK, and for its bytes', () => {
    const machine = machineOf('hello', { link: { latency: 0.2 } });
    machine.connect();
    machine.run({ until: 0.1 });
    expect(ofClient(waitsOf(machine), 0).code).toBe('client.travel');
    machine.run({ until: 0.5 });
    expect(ofClient(waitsOf(machine), 0).code).toBe('client.ack');
    machine.run({ until: 1 });
    machine.clients[0]?.send(GET);
    machine.run({ until: 1.1 });
    expect(ofClient(waitsOf(machine), 0)).toMatchObject({
      code: 'client.wire',
      values: { bytes: GET.length },
      endedBy: [{ kind: 'network' }],
    });
  });

  test('that ended its own side still waits for the answer', () => {
    const machine = machineOf('stream', { server: 'threaded' });
    const client = machine.connect();
    client.send(GET);
    client.shutdownWrite();
    machine.run({ until: 0.2 });
    expect(ofClient(waitsOf(machine), 0)).toMatchObject({ code: 'client.half', because: { code: 'sleep.app' } });
  });

  test('that has a part of the answer waits for the rest', () => {
    const machine = machineOf('stream', { server: 'threaded' });
    machine.connect().send(GET);
    machine.run({ until: 0.7 });
    expect(ofClient(waitsOf(machine), 0)).toMatchObject({
      code: 'client.rest',
      because: { code: 'sleep.app', values: { until: 1 } },
    });
  });

  test('of a connection that the server has ended is told so', () => {
    const machine = machineOf('hello');
    machine.connect().send(GET);
    machine.run();
    expect(ofClient(waitsOf(machine), 0)).toMatchObject({ code: 'client.ended', because: undefined });
  });

  test('that nobody listened for was refused', () => {
    const machine = machineOf('hello');
    machine.run();
    machine.interrupt();
    machine.run();
    machine.connect();
    machine.run();
    expect(waitsOf(machine)).toMatchObject([
      { who: { client: 0 }, code: 'client.refused', values: { address: '127.0.0.1:5000' }, endedBy: [] },
    ]);
  });

  test('whose answer is larger than what a slow link carries waits with its handler', () => {
    const app = blocking(function* (_environ, startResponse): Sys<Uint8Array[]> {
      startResponse('200 OK', []);
      yield* sleep(0);
      return [new Uint8Array(9_000_000)];
    });
    const machine = new Machine({ app, server: 'threaded', link: { bandwidth: 100_000 } });
    machine.connect().send(GET);
    machine.run({ until: 1 });
    const waits = waitsOf(machine);
    expect(ofThread(waits, 'Thread-1')).toMatchObject({ code: 'send.link', values: { connection: 1, unread: 0 } });
    expect(ofClient(waits, 0)).toMatchObject({ code: 'client.rest', because: { code: 'send.link' } });
  });
});

describe('threads of a program', () => {
  const waitsOfProgram = (program: () => Sys<void>, until?: number): Wait[] => {
    const machine = new Machine({ program });
    machine.run(until === undefined ? {} : { until });
    return waitsOf(machine);
  };

  test('that wait for each other’s locks are a deadlock, and one that waits for them is not in it', () => {
    const waits = waitsOfProgram(function* () {
      const [first, second] = [new Lock(), new Lock()];
      const other = new Thread({
        name: 'other',
        *target() {
          yield* second.acquire();
          yield* sleep(1);
          yield* first.acquire();
        },
      });
      const third = new Thread({
        name: 'third',
        *target() {
          yield* sleep(1.5);
          yield* first.acquire();
        },
      });
      yield* first.acquire();
      yield* other.start();
      yield* third.start();
      yield* sleep(1);
      yield* second.acquire();
    });
    expect(ofThread(waits, 'MainThread')).toMatchObject({
      code: 'lock.deadlock',
      values: { holder: 'other' },
      since: 1,
      endedBy: [],
    });
    expect(ofThread(waits, 'other')).toMatchObject({ code: 'lock.deadlock', values: { holder: 'MainThread' } });
    expect(ofThread(waits, 'third')).toMatchObject({
      code: 'lock',
      values: { holder: 'MainThread' },
      since: 1.5,
      because: { code: 'lock.deadlock' },
    });
  });

  test('that take a lock with a timeout are no deadlock: the clock ends it', () => {
    const waits = waitsOfProgram(function* () {
      const lock = new Lock();
      const holder = new Thread({
        name: 'holder',
        *target() {
          yield* lock.acquire();
          yield* sleep(9);
        },
      });
      yield* holder.start();
      yield* lock.acquire(true, 5);
    }, 1);
    const wait = ofThread(waits, 'MainThread');
    expect(wait).toMatchObject({ code: 'lock', because: { code: 'sleep', values: { until: 9 } } });
    expect(wait.endedBy).toEqual([
      { kind: 'thread', tid: wait.because?.who.tid },
      { kind: 'time', at: 5 },
    ]);
  });

  test('that join a thread wait for what it waits for', () => {
    const waits = waitsOfProgram(function* () {
      const event = new Event();
      const worker = new Thread({
        name: 'worker',
        *target() {
          yield* event.wait();
        },
      });
      yield* worker.start();
      yield* worker.join();
    });
    expect(ofThread(waits, 'MainThread')).toMatchObject({
      code: 'join',
      values: { joined: 'worker' },
      because: { code: 'event' },
    });
    expect(ofThread(waits, 'worker').endedBy).toEqual([{ kind: 'thread', tid: ofThread(waits, 'MainThread').who.tid }]);
  });

  test('that wait alone are ended by nobody', () => {
    const condition = function* (): Sys<void> {
      const own = new Condition();
      yield* own.acquire();
      yield* own.wait();
    };
    expect(waitsOfProgram(condition, 1)).toMatchObject([{ code: 'condition.nobody', endedBy: [] }]);
    const event = function* (): Sys<void> {
      yield* new Event().wait();
    };
    expect(waitsOfProgram(event, 1)).toMatchObject([{ code: 'event.nobody', endedBy: [] }]);
    const lock = function* (): Sys<void> {
      const own = new Lock();
      yield* own.acquire();
      yield* own.acquire();
    };
    expect(waitsOfProgram(lock, 1)).toMatchObject([{ code: 'lock.deadlock', values: { holder: 'MainThread' } }]);
  });

  test('on descriptors say what these are open on', () => {
    const reading = function* (): Sys<void> {
      const [end] = yield* call('pipe');
      yield* call('read', end, 1);
    };
    const [wait] = waitsOfProgram(reading, 1);
    expect(wait).toMatchObject({ code: 'read', files: [{ fd: 3, name: { kind: 'pipe.read' } }] });
    expect(wait === undefined ? '' : say(wait)).toBe(
      'MainThread reads from descriptor 3 (pipe, read end), which holds nothing.',
    );
    const polling = function* (): Sys<void> {
      const listener = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', listener, ['127.0.0.1', 7000]);
      yield* call('listen', listener, 5);
      const [end] = yield* call('pipe');
      yield* call(
        'poll',
        [
          { fd: listener, events: 1 },
          { fd: end, events: 1 },
        ],
        undefined,
      );
    };
    const [files] = waitsOfProgram(polling, 1);
    expect(files === undefined ? '' : waitText(files, WAITS_ZH)).toBe(
      'MainThread 在 poll 中等待文件描述符 3（监听套接字）、4（管道的读端）之一。',
    );
  });
});
