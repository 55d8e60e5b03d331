/** The text of a document with its lines: each place is where an editor shows it, and what is not edited stays. */
import { describe, expect, test } from 'vitest';
import { MOST_BYTES, SourceText, UnreadableError } from '../../../src/node/check/source-text.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const linesOf = (source: SourceText): string[] =>
  Array.from({ length: source.lineCount }, (_, line) => source.line(line));

describe('the lines of a text', () => {
  test.each([
    ['a\nb\n', ['a', 'b', ''], '\n'],
    ['a\r\nb', ['a', 'b'], '\r\n'],
    ['a\rb\n\nc', ['a', 'b', '', 'c'], '\r'],
    ['a\n\rb', ['a', '', 'b'], '\n'],
    ['', [''], '\n'],
    ['one line', ['one line'], '\n'],
  ])('%j ends them as its first one does', (text, lines, lineEnd) => {
    const source = new SourceText('a.md', text);
    expect([linesOf(source), source.lineEnd, source.path]).toEqual([lines, lineEnd, 'a.md']);
    expect(source.line(lines.length)).toBe('');
    expect([source.startOf(lines.length), source.endOf(lines.length)]).toEqual([text.length, text.length]);
  });
});

test('each character has its line and column, from 1; the end of a line belongs to it', () => {
  const source = new SourceText('a.md', 'ab\r\n\nc😀d\n');
  const places = Array.from({ length: source.text.length + 1 }, (_, at) => {
    const { line, column } = source.place(at);
    return `${line}:${column}`;
  });
  expect(places).toEqual(['1:1', '1:2', '1:3', '1:4', '2:1', '3:1', '3:2', '3:3', '3:4', '3:5', '4:1']);
  expect(Array.from({ length: 5 }, (_, at) => source.lineAt(at))).toEqual([0, 0, 0, 0, 1]);
});

describe('a byte order mark', () => {
  const source = SourceText.decode('a.md', encode('\uFEFFab'));

  test('has no column, and is no text', () => {
    expect([source.text, source.place(0)]).toEqual(['ab', { line: 1, column: 1 }]);
  });

  test('is written again', () => {
    expect(source.withEdits([{ start: 0, end: 1, text: 'x' }])).toBe('\uFEFFxb');
    expect(new SourceText('a.md', 'ab').withEdits([])).toBe('ab');
  });
});

test('edits are made in any order, and what is between them stays', () => {
  const source = new SourceText('a.md', '0123456789');
  const edits = [
    { start: 8, end: 10, text: 'end' },
    { start: 0, end: 1, text: '' },
    { start: 3, end: 3, text: 'new' },
  ];
  expect(source.withEdits(edits)).toBe('12new34567end');
  expect(source.withEdits(edits.toReversed())).toBe('12new34567end');
});

describe('what is not read as a document', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'is too large',
      new Uint8Array(MOST_BYTES + 1).fill(32),
      'has 1000001 bytes; files of more than 1000000 are not read',
    ],
    ['has a NUL byte', encode('a\0b'), 'is binary: it has a NUL byte'],
    ['is no UTF-8', Uint8Array.of(0xff), 'is not UTF-8 text'],
  ])('%s', (_, bytes, message) => {
    expect(() => SourceText.decode('a.md', bytes)).toThrow(new UnreadableError(message));
  });

  test('begins beyond the limit: a text that is as long as that is read', () => {
    expect(SourceText.decode('a.md', new Uint8Array(MOST_BYTES).fill(32)).text).toHaveLength(MOST_BYTES);
    expect(new UnreadableError('x').name).toBe('UnreadableError');
  });
});
