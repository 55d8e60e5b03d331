/** Promises for the moment at which a machine rests. */
import { expect, test } from 'vitest';
import { Settling } from '../../../web/session/settling.ts';

/** Which of these promises have resolved, once all that can has. */
async function done(promises: readonly Promise<void>[]): Promise<readonly boolean[]> {
  const states = promises.map(() => false);
  for (const [at, promise] of promises.entries())
    void promise.then(() => {
      states[at] = true;
    });
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  return states;
}

test('an answer is for the request with its id and those before it', async () => {
  const asked: number[] = [];
  const settling = new Settling((id) => void asked.push(id));
  const waiting = [settling.wait(), settling.wait(), settling.wait()];
  expect(asked).toEqual([1, 2, 3]);
  settling.arrived(2);
  expect(await done(waiting)).toEqual([true, true, false]);
});

test('a machine that takes the place of another is asked again, and the end of all machines ends the waiting', async () => {
  const asked: number[] = [];
  const settling = new Settling((id) => void asked.push(id));
  const waiting = [settling.wait(), settling.wait()];
  settling.booted();
  expect(asked).toEqual([1, 2, 2]);
  settling.ended();
  expect(await done(waiting)).toEqual([true, true]);
  settling.booted();
  expect(asked).toEqual([1, 2, 2]);
});

test('what the machine before says does not count while the next one is on its way', async () => {
  const asked: number[] = [];
  const settling = new Settling((id) => void asked.push(id));
  settling.booting();
  const waiting = [settling.wait()];
  settling.arrived(1);
  expect(await done(waiting)).toEqual([false]);
  settling.booted();
  expect(asked).toEqual([1]);
  settling.arrived(1);
  expect(await done(waiting)).toEqual([true]);
});
