import { expect, test } from 'vitest';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Address, Fd, SocketAddress } from '../../../../src/kernel/types.ts';
import {
  attempt,
  bytes,
  call,
  drive,
  driveAll,
  micros,
  readiness,
  receive,
  send,
  text,
} from '../../../support/drive.ts';

const SERVER: Address = ['127.0.0.1', 5000];

function* unix(path?: string): Sys<Fd> {
  const fd = yield* call('socket', 'AF_UNIX', 'SOCK_DGRAM');
  if (path !== undefined) yield* call('bind', fd, path);
  return fd;
}

function* receiveFrom(fd: Fd, size = 65536): Sys<readonly [string, SocketAddress | undefined]> {
  const { data, address } = yield* call('recvfrom', fd, size);
  return [text(data), address];
}

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

// What follows is what Linux 6.18 does.
test('a message may be empty, and has an end; nobody has a name of its own', () => {
  drive(function* () {
    const server = yield* unix('/run/server');
    const client = yield* unix();
    expect([yield* call('getsockname', server), yield* call('getsockname', client)]).toEqual(['/run/server', '']);
    expect([yield* attempt('getpeername', client), yield* readiness(client)]).toEqual(['ENOTCONN', 'OUT']);
    yield* call('connect', client, '/run/server');
    expect([yield* send(client, ''), yield* readiness(server)]).toEqual([0, 'IN|OUT']);
    expect(yield* receiveFrom(server)).toEqual(['', undefined]);
    expect(yield* readiness(server)).toBe('OUT');
    expect(yield* attempt('sendto', client, new Uint8Array(212_960))).toBe(212_960);
    expect(yield* attempt('sendto', client, new Uint8Array(212_961))).toBe('EMSGSIZE');
    expect(yield* attempt('connect', client, SERVER)).toBe('EINVAL');
    expect(yield* call('getpeername', client)).toBe('/run/server');
    expect(yield* attempt('bind', server, '/run/other')).toBe('EINVAL');
    expect(yield* attempt('bind', client, '/run/server')).toBe('EADDRINUSE');
    expect(yield* call('getsockname', client)).toBe('');
  });
});

test('a receiver that is shut for reading gets nothing more', () => {
  drive(function* () {
    const server = yield* unix('/run/server');
    const client = yield* unix();
    yield* call('connect', client, '/run/server');
    yield* call('shutdown', server, 'SHUT_RD');
    expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
    expect(yield* send(client, 'x')).toBe('EPIPE');
    expect(yield* attempt('sendto', yield* unix(), bytes('x'), '/run/server')).toBe('EPIPE');
    expect(yield* receive(server)).toBe('');
    yield* call('shutdown', server, 'SHUT_WR');
    expect(yield* readiness(server)).toBe('IN|OUT|HUP|RDHUP');
  });
});

test('to itself, and between two peers, more is sent than fits', () => {
  drive(function* () {
    const [self, one, two] = [yield* unix('/run/self'), yield* unix('/run/one'), yield* unix('/run/two')];
    yield* call('connect', one, '/run/two');
    yield* call('connect', two, '/run/one');
    for (const fd of [self, one]) yield* call('ioctl', fd, 'FIONBIO', 1);
    for (let count = 0; count < 40; count += 1) {
      expect(yield* attempt('sendto', self, bytes('x'), '/run/self')).toBe(1);
      expect(yield* send(one, 'x')).toBe(1);
    }
    expect([yield* readiness(self), yield* readiness(one)]).toEqual(['IN|OUT', 'OUT']);
  });
});

test('connecting again to the same peer keeps its messages; to another, without messages, leaves no error', () => {
  drive(function* () {
    const [one, two] = [yield* unix('/run/one'), yield* unix('/run/two')];
    const three = yield* unix('/run/three');
    yield* call('connect', one, '/run/two');
    yield* call('connect', two, '/run/one');
    yield* send(two, 'kept');
    yield* call('connect', one, '/run/two');
    expect(yield* receive(one)).toBe('kept');
    yield* call('connect', one, '/run/three');
    expect(yield* readiness(two)).toBe('OUT');
    expect(yield* send(two, 'x')).toBe('EPERM');
    expect(yield* call('getpeername', one)).toBe('/run/three');
    expect(yield* attempt('sendto', three, bytes('heard'), '/run/one')).toBe(5);
  });
});

test('the error of a lost peer is for a peer that still lives and is still connected to the socket', () => {
  drive(function* () {
    const [one, two] = [yield* unix('/run/one'), yield* unix('/run/two')];
    yield* unix('/run/three');
    yield* call('connect', one, '/run/two');
    // Not connected to `one`: it learns nothing.
    yield* attempt('sendto', two, bytes('x'), '/run/one');
    yield* call('connect', one, '/run/three');
    expect(yield* readiness(two)).toBe('OUT');
    expect(yield* readiness(one)).toBe('OUT');
    yield* call('connect', one, '/run/two');
    yield* call('connect', two, '/run/one');
    yield* send(two, 'x');
    const watched = yield* call('epoll_create1');
    yield* call('epoll_ctl', watched, 'EPOLL_CTL_ADD', two, 0x8);
    expect(yield* call('epoll_wait', watched, 1, micros(0))).toEqual([]);
    yield* call('connect', one, '/run/three');
    expect(yield* call('epoll_wait', watched, 1, micros(0))).toEqual([{ fd: two, events: 0x8 }]);
    expect(yield* readiness(two)).toBe('OUT|ERR');
  });
});

test('a sender that waits for room learns that its peer is gone', () => {
  const seen: unknown[] = [];
  const { why } = driveAll(function* () {
    const server = yield* unix('/run/server');
    yield* call('fork', function* () {
      yield* call('close', server);
      const client = yield* unix();
      yield* call('connect', client, '/run/server');
      for (let count = 0; count < 11; count += 1) yield* send(client, 'x');
      seen.push(yield* send(client, 'one too many'));
    });
    yield* call('nanosleep', micros(5));
    expect(seen).toEqual([]);
    yield* call('close', server);
  });
  expect([why, seen]).toEqual(['exit', ['ECONNREFUSED']]);
});

test.each(['SHUT_RD', 'SHUT_RDWR'] as const)(
  'senders that wait for room do not notice %s: one does at each message that is taken, all at the close',
  (how) => {
    const seen: string[] = [];
    const sender = (name: string, after: number) =>
      function* (): Sys<void> {
        yield* call('nanosleep', micros(after));
        const client = yield* unix();
        yield* call('connect', client, '/run/server');
        seen.push(`${name}: ${yield* send(client, name)}`);
      };
    const { why } = driveAll(
      function* () {
        const server = yield* unix('/run/server');
        const filling = yield* unix();
        yield* call('connect', filling, '/run/server');
        for (let count = 0; count < 11; count += 1) yield* send(filling, 'x');
        yield* call('nanosleep', micros(10));
        yield* call('shutdown', server, how);
        yield* call('nanosleep', micros(10));
        expect(seen).toEqual([]);
        expect(yield* receive(server)).toBe('x');
        yield* call('nanosleep', micros(10));
        expect(seen).toEqual(['first: EPIPE']);
        yield* call('close', server);
      },
      [sender('first', 1), sender('second', 2)],
    );
    expect(why).toBe('exit');
    expect(seen).toEqual(['first: EPIPE', 'second: ECONNREFUSED']);
  },
);
