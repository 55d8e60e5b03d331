/** What the log writes in Python's notation is read back as it was. */
import { expect, test } from 'vitest';
import { countOfBytes, literals } from '../../../src/explain/origin/literals.ts';
import { encodeLatin1 } from '../../../src/python/bytes.ts';
import { text } from '../../../src/trace/show.ts';
import { ValueSummaries } from '../../../src/trace/value-summary.ts';

/** The arguments of a call, as the log writes them. */
const written = (...values: readonly unknown[]): string => {
  const summaries = new ValueSummaries();
  return values.map((value) => text(summaries.value(value))).join(', ');
};

test.each(['', 'abc', "it's", 'a\\b', '\r\n\t', '\0\x1f\x7f\x9f', 'x41', '\\x41', 'é☃', 'a, b', '(c)', "',"])(
  'a text and bytes of it: %j',
  (value) => {
    const [found, next] = literals(written(value, 7));
    expect(found).toEqual({ is: 'text', text: value, length: value.length, items: [] });
    expect(next).toMatchObject({ is: 'other', text: '7' });
    if (value.includes('☃')) return;
    const bytes = written(encodeLatin1(value), 7);
    expect(literals(bytes)).toMatchObject([{ is: 'bytes', text: value, length: value.length }, { text: '7' }]);
    expect(countOfBytes(bytes)).toBe(value.length);
  },
);

test('every byte', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    const value = `<${String.fromCharCode(byte)}>`;
    expect(literals(written(encodeLatin1(value)))).toMatchObject([{ text: value, length: 3 }]);
  }
});

test('what was cut says so: bytes have their number, a text has none', () => {
  expect(literals(written(encodeLatin1('b'.repeat(1000)), 1))).toMatchObject([
    { is: 'bytes', text: 'b'.repeat(64), length: 1000 },
    { is: 'other', text: '1' },
  ]);
  expect(countOfBytes(written(encodeLatin1('b'.repeat(1000))))).toBe(1000);
  expect(literals(written('t'.repeat(201)))).toMatchObject([{ text: 't'.repeat(200), length: undefined }]);
  expect(literals(written('t'.repeat(200)))).toMatchObject([{ text: 't'.repeat(200), length: 200 }]);
  expect(literals(written(`${'t'.repeat(199)}…`))).toMatchObject([{ text: `${'t'.repeat(199)}…`, length: 200 }]);
});

test('lists hold lists, and objects their own commas and parentheses', () => {
  expect(literals("('a', (1, b'c'), ()), None, <KeyError('a, b')>, {a: (1, 2)}, True")).toMatchObject([
    {
      is: 'list',
      length: 3,
      items: [{ text: 'a' }, { length: 2, items: [{ text: '1' }, { text: 'c' }] }, { length: 0 }],
    },
    { is: 'other', text: 'None' },
    { is: 'other', text: "<KeyError('a, b')>" },
    { is: 'other', text: '{a: (1, 2)}' },
    { is: 'other', text: 'True' },
  ]);
  expect(literals('(<A>, <B>)')).toMatchObject([{ length: 2, items: [{ text: '<A>' }, { text: '<B>' }] }]);
  expect(literals('<A(a > b)>')).toMatchObject([{ text: '<A(a > b)>' }]);
  expect(literals('')).toEqual([]);
});

test('a text, a constant and a list are counted as no bytes', () => {
  expect(['', "'abc'", 'None', "('a', b'c')"].map(countOfBytes)).toEqual([0, 0, 0, 0]);
});
