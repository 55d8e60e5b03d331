/** What crosses on a slow link, and what outlives a minute: each end sees what Linux shows it, and nothing is left. */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import { viewSockets } from '../../../../src/kernel/net/network.ts';
import type { LinkSettings } from '../../../../src/kernel/net/link/link-conditions.ts';
import type { Sys } from '../../../../src/kernel/sys.ts';
import { secondsOf } from '../../../../src/kernel/units.ts';
import type { Address, Fd } from '../../../../src/kernel/types.ts';
import { at, attempt, call, readiness, receive, resetClose, seconds, send, tcp } from '../../../support/drive.ts';

const SERVER: Address = ['127.0.0.1', 5000];
const SLOW: LinkSettings = { latency: 1 };

/** The ends of one connection, which are established at the same time: three seconds after the start. */
function apart(
  link: LinkSettings,
  ends: { client: (fd: Fd) => Sys<void>; server: (fd: Fd) => Sys<void> },
  seed = 0,
): Kernel {
  const kernel = new Kernel({ link, seed });
  kernel.spawn({
    name: 'server',
    *main() {
      const listener = yield* tcp();
      yield* call('bind', listener, SERVER);
      yield* call('listen', listener, 5);
      const [fd] = yield* call('accept4', listener);
      yield* call('close', listener);
      yield* at(4);
      yield* ends.server(fd);
    },
  });
  kernel.spawn({
    name: 'client',
    isRemote: true,
    *main() {
      const fd = yield* tcp();
      // A link can lose each copy of the SYN.
      if ((yield* attempt('connect', fd, SERVER)) !== 0) return;
      yield* at(4);
      yield* ends.client(fd);
    },
  });
  return kernel;
}

/** The states of all sockets at these seconds. */
function statesAt(kernel: Kernel, ...times: readonly number[]): readonly (readonly string[])[] {
  return times.map((time) => {
    kernel.run({ until: seconds(time) });
    return viewSockets(kernel.network).map(({ state }) => state);
  });
}

function* closing(fd: Fd): Sys<void> {
  yield* call('close', fd);
}

describe('both ends close while the FIN of the other is on its way', () => {
  test('both are in TIME-WAIT, for a minute each', () => {
    const kernel = apart(SLOW, { client: closing, server: closing });
    expect(statesAt(kernel, 4.5, 5.5, 6.5, 65.5, 66.5)).toEqual([
      ['fin-wait-1', 'fin-wait-1'],
      ['closing', 'closing'],
      ['time-wait', 'time-wait'],
      ['time-wait', 'time-wait'],
      [],
    ]);
  });

  test('a socket that is still open reads the end of the stream, and is hung up', () => {
    const seen: string[] = [];
    function* halfClosing(fd: Fd): Sys<void> {
      yield* call('shutdown', fd, 'SHUT_WR');
      seen.push(yield* readiness(fd), yield* receive(fd), yield* readiness(fd));
      seen.push(String(yield* send(fd, 'x')));
    }
    const kernel = apart(SLOW, { client: halfClosing, server: halfClosing });
    kernel.run();
    const one = ['OUT', '', 'IN|OUT|HUP|RDHUP', 'EPIPE'];
    expect(seen.toSorted()).toEqual([...one, ...one].toSorted());
  });
});

describe('a RST on its way', () => {
  test('ends a connection in TIME-WAIT: its port is free at once', () => {
    const kernel = apart(SLOW, {
      *client(fd) {
        yield* send(fd, 'never read');
        yield* call('close', fd);
      },
      *server(fd) {
        yield* at(5.5);
        // The FIN goes first; then the bytes that nobody has read make the end a reset.
        yield* call('shutdown', fd, 'SHUT_WR');
        yield* at(5.7);
        yield* call('close', fd);
      },
    });
    expect(statesAt(kernel, 5.6, 6.6, 6.8)).toEqual([['fin-wait-1', 'last-ack'], ['time-wait'], []]);
  });
});

describe('what has ended while a segment was on its way', () => {
  /** Both processes from the start, a second apart: the server's one has a listener. */
  function apartFrom(server: (listener: Fd) => Sys<void>, client: (fd: Fd) => Sys<void>): Kernel {
    const kernel = new Kernel({ link: SLOW });
    kernel.spawn({
      name: 'server',
      *main() {
        const listener = yield* tcp();
        yield* call('bind', listener, SERVER);
        yield* call('listen', listener, 5);
        yield* server(listener);
      },
    });
    kernel.spawn({
      name: 'client',
      isRemote: true,
      *main() {
        const fd = yield* tcp();
        yield* call('ioctl', fd, 'FIONBIO', 1);
        expect(yield* attempt('connect', fd, SERVER)).toBe('EINPROGRESS');
        yield* client(fd);
      },
    });
    return kernel;
  }

  test('a client that gives up before it is answered leaves no half of a connection', () => {
    const kernel = apartFrom(
      function* (listener) {
        yield* at(10);
        expect(yield* readiness(listener)).toBe('');
      },
      function* (fd) {
        yield* at(1.5);
        yield* call('close', fd);
      },
    );
    expect(statesAt(kernel, 1.4, 1.6, 2.5, 3.5)).toEqual([
      ['listen', 'syn-sent', 'syn-received'],
      ['listen', 'syn-received'],
      ['listen', 'syn-received'],
      ['listen'],
    ]);
    kernel.run();
  });

  test('a listener that closes before the last segment of a handshake resets the client', () => {
    const seen: string[] = [];
    const kernel = apartFrom(
      function* (listener) {
        yield* at(2.5);
        yield* call('close', listener);
      },
      function* (fd) {
        yield* at(3.5);
        seen.push(yield* readiness(fd));
        yield* at(4.5);
        seen.push(yield* receive(fd), yield* receive(fd));
      },
    );
    expect(statesAt(kernel, 2.6, 3.6, 4.6)).toEqual([['established', 'syn-received'], ['established'], []]);
    kernel.run();
    expect(seen).toEqual(['OUT', 'errno:ECONNRESET', '']);
  });

  test('a second RST is none: its error was taken with the first one', () => {
    const seen: (string | number)[] = [];
    const kernel = apart(SLOW, {
      client: closing,
      *server(fd) {
        yield* send(fd, 'a');
        yield* at(4.5);
        yield* send(fd, 'b');
        yield* at(6.2);
        seen.push(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_ERROR'));
        yield* at(7);
        seen.push(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_ERROR'), yield* readiness(fd));
      },
    });
    kernel.run();
    expect(seen).toEqual([32, 0, 'IN|OUT|HUP|RDHUP']);
  });
});

describe('a connection that is shut for sending alone', () => {
  test('waits for its peer for as long as its owner does', () => {
    let late = '';
    const kernel = apart(SLOW, {
      *client(fd) {
        yield* call('shutdown', fd, 'SHUT_WR');
        late = yield* receive(fd);
      },
      *server(fd) {
        yield* at(600);
        yield* send(fd, 'late');
        yield* call('close', fd);
      },
    });
    expect(statesAt(kernel, 599)).toEqual([['fin-wait-2', 'close-wait']]);
    kernel.run();
    expect(late).toBe('late');
  });

  test('waits a minute from its close on, and bytes that come then reset the peer', () => {
    const seen: (string | number)[] = [];
    const kernel = apart(SLOW, {
      *client(fd) {
        yield* call('shutdown', fd, 'SHUT_WR');
        yield* at(100);
        yield* call('close', fd);
      },
      *server(fd) {
        yield* at(150);
        seen.push(yield* send(fd, 'x'));
        yield* at(153);
        seen.push(yield* readiness(fd), yield* receive(fd), yield* send(fd, 'x'));
      },
    });
    expect(statesAt(kernel, 149, 151.5)).toEqual([['fin-wait-2', 'close-wait'], ['close-wait']]);
    kernel.run();
    expect(seen).toEqual([1, 'IN|OUT|ERR|HUP|RDHUP', '', 'EPIPE']);
  });

  test('is forgotten a minute after its close, and not later', () => {
    const kernel = apart(SLOW, {
      *client(fd) {
        yield* call('shutdown', fd, 'SHUT_WR');
        yield* at(100);
        yield* call('close', fd);
      },
      *server() {
        yield* at(1_000);
      },
    });
    expect(statesAt(kernel, 159, 161)).toEqual([['fin-wait-2', 'close-wait'], ['close-wait']]);
  });
});

describe('a peer that no longer answers', () => {
  /** The error of a client whose bytes are lost for good, and after how many seconds; undefined if a copy came. */
  function lostForGood(seed: number): readonly [error: string, seconds: number, states: string] | undefined {
    let seen: readonly [string, number] | undefined;
    const kernel = apart(
      { loss: 0.9 },
      {
        *client(fd) {
          const start = yield* call('clock_gettime', 'CLOCK_MONOTONIC');
          yield* send(fd, 'lost');
          const error = yield* receive(fd);
          seen = [error, (yield* call('clock_gettime', 'CLOCK_MONOTONIC')) - start];
          expect(yield* receive(fd)).toBe('');
          expect(yield* send(fd, 'x')).toBe('EPIPE');
        },
        *server(fd) {
          if ((yield* receive(fd)) === 'lost') yield* resetClose(fd);
        },
      },
      seed,
    );
    kernel.run();
    if (seen === undefined || !seen[0].startsWith('errno:ETIMEDOUT')) return undefined;
    return [
      seen[0],
      secondsOf(seen[1]),
      viewSockets(kernel.network)
        .map(({ state }) => state)
        .join(),
    ];
  }

  test('is given up 924.6 seconds after the first copy of the bytes, by ETIMEDOUT, once', () => {
    const found = Array.from({ length: 40 }, (_, seed) => lostForGood(seed)).find((one) => one !== undefined);
    expect(found).toEqual(['errno:ETIMEDOUT', 924.6, 'established']);
  });
});
