/** How threads end, and what a fork leaves of them. Answers and texts are those of CPython 3.11.7. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { forkCopy } from '../../src/python/fork-copy.ts';
import { _exit, fork, waitpid } from '../../src/stdlib/os.ts';
import { Condition, Event, Lock, RLock } from '../../src/stdlib/threading.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';
import { answer, joined, started } from '../support/threads.ts';

const TOO_LONG = 'OverflowError: timestamp out of range for platform time_t';
const NOT_A_NUMBER = 'ValueError: Invalid value NaN (not a number)';

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
