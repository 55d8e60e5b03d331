/** Style sheets for other sizes of text. */
import { expect, test } from 'vitest';
import { sized } from '../../../web/kit/text-size.ts';

const CSS = '@media (width > 53.75rem) { .a { margin: -0.5rem 1px; width: calc(100% - .25rem); --x: 1.5remarks } }';

test('a style sheet at the usual size of a page of its own is left as it is', () => {
  expect(sized(CSS, 1, 'rem')).toBe(CSS);
});

test('larger text moves the widths at which the layout changes, and leaves hairlines', () => {
  expect(sized(CSS, 1.5, 'rem')).toBe(
    '@media (width > 80.625rem) { .a { margin: -0.75rem 1px; width: calc(100% - 0.375rem); --x: 1.5remarks } }',
  );
});

test("in another author's page sizes are pixels of the size that the reader has", () => {
  expect(sized(CSS, 20, 'px')).toBe(
    '@media (width > 1075px) { .a { margin: -10px 1px; width: calc(100% - 5px); --x: 1.5remarks } }',
  );
});
