import { expect, test } from 'vitest';
import { narrowDocument, narrowStyle } from './narrow-documents.ts';

test('a style sheet says the same without its comments and spaces that divide nothing', () => {
  const css =
    '/* How\n   wide. */\n.a .b:hover, i {\n  width: calc(1rem + 2px);\n  margin: 0 1px;\n}\n@media (width < 2rem) {\n}\n';
  expect(narrowStyle(css)).toBe('.a .b:hover,i{width:calc(1rem + 2px);margin:0 1px;}@media (width < 2rem){}');
});

test('a document keeps the spaces between its words', () => {
  const html = '<p>\n  <!-- Of two\n       lines. -->\n  One <b>two</b>\n  <button>three</button>\n</p>\n';
  expect(narrowDocument(html)).toBe('<p>\nOne <b>two</b>\n<button>three</button>\n</p>\n');
});
