import { expect, test } from 'vitest';
import { BaseException } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';
import { Float } from '../../src/python/tuple.ts';
import { dumps, loads } from '../../src/stdlib/json.ts';

// Made with CPython 3.11.7.

/** What Python prints of the error that a call raises, or its result. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const ROUND: readonly (readonly [string, string])[] = [
  ['1', '1'],
  ['1.0', '1.0'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['1e5', '100000.0'],
  ['1E400', 'Infinity'],
  ['-1e400', '-Infinity'],
  ['1e16', '1e+16'],
  ['1e22', '1e+22'],
  ['1.5e-7', '1.5e-07'],
  ['0.0001', '0.0001'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['NaN', 'NaN'],
  ['[Infinity, -Infinity]', '[Infinity, -Infinity]'],
  ['{"b": 1, "1": 2, "a": null, "b": 3}', '{"b": 3, "1": 2, "a": null}'],
  ['"\\u00e9\u00e9\\ud83d\\ude00\ud83d\ude00\\ud83d"', '"\\u00e9\\u00e9\\ud83d\\ude00\\ud83d\\ude00\\ud83d"'],
  ['"\\b\\f\\n\\r\\t\\/\\\\\\""', '"\\b\\f\\n\\r\\t/\\\\\\""'],
  [' [ 1 , [ ] , { } ] ', '[1, [], {}]'],
  ['true', 'true'],
  ['"\u007f\u2028"', '"\\u007f\\u2028"'],
];

const WRONG: readonly (readonly [string, string])[] = [
  ['', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['  ', 'JSONDecodeError: Expecting value: line 1 column 3 (char 2)'],
  ['x', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['[', 'JSONDecodeError: Expecting value: line 1 column 2 (char 1)'],
  ['[1', "JSONDecodeError: Expecting ',' delimiter: line 1 column 3 (char 2)"],
  ['[1,', 'JSONDecodeError: Expecting value: line 1 column 4 (char 3)'],
  ['[1,]', 'JSONDecodeError: Expecting value: line 1 column 4 (char 3)'],
  ['[1 2]', "JSONDecodeError: Expecting ',' delimiter: line 1 column 4 (char 3)"],
  ['{', 'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['{"a"', "JSONDecodeError: Expecting ':' delimiter: line 1 column 5 (char 4)"],
  ['{"a":', 'JSONDecodeError: Expecting value: line 1 column 6 (char 5)'],
  ['{"a":1', "JSONDecodeError: Expecting ',' delimiter: line 1 column 7 (char 6)"],
  ['{"a":1,', 'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
  ['{"a":1,}', 'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
  ['{a:1}', 'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ["{'a':1}", 'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['{"a" 1}', "JSONDecodeError: Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ['{"a":}', 'JSONDecodeError: Expecting value: line 1 column 6 (char 5)'],
  ['1 2', 'JSONDecodeError: Extra data: line 1 column 3 (char 2)'],
  ['01', 'JSONDecodeError: Extra data: line 1 column 2 (char 1)'],
  ['1.', 'JSONDecodeError: Extra data: line 1 column 2 (char 1)'],
  ['.5', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['-', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['+1', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['--1', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['1e', 'JSONDecodeError: Extra data: line 1 column 2 (char 1)'],
  ['tru', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['nul', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['"', 'JSONDecodeError: Unterminated string starting at: line 1 column 1 (char 0)'],
  ['"a', 'JSONDecodeError: Unterminated string starting at: line 1 column 1 (char 0)'],
  ['"a\n"', 'JSONDecodeError: Invalid control character at: line 1 column 3 (char 2)'],
  ['"\\x"', 'JSONDecodeError: Invalid \\escape: line 1 column 2 (char 1)'],
  ['"\\', 'JSONDecodeError: Unterminated string starting at: line 1 column 1 (char 0)'],
  ['"\\u12', 'JSONDecodeError: Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['"\\u12g4"', 'JSONDecodeError: Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['"\\u0041', 'JSONDecodeError: Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['\ufeff1', 'JSONDecodeError: Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)'],
  ['\u00e9\n\n x', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['"\u00e9\n', 'JSONDecodeError: Invalid control character at: line 1 column 3 (char 2)'],
  ['[1,\n 2,\n x]', 'JSONDecodeError: Expecting value: line 3 column 2 (char 9)'],
  ['\ud83d\ude00', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['"\ud83d\ude00" x', 'JSONDecodeError: Extra data: line 1 column 5 (char 4)'],
  ['-Infinit', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['\u000b1', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  [
    '99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999',
    'ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit',
  ],
];

test.each(ROUND)('reads and writes %j', (text, expected) => {
  expect(dumps(loads(text))).toBe(expected);
});

test.each(WRONG)('refuses %j', (text, expected) => {
  expect(outcome(() => loads(text))).toBe(expected);
});

/** Bytes in one of the UTFs: their hexadecimal form, and what they say. */
const BYTES: readonly (readonly [string, string])[] = [
  ['22 c3 a9 22', '"\\u00e9"'],
  ['ef bb bf 22 c3 a9 22', '"\\u00e9"'],
  ['ff fe 22 00 e9 00 22 00', '"\\u00e9"'],
  ['22 00 e9 00 22 00', '"\\u00e9"'],
  ['00 22 00 e9 00 22', '"\\u00e9"'],
  ['ff fe 00 00 22 00 00 00 e9 00 00 00 22 00 00 00', '"\\u00e9"'],
  ['22 00 00 00 e9 00 00 00 22 00 00 00', '"\\u00e9"'],
  ['00 00 00 22 00 00 00 e9 00 00 00 22', '"\\u00e9"'],
  ['', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['31', '1'],
  ['3100', '1'],
  ['0031', '1'],
  ['22 ff 22', "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 1: invalid start byte"],
  ['22 ed a0 80 22', '"\\ud800"'],
  ['22 c3', "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 1: unexpected end of data"],
  ['ef bb bf', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['ff fe', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['ff fe 00 d8', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  ['00 00 00 31 00', "UnicodeDecodeError: 'utf-32-be' codec can't decode byte 0x00 in position 4: truncated data"],
  ['ff fe 00 00 00 d8 00 00', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)'],
  [
    'ff fe 00 00 00 00 11 00',
    "UnicodeDecodeError: 'utf-32-le' codec can't decode bytes in position 4-7: code point not in range(0x110000)",
  ],
  [
    '22 ed b0 80 c3 22',
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 4: invalid continuation byte",
  ],
  ['fe ff 00 22 00', "UnicodeDecodeError: 'utf-16-be' codec can't decode byte 0x00 in position 4: truncated data"],
];

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex === '' ? [] : (hex.replaceAll(' ', '').match(/../g) ?? []), (pair) => Number.parseInt(pair, 16));

test.each(BYTES)('reads the bytes %s', (hex, expected) => {
  expect(outcome(() => dumps(loads(fromHex(hex))))).toBe(expected);
});

test('ints and floats stay apart', () => {
  expect(loads('[1, 1.0, 1.5, 9007199254740993]')).toEqual([1, new Float(1), 1.5, 9007199254740993n]);
});

test('keys keep their order, and numbers as keys are written as text', () => {
  expect(
    dumps(
      new Map<unknown, unknown>([
        ['b', 1],
        [2, 1],
        [true, 1],
        [undefined, 1],
        [1.5, 1],
      ]),
    ),
  ).toBe('{"b": 1, "2": 1, "true": 1, "null": 1, "1.5": 1}');
});

test('separators and other alphabets can be asked for', () => {
  expect(dumps({ a: [1, 'é'] }, { separators: [',', ':'], ensureAscii: false })).toBe('{"a":[1,"é"]}');
});

test('what JSON cannot hold is refused', () => {
  expect(outcome(() => dumps(new Set()))).toBe('TypeError: Object of type set is not JSON serializable');
  expect(outcome(() => dumps(new Map([[new Set(), 1]])))).toBe(
    'TypeError: keys must be str, int, float, bool or None, not set',
  );
  const circle: unknown[] = [];
  circle.push(circle);
  expect(outcome(() => dumps(circle))).toBe('ValueError: Circular reference detected');
  expect(outcome(() => dumps(Number.NaN, { allowNan: false }))).toBe(
    'ValueError: Out of range float values are not JSON compliant: nan',
  );
});

test.each([
  ['array', '[', ']'],
  ['object', '{"a":', '}'],
])('an %s may be nested as deep as in a view of CPython, and no deeper', (kind, open, close) => {
  const most = 978;
  const nested = (levels: number): string => open.repeat(levels) + (open === '[' ? '' : '1') + close.repeat(levels);
  expect(() => loads(nested(most))).not.toThrow();
  expect(outcome(() => loads(nested(most + 1)))).toBe(
    `RecursionError: maximum recursion depth exceeded while decoding a JSON ${kind} from a unicode string`,
  );
  // Beside each other there is no limit: what is closed does not count.
  expect(outcome(() => (loads(`[${`${nested(most - 1)},`.repeat(3)}1]`) as unknown[]).length)).toBe(4);
});

test('what is written may be nested 985 levels deep', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  expect(dumps(nested(985))).toBe(`${'['.repeat(985)}1${']'.repeat(985)}`);
  expect(outcome(() => dumps(nested(986)))).toBe(
    'RecursionError: maximum recursion depth exceeded while encoding a JSON object',
  );
  const again = nested(984);
  expect(dumps([again, again]).length).toBe(2 * dumps(again).length + 4);
});

test('containers nested too deep raise RecursionError', () => {
  expect(outcome(() => loads('['.repeat(2000)))).toBe(
    'RecursionError: maximum recursion depth exceeded while decoding a JSON array from a unicode string',
  );
});

test('values that share their parts are written up to a limit, and not without end', () => {
  let shared: unknown[] = [];
  for (let level = 0; level < 10; level += 1) shared = [shared, shared];
  expect(dumps(shared)).toHaveLength(2 * 2047 + 2 * 1023);
  for (let level = 0; level < 30; level += 1) shared = [shared, shared];
  try {
    dumps(shared);
    expect.unreachable();
  } catch (error) {
    expect((error as BaseException).stack).toBe('MemoryError');
    expect((error as BaseException).hint).toContain('more than 2000000 values');
  }
});
