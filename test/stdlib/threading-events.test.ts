/** What threads wait for: events, conditions, barriers, timers. Answers and texts are those of CPython 3.11.7. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { ValueError } from '../../src/python/errors.ts';
import { withManager } from '../../src/python/with.ts';
import { Barrier, Condition, Event, Lock, RLock, Timer } from '../../src/stdlib/threading.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';
import { answer, joined, started } from '../support/threads.ts';

const TOO_LONG = 'OverflowError: timestamp out of range for platform time_t';
const NOT_A_NUMBER = 'ValueError: Invalid value NaN (not a number)';

describe('an event', () => {
  test('wakes all that wait, even if it is cleared before they run', () => {
    program(function* () {
      const event = new Event();
      const seen: unknown[] = [];
      const threads = yield* started(13, function* () {
        seen.push([yield* event.wait(60), monotonic()]);
      });
      yield* sleep(0.2);
      yield* event.set();
      expect(event._waiters).toEqual([]);
      event.clear();
      yield* joined(threads);
      expect(seen).toEqual(Array.from({ length: 13 }, () => [true, 0.2]));
      expect(yield* event.wait(0)).toBe(false);
    });
  });

  test('wakes those who wait again, and not those who gave up', () => {
    program(function* () {
      const event = new Event();
      const seen: unknown[] = [];
      const threads = yield* started(2, function* (index) {
        for (let i = 0; i < 2; i += 1) seen.push([index, yield* event.wait(index === 0 ? 0.5 : 60)]);
      });
      yield* sleep(1.5);
      for (let i = 0; i < 2; i += 1) {
        yield* event.set();
        event.clear();
        yield* sleep(1);
      }
      yield* joined(threads);
      expect(seen).toEqual([
        [0, false],
        [0, false],
        [1, true],
        [1, true],
      ]);
      expect(event._waiters).toEqual([]);
    });
  });

  test.each([
    [0, false],
    [-1, false],
    [-Infinity, false],
    [NaN, false],
    [true, false],
    [Infinity, TOO_LONG],
    [1e10, TOO_LONG],
    ['x', "TypeError: '>' not supported between instances of 'str' and 'int'"],
    [[], "TypeError: '>' not supported between instances of 'list' and 'int'"],
  ])('waits %j seconds: %j', (timeout, expected) => {
    program(function* () {
      const event = new Event();
      expect(yield* answer(event.wait(timeout as number))).toBe(expected);
      expect(event._waiters).toEqual([]);
      yield* event.set();
      expect(yield* event.wait(timeout as number)).toBe(true);
    });
  });
});

describe('a condition', () => {
  test('of a lock of its own is not notified, waited on or released without it', () => {
    program(function* () {
      for (const condition of [new Condition(), new Condition(new Lock())]) {
        expect(yield* raised(condition.wait())).toBe('RuntimeError: cannot wait on un-acquired lock');
        expect(yield* raised(condition.wait(0))).toBe('RuntimeError: cannot wait on un-acquired lock');
        expect(yield* raised(condition.notify())).toBe('RuntimeError: cannot notify on un-acquired lock');
        expect(yield* raised(condition.notifyAll())).toBe('RuntimeError: cannot notify on un-acquired lock');
        expect(yield* raised(condition.waitFor(() => false))).toBe('RuntimeError: cannot wait on un-acquired lock');
        expect(yield* condition.waitFor(() => 'at once')).toBe('at once');
      }
      expect(yield* raised(new Condition().release())).toBe('RuntimeError: cannot release un-acquired lock');
      expect(yield* raised(new Condition(new Lock()).release())).toBe('RuntimeError: release unlocked lock');
    });
  });

  test('tells as many as it is told to, the longest waiting first', () => {
    program(function* () {
      const condition = new Condition();
      const woken: number[] = [];
      const threads = yield* started(6, (index) =>
        withManager(condition, function* () {
          yield* condition.wait();
          woken.push(index);
        }),
      );
      const tell = (count: number) => withManager(condition, () => condition.notify(count));
      for (const [count, expected] of [
        [0, []],
        [-1, []],
        [1, [0]],
        [2, [0, 1, 2]],
        [9, [0, 1, 2, 3, 4, 5]],
      ] as const) {
        yield* tell(count);
        yield* sleep(1);
        expect(woken).toEqual(expected);
      }
      yield* joined(threads);
    });
  });

  test('keeps news for the next when one has given up', () => {
    program(function* () {
      const condition = new Condition();
      const seen: unknown[] = [];
      const threads = yield* started(2, (index) =>
        withManager(condition, function* () {
          seen.push([index, yield* condition.wait(index === 0 ? 0.1 : 60), monotonic()]);
        }),
      );
      yield* sleep(1);
      yield* withManager(condition, () => condition.notify());
      yield* joined(threads);
      expect(seen).toEqual([
        [0, false, 0.1],
        [1, true, 1],
      ]);
    });
  });

  test('gives news to one whose time was up, as long as it does not have the lock again', () => {
    program(function* () {
      const condition = new Condition();
      const seen: unknown[] = [];
      const threads = yield* started(2, (index) =>
        withManager(condition, function* () {
          seen.push([index, yield* condition.wait(index === 0 ? 0.1 : 1)]);
        }),
      );
      yield* withManager(condition, function* () {
        yield* sleep(0.3);
        yield* condition.notify();
      });
      yield* joined(threads);
      expect(seen).toEqual([
        [0, false],
        [1, false],
      ]);
    });
  });

  test('that Ctrl+C interrupts takes its lock back, and leaves the line', () => {
    const { status } = program(function* () {
      const condition = new Condition();
      yield* condition.acquire();
      expect(yield* raised(condition.wait())).toBe('KeyboardInterrupt: ');
      expect([condition._waiters, (condition._lock as RLock)._isOwned()]).toEqual([[], true]);
    }, 1);
    expect(status).toBe(0);
  });

  test('waits for what a predicate says, and no longer than it is told', () => {
    program(function* () {
      const condition = new Condition();
      const items: number[] = [];
      yield* started(1, function* () {
        for (let i = 0; i < 3; i += 1) {
          yield* sleep(1);
          items.push(i);
          yield* withManager(condition, () => condition.notify());
        }
      });
      yield* condition.acquire();
      expect(yield* condition.waitFor(() => items)).toEqual([0]);
      expect([yield* condition.waitFor(() => items.length > 1 && 'two', 5), monotonic()]).toEqual(['two', 2]);
      expect([yield* condition.waitFor(() => items.length > 9, 2.5), monotonic()]).toEqual([false, 4.5]);
      expect([yield* condition.waitFor(() => items.length > 9, -1), monotonic()]).toEqual([false, 4.5]);
      function* blocking(): Sys<boolean> {
        yield* sleep(1);
        return monotonic() > 5;
      }
      expect([yield* condition.waitFor(blocking), monotonic()]).toEqual([true, 5.5]);
      expect(yield* raised(condition.waitFor(() => false, NaN))).toBe(NOT_A_NUMBER);
    });
  });
});

describe('a barrier', () => {
  test('lets all go on when the last has come, again and again', () => {
    program(function* () {
      let opened = 0;
      const barrier = new Barrier(3, () => void (opened += 1));
      const seen: unknown[] = [];
      const threads = yield* started(3, function* (index) {
        for (let round = 1; round < 3; round += 1) {
          yield* sleep(index * round);
          seen.push([round, yield* barrier.wait(), monotonic()]);
        }
      });
      yield* sleep(1.5);
      expect([barrier.parties, barrier.nWaiting, barrier.broken]).toEqual([3, 2, false]);
      yield* joined(threads);
      expect([opened, barrier.nWaiting]).toEqual([2, 0]);
      expect(seen.map(String).toSorted((one, other) => (one < other ? -1 : 1))).toEqual([
        '1,0,2',
        '1,1,2',
        '1,2,2',
        '2,0,6',
        '2,1,6',
        '2,2,6',
      ]);
    });
  });

  test('breaks for all when one gives up, when it is aborted, and when its action fails', () => {
    program(function* () {
      const BROKEN = 'BrokenBarrierError: ';
      const barrier = new Barrier(3, undefined, 1);
      const seen: unknown[] = [];
      const wait = function* (): Sys<void> {
        seen.push(yield* raised(barrier.wait()), monotonic());
      };
      yield* joined(yield* started(2, wait));
      expect([seen.splice(0), barrier.broken]).toEqual([[BROKEN, 1, BROKEN, 1], true]);
      expect(yield* raised(barrier.wait())).toBe(BROKEN);
      yield* barrier.reset();
      expect([barrier.broken, barrier.nWaiting]).toEqual([false, 0]);
      let threads = yield* started(1, wait);
      yield* barrier.reset();
      yield* joined(threads);
      expect([seen.splice(0), barrier.broken]).toEqual([[BROKEN, 1], false]);
      threads = yield* started(1, wait);
      yield* barrier.abort();
      yield* joined(threads);
      expect([seen.splice(0), barrier.broken]).toEqual([[BROKEN, 1], true]);
      const failing = new Barrier(1, () => {
        throw new ValueError('action');
      });
      expect([yield* raised(failing.wait()), failing.broken]).toEqual(['ValueError: action', true]);
    });
  });
});

test('a timer calls in time, unless it is cancelled', () => {
  program(function* () {
    const called: unknown[] = [];
    const timers = [1, 2].map((seconds) => new Timer(seconds, () => void called.push([seconds, monotonic()])));
    for (const timer of timers) yield* timer.start();
    yield* sleep(1.5);
    yield* timers[1]?.cancel() as Sys<void>;
    yield* joined(timers);
    expect([called, monotonic(), timers.map((timer) => timer.finished.isSet())]).toEqual([[[1, 1]], 1.5, [true, true]]);
  });
});
