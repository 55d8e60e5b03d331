import { expect, test } from 'vitest';
import { str } from '../../src/python/repr.ts';
import { decodePunycode, encodePunycode } from '../../src/stdlib/encodings/punycode.ts';

// Made with CPython 3.11.7.

/** Texts and their punycode; in the first two a delta of 455 and of 456 decides on the bias of what follows. */
const CODED: readonly (readonly [text: string, code: string])[] = [
  ['aa\x80\u0136\u015e', 'aa-ca24e9f'],
  ['\x80\u01b0\u01d8', 'a22dpd'],
  ['', ''],
  ['abc', 'abc-'],
  ['bücher', 'bcher-kva'],
  ['ü'.repeat(30), `tda${'a'.repeat(29)}`],
  [`${'a'.repeat(30)}ü`, `${'a'.repeat(30)}-yfd`],
  ['日本語', 'wgv71a119e'],
  ['\u{1f600}', 'e28h'],
  ['a\u{10ffff}', 'a-h023p'],
  [`é${'z'.repeat(50)}é`, `${'z'.repeat(50)}-9me4c`],
  ['ÿÿÿ\u4e00\u4e00\u4e00\u4e00\u4e00\u{1d400}', 'wdaaa6699eaaaa47690g'],
  ['\x80', 'a'],
  ['-ü-', '---xka'],
  ['ü-', '--dha'],
  ['\u0fff\u0fff\uffff', 'mida4345p'],
  [`${'z'.repeat(200)}€€€`, `${'z'.repeat(200)}-5s56kaa`],
];

test.each(CODED)('%j is %j, both ways', (text, code) => {
  expect([encodePunycode(text), decodePunycode(code)]).toEqual([code, text]);
});

test.each([
  ['0', 'incomplete punicode string'],
  ['99999', 'incomplete punicode string'],
  ['a-\x7f', "Invalid extended code point '\x7f'"],
  ['ab-!', "Invalid extended code point '!'"],
  ['A-B', 'incomplete punicode string'],
  ['999999b', 'Invalid character U+391c7c9'],
  ['-a-b', 'incomplete punicode string'],
])('%j is no punycode: %s', (code, message) => {
  let text = '';
  try {
    decodePunycode(code);
  } catch (error) {
    text = str(error);
  }
  expect(text).toBe(message);
});

test.each([
  ['zzzzzzzzzz', '\u885e\u7ba5\u7cea\u7e16'],
  ['ZZZZZZZZZZ', '\u885e\u7ba5\u7cea\u7e16'],
  ['-', ''],
  ['--', '-'],
  ['a-', 'a'],
])('%j is the punycode of %j', (code, text) => {
  expect(decodePunycode(code)).toBe(text);
});
