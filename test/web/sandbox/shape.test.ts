import { expect, test } from 'vitest';
import * as shape from '../../../web/sandbox/shape.ts';

const refuses = (check: shape.Check, ...values: readonly unknown[]): void => {
  for (const [index, value] of values.entries()) expect(check(value), `number ${index}`).toMatch(/\w/);
};
const takes = (check: shape.Check, ...values: readonly unknown[]): void => {
  for (const [index, value] of values.entries()) expect(check(value), `number ${index}`).toBeUndefined();
};

test('integers are safe, times are finite and not negative, counts are both', () => {
  takes(shape.integer, 0, -1, 2 ** 53 - 1, -(2 ** 53) + 1);
  refuses(shape.integer, 0.5, 2 ** 53, NaN, Infinity, '1', 1n, null);
  takes(shape.time, 0, 0.5, 1e300);
  refuses(shape.time, -1, NaN, Infinity, '1', 1n, null, undefined);
  expect(shape.time(-0.5)).toBe('-0.5 is not a time');
  takes(shape.count, 0, 1, 2 ** 53 - 1);
  refuses(shape.count, -1, 0.5, 2 ** 53, NaN, Infinity, '1', null);
});

test('texts, bytes and integers pass at their limit, and fail beyond it', () => {
  takes(shape.text(3), '', 'abc');
  refuses(shape.text(3), 'abcd', 3, null, ['a']);
  takes(shape.bytes(2), new Uint8Array(0), new Uint8Array(2));
  refuses(shape.bytes(2), new Uint8Array(3), [1], 'ab', new Uint8ClampedArray(1));
  takes(shape.integers(2), new Int32Array(2));
  refuses(shape.integers(2), new Int32Array(3), new Uint32Array(1), [1], new Int32Array([0, -1]));
  const few = shape.integers(9, -1, 5);
  takes(few, new Int32Array([-1, 0, 5]));
  refuses(few, new Int32Array([0, -2]), new Int32Array([0, 6]));
});

test('an optional value may be undefined, but not null', () => {
  takes(shape.maybe(shape.count), undefined, 1);
  refuses(shape.maybe(shape.count), null, -1);
  takes(shape.boolean, true, false);
  refuses(shape.boolean, 0, 'true', null, undefined);
});

test('one of some words must match exactly', () => {
  const check = shape.oneOf('a', 'b');
  takes(check, 'a', 'b');
  refuses(check, 'c', '', ['a'], undefined, 'toString');
  expect(check('c')).toBe('string is not one of a, b');
});

test('a list has a limit, and the index of a wrong entry is named', () => {
  const check = shape.list(3, shape.count);
  takes(check, [], [1, 2, 3]);
  refuses(check, [1, 2, 3, 4], { length: 1, 0: 1 }, 'abc', null);
  expect(check([1, 2, -1])).toBe('[2]: -1 is not a count');
  // A hole is a missing entry.
  expect(check(Object.assign([], { length: 2 }))).toBe('[0]: undefined is not a count');
});

test('all checks must pass, and the first failure is returned; either of two is enough', () => {
  const both = shape.all(shape.count, (value) => (value === 5 ? 'five' : undefined));
  takes(both, 4);
  expect([both(-1), both(5)]).toEqual(['-1 is not a count', 'five']);
  const either = shape.either(shape.count, shape.text(1));
  takes(either, 3, 'a');
  expect(either('ab')).toBe('string is not a count');
});

test('a pair has two entries, each with its own check', () => {
  const check = shape.pair(shape.count, shape.text(1));
  takes(check, [1, 'a']);
  refuses(check, [1], [1, 'a', 'b'], ['a', 1], [1, 1], [-1, 'a'], null, { 0: 1, 1: 'a', length: 2 });
});

test('all fields of an object must pass, and the path of a wrong one is named', () => {
  const inner = shape.fields<{ a: number }>({ a: shape.count });
  const check = shape.fields<{ list: { a: number }[]; b: boolean }>({ list: shape.list(2, inner), b: shape.boolean });
  takes(check, { list: [{ a: 1 }], b: true }, { list: [], b: false, more: 1 });
  refuses(check, null, undefined, 5, 'x', [], Object.assign([], { list: [], b: true }), {}, { list: [] }, { b: true });
  expect(check({ list: [{ a: 1 }, { a: '1' }], b: true })).toBe('.list: [1]: .a: string is not a count');
  expect(check({ list: [], b: 1 })).toBe('.b: number is not true or false');
});

test('a record has any names, up to a number, and one check for all its fields', () => {
  const check = shape.record(2, shape.text(3));
  takes(check, {}, { A: 'abc', B: '' });
  refuses(check, null, 'abc', ['abc'], { A: 'abcd' }, { A: 1 }, { A: '', B: '', C: '' });
  expect(check({ A: '', B: 1 })).toBe('.B: number is not text of up to 3 characters');
});

test('plain data has no classes, and limits for depth and size', () => {
  const check = shape.plain(2, 10);
  takes(check, 1, null, undefined, 'text', true, { a: { b: 1 } }, [[1]], {}, [], new Uint8Array(8));
  expect(check({ a: { b: {} } })).toBe('too deep');
  expect(check([[[]]])).toBe('too deep');
  refuses(check, new Map(), new Date(0), Object.create(null), { a: new Set() }, [new Map()]);
  const record = (size: number): object => Object.fromEntries(Array.from({ length: size }, (_, at) => [at, at]));
  takes(check, record(9));
  expect(check(record(10))).toBe('too much');
  // A list counts by its length too: it may be long and have nothing in it.
  takes(check, [1, 2, 3, 4]);
  expect([check([1, 2, 3, 4, 5]), check(Object.assign([], { length: 10 }))]).toEqual(['too much', 'too much']);
  takes(check, 'x'.repeat(72));
  expect(check('x'.repeat(73))).toBe('too much');
  expect(check(new Uint8Array(73))).toBe('too much');
  expect(check(['x'.repeat(40), 'x'.repeat(40)])).toBe('too much');
  // The size is counted from zero for each value.
  takes(check, record(9), record(9));
});
