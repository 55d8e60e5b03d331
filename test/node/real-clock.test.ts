import { expect, test } from 'vitest';
import { RealClock } from '../../src/node/real-clock.ts';

test('the clock does work later, in the order of its time, and not what was cancelled', async () => {
  const clock = new RealClock();
  const before = clock.now();
  const done: string[] = [];
  await new Promise<void>((resolve) => {
    clock.later(() => resolve(), 20);
    const cancelled = clock.later(() => void done.push('cancelled'), 10);
    clock.later(() => void done.push('second'), 5);
    clock.later(() => void done.push('first'), 0);
    clock.cancel(cancelled);
    clock.cancel(undefined);
  });
  expect(done).toEqual(['first', 'second']);
  expect(clock.now()).toBeGreaterThan(before);
});
