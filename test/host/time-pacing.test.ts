/** Virtual time beside the wall clock. */
import { expect, test } from 'vitest';
import { TimePacing } from '../../src/host/time-pacing.ts';

/** A pace, and the wall clock that it follows, in seconds. */
function paced() {
  const wall = { now: 100 };
  return { wall, pace: new TimePacing(() => wall.now) };
}

test('a machine goes as far as the wall clock has gone since it began', () => {
  const { wall, pace } = paced();
  expect(pace.limit(3)).toBe(3);
  wall.now += 2;
  expect(pace.limit(3)).toBe(5);
  wall.now += 1;
  expect(pace.limit(5)).toBe(6);
});

test('time of a pause is not made up for', () => {
  const { wall, pace } = paced();
  pace.limit(3);
  wall.now += 1;
  pace.pause();
  wall.now += 60;
  expect(pace.limit(4)).toBe(4);
  wall.now += 0.5;
  expect(pace.limit(4)).toBe(4.5);
});

test('a second pause changes nothing, and a machine ahead of the wall clock stays where it is', () => {
  const { wall, pace } = paced();
  pace.limit(3);
  pace.pause();
  pace.pause();
  wall.now += 60;
  expect(pace.limit(3)).toBe(3);
  wall.now += 1;
  expect(pace.limit(9)).toBe(9);
});
