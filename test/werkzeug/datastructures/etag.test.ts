/** Etags and ranges; the answers are Werkzeug 3.1.8's. */
import { expect, test } from 'vitest';
import { ContentRange, Range } from '../../../src/werkzeug/datastructures/range.ts';
import { parseEtags } from '../../../src/werkzeug/http/structured.ts';

test('a quoted etag is contained as it is quoted: a weak one may be either, a strong one must be strong', () => {
  const etags = parseEtags('"a", W/"b"');
  expect(['"a"', 'W/"a"', '"b"', 'W/"b"', 'a'].map((quoted) => etags.containsRaw(quoted))).toEqual([
    ...[true, true, false, true, true],
  ]);
});

test('a star stands for all etags, and names none', () => {
  const etags = parseEtags('*');
  expect([...etags.asSet(true)]).toEqual([]);
  expect(etags.containsRaw('W/"x"')).toBe(true);
});

test('etags end where they can no longer be read', () => {
  expect([...parseEtags('a\nb, c').asSet(true)]).toEqual([]);
  expect([...parseEtags('a,,b').asSet()]).toEqual(['a', '', 'b']);
  expect([...parseEtags('"a" "b"').asSet()]).toEqual(['a" "b']);
});

test('a range in a text is its header', () => {
  expect(
    `${new Range('bytes', [[0, 5]]).toString()} ${new ContentRange('bytes', 0, 5, { length: 10 }).toString()}`,
  ).toBe('bytes=0-4 bytes 0-4/10');
});
