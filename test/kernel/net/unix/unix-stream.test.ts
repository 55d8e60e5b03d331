import { expect, test } from 'vitest';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Fd } from '../../../../src/kernel/types.ts';
import { attempt, call, drive, driveAll, micros, readiness, receive, send } from '../../../support/drive.ts';

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
