import { describe, expect, test } from 'vitest';
import { KernelPanic, Machine } from '../../src/index.ts';
import { panic } from '../../src/kernel/panic.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { KeyError, RuntimeError, SystemExit, ValueError } from '../../src/python/errors.ts';
import { leaveAsGarbage } from '../../src/python/finalize.ts';
import { repr } from '../../src/python/repr.ts';
import { _exit, environ, fork, getpid, kill, waitpid, waitstatusToExitcode, WNOHANG } from '../../src/stdlib/os.ts';
import { Condition, currentThread, enumerate, Event, Lock, mainThread, Thread } from '../../src/stdlib/threading.ts';
import { gmtime, monotonic, sleep, strftime, time, timegm } from '../../src/stdlib/time.ts';
import { program, raised } from '../support/program.ts';

describe('threads', () => {
  test('are named and numbered as Python does, from the start in each process', () => {
    const names: string[] = [];
    const note = (): void => void names.push(currentThread().name);
    for (let round = 0; round < 2; round += 1) {
      program(function* () {
        note();
        for (const options of [{ targetName: 'work' }, {}, { name: 'named' }, { targetName: 'work' }]) {
          const thread = new Thread({
            ...options,
            *target() {
              note();
            },
          });
          yield* thread.start();
          yield* thread.join();
        }
      });
    }
    const once = ['MainThread', 'Thread-1 (work)', 'Thread-2', 'named', 'Thread-3 (work)'];
    expect(names).toEqual([...once, ...once]);
  });

  test('run side by side, and join waits for them', () => {
    const { seconds, status } = program(function* () {
      const threads = [1, 2, 3].map((length) => new Thread({ target: () => sleep(length) }));
      for (const thread of threads) yield* thread.start();
      expect(threads.map((thread) => thread.isAlive())).toEqual([true, true, true]);
      expect(enumerate()).toEqual([mainThread(), ...threads]);
      yield* threads[0]?.join(0.5) as Sys<void>;
      expect(monotonic()).toBe(0.5);
      for (const thread of threads) yield* thread.join();
      expect(enumerate()).toEqual([mainThread()]);
    });
    expect([seconds, status]).toEqual([3, 0]);
  });

  test('raise what Python raises when they are misused', () => {
    program(function* () {
      const thread = new Thread({ target: () => sleep(1), name: 'worker' });
      expect(repr(thread)).toBe('<Thread(worker, initial)>');
      expect(yield* raised(thread.join())).toBe('RuntimeError: cannot join thread before it is started');
      expect(yield* raised(currentThread().join())).toBe('RuntimeError: cannot join current thread');
      yield* thread.start();
      expect(repr(thread)).toMatch(/^<Thread\(worker, started \d+\)>$/);
      expect(yield* raised(thread.start())).toBe('RuntimeError: threads can only be started once');
      expect(() => (thread.daemon = true)).toThrow(RuntimeError);
      yield* thread.join();
      expect(repr(thread)).toMatch(/^<Thread\(worker, stopped \d+\)>$/);
    });
  });

  test('print an exception that they do not catch, and end; SystemExit is silent', () => {
    class Failing extends Thread {
      override *run(): Sys<void> {
        throw new KeyError('a');
      }
    }
    const { log, status } = program(function* () {
      for (const thread of [
        new Thread({
          targetName: 'f',
          *target() {
            throw new ValueError('x');
          },
        }),
        new Failing(),
        new Thread({
          *target() {
            throw new SystemExit(3);
          },
        }),
      ]) {
        yield* thread.start();
        yield* thread.join();
      }
    });
    expect(log).toBe(
      'Exception in thread Thread-1 (f):\nTraceback (most recent call last):\nValueError: x\n' +
        "Exception in thread Thread-2:\nTraceback (most recent call last):\nKeyError: 'a'\n",
    );
    expect(status).toBe(0);
  });

  test('keep the process alive unless they are daemons', () => {
    const seconds = [false, true].map((daemon) => {
      const ended = program(function* () {
        yield* new Thread({ target: () => sleep(5), daemon }).start();
      });
      return ended.seconds;
    });
    expect(seconds).toEqual([5, 0]);
  });
});

describe('what they wait on', () => {
  test('an event wakes all that wait, and a wait may give up', () => {
    program(function* () {
      const event = new Event();
      const woken: string[] = [];
      for (const name of ['one', 'two']) {
        const thread = new Thread({
          *target() {
            yield* event.wait();
            woken.push(name);
          },
        });
        yield* thread.start();
      }
      expect(yield* event.wait(0.25)).toBe(false);
      expect([monotonic(), woken]).toEqual([0.25, []]);
      yield* event.set();
      yield* sleep(0);
      expect([event.isSet(), woken]).toEqual([true, ['one', 'two']]);
      expect(yield* event.wait(0)).toBe(true);
      event.clear();
      expect(repr(event)).toBe('<threading.Event at 0x7f0000000000: unset>');
    });
  });

  test('a lock is had by one thread at a time, in the order of asking', () => {
    program(function* () {
      const lock = new Lock();
      const order: string[] = [];
      const worker = (name: string): Thread =>
        new Thread({
          *target() {
            yield* lock.acquire();
            order.push(name);
            yield* sleep(1);
            yield* lock.release();
          },
        });
      const threads = ['one', 'two', 'three'].map(worker);
      for (const thread of threads) yield* thread.start();
      expect([lock.locked(), yield* lock.acquire(false), yield* lock.acquire(true, 0.5)]).toEqual([true, false, false]);
      for (const thread of threads) yield* thread.join();
      expect(order).toEqual(['one', 'two', 'three']);
      expect(yield* raised(lock.release())).toBe('RuntimeError: release unlocked lock');
    });
  });

  test('a condition hands on news', () => {
    program(function* () {
      const condition = new Condition();
      const items: number[] = [];
      const taken: number[] = [];
      const consumer = new Thread({
        *target() {
          yield* condition.acquire();
          while (items.length === 0) yield* condition.wait();
          taken.push(...items);
          yield* condition.release();
        },
      });
      yield* consumer.start();
      yield* condition.acquire();
      items.push(7);
      yield* condition.notify();
      expect(yield* condition.wait(0.1)).toBe(false);
      yield* condition.release();
      yield* consumer.join();
      expect(taken).toEqual([7]);
      expect(yield* raised(condition.notify())).toBe('RuntimeError: cannot notify on un-acquired lock');
    });
  });
});

describe('how a program ends', () => {
  test.each([
    [undefined, 0, ''],
    [3, 3, ''],
    [256 + 7, 7, ''],
    [true, 1, ''],
    ['bye', 1, 'bye\n'],
  ])('SystemExit(%j)', (code, status, log) => {
    const ended = program(function* () {
      throw new SystemExit(...(code === undefined ? [] : [code]));
    });
    expect([ended.status, ended.log]).toEqual([status, log]);
  });

  test('an exception is printed and is 1; threads are still waited for', () => {
    const { status, log, seconds } = program(function* () {
      yield* new Thread({ target: () => sleep(2) }).start();
      throw new ValueError('lost');
    });
    expect([status, log, seconds]).toEqual([1, 'Traceback (most recent call last):\nValueError: lost\n', 2]);
  });

  test('an interrupt that nobody catches kills it', () => {
    const { status, log } = program(() => sleep(10), 1);
    expect([status, log]).toEqual([-2, 'Traceback (most recent call last):\nKeyboardInterrupt\n']);
  });

  test('an interrupt while its threads are waited for is told, and ends it at once, in good order, as observed with CPython 3.11', () => {
    const ended = program(function* () {
      yield* new Thread({ target: () => sleep(10) }).start();
    }, 1);
    const log = "Exception ignored in: <module 'threading'>\nTraceback (most recent call last):\nKeyboardInterrupt: \n";
    expect(ended).toEqual({ status: 0, log, seconds: 1 });
  });

  test('what was left to the garbage collector is finalized last, the oldest first, but not by _exit or in a child', () => {
    const told: unknown[] = [];
    const item = (name: string) => ({
      *finalize(): Sys<void> {
        told.push([name, monotonic()]);
      },
    });
    program(function* () {
      yield* leaveAsGarbage(item('first'));
      yield* new Thread({ target: () => sleep(2) }).start();
      const pid = yield* fork(function* () {
        yield* leaveAsGarbage(item('of the child'));
        yield* _exit(0);
      });
      yield* waitpid(pid, 0);
      yield* leaveAsGarbage(item('second'));
      throw new SystemExit(3);
    });
    expect(told).toEqual([
      ['first', 2],
      ['second', 2],
    ]);
  });

  test('Ctrl+C while garbage is collected in the end kills it, since Python handles no signals any more', () => {
    const ended = program(function* () {
      yield* leaveAsGarbage({ finalize: () => kill(getpid(), 'SIGINT') });
    });
    expect(ended).toEqual({ status: -2, log: '', seconds: 0 });
  });

  test('a panic of the kernel is not an exception of Python', () => {
    expect(() =>
      program(function* () {
        throw panic('bug');
      }),
    ).toThrow('bug');
  });

  test('any other error is one: it is told, and the status is 1', () => {
    const machine = new Machine({
      program: function* () {
        throw new KernelPanic('not a real one');
      },
    });
    expect(machine.run().why).toBe('exit');
    expect(machine.log).toBe('Traceback (most recent call last):\nKernelPanic: not a real one\n');
    expect(machine.serverProcess.exitStatus).toBe(1);
  });
});

describe('processes', () => {
  test('a child has its own pid, thread names and environment, and its status is waited for', () => {
    program(function* () {
      environ['NAME'] = 'parent';
      yield* new Thread({ *target() {} }).start();
      const parent = getpid();
      const pid = yield* fork(function* () {
        expect(getpid()).not.toBe(parent);
        expect([currentThread().name, new Thread().name, environ['NAME']]).toEqual([
          'MainThread',
          'Thread-2',
          'parent',
        ]);
        environ['NAME'] = 'child';
        yield* sleep(1);
        yield* _exit(3);
      });
      expect(yield* waitpid(pid, WNOHANG)).toEqual([0, 0]);
      const [ended, status] = yield* waitpid(-1, 0);
      expect([ended, waitstatusToExitcode(status), monotonic()]).toEqual([pid, 3, 1]);
      expect([environ['NAME'], 'NAME' in environ, Object.keys(environ)]).toEqual(['parent', true, ['NAME']]);
      expect(yield* raised(waitpid(-1, 0))).toBe('ChildProcessError: [Errno 10] No child processes');
    });
  });

  test('a child killed by a signal says so', () => {
    program(function* () {
      const pid = yield* fork(() => sleep(100));
      yield* kill(pid, 'SIGTERM');
      const [, status] = yield* waitpid(pid, 0);
      expect(waitstatusToExitcode(status)).toBe(-15);
    });
  });
});

describe('time', () => {
  test('passes only while a thread sleeps', () => {
    program(function* () {
      expect(time()).toBe(1_767_225_600);
      yield* sleep(0.1);
      expect([time(), monotonic()]).toEqual([1_767_225_600.1, 0.1]);
      expect(yield* raised(sleep(-1))).toBe('ValueError: sleep length must be non-negative');
    });
  });

  // Answers of CPython's time.gmtime().
  test.each([
    [0, [1970, 1, 1, 0, 0, 0, 3, 1, 0]],
    [951_782_400, [2000, 2, 29, 0, 0, 0, 1, 60, 0]],
    [1_767_225_600.9, [2026, 1, 1, 0, 0, 0, 3, 1, 0]],
    [4_102_444_799, [2099, 12, 31, 23, 59, 59, 3, 365, 0]],
    [-1, [1969, 12, 31, 23, 59, 59, 2, 365, 0]],
    [1_709_251_199, [2024, 2, 29, 23, 59, 59, 3, 60, 0]],
    [-2_203_891_200, [1900, 3, 1, 0, 0, 0, 3, 60, 0]],
  ])('gmtime(%d)', (seconds, expected) => {
    expect(gmtime(seconds)).toEqual(expected);
    expect(timegm(gmtime(seconds))).toBe(Math.floor(seconds));
  });

  // Integers of Python that no number holds, by CPython 3.11.
  test.each([
    [2n ** 53n + 1n, [285_428_751, 11, 12, 7, 36, 33, 0, 316, 0]],
    [-(2n ** 53n) - 1n, [-285_424_812, 2, 20, 16, 23, 27, 5, 51, 0]],
    [67_768_036_191_676_799n, [2_147_485_547, 12, 31, 23, 59, 59, 2, 365, 0]],
    [67_767_976_233_532_799n, [2_147_483_647, 12, 31, 23, 59, 59, 1, 365, 0]],
    [-67_768_040_609_740_800n, [-2_147_481_748, 1, 1, 0, 0, 0, 3, 1, 0]],
    [10n, [1970, 1, 1, 0, 0, 10, 3, 1, 0]],
  ] as const)('gmtime(%d) of an int', (seconds, expected) => {
    expect(gmtime(seconds)).toEqual(expected);
  });

  test('gmtime refuses the ints whose year does not fit', () => {
    const message = 'Value too large for defined data type';
    for (const seconds of [67_768_036_191_676_800n, -67_768_040_609_740_801n, 2n ** 63n - 1n, -(2n ** 63n)])
      expect(() => gmtime(seconds)).toThrow(message);
    expect(() => gmtime(2n ** 63n)).toThrow('timestamp out of range for platform time_t');
  });

  test('strftime', () => {
    const at = gmtime(1_709_251_199);
    expect(strftime('%a %A %b %B %d %H %I %j %m %M %p %S %y %Y %% %Q', at)).toBe(
      'Thu Thursday Feb February 29 23 11 060 02 59 PM 59 24 2024 % %Q',
    );
    expect(strftime('%d/%b/%Y %H:%M:%S', gmtime(0))).toBe('01/Jan/1970 00:00:00');
  });
});
