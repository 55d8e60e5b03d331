import { expect, test } from 'vitest';
import { inAscii, inOneByte } from './in-ascii.ts';

const SCRIPT = "['→', `…${1}🦊`, /[–\u{fffd}]/.source, 'é']";

// oxlint-disable-next-line no-eval -- what an engine makes of it
const valueOf = (script: string): unknown => (0, eval)(script);

test('a script in ASCII has the same value', () => {
  const ascii = inAscii(SCRIPT);
  expect(ascii).toMatch(/^[\0-\x7f]+$/);
  expect(valueOf(ascii)).toEqual([...(valueOf(SCRIPT) as string[]).with(2, String.raw`[\u2013\ufffd]`)]);
});

test('a script with one such character in a hundred is written in ASCII, one with more stays as it is', () => {
  const few = `'…'${' '.repeat(97)}`;
  expect(few).toHaveLength(100);
  expect(inOneByte(few)).toBe(few.replace('…', String.raw`\u2026`));
  expect(inOneByte(few.slice(0, -1))).toBe(few.slice(0, -1));
});
