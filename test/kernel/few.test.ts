/** A small set behaves like a large one. */
import { describe, expect, test } from 'vitest';
import { Few } from '../../src/kernel/few.ts';

const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];

describe('a set of few', () => {
  test('keeps members once each, in the order in which they were added', () => {
    const few = new Few<object>();
    for (const member of [one, one, two, one, three]) few.add(member);
    expect([...few.members()]).toEqual([one, two, three]);
    expect(few.size).toBe(3);
    expect(few.first).toBe(one);
  });

  test('is empty again when all members are gone', () => {
    const few = new Few<object>();
    few.add(one);
    few.add(two);
    expect([few.delete(one), few.delete(two), few.size, few.first]).toEqual([true, true, 0, undefined]);
    few.add(three);
    expect([...few.members()]).toEqual([three]);
  });

  test('says of what it never had that nothing was deleted', () => {
    const few = new Few<object>();
    expect(few.delete(undefined as never)).toBe(false);
    few.add(one);
    expect([few.delete(two), few.delete(undefined as never), few.size]).toEqual([false, false, 1]);
  });
});
