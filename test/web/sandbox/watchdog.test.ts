/** A worker that loops is ended soon; one that is slow because its computer is, is not. */
import { expect, test } from 'vitest';
import { BEAT_MS, Watchdog } from '../../../web/sandbox/watchdog.ts';

const PATIENCE = 750;

/** Beats so far apart; answers at which of them the worker is given up, or undefined. */
function givenUpAt(watchdog: Watchdog, distances: readonly number[], isHidden = false): number | undefined {
  let now = 0;
  const at = distances.findIndex((distance) => {
    watchdog.beat((now += distance), isHidden);
    return watchdog.isSilentFor(PATIENCE);
  });
  return at < 0 ? undefined : at + 1;
}

const beats = (count: number, distance: number): readonly number[] => Array<number>(count).fill(distance);

test('a worker that says nothing is given up within a second of beats that come on time', () => {
  expect(givenUpAt(new Watchdog(0), beats(20, BEAT_MS))).toBe(7);
  expect(7 * BEAT_MS).toBeLessThan(1_000);
});

test('a message from the worker restarts the wait', () => {
  const watchdog = new Watchdog(0);
  for (let beat = 1; beat <= 40; beat += 1) {
    watchdog.beat(beat * BEAT_MS, false);
    expect(watchdog.isSilentFor(PATIENCE)).toBe(false);
    if (beat % 6 === 0) watchdog.heard();
  }
});

test('where beats come late the wait is the longer', () => {
  expect(givenUpAt(new Watchdog(0), beats(60, 1.25 * BEAT_MS))).toBe(9);
  expect(givenUpAt(new Watchdog(0), beats(60, 1.4 * BEAT_MS))).toBe(11);
});

test('however busy the computer is, the wait ends after six times as long: it may be the worker that keeps it busy', () => {
  const late = beats(1_000, 2 * BEAT_MS);
  expect(givenUpAt(new Watchdog(0), late)).toBe((6 * PATIENCE) / (2 * BEAT_MS) + 1);
  const watchdog = new Watchdog(0);
  expect(givenUpAt(watchdog, late.slice(0, 18))).toBeUndefined();
  watchdog.heard();
  watchdog.beat(18 * 2 * BEAT_MS + 2 * BEAT_MS, false);
  expect(watchdog.isSilentFor(PATIENCE)).toBe(false);
});

test('time in which the page was blocked or out of sight does not count', () => {
  const blocked = [...beats(3, BEAT_MS), 3.1 * BEAT_MS, ...beats(3, BEAT_MS), 1_000 * BEAT_MS];
  expect(givenUpAt(new Watchdog(0), blocked)).toBeUndefined();
  expect(givenUpAt(new Watchdog(0), beats(100, BEAT_MS), true)).toBeUndefined();
});

test('a page that is blocked now and then, or hidden for a moment, still ends a worker that loops', () => {
  const blocked = Array.from({ length: 10 }, () => [BEAT_MS, BEAT_MS, 3.1 * BEAT_MS]).flat();
  // Six beats on time are its patience, the seventh is too much.
  expect(givenUpAt(new Watchdog(0), blocked)).toBe(10);
  const watchdog = new Watchdog(0);
  expect(givenUpAt(watchdog, beats(6, BEAT_MS))).toBeUndefined();
  watchdog.beat(7 * BEAT_MS, true);
  expect(watchdog.isSilentFor(PATIENCE)).toBe(false);
  watchdog.beat(8 * BEAT_MS, false);
  expect(watchdog.isSilentFor(PATIENCE)).toBe(true);
});

test('a page that is blocked at each beat ends a worker that loops, after as many beats as a busy page may take', () => {
  expect(givenUpAt(new Watchdog(0), beats(100, 4 * BEAT_MS))).toBe((6 * PATIENCE) / BEAT_MS + 1);
});

test('a worker that answers after the page was blocked is kept', () => {
  const watchdog = new Watchdog(0);
  expect(givenUpAt(watchdog, [...beats(6, BEAT_MS), 40 * BEAT_MS])).toBeUndefined();
  watchdog.heard();
  watchdog.beat(47 * BEAT_MS, false);
  expect(watchdog.isSilentFor(PATIENCE)).toBe(false);
});

test('a late beat ends no worker that the beats before have not: messages that came meanwhile wait behind it', () => {
  const watchdog = new Watchdog(0);
  expect(givenUpAt(watchdog, [...beats(6, BEAT_MS), 1.6 * BEAT_MS])).toBeUndefined();
  watchdog.heard();
  watchdog.beat(8 * BEAT_MS + 0.6 * BEAT_MS, false);
  expect(watchdog.isSilentFor(PATIENCE)).toBe(false);
});

test('a timer that makes up for a late beat counts no more than the time that has passed', () => {
  const pairs = Array.from({ length: 5 }, () => [1.5 * BEAT_MS, 0.5 * BEAT_MS]).flat();
  expect(givenUpAt(new Watchdog(0), pairs)).toBeUndefined();
  expect(givenUpAt(new Watchdog(0), [...pairs, ...pairs])).toBe(14);
});
