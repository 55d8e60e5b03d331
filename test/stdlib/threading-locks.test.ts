/** Locks and semaphores, and how they are acquired. Answers and texts are those of CPython 3.11.7. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { SystemExit } from '../../src/python/errors.ts';
import { withManager } from '../../src/python/with.ts';
import { getpid, kill } from '../../src/stdlib/os.ts';
import { BoundedSemaphore, Condition, Lock, RLock, Semaphore } from '../../src/stdlib/threading.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';
import { answer, joined, started } from '../support/threads.ts';

const NEGATIVE = 'ValueError: timeout value must be positive';
const UNBLOCKING = "ValueError: can't specify a timeout for a non-blocking call";
const TOO_LONG = 'OverflowError: timestamp out of range for platform time_t';
const NOT_A_NUMBER = 'ValueError: Invalid value NaN (not a number)';

const ACQUIRE: [blocking: unknown, timeout: unknown, expected: unknown][] = [
  [true, -1, true],
  [true, 0, true],
  [true, -0, true],
  [true, true, true],
  [true, 9_223_372_036, true],
  [true, 9_223_372_036.5, true],
  [2, -1, true],
  [0, -1, true],
  [false, -1, true],
  [false, 0, UNBLOCKING],
  [false, 1, UNBLOCKING],
  [false, NaN, NOT_A_NUMBER],
  [true, NaN, NOT_A_NUMBER],
  [true, -2, NEGATIVE],
  [true, -0.5, NEGATIVE],
  [true, -1e-12, NEGATIVE],
  [true, Infinity, TOO_LONG],
  [true, -Infinity, TOO_LONG],
  [true, 1e10, TOO_LONG],
  [true, 1e300, TOO_LONG],
  [true, 'x', "TypeError: 'str' object cannot be interpreted as an integer"],
  [true, null, "TypeError: 'NoneType' object cannot be interpreted as an integer"],
  ['', -1, "TypeError: 'str' object cannot be interpreted as an integer"],
  [[], -1, "TypeError: 'list' object cannot be interpreted as an integer"],
];

describe('acquire', () => {
  const kinds = { Lock: () => new Lock(), RLock: () => new RLock(), Condition: () => new Condition() };
  test.each(Object.entries(kinds))('of a %s checks its arguments', (_, make) => {
    program(function* () {
      for (const [blocking, timeout, expected] of ACQUIRE) {
        const lock = make();
        const found = yield* answer(lock.acquire(blocking as boolean, timeout as number));
        expect([blocking, timeout, found]).toEqual([blocking, timeout, expected]);
      }
      expect(monotonic()).toBe(0);
    });
  });

  test('of a taken lock waits as long as it is told, to the microsecond above', () => {
    program(function* () {
      const lock = new Lock();
      yield* lock.acquire();
      for (const [timeout, until] of [
        [0, 0],
        [0.25, 0.25],
        [1e-7, 0.250001],
      ] as const) {
        expect([yield* lock.acquire(true, timeout), monotonic()]).toEqual([false, until]);
      }
      expect(yield* lock.acquire(false)).toBe(false);
    });
  });

  test('that Ctrl+C interrupts hands the free lock on to the next that waits', () => {
    const order: string[] = [];
    program(function* () {
      const lock = new Lock();
      yield* lock.acquire();
      const [other] = yield* started(2, function* (index) {
        yield* sleep(index === 0 ? 0.5 : 1);
        if (index === 0) {
          yield* lock.acquire();
          return void order.push('other');
        }
        yield* lock.release();
        return yield* kill(getpid(), 'SIGINT');
      });
      order.push(yield* raised(lock.acquire()));
      yield* other?.join() as Sys<void>;
    });
    expect(order).toEqual(['KeyboardInterrupt: ', 'other']);
  });
});

describe('a reentrant lock', () => {
  test('is taken again by its owner, and by others once it was released as often', () => {
    program(function* () {
      const lock = new RLock();
      expect([yield* lock.acquire(), yield* lock.acquire(false), lock._recursionCount()]).toEqual([true, true, 2]);
      const seen: unknown[] = [];
      const look = function* (): Sys<void> {
        seen.push(yield* lock.acquire(false), lock._isOwned(), lock._recursionCount(), yield* raised(lock.release()));
      };
      yield* joined(yield* started(1, look));
      expect(seen).toEqual([false, false, 0, 'RuntimeError: cannot release un-acquired lock']);
      yield* lock.release();
      expect(lock._isOwned()).toBe(true);
      const [waiting] = yield* started(1, function* () {
        seen.push(yield* lock.acquire(true, 5), monotonic());
        yield* lock.release();
      });
      yield* sleep(1);
      yield* lock.release();
      yield* waiting?.join() as Sys<void>;
      expect(seen.slice(4)).toEqual([true, 1]);
      expect(yield* raised(lock.release())).toBe('RuntimeError: cannot release un-acquired lock');
    });
  });

  test('that guards a condition is given away whole, and comes back as it was', () => {
    program(function* () {
      const condition = new Condition();
      const lock = condition._lock as RLock;
      yield* condition.acquire();
      yield* condition.acquire();
      const [other] = yield* started(1, () =>
        withManager(condition, function* () {
          yield* sleep(1);
          yield* condition.notify();
        }),
      );
      expect([yield* condition.wait(), monotonic(), lock._recursionCount()]).toEqual([true, 1, 2]);
      yield* condition.release();
      yield* condition.release();
      expect(yield* raised(condition.release())).toBe('RuntimeError: cannot release un-acquired lock');
      yield* other?.join() as Sys<void>;
    });
  });
});

describe('managers', () => {
  test.each([
    ['Lock', () => new Lock()],
    ['RLock', () => new RLock()],
    ['Condition', () => new Condition()],
    ['Semaphore', () => new Semaphore()],
    ['BoundedSemaphore', () => new BoundedSemaphore()],
  ] as const)('%s: `with` takes it, and gives it back whatever happens', (_, make) => {
    program(function* () {
      const manager = make();
      const order: unknown[] = [];
      const threads = yield* started(2, (index) =>
        withManager(manager, function* (value) {
          order.push([index, value, monotonic()]);
          yield* sleep(1);
          if (index === 0) throw new SystemExit();
        }),
      );
      yield* joined(threads);
      expect(order).toEqual([
        [0, true, 0],
        [1, true, 1],
      ]);
      expect(yield* manager.acquire(false)).toBe(true);
    });
  });
});

describe('semaphores', () => {
  test('let as many go on as they count', () => {
    program(function* () {
      const semaphore = new Semaphore(2);
      const times: number[] = [];
      const threads = yield* started(5, () =>
        withManager(semaphore, function* () {
          times.push(monotonic());
          yield* sleep(1);
        }),
      );
      yield* joined(threads);
      expect([times, semaphore._value]).toEqual([[0, 0, 1, 1, 2], 2]);
    });
  });

  test('check what they are given', () => {
    program(function* () {
      expect(() => new Semaphore(-1)).toThrow('semaphore initial value must be >= 0');
      expect(() => new BoundedSemaphore('x' as never)).toThrow(
        "'<' not supported between instances of 'str' and 'int'",
      );
      const semaphore = new Semaphore(1);
      const message = "ValueError: can't specify timeout for non-blocking acquire";
      expect(yield* raised(semaphore.acquire(false, 1))).toBe(message);
      expect([yield* semaphore.acquire(true, 0), yield* semaphore.acquire(true, 0.5), monotonic()]).toEqual([
        true,
        false,
        0.5,
      ]);
      expect([yield* semaphore.acquire(false), yield* semaphore.acquire(true, -1)]).toEqual([false, false]);
      expect(yield* raised(semaphore.release(0))).toBe('ValueError: n must be one or more');
      yield* semaphore.release(3);
      expect(semaphore._value).toBe(3);
      const bounded = new BoundedSemaphore(1);
      yield* bounded.acquire();
      yield* bounded.release();
      expect(yield* raised(bounded.release())).toBe('ValueError: Semaphore released too many times');
      expect(yield* raised(bounded.release(0))).toBe('ValueError: n must be one or more');
      expect(bounded._value).toBe(1);
    });
  });

  test('wake one that waits for each that is given back', () => {
    program(function* () {
      const semaphore = new Semaphore(0);
      const woken: number[] = [];
      const threads = yield* started(3, function* (index) {
        if (yield* semaphore.acquire(true, index === 0 ? 0.5 : 60)) woken.push(index);
      });
      yield* sleep(1);
      yield* semaphore.release();
      yield* sleep(1);
      expect(woken).toEqual([1]);
      yield* semaphore.release();
      yield* joined(threads);
      expect([woken, semaphore._value]).toEqual([[1, 2], 0]);
    });
  });
});
