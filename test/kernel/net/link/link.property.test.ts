/** Whatever the link does to segments: bytes arrive complete and in order, both ways, and every connection ends. */
import { secondsOf } from '../../../../src/kernel/units.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import type { KernelOptions } from '../../../../src/kernel/kernel.ts';
import type { StopReason } from '../../../../src/kernel/run-limits.ts';
import type { LinkSettings } from '../../../../src/kernel/net/link/link-conditions.ts';
import type { Sys } from '../../../../src/kernel/sys.ts';
import type { Address, Fd } from '../../../../src/kernel/types.ts';
import { attempt, call, seconds, tcp } from '../../../support/drive.ts';
import { perform } from '../../../support/perform.ts';
import { runs } from '../../../support/properties.ts';

const SERVER: Address = ['127.0.0.1', 5000];

/** Not so lossy that TCP would give up. */
const links: fc.Arbitrary<LinkSettings> = fc.record(
  {
    latency: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2_000_000 }).map(secondsOf)),
    jitter: fc.integer({ min: 0, max: 300_000 }).map(secondsOf),
    loss: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.1, noNaN: true })),
    bandwidth: fc.oneof(fc.constant(0), fc.integer({ min: 50, max: 10_000_000 })),
    segment: fc.integer({ min: 1, max: 500 }),
  },
  { requiredKeys: [] },
);

const machines: fc.Arbitrary<KernelOptions> = fc.record({
  link: links,
  seed: fc.integer(),
  order: fc.constantFrom('round-robin', 'random', 'adversarial'),
  limits: fc.record({
    receiveBuffer: fc.integer({ min: 1, max: 2_000 }),
    sendBuffer: fc.integer({ min: 1, max: 2_000 }),
  }),
});

const sizes = fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 5 });

/** Every position has its own value, so that a lost or swapped chunk shows. */
const payload = (writes: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: writes.reduce((sum, size) => sum + size, 0) }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

function* speak(fd: Fd, writes: readonly number[]): Sys<void> {
  const data = payload(writes);
  let position = 0;
  for (const size of writes) {
    yield* call('sendto', fd, data.subarray(position, position + size));
    position += size;
  }
  yield* call('shutdown', fd, 'SHUT_WR');
}

function* receiveAll(fd: Fd): Sys<number[]> {
  const all: number[] = [];
  for (;;) {
    const { data } = yield* call('recvfrom', fd, 700);
    if (data.length === 0) return all;
    all.push(...data);
  }
}

function* listen(): Sys<Fd> {
  const listener = yield* tcp();
  yield* call('setsockopt', listener, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
  yield* call('bind', listener, SERVER);
  yield* call('listen', listener, 5);
  return listener;
}

function expectNothingLeft(kernel: Kernel, why: StopReason): void {
  expect(why).toBe('exit');
  expect(kernel.clock.hasWork).toBe(false);
  kernel.run({ until: (kernel.clock.now + seconds(200)) as typeof kernel.clock.now });
  expect(kernel.processes.size).toBe(0);
  expect(kernel.network.sockets.size).toBe(0);
  expect([...kernel.network.tcpPorts.users(SERVER[1])]).toEqual([]);
}

test('bytes in = bytes out, in order, in both directions at once, over any link', () => {
  fc.assert(
    fc.property(machines, sizes, sizes, (options, question, answer) => {
      const kernel = new Kernel(options);
      const received: { server?: number[]; client?: number[] } = {};
      kernel.spawn({
        name: 'server',
        *main() {
          const [fd] = yield* call('accept4', yield* listen());
          yield* call('clone', () => speak(fd, answer), 'speaker');
          received.server = yield* receiveAll(fd);
        },
      });
      kernel.spawn({
        name: 'client',
        isRemote: true,
        *main() {
          yield* call('nanosleep', seconds(1));
          const fd = yield* tcp();
          yield* call('connect', fd, SERVER);
          yield* call('clone', () => speak(fd, question), 'speaker');
          received.client = yield* receiveAll(fd);
        },
      });
      const why = kernel.run();
      expect(received.server).toEqual([...payload(question)]);
      expect(received.client).toEqual([...payload(answer)]);
      expectNothingLeft(kernel, why);
    }),
    runs(150),
  );
});

test('after any close, reset or exit while segments are in transit, no socket, port or timer is left', () => {
  const script = fc.array(
    fc.constantFrom('send', 'receive', 'shutdown', 'close', 'reset', 'sleep', 'sleep', 'abandon'),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(script, script, machines, (serverScript, clientScript, options) => {
      const kernel = new Kernel(options);
      kernel.spawn({
        name: 'server',
        *main() {
          const listener = yield* listen();
          for (let count = 0; count < 2; count += 1) {
            const [fd] = yield* call('accept4', listener);
            yield* perform(fd, serverScript);
          }
        },
      });
      for (const name of ['client-1', 'client-2']) {
        kernel.spawn({
          name,
          isRemote: true,
          *main() {
            yield* call('nanosleep', seconds(1));
            const fd = yield* tcp();
            if ((yield* attempt('connect', fd, SERVER)) === 0) yield* perform(fd, clientScript);
          },
        });
      }
      const why = kernel.run();
      expectNothingLeft(kernel, why);
    }),
    runs(300),
  );
});

test('a connect that is cancelled and repeated while the first answer is in transit gets a working connection', () => {
  fc.assert(
    fc.property(machines, fc.integer({ min: 0, max: 5_000_000 }), (options, patience) => {
      const kernel = new Kernel(options);
      let received: number[] = [];
      kernel.spawn({
        name: 'server',
        *main() {
          const listener = yield* listen();
          while (received.length === 0) received = yield* serveOne(listener);
        },
      });
      kernel.spawn({
        name: 'client',
        isRemote: true,
        *main() {
          yield* call('nanosleep', seconds(1));
          const fd = yield* tcp();
          yield* call('ioctl', fd, 'FIONBIO', 1);
          yield* attempt('connect', fd, SERVER);
          yield* call('nanosleep', patience as ReturnType<typeof seconds>);
          if ((yield* attempt('connect', fd, SERVER)) !== 0) {
            yield* attempt('shutdown', fd, 'SHUT_RDWR');
            yield* attempt('connect', fd, SERVER);
            yield* call('poll', [{ fd, events: 4 }], undefined);
          }
          yield* call('ioctl', fd, 'FIONBIO', 0);
          yield* speak(fd, [300]);
          yield* receiveAll(fd);
        },
      });
      const why = kernel.run();
      expect(received).toEqual([...payload([300])]);
      expectNothingLeft(kernel, why);
    }),
    runs(150),
  );
});

function* serveOne(listener: Fd): Sys<number[]> {
  const [fd] = yield* call('accept4', listener);
  const received: number[] = [];
  for (;;) {
    const chunk = yield* attempt('recvfrom', fd, 700);
    if (typeof chunk === 'string' || chunk.data.length === 0) break;
    received.push(...chunk.data);
  }
  yield* call('close', fd);
  return received;
}
