/** Raw files, selectors, timers and exits that do what they should not, as CPython 3.11 takes it. */
import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import type { Fd } from '../../src/kernel/types.ts';
import { Machine } from '../../src/machine/machine.ts';
import { create } from '../../src/python/classes.ts';
import { BaseException, SystemExit } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';
import { str } from '../../src/python/repr.ts';
import { BufferedWriter } from '../../src/stdlib/io-buffered-writer.ts';
import { RawIOBase } from '../../src/stdlib/io.ts';
import { logMessage } from '../../src/stdlib/logging.ts';
import { EpollSelector, EVENT_READ, EVENT_WRITE } from '../../src/stdlib/selectors.ts';
import { Thread, Timer } from '../../src/stdlib/threading.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { DechunkedInput } from '../../src/werkzeug/serving.ts';
import { bytes, drive } from '../support/drive.ts';
import { finish } from '../support/files.ts';

function* attempt(action: Sys<unknown>): Sys<unknown> {
  try {
    return yield* action;
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

class Claiming extends RawIOBase {
  claim = 0;
  taken = 0;
  override writable(): boolean {
    return true;
  }
  override *write(data: Uint8Array): Sys<number | undefined> {
    this.taken += data.length;
    return this.claim;
  }
}

test('a raw file that says to have written more than it was given, or less than nothing, is not believed', () => {
  for (const [claim, answer] of [
    [3, undefined],
    [4, 'OSError: raw write() returned invalid length 4 (should have been between 0 and 3)'],
    [-1, 'OSError: raw write() returned invalid length -1 (should have been between 0 and 3)'],
  ] as const) {
    const raw = new Claiming();
    raw.claim = claim;
    const writer = new BufferedWriter();
    writer.init(raw, 16);
    finish(writer.write(bytes('abc')));
    expect([raw.taken, finish(attempt(writer.flush())), raw.taken]).toEqual([0, answer, 3]);
    if (answer === undefined) expect([finish(attempt(writer.flush())), raw.taken]).toEqual([undefined, 3]);
  }
});

test('a selector forgets a descriptor that was closed meanwhile, and asks the kernel only when events change', () => {
  drive(function* () {
    const selector = yield* create(EpollSelector);
    const watched = function* (): Sys<Fd> {
      const [fd] = yield* call('pipe');
      yield* selector.register(fd, EVENT_READ, 'first');
      yield* call('close', fd);
      return fd;
    };
    const one = yield* watched();
    // Were the kernel asked, it would answer EBADF.
    expect((yield* selector.modify(one, EVENT_READ, 'second')).data).toBe('second');
    expect(yield* selector.unregister(one)).toMatchObject({ fd: one, data: 'second' });
    expect(selector.getMap()?.has(one)).toBe(false);
    const other = yield* watched();
    expect(yield* attempt(selector.modify(other, EVENT_READ | EVENT_WRITE))).toBe(
      'OSError: [Errno 9] Bad file descriptor',
    );
    expect(selector.getMap()?.has(other)).toBe(false);
  });
});

test('a timer runs a coroutine to its end, and a plain function', () => {
  const seen: unknown[] = [];
  drive(function* () {
    const slow = new Timer(1, function* () {
      yield* call('sched_yield');
      seen.push('coroutine');
    });
    const quick = new Timer(1, () => void seen.push('function'));
    for (const timer of [slow, quick]) yield* timer.start();
    for (const timer of [slow, quick]) yield* timer.join();
  });
  expect(seen).toHaveLength(2);
  expect(new Set(seen)).toEqual(new Set(['coroutine', 'function']));
});

test.each([
  [undefined, 0, ''],
  [null, 0, ''],
  [0, 0, ''],
  [7, 7, ''],
  [256, 0, ''],
  [-1, 255, ''],
  [true, 1, ''],
  ['why', 1, 'why\n'],
])('SystemExit(%j) ends a program with status %i', (code, status, log) => {
  const machine = new Machine({
    trace: false,
    *program() {
      throw code === undefined ? new SystemExit() : new SystemExit(code);
    },
  });
  machine.run();
  expect([machine.serverProcess.exitStatus, machine.log]).toEqual([status, log]);
});

test('Ctrl+C while the interpreter waits for its threads is printed, and the exit goes on', () => {
  const machine = new Machine({
    trace: false,
    *program() {
      const sleeper = new Thread({ target: () => sleep(60) });
      yield* sleeper.start();
    },
  });
  machine.run({ until: 5 });
  expect([machine.log, machine.serverProcess.exitStatus]).toEqual(['', undefined]);
  machine.kernel.signal(machine.serverProcess, 'SIGINT');
  machine.run({ until: 6 });
  expect(machine.log).toMatch(/^Exception ignored in: <module 'threading'>\nTraceback[^]*\nKeyboardInterrupt: \n$/);
  expect(machine.serverProcess.exitStatus).toBe(0);
});

test('a logger of level INFO writes everything but details for debugging', () => {
  const machine = new Machine({
    trace: false,
    *program() {
      for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const) logMessage(level, level, []);
    },
  });
  machine.run();
  expect(machine.log).toBe('info\nwarning\nerror\ncritical\n');
});

test('a chunked body can be read', () => {
  expect(new DechunkedInput().readable()).toBe(true);
});
