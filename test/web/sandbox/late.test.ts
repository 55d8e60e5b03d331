/** Stand-ins for functions and classes that come later: nothing that a machine did with one counts. */
import { expect, test, vi } from 'vitest';
import { absent, absentMembers, fill, takeUse } from '../../../web/sandbox/late.ts';

type Sum = (...numbers: number[]) => number;

const nothing = (): void => undefined;

test.each<[string, (standIn: Record<string, unknown> & Sum) => unknown]>([
  ['called', (standIn) => standIn(1)],
  ['made', (standIn) => new (standIn as unknown as new () => object)()],
  ['read', (standIn) => standIn['member']],
  ['looked at', (standIn) => 'member' in standIn],
  ['listed', (standIn) => Object.keys(standIn)],
  ['an ancestor', (standIn) => ({}) instanceof standIn],
])('a stand-in that is %s fails; the first that was used is told once', (_, use) => {
  takeUse();
  const [first, second] = [0, 1].map((index) => absent(3, index, nothing)) as [never, never];
  expect(takeUse()).toBeUndefined();
  expect(() => use(first)).toThrow('3.0 is not there yet');
  expect(() => use(second)).toThrow('is not there yet');
  expect([takeUse(), takeUse()]).toEqual(['3.0', undefined]);
  expect(() => use(second)).toThrow('3.1 is not there yet');
  takeUse();
});

test('once its function is there, a stand-in does what that does, wherever it was kept', () => {
  const take = vi.fn<(real: unknown) => void>();
  const sum = absent(4, 1, take) as Sum & { readonly title: string };
  const table = { sum };
  function add(...numbers: number[]): number {
    return numbers.reduce((one, other) => one + other, 0);
  }
  const real = Object.assign(add, { title: 'Sum' });
  fill([[4, [undefined, real]]]);
  fill([]);
  expect(take.mock.calls).toEqual([[real]]);
  expect([table.sum(1, 2, 3), table.sum.title, 'title' in table.sum, Reflect.ownKeys(sum).includes('title')]).toEqual([
    ...[6, 'Sum', true],
    true,
  ]);
  expect(takeUse()).toBeUndefined();
});

test('what a stand-in of a class makes is of that class, and of a class that is made of it', () => {
  class Real {
    static readonly kind: string = 'real';
    readonly given: number;
    constructor(given: number) {
      this.given = given;
    }
  }
  const StandIn = absent(5, 0, nothing) as typeof Real;
  fill([[5, [Real]]]);
  const made = new StandIn(7);
  expect([made instanceof Real, made.given, StandIn.kind]).toEqual([true, 7, 'real']);
  class Derived extends StandIn {}
  const derived = new Derived(8);
  expect([derived instanceof Derived, derived instanceof Real, derived.given]).toEqual([true, true, 8]);
  expect(Object.getPrototypeOf(StandIn)).toBe(Function.prototype);
});

test('members that come later fail until they are there; then they work on objects of before', () => {
  class Early {
    static shared: () => string;
    declare double: () => number;
    declare size: number;
    count = 4;
  }
  class Late extends Early {
    static override shared = (): string => 'shared';
  }
  Object.defineProperties(Late.prototype, {
    double: {
      configurable: true,
      value(this: Early) {
        return this.count * 2;
      },
    },
    size: {
      configurable: true,
      get(this: Early) {
        return this.count;
      },
      set(this: Early, size: number) {
        this.count = size;
      },
    },
  });
  const before = new Early();
  absentMembers(Early, 2, 0, 'double size', 'shared');
  takeUse();
  for (const use of [() => before.double(), () => before.size, () => (before.size = 1), () => Early.shared()]) {
    expect(use).toThrow('2.0 is not there yet');
    expect(takeUse()).toBe('2.0');
  }
  fill([[2, [Late]]]);
  before.size = 5;
  expect([before.double(), before.size, Early.shared(), Early.name]).toEqual([10, 5, 'shared', 'Early']);
  expect(before.constructor).toBe(Early);
});
