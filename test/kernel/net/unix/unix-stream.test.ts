import { expect, test } from 'vitest';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Fd } from '../../../../src/kernel/types.ts';
import { attempt, bytes, call, drive, driveAll, micros, readiness, receive, send } from '../../../support/drive.ts';

const PATH = '/run/server.sock';

function* unix(): Sys<Fd> {
  return yield* call('socket', 'AF_UNIX', 'SOCK_STREAM');
}

function* listeningOnPath(backlog = 5): Sys<Fd> {
  const fd = yield* unix();
  yield* call('bind', fd, PATH);
  yield* call('listen', fd, backlog);
  return fd;
}

function* connectedOnPath(): Sys<{ readonly client: Fd; readonly server: Fd; readonly listener: Fd }> {
  const listener = yield* listeningOnPath();
  const client = yield* unix();
  yield* call('connect', client, PATH);
  const [server] = yield* call('accept4', listener);
  return { client, server, listener };
}

test('a new socket is writable and hung up, and transfers nothing', () => {
  drive(function* () {
    const fd = yield* unix();
    expect(yield* readiness(fd)).toBe('OUT|HUP');
    expect(yield* send(fd, 'x')).toBe('ENOTCONN');
    expect(yield* receive(fd)).toBe('errno:EINVAL');
    expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe(0);
    expect(yield* call('getsockname', fd)).toBe('');
    expect(yield* attempt('getpeername', fd)).toBe('ENOTCONN');
    expect(yield* attempt('connect', fd, '/nope')).toBe('ENOENT');
    expect(yield* attempt('listen', fd, 1)).toBe('EINVAL');
    expect(yield* attempt('setsockopt', fd, 'IPPROTO_TCP', 'TCP_NODELAY', 1)).toBe('EOPNOTSUPP');
  });
});

test('bytes go both ways, and both ends know the path', () => {
  drive(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* send(client, 'to ');
    yield* send(client, 'server');
    expect(yield* receive(server)).toBe('to server');
    yield* send(server, 'to client');
    expect(yield* receive(client)).toBe('to client');
    expect(yield* call('getpeername', client)).toBe(PATH);
    expect(yield* call('getsockname', server)).toBe(PATH);
    expect(yield* call('getpeername', server)).toBe('');
  });
});

test('a path that is taken fails with EADDRINUSE, and is free again when its socket is closed', () => {
  drive(function* () {
    const listener = yield* listeningOnPath();
    const fd = yield* unix();
    expect(yield* attempt('bind', fd, PATH)).toBe('EADDRINUSE');
    yield* call('close', listener);
    expect(yield* attempt('connect', fd, PATH)).toBe('ENOENT');
    expect(yield* attempt('bind', fd, PATH)).toBe(0);
    expect(yield* attempt('connect', yield* unix(), PATH)).toBe('ECONNREFUSED');
  });
});

test('a peer that closes with unread bytes resets the connection; otherwise it leaves the end of the stream', () => {
  drive(function* () {
    const { client, server, listener } = yield* connectedOnPath();
    yield* send(client, 'unread');
    yield* call('close', server);
    expect(yield* readiness(client)).toBe('IN|OUT|ERR|HUP|RDHUP');
    expect(yield* receive(client)).toBe('errno:ECONNRESET');
    expect(yield* receive(client)).toBe('');
    expect(yield* send(client, 'x')).toBe('EPIPE');

    const other = yield* unix();
    yield* call('connect', other, PATH);
    const [fd] = yield* call('accept4', listener);
    yield* send(fd, 'bye');
    yield* call('close', fd);
    expect(yield* readiness(other)).toBe('IN|OUT|HUP|RDHUP');
    expect(yield* receive(other)).toBe('bye');
    expect(yield* receive(other)).toBe('');
  });
});

test('a direction that one side shuts down is shut down for the other', () => {
  drive(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* call('shutdown', client, 'SHUT_WR');
    expect(yield* readiness(client)).toBe('OUT');
    expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
    expect(yield* receive(server)).toBe('');
    expect(yield* send(server, 'x')).toBe(1);
    expect(yield* receive(client)).toBe('x');
    expect(yield* send(client, 'y')).toBe('EPIPE');
    yield* call('shutdown', client, 'SHUT_RD');
    expect(yield* readiness(server)).toBe('IN|OUT|HUP|RDHUP');
    expect(yield* send(server, 'x')).toBe('EPIPE');
  });
});

test('with a full backlog clients wait, or fail with EAGAIN', () => {
  drive(function* () {
    yield* listeningOnPath(0);
    yield* call('connect', yield* unix(), PATH);
    const fd = yield* unix();
    yield* call('ioctl', fd, 'FIONBIO', 1);
    expect(yield* attempt('connect', fd, PATH)).toBe('EAGAIN');
  });
  const { why } = driveAll(
    function* () {
      const listener = yield* listeningOnPath(0);
      for (let count = 0; count < 3; count += 1) {
        yield* call('nanosleep', micros(5));
        yield* call('accept4', listener);
      }
    },
    Array.from({ length: 3 }, () => {
      return function* (): Sys<void> {
        yield* call('nanosleep', micros(1));
        yield* call('connect', yield* unix(), PATH);
      };
    }),
  );
  expect(why).toBe('exit');
});

test('a sender waits for its reader', () => {
  let total = 0;
  const { why } = driveAll(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* call('fork', function* () {
      yield* call('close', server);
      yield* call('sendto', client, new Uint8Array(1_000_000));
    });
    yield* call('close', client);
    for (let size = -1; size !== 0; total += size) size = (yield* call('recvfrom', server, 10_000)).data.length;
  }, []);
  expect(why).toBe('exit');
  expect(total).toBe(1_000_000);
});

test('a listener that is shut down for reading rejects new clients, and hands out waiting ones', () => {
  drive(function* () {
    const listener = yield* listeningOnPath();
    yield* call('connect', yield* unix(), PATH);
    yield* call('shutdown', listener, 'SHUT_RD');
    expect(yield* readiness(listener)).toBe('IN|RDHUP');
    expect(yield* attempt('connect', yield* unix(), PATH)).toBe('ECONNREFUSED');
    expect(yield* call('accept4', listener)).toEqual([expect.any(Number), '']);
    expect(yield* attempt('accept4', listener)).toBe('EINVAL');
    yield* call('ioctl', listener, 'FIONBIO', 1);
    expect(yield* attempt('accept4', listener)).toBe('EAGAIN');
  });
});

test('connect reports errors of the listener before an existing connection', () => {
  drive(function* () {
    const { client, listener } = yield* connectedOnPath();
    expect(yield* attempt('connect', client, PATH)).toBe('EISCONN');
    expect(yield* attempt('connect', listener, PATH)).toBe('EINVAL');
    yield* call('close', listener);
    expect(yield* attempt('connect', client, PATH)).toBe('ENOENT');
  });
});

test('a name in use is EADDRINUSE before a second name is EINVAL', () => {
  drive(function* () {
    const fd = yield* listeningOnPath();
    expect(yield* attempt('bind', fd, PATH)).toBe('EADDRINUSE');
    expect(yield* attempt('bind', fd, '/run/other.sock')).toBe('EINVAL');
    expect(yield* attempt('connect', yield* unix(), '/run/other.sock')).toBe('ENOENT');
  });
});

test('a receive of size 0 returns when there is data, and reports the sender', () => {
  drive(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* call('ioctl', client, 'FIONBIO', 1);
    expect(yield* receive(client, 0)).toBe('errno:EAGAIN');
    yield* send(server, 'x');
    expect(yield* call('recvfrom', client, 0)).toMatchObject({ data: { length: 0 }, address: PATH });
    expect(yield* receive(client)).toBe('x');
    yield* call('close', server);
    expect(yield* receive(client, 0)).toBe('');
  });
});

// What follows is what Linux 6.18 does.

test('a send with an address fails, connected or not; a listener neither sends nor receives', () => {
  drive(function* () {
    const { client, listener } = yield* connectedOnPath();
    expect(yield* attempt('sendto', client, bytes('x'), PATH)).toBe('EISCONN');
    expect(yield* attempt('sendto', yield* unix(), bytes('x'), PATH)).toBe('EOPNOTSUPP');
    expect(yield* attempt('sendto', listener, bytes('x'), PATH)).toBe('EOPNOTSUPP');
    expect(yield* send(listener, 'x')).toBe('ENOTCONN');
    expect(yield* receive(listener)).toBe('errno:EINVAL');
  });
});

test('a listener is readable while a client waits; a connection does not listen', () => {
  drive(function* () {
    const { server, listener } = yield* connectedOnPath();
    expect(yield* readiness(listener)).toBe('');
    yield* call('connect', yield* unix(), PATH);
    expect(yield* readiness(listener)).toBe('IN');
    yield* call('accept4', listener);
    expect(yield* readiness(listener)).toBe('');
    expect(yield* attempt('listen', server, 1)).toBe('EINVAL');
    expect(yield* attempt('accept4', server)).toBe('EINVAL');
    expect(yield* attempt('accept4', yield* unix())).toBe('EINVAL');
  });
});

test('only a path of up to 108 characters is an address, and only of a socket of its own type', () => {
  drive(function* () {
    const listener = yield* listeningOnPath();
    expect(yield* attempt('bind', yield* unix(), 'p'.repeat(109))).toBe('EINVAL');
    expect(yield* attempt('bind', yield* unix(), 'p'.repeat(108))).toBe(0);
    expect(yield* attempt('bind', yield* unix(), '')).toBe('EINVAL');
    expect(yield* attempt('bind', yield* unix(), ['127.0.0.1', 80])).toBe('EINVAL');
    expect(yield* attempt('connect', yield* unix(), ['127.0.0.1', 80])).toBe('EINVAL');
    const datagrams = yield* call('socket', 'AF_UNIX', 'SOCK_DGRAM');
    yield* call('bind', datagrams, '/run/datagrams');
    expect(yield* attempt('connect', yield* unix(), '/run/datagrams')).toBe('EPROTOTYPE');
    expect(yield* attempt('connect', datagrams, PATH)).toBe('EPROTOTYPE');
    expect(yield* attempt('sendto', datagrams, bytes('x'), PATH)).toBe('EPROTOTYPE');
    expect(yield* readiness(listener)).toBe('');
  });
});

test('clients that wait in the backlog are reset when the listener closes, what they sent is lost', () => {
  drive(function* () {
    const listener = yield* listeningOnPath();
    const [silent, speaking] = [yield* unix(), yield* unix()];
    for (const fd of [silent, speaking]) yield* call('connect', fd, PATH);
    yield* send(speaking, 'lost');
    yield* call('close', listener);
    for (const fd of [silent, speaking]) {
      expect(yield* readiness(fd)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(fd)).toBe('errno:ECONNRESET');
      expect(yield* receive(fd)).toBe('');
      expect(yield* send(fd, 'x')).toBe('EPIPE');
      expect(yield* call('getpeername', fd)).toBe(PATH);
    }
  });
});

test('what a client sent before it closed is read by the server that accepts it afterwards', () => {
  drive(function* () {
    const listener = yield* listeningOnPath();
    const client = yield* unix();
    yield* call('connect', client, PATH);
    yield* send(client, 'left');
    yield* call('close', client);
    const [fd] = yield* call('accept4', listener);
    expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
    expect([yield* receive(fd), yield* receive(fd)]).toEqual(['left', '']);
    expect(yield* send(fd, 'x')).toBe('EPIPE');
    expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
  });
});

test('a connection that ended stays a connection: it cannot connect again', () => {
  drive(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* call('close', server);
    expect(yield* attempt('connect', client, PATH)).toBe('EISCONN');
    expect(yield* call('getpeername', client)).toBe(PATH);
  });
});

test('a sender that does not wait sends what fits, then nothing, and is writable again when most of it is read', () => {
  drive(function* () {
    const { client, server } = yield* connectedOnPath();
    yield* call('ioctl', client, 'FIONBIO', 1);
    const sent = yield* attempt('sendto', client, new Uint8Array(1_000_000));
    expect(sent).toBeGreaterThan(100_000);
    expect(sent).toBeLessThan(1_000_000);
    expect(yield* send(client, 'x')).toBe('EAGAIN');
    expect(yield* readiness(client)).toBe('');
    const epoll = yield* call('epoll_create1');
    yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', client, 0x4);
    yield* receive(server, 1_000);
    expect(yield* readiness(client)).toBe('');
    expect(yield* call('epoll_wait', epoll, 1, micros(0))).toEqual([]);
    yield* receive(server, 1_000_000);
    expect(yield* readiness(client)).toBe('OUT');
    expect(yield* call('epoll_wait', epoll, 1, micros(0))).toEqual([{ fd: client, events: 0x4 }]);
    expect(yield* readiness(server)).toBe('OUT');
  });
});

test.each(['close', 'shutdown'] as const)(
  'a sender that waits gets the number of bytes that were taken when its peer ends with %s; the next send fails',
  (ends) => {
    const seen: unknown[] = [];
    const { why } = driveAll(function* () {
      const { client, server } = yield* connectedOnPath();
      yield* call('fork', function* () {
        yield* call('close', client);
        yield* call('nanosleep', micros(5));
        if (ends === 'close') yield* call('close', server);
        else yield* call('shutdown', server, 'SHUT_RD');
      });
      if (ends === 'close') yield* call('close', server);
      seen.push(yield* attempt('sendto', client, new Uint8Array(1_000_000)));
      seen.push(yield* send(client, 'x'));
    });
    expect(why).toBe('exit');
    expect(seen).toEqual([expect.any(Number), 'EPIPE']);
    expect(seen[0]).toBeGreaterThan(100_000);
  },
);

test('who waits in accept, recv or connect goes on when that becomes possible, or impossible', () => {
  const seen: unknown[] = [];
  const { why } = driveAll(function* () {
    const listener = yield* listeningOnPath(0);
    const start = function* (what: string, main: () => Sys<unknown>): Sys<void> {
      yield* call('fork', function* () {
        seen.push(what, yield* main());
      });
      yield* call('nanosleep', micros(5));
    };
    yield* start('accept', () => attempt('accept4', listener));
    const client = yield* unix();
    yield* call('connect', client, PATH);
    yield* call('nanosleep', micros(5));
    yield* start('recv, shut down', () => receive(client));
    yield* call('shutdown', client, 'SHUT_RD');
    yield* call('nanosleep', micros(5));
    // One fits into a backlog of 0.
    yield* call('connect', yield* unix(), PATH);
    yield* start('connect, longer backlog', function* () {
      return yield* attempt('connect', yield* unix(), PATH);
    });
    yield* call('listen', listener, 1);
    yield* call('nanosleep', micros(5));
    yield* start('connect, accepted', function* () {
      return yield* attempt('connect', yield* unix(), PATH);
    });
    yield* call('accept4', listener);
    yield* call('nanosleep', micros(5));
    yield* call('accept4', listener);
    yield* call('accept4', listener);
    yield* start('accept, shut down', () => attempt('accept4', listener));
    yield* call('shutdown', listener, 'SHUT_RD');
  });
  expect(why).toBe('exit');
  expect(seen).toEqual([
    ...['accept', [expect.any(Number), '']],
    ...['recv, shut down', ''],
    ...['connect, longer backlog', 0],
    ...['connect, accepted', 0],
    ...['accept, shut down', 'EINVAL'],
  ]);
});

test.each([
  [0, 1],
  [1, 2],
  [2, 3],
])('a backlog of %i holds %i clients', (backlog, most) => {
  drive(function* () {
    yield* listeningOnPath(backlog);
    for (let count = 0; ; count += 1) {
      const fd = yield* unix();
      yield* call('ioctl', fd, 'FIONBIO', 1);
      if ((yield* attempt('connect', fd, PATH)) === 'EAGAIN') return expect(count).toBe(most);
    }
  });
});

test('a backlog below 0 is the longest one, and no backlog is longer than that', () => {
  for (const backlog of [-1, 3, 1_000]) {
    drive(
      function* () {
        yield* listeningOnPath(backlog);
        for (let count = 0; count < 4; count += 1) yield* call('connect', yield* unix(), PATH);
        const fd = yield* unix();
        yield* call('ioctl', fd, 'FIONBIO', 1);
        expect(yield* attempt('connect', fd, PATH)).toBe('EAGAIN');
      },
      { limits: { backlog: 3 } },
    );
  }
});

test('the list of sockets shows state, names, unread bytes, who waits, and nothing of what is closed', () => {
  const kernel = new Kernel();
  const views: unknown[] = [];
  const look = (): void => {
    const all = [...kernel.network.sockets.values()].map((socket) => socket.view());
    views.push(
      all.map(({ state, local, remote, receiveQueue, backlog, backlogLimit }) => ({
        ...{ state, local, remote, backlog, backlogLimit },
        receiveQueue: receiveQueue.length,
      })),
    );
  };
  kernel.spawn({
    name: 'test',
    *main() {
      const listener = yield* listeningOnPath(7);
      const client = yield* unix();
      look();
      yield* call('connect', client, PATH);
      yield* send(client, 'unread');
      look();
      yield* call('close', client);
      yield* call('close', listener);
      look();
    },
  });
  kernel.run();
  const nothing = { local: undefined, remote: undefined, receiveQueue: 0, backlog: [], backlogLimit: 0 };
  const listens = { ...nothing, state: 'listen', local: PATH, backlogLimit: 7 };
  expect(views).toEqual([
    [listens, { ...nothing, state: 'closed' }],
    [
      { ...listens, backlog: [3] },
      { ...nothing, state: 'established', remote: PATH },
      { ...nothing, state: 'established', local: PATH, receiveQueue: 6 },
    ],
    [],
  ]);
});

test('a sender is writable while its peer has at most a quarter of a buffer unread', () => {
  drive(function* () {
    const { client } = yield* connectedOnPath();
    yield* call('sendto', client, new Uint8Array(212_992 / 4));
    expect(yield* readiness(client)).toBe('OUT');
    yield* send(client, 'x');
    expect(yield* readiness(client)).toBe('');
  });
});

test('clients that wait for room in a backlog do not notice that it is shut: one does at each accept, all at the close', () => {
  const seen: string[] = [];
  const client = (name: string, after: number) =>
    function* (): Sys<void> {
      yield* call('nanosleep', micros(after));
      const answer = yield* attempt('connect', yield* unix(), PATH);
      seen.push(`${name}: ${answer}`);
    };
  const { why } = driveAll(
    function* () {
      const listener = yield* listeningOnPath(0);
      yield* call('nanosleep', micros(10));
      yield* call('shutdown', listener, 'SHUT_RD');
      yield* call('nanosleep', micros(10));
      expect(seen).toEqual(['first: 0']);
      yield* call('accept4', listener);
      yield* call('nanosleep', micros(10));
      expect(seen).toEqual(['first: 0', 'second: ECONNREFUSED']);
      yield* call('close', listener);
    },
    [client('first', 1), client('second', 2), client('third', 3)],
  );
  expect(why).toBe('exit');
  // Here the file is gone with its socket (DIFFERENCES.md); on Linux it stays, and refuses.
  expect(seen).toEqual(['first: 0', 'second: ECONNREFUSED', 'third: ENOENT']);
});

test('a listener that is shut down for writing takes clients as before', () => {
  const seen: unknown[] = [];
  const { why } = driveAll(
    function* () {
      const listener = yield* listeningOnPath(0);
      yield* call('nanosleep', micros(10));
      yield* call('shutdown', listener, 'SHUT_WR');
      yield* call('nanosleep', micros(10));
      expect(seen).toEqual([0]);
      yield* call('accept4', listener);
      yield* call('accept4', listener);
    },
    Array.from({ length: 2 }, () => {
      return function* (): Sys<void> {
        yield* call('nanosleep', micros(1));
        seen.push(yield* attempt('connect', yield* unix(), PATH));
      };
    }),
  );
  expect([why, seen]).toEqual(['exit', [0, 0]]);
});
