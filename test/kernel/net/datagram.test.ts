import { describe, expect, test } from 'vitest';
import { EPHEMERAL_PORTS } from '../../../src/kernel/limits.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { Address, Fd, SocketAddress } from '../../../src/kernel/types.ts';
import { attempt, bytes, call, drive, driveAll, micros, readiness, receive, send, text } from '../../support/drive.ts';

const SERVER: Address = ['127.0.0.1', 5000];

function* udp(address?: Address): Sys<Fd> {
  const fd = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
  if (address !== undefined) yield* call('bind', fd, address);
  return fd;
}

function* receiveFrom(fd: Fd, size = 65536): Sys<readonly [string, SocketAddress | undefined]> {
  const { data, address } = yield* call('recvfrom', fd, size);
  return [text(data), address];
}

describe('UDP', () => {
  test('each message is read separately, with the address of its sender, which can receive a reply', () => {
    drive(function* () {
      const server = yield* udp(SERVER);
      const client = yield* udp();
      yield* call('sendto', client, bytes('one'), SERVER);
      yield* call('sendto', client, bytes(''), SERVER);
      const [one, from] = yield* receiveFrom(server);
      expect(one).toBe('one');
      expect(from).toEqual(['127.0.0.1', ((yield* call('getsockname', client)) as Address)[1]]);
      expect(yield* receiveFrom(server)).toEqual(['', from]);
      yield* call('sendto', server, bytes('back'), from);
      expect(yield* receiveFrom(client)).toEqual(['back', SERVER]);
    });
  });

  test('a message is cut to the size of the read, and the rest is lost', () => {
    drive(function* () {
      const server = yield* udp(SERVER);
      const client = yield* udp();
      for (const message of ['long message', 'next']) yield* call('sendto', client, bytes(message), SERVER);
      expect(yield* receive(server, 4)).toBe('long');
      expect(yield* receive(server, 4)).toBe('next');
    });
  });

  test('a queue has a limit; further messages are lost silently', () => {
    drive(
      function* () {
        const server = yield* udp(SERVER);
        const client = yield* udp();
        for (const message of ['1', '2', '3']) expect(yield* call('sendto', client, bytes(message), SERVER)).toBe(1);
        yield* call('ioctl', server, 'FIONBIO', 1);
        expect(yield* receive(server)).toBe('1');
        expect(yield* receive(server)).toBe('2');
        expect(yield* receive(server)).toBe('errno:EAGAIN');
      },
      { limits: { datagrams: 2 } },
    );
  });

  test('only a connected sender learns that a port is closed, once, at its next call', () => {
    drive(function* () {
      const stranger = yield* udp();
      expect(yield* attempt('sendto', stranger, bytes('x'), SERVER)).toBe(1);
      expect(yield* attempt('sendto', stranger, bytes('x'), SERVER)).toBe(1);
      const fd = yield* udp();
      yield* call('ioctl', fd, 'FIONBIO', 1);
      yield* call('connect', fd, SERVER);
      expect(yield* call('getsockname', fd)).toEqual(['127.0.0.1', expect.any(Number)]);
      expect(yield* send(fd, 'x')).toBe(1);
      expect(yield* readiness(fd)).toBe('OUT|ERR');
      expect(yield* send(fd, 'x')).toBe('ECONNREFUSED');
      expect(yield* send(fd, 'x')).toBe(1);
      expect(yield* receive(fd)).toBe('errno:ECONNREFUSED');
      expect(yield* receive(fd)).toBe('errno:EAGAIN');
    });
  });

  test('a connected socket receives only from its peer', () => {
    drive(function* () {
      const server = yield* udp(SERVER);
      const client = yield* udp();
      yield* call('connect', client, SERVER);
      const own = yield* call('getsockname', client);
      const stranger = yield* udp();
      yield* call('sendto', stranger, bytes('stranger'), own);
      yield* call('sendto', server, bytes('peer'), own);
      expect(yield* receive(client)).toBe('peer');
    });
  });

  test('a message that cannot be sent is rejected', () => {
    drive(function* () {
      const fd = yield* udp();
      expect(yield* readiness(fd)).toBe('OUT');
      expect(yield* send(fd, 'x')).toBe('EDESTADDRREQ');
      expect(yield* attempt('sendto', fd, new Uint8Array(65508), SERVER)).toBe('EMSGSIZE');
      expect(yield* attempt('sendto', fd, new Uint8Array(65507), SERVER)).toBe(65507);
      expect(yield* attempt('listen', fd, 1)).toBe('EOPNOTSUPP');
      expect(yield* attempt('accept4', fd)).toBe('EOPNOTSUPP');
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe('ENOTCONN');
      expect(yield* attempt('getpeername', fd)).toBe('ENOTCONN');
      expect(yield* attempt('setsockopt', fd, 'IPPROTO_TCP', 'TCP_NODELAY', 1)).toBe('ENOPROTOOPT');
    });
  });

  // Recorded from Linux 6.18: which error comes first.
  test('a message longer than any can be is rejected first; a long one only when the rest is right', () => {
    const sent = (size: number, address?: Address): unknown =>
      drive(function* () {
        return yield* attempt('sendto', yield* udp(), new Uint8Array(size), address);
      });
    expect([sent(65_535), sent(65_536)]).toEqual(['EDESTADDRREQ', 'EMSGSIZE']);
    const nowhere: Address = ['127.0.0.1', 0];
    expect([sent(65_508, nowhere), sent(65_535, nowhere), sent(65_536, nowhere)]).toEqual([
      ...['EINVAL', 'EINVAL'],
      'EMSGSIZE',
    ]);
  });

  test('an address of another family is rejected: a short path for its length, a longer one for its family', () => {
    drive(function* () {
      for (const [path, error] of [
        ['p'.repeat(12), 'EINVAL'],
        ['p'.repeat(13), 'EAFNOSUPPORT'],
      ] as const) {
        const [connecting, sender] = [yield* udp(), yield* udp()];
        expect(yield* attempt('connect', connecting, path)).toBe(error);
        expect(yield* attempt('sendto', sender, bytes('x'), path)).toBe(error);
        expect(yield* attempt('bind', yield* udp(), path)).toBe(error);
      }
    });
  });

  test('a bound socket keeps its address when it connects and when it sends', () => {
    drive(function* () {
      const own: Address = ['127.0.0.5', 6000];
      const [fd, server] = [yield* udp(own), yield* udp(SERVER)];
      yield* call('sendto', fd, bytes('x'), SERVER);
      expect((yield* receiveFrom(server))[1]).toEqual(own);
      yield* call('connect', fd, SERVER);
      expect(yield* call('getsockname', fd)).toEqual(own);
    });
  });

  test('after shutdown it sends no more and reads the end', () => {
    drive(function* () {
      const fd = yield* udp();
      yield* call('connect', fd, SERVER);
      expect(yield* attempt('shutdown', fd, 'SHUT_RDWR')).toBe(0);
      expect(yield* send(fd, 'x')).toBe('EPIPE');
      expect(yield* receive(fd)).toBe('');
      expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
    });
  });

  test('without a connection, shutdown works but fails, and a non-blocking read does not report the end', () => {
    drive(function* () {
      const fd = yield* udp();
      expect(yield* attempt('shutdown', fd, 'SHUT_RDWR')).toBe('ENOTCONN');
      expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* attempt('sendto', fd, bytes('x'), SERVER)).toBe('EPIPE');
      expect(yield* receive(fd)).toBe('');
      yield* call('ioctl', fd, 'FIONBIO', 1);
      expect(yield* receive(fd)).toBe('errno:EAGAIN');
    });
  });

  test('every send assigns a port, even one that fails; so does every connect', () => {
    drive(function* () {
      const [sender, connecting] = [yield* udp(), yield* udp()];
      expect(yield* send(sender, 'x')).toBe('EDESTADDRREQ');
      expect(yield* attempt('connect', connecting, ['10.9.8.7', 1])).toBe('ENETUNREACH');
      for (const fd of [sender, connecting]) {
        const [host, port] = (yield* call('getsockname', fd)) as Address;
        expect([host, port > 0]).toEqual(['0.0.0.0', true]);
      }
    });
  });

  test('a connected socket learns of a closed port only for its peer', () => {
    drive(function* () {
      yield* udp(SERVER);
      const fd = yield* udp();
      yield* call('connect', fd, SERVER);
      yield* call('sendto', fd, bytes('x'), ['127.0.0.1', 5001]);
      expect(yield* readiness(fd)).toBe('OUT');
    });
  });

  test('connected to port 0, it has no peer name, sends, and receives from every port', () => {
    drive(function* () {
      const server = yield* udp(SERVER);
      const fd = yield* udp();
      expect(yield* attempt('connect', fd, ['127.0.0.1', 0])).toBe(0);
      expect(yield* attempt('getpeername', fd)).toBe('ENOTCONN');
      yield* call('sendto', server, bytes('heard'), yield* call('getsockname', fd));
      expect(yield* receive(fd)).toBe('heard');
      expect(yield* send(fd, 'x')).toBe(1);
      expect(yield* readiness(fd)).toBe('OUT|ERR');
    });
  });

  test('an address that is none is rejected by every call', () => {
    drive(function* () {
      for (const [host, port] of [
        ['127.0.0.256', 5000],
        ['127.0.0', 5000],
        ['localhost', 5000],
        ['127.0.0.1', 65_536],
        ['127.0.0.1', -1],
        ['127.0.0.1', 0.5],
      ] as const) {
        expect(yield* attempt('bind', yield* udp(), [host, port])).toBe('EINVAL');
        expect(yield* attempt('connect', yield* udp(), [host, port])).toBe('EINVAL');
        expect(yield* attempt('sendto', yield* udp(), bytes('x'), [host, port])).toBe('EINVAL');
      }
    });
  });

  test('port 0 means a free port: one that another socket has is passed over', () => {
    drive(function* () {
      const [, first] = (yield* call('getsockname', yield* udp(['127.0.0.1', 0]))) as Address;
      for (const port of [first + 1, first + 2]) yield* udp(['0.0.0.0', port]);
      expect(yield* call('getsockname', yield* udp(['127.0.0.1', 0]))).toEqual(['127.0.0.1', first + 3]);
    });
  });

  test('without a free port, bind fails with EADDRINUSE, connect and send with EAGAIN', () => {
    const [first, last] = EPHEMERAL_PORTS;
    drive(
      function* () {
        for (let port = first; port <= last; port += 1) yield* udp(['0.0.0.0', port]);
        const fd = yield* udp();
        expect(yield* attempt('bind', fd, ['127.0.0.1', 0])).toBe('EADDRINUSE');
        expect(yield* attempt('connect', fd, SERVER)).toBe('EAGAIN');
        expect(yield* attempt('sendto', fd, bytes('x'), SERVER)).toBe('EAGAIN');
        expect(yield* call('getsockname', fd)).toEqual(['0.0.0.0', 0]);
      },
      { limits: { descriptors: 40_000 } },
    );
  });

  /** Which of the sockets get a message that `sender` sends to `to`, in their order. */
  function* getters(fds: readonly Fd[], sender: Fd, to: Address): Sys<readonly number[]> {
    yield* call('sendto', sender, bytes('x'), to);
    const entries = yield* call(
      'poll',
      fds.map((fd) => ({ fd, events: 1 })),
      micros(0),
    );
    for (const { fd } of entries) yield* receive(fd);
    return entries.map(({ fd }) => fds.indexOf(fd));
  }

  function* sharing(address: Address): Sys<Fd> {
    const fd = yield* udp();
    yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
    yield* call('bind', fd, address);
    return fd;
  }

  // Which of several sockets gets a message: as Linux 6.18 gives it.
  test.each([[['0.0.0.0', '127.0.0.1']], [['127.0.0.1', '0.0.0.0']]])(
    'of the sockets of a port, bound to %j, the one with the exact host gets a message',
    (hosts) => {
      drive(function* () {
        const sender = yield* udp();
        const fds = [yield* sharing([hosts[0] ?? '', 5000]), yield* sharing([hosts[1] ?? '', 5000])];
        expect(yield* getters(fds, sender, SERVER)).toEqual([hosts.indexOf('127.0.0.1')]);
        expect(yield* getters(fds, sender, ['127.0.0.3', 5000])).toEqual([hosts.indexOf('0.0.0.0')]);
      });
    },
  );

  test('a socket that is bound to another host of the machine gets nothing', () => {
    drive(function* () {
      const fds = [yield* udp(['127.0.0.2', 5000])];
      expect(yield* getters(fds, yield* udp(), SERVER)).toEqual([]);
    });
  });

  test('of two sockets with one address the newest gets every message, and the older one when that is closed', () => {
    drive(function* () {
      const sender = yield* udp();
      const fds = [yield* sharing(SERVER), yield* sharing(SERVER)];
      expect(yield* getters(fds, sender, SERVER)).toEqual([1]);
      yield* call('close', fds[1] as Fd);
      expect(yield* getters(fds.slice(0, 1), sender, SERVER)).toEqual([0]);
    });
  });

  test('a socket that is connected to the sender gets a message before newer ones that are not', () => {
    drive(function* () {
      const [peer, stranger] = [yield* udp(['127.0.0.1', 6000]), yield* udp()];
      const older = yield* sharing(SERVER);
      yield* call('connect', older, ['127.0.0.1', 6000]);
      const fds = [older, yield* sharing(SERVER)];
      expect(yield* getters(fds, peer, SERVER)).toEqual([0]);
      expect(yield* getters(fds, stranger, SERVER)).toEqual([1]);
    });
  });

  test('a connected socket does not hear the port of its peer at another host', () => {
    drive(function* () {
      const fds = [yield* udp(SERVER)];
      yield* call('connect', fds[0] as Fd, ['127.0.0.1', 6000]);
      expect(yield* getters(fds, yield* udp(['127.0.0.2', 6000]), SERVER)).toEqual([]);
    });
  });

  test('TCP and UDP have ports of their own; a port that is taken fails with EADDRINUSE until it is closed', () => {
    drive(function* () {
      const stream = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', stream, SERVER);
      const first = yield* udp(SERVER);
      expect(yield* attempt('bind', yield* udp(), SERVER)).toBe('EADDRINUSE');
      yield* call('close', first);
      expect(yield* attempt('bind', yield* udp(), SERVER)).toBe(0);
    });
  });

  test('a waiting reader is woken; a server that waits alone makes the machine idle', () => {
    const seen: string[] = [];
    const { why } = driveAll(
      function* () {
        const server = yield* udp(SERVER);
        for (;;) seen.push(yield* receive(server));
      },
      [
        function* () {
          yield* call('nanosleep', micros(5));
          yield* call('sendto', yield* udp(), bytes('wake'), SERVER);
        },
      ],
    );
    expect(seen).toEqual(['wake']);
    expect(why).toBe('idle');
  });
});
