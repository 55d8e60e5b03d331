import { describe, expect, test } from 'vitest';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import { viewSockets } from '../../../../src/kernel/net/network.ts';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Address, Fd } from '../../../../src/kernel/types.ts';
import {
  attempt,
  call,
  connected,
  drive,
  driveAll,
  listening,
  micros,
  readiness,
  receive,
  resetClose,
  seconds,
  send,
  tcp,
} from '../../../support/drive.ts';

const SERVER: Address = ['127.0.0.1', 5000];

function* listeningAt(address: Address, options: { reuse?: boolean; backlog?: number } = {}): Sys<Fd> {
  const fd = yield* tcp();
  if (options.reuse === true) yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
  yield* call('bind', fd, address);
  yield* call('listen', fd, options.backlog ?? 5);
  return fd;
}

function* nonBlocking(): Sys<Fd> {
  const fd = yield* tcp();
  yield* call('ioctl', fd, 'FIONBIO', 1);
  return fd;
}

describe('bind', () => {
  test('port 0 gives a free port of five digits, a different one each time', () => {
    drive(function* () {
      const ports = new Set<number>();
      for (let count = 0; count < 100; count += 1) {
        const fd = yield* tcp();
        yield* call('bind', fd, ['127.0.0.1', 0]);
        const [, port] = (yield* call('getsockname', fd)) as Address;
        ports.add(port);
        yield* call('close', fd);
        expect(port).toBeGreaterThanOrEqual(32768);
        expect(port).toBeLessThanOrEqual(60999);
      }
      expect(ports.size).toBe(100);
    });
  });

  test('a port that is taken fails with EADDRINUSE, also through 0.0.0.0', () => {
    drive(function* () {
      yield* call('bind', yield* tcp(), SERVER);
      expect(yield* attempt('bind', yield* tcp(), SERVER)).toBe('EADDRINUSE');
      expect(yield* attempt('bind', yield* tcp(), ['0.0.0.0', 5000])).toBe('EADDRINUSE');
      expect(yield* attempt('bind', yield* tcp(), ['127.0.0.2', 5000])).toBe(0);
    });
  });

  test('a closed socket frees its port', () => {
    drive(function* () {
      const fd = yield* listeningAt(SERVER);
      yield* call('close', fd);
      expect(yield* attempt('bind', yield* tcp(), SERVER)).toBe(0);
    });
  });

  test('SO_REUSEADDR does not help against a listener', () => {
    drive(function* () {
      yield* listeningAt(SERVER, { reuse: true });
      const fd = yield* tcp();
      yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
      expect(yield* attempt('bind', fd, SERVER)).toBe('EADDRINUSE');
    });
  });

  test('two may bind with SO_REUSEADDR; only one of them may listen', () => {
    drive(function* () {
      const fds = [yield* tcp(), yield* tcp()] as const;
      for (const fd of fds) {
        yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
        yield* call('bind', fd, SERVER);
      }
      expect(yield* attempt('listen', fds[0], 1)).toBe(0);
      expect(yield* attempt('listen', fds[1], 1)).toBe('EADDRINUSE');
    });
  });

  test('a connection in TIME-WAIT holds the port of a server, unless it uses SO_REUSEADDR', () => {
    for (const [reuse, outcome] of [
      [false, 'EADDRINUSE'],
      [true, 0],
    ] as const) {
      drive(function* () {
        const listener = yield* listeningAt(SERVER, { reuse });
        const client = yield* tcp();
        yield* call('connect', client, SERVER);
        const [server] = yield* call('accept4', listener);
        for (const fd of [listener, server, client]) yield* call('close', fd);
        const again = yield* tcp();
        yield* call('setsockopt', again, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
        expect(yield* attempt('bind', again, SERVER)).toBe(outcome);
        yield* call('nanosleep', seconds(61));
        expect(yield* attempt('bind', yield* tcp(), ['127.0.0.1', reuse ? 5001 : 5000])).toBe(0);
      });
    }
  });

  test('an address of another machine, and a malformed one, is rejected', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* attempt('bind', fd, ['10.0.0.1', 80])).toBe('EADDRNOTAVAIL');
      expect(yield* attempt('bind', fd, ['localhost', 80])).toBe('EINVAL');
      expect(yield* attempt('bind', fd, ['127.0.0.1', 65536])).toBe('EINVAL');
      expect(yield* attempt('bind', fd, '/a/path')).toBe('EINVAL');
      expect(yield* attempt('bind', fd, '/run/a-longer/path')).toBe('EAFNOSUPPORT');
      expect(yield* attempt('bind', fd, SERVER)).toBe(0);
      expect(yield* attempt('bind', fd, SERVER)).toBe('EINVAL');
    });
  });
});

describe('connect', () => {
  test('without a listener: ECONNREFUSED, and the socket may try again', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* attempt('connect', fd, SERVER)).toBe('ECONNREFUSED');
      yield* listeningAt(SERVER);
      expect(yield* attempt('connect', fd, SERVER)).toBe(0);
      expect(yield* attempt('connect', fd, SERVER)).toBe('EISCONN');
    });
  });

  test('0.0.0.0 means this machine; others are unreachable', () => {
    drive(function* () {
      yield* listeningAt(['0.0.0.0', 5000]);
      const fd = yield* tcp();
      expect(yield* attempt('connect', fd, ['10.0.0.1', 5000])).toBe('ENETUNREACH');
      expect(yield* attempt('connect', fd, ['0.0.0.0', 5000])).toBe(0);
      expect(yield* call('getpeername', fd)).toEqual(SERVER);
    });
  });

  test('a listener bound to the exact host comes before one bound to all', () => {
    drive(function* () {
      const all = yield* tcp();
      const one = yield* tcp();
      for (const [fd, host] of [
        [all, '0.0.0.0'],
        [one, '127.0.0.1'],
      ] as const) {
        yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEPORT', 1);
        yield* call('bind', fd, [host, 5000]);
        yield* call('listen', fd, 5);
      }
      yield* call('connect', yield* tcp(), SERVER);
      expect(yield* readiness(one)).toBe('IN');
      expect(yield* readiness(all)).toBe('');
    });
  });

  test('non-blocking: EINPROGRESS, then writable; the next connect answers 0, the one after it EISCONN', () => {
    drive(function* () {
      yield* listeningAt(SERVER);
      const fd = yield* nonBlocking();
      expect(yield* attempt('connect', fd, SERVER)).toBe('EINPROGRESS');
      expect(yield* readiness(fd)).toBe('OUT');
      expect(yield* attempt('connect', fd, SERVER)).toBe(0);
      expect(yield* attempt('connect', fd, SERVER)).toBe('EISCONN');
    });
  });

  test('non-blocking and refused: EINPROGRESS, then ready for everything, and SO_ERROR has the error', () => {
    drive(function* () {
      const fd = yield* nonBlocking();
      expect(yield* attempt('connect', fd, SERVER)).toBe('EINPROGRESS');
      expect(yield* readiness(fd)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_ERROR')).toBe(111);
      expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* attempt('connect', fd, SERVER)).toBe('ECONNABORTED');
      expect(yield* readiness(fd)).toBe('OUT|HUP');
      expect(yield* attempt('connect', fd, SERVER)).toBe('EINPROGRESS');
      expect(yield* attempt('connect', fd, SERVER)).toBe('ECONNREFUSED');
    });
  });

  test('all ephemeral ports in use: EADDRNOTAVAIL; a port is reused after all others', () => {
    drive(
      function* () {
        const listener = yield* listeningAt(SERVER, { backlog: 1 });
        const ports = new Set<number>();
        const held: Fd[] = [];
        for (let count = 0; count < 28_232; count += 1) {
          const fd = yield* tcp();
          held.push(fd);
          yield* call('connect', fd, SERVER);
          ports.add(((yield* call('getsockname', fd)) as Address)[1]);
          yield* call('accept4', listener);
        }
        expect(ports.size).toBe(28_232);
        expect(yield* attempt('connect', yield* tcp(), SERVER)).toBe('EADDRNOTAVAIL');
        yield* resetClose(held[7] as Fd);
        const fd = yield* tcp();
        expect(yield* attempt('connect', fd, SERVER)).toBe(0);
        expect(yield* call('getsockname', fd)).toEqual(['127.0.0.1', 32768 + 7]);
      },
      { limits: { descriptors: 100_000 } },
    );
  });
});

describe('the backlog', () => {
  test('a queue holds one connection more than the backlog; the next client sends its SYN again after 1, 3, 7 seconds', () => {
    for (const [acceptAt, connectedAt] of [
      [0.5, 1],
      [1.5, 3],
      [5, 7],
    ] as const) {
      drive(function* () {
        const listener = yield* listeningAt(SERVER, { backlog: 1 });
        for (let count = 0; count < 2; count += 1) yield* call('connect', yield* tcp(), SERVER);
        const late = yield* nonBlocking();
        expect(yield* attempt('connect', late, SERVER)).toBe('EINPROGRESS');
        expect(yield* readiness(late)).toBe('');
        expect(yield* attempt('connect', late, SERVER)).toBe('EALREADY');
        expect(yield* send(late, 'x')).toBe('EAGAIN');
        expect(yield* receive(late)).toBe('errno:EAGAIN');
        yield* call('nanosleep', seconds(acceptAt));
        yield* call('accept4', listener);
        yield* call('poll', [{ fd: late, events: 4 }], undefined);
        expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(seconds(connectedAt));
      });
    }
  });

  test('a blocking connect waits for room, and gives up after 127 seconds', () => {
    drive(function* () {
      yield* listeningAt(SERVER, { backlog: 0 });
      yield* call('connect', yield* tcp(), SERVER);
      expect(yield* attempt('connect', yield* tcp(), SERVER)).toBe('ETIMEDOUT');
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(seconds(127));
    });
  });

  test('connections are accepted in order of arrival, with the bytes that they have sent', () => {
    drive(function* () {
      const listener = yield* listeningAt(SERVER, { backlog: 5 });
      for (const name of ['first', 'second', 'third']) {
        const client = yield* tcp();
        yield* call('connect', client, SERVER);
        yield* send(client, name);
      }
      expect(yield* readiness(listener)).toBe('IN');
      for (const name of ['first', 'second', 'third']) {
        const [fd] = yield* call('accept4', listener);
        expect(yield* receive(fd)).toBe(name);
      }
      expect(yield* readiness(listener)).toBe('');
    });
  });

  test('a connection that was reset in the backlog is accepted all the same', () => {
    drive(function* () {
      const listener = yield* listeningAt(SERVER);
      const client = yield* tcp();
      yield* call('connect', client, SERVER);
      const address = yield* call('getsockname', client);
      yield* resetClose(client);
      const [fd, peer] = yield* call('accept4', listener);
      expect(peer).toEqual(address);
      expect(yield* receive(fd)).toBe('errno:ECONNRESET');
    });
  });

  test('closing the listener resets and forgets waiting connections', () => {
    const { kernel } = driveAll(function* () {
      const listener = yield* listeningAt(SERVER);
      const client = yield* tcp();
      yield* call('connect', client, SERVER);
      yield* call('close', listener);
      expect(yield* readiness(client)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(client)).toBe('errno:ECONNRESET');
      yield* call('close', client);
    });
    expect(viewSockets(kernel.network)).toEqual([]);
  });

  test('accept fails with EMFILE and leaves the connection in the backlog', () => {
    drive(
      function* () {
        const listener = yield* listeningAt(SERVER);
        const client = yield* tcp();
        yield* call('connect', client, SERVER);
        const last = yield* tcp();
        expect(yield* attempt('accept4', listener)).toBe('EMFILE');
        expect(yield* attempt('socket', 'AF_INET', 'SOCK_STREAM')).toBe('EMFILE');
        expect(yield* attempt('dup', client)).toBe('EMFILE');
        expect(yield* attempt('pipe')).toBe('EMFILE');
        expect(yield* attempt('epoll_create1')).toBe('EMFILE');
        yield* call('close', last);
        expect((yield* call('accept4', listener))[0]).toBe(last);
      },
      { limits: { descriptors: 3 } },
    );
  });

  test('accept waits; non-blocking it fails with EAGAIN', () => {
    drive(function* () {
      const { fd } = yield* listening();
      yield* call('ioctl', fd, 'FIONBIO', 1);
      expect(yield* attempt('accept4', fd)).toBe('EAGAIN');
    });
    const { why } = driveAll(function* () {
      const { fd } = yield* listening();
      yield* call('accept4', fd);
    });
    expect(why).toBe('idle');
  });

  test('an accepted socket has the options of its listener, but blocks', () => {
    drive(function* () {
      const listener = yield* tcp();
      yield* call('setsockopt', listener, 'IPPROTO_TCP', 'TCP_NODELAY', 1);
      yield* call('bind', listener, SERVER);
      yield* call('listen', listener, 1);
      yield* call('ioctl', listener, 'FIONBIO', 1);
      yield* call('connect', yield* tcp(), SERVER);
      const [fd] = yield* call('accept4', listener);
      expect(yield* call('getsockopt', fd, 'SOL_TCP', 'TCP_NODELAY')).toBe(1);
      expect(yield* call('poll', [{ fd, events: 1 }], micros(10))).toEqual([]);
    });
  });
});

describe('listen', () => {
  test('a listener cannot transfer data, is not connected, and stops on SHUT_RD', () => {
    drive(function* () {
      const { fd } = yield* listening();
      expect(yield* receive(fd)).toBe('errno:ENOTCONN');
      expect(yield* send(fd, 'a')).toBe('EPIPE');
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe(0);
      expect(yield* attempt('connect', fd, SERVER)).toBe('EISCONN');
      expect(yield* attempt('getpeername', fd)).toBe('ENOTCONN');
      expect(yield* readiness(fd)).toBe('');
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_ACCEPTCONN')).toBe(1);
      expect(yield* attempt('shutdown', fd, 'SHUT_RD')).toBe(0);
      expect(yield* readiness(fd)).toBe('OUT|HUP');
      expect(yield* attempt('accept4', fd)).toBe('EINVAL');
    });
  });

  test('a connected socket cannot listen, and does not accept', () => {
    drive(function* () {
      const { client } = yield* connected();
      expect(yield* attempt('listen', client, 1)).toBe('EINVAL');
      expect(yield* attempt('accept4', client)).toBe('EINVAL');
    });
  });

  test('an unbound socket gets a port', () => {
    drive(function* () {
      const fd = yield* tcp();
      yield* call('listen', fd, 1);
      expect(yield* call('getsockname', fd)).toEqual(['0.0.0.0', expect.any(Number)]);
    });
  });
});

describe('after a connection has ended', () => {
  /** A client that was reset, from a port of its own if it is named. */
  function* wasReset(from?: Address): Sys<Fd> {
    const listener = yield* listeningAt(SERVER, { reuse: true });
    const client = yield* tcp();
    if (from !== undefined) yield* call('bind', client, from);
    yield* call('connect', client, SERVER);
    const [server] = yield* call('accept4', listener);
    yield* call('close', listener);
    yield* resetClose(server);
    expect(yield* receive(client)).toBe('errno:ECONNRESET');
    return client;
  }

  test('a port that the kernel chose is free, and the socket may be bound to another', () => {
    drive(function* () {
      const client = yield* wasReset();
      const address = (yield* call('getsockname', client)) as Address;
      expect(yield* attempt('bind', yield* tcp(), address)).toBe(0);
      expect(yield* attempt('bind', client, ['127.0.0.1', 7_011])).toBe(0);
      expect(yield* call('getsockname', client)).toEqual(['127.0.0.1', 7_011]);
    });
  });

  test('a port that was named is kept until the socket is closed', () => {
    drive(function* () {
      const client = yield* wasReset(['127.0.0.1', 7_012]);
      const other = yield* tcp();
      expect(yield* attempt('bind', other, ['127.0.0.1', 7_012])).toBe('EADDRINUSE');
      expect(yield* attempt('bind', client, ['127.0.0.1', 7_013])).toBe('EINVAL');
      yield* call('close', client);
      expect(yield* attempt('bind', other, ['127.0.0.1', 7_012])).toBe(0);
    });
  });

  test('its socket is shown for as long as it is open', () => {
    const states: (readonly string[])[] = [];
    const kernel = new Kernel();
    const look = (): void => void states.push(viewSockets(kernel.network).map(({ state }) => state));
    kernel.spawn({
      name: 'test',
      *main() {
        const client = yield* wasReset();
        look();
        yield* call('close', client);
        look();
      },
    });
    kernel.run();
    expect(states).toEqual([['closed'], []]);
  });
});

test('a listener that was shut for sending hands that on: the peer of what it accepts reads the end at once', () => {
  drive(function* () {
    const listener = yield* tcp();
    expect(yield* attempt('shutdown', listener, 'SHUT_WR')).toBe('ENOTCONN');
    yield* call('bind', listener, SERVER);
    yield* call('listen', listener, 1);
    const client = yield* tcp();
    yield* call('connect', client, SERVER);
    const [server] = yield* call('accept4', listener);
    expect(yield* send(server, 'x')).toBe('EPIPE');
    expect(yield* receive(client)).toBe('');
    expect(yield* send(client, 'x')).toBe(1);
    expect(yield* receive(server)).toBe('x');
  });
});

describe('what is not a socket', () => {
  test('is refused with EBADF or ENOTSOCK by every socket call', () => {
    drive(function* () {
      const [pipe] = yield* call('pipe');
      for (const [fd, errno] of [
        [99 as Fd, 'EBADF'],
        [pipe, 'ENOTSOCK'],
      ] as const) {
        expect(yield* attempt('bind', fd, SERVER)).toBe(errno);
        expect(yield* attempt('listen', fd, 1)).toBe(errno);
        expect(yield* attempt('accept4', fd)).toBe(errno);
        expect(yield* attempt('connect', fd, SERVER)).toBe(errno);
        expect(yield* receive(fd)).toBe(`errno:${errno}`);
        expect(yield* send(fd, 'x')).toBe(errno);
        expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe(errno);
        expect(yield* attempt('getsockname', fd)).toBe(errno);
        expect(yield* attempt('getpeername', fd)).toBe(errno);
        expect(yield* attempt('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1)).toBe(errno);
        expect(yield* attempt('getsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR')).toBe(errno);
      }
    });
  });
});
