/**
 * For any sizes of writes, reads and buffers, and any order of threads: bytes arrive complete and in order, and nothing
 * leaks.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Kernel, KernelOptions } from '../../../src/kernel/kernel.ts';
import { Kernel as Machine } from '../../../src/kernel/kernel.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { Address, Fd } from '../../../src/kernel/types.ts';
import { attempt, call, seconds, tcp } from '../../support/drive.ts';
import { perform } from '../../support/perform.ts';
import { runs } from '../../support/properties.ts';

const SERVER: Address = ['127.0.0.1', 5000];

interface Plan {
  readonly writes: readonly number[];
  readonly reads: readonly number[];
  readonly isNonBlocking: boolean;
  readonly poller: 'poll' | 'select' | 'epoll';
  readonly options: KernelOptions;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  writes: fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 8 }),
  reads: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
  isNonBlocking: fc.boolean(),
  poller: fc.constantFrom('poll', 'select', 'epoll'),
  options: fc.record({
    seed: fc.integer(),
    order: fc.constantFrom('round-robin', 'random', 'adversarial'),
    limits: fc.record({
      receiveBuffer: fc.integer({ min: 1, max: 600 }),
      sendBuffer: fc.integer({ min: 1, max: 600 }),
    }),
  }),
});

/** The bytes of a plan: every position has its own value, so that a lost or swapped chunk shows. */
const payload = (plan: Plan): Uint8Array => {
  const length = plan.writes.reduce((sum, size) => sum + size, 0);
  return Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 0xff);
};

/** Waits for one of the readiness bits, with the call that the plan names. */
function* waitFor(fd: Fd, events: number, poller: Plan['poller']): Sys<void> {
  if (poller === 'poll') yield* call('poll', [{ fd, events }], undefined);
  else if (poller === 'select') yield* call('select', events === 1 ? [fd] : [], events === 4 ? [fd] : [], undefined);
  else {
    const epoll = yield* call('epoll_create1');
    yield* call('epoll_ctl', epoll, 'EPOLL_CTL_ADD', fd, events);
    yield* call('epoll_wait', epoll, 1, undefined);
    yield* call('close', epoll);
  }
}

function* sendAll(fd: Fd, data: Uint8Array, plan: Plan): Sys<void> {
  let left = data;
  do {
    const sent = yield* attempt('sendto', fd, left);
    if (sent === 'EAGAIN') yield* waitFor(fd, 4, plan.poller);
    else if (typeof sent === 'string') throw new Error(`sendto failed: ${sent}`);
    else left = left.subarray(sent);
  } while (left.length > 0);
}

function* sendPlan(fd: Fd, plan: Plan): Sys<void> {
  const data = payload(plan);
  let position = 0;
  for (const size of plan.writes) {
    yield* sendAll(fd, data.subarray(position, position + size), plan);
    position += size;
  }
}

function* receivePlan(fd: Fd, plan: Plan): Sys<number[]> {
  const all: number[] = [];
  for (let turn = 0; ; turn += 1) {
    const size = plan.reads[turn % plan.reads.length] ?? 1;
    const received = yield* attempt('recvfrom', fd, size);
    if (received === 'EAGAIN') yield* waitFor(fd, 1, plan.poller);
    else if (typeof received === 'string') throw new Error(`recvfrom failed: ${received}`);
    else if (received.data.length === 0) return all;
    else {
      expect(received.data.length).toBeLessThanOrEqual(size);
      all.push(...received.data);
    }
  }
}

function* speak(fd: Fd, own: Plan): Sys<void> {
  yield* sendPlan(fd, own);
  yield* call('shutdown', fd, 'SHUT_WR');
}

function expectNothingLeft(kernel: Kernel): void {
  expect(kernel.threads.size).toBe(0);
  expect(kernel.processes.size).toBe(0);
  kernel.run({ until: seconds(200) });
  expect(kernel.network.sockets.size).toBe(0);
  expect([...kernel.network.tcpPorts.users(SERVER[1])]).toEqual([]);
}

test('bytes in = bytes out, in order, in both directions at once, under any fragmentation, order and buffer size', () => {
  fc.assert(
    fc.property(plans, plans, (plan, answer) => {
      const kernel = new Machine(plan.options);
      const received: { server?: number[]; client?: number[] } = {};
      kernel.spawn({
        name: 'server',
        *main() {
          const listener = yield* tcp();
          yield* call('bind', listener, SERVER);
          yield* call('listen', listener, 1);
          const [fd] = yield* call('accept4', listener);
          yield* call('ioctl', fd, 'FIONBIO', answer.isNonBlocking ? 1 : 0);
          yield* call('clone', () => speak(fd, answer), 'speaker');
          received.server = yield* receivePlan(fd, plan);
        },
      });
      kernel.spawn({
        name: 'client',
        *main() {
          yield* call('nanosleep', seconds(1));
          const fd = yield* tcp();
          yield* call('connect', fd, SERVER);
          yield* call('ioctl', fd, 'FIONBIO', plan.isNonBlocking ? 1 : 0);
          yield* call('clone', () => speak(fd, plan), 'speaker');
          received.client = yield* receivePlan(fd, answer);
        },
      });
      expect(kernel.run()).toBe('exit');
      expect(received.server).toEqual([...payload(plan)]);
      expect(received.client).toEqual([...payload(answer)]);
      expectNothingLeft(kernel);
    }),
    runs(60),
  );
});

test('after any close, reset or shutdown every thread ends, and no socket or port is left', () => {
  const action = fc.constantFrom('send', 'receive', 'shutdown', 'close', 'reset', 'sleep', 'abandon');
  const script = fc.array(action, { maxLength: 8 });
  const order = fc.constantFrom('round-robin', 'random', 'adversarial');
  fc.assert(
    fc.property(script, script, order, fc.integer(), (serverScript, clientScript, order, seed) => {
      const kernel = new Machine({ order, seed, limits: { receiveBuffer: 10, sendBuffer: 10 } });
      kernel.spawn({
        name: 'server',
        *main() {
          const listener = yield* tcp();
          yield* call('setsockopt', listener, 'SOL_SOCKET', 'SO_REUSEADDR', 1);
          yield* call('bind', listener, SERVER);
          yield* call('listen', listener, 1);
          for (let count = 0; count < 2; count += 1) {
            const [fd] = yield* call('accept4', listener);
            yield* perform(fd, serverScript);
          }
        },
      });
      for (const name of ['client-1', 'client-2']) {
        kernel.spawn({
          name,
          *main() {
            yield* call('nanosleep', seconds(1));
            const fd = yield* tcp();
            if ((yield* attempt('connect', fd, SERVER)) === 0) yield* perform(fd, clientScript);
          },
        });
      }
      expect(kernel.run()).toBe('exit');
      expectNothingLeft(kernel);
    }),
    runs(300),
  );
});
