/** What the fields of the breakpoint form suggest. */
import { expect, test } from 'vitest';
import type { Step, StepKind } from '../../../../src/index.ts';
import { rowsOf } from '../../../../src/host/step-rows.ts';
import { suggestedClients, suggestedThreads, suggestedValues } from '../../../../web/parts/debug/suggestions.ts';
import { StepLog } from '../../../../web/session/log/step-log.ts';

function logOf(...rows: readonly (readonly [kind: StepKind, tid: number, name: string])[]): StepLog {
  const log = new StepLog();
  log.append(
    rowsOf(rows.map(([kind, tid, name], number): Step => ({ number, kind, time: 0, tid, depth: 0, name, detail: '' }))),
  );
  return log;
}

const LOG = logOf(
  ['input', 0, 'connect'],
  ['thread', 1, 'MainThread'],
  ['thread', 7, 'connection 3'],
  ['call', 1, 'b.B.serve'],
  ['call', 1, 'a.serve'],
  ['call', 1, 'b.B.serve'],
  ['syscall', 1, 'accept4'],
);

test('methods come from the machine, and from the log until their names have arrived', () => {
  expect(suggestedValues('call', 'serve', ['c.serve', 'c.stop'], LOG)).toEqual(['c.serve']);
  expect(suggestedValues('leave', 'serve', undefined, LOG)).toEqual(['a.serve', 'b.B.serve']);
});

test('a value that is typed in full is not suggested again', () => {
  expect(suggestedValues('call', 'c.serve', ['c.serve', 'c.stop'], LOG)).toEqual([]);
  expect(suggestedValues('call', 'c.s', ['c.serve', 'c.stop'], LOG)).toEqual(['c.serve', 'c.stop']);
});

test('system calls are suggested by kind, and nothing for bytes', () => {
  expect(suggestedValues('syscall', 'clo', undefined, LOG)).toEqual(['clock_gettime', 'clone', 'close']);
  expect(suggestedValues('wait', 'clo', undefined, LOG)).toEqual([]);
  expect(suggestedValues('wait', 'acc', undefined, LOG)).toEqual(['accept4']);
  expect(suggestedValues('bytes', '', ['c.serve'], LOG)).toEqual([]);
});

test('threads are suggested by name and number, connections by number', () => {
  expect(suggestedThreads(LOG)).toEqual(['MainThread', '1', 'connection 3', '7']);
  expect(suggestedClients(LOG)).toEqual(['3']);
});
