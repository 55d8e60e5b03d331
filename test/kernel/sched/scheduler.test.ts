import { describe, expect, test } from 'vitest';
import { Kernel } from '../../../src/kernel/kernel.ts';
import type { KernelOptions } from '../../../src/kernel/kernel.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { attempt, call, connected, drive, driveAll, listening, micros, seconds, tcp } from '../../support/drive.ts';

/** Three threads that each note their name and make a call, several times: the order in which they ran. */
function orderOf(options: KernelOptions, stopEvery?: number): string {
  const kernel = new Kernel(options);
  let order = '';
  for (const name of ['a', 'b', 'c']) {
    kernel.spawn({
      name,
      *main() {
        for (let count = 0; count < 6; count += 1) {
          order += name;
          yield* call('getpid');
        }
      },
    });
  }
  if (stopEvery === undefined) expect(kernel.run()).toBe('exit');
  else while (kernel.run({ resumptions: stopEvery }) === 'steps');
  return order;
}

describe('which thread runs next', () => {
  test('round-robin: a thread runs until it blocks', () => {
    expect(orderOf({})).toBe('aaaaaabbbbbbcccccc');
  });

  test('adversarial: a thread loses the processor after every call', () => {
    expect(orderOf({ order: 'adversarial' })).toBe('abcabcabcabcabcabc');
  });

  test('random: the seed chooses, and chooses the same again', () => {
    const orders = Array.from({ length: 20 }, (_, seed) => orderOf({ order: 'random', seed }));
    expect(new Set(orders).size).toBeGreaterThan(15);
    expect(Array.from({ length: 20 }, (_, seed) => orderOf({ order: 'random', seed }))).toEqual(orders);
  });

  test('chosen: without a chooser it is round-robin', () => {
    expect(orderOf({ order: 'chosen' })).toBe(orderOf({}));
  });

  test('chosen: the chooser decides whenever more than one thread can run, and may stop the machine until it has decided', () => {
    const kernel = new Kernel({ order: 'chosen' });
    const ran: string[] = [];
    const asked: string[] = [];
    let knows = false;
    kernel.scheduler.chooser = (ready) => {
      if (!knows) return -1;
      asked.push(ready.map(({ name }) => name).join(''));
      return ready.length - 1;
    };
    for (const name of ['a', 'b', 'c']) {
      kernel.spawn({
        name,
        *main() {
          for (let count = 0; count < 2; count += 1) {
            ran.push(name);
            yield* call('getpid');
          }
        },
      });
    }
    expect(kernel.run()).toBe('choice');
    expect(kernel.run()).toBe('choice');
    expect(ran).toEqual([]);
    knows = true;
    expect(kernel.run()).toBe('exit');
    // First the thread that can continue, then the others in order; the chooser is not called for a single thread.
    expect(asked.slice(0, 3)).toEqual(['abc', 'cab', 'bca']);
    expect(ran.join('')).toBe('cbacba');
  });

  test('stopping and continuing changes nothing', () => {
    for (const order of ['round-robin', 'random', 'adversarial', 'chosen'] as const) {
      for (let seed = 0; seed < 10; seed += 1) {
        for (const stopEvery of [1, 2, 3]) {
          expect(orderOf({ order, seed }, stopEvery)).toBe(orderOf({ order, seed }));
        }
      }
    }
  });

  test('a stopped thread continues first, as if it had not stopped', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const kernel = new Kernel({ order: 'random', seed });
      let order = '';
      for (const name of ['a', 'b', 'c']) {
        kernel.spawn({
          name,
          *main() {
            for (let count = 0; count < 6; count += 1) {
              order += name;
              kernel.stopRequested = true;
              yield* call('getpid');
            }
          },
        });
      }
      let stops = 0;
      while (kernel.run() === 'stopped') stops += 1;
      expect(stops).toBeGreaterThanOrEqual(18);
      expect(order).toBe(orderOf({ order: 'random', seed }));
    }
  });

  test('sched_yield lets all other threads run first', () => {
    let order = '';
    const thread = (name: string) =>
      function* (): Sys<void> {
        for (let count = 0; count < 3; count += 1) {
          order += name;
          yield* call('sched_yield');
        }
      };
    driveAll(thread('a'), [thread('b')]);
    expect(order).toBe('ababab');
  });
});

describe('why a run ends', () => {
  test('exit: no thread is left', () => {
    expect(driveAll(() => tcp()).why).toBe('exit');
  });

  test('idle: a thread waits for an event from outside', () => {
    const { why } = driveAll(function* () {
      const { fd } = yield* listening();
      yield* call('accept4', fd);
    });
    expect(why).toBe('idle');
  });

  test.each([
    ['first', [true, false, false]],
    ['last', [false, false, true]],
    ['between others', [false, true, false]],
  ] as const)('idle: whichever of several waiting threads it is, here the one that came %s', (_, idle) => {
    const { why } = driveAll(function* () {
      const { fd } = yield* listening();
      for (const isIdle of [false, ...idle, false]) {
        yield* call(
          'clone',
          function* () {
            if (isIdle) yield* call('accept4', fd);
            // The first and the last of all leave again.
            else yield* attempt('futex_wait', {}, micros(5));
            if (!isIdle) yield* call('futex_wait', {}, undefined);
          },
          'waiter',
        );
      }
      yield* call('futex_wait', {}, undefined);
    }, []);
    expect(why).toBe('idle');
  });

  test('deadlock: threads wait for each other', () => {
    const { why } = driveAll(function* () {
      const { server } = yield* connected();
      yield* call('recvfrom', server, 1);
    });
    expect(why).toBe('deadlock');
  });

  test('time: the limit is reached, and the clock stops there', () => {
    const kernel = new Kernel();
    kernel.spawn({
      name: 'sleeper',
      *main() {
        yield* call('nanosleep', seconds(10));
      },
    });
    expect(kernel.run({ until: seconds(3) })).toBe('time');
    expect(kernel.clock.now).toBe(seconds(3));
    expect(kernel.run()).toBe('exit');
    expect(kernel.clock.now).toBe(seconds(10));
  });

  test('time jumps over waits, and two sleepers wake in the order of their times', () => {
    const woken: string[] = [];
    const sleeper = (name: string, time: number) =>
      function* (): Sys<void> {
        yield* call('nanosleep', micros(time));
        woken.push(name);
      };
    driveAll(sleeper('late', 9), [sleeper('early', 3), sleeper('late too', 9)]);
    expect(woken).toEqual(['early', 'late', 'late too']);
  });
});

describe('futex', () => {
  test('wakes the requested number of threads, in order of arrival', () => {
    const key = {};
    const woken: number[] = [];
    drive(function* () {
      for (let number = 1; number <= 3; number += 1) {
        yield* call(
          'clone',
          function* () {
            yield* call('futex_wait', key, undefined);
            woken.push(number);
          },
          `waiter-${number}`,
        );
      }
      yield* call('nanosleep', micros(1));
      expect(yield* call('futex_wake', key, 2)).toBe(2);
      yield* call('nanosleep', micros(1));
      expect(woken).toEqual([1, 2]);
      expect(yield* call('futex_wake', key, 9)).toBe(1);
      expect(yield* call('futex_wake', key, 9)).toBe(0);
    });
    expect(woken).toEqual([1, 2, 3]);
  });

  test('gives up with ETIMEDOUT', () => {
    drive(function* () {
      expect(yield* attempt('futex_wait', {}, micros(250))).toBe('ETIMEDOUT');
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(250);
    });
  });
});

test('the wall clock is the epoch and the time since boot', () => {
  drive(
    function* () {
      yield* call('nanosleep', micros(5));
      expect(yield* call('clock_gettime', 'CLOCK_REALTIME')).toBe(seconds(1000) + 5);
    },
    { epoch: seconds(1000) },
  );
});
