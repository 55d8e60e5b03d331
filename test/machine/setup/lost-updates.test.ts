/** What is said of updates of `memory()` that are lost, in the log of a machine that looks for them. */
import { describe, expect, test } from 'vitest';
import { Machine, memory } from '../../../src/index.ts';
import type { Sys } from '../../../src/index.ts';
import { Thread } from '../../../src/stdlib/threading.ts';
import { call } from '../../../src/python/libc.ts';

type Act = (store: Record<string, unknown>) => void;
type Turn = readonly [thread: number, act: Act];

/**
 * The lost updates of a program whose threads do this in turn: each act belongs to the thread of its number. The main
 * thread is 0.
 */
function lost(acts: readonly Turn[], start: Record<string, unknown> = {}): string[] {
  const machine = new Machine({
    lostUpdates: true,
    memory: start,
    *program(): Sys<void> {
      function* part(number: number): Sys<void> {
        for (const [turn, [thread, act]] of acts.entries()) {
          if (thread === number) act(memory());
          // One microsecond for each act: only the thread whose turn it is does something.
          yield* call('nanosleep', (10 + turn) as never);
        }
      }
      const threads = [...new Set(acts.map(([thread]) => thread))].filter((number) => number > 0);
      for (const number of threads) yield* new Thread({ target: () => part(number) }).start();
      yield* part(0);
    },
  });
  machine.run();
  return machine.trace
    .steps()
    .flatMap(({ name, detail }) => (detail.includes(': both read ') ? [`${name} ${detail}`] : []));
}

const read: Act = (store) => void store['count'];
const set =
  (value: unknown): Act =>
  (store) =>
    void (store['count'] = value);

const bothRead: readonly Turn[] = [
  [1, read],
  [2, read],
];

describe('an update is lost', () => {
  test('when two threads have read a value, and both set it', () => {
    expect(lost([...bothRead, [1, set(1)], [2, set(2)]], { count: 0 })).toEqual(["memory 'count: both read 0'"]);
  });

  test('once for each thread that sets without having seen the update before', () => {
    const third = [3, read] as const;
    expect(lost([...bothRead, third, [1, set(1)], [2, set(2)], [3, set(3)]], { count: 0 })).toHaveLength(2);
  });

  test('of the name that was read, and of no other', () => {
    const other: Act = (store) => void (store['other'] = 1);
    expect(lost([...bothRead, [1, other], [2, set(2)]], { count: 0 })).toEqual([]);
    expect(lost([...bothRead, [1, other], [2, other]], { count: 0 })).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['a number', 1.5, '1.5'],
    ['true', true, 'true'],
    ['nothing', undefined, 'nothing'],
    ['a text of 40 characters', 'x'.repeat(40), 'x'.repeat(40)],
    ['a longer text', 'x'.repeat(41), 'x'.repeat(40)],
    ['null', null, 'the same'],
    ['a list', [1], 'the same'],
    ['an object', { a: 1 }, 'the same'],
  ])('and says what both have read: %s', (_, value, said) => {
    const start: Record<string, unknown> = value === undefined ? {} : { count: value };
    expect(lost([...bothRead, [1, set(1)], [2, set(2)]], start)).toEqual([`memory 'count: both read ${said}'`]);
  });

  test('of the hundred threads that were here last, and of none before', () => {
    const others = (count: number): Turn[] => Array.from({ length: count }, (_, at) => [at + 2, read]);
    const among = (count: number): number =>
      lost([[1, read], ...others(count), [2, set(1)], [1, set(2)]], { count: 0 }).length;
    expect([among(99), among(100)]).toEqual([1, 0]);
  });
});

describe('no update is lost', () => {
  test.each<[string, readonly Turn[]]>([
    ['by a thread that sets it twice', [...bothRead, [1, set(1)], [1, set(2)]]],
    ['by a thread that has read it again', [...bothRead, [1, set(1)], [2, read], [2, set(2)]]],
    [
      'by a thread that has never read it',
      [
        [1, read],
        [1, set(1)],
        [2, set(2)],
      ],
    ],
    [
      'of a thread that had not read it',
      [
        [2, read],
        [1, set(1)],
        [2, set(2)],
      ],
    ],
    [
      'when the other has read it later',
      [
        [1, read],
        [1, set(1)],
        [2, read],
        [1, read],
        [2, set(2)],
      ],
    ],
    ['when only one sets it', [...bothRead, [1, set(1)]]],
  ])('%s', (_, acts) => {
    expect(lost(acts, { count: 0 })).toEqual([]);
  });
});

test('memory that is watched has the same object each time, and what it is given', () => {
  const seen: unknown[] = [];
  lost(
    [
      [0, (store) => void seen.push(store === memory(), store['a'])],
      [0, (store) => void (store['b'] = store)],
      [0, (store) => void seen.push(store['b'] === store, 'b' in store, Object.keys(store))],
    ],
    { a: 1 },
  );
  expect(seen).toEqual([true, 1, false, true, ['a', 'b']]);
});
