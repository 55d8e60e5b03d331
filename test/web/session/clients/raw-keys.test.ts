/** Character mode: what keys and pastes put on the wire. */
import { describe, expect, test } from 'vitest';
import { encodeText } from '../../../../web/kit/escapes.ts';
import { isText, rawEvent } from '../../../../web/session/clients/raw-keys.ts';

const bytes = (text: string): unknown => ({ type: 'bytes', bytes: encodeText(text) });

describe('a key', () => {
  const cases: readonly (readonly [what: string, key: string, end: string, wire: string])[] = [
    ['a letter is its byte', 'G', '\r\n', 'G'],
    ['a letter beyond ASCII is UTF-8', 'é', '\r\n', 'é'],
    ['Enter is CR LF', '\r', '\r\n', '\r\n'],
    ['Enter is LF alone where that is wanted', '\r', '\n', '\n'],
    ['Backspace is 0x7f and erases nothing', '\x7f', '\r\n', '\x7f'],
    ['an arrow is its escape sequence', '\x1b[A', '\r\n', '\x1b[A'],
    ['Ctrl+L is a byte', '\x0c', '\r\n', '\x0c'],
  ];
  test.each(cases)('%s', (_what, key, end, wire) => {
    expect(rawEvent(key, end)).toEqual(bytes(wire));
  });

  test('Ctrl+D half-closes and Ctrl+C resets', () => {
    expect(rawEvent('\x04', '\r\n')).toEqual({ type: 'eof' });
    expect(rawEvent('\x03', '\r\n')).toEqual({ type: 'reset' });
  });
});

describe('a paste', () => {
  test('goes out as a whole, with the line ends that are wanted', () => {
    expect(rawEvent('GET /\r\nA: b\r\r', '\r\n')).toEqual(bytes('GET /\r\nA: b\r\n\r\n'));
    expect(rawEvent('a\r\nb\nc', '\n')).toEqual(bytes('a\nb\nc'));
  });

  test('may hold the bytes of Ctrl+C and Ctrl+D', () => {
    expect(rawEvent('a\x03\x04', '\r\n')).toEqual(bytes('a\x03\x04'));
  });
});

test('a new connection is worth a letter, and no Enter, Backspace or arrow', () => {
  expect(['G', ' ', 'é', '\rGET'].map(isText)).toEqual([true, true, true, true]);
  expect(['', '\r', '\x7f', '\x1b[A', '\x1bOA', '\x0c'].map(isText)).toEqual(Array(6).fill(false));
});
