/**
 * A coroutine that is closed while it waits in a mirrored call: its resources are closed, with a log and without one.
 */
import { expect, test } from 'vitest';
import { Machine } from '../../src/index.ts';
import { registerClass } from '../../src/python/classes.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { sleep } from '../../src/stdlib/time.ts';

class Holder {
  readonly told: string[] = [];

  /** Acquires, and releases however it ends. */
  *hold(): Sys<string> {
    try {
      yield* sleep(1);
      return 'held on';
    } finally {
      this.told.push('let go');
    }
  }

  /** Releases in a call of its own, which waits too. */
  *holdTwice(): Sys<string> {
    try {
      return yield* this.hold();
    } finally {
      this.told.push('let go again');
    }
  }

  static readonly name: string = registerClass('test', 'Holder', Holder);
}

test.each([true, false])('runs its finally blocks from the inside out, with trace: %j', (trace) => {
  const holder = new Holder();
  const closed: unknown[] = [];
  const machine = new Machine({
    trace,
    *program() {
      const coroutine = holder.holdTwice();
      closed.push(coroutine.next().done, holder.told.length);
      closed.push(coroutine.return('over'), coroutine.next());
      yield* sleep(0.5);
    },
  });
  expect(machine.run().why).toBe('exit');
  expect(holder.told).toEqual(['let go', 'let go again']);
  expect(closed).toEqual([false, 0, { done: true, value: 'over' }, { done: true, value: undefined }]);
});

test('a coroutine that has not started is closed without starting', () => {
  const holder = new Holder();
  const machine = new Machine({
    *program() {
      const coroutine = holder.hold();
      expect(coroutine.return('over')).toEqual({ done: true, value: 'over' });
      yield* sleep(0.5);
    },
  });
  expect(machine.run().why).toBe('exit');
  expect(holder.told).toEqual([]);
  expect(machine.trace.steps().filter(({ name }) => name.startsWith('test.'))).toEqual([]);
});
