/**
 * The masks, errors and results here were checked on Linux 6 with the same calls; the README of the recordings says
 * what depends on the platform.
 */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Fd } from '../../../../src/kernel/types.ts';
import { viewSockets } from '../../../../src/kernel/net/network.ts';
import {
  attempt,
  bytes,
  call,
  connected,
  drive,
  driveAll,
  listening,
  micros,
  readiness,
  receive,
  receiveAll,
  resetClose,
  seconds,
  send,
  tcp,
} from '../../../support/drive.ts';

/** Runs a test's body with both ends of a connection. */
const onConnection = (body: (ends: { client: Fd; server: Fd }) => Sys<void>): void =>
  drive(function* () {
    yield* body(yield* connected());
  });

describe('closed, never connected', () => {
  test('it is writable and hung up, and every transfer fails', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* readiness(fd)).toBe('OUT|HUP');
      expect(yield* send(fd, 'x')).toBe('EPIPE');
      expect(yield* receive(fd)).toBe('errno:ENOTCONN');
      expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe('ENOTCONN');
      expect(yield* attempt('getpeername', fd)).toBe('ENOTCONN');
      expect(yield* attempt('getsockname', fd)).toEqual(['0.0.0.0', 0]);
    });
  });
});

describe('established', () => {
  test('bytes sent by one end arrive at the other, and nothing is left', () => {
    onConnection(function* ({ client, server }) {
      expect(yield* send(client, 'hello')).toBe(5);
      expect(yield* readiness(server)).toBe('IN|OUT');
      expect(yield* receive(server)).toBe('hello');
      expect(yield* readiness(server)).toBe('OUT');
    });
  });

  test('data sent without a pause arrives in one piece, up to the size of the read', () => {
    onConnection(function* ({ client, server }) {
      for (const part of ['one ', 'two ', 'three']) yield* send(client, part);
      expect(yield* receive(server, 6)).toBe('one tw');
      expect(yield* receive(server, 1)).toBe('o');
      expect(yield* receive(server)).toBe(' three');
    });
  });

  test('a long write arrives in the portions that were recorded on Linux', () => {
    for (const [size, reads] of [
      [200_063, '8192/8192 57407/57407 65536/65536 65536/64422 8192/4506'],
      [200_063, '8192/8192 9986048/119781 9871360/72090'],
      [2_000_000, '8192/8192 8192/8192 8192/8192 10000000/103397 10000000/95232'],
      [
        640_184,
        '8192/8192 57454/57454 65536/65536 65536/64375 8192/8192 58505/58505 65536/28535 37001/37001 65536/58231 ' +
          '8192/8192 64649/64649 65536/22391 43145/43145 65536/52087 13449/13449 50250/50250',
      ],
    ] as const) {
      onConnection(function* ({ client, server }) {
        yield* call('sendto', client, new Uint8Array(size));
        const seen: string[] = [];
        for (const read of reads.split(' ')) {
          const asked = Number(read.split('/')[0]);
          seen.push(`${asked}/${(yield* call('recvfrom', server, asked)).data.length}`);
        }
        expect(seen.join(' ')).toBe(reads);
      });
    }
  });

  test('a write succeeds although the closed peer answers its first bytes with a reset', () => {
    onConnection(function* ({ client, server }) {
      yield* call('close', client);
      expect(yield* call('sendto', server, new Uint8Array(300_000))).toBe(300_000);
      expect(yield* send(server, 'x')).toBe('EPIPE');
    });
  });

  test('bytes travel by reference when they are read as they were sent', () => {
    onConnection(function* ({ client, server }) {
      const data = bytes('the very same');
      yield* call('sendto', client, data);
      expect((yield* call('recvfrom', server, 8192)).data).toBe(data);
    });
  });

  test('a receive of size 0 returns when there is data or an error', () => {
    onConnection(function* ({ client, server }) {
      yield* call('ioctl', client, 'FIONBIO', 1);
      expect(yield* receive(client, 0)).toBe('errno:EAGAIN');
      expect(yield* attempt('read', client, 0)).toEqual(bytes(''));
      yield* send(server, 'x');
      expect(yield* receive(client, 0)).toBe('');
      expect(yield* receive(client)).toBe('x');
      yield* resetClose(server);
      expect(yield* receive(client, 0)).toBe('errno:ECONNRESET');
    });
  });

  test('a receiver that would wait fails with EAGAIN when it is non-blocking', () => {
    onConnection(function* ({ client }) {
      yield* call('ioctl', client, 'FIONBIO', 1);
      expect(yield* receive(client)).toBe('errno:EAGAIN');
    });
  });

  test('both ends know both addresses', () => {
    onConnection(function* ({ client, server }) {
      expect(yield* call('getpeername', client)).toEqual(yield* call('getsockname', server));
      expect(yield* call('getpeername', server)).toEqual(yield* call('getsockname', client));
    });
  });
});

describe('full buffers', () => {
  test('60 writes of 64 KiB fit without a reader, and the next one waits', () => {
    const sizes: number[] = [];
    const { why } = driveAll(function* () {
      const { client } = yield* connected();
      for (;;) sizes.push(yield* call('sendto', client, new Uint8Array(65536)));
    });
    expect(why).toBe('deadlock');
    expect(sizes).toHaveLength(60);
  });

  test('a non-blocking write is accepted in part, then fails with EAGAIN, and the socket is not writable', () => {
    onConnection(function* ({ client }) {
      yield* call('ioctl', client, 'FIONBIO', 1);
      const taken = yield* call('sendto', client, new Uint8Array(10_000_000));
      expect(taken).toBeGreaterThan(1_000_000);
      expect(taken).toBeLessThan(10_000_000);
      expect(yield* send(client, 'x')).toBe('EAGAIN');
      expect(yield* readiness(client)).toBe('');
    });
  });

  test('a socket is writable again when a third of the buffer is free', () => {
    onConnection(function* ({ client, server }) {
      yield* call('setsockopt', client, 'SOL_SOCKET', 'SO_SNDBUF', 100_000);
      yield* call('ioctl', client, 'FIONBIO', 1);
      let taken = 0;
      for (let more: number | string = 0; typeof more === 'number'; more = yield* send(client, 'x'.repeat(1000))) {
        taken += more;
      }
      expect(yield* readiness(client)).toBe('');
      yield* call('recvfrom', server, 1000);
      expect(yield* readiness(client)).toBe('');
      yield* call('recvfrom', server, taken / 2);
      expect(yield* readiness(client)).toBe('OUT');
    });
  });

  test('a blocking write waits until all of it is accepted', () => {
    let received = 0;
    const { result, why } = driveAll(
      function* () {
        const listener = yield* tcp();
        yield* call('bind', listener, ['127.0.0.1', 80]);
        yield* call('listen', listener, 5);
        const [server] = yield* call('accept4', listener);
        for (let size = -1; size !== 0; received += size) size = (yield* call('recvfrom', server, 300_000)).data.length;
        return received;
      },
      [
        function* () {
          const client = yield* tcp();
          yield* call('connect', client, ['127.0.0.1', 80]);
          expect(yield* call('sendto', client, new Uint8Array(10_000_000))).toBe(10_000_000);
          yield* call('close', client);
        },
      ],
    );
    expect(why).toBe('exit');
    expect(result).toEqual({ value: 10_000_000 });
  });

  test('a waiting write fails with ECONNRESET when the peer closes, or returns what was accepted before', () => {
    for (const [size, answer] of [
      [65536, 'ECONNRESET'],
      [10_000_000, 60 * 65536],
    ] as const) {
      let last: number | string = 0;
      driveAll(
        function* () {
          const { fd } = yield* listeningAt(80);
          const [server] = yield* call('accept4', fd);
          do last = yield* attempt('sendto', server, new Uint8Array(size));
          while (last === 65536);
        },
        [
          function* () {
            const client = yield* tcp();
            yield* call('connect', client, ['127.0.0.1', 80]);
            yield* call('nanosleep', seconds(1));
            yield* call('close', client);
          },
        ],
      );
      expect(last).toBe(answer);
    }
  });
});

function* listeningAt(port: number, backlog = 5): Sys<{ readonly fd: Fd }> {
  const fd = yield* tcp();
  yield* call('bind', fd, ['127.0.0.1', port]);
  yield* call('listen', fd, backlog);
  return { fd };
}

describe('fin-wait and close-wait: one side is done', () => {
  test('the peer reads the sent bytes and then the end, repeatedly', () => {
    onConnection(function* ({ client, server }) {
      yield* send(client, 'last');
      yield* call('shutdown', client, 'SHUT_WR');
      expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
      expect(yield* receive(server)).toBe('last');
      expect(yield* receive(server)).toBe('');
      expect(yield* receive(server)).toBe('');
      expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
      expect(yield* readiness(client)).toBe('OUT');
    });
  });

  test('the other direction stays open', () => {
    onConnection(function* ({ client, server }) {
      yield* call('shutdown', client, 'SHUT_WR');
      expect(yield* send(server, 'answer')).toBe(6);
      expect(yield* receive(client)).toBe('answer');
      expect(yield* send(client, 'x')).toBe('EPIPE');
    });
  });

  test('when both sides are shut down both are hung up, and shutdown fails with ENOTCONN', () => {
    onConnection(function* ({ client, server }) {
      yield* call('shutdown', client, 'SHUT_WR');
      yield* call('shutdown', server, 'SHUT_WR');
      for (const fd of [client, server]) {
        expect(yield* readiness(fd)).toBe('IN|OUT|HUP|RDHUP');
        expect(yield* attempt('shutdown', fd, 'SHUT_WR')).toBe('ENOTCONN');
        expect(yield* send(fd, 'x')).toBe('EPIPE');
        expect(yield* receive(fd)).toBe('');
      }
    });
  });

  test('the FIN follows bytes that wait for room', () => {
    onConnection(function* ({ client, server }) {
      yield* call('sendto', client, new Uint8Array(200_000));
      yield* call('close', client);
      expect(yield* receiveAll(server, 50_000)).toHaveLength(200_000);
    });
  });

  test('after SHUT_RD sent bytes can be read, then the end; a byte that arrives after both sides are shut down resets both', () => {
    onConnection(function* ({ client, server }) {
      yield* call('shutdown', client, 'SHUT_RD');
      yield* send(server, 'abc');
      expect(yield* readiness(client)).toBe('IN|OUT|RDHUP');
      expect(yield* receive(client)).toBe('abc');
      expect(yield* receive(client)).toBe('');
      yield* call('shutdown', client, 'SHUT_WR');
      expect(yield* readiness(client)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* send(server, 'x')).toBe(1);
      expect(yield* readiness(client)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* readiness(server)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(client)).toBe('errno:ECONNRESET');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe('EPIPE');
    });
  });
});

describe('closed by the peer', () => {
  test('after a plain close the peer reads the end of file; its first send succeeds and provokes a reset, the next send fails with EPIPE', () => {
    onConnection(function* ({ client, server }) {
      yield* call('close', client);
      expect(yield* readiness(server)).toBe('IN|OUT|RDHUP');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe(1);
      expect(yield* readiness(server)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* readiness(server)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* receive(server)).toBe('');
    });
  });

  test('shutdown() after such an EPIPE fails with ENOTCONN', () => {
    onConnection(function* ({ client, server }) {
      yield* call('close', client);
      yield* send(server, 'x');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* attempt('shutdown', server, 'SHUT_WR')).toBe('ENOTCONN');
      expect(yield* attempt('getpeername', server)).toBe('ENOTCONN');
    });
  });

  test('a connection that is closed with unread bytes in its receive buffer is reset', () => {
    onConnection(function* ({ client, server }) {
      yield* send(server, 'unread');
      yield* call('close', client);
      expect(yield* readiness(server)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* send(server, 'x')).toBe('ECONNRESET');
    });
  });

  test('after a shutdown of the sending side the peer still sees the end of file first', () => {
    onConnection(function* ({ client, server }) {
      yield* send(server, 'unread');
      yield* send(client, 'abc');
      yield* call('shutdown', client, 'SHUT_WR');
      yield* call('close', client);
      expect(yield* readiness(server)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(server)).toBe('abc');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* readiness(server)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* attempt('shutdown', server, 'SHUT_WR')).toBe('ENOTCONN');
    });
  });
});

describe('reset by the peer', () => {
  test('the next recv fails once with ECONNRESET; from then on recv gives the end of file and send fails with EPIPE', () => {
    onConnection(function* ({ client, server }) {
      yield* resetClose(client);
      expect(yield* receive(server)).toBe('errno:ECONNRESET');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* receive(server)).toBe('');
    });
  });

  test('the next send fails once with ECONNRESET; from then on recv gives the end of file and send fails with EPIPE', () => {
    onConnection(function* ({ client, server }) {
      yield* resetClose(client);
      expect(yield* send(server, 'x')).toBe('ECONNRESET');
      expect(yield* readiness(server)).toBe('IN|OUT|HUP|RDHUP');
      expect(yield* send(server, 'x')).toBe('EPIPE');
      expect(yield* receive(server)).toBe('');
    });
  });

  test('data that arrived before the reset is read first', () => {
    onConnection(function* ({ client, server }) {
      yield* send(client, 'abc');
      yield* resetClose(client);
      expect(yield* readiness(server)).toBe('IN|OUT|ERR|HUP|RDHUP');
      expect(yield* receive(server)).toBe('abc');
      expect(yield* receive(server)).toBe('errno:ECONNRESET');
      expect(yield* receive(server)).toBe('');
      expect(yield* send(server, 'x')).toBe('EPIPE');
    });
  });

  test('shutdown() on a socket that was reset fails with ENOTCONN', () => {
    onConnection(function* ({ client, server }) {
      yield* resetClose(client);
      expect(yield* attempt('shutdown', server, 'SHUT_WR')).toBe('ENOTCONN');
      expect(yield* receive(server)).toBe('errno:ECONNRESET');
    });
  });

  test('SO_ERROR takes the error', () => {
    onConnection(function* ({ client, server }) {
      yield* resetClose(client);
      expect(yield* call('getsockopt', server, 'SOL_SOCKET', 'SO_ERROR')).toBe(104);
      expect(yield* call('getsockopt', server, 'SOL_SOCKET', 'SO_ERROR')).toBe(0);
      expect(yield* receive(server)).toBe('');
    });
  });

  test('a waiting receiver is woken with ECONNRESET', () => {
    let received = '';
    driveAll(
      function* () {
        const { fd } = yield* listeningAt(80);
        const [server] = yield* call('accept4', fd);
        received = yield* receive(server);
      },
      [
        function* () {
          const client = yield* tcp();
          yield* call('connect', client, ['127.0.0.1', 80]);
          yield* call('nanosleep', seconds(1));
          yield* resetClose(client);
        },
      ],
    );
    expect(received).toBe('errno:ECONNRESET');
  });
});

describe('connection states over time', () => {
  test('a connection that both close leaves one socket in TIME-WAIT, and none after a minute', () => {
    const { kernel } = driveAll(function* () {
      const { client, server } = yield* connected();
      yield* call('close', client);
      yield* call('close', server);
    });
    expect(viewSockets(kernel.network).map(({ state }) => state)).toEqual(['time-wait']);
    kernel.run({ until: seconds(61) });
    expect(viewSockets(kernel.network)).toEqual([]);
  });

  test('a connection that was reset leaves nothing', () => {
    const { kernel } = driveAll(function* () {
      const { client, server } = yield* connected();
      yield* resetClose(client);
      yield* call('close', server);
    });
    expect(viewSockets(kernel.network)).toEqual([]);
  });

  test('a closed socket whose peer never closes is forgotten after a minute', () => {
    const { kernel } = driveAll(function* () {
      const { client, server } = yield* connected();
      yield* call('close', client);
      expect(yield* receive(server)).toBe('');
      yield* call('futex_wait', {}, undefined);
    });
    expect(viewSockets(kernel.network).map(({ state }) => state)).toEqual(['fin-wait-2', 'close-wait']);
    kernel.run({ until: seconds(61) });
    expect(viewSockets(kernel.network).map(({ state }) => state)).toEqual(['close-wait']);
  });
});

describe('timeouts', () => {
  test('poll() with a timeout returns after that time, and reports bytes that arrive', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      expect(yield* call('poll', [{ fd: server, events: 1 }], micros(300_000))).toEqual([]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(300_000);
      yield* send(client, 'x');
      expect(yield* call('poll', [{ fd: server, events: 1 }], micros(300_000))).toEqual([{ fd: server, events: 1 }]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(300_000);
    });
  });

  test('a listener alone does not keep the machine running', () => {
    const { why, kernel } = driveAll(function* () {
      const { fd } = yield* listening();
      for (;;) yield* call('poll', [{ fd, events: 1 }], micros(500_000));
    });
    expect(why).toBe('idle');
    expect(kernel.clock.now).toBe(0);
  });
});
