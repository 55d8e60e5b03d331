import { expect, test } from 'vitest';
import { parseDictHeader, parseListHeader, parseOptionsHeader } from '../../../src/werkzeug/http/parameters.ts';
import {
  dumpHeader,
  dumpOptionsHeader,
  quoteHeaderValue,
  unquoteHeaderValue,
} from '../../../src/werkzeug/http/quoting.ts';

// Made with Werkzeug 3.1.8.

const OPTIONS: readonly (readonly [string, unknown])[] = [
  ['text/html; charset=UTF-8', ['text/html', [['charset', 'UTF-8']]]],
  ['', ['', []]],
  ['text/html', ['text/html', []]],
  ['; a=b', ['', []]],
  ['text/html;', ['text/html', []]],
  [
    'x; A="b c"; d=e',
    [
      'x',
      [
        ['a', 'b c'],
        ['d', 'e'],
      ],
    ],
  ],
  ['x; a="b\\"c\\\\d%22"', ['x', [['a', 'b"c\\d"']]]],
  ['x; a="open; b=c', ['x', [['b', 'c']]]],
  ['x; a=; b=c', ['x', [['b', 'c']]]],
  ['x; a = b; c=d', ['x', [['c', 'd']]]],
  ["x; a*=UTF-8''%C3%A9", ['x', [['a', '\u00e9']]]],
  [
    "x; a*=latin1''%E9; b*=%41",
    [
      'x',
      [
        ['a', '%E9'],
        ['b', '%41'],
      ],
    ],
  ],
  [
    "x; a*=utf-8''%C3%A9; b*=%C3%A9",
    [
      'x',
      [
        ['a', '\u00e9'],
        ['b', '\u00e9'],
      ],
    ],
  ],
  ['x; a*0=b; a*1=c; a*2*=%41', ['x', [['a', 'bc%41']]]],
  ["x; a*0*=utf-8'en'%C3; a*1*=%A9", ['x', [['a', '\ufffd\ufffd']]]],
  [
    'x; a="b"c; d=e',
    [
      'x',
      [
        ['a', 'b'],
        ['d', 'e'],
      ],
    ],
  ],
  ['x; a=\u00e9; b=c', ['x', [['b', 'c']]]],
  ['x; a=b; a=c', ['x', [['a', 'c']]]],
  ['\u00a0x\u0085; a=b', ['x', [['a', 'b']]]],
  ['x; *=a', ['x', [['', 'a']]]],
  ['x;a=","', ['x', [['a', ',']]]],
  ['x; a=" "', ['x', [['a', ' ']]]],
];

const LISTS: readonly (readonly [string, unknown])[] = [
  ['a, b', ['a', 'b']],
  ['a, "b, c"', ['a', 'b, c']],
  ['"a\\"b"', ['a"b']],
  [' , ,a,', ['a']],
  ['"open, b', []],
  ['a "b, c" d', ['a "b, c" d']],
  ['', []],
  ['"a\\\\"', ['a\\']],
  ['\u00a0a\u0085,b', ['a', 'b']],
];

const DICTS: readonly (readonly [string, unknown])[] = [
  [
    'a=b, c="d, e", f',
    [
      ['a', 'b'],
      ['c', 'd, e'],
      ['f', undefined],
    ],
  ],
  ['=x, a=', [['a', '']]],
  ["a*=UTF-8''%C3%A9", [['a', '\u00e9']]],
  ["a*=x''%41", [['a', '%41']]],
  ['a=b, a=c', [['a', 'c']]],
  ['"open', []],
  ['a = "b c"', [['a', 'b c']]],
  ['a*=%41', [['a', '%41']]],
];

const QUOTES: readonly (readonly [string, string])[] = [
  ['abc', 'abc'],
  ['', '""'],
  ['a b', '"a b"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ['\u00e9', '"\u00e9"'],
  ["!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~"],
];

const UNQUOTES: readonly (readonly [string, string])[] = [
  ['"a\\"b"', 'a"b'],
  ['"', '"'],
  ['""', ''],
  ['a"', 'a"'],
  ['"a', '"a'],
  ['"\\n"', 'n'],
  ['"a\\\n"', 'a\\\n'],
];

test.each(OPTIONS)('reads %j as a value with parameters', (header, expected) => {
  const [value, options] = parseOptionsHeader(header);
  expect([value, [...options]]).toEqual(expected);
});

test('no header has no value and no parameters', () => {
  expect(parseOptionsHeader(undefined)).toEqual(['', new Map()]);
});

test.each(LISTS)('reads %j as a list', (header, expected) => {
  expect(parseListHeader(header)).toEqual(expected);
});

test.each(DICTS)('reads %j as pairs', (header, expected) => {
  expect([...parseDictHeader(header)]).toEqual(expected);
});

test.each(QUOTES)('quotes %j', (value, expected) => {
  expect(quoteHeaderValue(value)).toBe(expected);
});

test.each(UNQUOTES)('unquotes %j', (value, expected) => {
  expect(unquoteHeaderValue(value)).toBe(expected);
});

test('parameters without a value are left out, and extended ones are not quoted', () => {
  const options = new Map<string, unknown>([
    ['a', 'x y'],
    ['b', undefined],
    ['c*', "UTF-8''%41 "],
    ['d', 5],
  ]);
  expect(dumpOptionsHeader('x', options)).toBe('x; a="x y"; c*=UTF-8\'\'%41 ; d=5');
  expect(dumpOptionsHeader(undefined, { a: 1 })).toBe('a=1');
});

test('lists and mappings become headers', () => {
  expect(dumpHeader(['a', 'b c'])).toBe('a, "b c"');
  expect(dumpHeader({ a: undefined, b: 'x y', 'c*': 'q q' })).toBe('a, b="x y", c*=q q');
});
