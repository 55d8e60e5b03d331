/** The line that is being written: nothing in it is obeyed by the terminal, and nothing is invisible. */
import { expect, test } from 'vitest';
import { aroundCursor, typedText, widthOf } from '../../../../web/parts/terminal/typed-text.ts';

test('control characters and marks of direction are pictures and escapes, which can be given a colour', () => {
  expect(typedText('a\x1b[31m\t\x7f\x00')).toBe('a␛[31m␉␡␀');
  expect(typedText('\u009b\u202e')).toBe(String.raw`\xc2\x9b\xe2\x80\xae`);
  expect(typedText('a\x07b', (picture) => `<${picture}>`)).toBe('a<␇>b');
});

test('letters with accents and joined emoji stay as they are', () => {
  for (const text of ['größe', 'e\u0301', '👩\u200d👧', '❤\ufe0f', '你好']) expect(typedText(text)).toBe(text);
});

test('accents and joiners take no column, and Chinese characters two', () => {
  expect(widthOf('e\u0301a')).toBe(2);
  expect(widthOf('👩\u200d👧')).toBe(2);
  expect(widthOf('你好')).toBe(4);
});

test('of a very long line the part around the cursor is drawn, and how many characters are left out', () => {
  const short = { text: 'GET /', beforeCursor: 'GET' };
  expect(aroundCursor(short)).toEqual(short);
  const text = 'a'.repeat(10_000);
  const end = aroundCursor({ text, beforeCursor: text });
  expect(end).toEqual({ text: `[… 8,000] ${'a'.repeat(2_000)}`, beforeCursor: `[… 8,000] ${'a'.repeat(2_000)}` });
  const middle = aroundCursor({ text, beforeCursor: text.slice(0, 5_000) });
  expect(middle.beforeCursor).toBe(`[… 3,000] ${'a'.repeat(2_000)}`);
  expect(middle.text).toBe(`${middle.beforeCursor}${'a'.repeat(2_000)} [3,000 …]`);
});
