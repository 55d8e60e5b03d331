/**
 * The arithmetic of the timeline: what is in view, where moves lead, what tracks and summaries keep, what lanes are
 * called.
 */
import { expect, test } from 'vitest';
import type { Step, StepKind } from '../../../../src/index.ts';
import { STEP_KINDS } from '../../../../src/vocabulary.ts';
import { callMove, nearest } from '../../../../web/session/log/moves.ts';
import { Track } from '../../../../web/session/log/track.ts';
import {
  brushed,
  panned,
  pixelOf,
  revealing,
  tickDistance,
  unitAt,
  whole,
  zoomed,
} from '../../../../web/parts/timeline/viewport.ts';

const LENGTH = 1_000;

test('zooming keeps the place under the pointer where it is', () => {
  const view = zoomed(whole(LENGTH), 0.25, 600, LENGTH);
  expect(view).toEqual({ from: 450, to: 700 });
  expect(pixelOf(view, 600, 500)).toBeCloseTo(pixelOf(whole(LENGTH), 600, 500));
  expect(zoomed(view, 100, 600, LENGTH)).toEqual(whole(LENGTH));
});

test('the view never leaves the axis', () => {
  const view = { from: 100, to: 300 };
  expect(panned(view, -500, LENGTH)).toEqual({ from: 0, to: 200 });
  expect(panned(view, 5_000, LENGTH)).toEqual({ from: 800, to: 1_000 });
  expect(brushed(300, 100, LENGTH)).toEqual(view);
  expect(brushed(999, 1_000, LENGTH).to).toBe(1_000);
});

test('a cursor out of view is brought into view, with room around it; a cursor in view moves nothing', () => {
  const view = { from: 100, to: 300 };
  expect(revealing(view, 200, LENGTH)).toBe(view);
  expect(revealing(view, 50, LENGTH)).toEqual({ from: 30, to: 230 });
  expect(revealing(view, 400, LENGTH)).toEqual({ from: 220, to: 420 });
});

test('pixels and units are inverse, and labels stand at round distances', () => {
  const view = { from: 100, to: 300 };
  expect(unitAt(view, pixelOf(view, 130, 400), 400)).toBe(130);
  expect([whole(10), whole(100), whole(730), whole(100_000)].map((view) => tickDistance(view, 6))).toEqual([
    2, 20, 200, 20_000,
  ]);
});

type Row = readonly [kind: StepKind, tid: number, depth: number, name?: string];

const ROWS: readonly Row[] = [
  ['call', 1, 0],
  ['call', 1, 1],
  ['syscall', 1, 2, 'poll'],
  ['switch', 2, 0],
  ['syscall', 2, 0, 'sendto'],
  ['switch', 1, 2],
  ['return', 1, 1],
  ['return', 1, 0],
];

const steps = (rows: readonly Row[]): Step[] =>
  rows.map(([kind, tid, depth, name = ''], number) => ({
    number,
    kind,
    time: number * 10,
    tid,
    depth,
    name,
    detail: '',
  }));

test('into, over and out stay in their thread', () => {
  const log = steps(ROWS);
  const rows = { length: log.length, at: (number: number) => log[number] };
  expect(callMove(rows, 'into', 1)).toBe(2);
  expect(callMove(rows, 'into', 2)).toBe(5);
  expect(callMove(rows, 'over', 1)).toBe(6);
  expect(callMove(rows, 'over', 0)).toBe(7);
  expect(callMove(rows, 'out', 2)).toBe(6);
  expect(callMove(rows, 'out', 7)).toBeUndefined();
  expect(nearest(rows, 'write', 0, 1)).toBe(4);
  expect(nearest(rows, 'switch', 4, -1)).toBe(3);
  expect(nearest(rows, 'raise', 0, 1)).toBeUndefined();
});

test('a track keeps lanes in the order of their first steps, and forgets a branch', () => {
  const track = new Track();
  for (const { kind, ...step } of steps(ROWS)) track.add(STEP_KINDS.indexOf(kind), { ...step, isEnd: false });
  expect(track.lanes.map(({ tid, from }) => [tid, from])).toEqual([
    [1, 0],
    [2, 3],
  ]);
  expect([0, 25, 30, 1_000].map((time) => track.stepAt(time))).toEqual([0, 3, 3, 8]);
  track.truncate(3);
  expect(track.lanes.map(({ tid }) => tid)).toEqual([1]);
  expect(track.length).toBe(3);
});

test('a summary has of each block what its steps have, also after a branch is forgotten', () => {
  const summed = (track: Track): unknown[] => {
    const blocks: unknown[] = [];
    track.summary.each(0, track.length, (...block) => {
      blocks.push(block);
    });
    return blocks;
  };
  const add = (track: Track, number: number): void =>
    track.add(number % STEP_KINDS.length, {
      tid: 1 + (number % 3),
      depth: number % 90,
      time: 0,
      name: '',
      isEnd: false,
    });
  const track = new Track();
  for (let number = 0; number < 150; number += 1) add(track, number);
  expect(summed(track)).toContainEqual([128, 0, expect.any(Number), 57]);
  expect(summed(track)).toHaveLength(9);
  track.truncate(70);
  const other = new Track();
  for (let number = 0; number < 70; number += 1) add(other, number);
  expect(summed(track)).toEqual(summed(other));
  for (const each of [track, other]) for (let number = 70; number < 200; number += 1) add(each, number);
  expect(summed(track)).toEqual(summed(other));
});
