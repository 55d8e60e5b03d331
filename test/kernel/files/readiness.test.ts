import { describe, expect, test, vi } from 'vitest';
import type { ErrnoName } from '../../../src/kernel/errno.ts';
import { TcpSocket } from '../../../src/kernel/net/tcp/tcp-socket.ts';
import type { EpollOperation, Sys } from '../../../src/kernel/sys.ts';
import type { Fd } from '../../../src/kernel/types.ts';
import {
  attempt,
  call,
  connected,
  drive,
  driveAll,
  listening,
  maskNames,
  micros,
  receive,
  resetClose,
  seconds,
  send,
} from '../../support/drive.ts';

const IN = 1;
const OUT = 4;

function* watching(...fds: readonly Fd[]): Sys<Fd> {
  const epoll = yield* call('epoll_create1');
  for (const fd of fds) yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', fd, IN);
  return epoll;
}

function* ready(epoll: Fd, most = 10): Sys<readonly string[]> {
  const entries = yield* call('epoll_wait', epoll, most, micros(0));
  return entries.map(({ fd, events }) => `${fd}:${maskNames(events)}`);
}

const control = (operation: EpollOperation, ...[epoll, fd]: [Fd, Fd]): Sys<0 | ErrnoName> =>
  attempt('epoll_ctl', epoll, operation, fd, IN);

describe('poll', () => {
  test('returns the ready descriptors in the order of the request', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      yield* send(client, 'x');
      const entries = [
        { fd: server, events: IN | OUT },
        { fd: client, events: IN },
        { fd: 99 as Fd, events: IN },
      ];
      expect(yield* call('poll', entries, undefined)).toEqual([
        { fd: server, events: IN | OUT },
        { fd: 99, events: 0x20 },
      ]);
    });
  });

  test('waits until one becomes ready', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      yield* call(
        'clone',
        function* () {
          yield* call('nanosleep', seconds(2));
          yield* send(client, 'x');
        },
        'sender',
      );
      expect(yield* call('poll', [{ fd: server, events: IN }], undefined)).toHaveLength(1);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(seconds(2));
    });
  });

  test('sleeps when it has no descriptors and a timeout', () => {
    drive(function* () {
      expect(yield* call('poll', [], micros(7))).toEqual([]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(7);
    });
  });
});

describe('select', () => {
  test('reports readable and writable descriptors; the end of a stream is readable', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      expect(yield* call('select', [client, server], [client], undefined)).toEqual({
        read: [],
        write: [client],
        except: [],
      });
      yield* call('close', client);
      expect(yield* call('select', [server], [], undefined)).toEqual({ read: [server], write: [], except: [] });
    });
  });

  test('fails with EBADF for a descriptor that is not open, and returns when its timeout expires', () => {
    drive(function* () {
      const { server } = yield* connected();
      expect(yield* attempt('select', [99 as Fd], [], micros(0))).toBe('EBADF');
      expect(yield* call('select', [server], [], micros(5))).toEqual({ read: [], write: [], except: [] });
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(5);
    });
  });
});

describe('epoll', () => {
  test('reports ready descriptors again and again (level-triggered) until they are no longer ready', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const epoll = yield* watching(server);
      expect(yield* ready(epoll)).toEqual([]);
      yield* send(client, 'xy');
      expect(yield* ready(epoll)).toEqual([`${server}:IN`]);
      yield* receive(server, 1);
      expect(yield* ready(epoll)).toEqual([`${server}:IN`]);
      yield* receive(server, 1);
      expect(yield* ready(epoll)).toEqual([]);
    });
  });

  test('has the recorded masks after the end, after a reset, and after the error was taken', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const epoll = yield* watching(server);
      yield* call('close', client);
      expect(yield* ready(epoll)).toEqual([`${server}:IN`]);
      yield* send(server, 'x');
      expect(yield* ready(epoll)).toEqual([`${server}:IN|ERR|HUP`]);
      yield* send(server, 'x');
      expect(yield* ready(epoll)).toEqual([`${server}:IN|HUP`]);
    });
  });

  test('a waiting thread is woken, and its timeout does not start again after a spurious wake', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const epoll = yield* watching(server);
      yield* call(
        'clone',
        function* () {
          yield* call('nanosleep', seconds(1));
          yield* send(client, 'x');
          yield* receive(server);
          yield* call('nanosleep', seconds(1));
          yield* send(client, 'y');
        },
        'sender',
      );
      expect(yield* call('epoll_wait', epoll, 1, seconds(1.5))).toEqual([]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(seconds(1.5));
      expect(yield* call('epoll_wait', epoll, 1, undefined)).toEqual([{ fd: server, events: IN }]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(seconds(2));
    });
  });

  test('takes turns when more descriptors are ready than requested', () => {
    drive(function* () {
      const pairs = [yield* connected(), yield* connected(), yield* connected()];
      const epoll = yield* watching(...pairs.map(({ server }) => server));
      for (const { client } of pairs) yield* send(client, 'x');
      const seen = new Set<string>();
      for (let count = 0; count < 3; count += 1) for (const entry of yield* ready(epoll, 1)) seen.add(entry);
      expect(seen.size).toBe(3);
    });
  });

  test('rejects what Linux rejects', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const epoll = yield* watching(server);
      const other = yield* watching(epoll);
      expect(yield* control('EPOLL_CTL_ADD', epoll, server)).toBe('EEXIST');
      expect(yield* control('EPOLL_CTL_MOD', epoll, client)).toBe('ENOENT');
      expect(yield* control('EPOLL_CTL_DEL', epoll, client)).toBe('ENOENT');
      expect(yield* control('EPOLL_CTL_ADD', epoll, epoll)).toBe('EINVAL');
      expect(yield* control('EPOLL_CTL_ADD', epoll, other)).toBe('ELOOP');
      expect(yield* control('EPOLL_CTL_ADD', epoll, 99 as Fd)).toBe('EBADF');
      expect(yield* control('EPOLL_CTL_ADD', client, server)).toBe('EINVAL');
      expect(yield* attempt('epoll_wait', epoll, 0, undefined)).toBe('EINVAL');
      expect(yield* attempt('epoll_wait', client, 1, undefined)).toBe('EINVAL');
      expect(yield* attempt('read', epoll, 1)).toBe('EINVAL');
    });
  });

  test.each([
    ['the innermost first', [6, 5, 4, 3, 2, 1, 0], 2],
    ['the outermost first', [0, 1, 2, 3, 4, 5, 6], 4],
  ] as const)('five instances may watch each other in a chain, a sixth not: %s', (_, order, refused) => {
    drive(function* () {
      const chain: Fd[] = [];
      for (let count = 0; count < 8; count += 1) chain.push(yield* call('epoll_create1'));
      for (const place of order) {
        const [outer, inner] = chain.slice(place, place + 2) as [Fd, Fd];
        expect([place, yield* control('EPOLL_CTL_ADD', outer, inner)]).toEqual([
          place,
          place === refused ? 'ELOOP' : 0,
        ]);
      }
    });
  });

  test('instances may meet in one that both watch, but not in a ring', () => {
    drive(function* () {
      const end = yield* call('epoll_create1');
      const [one, other] = [yield* watching(end), yield* watching(end)];
      const both = yield* watching(one, other);
      expect(yield* control('EPOLL_CTL_ADD', end, both)).toBe('ELOOP');
    });
  });

  describe('a machine that waits in an instance is idle', () => {
    /** Why a machine stops whose only thread waits for what these make, and how long that took. */
    function whyStops(make: () => Sys<readonly Fd[]>, timeout?: number): readonly [why: string, micros: number] {
      const { why, kernel } = driveAll(function* () {
        const epoll = yield* watching(...(yield* make()));
        yield* call('epoll_wait', epoll, 1, timeout === undefined ? undefined : micros(timeout));
      });
      return [why, kernel.clock.now];
    }

    function* listener(): Sys<Fd> {
      return (yield* listening()).fd;
    }
    function* connection(): Sys<Fd> {
      return (yield* connected()).client;
    }
    function* all(...makers: readonly (() => Sys<Fd>)[]): Sys<readonly Fd[]> {
      const fds: Fd[] = [];
      for (const make of makers) fds.push(yield* make());
      return fds;
    }

    test('where one of the watched files can be made ready from outside', () => {
      expect(whyStops(() => all(listener))).toEqual(['idle', 0]);
      expect(whyStops(() => all(connection, listener))).toEqual(['idle', 0]);
      expect(whyStops(() => all(connection))).toEqual(['deadlock', 0]);
      expect(whyStops(() => all())).toEqual(['deadlock', 0]);
    });

    test('with a timeout: where all of them can, and there are some', () => {
      expect(whyStops(() => all(listener), 500)).toEqual(['idle', 0]);
      expect(whyStops(() => all(connection, listener), 500)).toEqual(['exit', 500]);
      expect(whyStops(() => all(connection), 500)).toEqual(['exit', 500]);
      expect(whyStops(() => all(), 500)).toEqual(['exit', 500]);
    });
  });

  test('the watched events can be changed and removed', () => {
    drive(function* () {
      const { server } = yield* connected();
      const epoll = yield* watching(server);
      yield* call('epoll_ctl', epoll, 'EPOLL_CTL_MOD', server, OUT);
      expect(yield* ready(epoll)).toEqual([`${server}:OUT`]);
      yield* call('epoll_ctl', epoll, 'EPOLL_CTL_DEL', server, 0);
      expect(yield* ready(epoll)).toEqual([]);
      yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', server, OUT);
      expect(yield* ready(epoll)).toEqual([`${server}:OUT`]);
    });
  });

  test('a closed descriptor is no longer watched, unless a copy of it is open', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const epoll = yield* watching(server);
      const copy = yield* call('dup', server);
      yield* call('close', server);
      yield* send(client, 'x');
      expect(yield* ready(epoll)).toEqual([`${server}:IN`]);
      yield* call('close', copy);
      expect(yield* ready(epoll)).toEqual([]);
      expect(yield* call('dup', client)).toBe(server);
      expect(yield* control('EPOLL_CTL_ADD', epoll, server)).toBe(0);
    });
  });

  /** Descriptors that are ready, by how they came to be. */
  const READY: Readonly<Record<string, () => Sys<Fd>>> = {
    'a connection in TIME-WAIT': function* () {
      const { client, server } = yield* connected();
      yield* call('shutdown', client, 'SHUT_WR');
      yield* call('close', server);
      return client;
    },
    'a connection whose peer has closed': function* () {
      const { client, server } = yield* connected();
      yield* call('close', server);
      return client;
    },
    'a connection that was reset': function* () {
      const { client, server } = yield* connected();
      yield* resetClose(server);
      return client;
    },
    'a connection that is shut for sending': function* () {
      const { client, server } = yield* connected();
      yield* call('shutdown', client, 'SHUT_WR');
      yield* send(server, 'unread');
      return client;
    },
    'a socket that was never connected': () => call('socket', 'AF_INET', 'SOCK_STREAM'),
    'a listener with a connection': function* () {
      const { fd, address } = yield* listening();
      yield* call('connect', yield* call('socket', 'AF_INET', 'SOCK_STREAM'), address);
      return fd;
    },
    'a datagram socket': () => call('socket', 'AF_INET', 'SOCK_DGRAM'),
    'a Unix socket': () => call('socket', 'AF_UNIX', 'SOCK_STREAM'),
    'a Unix datagram socket': () => call('socket', 'AF_UNIX', 'SOCK_DGRAM'),
    'the end of a pipe': function* () {
      const [read, write] = yield* call('pipe');
      yield* call('close', write);
      return read;
    },
    'another instance': function* () {
      const { client, server } = yield* connected();
      yield* send(client, 'x');
      return yield* watching(server);
    },
  };

  test.each(Object.entries(READY))('%s that is closed is no longer reported', (_, make) => {
    drive(function* () {
      const fd = yield* make();
      const epoll = yield* call('epoll_create1');
      yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', fd, IN | OUT);
      expect(yield* ready(epoll)).toHaveLength(1);
      yield* call('close', fd);
      expect(yield* ready(epoll)).toEqual([]);
      expect(yield* call('poll', [{ fd: epoll, events: IN }], micros(0))).toEqual([]);
    });
  });

  test('an instance that watches a ready one is ready', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const inner = yield* watching(server);
      const outer = yield* watching(inner);
      expect(yield* ready(outer)).toEqual([]);
      yield* send(client, 'x');
      expect(yield* ready(outer)).toEqual([`${inner}:IN`]);
      yield* receive(server);
      expect(yield* ready(outer)).toEqual([]);
    });
  });

  test('costs as much as the ready descriptors, not as much as the watched ones', () => {
    drive(
      function* () {
        const { fd, address } = yield* listening(4096);
        const epoll = yield* call('epoll_create1');
        const clients: Fd[] = [];
        for (let count = 0; count < 3000; count += 1) {
          const client = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
          yield* call('connect', client, address);
          const [server] = yield* call('accept4', fd);
          yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', server, IN);
          clients.push(client);
        }
        const looks = vi.spyOn(TcpSocket.prototype, 'readiness');
        for (let round = 0; round < 3000; round += 1) {
          yield* send(clients[round] as Fd, 'x');
          const [entry] = yield* call('epoll_wait', epoll, 1, undefined);
          yield* receive(entry?.fd as Fd);
        }
        // A few checks each round; checking all watched descriptors would take three thousand.
        expect(looks.mock.calls.length).toBeLessThan(10 * 3000);
        looks.mockRestore();
      },
      { limits: { descriptors: 10_000 } },
    );
  });

  test('a listener and a reset connection: the machine is idle only while nothing but listeners can change', () => {
    const { why } = driveAll(function* () {
      const { fd, address } = yield* listening();
      const epoll = yield* watching(fd);
      const client = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('connect', client, address);
      yield* call('accept4', fd);
      yield* resetClose(client);
      for (;;) yield* call('epoll_wait', epoll, 1, micros(500_000));
    });
    expect(why).toBe('idle');
  });
});
