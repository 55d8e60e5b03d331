/** Text, bytes and numbers compared with CPython 3.11 (cpython.json). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode, decodeLatin1, encode, encodeLatin1 } from '../../src/python/bytes.ts';
import type { ErrorHandler } from '../../src/python/bytes.ts';
import { BaseException } from '../../src/python/errors.ts';
import { formatPercent } from '../../src/python/format.ts';
import { pyFloat, pyInt } from '../../src/python/integers.ts';
import { ascii, repr, reprFloat, str } from '../../src/python/repr.ts';
import * as text from '../../src/python/text.ts';

type Attempt<T> = { readonly ok: T } | { readonly error: string; readonly text: string };
interface Recorded {
  readonly repr_str: [string, string, string][];
  readonly repr_bytes: [string, string][];
  readonly repr_float: [number | string, string][];
  readonly int10: [string, Attempt<string>][];
  readonly int16: [string, Attempt<string>][];
  readonly float: [string, Attempt<string>][];
  readonly format: [string, unknown[], Attempt<string>][];
  readonly split: [string, number, string[]][];
  readonly split_sep: [string, string, number, string[], string[]][];
  readonly splitlines: [string, string[], string[]][];
  readonly partition: [string, string, string[], string[]][];
  readonly strip: [string, string, string, string][];
  readonly digits: [string, boolean, boolean, boolean][];
  readonly title: [string, string, string][];
  readonly encode: [string, string, ErrorHandler, Attempt<string>][];
  readonly decode: [string, string, ErrorHandler, Attempt<string>][];
}
const recorded = JSON.parse(readFileSync(new URL('cpython.json', import.meta.url), 'utf8')) as Recorded;

function attempt<T>(action: () => T): Attempt<T> {
  try {
    return { ok: action() };
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return { error: error.className, text: str(error) };
  }
}

test.each(recorded.repr_str)('repr of the text %j', (value, shown, shownAscii) => {
  expect([repr(value), ascii(value)]).toEqual([shown, shownAscii]);
});
test.each(recorded.repr_bytes)('repr of the bytes %j', (value, shown) => {
  expect(repr(encodeLatin1(value))).toBe(shown);
});
test.each(recorded.repr_float)('repr of the float %s', (value, shown) => {
  expect(reprFloat(typeof value === 'string' ? pyFloat(value) : value)).toBe(shown);
});

describe('int() and float()', () => {
  test.each(recorded.int10)('int(%j)', (source, answer) => {
    expect(attempt(() => pyInt(source).toString())).toEqual(answer);
  });
  test.each(recorded.int16)('int(%j, 16)', (source, answer) => {
    expect(attempt(() => pyInt(source, 16).toString())).toEqual(answer);
  });
  test.each(recorded.float)('float(%j)', (source, answer) => {
    expect(attempt(() => reprFloat(pyFloat(source)))).toEqual(answer);
  });
});

test.each(recorded.format)('%j %% %j', (format, args, answer) => {
  expect(attempt(() => formatPercent(format, args))).toEqual(answer);
});

describe('methods of str', () => {
  test.each(recorded.split)('%j.split(None, %i)', (value, maxsplit, answer) => {
    expect(text.split(value, undefined, maxsplit)).toEqual(answer);
  });
  test.each(recorded.split_sep)('%j.split(%j, %i)', (value, separator, maxsplit, ...[left, right]) => {
    expect(text.split(value, separator, maxsplit)).toEqual(left);
    expect(text.rsplit(value, separator, maxsplit)).toEqual(right);
  });
  test.each(recorded.splitlines)('%j.splitlines()', (value, lines, withEnds) => {
    expect(text.splitlines(value)).toEqual(lines);
    expect(text.splitlines(value, true)).toEqual(withEnds);
  });
  test.each(recorded.partition)('%j.partition(%j)', (value, separator, first, last) => {
    expect(text.partition(value, separator)).toEqual(first);
    expect(text.rpartition(value, separator)).toEqual(last);
  });
  test.each(recorded.strip)('%j.strip()', (value, both, left, right) => {
    expect([text.strip(value), text.lstrip(value), text.rstrip(value)]).toEqual([both, left, right]);
  });
  test.each(recorded.digits)('what %j consists of', (value, isDigit, isDecimal, isSpace) => {
    expect([text.isdigit(value), text.isdecimal(value), text.isspace(value)]).toEqual([isDigit, isDecimal, isSpace]);
  });
  test.each(recorded.title)('%j.capitalize() and title()', (value, capitalized, titled) => {
    expect([text.capitalize(value), text.title(value)]).toEqual([capitalized, titled]);
  });
});

describe('codecs', () => {
  test.each(recorded.encode)('%j.encode(%j, %j)', (value, encoding, errors, answer) => {
    expect(attempt(() => decodeLatin1(encode(value, encoding, errors)))).toEqual(answer);
  });
  test.each(recorded.decode)('%j as bytes, decode(%j, %j)', (value, encoding, errors, answer) => {
    expect(attempt(() => decode(encodeLatin1(value), encoding, errors))).toEqual(answer);
  });
});
