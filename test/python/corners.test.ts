/** Values that are not what they should be, in Python's or in the project's own words. */
import { expect, test } from 'vitest';
import { decode, encode } from '../../src/python/bytes.ts';
import { encodeLatin1 as checkedLatin1 } from '../../src/python/checked.ts';
import { ValueError } from '../../src/python/errors.ts';
import type { ErrorHandler } from '../../src/python/bytes.ts';
import { collectGarbage, leaveAsGarbage } from '../../src/python/finalize.ts';
import { asPythonError, bytesOf, lengthOf } from '../../src/python/foreign.ts';
import { shortRepr } from '../../src/python/misuse.ts';
import { repr, str } from '../../src/python/repr.ts';
import { drive } from '../support/drive.ts';

test('an encoding has many spellings, and an unknown one is named', () => {
  for (const name of ['utf_8', 'UTF-8', 'U8', 'utf8']) expect([...encode('é', name)]).toEqual([0xc3, 0xa9]);
  for (const name of ['latin_1', 'ISO_8859_1', 'iso 8859-1', 'Latin1']) expect([...encode('é', name)]).toEqual([0xe9]);
  expect(() => encode('é', 'us_ascii')).toThrow("'ascii' codec can't encode");
  for (const use of [() => encode('', 'latin-99'), () => decode(new Uint8Array(), 'latin-99')]) {
    expect(use).toThrow('unknown encoding: latin-99');
  }
});

test('the exported encoders name an argument that is none', () => {
  expect([...checkedLatin1('é')]).toEqual([0xe9]);
  expect([...checkedLatin1('€', 'replace')]).toEqual([0x3f]);
  expect(() => checkedLatin1(5 as unknown as string)).toThrow('text: 5 is not a string');
  expect(() => checkedLatin1('', 'loose' as ErrorHandler)).toThrow("errors: 'loose' is not one of strict, ignore");
});

test('a value in a message is short, whatever it is', () => {
  const named = function named(): void {};
  expect([{}, [], null, 5, 'x', Symbol('s'), named, () => undefined].map(shortRepr)).toEqual([
    ...['a dict object', 'a list object', 'None', '5', "'x'", 'a symbol', 'function named'],
    'function without a name',
  ]);
  const shown = Array.from({ length: 200 }, (_, size) => shortRepr('x'.repeat(size)));
  const longest = shown.findIndex((text) => text.endsWith('…')) - 1;
  expect(shown[longest]).toBe(`'${'x'.repeat(longest)}'`);
  for (const text of shown.slice(longest + 1)) expect(text).toBe(`'${'x'.repeat(longest + 1)}…`);
});

test('an exception or a set within itself is shown once; a function is no class for a word in its text', () => {
  const error = new ValueError('x');
  (error as { args: readonly unknown[] }).args = [error];
  expect(repr(error)).toBe('ValueError(ValueError(...))');
  const set = new Set<unknown>();
  set.add(set);
  expect(repr(set)).toBe('{set(...)}');
  expect(
    repr(function named() {
      return 'class';
    }),
  ).toMatch(/^<function named at 0x/);
  expect(repr(class Named {})).toBe("<class '__main__.Named'>");
});

test('only bytes have a length in bytes', () => {
  for (const value of [null, undefined, 5, 'text', Symbol('s'), {}, [1], new Uint16Array(2), new ArrayBuffer(2)]) {
    expect([lengthOf(value), bytesOf(value)]).toEqual([undefined, undefined]);
  }
  class Lying extends Uint8Array {
    override get length(): number {
      return 99;
    }
  }
  expect([lengthOf(new Uint8Array(3)), lengthOf(new Lying(2)), lengthOf(new Uint8Array(0))]).toEqual([3, 2, 0]);
  expect([...(bytesOf(Lying.of(1, 2)) ?? [])]).toEqual([1, 2]);
});

test('an error without a name is named by its class', () => {
  const nameless = Object.assign(new RangeError('far'), { name: '' });
  expect(asPythonError(nameless).className).toBe('RangeError');
  expect(asPythonError(Object.assign(new Error('x'), { name: 'Own' })).className).toBe('Own');
  expect(str(asPythonError(nameless))).toBe('far');
});

test('garbage is collected when there is much of it, oldest first, and what is left at the end', () => {
  const gone: number[] = [];
  drive(function* () {
    for (let number = 1; number <= 40; number += 1) {
      yield* leaveAsGarbage({
        *finalize() {
          gone.push(number);
        },
      });
      // At most sixteen are left.
      expect(gone).toHaveLength(number - (number % 17));
    }
    yield* collectGarbage();
    yield* collectGarbage();
  });
  expect(gone).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});
