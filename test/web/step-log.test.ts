/** The rows that the page has been sent, and the filter on them. */
import { expect, test } from 'vitest';
import type { Step, StepKind } from '../../src/index.ts';
import { StepLog } from '../../web/step-log.ts';

function logOf(...kinds: readonly StepKind[]): StepLog {
  const log = new StepLog();
  log.append(kinds.map((kind, number): Step => ({ number, kind, time: 0, tid: 1, depth: 0, name: kind, detail: '' })));
  return log;
}

test('a hidden group leaves the list and comes back', () => {
  const log = logOf('call', 'syscall', 'block', 'return', 'log');
  log.toggle('calls');
  expect(log.visible).toEqual([1, 2, 4]);
  log.append([{ number: 5, kind: 'raise', time: 0, tid: 1, depth: 0, name: 'x', detail: '' }]);
  expect(log.visible).toEqual([1, 2, 4]);
  log.toggle('calls');
  expect(log.visible).toEqual([0, 1, 2, 3, 4, 5]);
});

test('the place before a step is the last visible one before it', () => {
  const log = logOf('call', 'syscall', 'return', 'syscall');
  log.toggle('calls');
  expect([0, 1, 2, 3, 4].map((number) => log.placeBefore(number))).toEqual([-1, -1, 0, 0, 1]);
});

test('system calls are found in both directions', () => {
  const log = logOf('call', 'syscall', 'return', 'syscall', 'return');
  expect(log.nearestSyscall(2, 1)).toBe(3);
  expect(log.nearestSyscall(2, -1)).toBe(1);
  expect(log.nearestSyscall(4, 1)).toBeUndefined();
  expect(log.nearestSyscall(0, -1)).toBeUndefined();
});

test('each thread keeps its colour', () => {
  const log = logOf('call');
  expect([0, 1, 7, 9, 7, 1].map((tid) => log.colourOf(tid))).toEqual([0, 1, 2, 3, 2, 1]);
});
