/** Blocks of reStructuredText that no directive begins: after `::`, and interactive sessions. */
import { describe, expect, test } from 'vitest';
import { findInRest } from '../../../src/node/check/find/rest.ts';
import { textOf } from '../../../src/node/check/find/found.ts';
import { SourceText, UnreadableError } from '../../../src/node/check/source-text.ts';

const nothing = (): SourceText => {
  throw new UnreadableError('is not there');
};

/** Each block: the line it begins at, its language, and its text. */
const blocks = (...lines: readonly string[]): unknown[] =>
  findInRest(new SourceText('a.rst', `${lines.join('\n')}\n`), nothing).flatMap((one) =>
    one.kind === 'block' ? [[one.source.place(one.lines[0]?.start ?? one.start).line, one.language, textOf(one)]] : [],
  );

describe('after a paragraph that ends with two colons', () => {
  test('comes what is indented more, without the blank lines around it', () => {
    expect(blocks('Send this::', '', '  GET / HTTP/1.1', '    Host: a', '', '  last', '', 'text')).toEqual([
      [3, '', 'GET / HTTP/1.1\n  Host: a\n\nlast'],
    ]);
    expect(blocks('  A quote::  ', '', '', '    GET /', '  after')).toEqual([[4, '', 'GET /']]);
  });

  test('comes none without a blank line, nor at the same indentation, nor at the end', () => {
    expect(blocks('Send this::', '  GET /', '', '  more')).toEqual([]);
    expect(blocks('Send this::', '', 'GET /')).toEqual([]);
    expect(blocks('  Send this::', '', '  GET /')).toEqual([]);
    expect(blocks('Send this::')).toEqual([]);
    expect(blocks('Send this::', '', '')).toEqual([]);
  });

  test('one follows the other', () => {
    expect(blocks('One::', '', '  a', 'Two::', '', '  b')).toEqual([
      [3, '', 'a'],
      [6, '', 'b'],
    ]);
  });
});

describe('an interactive session', () => {
  test('ends at the next blank line, or with the document', () => {
    expect(blocks('>>> 1 + 1', '2', '   ', 'text', '', '  >>> 2', '  3')).toEqual([
      [1, 'pycon', '>>> 1 + 1\n2'],
      [6, 'pycon', '>>> 2\n3'],
    ]);
  });

  test('is none without the space after its prompt', () => {
    expect(blocks('>>>1 + 1', '2')).toEqual([]);
    expect(blocks('text >>> 1', '2')).toEqual([]);
  });

  test('may hold what looks like another block', () => {
    expect(blocks('>>> print("a::")', 'a::', '', '  GET /')).toEqual([[1, 'pycon', '>>> print("a::")\na::']]);
  });
});

test('a comment is no content, whatever is in it', () => {
  expect(blocks('.. a comment::', '', '   GET /', '', 'One::', '', '  a')).toEqual([[7, '', 'a']]);
  expect(blocks('..', '   >>> 1', '', '>>> 2')).toEqual([[4, 'pycon', '>>> 2']]);
});
