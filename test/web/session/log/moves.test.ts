/** Moves in time, on rows of two threads. */
import { expect, test } from 'vitest';
import type { Step, StepKind } from '../../../../src/index.ts';
import { callMove, nearest, nearestThat } from '../../../../web/session/log/moves.ts';
import type { Target } from '../../../../web/session/log/moves.ts';

const ROWS: readonly (readonly [kind: StepKind, name: string, depth: number, tid: number])[] = [
  ['call', 'outer', 0, 1],
  ['call', 'inner', 1, 1],
  ['syscall', 'recvfrom', 2, 1],
  ['switch', 'thread', 0, 2],
  ['syscall', 'sendto', 0, 2],
  ['change', 'rfile.end', 1, 1],
  ['return', 'inner', 1, 1],
  ['raise', 'error', 1, 1],
  ['return', 'outer', 0, 1],
  ['input', 'connection 1', 0, 0],
  ['syscall', 'write', 0, 1],
];
const rows = {
  length: ROWS.length,
  at: (number: number): Step | undefined => {
    const row = ROWS[number];
    return row && ({ kind: row[0], name: row[1], depth: row[2], tid: row[3] } as Step);
  },
};

test.each<[Target, number[]]>([
  ['syscall', [2, 4, 10]],
  ['write', [4, 10]],
  ['switch', [3]],
  ['raise', [7]],
  ['input', [9]],
])('the next and the last step of the kind %s', (target, places) => {
  const forwards: number[] = [];
  for (let at = nearest(rows, target, 0, 1); at !== undefined; at = nearest(rows, target, at + 1, 1)) forwards.push(at);
  const backwards: number[] = [];
  for (let at = nearest(rows, target, 10, -1); at !== undefined; at = nearest(rows, target, at - 1, -1)) {
    backwards.unshift(at);
  }
  expect([forwards, backwards]).toEqual([places, places]);
});

test('into is the very next step of the thread, over skips what a call does, out leaves its caller', () => {
  expect([0, 1, 2, 5].map((number) => callMove(rows, 'into', number))).toEqual([1, 2, 5, 6]);
  // The value that changes just before the return is skipped.
  expect([callMove(rows, 'over', 1), callMove(rows, 'over', 2), callMove(rows, 'over', 0)]).toEqual([6, 6, 8]);
  expect([callMove(rows, 'out', 1), callMove(rows, 'out', 2)]).toEqual([8, 6]);
  expect(callMove(rows, 'out', 0)).toBeUndefined();
});

test('a move in another thread begins at its last step; at the end of the log there is none', () => {
  expect(callMove(rows, 'into', 4, 1)).toBe(5);
  expect(callMove(rows, 'over', 5, 2)).toBeUndefined();
  expect(callMove(rows, 'into', 10)).toBeUndefined();
  expect(callMove(rows, 'into', 99)).toBeUndefined();
});

test('any step may be looked for, in both directions, from the place itself on', () => {
  const isFirst = ({ tid }: Step): boolean => tid === 1;
  expect([
    nearestThat(rows, isFirst, 3, 1),
    nearestThat(rows, isFirst, 4, -1),
    nearestThat(rows, isFirst, 2, 1),
  ]).toEqual([5, 2, 2]);
  expect(nearestThat(rows, () => false, 0, 1)).toBeUndefined();
});
