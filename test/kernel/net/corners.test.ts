/** Rarely used paths of TCP sockets. Linux 6.18 gives the same results (`npm run kernel:live`). */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { Address, Fd } from '../../../src/kernel/types.ts';
import {
  attempt,
  bytes,
  call,
  connected,
  drive,
  listening,
  micros,
  readiness,
  receive,
  resetClose,
  send,
  tcp,
} from '../../support/drive.ts';

const PLACE: Address = ['127.0.0.1', 5000];

function* nonBlocking(): Sys<Fd> {
  const fd = yield* tcp();
  yield* call('ioctl', fd, 'FIONBIO', 1);
  return fd;
}

/** A socket that sends SYNs to a listener whose backlog is full. */
function* stuck(): Sys<Fd> {
  const { address } = yield* listening(0);
  yield* call('connect', yield* tcp(), address);
  const fd = yield* nonBlocking();
  expect(yield* attempt('connect', fd, address)).toBe('EINPROGRESS');
  return fd;
}

const portOf = function* (fd: Fd): Sys<number> {
  return ((yield* call('getsockname', fd)) as Address)[1];
};

describe('shutting down a socket that connects', () => {
  test('before connect(2) has returned: the connection stays open, and connecting again fails with EISCONN', () => {
    drive(function* () {
      const { address } = yield* listening();
      const fd = yield* nonBlocking();
      yield* attempt('connect', fd, address);
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe(0);
      expect(yield* attempt('connect', fd, address)).toBe('EISCONN');
    });
  });

  test('after it was refused: ENOTCONN, and connecting again fails with EINVAL', () => {
    drive(function* () {
      const fd = yield* nonBlocking();
      yield* attempt('connect', fd, PLACE);
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe('ENOTCONN');
      expect(yield* attempt('connect', fd, PLACE)).toBe('EINVAL');
      expect(yield* attempt('listen', fd, 1)).toBe('EINVAL');
    });
  });

  test('while it is unanswered: it ends with ECONNRESET, and may connect again', () => {
    drive(function* () {
      const fd = yield* stuck();
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe(0);
      expect(yield* readiness(fd)).toBe('OUT|ERR|HUP');
      expect(yield* receive(fd)).toBe('errno:ECONNRESET');
      const { address } = yield* listening();
      expect(yield* attempt('connect', fd, address)).toBe('EINPROGRESS');
      expect(yield* send(fd, 'x')).toBe(1);
    });
  });
});

describe('a port that the kernel chose', () => {
  test('is freed when a connection is refused or reset, and the socket may bind', () => {
    drive(function* () {
      const fd = yield* nonBlocking();
      yield* attempt('connect', fd, PLACE);
      expect(yield* attempt('bind', fd, PLACE)).toBe(0);
      const { client, server } = yield* connected();
      yield* resetClose(server);
      expect(yield* attempt('bind', client, ['127.0.0.1', 5001])).toBe(0);
    });
  });

  test('is freed when its connection has ended, also on the side in TIME-WAIT', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      yield* call('shutdown', client, 'SHUT_WR');
      yield* call('shutdown', server, 'SHUT_WR');
      expect(yield* attempt('bind', server, ['127.0.0.1', 5001])).toBe(0);
      const own = yield* call('getsockname', client);
      expect(yield* attempt('bind', client, own)).toBe('EADDRINUSE');
      expect(yield* attempt('bind', client, ['127.0.0.1', 5002])).toBe(0);
    });
  });

  test('is freed when its listener is shut down, which gets another when it listens again', () => {
    drive(function* () {
      const fd = yield* tcp();
      yield* call('listen', fd, 1);
      const port = yield* portOf(fd);
      yield* call('shutdown', fd, 'SHUT_RD');
      expect(yield* call('getsockname', fd)).toEqual(['0.0.0.0', port]);
      expect(yield* attempt('bind', yield* tcp(), ['127.0.0.1', port])).toBe(0);
      expect(yield* attempt('listen', fd, 1)).toBe(0);
      expect(yield* portOf(fd)).not.toBe(port);
    });
  });

  test('but a named port stays with its socket', () => {
    drive(function* () {
      const fd = yield* tcp();
      yield* call('bind', fd, PLACE);
      yield* call('listen', fd, 1);
      yield* call('shutdown', fd, 'SHUT_RD');
      expect(yield* attempt('bind', yield* tcp(), PLACE)).toBe('EADDRINUSE');
      expect(yield* attempt('bind', fd, ['127.0.0.1', 5001])).toBe('EINVAL');
      expect(yield* attempt('listen', fd, 1)).toBe(0);
      expect(yield* call('getsockname', fd)).toEqual(PLACE);
    });
  });
});

describe('connect', () => {
  test('takes a port that a socket on another host, or without a connection, has used for the same destination', () => {
    drive(function* () {
      const refused = yield* nonBlocking();
      yield* call('bind', refused, ['127.0.0.2', 5001]);
      yield* attempt('connect', refused, PLACE);
      const fd = yield* nonBlocking();
      yield* call('bind', fd, ['127.0.0.1', 5001]);
      expect(yield* attempt('connect', fd, PLACE)).toBe('EINPROGRESS');
    });
  });
});

describe('0.0.0.0 as a destination', () => {
  test('means the host that the socket is bound to', () => {
    drive(function* () {
      const listener = yield* tcp();
      yield* call('bind', listener, ['127.0.0.2', 5000]);
      yield* call('listen', listener, 1);
      const fd = yield* nonBlocking();
      yield* call('bind', fd, ['127.0.0.2', 0]);
      yield* attempt('connect', fd, ['0.0.0.0', 5000]);
      expect(yield* call('getpeername', fd)).toEqual(['127.0.0.2', 5000]);
      const udp = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
      yield* call('bind', udp, ['127.0.0.2', 5000]);
      yield* call('sendto', udp, bytes('x'), ['0.0.0.0', 5000]);
      expect(yield* receive(udp)).toBe('x');
    });
  });
});

describe('bind', () => {
  test('reports a bad address before an existing binding', () => {
    drive(function* () {
      const fd = yield* tcp();
      yield* call('bind', fd, PLACE);
      expect(yield* attempt('bind', fd, ['10.9.8.7', 0])).toBe('EADDRNOTAVAIL');
      expect(yield* attempt('bind', fd, ['127.0.0.1', 5001])).toBe('EINVAL');
    });
  });
});

describe('a socket that connects to its own address', () => {
  test('is its own peer', () => {
    drive(function* () {
      const fd = yield* nonBlocking();
      yield* call('bind', fd, PLACE);
      expect(yield* attempt('connect', fd, PLACE)).toBe('EINPROGRESS');
      expect(yield* attempt('connect', fd, PLACE)).toBe(0);
      expect(yield* call('getpeername', fd)).toEqual(PLACE);
      expect(yield* send(fd, 'echo')).toBe(4);
      expect(yield* receive(fd)).toBe('echo');
      yield* call('shutdown', fd, 'SHUT_WR');
      expect(yield* receive(fd)).toBe('');
    });
  });

  test('ends at once when it was shut down for writing before', () => {
    drive(function* () {
      const fd = yield* nonBlocking();
      yield* attempt('shutdown', fd, 'SHUT_RDWR');
      yield* call('bind', fd, PLACE);
      yield* attempt('connect', fd, PLACE);
      expect(yield* attempt('connect', fd, PLACE)).toBe('ECONNABORTED');
    });
  });
});

describe('a listener that was shut down before it listened', () => {
  test('passes that on to its connections', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* attempt('shutdown', fd, 'SHUT_RD')).toBe('ENOTCONN');
      yield* call('bind', fd, PLACE);
      yield* call('listen', fd, 1);
      const client = yield* tcp();
      yield* call('connect', client, PLACE);
      const [server] = yield* call('accept4', fd);
      expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
      expect(yield* receive(server)).toBe('');
      yield* send(client, 'x');
      expect(yield* receive(server)).toBe('x');
    });
  });
});

describe('after a reset', () => {
  test('connecting again drops unread bytes', () => {
    drive(function* () {
      const { fd: listener, address } = yield* listening();
      const fd = yield* nonBlocking();
      yield* attempt('connect', fd, address);
      const [server] = yield* call('accept4', listener);
      yield* send(server, 'old');
      yield* resetClose(server);
      expect(yield* attempt('connect', fd, address)).toBe('ECONNRESET');
      yield* attempt('connect', fd, address);
      expect(yield* receive(fd)).toBe('errno:EAGAIN');
    });
  });

  test('accepted sockets do not keep the port of their listener', () => {
    drive(function* () {
      const fd = yield* tcp();
      yield* call('bind', fd, PLACE);
      yield* call('listen', fd, 1);
      const client = yield* tcp();
      yield* call('connect', client, PLACE);
      const [server] = yield* call('accept4', fd);
      yield* resetClose(client);
      expect(yield* attempt('bind', server, ['127.0.0.1', 5001])).toBe(0);
    });
  });
});

test('a receive buffer that shrinks later still accepts what its peer was promised', () => {
  drive(function* () {
    const { client, server } = yield* connected();
    yield* call('setsockopt', client, 'SOL_SOCKET', 'SO_RCVBUF', 1000);
    expect(yield* call('sendto', server, new Uint8Array(4000))).toBe(4000);
    yield* call('shutdown', server, 'SHUT_WR');
    yield* call('nanosleep', micros(1));
    expect(yield* readiness(client)).toBe('IN|OUT|RDHUP');
    expect(yield* receive(client)).toBe('\0'.repeat(4000));
    expect(yield* send(client, 'x')).toBe(bytes('x').length);
  });
});

test('epoll reports the end that received a FIN before the end that sent it', () => {
  drive(function* () {
    const { client, server } = yield* connected();
    const epoll = yield* call('epoll_create1');
    for (const fd of [client, server]) yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', fd, 0x2001);
    yield* call('shutdown', client, 'SHUT_RDWR');
    const ready = yield* call('epoll_wait', epoll, 10, micros(0));
    expect(ready.map(({ fd }) => fd)).toEqual([server, client]);
  });
});

test('two sockets that connect to each other at the same time share one connection', () => {
  drive(function* () {
    const { fd, address } = yield* listening(0);
    yield* call('ioctl', fd, 'FIONBIO', 1);
    yield* call('connect', yield* tcp(), address);
    const other = yield* nonBlocking();
    yield* call('bind', other, ['127.0.0.1', 5001]);
    expect(yield* attempt('connect', other, address)).toBe('EINPROGRESS');
    yield* call('shutdown', fd, 'SHUT_RD');
    yield* attempt('bind', fd, address);
    expect(yield* attempt('connect', fd, ['127.0.0.1', 5001])).toBe('EINPROGRESS');
    for (const one of [fd, other]) expect(yield* readiness(one)).toBe('OUT');
    yield* send(fd, 'met');
    expect(yield* receive(other)).toBe('met');
  });
});
