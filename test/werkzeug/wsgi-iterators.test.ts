import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { RuntimeError } from '../../src/python/errors.ts';
import type { SysIterable, SysIterator } from '../../src/python/iterate.ts';
import { iterate } from '../../src/python/iterate.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { _RangeWrapper, ClosingIterator, FileWrapper, wrapFile } from '../../src/werkzeug/wsgi-iterators.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { drive } from '../support/drive.ts';

const b = encodeLatin1;
const LETTERS = b('abcdefghijklmnopqrstuvwxyz');

function* chunks(source: SysIterable<Uint8Array>): Sys<string[]> {
  const iterator: SysIterator<Uint8Array> = iterate(source);
  const found: string[] = [];
  for (let step = yield* iterator.next(); step.done !== true; step = yield* iterator.next()) {
    found.push(decodeLatin1(step.value));
  }
  return found;
}

const slices = (size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(LETTERS.length / size) }, (_, index) =>
    LETTERS.slice(index * size, (index + 1) * size),
  );

test('a ClosingIterator closes its iterable first, then calls its callbacks in order', () => {
  const calls: string[] = [];
  function* body(): Generator<Uint8Array> {
    try {
      yield b('one');
      yield b('two');
    } finally {
      calls.push('body');
    }
  }
  drive(function* () {
    const iterator = new ClosingIterator(body(), [
      () => calls.push('plain'),
      function* () {
        yield* sleep(1);
        calls.push('blocking');
      },
    ]);
    yield* iterator.next();
    yield* iterator.close();
  });
  expect(calls).toEqual(['body', 'plain', 'blocking']);
});

const fail = (): never => {
  throw new RuntimeError('boom');
};

test('a callback that raises keeps the later ones from being called', () => {
  const calls: string[] = [];
  const iterator = new ClosingIterator([], [() => calls.push('first'), fail, () => calls.push('last')]);
  expect(() => drive(() => iterator.close())).toThrow('boom');
  expect(calls).toEqual(['first']);
});

test('a file is read in pieces of the buffer size, and closed with its wrapper', () => {
  const file = new BytesIO(b('abcdefg'));
  drive(function* () {
    const wrapper = wrapFile({}, file, 3) as FileWrapper;
    expect(yield* chunks(wrapper)).toEqual(['abc', 'def', 'g']);
    yield* wrapper.close();
  });
  expect(file.closed).toBe(true);
});

test('the server may have a file wrapper of its own', () => {
  const environ = { 'wsgi.file_wrapper': (_file: unknown, size: number) => [b(`own ${size}`)] };
  expect(drive(() => chunks(wrapFile(environ, new BytesIO(LETTERS), 7)))).toEqual(['own 7']);
});

test.each([
  [0, 5, 'abcde'],
  [3, 4, 'defg'],
  [4, 5, 'efghi'],
  [10, 16, 'klmnopqrstuvwxyz'],
  [25, 1, 'z'],
])('a range from %i of %i bytes is the same of a list, a generator and a file', (start, length, want) => {
  const sources = [
    () => slices(5),
    function* () {
      yield* slices(5);
    },
    () => new FileWrapper(new BytesIO(LETTERS), 4),
  ];
  for (const source of sources) {
    expect(drive(() => chunks(new _RangeWrapper(source(), start, length))).join('')).toBe(want);
  }
});

test('a range that starts behind the end is empty', () => {
  expect(drive(() => chunks(new _RangeWrapper([b('abc')], 10, 5)))).toEqual([]);
});

test('closing a range closes a generator, and leaves a list alone', () => {
  let isClosed = false;
  function* body(): Generator<Uint8Array> {
    try {
      yield b('abc');
    } finally {
      isClosed = true;
    }
  }
  drive(function* () {
    const range = new _RangeWrapper(body(), 0, 1);
    yield* range.next();
    yield* range.close();
    yield* new _RangeWrapper([b('abc')]).close();
  });
  expect(isClosed).toBe(true);
});
