/** repr() and type names of values other than text; bytes by property. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as bytes from '../../src/python/bytes.ts';
import { KeyError, osError, TimeoutError, ValueError } from '../../src/python/errors.ts';
import { formatPercent } from '../../src/python/format.ts';
import { repr, str, typeName } from '../../src/python/repr.ts';
import { Float, tuple } from '../../src/python/tuple.ts';
import { runs } from '../support/properties.ts';

test('tuples, lists and dicts are shown as Python shows them', () => {
  expect(repr(tuple(1, 0))).toBe('(1, 0)');
  expect(repr(tuple('x'))).toBe("('x',)");
  expect(repr(tuple())).toBe('()');
  expect(repr(['a', tuple('127.0.0.1', 5000)])).toBe("['a', ('127.0.0.1', 5000)]");
  expect(repr({ key: null, other: true })).toBe("{'key': None, 'other': True}");
  expect(repr(new Map<unknown, unknown>([[1, 'one']]))).toBe("{1: 'one'}");
  expect(repr(new Set())).toBe('set()');
});

test('whole numbers are ints, unless they are marked as floats', () => {
  expect([repr(1), repr(1.5), repr(new Float(1)), repr(2n ** 64n), repr(1e21)]).toEqual([
    '1',
    '1.5',
    '1.0',
    '18446744073709551616',
    '1000000000000000000000',
  ]);
  expect([typeName(1), typeName(1.5), typeName(new Float(1)), typeName(tuple())]).toEqual([
    'int',
    'float',
    'float',
    'tuple',
  ]);
});

test('exceptions show class and arguments; str() shows the text', () => {
  expect(repr(new ValueError('x'))).toBe("ValueError('x')");
  expect(repr(new TimeoutError('timed out'))).toBe("TimeoutError('timed out')");
  expect(repr(osError('EPIPE'))).toBe("BrokenPipeError(32, 'Broken pipe')");
  expect(str(osError('EPIPE'))).toBe('[Errno 32] Broken pipe');
  expect(str(new KeyError('missing'))).toBe("'missing'");
  expect(str(new ValueError('one', 2))).toBe("('one', 2)");
  expect(repr(new ValueError())).toBe('ValueError()');
});

test('%(name)s takes from a mapping', () => {
  expect(formatPercent('%(a)s-%(b)03d', { a: 'x', b: 7 })).toBe('x-007');
});

// By CPython 3.11.
const TENTH = '1000000000000000055511151231257827021181583404541015625';
test.each([
  ['%.120f', 0.1, `0.${TENTH}${'0'.repeat(65)}`],
  ['%.101f', -0.1, `-0.${TENTH}${'0'.repeat(46)}`],
  ['%.120f', 1.5, `1.5${'0'.repeat(119)}`],
  ['%.101f', 1e21, `1000000000000000000000.${'0'.repeat(101)}`],
  ['%.120e', 0.1, `1.${TENTH.slice(1)}${'0'.repeat(66)}e-01`],
  ['%.120g', 0.1, `0.${TENTH}`],
  ['%.0f', 0, '0'],
  ['%.2e', 0, '0.00e+00'],
  ['%.0e', 9.5, '1e+01'],
  ['%.1e', 9.95e-7, '1.0e-06'],
  ['%.0e', 2.5, '2e+00'],
  ['%g', 1e-5, '1e-05'],
  ['%g', 123_456.5, '123456'],
  ['%g', 999_999.5, '1e+06'],
  ['%.3f', 0.0625, '0.062'],
  ['%.3f', 1e-320, '0.000'],
  ['%.0f', 1e22, '10000000000000000000000'],
  ['%.0g', 0.00015, '0.0001'],
])('%s of %d has each digit that it asks for', (format, value, expected) => {
  expect(formatPercent(format, [new Float(value)])).toBe(expected);
});

test('the smallest float has all its digits', () => {
  const text = formatPercent('%.1100f', [5e-324]);
  expect([text.length, text.slice(320, 330), text.slice(-40)]).toEqual([
    1102,
    '0000049406',
    '6553344726562500000000000000000000000000',
  ]);
});

test('latin-1 gives back every byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000, size: 'max' }), (data) => {
      expect(bytes.equals(bytes.encodeLatin1(bytes.decodeLatin1(data)), data)).toBe(true);
    }),
    runs(20),
  );
});

const character = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => (code >> 11 === 0x1b ? 'x' : String.fromCodePoint(code)));

test('utf-8 gives back every text, and every byte with surrogateescape', () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), (text) => {
      expect(bytes.decodeUtf8(bytes.encodeUtf8(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (data) => {
      expect(bytes.encodeUtf8(bytes.decodeUtf8(data, 'surrogateescape'), 'surrogateescape')).toEqual(data);
    }),
  );
});

test('searching bytes agrees with searching their text', () => {
  const small = fc.uint8Array({ max: 2, maxLength: 12 });
  fc.assert(
    fc.property(small, fc.uint8Array({ max: 2, maxLength: 3 }), (data, part) => {
      const [text, piece] = [bytes.decodeLatin1(data), bytes.decodeLatin1(part)];
      expect(bytes.indexOf(data, part)).toBe(text.indexOf(piece));
      expect(bytes.lastIndexOf(data, part)).toBe(text.lastIndexOf(piece));
      expect(bytes.startsWith(data, part)).toBe(text.startsWith(piece));
      expect(bytes.endsWith(data, part)).toBe(text.endsWith(piece));
    }),
  );
});

test('bytes are stripped of ASCII white space only', () => {
  expect(bytes.decodeLatin1(bytes.strip(bytes.encodeLatin1(' \t\v\x1c\xa0a\xa0\n')))).toBe('\x1c\xa0a\xa0');
  expect(bytes.decodeLatin1(bytes.strip(bytes.encodeLatin1('xaxx'), bytes.encodeLatin1('x')))).toBe('a');
});

test('one chunk is joined to itself', () => {
  const chunk = bytes.encodeLatin1('chunk');
  expect(bytes.concat([chunk])).toBe(chunk);
  expect(bytes.concat([])).toBe(bytes.EMPTY);
});

test('a value that contains itself is shown once, and then by its brackets', () => {
  const list: unknown[] = [];
  list.push(list);
  expect(repr(list)).toBe('[[...]]');
  const map = new Map<unknown, unknown>();
  map.set('me', map);
  expect(repr(map)).toBe("{'me': {...}}");
  const record: Record<string, unknown> = {};
  record['me'] = record;
  expect(repr(record)).toBe("{'me': {...}}");
  const within: unknown[] = [];
  within.push(tuple(within));
  expect(repr(tuple(within))).toBe('([([...],)],)');
});

test('one list shown twice is not a list in itself', () => {
  const shared = [1];
  expect(repr([shared, shared])).toBe('[[1], [1]]');
});

test('sets show their items, and records without a prototype are records', () => {
  expect(repr(new Set([1]))).toBe('{1}');
  const bare = Object.assign(Object.create(null) as Record<string, unknown>, { a: new Map([[1, [null, true]]]) });
  expect(repr(bare)).toBe("{'a': {1: [None, True]}}");
});

test('an object with its own repr is shown with it everywhere', () => {
  const own = { __repr__: () => 'mine' };
  expect(repr([own, { k: own }])).toBe("[mine, {'k': mine}]");
  // A field of that name that is not a function has no effect.
  expect(repr({ __repr__: 1 })).toBe("{'__repr__': 1}");
});

test('a generator is shown without a module, as it is built in', () => {
  function* items(): Generator<number> {
    yield 1;
  }
  expect(repr([items()])).toBe('[<generator object at 0x7f0000000000>]');
  expect(typeName(items())).toBe('generator');
});
