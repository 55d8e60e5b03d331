import { describe, expect, test } from 'vitest';
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

function* unix(path?: string): Sys<Fd> {
  const fd = yield* call('socket', 'AF_UNIX', 'SOCK_DGRAM');
  if (path !== undefined) yield* call('bind', fd, path);
  return fd;
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

describe('AF_UNIX datagrams', () => {
  test('messages go to a path and come from one', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix('/run/client');
      yield* call('sendto', client, bytes('hello'), '/run/server');
      expect(yield* receiveFrom(server)).toEqual(['hello', '/run/client']);
      expect(yield* attempt('sendto', client, bytes('x'), '/nobody')).toBe('ENOENT');
      expect(yield* send(client, 'x')).toBe('ENOTCONN');
    });
  });

  test('a message reports the name that its sender has when it is read', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix();
      yield* call('sendto', client, bytes('hello'), '/run/server');
      yield* call('bind', client, '/run/client');
      expect(yield* receiveFrom(server)).toEqual(['hello', '/run/client']);
    });
  });

  test('a sender waits for room, and nothing is lost', () => {
    const seen: string[] = [];
    const { why } = driveAll(
      function* () {
        const server = yield* unix('/run/server');
        yield* call('nanosleep', micros(5));
        for (let count = 0; count < 100; count += 1) seen.push(yield* receive(server));
      },
      [
        function* () {
          const client = yield* unix();
          yield* call('nanosleep', micros(1));
          yield* call('connect', client, '/run/server');
          for (let count = 0; count < 100; count += 1) yield* send(client, String(count));
        },
      ],
    );
    expect(why).toBe('exit');
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  });

  test('a connected socket receives only from its peer: others fail with EPERM', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix('/run/client');
      const stranger = yield* unix();
      yield* call('connect', client, '/run/server');
      expect(yield* attempt('connect', stranger, '/run/client')).toBe('EPERM');
      expect(yield* attempt('sendto', stranger, bytes('x'), '/run/client')).toBe('EPERM');
      expect(yield* attempt('sendto', server, bytes('x'), '/run/client')).toBe(1);
    });
  });

  test('connecting to another peer drops queued messages, and the old peer gets an error', () => {
    drive(function* () {
      const [one, two] = [yield* unix('/run/one'), yield* unix('/run/two')];
      yield* unix('/run/three');
      yield* call('connect', one, '/run/two');
      yield* call('connect', two, '/run/one');
      yield* send(two, 'lost');
      yield* call('connect', one, '/run/three');
      yield* call('ioctl', one, 'FIONBIO', 1);
      expect(yield* receive(one)).toBe('errno:EAGAIN');
      expect(yield* send(two, 'x')).toBe('ECONNRESET');
    });
  });

  test('is not writable while the queue of its peer is full, and is again when the peer reads', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix();
      yield* call('connect', client, '/run/server');
      yield* call('ioctl', client, 'FIONBIO', 1);
      for (let count = 0; count < 11; count += 1) expect(yield* send(client, 'x')).toBe(1);
      expect(yield* send(client, 'x')).toBe('EAGAIN');
      expect(yield* readiness(client)).toBe('');
      const epoll = yield* call('epoll_create1');
      yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', client, 0x4);
      expect(yield* call('epoll_wait', epoll, 1, micros(0))).toEqual([]);
      yield* receive(server);
      expect(yield* call('epoll_wait', epoll, 1, micros(0))).toEqual([{ fd: client, events: 0x4 }]);
    });
  });

  test('errors of the sender come before errors of the target', () => {
    drive(function* () {
      const fd = yield* unix();
      expect(yield* attempt('sendto', fd, new Uint8Array(212_961), '/nobody')).toBe('EMSGSIZE');
      yield* call('shutdown', fd, 'SHUT_WR');
      expect(yield* send(fd, 'x')).toBe('EPIPE');
      expect(yield* attempt('sendto', fd, bytes('x'), '/nobody')).toBe('EPIPE');
      expect(yield* attempt('sendto', fd, bytes('x'), SERVER)).toBe('EINVAL');
    });
  });

  test('a closed peer fails with ECONNREFUSED, also after a connection to another', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix();
      yield* call('connect', client, '/run/server');
      yield* call('connect', server, '/run/server');
      yield* call('close', server);
      expect(yield* send(client, 'x')).toBe('ECONNREFUSED');
    });
  });

  test('a closed peer fails with ECONNREFUSED once', () => {
    drive(function* () {
      const server = yield* unix('/run/server');
      const client = yield* unix();
      yield* call('connect', client, '/run/server');
      expect(yield* call('getpeername', client)).toBe('/run/server');
      yield* call('close', server);
      expect(yield* send(client, 'x')).toBe('ECONNREFUSED');
      expect(yield* send(client, 'x')).toBe('ENOTCONN');
    });
  });
});
