/** Bytes and texts that grow, sent as what is new: what is kept, and that the other end gets the whole. */
import { describe, expect, test } from 'vitest';
import { lastBelow } from '../../src/host/binary-search.ts';
import { bytesNews, isNews, readBytes, readText, textNews } from '../../src/host/byte-news.ts';
import type { Section } from '../../src/host/byte-news.ts';

const section = (text: string, dropped = 0): Section => ({ dropped, bytes: new TextEncoder().encode(text) });
const shown = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

describe('bytes', () => {
  test.each<[string, Section, Section | undefined, readonly [from: number, kept: number, more: string]]>([
    ['of a new buffer are all new', section('abc'), undefined, [0, 0, 'abc']],
    ['that follow are new', section('abcde'), section('abc'), [0, 3, 'de']],
    ['that are the same are not', section('abc'), section('abc'), [0, 3, '']],
    ['of an earlier moment are not', section('ab'), section('abc'), [0, 2, '']],
    ['that went before are left out', section('cde', 2), section('abcd'), [2, 2, 'e']],
    ['of which the last one stays', section('d', 3), section('abcd'), [3, 1, '']],
    ['none of which stays are all new', section('ef', 4), section('abcd'), [0, 0, 'ef']],
    ['from before the others are all new', section('abcd', 0), section('cd', 2), [0, 0, 'abcd']],
    ['that have changed are all new', section('abX', 0), section('abc'), [0, 0, 'abX']],
    ['of which the first has changed too', section('Xbc', 0), section('abc'), [0, 0, 'Xbc']],
    ['that follow nothing', section('abc'), section(''), [0, 0, 'abc']],
    ['that are none', section(''), section('abc'), [0, 0, '']],
  ])('%s', (_, now, base, [from, kept, more]) => {
    const news = bytesNews(now, base);
    expect([news.from, news.kept, shown(news.more)]).toEqual([from, kept, more]);
    expect(shown(readBytes(news, base))).toBe(shown(now.bytes));
    expect(isNews(news)).toBe(more !== '');
  });

  test('that do not fit what was sent before are not read', () => {
    const more = new Uint8Array();
    expect(shown(readBytes({ from: 1, kept: 2, more }, section('abc')))).toBe('bc');
    expect(readBytes({ from: 2, kept: 2, more }, section('abc'))).toBeUndefined();
    expect(readBytes({ from: 0, kept: 1, more }, undefined)).toBeUndefined();
  });
});

describe('a text', () => {
  test.each([
    ['that grows', 'abcd', 'ab', 2, 'cd'],
    ['that stays', 'ab', 'ab', 2, ''],
    ['of an earlier moment', 'a', 'ab', 1, ''],
    ['that is another one', 'xb', 'ab', 0, 'xb'],
    ['that was empty', 'ab', '', 0, 'ab'],
  ])('%s', (_, text, base, ...[kept, more]) => {
    expect(textNews(text, base)).toEqual({ kept, more });
    expect(readText(textNews(text, base), base)).toBe(text);
  });

  test('that does not fit what was sent before is not read', () => {
    expect(readText({ kept: 2, more: 'c' }, 'ab')).toBe('abc');
    expect(readText({ kept: 3, more: 'c' }, 'ab')).toBeUndefined();
  });
});

test('the last of several numbers below a limit, the limit itself not among them', () => {
  const numbers = [2, 4, 4, 9];
  expect([1, 2, 3, 4, 5, 9, 10].map((limit) => lastBelow(numbers, limit))).toEqual([-1, -1, 0, 0, 2, 2, 3]);
  expect(lastBelow([], 5)).toBe(-1);
});
