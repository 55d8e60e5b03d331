import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { copyPlain } from '../../src/kernel/syscalls/process.ts';
import type { Pid } from '../../src/kernel/types.ts';
import { KeyboardInterrupt } from '../../src/python/errors.ts';
import { runningKernel } from '../../src/kernel/running.ts';
import { currentProcess } from '../../src/python/libc.ts';
import { attempt, call, connected, drive, driveAll, micros, receive, seconds } from '../support/drive.ts';

function* doNothing(): Sys<void> {
  yield* call('sched_yield');
}

describe('fork and waitpid', () => {
  test('a child has its own memory, a copy of its parent’s', () => {
    drive(function* () {
      const memory = currentProcess().memory;
      memory['counter'] = { value: 1 };
      const pid = yield* call('fork', function* () {
        const counter = currentProcess().memory['counter'] as { value: number };
        counter.value += 1;
        yield* call('exit_group', counter.value);
      });
      expect(yield* call('waitpid', pid, 0)).toEqual([pid, 2]);
      expect(memory['counter']).toEqual({ value: 1 });
    });
  });

  test('waitpid returns each child once, in any order, and then fails with ECHILD', () => {
    drive(function* () {
      const first = yield* call('fork', function* () {
        yield* call('nanosleep', micros(20));
        yield* call('exit_group', 1);
      });
      const second = yield* call('fork', function* () {
        yield* call('nanosleep', micros(10));
        yield* call('exit_group', 2);
      });
      expect(yield* call('waitpid', -1, 'WNOHANG')).toEqual([0, 0]);
      expect(yield* call('waitpid', -1, 0)).toEqual([second, 2]);
      expect(yield* call('waitpid', first, 0)).toEqual([first, 1]);
      expect(yield* attempt('waitpid', -1, 0)).toBe('ECHILD');
      expect(yield* attempt('waitpid', first, 0)).toBe('ECHILD');
    });
  });

  test('an ended child is a zombie until its parent waits for it, and then leaves nothing', () => {
    const { kernel } = driveAll(function* () {
      const pid = yield* call('fork', function* () {
        yield* call('exit_group', 0);
      });
      yield* call('nanosleep', micros(5));
      const { processes } = runningKernel();
      expect(processes.get(pid)?.isAlive).toBe(false);
      yield* call('waitpid', pid, 0);
      expect(processes.has(pid)).toBe(false);
    });
    expect(kernel.processes.size).toBe(0);
  });

  test('_exit ends all threads of a process at once, and closes its descriptors', () => {
    let reached = false;
    drive(function* () {
      const { client, server } = yield* connected();
      const pid = yield* call('fork', function* () {
        yield* call(
          'clone',
          function* () {
            yield* call('nanosleep', seconds(1));
            reached = true;
          },
          'late',
        );
        yield* call('close', client);
        yield* call('exit_group', 3);
        reached = true;
      });
      yield* call('close', server);
      expect(yield* receive(client)).toBe('');
      expect(yield* call('waitpid', pid, 0)).toEqual([pid, 3]);
    });
    expect(reached).toBe(false);
  });

  // As on Linux 6.18.
  test('waitpid with WNOHANG answers [0, 0] while no such child has ended; each is found by its pid', () => {
    drive(function* () {
      const ending = yield* call('fork', function* () {
        yield* call('exit_group', 3);
      });
      const running = yield* call('fork', function* () {
        yield* call('nanosleep', micros(50));
        yield* call('exit_group', 4);
      });
      yield* call('nanosleep', micros(10));
      expect(yield* call('waitpid', running, 'WNOHANG')).toEqual([0, 0]);
      expect(yield* call('waitpid', -1, 'WNOHANG')).toEqual([ending, 3]);
      expect(yield* call('waitpid', -1, 'WNOHANG')).toEqual([0, 0]);
      expect(yield* call('waitpid', running, 0)).toEqual([running, 4]);
      for (const pid of [-1, ending, running] as const) {
        expect(yield* attempt('waitpid', pid, 'WNOHANG')).toBe('ECHILD');
      }
    });
  });

  test('a signal to a zombie changes nothing; to one that was waited for it fails with ESRCH', () => {
    drive(function* () {
      const pid = yield* call('fork', function* () {
        yield* call('exit_group', 5);
      });
      yield* call('nanosleep', micros(10));
      for (const signal of ['SIGINT', 'SIGKILL'] as const) expect(yield* attempt('kill', pid, signal)).toBe(0);
      expect(yield* call('waitpid', pid, 0)).toEqual([pid, 5]);
      expect(yield* attempt('kill', pid, 'SIGKILL')).toBe('ESRCH');
    });
  });

  test('too many processes or threads fail with EAGAIN', () => {
    drive(
      function* () {
        expect(yield* attempt('fork', doNothing)).not.toBe('EAGAIN');
        expect(yield* attempt('fork', doNothing)).toBe('EAGAIN');
        expect(yield* attempt('clone', doNothing, 'two')).toBe('EAGAIN');
      },
      { limits: { processes: 2, threads: 2 } },
    );
  });

  test('fork copies plain data deeply and shares everything else', () => {
    const shared = new (class Thing {})();
    const value = {
      list: [1, { deep: true }],
      map: new Map([['key', new Set([1])]]),
      bytes: new Uint8Array(2),
      shared,
    };
    const copy = copyPlain(value) as typeof value;
    expect(copy).toEqual(value);
    expect(copy.list).not.toBe(value.list);
    expect(copy.bytes).not.toBe(value.bytes);
    expect(copy.map.get('key')).not.toBe(value.map.get('key'));
    expect(copy.shared).toBe(shared);
  });

  test('fork keeps what is shared within the data, holes in lists, and keys that mean something to JavaScript', () => {
    const inner = [1];
    const value: Record<string, unknown> = {
      one: inner,
      other: inner,
      set: new Set([inner]),
      map: new Map([[inner, inner]]),
    };
    value['self'] = value;
    Object.defineProperty(value, '__proto__', { value: 'own', enumerable: true });
    // oxlint-disable-next-line no-sparse-arrays
    value['holes'] = [1, , 3];
    const long: unknown[] = [];
    long[1_000_001] = inner;
    value['long'] = long;
    value['bare'] = Object.assign(Object.create(null) as object, { inner });
    const copy = copyPlain(value) as typeof value;
    expect([copy['self'] === copy, copy['one'] === copy['other'], copy['one'] === inner]).toEqual([true, true, false]);
    expect([...(copy['set'] as Set<unknown>)][0]).toBe(copy['one']);
    expect([...(copy['map'] as Map<unknown, unknown>)][0]).toEqual([copy['one'], copy['one']]);
    expect(Object.getOwnPropertyDescriptor(copy, '__proto__')?.value).toBe('own');
    expect([Object.keys(copy['holes'] as unknown[]), (copy['holes'] as unknown[]).length]).toEqual([['0', '2'], 3]);
    const copied = copy['long'] as unknown[];
    expect([copied.length, Object.keys(copied), copied[1_000_001] === copy['one']]).toEqual([
      1_000_002,
      ['1000001'],
      true,
    ]);
    expect((copy['bare'] as { inner: unknown }).inner).toBe(copy['one']);
  });

  test('fork shares what cannot be looked into', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect((copyPlain([proxy, null, 5]) as unknown[])[0] === proxy).toBe(true);
  });
});

describe('signals', () => {
  test('SIGINT interrupts a waiting call with KeyboardInterrupt, once', () => {
    const kernel = new Kernel();
    const seen: string[] = [];
    const process = kernel.spawn({
      name: 'server',
      *main() {
        try {
          yield* call('nanosleep', seconds(100));
        } catch (error) {
          if (!(error instanceof KeyboardInterrupt)) throw error;
          seen.push('interrupted');
        }
        yield* call('nanosleep', seconds(1));
        seen.push('ended');
      },
    });
    kernel.run({ until: seconds(2) });
    kernel.signal(process, 'SIGINT');
    expect(kernel.run()).toBe('exit');
    expect(seen).toEqual(['interrupted', 'ended']);
    expect(kernel.clock.now).toBe(seconds(3));
  });

  test('SIGKILL ends a process, whose parent sees the signal', () => {
    drive(function* () {
      const pid = yield* call('fork', function* () {
        yield* call('nanosleep', seconds(100));
      });
      yield* call('nanosleep', micros(1));
      yield* call('kill', pid, 'SIGKILL');
      expect(yield* call('waitpid', pid, 0)).toEqual([pid, -9]);
      expect(yield* call('clock_gettime', 'CLOCK_MONOTONIC')).toBe(1);
      expect(yield* attempt('kill', 99 as Pid, 'SIGKILL')).toBe('ESRCH');
    });
  });

  test('a process may kill itself', () => {
    const { why, result } = driveAll(function* () {
      yield* call('kill', yield* call('getpid'), 'SIGTERM');
      return 'never';
    });
    expect(why).toBe('exit');
    expect(result).toEqual({});
  });
});
