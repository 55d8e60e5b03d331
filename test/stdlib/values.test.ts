/** Addresses in brackets and rare encodings, compared with CPython: record_values.py makes values.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { OSError, OverflowError, PyTypeError } from '../../src/python/errors.ts';
import { backlogOf, howOf, optionValue, portOf } from '../../src/stdlib/_socket-arguments.ts';
import { decodeUtf16, decodeUtf32, decodeUtf8Surrogates, type DecodeErrors } from '../../src/stdlib/codecs.ts';
import { checkBracketedHost, isIpv4, isIpv6 } from '../../src/stdlib/ipaddress.ts';
import { attempt } from '../support/attempt.ts';
import type { Answer } from '../support/attempt.ts';

interface Recorded {
  readonly addresses: readonly (readonly [text: string, isIpv4: boolean, isIpv6: boolean])[];
  readonly decoded: readonly (readonly [
    encoding: string,
    errors: DecodeErrors,
    data: string,
    answer: Answer<string>,
  ])[];
}
const recorded = JSON.parse(readFileSync('test/stdlib/values.json', 'utf8')) as Recorded;

test('text is taken for an address as Python takes it', () => {
  for (const [text, isFour, isSix] of recorded.addresses) {
    expect([text, isIpv4(text), isIpv6(text)]).toEqual([text, isFour, isSix]);
  }
});

test('in brackets stands an IPv6 address, or one of the future', () => {
  const check = (host: string): Answer<string> => attempt(() => (checkBracketedHost(host), 'fine'));
  for (const host of ['::1', 'v1.x', 'vF.1:2', 'vaa.~']) expect(check(host)).toEqual({ ok: 'fine' });
  expect(check('1.2.3.4')).toEqual({ error: 'ValueError: An IPv4 address cannot be in brackets' });
  expect(check('x')).toEqual({ error: "ValueError: 'x' does not appear to be an IPv4 or IPv6 address" });
  for (const host of ['v1', 'v.x', 'vg.x', 'v1.', 'v1.x\n']) {
    expect(check(host)).toEqual({ error: 'ValueError: IPvFuture address is invalid' });
  }
});

test('bytes are decoded as Python decodes them, or with its error', () => {
  for (const [encoding, errors, data, answer] of recorded.decoded) {
    const bytes = encodeLatin1(data);
    const order = encoding.endsWith('-le') ? 'le' : encoding.endsWith('-be') ? 'be' : undefined;
    const ours = attempt(() => {
      if (encoding === 'utf-8') return decodeUtf8Surrogates(bytes);
      return encoding.startsWith('utf-16') ? decodeUtf16(bytes, order, errors) : decodeUtf32(bytes, order, errors);
    });
    expect([encoding, errors, data, ours]).toEqual([encoding, errors, data, answer]);
  }
});

// What CPython 3.11 says to these numbers.
test('a backlog is an int of C, at least 0', () => {
  expect([backlogOf(5), backlogOf(true), backlogOf(-1), backlogOf(-(2 ** 31)), backlogOf(2 ** 31 - 1)]).toEqual([
    ...[5, 1, 0, 0],
    2 ** 31 - 1,
  ]);
  expect(backlogOf(7n)).toBe(7);
  const says = (value: unknown): Answer<string> => attempt(() => String(backlogOf(value)));
  expect(says(2 ** 31)).toEqual({ error: 'OverflowError: signed integer is greater than maximum' });
  expect(says(-(2 ** 31) - 1)).toEqual({ error: 'OverflowError: signed integer is less than minimum' });
  expect(says(2 ** 63)).toEqual({ error: 'OverflowError: Python int too large to convert to C long' });
  expect(says(2n ** 63n - 1n)).toEqual({ error: 'OverflowError: signed integer is greater than maximum' });
  expect(says(-(2n ** 63n) - 1n)).toEqual({ error: 'OverflowError: Python int too large to convert to C long' });
  expect(says(-(2n ** 63n))).toEqual({ error: 'OverflowError: signed integer is less than minimum' });
  expect(says(1.5)).toEqual({ error: "TypeError: 'float' object cannot be interpreted as an integer" });
  expect(says('5')).toEqual({ error: "TypeError: 'str' object cannot be interpreted as an integer" });
});

test('how to shut down is a name, or its number', () => {
  expect([howOf('SHUT_WR'), howOf(0), howOf(1n), howOf(2), howOf(true)]).toEqual([
    'SHUT_WR',
    'SHUT_RD',
    'SHUT_WR',
    'SHUT_RDWR',
    'SHUT_WR',
  ]);
  for (const value of [3, -1, 2 ** 31 - 1, -(2 ** 31)]) expect(() => howOf(value)).toThrow(OSError);
  for (const value of [2 ** 31, -(2 ** 31) - 1]) expect(() => howOf(value)).toThrow(OverflowError);
  for (const value of ['SHUT', undefined, 0.5]) expect(() => howOf(value)).toThrow(PyTypeError);
});

test('an option is an int of C, or two of them', () => {
  expect([optionValue(1), optionValue(false), optionValue(2 ** 31 - 1), optionValue(-(2 ** 31))]).toEqual([
    ...[1, 0, 2 ** 31 - 1],
    -(2 ** 31),
  ]);
  expect([optionValue([1, 0]), optionValue([true, 5n])]).toEqual([
    [1, 0],
    [1, 5],
  ]);
  for (const value of [2 ** 31, -(2 ** 31) - 1, 'x', [1], [1, 2, 3], ['x', 1], [1, 'x'], [1, 2 ** 31], undefined]) {
    expect(() => optionValue(value), String(value)).toThrow(PyTypeError);
  }
});

test('a port is any integer here; whether there is such a one is asked later', () => {
  expect([portOf(-1), portOf(70_000), portOf(80n)]).toEqual([-1, 70_000, 80]);
  expect(() => portOf(80.5)).toThrow(PyTypeError);
});
