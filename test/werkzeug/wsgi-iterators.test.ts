import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { PyTypeError, RuntimeError } from '../../src/python/errors.ts';
import type { Int } from '../../src/python/integers.ts';
import type { SysIterable, SysIterator } from '../../src/python/iterate.ts';
import { iterate } from '../../src/python/iterate.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { _RangeWrapper, ClosingIterator, FileWrapper, wrapFile } from '../../src/werkzeug/wsgi-iterators.ts';
import { EncodedIterator } from '../../src/werkzeug/wrappers/encoded-body.ts';
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

/**
 * What is asked of a source, in order. Without `seek` it is an iterator; with it a file that can be sought, or says
 * that it cannot.
 */
function counted(seekable?: boolean): { readonly source: SysIterable<Uint8Array>; readonly asked: string[] } {
  const asked: string[] = [];
  const letters = new BytesIO(b('abcdefghij'));
  const file = {
    *read(size = -1): Sys<Uint8Array> {
      asked.push('read');
      return yield* letters.read(size);
    },
    *seek(offset: Int): Sys<void> {
      asked.push(`seek ${offset}`);
      letters.seek(offset);
    },
    tell: () => letters.tell(),
    seekable: () => seekable === true,
    close: () => void asked.push('close'),
  };
  const wrapper = new FileWrapper(file, 4);
  if (seekable !== undefined) return { source: wrapper, asked };
  return { source: { next: () => wrapper.next(), close: () => wrapper.close() } as SysIterator<Uint8Array>, asked };
}

// Recorded with Werkzeug: what comes, and how often the source is read; of a source that is sought, and of one that is
// not.
test.each<[number, number | undefined, sought: [string[], number], read: [string[], number]]>([
  [0, 4, [['abcd'], 1], [['abcd'], 1]],
  [0, 2, [['ab'], 1], [['ab'], 1]],
  [2, 2, [['cd'], 1], [['cd'], 1]],
  [2, 4, [['cdef'], 1], [['cd', 'ef'], 2]],
  [3, 3, [['def'], 1], [['d', 'ef'], 2]],
  [0, 0, [[], 1], [[], 1]],
  [4, 0, [[], 1], [[], 2]],
  [8, 9, [['ij'], 2], [['ij'], 4]],
  [9, 1, [['j'], 1], [['j'], 3]],
  [10, 1, [[], 1], [[], 4]],
  [20, 5, [[], 1], [[], 4]],
  [0, undefined, [['abcd', 'efgh', 'ij'], 4], [['abcd', 'efgh', 'ij'], 4]],
  [3, undefined, [['defg', 'hij'], 3], [['d', 'efgh', 'ij'], 4]],
])(
  'a range from %i of %s bytes reads no more than it needs, and nothing after its end',
  (start, length, sought, read) => {
    for (const [seekable, [want, reads]] of [
      [true, sought],
      [false, read],
      [undefined, read],
    ] as const) {
      const { source, asked } = counted(seekable);
      const range = new _RangeWrapper(source, start, length);
      expect(drive(() => chunks(range))).toEqual(want);
      const before = [...(seekable === true ? [`seek ${start}`] : []), ...Array.from({ length: reads }, () => 'read')];
      expect(asked).toEqual(before);
      for (let count = 0; count < 2; count += 1) expect(drive(() => range.next()).done).toBe(true);
      expect(asked).toEqual(before);
      drive(() => range.close());
      expect(asked).toEqual([...before, 'close']);
    }
  },
);

// Recorded with Werkzeug, too: an empty chunk ends a range, unless it comes before its start.
test.each<[string[], start: number, length: number | undefined, want: string[], reads: number]>([
  [['ab', '', 'cd'], 0, undefined, ['ab'], 2],
  [['ab', '', 'cd'], 1, 5, ['b'], 2],
  [['', 'ab', '', 'cd'], 0, 3, ['ab'], 3],
  [[], 0, 3, [], 1],
  [[], 0, undefined, [], 1],
])('a range of %j from %i of %s bytes ends for good', (parts, start, length, ...[want, reads]) => {
  let asked = 0;
  const source: SysIterator<Uint8Array> = {
    *next() {
      const part = parts[asked];
      asked += 1;
      return part === undefined ? { done: true, value: undefined } : { done: false, value: b(part) };
    },
  };
  const range = new _RangeWrapper(source, start, length);
  expect(drive(() => chunks(range))).toEqual(want);
  expect(drive(() => chunks(range))).toEqual([]);
  expect(asked).toBe(reads);
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

// As a Python generator: once it has raised, it is finished. The second step of the source throws, or ends it; a third
// would go on.
test.each([true, false])(
  'an encoded body is finished after its source has thrown or ended (%s), and asks no more',
  (isThrown) => {
    let asked = 0;
    const source: SysIterator<string> = {
      *next() {
        asked += 1;
        if (asked !== 2) return { done: false, value: `chunk ${asked}` };
        if (isThrown) throw new RuntimeError('boom');
        return { done: true, value: undefined };
      },
    };
    const body = new EncodedIterator(source);
    const next = (): IteratorResult<Uint8Array, undefined> => drive(() => body.next());
    expect(next()).toEqual({ done: false, value: b('chunk 1') });
    if (isThrown) expect(next).toThrow('boom');
    for (let count = 0; count < 2; count += 1) expect(next()).toEqual({ done: true, value: undefined });
    expect(asked).toBe(2);
  },
);

test('encoding a value that is not a body raises once, and then ends', () => {
  const body = new EncodedIterator(5 as never);
  expect(() => drive(() => body.next())).toThrow(PyTypeError);
  expect(drive(() => body.next())).toEqual({ done: true, value: undefined });
});
