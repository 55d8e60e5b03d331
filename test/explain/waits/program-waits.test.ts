/** What the threads of programs wait for, call by call: the code, the values of its sentence, and who could end it. */
import { describe, expect, test } from 'vitest';
import { WAITS_EN, waitsOf, waitText } from '../../../src/explain.ts';
import type { Wait } from '../../../src/explain.ts';
import { create, Machine, sleep } from '../../../src/index.ts';
import type { Sys } from '../../../src/index.ts';
import { EVENT_READ, PollSelector, SelectSelector } from '../../../src/modules/selectors.ts';
import { call } from '../../../src/python/libc.ts';
import { SOCK_DGRAM, Socket } from '../../../src/stdlib/socket.ts';
import { Barrier, Condition, Event, Lock, Semaphore, Thread } from '../../../src/stdlib/threading.ts';

/** The waits of a program after a second. */
function waitsIn(program: () => Sys<unknown>, prepare?: (machine: Machine) => unknown): Wait[] {
  const machine = new Machine({
    *program() {
      yield* program();
    },
  });
  machine.run({ until: 0.5 });
  prepare?.(machine);
  machine.run({ until: 1 });
  return waitsOf(machine);
}

function of(waits: readonly Wait[], thread: string): Wait {
  const wait = waits.find(({ who }) => who.thread.startsWith(thread));
  if (wait === undefined) throw new Error(`${thread} waits for nothing`);
  return wait;
}

const said = (waits: readonly Wait[], thread = 'MainThread'): string => waitText(of(waits, thread), WAITS_EN);

/** Starts a thread of that name. */
function* started(name: string, target: () => Sys<unknown>): Sys<Thread> {
  const thread = new Thread({
    name,
    *target() {
      yield* target();
    },
  });
  yield* thread.start();
  return thread;
}

function* listener(port = 7000, backlog = 5): Sys<Socket> {
  const socket = yield* create(Socket);
  yield* socket.bind(['127.0.0.1', port]);
  yield* socket.listen(backlog);
  return socket;
}

/** Both ends of a connection that the program has with itself. */
function* pair(): Sys<readonly [client: Socket, server: Socket]> {
  const own = yield* listener();
  const client = yield* create(Socket);
  yield* client.connect(['127.0.0.1', 7000]);
  const [server] = yield* own.accept();
  return [client, server];
}

describe('a socket', () => {
  test('that accepts waits for anyone who connects', () => {
    const waits = waitsIn(function* () {
      yield* (yield* listener()).accept();
    });
    expect(waits).toMatchObject([
      { code: 'accept', values: { address: '127.0.0.1:7000' }, endedBy: [{ kind: 'anyone' }], since: 0 },
    ]);
    expect(said(waits)).toBe('MainThread waits in accept for a connection to 127.0.0.1:7000.');
  });

  test('that nobody accepts from keeps its client waiting, whatever its thread accepts from', () => {
    const waits = waitsIn(
      function* () {
        yield* listener(7000);
        yield* (yield* listener(7001)).accept();
      },
      (machine) => machine.connect(),
    );
    expect(of(waits, 'client-0')).toMatchObject({ code: 'client.not_accepted', because: { code: 'accept' } });
    expect(said(waits, 'client-0')).toBe(
      'Not accepted yet: the only thread waits in accept for a connection to 127.0.0.1:7001 (listen queue: 1).',
    );
  });

  test('that accepts with a timeout says when it looks up', () => {
    const waits = waitsIn(function* () {
      const own = yield* listener();
      yield* own.settimeout(5);
      yield* own.accept();
    });
    expect(waits).toMatchObject([
      {
        code: 'select.listener',
        values: { address: '127.0.0.1:7000', call: 'poll', timeout: 5 },
        endedBy: [{ kind: 'anyone' }, { kind: 'time', at: 5 }],
      },
    ]);
  });

  test.each([
    [undefined, []],
    [3, [{ kind: 'time', at: 3 }]],
  ])('that receives with the timeout %s waits for its other end, which is no client', (timeout, endedBy) => {
    const waits = waitsIn(function* () {
      const [client] = yield* pair();
      yield* client.settimeout(timeout);
      yield* client.recv(10);
    });
    expect(waits).toMatchObject([{ code: 'recv.plain', values: { connection: 0, seconds: 1 }, endedBy }]);
    expect(said(waits)).toBe('MainThread reads from a socket of its own machine, which has sent nothing more for 1 s.');
  });

  test('of a client says whose bytes it waits for', () => {
    const waits = waitsIn(
      function* () {
        const [socket] = yield* (yield* listener()).accept();
        yield* socket.recv(10);
      },
      (machine) => machine.connect(),
    );
    expect(of(waits, 'MainThread')).toMatchObject({
      code: 'recv.plain',
      values: { connection: 1, seconds: 0.5 },
      endedBy: [{ kind: 'client', client: 0 }],
      since: 0.5,
    });
    expect(of(waits, 'client-0')).toMatchObject({ code: 'client.asked', because: { code: 'recv.plain' } });
    expect(said(waits, 'client-0')).toBe('The server waits for more from this client; nothing has come for 0.5 s.');
  });

  test.each([
    [undefined, []],
    [9, [{ kind: 'time', at: 9 }]],
  ])('whose other end does not read waits with the timeout %s until there is room', (timeout, endedBy) => {
    const waits = waitsIn(function* () {
      const [client, server] = yield* pair();
      yield* server.settimeout(timeout);
      yield* server.sendall(new Uint8Array(9_000_000));
      yield* client.close();
    });
    const { code, values, endedBy: ended } = of(waits, 'MainThread');
    expect([code, ended]).toEqual(['send.full', endedBy]);
    expect(values).toMatchObject({ connection: 0 });
    expect(values['unread']).toBeGreaterThan(0);
  });

  test('of datagrams waits for one from anyone, with and without a timeout', () => {
    const bound = function* (timeout?: number): Sys<void> {
      const socket = yield* create(Socket, 'AF_INET', SOCK_DGRAM);
      yield* socket.bind(['127.0.0.1', 7000]);
      yield* socket.settimeout(timeout);
      yield* socket.recvfrom(10);
    };
    const waits = waitsIn(() => bound());
    expect(waits).toMatchObject([{ code: 'recv.datagram', endedBy: [{ kind: 'anyone' }] }]);
    expect(said(waits)).toBe('MainThread waits for a datagram.');
    expect(waitsIn(() => bound(4))).toMatchObject([
      { code: 'select.datagrams', endedBy: [{ kind: 'anyone' }, { kind: 'time', at: 4 }] },
    ]);
  });
});

describe('a selector', () => {
  test.each([
    ['poll', PollSelector],
    ['select', SelectSelector],
  ] as const)('that waits in %s for one connection waits for its client', (name, Selector) => {
    const waits = waitsIn(
      function* () {
        const [socket] = yield* (yield* listener()).accept();
        const selector = yield* create(Selector);
        yield* selector.register(socket, EVENT_READ);
        yield* selector.select(7);
      },
      (machine) => machine.connect(),
    );
    expect(of(waits, 'MainThread')).toMatchObject({
      code: 'select.connection',
      values: { connection: 1, call: name },
      endedBy: [
        { kind: 'client', client: 0 },
        { kind: 'time', at: 7.5 },
      ],
    });
    expect(said(waits)).toBe(`MainThread waits in ${name} until connection 1 sends something.`);
    expect(said(waits, 'client-0')).toBe('The server waits until this client sends something.');
  });

  test.each([
    ['poll', PollSelector],
    ['select', SelectSelector],
  ] as const)('that waits in %s for several files names them, and who could end it', (name, Selector) => {
    const waits = waitsIn(
      function* () {
        const own = yield* listener();
        const [socket] = yield* own.accept();
        const [end] = yield* call('pipe');
        const selector = yield* create(Selector);
        for (const file of [own, socket, end]) yield* selector.register(file, EVENT_READ);
        yield* selector.select();
      },
      (machine) => machine.connect(),
    );
    expect(of(waits, 'MainThread')).toMatchObject({
      code: 'select.files',
      values: { call: name },
      endedBy: [{ kind: 'anyone' }, { kind: 'client', client: 0 }],
      since: 0.5,
    });
    expect(of(waits, 'MainThread').files.map(({ fd }) => fd)).toEqual([3, 4, 5]);
  });

  test('of files that are no sockets is ended by nobody from outside', () => {
    const waits = waitsIn(function* () {
      const [[one], [other]] = [yield* call('pipe'), yield* call('pipe')];
      const selector = yield* create(PollSelector);
      for (const file of [one, other]) yield* selector.register(file, EVENT_READ);
      yield* selector.select();
    });
    expect(waits).toMatchObject([{ code: 'select.files', endedBy: [] }]);
    expect(said(waits)).toBe(
      'MainThread waits in poll for one of the descriptors 3 (pipe, read end), 5 (pipe, read end).',
    );
  });
});

describe('a call of the kernel', () => {
  test('write waits while a pipe is full', () => {
    const waits = waitsIn(function* () {
      const [, end] = yield* call('pipe');
      for (;;) yield* call('write', end, new Uint8Array(65_536));
    });
    expect(waits).toMatchObject([{ code: 'write', files: [{ fd: 4, name: { kind: 'pipe.write' } }], endedBy: [] }]);
    expect(said(waits)).toBe('MainThread writes to descriptor 4 (pipe, write end), which has no room.');
  });

  test('nanosleep waits for its time alone', () => {
    const waits = waitsIn(() => sleep(2.5));
    expect(waits).toMatchObject([{ code: 'sleep', values: { until: 2.5 }, endedBy: [{ kind: 'time', at: 2.5 }] }]);
    expect(said(waits)).toBe('MainThread sleeps until 2.5 s.');
  });

  test('connect waits for the network where the listener has no room', () => {
    const waits = waitsIn(function* () {
      yield* listener(7000, 0);
      for (;;) yield* (yield* create(Socket)).connect(['127.0.0.1', 7000]);
    });
    expect(waits).toMatchObject([
      { code: 'connect', values: { address: '127.0.0.1:7000' }, endedBy: [{ kind: 'network' }] },
    ]);
    expect(said(waits)).toBe('MainThread connects to 127.0.0.1:7000.');
  });

  test('waitpid waits for the one child that is named, and for what that waits for', () => {
    const waits = waitsIn(function* () {
      yield* call('fork', () => sleep(7));
      const pid = yield* call('fork', () => sleep(8));
      yield* call('waitpid', pid, 0);
    });
    const wait = of(waits, 'MainThread');
    const pid = Number(wait.values['pid']);
    expect(wait).toMatchObject({
      code: 'waitpid',
      values: { count: 1 },
      endedBy: [{ kind: 'process', pid }],
      because: { code: 'sleep', values: { until: 8 }, who: { pid } },
    });
  });

  test('waitpid for any child waits for all that have not ended', () => {
    const waits = waitsIn(function* () {
      yield* call('fork', () => sleep(0.1));
      for (const seconds of [7, 8]) yield* call('fork', () => sleep(seconds));
      yield* sleep(0.2);
      yield* call('waitpid', -1, 0);
      yield* call('waitpid', -1, 0);
    });
    const wait = of(waits, 'MainThread');
    expect(wait).toMatchObject({ code: 'waitpid', values: { count: 2 }, because: undefined });
    expect(wait.endedBy).toEqual([0, 1].map((place) => ({ kind: 'process', pid: Number(wait.values['pid']) + place })));
    expect(said(waits)).toMatch(/^MainThread waits until one of its 2 children ends \(pid 1\d\d\d\)\.$/);
  });
});

describe('a thread', () => {
  const others = (waits: readonly Wait[], ...names: string[]): unknown[] =>
    names.map((name) => ({ kind: 'thread', tid: of(waits, name).who.tid }));

  test('that waits for an event, or is to be notified, waits for the other threads of its process', () => {
    const waits = waitsIn(function* () {
      const [event, condition] = [new Event(), new Condition()];
      yield* started('sleeper', () => sleep(9));
      yield* started('notified', function* () {
        yield* condition.acquire();
        yield* condition.wait();
      });
      yield* started('ended', () => sleep(0.1));
      yield* event.wait();
    });
    expect(of(waits, 'MainThread')).toMatchObject({ code: 'event' });
    expect(of(waits, 'MainThread').endedBy).toEqual(others(waits, 'sleeper', 'notified'));
    expect(said(waits)).toBe('MainThread waits for an event that another thread has to set.');
    expect(of(waits, 'notified').code).toBe('condition');
    expect(of(waits, 'notified').endedBy).toEqual(others(waits, 'MainThread', 'sleeper'));
    expect(said(waits, 'notified')).toBe('notified waits on a condition that another thread has to notify.');
  });

  test('that is alone with an event is ended by the clock, if it has a time', () => {
    expect(waitsIn(() => new Event().wait(4))).toMatchObject([{ code: 'event', endedBy: [{ kind: 'time', at: 4 }] }]);
    const condition = new Condition();
    const waits = waitsIn(function* () {
      yield* condition.acquire();
      yield* condition.waitFor(() => false, 6);
    });
    expect(waits).toMatchObject([{ code: 'condition', endedBy: [{ kind: 'time', at: 6 }] }]);
  });

  test('at a semaphore or a barrier waits for the others', () => {
    const waits = waitsIn(function* () {
      const [semaphore, barrier] = [new Semaphore(0), new Barrier(3)];
      yield* started('one', () => semaphore.acquire());
      yield* started('two', () => barrier.wait());
      yield* barrier.wait(8);
    });
    expect(of(waits, 'one').code).toBe('semaphore');
    expect(of(waits, 'one').endedBy).toEqual(others(waits, 'MainThread', 'two'));
    expect(said(waits, 'one')).toBe('one waits for a semaphore that another thread has to release.');
    expect(of(waits, 'MainThread').code).toBe('barrier');
    expect(of(waits, 'MainThread').endedBy).toEqual([...others(waits, 'one', 'two'), { kind: 'time', at: 8 }]);
    expect(said(waits)).toBe('MainThread waits at a barrier for the other threads.');
  });

  test('that joins a thread with a time is ended by either', () => {
    const waits = waitsIn(function* () {
      const sleeper = yield* started('sleeper', () => sleep(9));
      yield* sleeper.join(5);
    });
    expect(of(waits, 'MainThread')).toMatchObject({
      code: 'join',
      values: { joined: 'sleeper' },
      because: { code: 'sleep' },
    });
    expect(of(waits, 'MainThread').endedBy).toEqual([...others(waits, 'sleeper'), { kind: 'time', at: 5 }]);
    expect(said(waits)).toBe('MainThread waits for the end of sleeper, and sleeper sleeps until 9 s.');
  });

  test('that joins one that joins it is a deadlock, unless one of them has a time', () => {
    const joining = (timeout?: number): Wait[] =>
      waitsIn(function* () {
        const threads: Thread[] = [];
        threads.push(
          yield* started('one', function* () {
            yield* sleep(0.1);
            yield* threads[1]?.join(timeout) ?? sleep(0);
          }),
          yield* started('two', function* () {
            yield* sleep(0.1);
            yield* threads[0]?.join() ?? sleep(0);
          }),
        );
      });
    const waits = joining();
    expect(of(waits, 'one')).toMatchObject({ code: 'join.deadlock', values: { joined: 'two' }, endedBy: [] });
    expect(said(waits, 'one')).toBe('one waits for the end of two, and two waits for one: a deadlock.');
    const timed = joining(3);
    expect(of(timed, 'one')).toMatchObject({ code: 'join', values: { joined: 'two' } });
    expect(of(timed, 'two')).toMatchObject({ code: 'join', values: { joined: 'one' } });
    expect(said(timed, 'two')).toBe('two waits for the end of one, and one waits for the end of two.');
  });

  test('whose lock is held by one that waits for its own, with a time, is no deadlock', () => {
    const waits = waitsIn(function* () {
      const [first, second] = [new Lock(), new Lock()];
      yield* first.acquire();
      yield* started('other', function* () {
        yield* second.acquire();
        yield* first.acquire(true, 6);
      });
      yield* second.acquire();
    });
    expect(of(waits, 'MainThread')).toMatchObject({
      code: 'lock',
      values: { holder: 'other' },
      because: { code: 'lock', values: { holder: 'MainThread' }, because: undefined },
    });
    expect(of(waits, 'other').endedBy).toEqual([...others(waits, 'MainThread'), { kind: 'time', at: 6 }]);
  });

  test('whose lock was taken by a thread that has ended waits for nobody', () => {
    const waits = waitsIn(function* () {
      const lock = new Lock();
      yield* started('gone', () => lock.acquire());
      yield* sleep(0.1);
      yield* started('waiter', () => lock.acquire(true, 7));
      yield* lock.acquire();
    });
    expect(of(waits, 'MainThread')).toMatchObject({ code: 'lock.nobody', endedBy: [] });
    expect(said(waits)).toBe('MainThread waits for a lock that no thread of its process will release.');
    expect(of(waits, 'waiter')).toMatchObject({ code: 'lock.nobody', endedBy: [{ kind: 'time', at: 7.1 }] });
  });
});
