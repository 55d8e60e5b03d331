import { describe, expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { excerptOf } from '../../src/trace/bytes-excerpt.ts';
import { KIND, StepLog } from '../../src/trace/step-log.ts';

/** One more than two pages of steps. */
const MANY = 2 * 4096 + 1;

/** A log of calls: step N at time N >> 3, in thread N % 3, N % 5 deep, with N % 4 arguments. */
function logOf(count: number, from = 0): StepLog {
  const log = new StepLog();
  for (let number = from; number < from + count; number += 1) append(log, number);
  return log;
}

function append(log: StepLog, number: number): void {
  log.begin(KIND.call, number >> 3, number % 3, number % 5, `f${number % 7}`);
  for (let value = 0; value < number % 4; value += 1) log.keep(number + value);
}

type Columns = Parameters<StepLog['begin']>;

function write(log: StepLog, columns: Columns, ...values: readonly unknown[]): void {
  log.begin(...columns);
  for (const value of values) log.keep(value);
}

const stepOf = (number: number): object => ({
  kind: 'call',
  time: (number >> 3) / 1_000_000,
  tid: number % 3,
  depth: number % 5,
  name: `f${number % 7}`,
  a: Array.from({ length: number % 4 }, (_, value) => number + value),
  b: undefined,
});

test('a step is read as it was written, whatever page it is on', () => {
  const log = logOf(MANY);
  for (const number of [0, 1, 2, 3, 4094, 4095, 4096, 4097, MANY - 2, MANY - 1])
    expect(log.at(number)).toEqual(stepOf(number));
  expect([log.at(-1), log.at(MANY)]).toEqual([undefined, undefined]);
});

test('the content of a step depends on its kind', () => {
  const log = new StepLog();
  const add = (kind: keyof typeof KIND, name: string, ...values: unknown[]): void => {
    log.begin(KIND[kind], 5, 1, 2, name);
    for (const value of values) log.keep(value);
  };
  add('block', 'poll', 1, 2);
  add('queue', 'receive', 7, 'bytes');
  add('socket', 'ESTABLISHED', 7, 'SYN_SENT');
  add('segment', 'sent', 7, 'server', 536);
  add('return', 'f', 'result');
  add('switch', 'main');
  expect(Array.from({ length: 6 }, (_, number) => log.at(number)?.a)).toEqual([
    [1, 2],
    { socket: 7, queue: 'receive', bytes: 'bytes' },
    { socket: 7, from: 'SYN_SENT', to: 'ESTABLISHED' },
    { socket: 7, toward: 'server', segment: 536 },
    'result',
    undefined,
  ]);
});

test('a system call has its arguments and its outcome, done or failed', () => {
  const log = new StepLog();
  log.begin(KIND.syscall, 0, 1, 0, 'read');
  log.keep(3);
  log.keepOutcome({ kind: 'done', value: undefined });
  log.begin(KIND.syscall, 0, 1, 0, 'write');
  log.keepOutcome({ kind: 'fail', errno: 'EPIPE' });
  log.begin(KIND.syscall, 0, 1, 0, 'close');
  log.keepOutcome({ kind: 'done', value: 'EPIPE' });
  expect([0, 1, 2].map((number) => [log.at(number)?.kind, log.at(number)?.a, log.at(number)?.b])).toEqual([
    ['syscall', [3], { kind: 'done', value: undefined }],
    ['syscall', [], { kind: 'fail', errno: 'EPIPE' }],
    ['syscall', [], { kind: 'done', value: 'EPIPE' }],
  ]);
});

describe('a log that follows another one', () => {
  const following = (original: StepLog): StepLog => {
    const log = new StepLog();
    log.follow(original);
    return log;
  };
  const grow = (log: StepLog, from: number, to: number): void => {
    for (let number = from; number < to; number += 1) append(log, number);
  };

  test('has the steps of the original, and keeps none of them', () => {
    const original = logOf(3 * MANY);
    const log = following(original);
    grow(log, 0, 2 * MANY);
    for (const number of [0, 4095, 4096, 2 * MANY - 1]) expect(log.at(number)).toEqual(stepOf(number));
    expect(log.at(2 * MANY)).toBeUndefined();
    expect(log.lastKind).toBe('call');
    expect(log.differsAt).toBeUndefined();
    expect(original.firstDifferenceFrom(log, 0, 2 * MANY)).toBeUndefined();
    expect((log as unknown as { readonly _pages: readonly unknown[] })._pages).toHaveLength(0);
  });

  test('keeps the steps that it has beyond the end of the original', () => {
    const original = logOf(MANY);
    const log = following(original);
    grow(log, 0, MANY + 5000);
    for (const number of [0, MANY - 1, MANY, MANY + 4999]) expect(log.at(number)).toEqual(stepOf(number));
    expect(log.lastKind).toBe('call');
    expect(original.firstDifferenceFrom(log, 0, MANY + 5000)).toBe(MANY);
    grow(original, MANY, MANY + 5000);
    expect(original.firstDifferenceFrom(log, 0, MANY + 5000)).toBeUndefined();
  });

  test.each<[what: string, step: (log: StepLog) => void]>([
    ['kind', (log) => write(log, [KIND.return, 5, 1, 2, 'read'], 3)],
    ['time', (log) => write(log, [KIND.call, 6, 1, 2, 'read'], 3)],
    ['thread', (log) => write(log, [KIND.call, 5, 2, 2, 'read'], 3)],
    ['depth', (log) => write(log, [KIND.call, 5, 1, 3, 'read'], 3)],
    ['name', (log) => write(log, [KIND.call, 5, 1, 2, 'write'], 3)],
    ['value', (log) => write(log, [KIND.call, 5, 1, 2, 'read'], 4)],
    ['missing value', (log) => write(log, [KIND.call, 5, 1, 2, 'read'])],
    ['further value', (log) => write(log, [KIND.call, 5, 1, 2, 'read'], 3, 3)],
  ])('says at which step it has another %s', (_, step) => {
    const original = logOf(10);
    write(original, [KIND.call, 5, 1, 2, 'read'], 3);
    append(original, 11);
    const log = following(original);
    grow(log, 0, 10);
    step(log);
    expect(original.firstDifferenceFrom(log, 0, 10)).toBeUndefined();
    expect(original.firstDifferenceFrom(log, 0, 11)).toBe(10);
    append(log, 11);
    expect(log.differsAt).toBe(10);
  });

  test.each([
    [
      { kind: 'fail', errno: 'EPIPE' },
      { kind: 'done', value: 'EPIPE' },
    ],
    [
      { kind: 'done', value: 'EPIPE' },
      { kind: 'fail', errno: 'EPIPE' },
    ],
  ] as const)('tells %o from %o', (one, other) => {
    const original = new StepLog();
    original.begin(KIND.syscall, 0, 1, 0, 'write');
    original.keepOutcome(one);
    const [same, another] = [following(original), following(original)];
    same.begin(KIND.syscall, 0, 1, 0, 'write');
    same.keepOutcome(one);
    another.begin(KIND.syscall, 0, 1, 0, 'write');
    another.keepOutcome(other);
    expect([same, another].map((log) => original.firstDifferenceFrom(log, 0, 1))).toEqual([undefined, 0]);
  });
});

describe('two logs differ', () => {
  type Change = (log: StepLog) => void;
  const base: Change = (log) => {
    log.begin(KIND.call, 5, 1, 2, 'f');
    log.keep(excerptOf(encodeLatin1('ab')));
    log.keep([1, { object: 'A' }]);
  };
  const parts = (one: Change, other: Change): number | undefined => {
    const [left, right] = [logOf(10), logOf(10)];
    one(left);
    other(right);
    return left.firstDifferenceFrom(right, 0, 11);
  };
  const call =
    (kind: keyof typeof KIND, [time, tid, depth]: readonly number[], ...values: readonly unknown[]): Change =>
    (log) => {
      log.begin(KIND[kind], time ?? 0, tid ?? 0, depth ?? 0, 'f');
      for (const value of values) log.keep(value);
    };
  const note = excerptOf(encodeLatin1('ab'));
  const list = [1, { object: 'A' }];

  test('nowhere, if all values are equal, even if they are different objects', () => {
    expect(parts(base, base)).toBeUndefined();
    expect(parts(base, call('call', [5, 1, 2], note, list))).toBeUndefined();
    expect(parts(call('call', [5, 1, 2], NaN, null), call('call', [5, 1, 2], NaN, null))).toBeUndefined();
  });

  test.each<readonly [what: string, other: Change]>([
    ['the kind', call('return', [5, 1, 2], note, list)],
    ['the time', call('call', [6, 1, 2], note, list)],
    ['the thread', call('call', [5, 2, 2], note, list)],
    ['the depth', call('call', [5, 1, 3], note, list)],
    ['one value fewer', call('call', [5, 1, 2], note)],
    ['one value more', call('call', [5, 1, 2], note, list, undefined)],
    ['a byte', call('call', [5, 1, 2], excerptOf(encodeLatin1('ac')), list)],
    ['something else than bytes', call('call', [5, 1, 2], 'ab', list)],
    ['an item', call('call', [5, 1, 2], note, [1, { object: 'B' }])],
    ['an item more', call('call', [5, 1, 2], note, [1, { object: 'A' }, 1])],
    ['nothing instead of a list', call('call', [5, 1, 2], note, null)],
    ['another field', call('call', [5, 1, 2], note, [1, { subject: 'A' }])],
  ])('at a step that differs in %s', (_, other) => {
    expect(parts(base, other)).toBe(10);
    expect(parts(other, base)).toBe(10);
  });

  test('where a system call failed in one, even with the name that the other returned', () => {
    const answer =
      (kind: 'done' | 'fail'): Change =>
      (log) => {
        log.begin(KIND.syscall, 0, 1, 0, 'read');
        log.keepOutcome(kind === 'done' ? { kind, value: 'EPIPE' } : { kind, errno: 'EPIPE' });
      };
    expect(parts(answer('done'), answer('fail'))).toBe(10);
    expect(parts(answer('fail'), answer('fail'))).toBeUndefined();
  });

  test('where one of them ends; steps before the range are not compared', () => {
    expect(logOf(10).firstDifferenceFrom(logOf(12), 0, 12)).toBe(10);
    expect(logOf(12).firstDifferenceFrom(logOf(10), 0, 12)).toBe(10);
    expect(logOf(MANY).firstDifferenceFrom(logOf(MANY), 0, MANY)).toBeUndefined();
    const [left, right] = [logOf(20), logOf(5)];
    call('log', [0, 0, 0])(right);
    for (let number = 6; number < 20; number += 1) append(right, number);
    expect(left.firstDifferenceFrom(right, 0, 20)).toBe(5);
    expect(left.firstDifferenceFrom(right, 6, 20)).toBeUndefined();
    expect(left.firstDifferenceFrom(right, 0, 5)).toBeUndefined();
  });
});
