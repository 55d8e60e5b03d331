import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { Message } from '../../src/stdlib/email/message.ts';
import { parseInto } from '../../src/stdlib/email/parser.ts';
import { formatdate } from '../../src/stdlib/email/utils.ts';
import { HTTPException, HTTPMessage, LineTooLong, parseHeaders } from '../../src/stdlib/http/client.ts';
import { fileOf, finish } from '../support/files.ts';

const parse = (text: string): Message => parseInto(new Message(), text);

describe('header blocks', () => {
  test('names keep their case and order; lookups do not care for case', () => {
    const message = parse('Host: a\r\nX-One: 1\r\nx-one:2\r\n\r\n');
    expect(message.items()).toEqual([
      ['Host', 'a'],
      ['X-One', '1'],
      ['x-one', '2'],
    ]);
    expect(message.get('HOST')).toBe('a');
    expect(message.getAll('X-ONE')).toEqual(['1', '2']);
    expect(message.get('None', 'default')).toBe('default');
    expect(message.getAll('None')).toBeUndefined();
    expect(message.defects).toEqual([]);
  });

  test('a continuation line keeps the line end before it', () => {
    expect(parse('A: one\r\n  two\r\n\tthree\r\n\r\n').items()).toEqual([['A', 'one\r\n  two\r\n\tthree']]);
  });

  test('a lone CR splits a header', () => {
    expect(parse('A: one\rB: two\r\n\r\n').items()).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ]);
  });

  test('a space before the colon loses this and all later headers', () => {
    const message = parse('A: 1\r\nB : 2\r\nC: 3\r\n\r\n');
    expect(message.keys()).toEqual(['A']);
    expect(message.defects).toEqual(['MissingHeaderBodySeparatorDefect']);
    expect(message.payload).toBe('B : 2\r\nC: 3\r\n\r\n');
  });

  test('a line without a name is skipped', () => {
    const message = parse(': 1\r\nB: 2\r\n\r\n');
    expect(message.items()).toEqual([['B', '2']]);
    expect(message.defects).toEqual(['InvalidHeaderDefect']);
  });

  test('an envelope line is no header', () => {
    const message = parse('From me: now\r\nA: 1\r\nFrom you: then\r\nB: 2\r\n\r\n');
    expect(message.keys()).toEqual(['A', 'B']);
    expect(message.unixfrom).toBe('From me: now');
    expect(message.defects).toEqual(['MisplacedEnvelopeHeaderDefect']);
  });

  // What email.parser of CPython 3.11.7 makes of them.
  test.each([
    ['A: 1\nFrom x\n', [['A', '1']], undefined, [], 'From x\n'],
    ['A: 1\nFrom x\n\nbody', [['A', '1']], undefined, [], 'From x\nbody'],
    ['A: 1\r\nFrom x\r\n\r\n', [['A', '1']], undefined, [], 'From x\r\n'],
    ['A: 1\nFrom x', [['A', '1']], undefined, [], 'From x'],
    ['A: 1\nFrom a\nFrom b\n\n', [['A', '1']], undefined, ['MisplacedEnvelopeHeaderDefect'], 'From b\n'],
    ['A: 1\nFrom x\nbody\n', [['A', '1']], undefined, ['MissingHeaderBodySeparatorDefect'], 'From x\nbody\n'],
    [
      'A: 1\nFrom x\nB: 2\n\n',
      [
        ['A', '1'],
        ['B', '2'],
      ],
      undefined,
      ['MisplacedEnvelopeHeaderDefect'],
      '',
    ],
    ['From x\n', [], 'From x', [], ''],
    ['From x\n\nb', [], 'From x', [], 'b'],
    [' c\nA: 1\n\n', [['A', '1']], undefined, ['FirstHeaderLineIsContinuationDefect'], ''],
  ])('%j: the last line may be an envelope, and the body then', (text, ...parts) => {
    const message = parse(text);
    expect([message.items(), message.unixfrom, message.defects, message.payload]).toEqual(parts);
  });

  test('blocks that CPython 3.11.7 parsed give the same headers, defects and rest', () => {
    const blocks = readFileSync(new URL('header-blocks.jsonl', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    expect(blocks.length).toBeGreaterThan(80);
    for (const line of blocks) {
      const [raw, items, unixfrom, defects, rest] = JSON.parse(line) as [
        string,
        unknown,
        string | null,
        unknown,
        string,
      ];
      const file = fileOf(encodeLatin1(raw));
      const message = finish(parseHeaders(file, HTTPMessage));
      const found = [message.items(), message.unixfrom ?? null, message.defects, decodeLatin1(finish(file.read()))];
      expect(found, line).toEqual([items, unixfrom, defects, rest]);
    }
  });
});

const read = (text: string): HTTPMessage => finish(parseHeaders(fileOf(encodeLatin1(text)), HTTPMessage));
const lineOf = (size: number): string => `A: ${'x'.repeat(size - 5)}\r\n`;

describe('limits of a header block', () => {
  test('a line of 65536 bytes is read, one more is too long', () => {
    expect(read(`${lineOf(65_536)}\r\n`).get('a')).toHaveLength(65_531);
    expect(() => read(`${lineOf(65_537)}\r\n`)).toThrow(LineTooLong);
    expect(() => read(`${lineOf(65_537)}\r\n`)).toThrow('got more than 65536 bytes when reading header line');
  });

  test('99 headers and the empty line are read, one more is too many', () => {
    expect(read(`${'A: 1\r\n'.repeat(99)}\r\n`)).toHaveLength(99);
    expect(() => read(`${'A: 1\r\n'.repeat(100)}\r\n`)).toThrow(HTTPException);
    expect(() => read('A: 1\r\n'.repeat(101))).toThrow('got more than 100 headers');
  });

  test('the end of the file ends the block', () => {
    expect(read('A: 1\r\nB: 2').items()).toEqual([
      ['A', '1'],
      ['B', '2'],
    ]);
  });
});

test('dates have the fixed form of HTTP', () => {
  expect(formatdate(0)).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  expect(formatdate(784_111_777.9)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
  expect(formatdate(951_827_696)).toBe('Tue, 29 Feb 2000 12:34:56 GMT');
});
