import { expect, test } from 'vitest';
import { forkCopy } from '../../src/python/fork-copy.ts';

class Holder {
  list: unknown[] = [];
  other: unknown = undefined;
}

test('changes of a child in lists, maps, sets and records are not seen in the parent', () => {
  const parent = {
    list: [1, [2]],
    map: new Map([['k', [1]]]),
    set: new Set<unknown>([1]),
    record: { deep: { er: 1 } },
  };
  const child = forkCopy(parent);
  expect(child).toEqual(parent);
  (child.list[1] as unknown[]).push('x');
  child.map.get('k')?.push(2);
  child.set.add(2);
  child.record.deep.er = 2;
  expect(parent).toEqual({
    list: [1, [2]],
    map: new Map([['k', [1]]]),
    set: new Set([1]),
    record: { deep: { er: 1 } },
  });
});

test('two names of one list are two names of one list in the child', () => {
  const shared = [1];
  const child = forkCopy({ one: shared, other: shared });
  expect(child.one).toBe(child.other);
  expect(child.one).not.toBe(shared);
  const copies = new Map<object, unknown>();
  expect(forkCopy(shared, copies)).toBe(forkCopy(shared, copies));
});

test.each([
  [
    'list',
    () => {
      const it: unknown[] = [];
      it.push(it);
      return [it, (copy: unknown[]) => copy[0]];
    },
  ],
  [
    'set',
    () => {
      const it = new Set<unknown>();
      it.add(it);
      return [it, (copy: Set<unknown>) => [...copy][0]];
    },
  ],
  [
    'map',
    () => {
      const it = new Map<unknown, unknown>();
      it.set('me', it);
      return [it, (copy: Map<unknown, unknown>) => copy.get('me')];
    },
  ],
  [
    'record',
    () => {
      const it: Record<string, unknown> = {};
      it['me'] = it;
      return [it, (copy: Record<string, unknown>) => copy['me']];
    },
  ],
] as const)('a cyclic %s is copied to a cyclic one', (_, make) => {
  const [original, inside] = make() as [object, (copy: object) => unknown];
  const copy = forkCopy(original);
  expect(copy).not.toBe(original);
  expect(inside(copy)).toBe(copy);
});

test('an object keeps its class, gets attributes of its own, and shares objects of other classes', () => {
  const parent = new Holder();
  parent.list.push(1);
  parent.other = new Holder();
  const child = forkCopy(parent);
  expect(child).toBeInstanceOf(Holder);
  child.list.push(2);
  child.other = 5;
  expect(parent.list).toEqual([1]);
  expect(parent.other).toBeInstanceOf(Holder);
  expect(forkCopy(parent).other).toBe(parent.other);
});

test('an object with its own copy method is called once for each copy, with a way to copy its contents', () => {
  let asked = 0;
  const held = [1];
  const socket = {
    copyForFork(copyHeld: <T>(value: T) => T): object {
      asked += 1;
      return { held: copyHeld(held) };
    },
  };
  const child = forkCopy({ first: socket, second: [socket] }) as unknown as Record<string, unknown>;
  expect(asked).toBe(1);
  expect((child['second'] as unknown[])[0]).toBe(child['first']);
  expect((child['first'] as { held: unknown }).held).toEqual([1]);
  expect((child['first'] as { held: unknown }).held).not.toBe(held);
});

test('plain values, functions and values that cannot be inspected are shared', () => {
  const odd: object = new Proxy(
    {},
    {
      has: () => {
        throw new Error('no');
      },
    },
  );
  const run = (): number => 1;
  const child = forkCopy({ odd, run, text: 'x', none: null, missing: undefined });
  expect(child.odd).toBe(odd);
  expect(child.run).toBe(run);
  expect([child.text, child.none, child.missing]).toEqual(['x', null, undefined]);
  expect([forkCopy(5), forkCopy(null), forkCopy('x')]).toEqual([5, null, 'x']);
});
