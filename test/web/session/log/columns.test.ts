/** What the log keeps of its steps beside their rows: numbers, and a summary of blocks for the timeline. */
import { expect, test } from 'vitest';
import { IntegerList } from '../../../../web/session/log/integer-list.ts';
import { BLOCK, Summary } from '../../../../web/session/log/summary.ts';

test('a list of integers grows beyond its room, is cut, and grows again', () => {
  const list = new IntegerList();
  for (let number = 0; number < 10_000; number += 1) list.push(number * 3);
  expect([list.length, list.at(0), list.at(4_096), list.at(9_999)]).toEqual([10_000, 0, 12_288, 29_997]);
  expect([list.view.length, list.view[9_999]]).toEqual([10_000, 29_997]);
  expect(list.view).toBe(list.view);
  list.truncate(20_000);
  expect(list.length).toBe(10_000);
  list.truncate(2);
  expect([...list.view]).toEqual([0, 3]);
  list.push(9);
  expect([...list.view]).toEqual([0, 3, 9]);
});

type Seen = [first: number, lane: number, marks: number, depth: number];

const seen = (summary: Summary, from: number, to: number): Seen[] => {
  const found: Seen[] = [];
  summary.each(from, to, (...entry) => void found.push(entry));
  return found;
};

/** Three blocks and a bit: lane 5 throughout, lane 9 in the second block alone. */
function filled(): Summary {
  const summary = new Summary();
  for (let number = 0; number < 3 * BLOCK + 1; number += 1) {
    const isOther = number === BLOCK + 1 || number === BLOCK + 3;
    summary.add(number, isOther ? 9 : 5, isOther ? 4 : number % 2, number === 70 ? 12 : 2);
  }
  return summary;
}

test('a block tells of each lane once: its marks together, and its deepest call', () => {
  expect(seen(filled(), 0, 4 * BLOCK)).toEqual([
    [0, 5, 0b11, 2],
    [BLOCK, 5, 0b11, 12],
    [BLOCK, 9, 0b10000, 2],
    [2 * BLOCK, 5, 0b11, 2],
    [3 * BLOCK, 5, 0b1, 2],
  ]);
});

test('only the blocks are told that the steps are in', () => {
  const summary = filled();
  const firsts = (from: number, to: number): number[] => seen(summary, from, to).map(([first]) => first);
  expect(firsts(0, BLOCK)).toEqual([0]);
  expect(firsts(0, BLOCK + 1)).toEqual([0, BLOCK, BLOCK]);
  expect(firsts(BLOCK - 1, BLOCK)).toEqual([0]);
  expect(firsts(2 * BLOCK, 2 * BLOCK)).toEqual([]);
  expect(firsts(3 * BLOCK, 99 * BLOCK)).toEqual([3 * BLOCK]);
});

test('what is cut leaves whole blocks, to which further steps are added', () => {
  const summary = filled();
  expect(summary.truncate(2 * BLOCK + 5)).toBe(2 * BLOCK);
  expect(seen(summary, 0, 9 * BLOCK)).toHaveLength(3);
  summary.add(2 * BLOCK, 7, 3, 1);
  expect(seen(summary, 2 * BLOCK, 9 * BLOCK)).toEqual([[2 * BLOCK, 7, 0b1000, 1]]);
  expect(summary.truncate(99 * BLOCK)).toBe(3 * BLOCK);
  expect(seen(summary, 0, 9 * BLOCK)).toHaveLength(4);
  expect(summary.truncate(BLOCK - 1)).toBe(0);
  expect(seen(summary, 0, 9 * BLOCK)).toEqual([]);
});
