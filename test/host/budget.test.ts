/** What a machine may use up: each budget is reached, and exceeded by one; and how often that is looked at. */
import { describe, expect, test } from 'vitest';
import { Budget, BUDGETS, exhausted } from '../../src/host/budget.ts';

type Budgeted = Parameters<typeof exhausted>[0];

interface Uses {
  readonly steps?: number;
  readonly threads?: number;
  readonly descriptors?: readonly number[];
  readonly received?: readonly number[];
  readonly log?: string;
  readonly memory?: readonly unknown[];
  readonly isKept?: boolean;
}

/** A machine that has used up this much, as far as it is looked at. */
const machine = ({
  steps = 0,
  threads = 0,
  descriptors = [],
  received = [],
  log = '',
  memory = [],
  isKept = true,
}: Uses) =>
  ({
    trace: { isKept, length: steps },
    kernel: {
      threads: { size: threads },
      processes: new Map(
        [
          ...descriptors.map((size) => ({ fds: { size }, memory: {} })),
          ...memory.map((one) => ({ fds: { size: 0 }, memory: one })),
        ].map((process, pid) => [pid, process]),
      ),
    },
    clients: received.map((receivedLength) => ({ receivedLength })),
    log,
  }) as unknown as Budgeted;

const budgetOf = (uses: Uses): string | undefined => exhausted(machine(uses))?.values.budget;

describe('a budget', () => {
  test.each<[string, (amount: number) => Uses]>([
    ['steps', (steps) => ({ steps })],
    ['threads', (threads) => ({ threads })],
    ['descriptors', (all) => ({ descriptors: [all - 10, 10] })],
    ['bytes', (all) => ({ received: [all - 10, 7], log: 'log' })],
  ])('of %s is used up by one more than it has', (name, uses) => {
    const limit = BUDGETS[name as keyof typeof BUDGETS];
    expect(budgetOf(uses(limit))).toBeUndefined();
    expect(exhausted(machine(uses(limit + 1)))).toEqual({ code: 'budgetExceeded', values: { budget: name, limit } });
  });

  test('of steps is none where no trace is kept', () => {
    expect(budgetOf({ steps: BUDGETS.steps + 1, isKept: false })).toBeUndefined();
  });

  const much = BUDGETS.memory / 2;

  test.each<[string, unknown]>([
    ['a text', { a: 'x'.repeat(much) }],
    ['two bytes for each character of it', { a: 'x'.repeat(much / 2), b: 'x'.repeat(much / 2) }],
    ['bytes', { a: new Uint8Array(2 * much) }],
    ['numbers of eight bytes', { a: new Float64Array(much / 4) }],
    ['keys and values of a Map', { a: new Map([['x'.repeat(much / 2), 'x'.repeat(much / 2)]]) }],
    ['members of a Set', { a: new Set(['x'.repeat(much)]) }],
    ['what a list in a list holds', { a: [[['x'.repeat(much)]]] }],
    ['a million small things', { a: Array.from({ length: 1_048_576 }, () => 1) }],
    ['what a symbol names', { [Symbol('a')]: 'x'.repeat(much) }],
  ])('of memory is used up by %s', (_, memory) => {
    expect(budgetOf({ memory: [memory] })).toBe('memory');
  });

  test('of memory counts all processes together', () => {
    expect(budgetOf({ memory: [{ a: 'x'.repeat(much / 2) }] })).toBeUndefined();
    expect(budgetOf({ memory: [{ a: 'x'.repeat(much / 2) }, {}, { a: 'x'.repeat(much / 2) }] })).toBe('memory');
  });

  test('of memory counts what is shared once, also in a circle, and asks no code of the app', () => {
    const shared = new Uint8Array(much);
    const circle: Record<string, unknown> = { a: shared, b: [shared, shared] };
    circle['c'] = circle;
    expect(budgetOf({ memory: [circle] })).toBeUndefined();
    const trap = (): never => {
      throw new Error('asked');
    };
    const lying = Object.defineProperty(new Uint8Array(2 * much), 'byteLength', { value: 0 });
    expect(budgetOf({ memory: [{ a: lying }] })).toBe('memory');
    const proxy = new Proxy({}, { ownKeys: trap });
    expect(
      budgetOf({
        memory: [
          {
            a: proxy,
            get b() {
              return trap();
            },
          },
        ],
      }),
    ).toBeUndefined();
    expect(budgetOf({ memory: [{ a: proxy, b: 'x'.repeat(much) }] })).toBe('memory');
    expect(budgetOf({ memory: [{ a: new DataView(new ArrayBuffer(8)) }] })).toBeUndefined();
  });
});

test('a machine that runs is asked ten times a second, one that rests each time', () => {
  let now = 1_000;
  const budget = new Budget({ now: () => now, later: () => undefined as never, cancel: () => undefined });
  const over = machine({ threads: BUDGETS.threads + 1 });
  const isOver = (why: 'stopped' | 'idle'): boolean => budget.usedUp(over, why) !== undefined;
  expect([isOver('stopped'), isOver('stopped'), isOver('idle')]).toEqual([true, false, true]);
  now += 99;
  expect(isOver('stopped')).toBe(false);
  now += 1;
  expect([isOver('stopped'), isOver('stopped')]).toEqual([true, false]);
});
