/** What threads wait on each other with. Answers and texts are those of CPython 3.11.7. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { SystemExit, ValueError } from '../../src/python/errors.ts';
import { forkCopy } from '../../src/python/fork-copy.ts';
import { withManager } from '../../src/python/with.ts';
import { _exit, fork, getpid, kill, waitpid } from '../../src/stdlib/os.ts';
import {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  Lock,
  RLock,
  Semaphore,
  Thread,
  Timer,
} from '../../src/stdlib/threading.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';

/** Starts threads that run `work` with their number, and answers them. */
function* started(count: number, work: (index: number) => Sys<void>): Sys<Thread[]> {
  const threads = Array.from({ length: count }, (_, index) => new Thread({ target: () => work(index) }));
  for (const thread of threads) yield* thread.start();
  return threads;
}

function* joined(threads: readonly Thread[]): Sys<void> {
  for (const thread of threads) yield* thread.join();
}

/** What a call answers, or what it raises. */
function* answer(action: Sys<unknown>): Sys<unknown> {
  let value: unknown;
  const error = yield* raised(
    (function* () {
      value = yield* action;
    })(),
  );
  return error === 'nothing' ? value : error;
}

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

describe('join', () => {
  const MIXED = "TypeError: '>' not supported between instances of 'int' and 'str'";
  test.each([
    [0, undefined],
    [-1, undefined],
    [-Infinity, undefined],
    [Infinity, TOO_LONG],
    [NaN, NOT_A_NUMBER],
    ['x', MIXED],
  ])('of a running thread for %j seconds: %j', (timeout, expected) => {
    program(function* () {
      const [thread] = yield* started(1, () => sleep(1));
      expect(yield* answer(thread?.join(timeout as number) as Sys<void>)).toBe(expected);
      expect(monotonic()).toBe(0);
    });
  });

  test('of a thread that has ended asks for no more than a number', () => {
    program(function* () {
      const [thread] = yield* started(1, () => sleep(0));
      yield* thread?.join() as Sys<void>;
      for (const timeout of [NaN, Infinity, -1])
        expect(yield* answer(thread?.join(timeout) as Sys<void>)).toBeUndefined();
      expect(yield* answer(thread?.join('x' as never) as Sys<void>)).toBe(MIXED);
    });
  });

  test('wakes all that wait for the same thread', () => {
    program(function* () {
      const [slow] = yield* started(1, () => sleep(1));
      const times: number[] = [];
      yield* joined(
        yield* started(3, function* () {
          yield* slow?.join() as Sys<void>;
          times.push(monotonic());
        }),
      );
      expect(times).toEqual([1, 1, 1]);
    });
  });

  test('that Ctrl+C interrupts takes the thread for ended, and so does the end of the program', () => {
    const ended = program(function* () {
      const [thread] = yield* started(1, () => sleep(3));
      expect(yield* raised(thread?.join() as Sys<void>)).toBe('KeyboardInterrupt: ');
      expect(thread?.isAlive()).toBe(false);
      yield* thread?.join() as Sys<void>;
    }, 0.5);
    expect(ended).toEqual({ status: 0, log: '', seconds: 0.5 });
  });
});

describe('after a fork', () => {
  test('a copied lock is as it was, and what is done to it is not seen in the parent', () => {
    program(function* () {
      const holder = { lock: new Lock(), own: new Condition(), event: new Event() };
      yield* holder.lock.acquire();
      yield* holder.own.acquire();
      const seen: unknown[] = [];
      const waiting = yield* started(1, function* () {
        seen.push(yield* holder.event.wait(5));
      });
      const copy = forkCopy(holder);
      const pid = yield* fork(function* () {
        seen.push(copy.lock.locked(), yield* copy.own.wait(0));
        yield* copy.own.release();
        yield* copy.lock.release();
        yield* copy.event.set();
        yield* _exit(0);
      });
      yield* waitpid(pid, 0);
      yield* joined(waiting);
      expect(seen).toEqual([true, false, false]);
      expect([holder.lock.locked(), (holder.own._lock as RLock)._isOwned(), holder.event.isSet()]).toEqual([
        true,
        true,
        false,
      ]);
    });
  });
});
