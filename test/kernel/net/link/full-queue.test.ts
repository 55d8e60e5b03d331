/**
 * A listen queue that is full when a handshake should end, which takes a slow link: two SYNs find room for one. What
 * Linux sends and drops then was seen with segments made by hand.
 */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import type { SegmentChange } from '../../../../src/kernel/net/network-observer.ts';
import { secondsOf } from '../../../../src/kernel/units.ts';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Address, Fd } from '../../../../src/kernel/types.ts';
import { at, attempt, call, readiness, receive, seconds, send, tcp } from '../../../support/drive.ts';
import { QUIET_OBSERVER } from '../../../support/quiet-observer.ts';

const SERVER: Address = ['127.0.0.1', 5000];

interface Played {
  readonly kernel: Kernel;
  /** Events of the segments of the client that came too late, with their time in seconds. */
  readonly events: readonly string[];
}

/**
 * A listener whose queue holds one connection, and two clients whose SYNs arrive together. The first one's ACK
 * fills the queue after 1.2 seconds; the second one's finds it full.
 */
function crowded(server: (listener: Fd) => Sys<void>, late: (fd: Fd) => Sys<void>): Played {
  const kernel = new Kernel({ link: { latency: 0.4 } });
  const events: string[] = [];
  const sockets: number[] = [];
  kernel.observer = {
    ...QUIET_OBSERVER,
    segmentChanged({ socket, toward, change, name, data }: SegmentChange) {
      if (!sockets.includes(socket)) sockets.push(socket);
      if (socket !== sockets[1]) return;
      const what = data === undefined ? name : `${data.length} bytes`;
      events.push(`${secondsOf(kernel.clock.now)} ${what} to the ${toward}: ${change}`);
    },
  };
  kernel.spawn({
    name: 'server',
    *main() {
      const listener = yield* tcp();
      yield* call('bind', listener, SERVER);
      yield* call('listen', listener, 0);
      yield* server(listener);
    },
  });
  for (const client of [() => at(500), late]) {
    kernel.spawn({
      name: 'client',
      isRemote: true,
      *main() {
        const fd = yield* tcp();
        expect(yield* attempt('connect', fd, SERVER)).toBe(0);
        yield* client(fd);
      },
    });
  }
  return { kernel, events };
}

describe('the listen queue is full when the ACK of a handshake arrives', () => {
  test('the ACK is dropped, and the SYN-ACK comes again until there is room', () => {
    const served: string[] = [];
    const { kernel, events } = crowded(
      function* (listener) {
        yield* at(2.9);
        yield* call('accept4', listener);
        served.push(yield* readiness(listener));
        yield* call('accept4', listener);
        served.push(String(secondsOf(yield* call('clock_gettime', 'CLOCK_MONOTONIC'))));
        yield* at(30);
      },
      () => at(30),
    );
    kernel.run({ until: seconds(19) });
    expect(served).toEqual(['', '3']);
    expect(events).toEqual([
      '0 SYN to the server: sent',
      '0.4 SYN to the server: arrived',
      '0.4 SYN-ACK to the client: sent',
      '0.8 SYN-ACK to the client: arrived',
      '0.8 ACK to the server: sent',
      '1.2 ACK to the server: dropped',
      '2.2 SYN-ACK to the client: sent again',
      '2.6 SYN-ACK to the client: arrived',
      '2.6 ACK to the server: sent',
      '3 ACK to the server: arrived',
    ]);
  });

  test('data is dropped too, and ends the handshake when it comes again and finds room', () => {
    const served: string[] = [];
    const { kernel, events } = crowded(
      function* (listener) {
        yield* at(2);
        yield* call('accept4', listener);
        const [fd] = yield* call('accept4', listener);
        served.push(yield* receive(fd), String(secondsOf(yield* call('clock_gettime', 'CLOCK_MONOTONIC'))));
        yield* at(30);
      },
      function* (fd) {
        expect(yield* send(fd, 'hello')).toBe(5);
        yield* at(30);
      },
    );
    kernel.run({ until: seconds(19) });
    // It is sent again after a round trip and 200 ms.
    expect(served).toEqual(['hello', '2.6']);
    expect(events.filter((event) => event.includes('bytes'))).toEqual([
      '0.8 5 bytes to the server: sent',
      '1.2 5 bytes to the server: lost',
      '2.2 5 bytes to the server: sent again',
      '2.6 5 bytes to the server: arrived',
    ]);
  });

  test('bytes and the end of the stream reach the server in order', () => {
    let heard = '';
    const { kernel } = crowded(
      function* (listener) {
        yield* at(4);
        yield* call('accept4', listener);
        const [fd] = yield* call('accept4', listener);
        heard = `${yield* receive(fd, 3)}|${yield* receive(fd)}|${yield* receive(fd)}`;
      },
      function* (fd) {
        yield* send(fd, 'one');
        yield* send(fd, 'two');
        yield* call('shutdown', fd, 'SHUT_WR');
        yield* at(30);
      },
    );
    kernel.run({ until: seconds(19) });
    expect(heard).toBe('one|two|');
  });

  test('after five more SYN-ACKs the server forgets the connection; the client learns it when it sends', () => {
    const seen: string[] = [];
    const { kernel, events } = crowded(
      () => at(200),
      function* (fd) {
        yield* at(100);
        seen.push(yield* readiness(fd), String(yield* send(fd, 'late')));
        yield* at(102);
        seen.push(yield* receive(fd));
      },
    );
    kernel.run();
    expect(events.filter((event) => event.includes('SYN-ACK') && event.includes('sent again'))).toHaveLength(5);
    expect(seen).toEqual(['OUT', '4', 'errno:ECONNRESET']);
  });

  test('a listener that closes meanwhile resets the client', () => {
    let seen = '';
    const { kernel } = crowded(
      function* (listener) {
        yield* at(2);
        yield* call('close', listener);
      },
      function* (fd) {
        seen = yield* receive(fd);
      },
    );
    kernel.run({ until: seconds(60) });
    expect(seen).toBe('errno:ECONNRESET');
  });

  test('a listener that was shut and listens again takes what it had begun', () => {
    let accepted = 0;
    const { kernel } = crowded(
      function* (listener) {
        yield* at(0.7);
        yield* call('shutdown', listener, 'SHUT_RD');
        yield* call('listen', listener, 5);
        yield* at(2);
        for (; (yield* readiness(listener)) === 'IN'; accepted += 1) yield* call('accept4', listener);
        yield* at(30);
      },
      () => at(30),
    );
    kernel.run({ until: seconds(19) });
    expect(accepted).toBe(2);
  });
});
