import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Observer } from '../../src/kernel/observer.ts';
import type { Outcome, Sys } from '../../src/kernel/sys.ts';
import type { Address } from '../../src/kernel/types.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { BaseException } from '../../src/python/errors.ts';
import { repr } from '../../src/python/repr.ts';
import { Tuple } from '../../src/python/tuple.ts';
import { fromfd, getfqdn, SHUT_WR, Socket, SOCK_DGRAM, AF_INET } from '../../src/stdlib/socket.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { drive, driveAll } from '../support/drive.ts';
import { QUIET_OBSERVER } from '../support/quiet-observer.ts';

interface Pair {
  readonly listener: Socket;
  readonly client: Socket;
  readonly server: Socket;
}

function* pair(): Sys<Pair> {
  const listener = yield* create(Socket);
  yield* listener.bind(['localhost', 0]);
  yield* listener.listen();
  const client = yield* create(Socket);
  yield* client.connect(yield* listener.getsockname());
  const [server] = yield* listener.accept();
  return { listener, client, server };
}

/** What an action raises: `Class: text`. */
function* raised(action: Sys<unknown>): Sys<string> {
  try {
    yield* action;
  } catch (error) {
    if (error instanceof BaseException) return `${error.className}: ${error.text}`;
    throw error;
  }
  return 'nothing';
}

/**
 * Runs `main`, and answers the system calls it made from `mark()` on: name, arguments without the descriptor, result.
 */
function recorded(main: (mark: () => void) => Sys<void>): unknown[] {
  const kernel = new Kernel();
  let calls: unknown[] = [];
  const observer: Observer = {
    ...QUIET_OBSERVER,
    syscall: (_thread, name, args, outcome: Outcome<unknown>) => {
      const result = outcome.kind === 'done' ? outcome.value : outcome.kind === 'fail' ? outcome.errno : 'wait';
      const size =
        typeof result === 'object' && result !== null && 'data' in result ? (result.data as Uint8Array).length : result;
      calls.push([name, ...args.slice(1).map((item) => (item instanceof Uint8Array ? item.length : item)), size]);
    },
  };
  kernel.observer = observer;
  kernel.spawn({ name: 'test', main: () => main(() => void (calls = [])) });
  kernel.run();
  return calls;
}

const b = encodeLatin1;

test('accept4, then getsockname on what was accepted', () => {
  const calls = recorded(function* (mark) {
    const listener = yield* create(Socket);
    yield* listener.bind(['127.0.0.1', 8000]);
    yield* listener.listen();
    const client = yield* create(Socket);
    yield* client.connect(['127.0.0.1', 8000]);
    mark();
    yield* listener.accept();
  });
  expect(calls.map((entry) => (entry as unknown[])[0])).toEqual(['accept4', 'getsockname']);
});

test('addresses are tuples', () => {
  drive(function* () {
    const { listener, client, server } = yield* pair();
    const address = yield* listener.getsockname();
    expect(address).toBeInstanceOf(Tuple);
    expect(repr(address)).toBe(`('127.0.0.1', ${(address as Address)[1]})`);
    expect(yield* client.getsockname()).toEqual(yield* server.getpeername());
  });
});

test('a socket shows its descriptor and both its addresses', () => {
  drive(function* () {
    const { listener, client } = yield* pair();
    const [, port] = (yield* listener.getsockname()) as Address;
    expect(repr(listener)).toBe(`<socket.socket fd=0, family=2, type=1, proto=0, laddr=('127.0.0.1', ${port})>`);
    expect(repr(client)).toMatch(/^<socket\.socket fd=1, .*, raddr=\('127\.0\.0\.1', \d+\)>$/);
    yield* client.close();
    expect(repr(client)).toBe('<socket.socket [closed] fd=-1, family=2, type=1, proto=0>');
  });
});

test('the descriptor closes when the socket and the last of its files are closed', () => {
  drive(function* () {
    const { client, server } = yield* pair();
    const [one, other] = [server.makefile('rb'), server.makefile('wb')];
    yield* server.close();
    expect(server.fileno()).not.toBe(-1);
    yield* other.write(b('still open'));
    yield* other.close();
    expect(decodeLatin1(yield* client.recv(100))).toBe('still open');
    yield* one.close();
    expect(server.fileno()).toBe(-1);
    expect(yield* raised(server.recv(1))).toBe('OSError: [Errno 9] Bad file descriptor');
    expect(decodeLatin1(yield* client.recv(100))).toBe('');
  });
});

const poll = (events: number, timeout: number, ready: boolean): unknown => [
  'poll',
  timeout * 1000,
  ready ? [expect.objectContaining({ events })] : [],
];

describe('timeouts', () => {
  test('recv polls first, and raises TimeoutError when nothing comes', () => {
    const calls = recorded(function* (mark) {
      const { client, server } = yield* pair();
      mark();
      yield* server.settimeout(0.3);
      yield* client.send(b('one'));
      expect(decodeLatin1(yield* server.recv(10))).toBe('one');
      expect(yield* raised(server.recv(10))).toBe('TimeoutError: timed out');
    });
    expect(calls).toEqual([
      ['ioctl', 'FIONBIO', 1, 0],
      ['sendto', 3, 3],
      poll(1, 300, true),
      ['recvfrom', 10, 3],
      poll(1, 300, false),
    ]);
  });

  test('sendall polls before each part, for what is left of the time', () => {
    drive(function* () {
      const { server } = yield* pair();
      yield* server.settimeout(0.5);
      expect(yield* raised(server.sendall(new Uint8Array(64 * 1024 * 1024)))).toBe('TimeoutError: timed out');
    });
  });

  test('a file cannot be read any more after a timeout', () => {
    drive(function* () {
      const { server } = yield* pair();
      yield* server.settimeout(0.1);
      const file = server.makefile('rb');
      expect(yield* raised(file.readline())).toBe('TimeoutError: timed out');
      expect(yield* raised(file.readline())).toBe('OSError: cannot read from timed out object');
    });
  });

  test('accept gives up; a connection that was accepted in time blocks', () => {
    // Waiting for connections alone is not work: another thread must keep the machine running.
    const others = [() => sleep(1)];
    const { why } = driveAll(function* () {
      const { listener, client } = yield* pair();
      yield* listener.settimeout(0.25);
      expect(yield* raised(listener.accept())).toBe('TimeoutError: timed out');
      const other = yield* create(Socket);
      yield* other.connect(yield* listener.getsockname());
      const [accepted] = yield* listener.accept();
      expect(accepted.gettimeout()).toBeUndefined();
      yield* client.close();
    }, others);
    expect(why).toBe('exit');
  });

  test('0 never waits; a negative time is refused', () => {
    drive(function* () {
      const { server } = yield* pair();
      yield* server.setblocking(false);
      expect([server.gettimeout(), server.getblocking()]).toEqual([0, false]);
      expect(yield* raised(server.recv(1))).toBe('BlockingIOError: [Errno 11] Resource temporarily unavailable');
      expect(yield* raised(server.settimeout(-1))).toBe('ValueError: Timeout value out of range');
      yield* server.settimeout(undefined);
      expect(server.getblocking()).toBe(true);
    });
  });

  test('a connection with a timeout is made all the same', () => {
    drive(function* () {
      const { listener } = yield* pair();
      const client = yield* create(Socket);
      yield* client.settimeout(1);
      yield* client.connect(yield* listener.getsockname());
      expect(yield* client.getpeername()).toEqual(yield* listener.getsockname());
    });
  });

  test('nobody listening is ECONNREFUSED, with a timeout too', () => {
    drive(function* () {
      for (const timeout of [undefined, 1]) {
        const client = yield* create(Socket);
        if (timeout !== undefined) yield* client.settimeout(timeout);
        expect(yield* raised(client.connect(['127.0.0.1', 1]))).toBe(
          'ConnectionRefusedError: [Errno 111] Connection refused',
        );
      }
    });
  });
});

test('a datagram comes with its sender', () => {
  drive(function* () {
    const server = yield* create(Socket, AF_INET, SOCK_DGRAM);
    yield* server.bind(['127.0.0.1', 9000]);
    const client = yield* create(Socket, AF_INET, SOCK_DGRAM);
    yield* client.sendto(b('hello'), ['127.0.0.1', 9000]);
    const [data, address] = yield* server.recvfrom(3);
    expect(decodeLatin1(data)).toBe('hel');
    yield* server.sendto(b('back'), address);
    expect(decodeLatin1((yield* client.recvfrom(10))[0])).toBe('back');
  });
});

test("an address of another family is rejected with Python's error", () => {
  drive(function* () {
    const socket = yield* create(Socket);
    expect(yield* raised(socket.bind('x'))).toBe('TypeError: bind(): AF_INET address must be tuple, not str');
    expect(yield* raised(socket.bind(['127.0.0.1', 70_000]))).toBe('OverflowError: bind(): port must be 0-65535.');
    expect(yield* raised(socket.bind(['nowhere.test', 1]))).toBe('gaierror: [Errno -2] Name or service not known');
    expect(yield* raised(socket.recv(-1))).toBe('ValueError: negative buffersize in recv');
    expect(() => socket.makefile('x' as 'rb')).toThrow("invalid mode 'x' (only r, w, b allowed)");
  });
});

test('a duplicate and a copy for a forked child close on their own', () => {
  drive(function* () {
    const { client, server } = yield* pair();
    const copies = [yield* server.dup(), yield* fromfd(server.fileno(), AF_INET, 'SOCK_STREAM')];
    yield* server.close();
    for (const copy of copies) {
      yield* copy.send(b('x'));
      yield* copy.close();
    }
    expect(decodeLatin1(yield* client.recv(10))).toBe('xx');
    const copy = client.copyForFork();
    yield* client.close();
    expect([client.fileno(), copy.fileno() >= 0]).toEqual([-1, true]);
  });
});

test('an unbuffered file reads a byte at a time; detach leaves the descriptor open', () => {
  drive(function* () {
    const { client, server } = yield* pair();
    yield* client.sendall(b('ab\nrest'));
    yield* client.shutdown(SHUT_WR);
    const file = server.makefile('rb', 0);
    expect(decodeLatin1(yield* file.readline())).toBe('ab\n');
    expect(decodeLatin1(yield* file.read())).toBe('rest');
    const fd = server.detach();
    expect([server.fileno(), fd >= 0]).toEqual([-1, true]);
    yield* sleep(0);
  });
});

test('localhost is the name of every loopback address', () => {
  expect([getfqdn('127.0.0.1'), getfqdn(''), getfqdn('0.0.0.0'), getfqdn('example.test')]).toEqual([
    'localhost',
    'localhost',
    'localhost',
    'example.test',
  ]);
});
