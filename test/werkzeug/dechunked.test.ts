/**
 * A chunked body that is read in sizes below, at and above the ends of its chunks. Every answer is CPython's, with
 * Werkzeug's DechunkedInput.
 */
import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { OSError } from '../../src/python/errors.ts';
import { DechunkedInput } from '../../src/werkzeug/serving.ts';
import { fileOf, finish } from '../support/files.ts';

const NO_NEWLINE = 'OSError: Missing chunk terminating newline';
const NO_HEADER = 'OSError: Invalid chunk header';
const TWO = '5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nrest';

test.each<[name: string, body: string, sizes: readonly number[], answers: readonly string[], left: string]>([
  [
    'below a chunk, at its end, and past the last',
    TWO,
    [4, 1, 2, 4, 9, 9],
    ['hell', 'o', ' w', 'orld', '', ''],
    'rest',
  ],
  ['exactly a chunk', TWO, [5, 6, 1], ['hello', ' world', ''], 'rest'],
  ['over the end of a chunk', TWO, [6, 99], ['hello ', 'world'], 'rest'],
  ['nothing but the terminal chunk', '0\r\n\r\nrest', [3, 3], ['', ''], 'rest'],
  ['chunks that end in a bare newline', '5\nhello\n0\n\n', [9, 9], ['hello', ''], ''],
  ['more than a chunk that is cut short', '5\r\nhel', [10, 10], [NO_NEWLINE, NO_HEADER], ''],
  ['exactly a chunk that is cut short', '5\r\nhel', [5, 5], [NO_NEWLINE, NO_HEADER], ''],
  ['up to where the second chunk is cut short', '3\r\nabc\r\n5\r\nhel', [6, 6], ['abchel', NO_NEWLINE], ''],
  ['over where the second chunk is cut short', '3\r\nabc\r\n5\r\nhel', [7, 6], ['abchel', NO_NEWLINE], ''],
  ['over the end of a second chunk that is cut short', '3\r\nabc\r\n5\r\nhel', [20, 6], [NO_NEWLINE, NO_HEADER], ''],
  // CPython hands out what is in memory here; it is as many bytes.
  ['less than a chunk that is cut short', '5\r\nhel', [2, 2, 2], ['he', 'l\0', NO_NEWLINE], ''],
  ['on where a chunk is cut short', '5\r\nhel', [3, 1, 1, 1], ['hel', '\0', NO_NEWLINE, NO_HEADER], ''],
  ['on after a second chunk was cut short', '3\r\nabc\r\n5\r\nhel', [7, 1, 1], ['abchel', '\0', NO_NEWLINE], ''],
  ['a chunk without a newline', '5\r\nhello', [5, 5], [NO_NEWLINE, NO_HEADER], ''],
  ['a chunk with something else for its newline', '5\r\nhelloX\r\n', [4, 4, 4], ['hell', NO_NEWLINE, NO_HEADER], ''],
  ['a terminal chunk without its newline', '5\r\nhello\r\n0\r\n', [5, 5, 5], ['hello', NO_NEWLINE, ''], ''],
  ['a trailer', '5\r\nhello\r\n0\r\nA: b\r\n\r\n', [5, 5, 5], ['hello', NO_NEWLINE, ''], '\r\n'],
  ['no terminal chunk', '5\r\nhello\r\n', [5, 5, 5], ['hello', NO_HEADER, NO_HEADER], ''],
  ['over the end of what has no terminal chunk', '5\r\nhello\r\n', [9, 9], [NO_HEADER, NO_HEADER], ''],
])('reads %s', (_, body, sizes, ...[answers, left]) => {
  const file = fileOf(encodeLatin1(body));
  const input = new DechunkedInput();
  input.init(file);
  const read = (size: number): string => {
    try {
      return decodeLatin1(finish(input.read(size)) ?? new Uint8Array());
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      return `OSError: ${error.text}`;
    }
  };
  expect(sizes.map(read)).toEqual(answers);
  expect(decodeLatin1(finish(file.read()))).toBe(left);
});
