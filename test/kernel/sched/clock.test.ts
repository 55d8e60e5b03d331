import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from '../../../src/kernel/sched/clock.ts';
import type { Timer, Timers } from '../../../src/kernel/sched/timers.ts';
import type { Micros } from '../../../src/kernel/types.ts';
import { micros } from '../../support/drive.ts';

const newClock = (): Clock => new Clock(0 as Micros);

test('timers fire in the order of their times, and timers for one time in the order in which they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (delays) => {
      const clock = newClock();
      const fired: number[] = [];
      for (const [index, delay] of delays.entries()) clock.after(micros(delay), true, () => void fired.push(index));
      clock.advanceTo(micros(20));
      const expected = delays
        .map((_, index) => index)
        .toSorted((one, other) => {
          return (delays[one] ?? 0) - (delays[other] ?? 0) || one - other;
        });
      expect(fired).toEqual(expected);
      expect(clock.hasWork).toBe(false);
    }),
  );
});

test('a cancelled timer never fires, whatever else is set and cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.boolean()), { maxLength: 400 }), (plans) => {
      const clock = newClock();
      const fired = new Set<number>();
      const timers = plans.map(([delay], index) => clock.after(micros(delay), true, () => void fired.add(index)));
      for (const [index, [, isCancelled]] of plans.entries()) if (isCancelled) clock.cancel(timers[index] as Timer);
      const lives = plans.flatMap(([, isCancelled], index) => (isCancelled ? [] : [index]));
      expect(clock.hasWork).toBe(lives.length > 0);
      clock.advanceTo(micros(50));
      expect([...fired].toSorted((one, other) => one - other)).toEqual(lives);
    }),
  );
});

test('a timer that is set while another fires, for now, fires too', () => {
  const clock = newClock();
  const fired: string[] = [];
  clock.after(micros(5), true, () => {
    fired.push('first');
    clock.after(micros(0), true, () => void fired.push('second'));
  });
  clock.advanceTo(micros(5));
  expect(fired).toEqual(['first', 'second']);
});

test('time never goes back, and the clock knows when the next timer is due', () => {
  const clock = newClock();
  clock.advanceTo(micros(10));
  clock.advanceTo(micros(5));
  expect(clock.now).toBe(10);
  const timer = clock.after(micros(3), false, () => undefined);
  expect(clock.nextDue()).toBe(13);
  expect(clock.hasWork).toBe(false);
  clock.cancel(timer);
  expect(clock.nextDue()).toBeUndefined();
});

test('cancelled timers do not pile up while time stands still', () => {
  const clock = newClock();
  for (let count = 0; count < 10_000; count += 1) clock.cancel(clock.after(micros(500_000), true, () => undefined));
  expect((clock as unknown as { _timers: Timers })._timers.size).toBeLessThan(200);
});

test('timers that are set, cancelled and fired in turns fire as those of a sorted list do', () => {
  const step = fc.record({ delays: fc.array(fc.nat(30), { maxLength: 8 }), cancel: fc.nat(), advance: fc.nat(6) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const clock = newClock();
      const fired: number[] = [];
      const expected: number[] = [];
      let model: { readonly at: number; readonly number: number; readonly timer: Timer }[] = [];
      let number = 0;
      for (const { delays, cancel, advance } of steps) {
        for (const delay of delays) {
          const own = number++;
          const timer = clock.after(micros(delay), true, () => void fired.push(own));
          model.push({ at: clock.now + delay, number: own, timer });
        }
        model.sort((one, other) => one.at - other.at || one.number - other.number);
        const [dropped] = model.splice(cancel % (model.length + 1), 1);
        if (dropped !== undefined) clock.cancel(dropped.timer);
        expect(clock.nextDue()).toBe(model[0]?.at);
        expect(clock.nextWork()).toBe(model[0]?.at);
        clock.advanceTo(micros(clock.now + advance));
        expected.push(...model.filter(({ at }) => at <= clock.now).map((timer) => timer.number));
        model = model.filter(({ at }) => at > clock.now);
        expect(fired).toEqual(expected);
      }
    }),
  );
});

test('a timer that is no work counts as none, whether it is cancelled, fires or waits', () => {
  const clock = newClock();
  const work = clock.after(micros(10), true, () => undefined);
  clock.cancel(clock.after(micros(5), false, () => undefined));
  expect([clock.hasWork, clock.nextWork()]).toEqual([true, 10]);
  clock.after(micros(3), false, () => undefined);
  clock.advanceTo(micros(4));
  expect(clock.hasWork).toBe(true);
  clock.cancel(work);
  clock.cancel(work);
  clock.after(micros(3), false, () => undefined);
  expect([clock.hasWork, clock.nextWork(), clock.nextDue()]).toEqual([false, undefined, 7]);
});
