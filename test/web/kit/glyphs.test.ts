/** What the page draws for bytes: nothing in it may act on a terminal. */
import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { ansiSpans } from '../../../web/kit/ansi.ts';
import { encodeEscapes, encodeText } from '../../../web/kit/escapes.ts';
import { runsOf } from '../../../web/kit/glyphs.ts';
import { hexRows } from '../../../web/kit/hex.ts';

const shown = (bytes: Uint8Array): string =>
  runsOf(bytes)
    .map(({ text, isLineEnd }) => text + (isLineEnd ? '\n' : ''))
    .join('');

test('CR and LF are pictures, and a line feed ends the line', () => {
  expect(shown(encodeText('a\r\nb\rc\n'))).toBe('a␍␊\nb␍c␊\n');
});

test('control bytes are pictures, bytes that are no UTF-8 are escapes', () => {
  expect(shown(Uint8Array.of(0x1b, 0x5b, 0x32, 0x4a, 0, 7, 9, 0x7f, 0x9b, 0xff, 0xc3))).toBe('␛[2J␀␇␉␡\\x9b\\xff\\xc3');
});

test('text in UTF-8 is text; overlong forms, surrogates, marks that turn text around are not', () => {
  expect(shown(encodeText('é☃你😀'))).toBe('é☃你😀');
  expect(shown(Uint8Array.of(0xc0, 0xaf, 0xed, 0xa0, 0x80))).toBe('\\xc0\\xaf\\xed\\xa0\\x80');
  expect(shown(encodeText('\u202e\u200b\u0085'))).toBe('\\xe2\\x80\\xae\\xe2\\x80\\x8b\\xc2\\x85');
});

test('no bytes at all put a control character on the screen, and none is lost', () => {
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      const runs = runsOf(bytes);
      // oxlint-disable-next-line no-control-regex -- they are looked for
      for (const { text } of runs)
        expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
      expect(runs.reduce((sum, run) => sum + run.bytes, 0)).toBe(bytes.length);
    }),
  );
});

test('escapes stand for bytes; other text is kept', () => {
  expect([...encodeEscapes('a\\x00\\xfF\\r\\n\\\\x41\\q\\x4')]).toEqual([
    97,
    0,
    255,
    13,
    10,
    ...encodeText('\\x41\\q\\x4'),
  ]);
});

test('hex rows stand at multiples of eight, also when they start between', () => {
  expect(hexRows(Uint8Array.of(1, 2, 3, 4), 6)).toEqual([
    { offset: 6, address: '0000', hex: '                  01 02' },
    { offset: 8, address: '0008', hex: '03 04' },
  ]);
});

test('a log colours its text and can do nothing else', () => {
  expect(ansiSpans('\x1b[31m\x1b[1mred\x1b[0m plain\x1b[2J\x1b]0;t\x07')).toEqual([
    { text: 'red', styles: ['red', 'bold'] },
    { text: ' plain', styles: [] },
    { text: '0;t�', styles: [] },
  ]);
});
