/** The line editor of the terminal: what keys do to the line, and what they ask for. */
import { describe, expect, test } from 'vitest';
import { LineEditor } from '../../../../web/parts/terminal/line-editor.ts';

const UP = '\x1b[A';
const DOWN = '\x1b[B';
const LEFT = '\x1b[D';
const RIGHT = '\x1b[C';
const HOME = '\x1b[H';
const END = '\x1b[F';
const DELETE = '\x1b[3~';

function typed(...keys: readonly string[]): LineEditor {
  const editor = new LineEditor();
  for (const key of keys) Array.from(editor.feed(key));
  return editor;
}

describe('sending', () => {
  test('Enter gives the line and leaves an empty one', () => {
    const editor = new LineEditor();
    expect([...editor.feed('GET /\r')]).toEqual([{ type: 'line', text: 'GET /' }]);
    expect(editor.text).toBe('');
  });

  test('lines typed or pasted at once come in order, and what follows the last Enter stays', () => {
    const editor = new LineEditor();
    const events = [...editor.feed('a\r\nb\rc\n\rrest')];
    expect(events.map((event) => ('text' in event ? event.text : ''))).toEqual(['a', 'b', 'c', '']);
    expect(editor.text).toBe('rest');
  });

  test('Ctrl+D sends what is left and ends; Alt+Enter sends without an end', () => {
    const editor = new LineEditor();
    expect([...editor.feed('ab\x04')]).toEqual([{ type: 'eof', text: 'ab' }]);
    expect([...editor.feed('cd\x1b\r')]).toEqual([{ type: 'flush', text: 'cd' }]);
  });

  test('Ctrl+C drops the line and asks for a reset', () => {
    const editor = new LineEditor();
    expect([...editor.feed('ab\x03')]).toEqual([{ type: 'reset' }]);
    expect(editor.text).toBe('');
  });
});

describe('editing', () => {
  const cases: readonly (readonly [what: string, keys: readonly string[], text: string, before: string])[] = [
    ['arrows move the cursor', ['abc', LEFT, LEFT, 'X'], 'aXbc', 'aX'],
    ['the cursor stops at both ends', ['ab', RIGHT, HOME, LEFT, 'X'], 'Xab', 'X'],
    ['Home and End, Ctrl+A and Ctrl+E', ['ab', HOME, 'X', END, 'Y', '\x01', 'V', '\x05', 'W'], 'VXabYW', 'VXabYW'],
    ['Backspace and Delete', ['abcd', LEFT, '\x7f', HOME, DELETE], 'bd', ''],
    ['Delete at the end and Backspace at the start do nothing', ['ab', DELETE, HOME, '\x7f'], 'ab', ''],
    ['Ctrl+U erases to the start', ['abc', LEFT, '\x15'], 'c', ''],
    ['Ctrl+K erases to the end', ['abc', LEFT, '\x0b'], 'ab', 'ab'],
    ['Ctrl+W erases a word', ['GET /one  ', '\x17'], 'GET ', 'GET '],
    ['Ctrl+Left and Ctrl+Right go by words', ['one two', '\x1b[1;5D', 'X', '\x1b[1;5C', 'Y'], 'one XtwoY', 'one XtwoY'],
    ['Backspace and Delete take a joined emoji whole', ['a👩‍👩‍👧b🇩🇪é', '\x7f', '\x7f', LEFT, '\x7f', DELETE], 'a', 'a'],
    ['the cursor goes past a joined emoji in one step', ['a👩‍👩‍👧b', LEFT, LEFT, 'X', RIGHT, 'Y'], 'aX👩‍👩‍👧Yb', 'aX👩‍👩‍👧Y'],
    ['what is typed in pieces joins', ['👩', '\u200d', '👧', '\x7f'], '', ''],
    ['a character outside the basic plane is one', ['a😀b', LEFT, '\x7f'], 'ab', 'a'],
    ['keys that mean nothing are dropped', ['a', '\x1b[15~', '\x1b[200~', '\x07', 'b'], 'ab', 'ab'],
  ];
  test.each(cases)('%s', (_what, keys, text, before) => {
    const editor = typed(...keys);
    expect(editor.text).toBe(text);
    expect(editor.beforeCursor).toBe(before);
  });
});

describe('pasting', () => {
  test('control characters are text, press no key, and none is lost', () => {
    const editor = typed('ab', LEFT);
    expect([...editor.paste('\x16\x03\x01\x7f\x1b[31m\t\x00')]).toEqual([]);
    expect(editor.text).toBe('a\x16\x03\x01\x7f\x1b[31m\t\x00b');
    expect([...editor.feed('\x7f\r')]).toEqual([{ type: 'line', text: 'a\x16\x03\x01\x7f\x1b[31m\tb' }]);
  });

  test('each line end is an Enter', () => {
    const editor = new LineEditor();
    const texts = [...editor.paste('a\r\nb\rc\n\nrest')].map((event) => ('text' in event ? event.text : ''));
    expect(texts).toEqual(['a', 'b', 'c', '']);
    expect(editor.text).toBe('rest');
  });
});

test('a line of millions of characters is edited as any other', () => {
  const editor = new LineEditor();
  const emoji = '👩\u200d👧';
  Array.from(editor.paste(`${emoji}${'x'.repeat(5_000_000)}${emoji}`));
  Array.from(editor.feed(`\x7f${LEFT}\x7f`));
  expect(editor.text).toBe(`${emoji}${'x'.repeat(4_999_999)}`);
  expect(editor.beforeCursor).toBe(`${emoji}${'x'.repeat(4_999_998)}`);
});

describe('history', () => {
  test('goes back, and forward again to the line that was being written', () => {
    const editor = typed('one\r', 'two\r', 'dra');
    const seen = [UP, UP, UP, DOWN, DOWN, DOWN].map((key) => {
      expect([...editor.feed(key)]).toEqual([]);
      return editor.text;
    });
    expect(seen).toEqual(['two', 'one', 'one', 'two', 'dra', 'dra']);
  });

  test('keeps neither empty lines nor repetitions', () => {
    expect(typed('one\r', '\r', 'one\r', UP, UP).text).toBe('one');
  });
});
