import { expect, test } from 'vitest';
import { BaseException } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';
import { httpDate, parseAge, parseDate } from '../../src/werkzeug/http-date.ts';

// Made with Werkzeug 3.1.8 on CPython 3.11.7.

/** What Python prints of the error that a call raises, or its result. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const DATES: readonly (readonly [string, string | undefined])[] = [
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06 08:49:37+00:00'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06 08:49:37+00:00'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06 08:49:37+00:00'],
  ['', undefined],
  ['x', undefined],
  ['6 Nov 1994', undefined],
  ['6 Nov 1994 8:49', '1994-11-06 08:49:00+00:00'],
  ['6 Nov 1994 8.49.37', '1994-11-06 08:49:37+00:00'],
  ['6 Nov 69 8:49 EST', '1969-11-06 08:49:00-05:00'],
  ['6 Nov 68 8:49 -0130', '2068-11-06 08:49:00-01:30'],
  ['6 nov 1994 8:49 -0000', '1994-11-06 08:49:00+00:00'],
  ['6 Nov 1994 24:00:00', undefined],
  ['31 Feb 2020 1:00', undefined],
  ['29 Feb 2000 1:00', '2000-02-29 01:00:00+00:00'],
  ['29 Feb 1900 1:00', undefined],
  ['Nov 6, 1994 8:49:37', '1994-11-06 08:49:37+00:00'],
  ['6 Nov 8:49 1994', '1994-11-06 08:49:00+00:00'],
  ['Sun,6 Nov 1994 8:49:37 GMT', '1994-11-06 08:49:37+00:00'],
  ['6 Nov 1994 8:49:37+0200', '1994-11-06 08:49:37+02:00'],
  ['6 Nov 1994 8:49:37 +9999', undefined],
  ['6 Nov 0 8:49', '2000-11-06 08:49:00+00:00'],
  ['6 Nov 10000 8:49', undefined],
  ['6 Nov 99999999999 8:49', 'OverflowError: signed integer is greater than maximum'],
  ['6 Nov 1994 8:49:60', undefined],
  ['\u00a06 Nov 1994 8:49 X', '1994-11-06 08:49:00+00:00'],
];

const TIMES: readonly (readonly [number, string])[] = [
  [0, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  [1e9, 'Sun, 09 Sep 2001 01:46:40 GMT'],
  [-1, 'Wed, 31 Dec 1969 23:59:59 GMT'],
  [1.9999999, 'Thu, 01 Jan 1970 00:00:02 GMT'],
  [253402300799, 'Fri, 31 Dec 9999 23:59:59 GMT'],
  [951782400, 'Tue, 29 Feb 2000 00:00:00 GMT'],
  [253402300800, 'ValueError: year 10000 is out of range'],
];

const AGES: readonly (readonly [string, number | undefined])[] = [
  ['5', 5],
  [' 7 ', 7],
  ['1_0', 10],
  ['x', undefined],
  ['-1', undefined],
  ['', undefined],
  ['86400000000000', undefined],
];

test.each(DATES)('reads the date %j', (text, expected) => {
  expect(outcome(() => parseDate(text)?.toString())).toBe(expected);
});

test.each(TIMES)('writes the time %d', (timestamp, expected) => {
  expect(outcome(() => httpDate(timestamp))).toBe(expected);
});

test.each(AGES)('reads the age %j', (text, expected) => {
  expect(parseAge(text)?.totalSeconds()).toBe(expected);
});

test('a date is written in UTC', () => {
  expect(httpDate(parseDate('1 Jan 2020 0:30 +0100'))).toBe('Tue, 31 Dec 2019 23:30:00 GMT');
});
