/** What is said where a replay does something else than its original. */
import { describe, expect, test } from 'vitest';
import { DivergedError } from '../../../src/index.ts';
import { checkReplay } from '../../../src/machine/time/replay.ts';
import { KIND, StepLog } from '../../../src/trace/step-log.ts';

function logOf(...calls: readonly string[]): StepLog {
  const log = new StepLog();
  for (const name of calls) log.begin(KIND.call, 0, 1, 0, name);
  return log;
}

function errorOf(act: () => void): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('a replay', () => {
  const original = logOf('accept', 'read', 'write');

  test('that is equal passes, and so does one that differs outside the steps that are compared', () => {
    checkReplay(original, logOf('accept', 'read', 'write'), 0, 3);
    checkReplay(original, logOf('ACCEPT', 'read', 'WRITE'), 1, 2);
  });

  test('that differs is an error of its own class, which names the step and the remedy', () => {
    const error = errorOf(() => checkReplay(original, logOf('accept', 'recv', 'write'), 0, 3));
    expect(error).toBeInstanceOf(DivergedError);
    expect(error.name).toBe('DivergedError');
    expect(error.message).toBe(
      'step 1 (call read) came out differently in the replay: something outside the scenario takes part in it. ' +
        'Give an app that has variables of its own as freshApp(() => app), and start threads in the app, not with spawn()',
    );
  });

  test('that ends early differs at its end, one that goes on differs where the original ended', () => {
    expect(errorOf(() => checkReplay(original, logOf('accept'), 0, 3)).message).toMatch(/^step 1 \(call read\) came/);
    const longer = logOf('accept', 'read', 'write', 'close');
    expect(errorOf(() => checkReplay(original, longer, 0, 4)).message).toMatch(/^step 3 \(nothing \) came/);
  });
});
