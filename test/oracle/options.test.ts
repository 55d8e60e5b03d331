import { expect, test } from 'vitest';
import { UsageError } from '../support/command-line.ts';
import { readOptions } from './options.ts';
import { compare, listDifference, textDifference } from './compare.ts';
import type { Result } from './recording.ts';

test('without paths the project plays its own recordings, all columns', () => {
  expect(readOptions([], 'own')).toMatchObject({
    cases: ['own'],
    fuzz: ['own'],
    columns: ['bytes', 'end', 'log', 'calls', 'syscalls'],
  });
});

test('paths are given one after the other, names with commas', () => {
  const options = readOptions(
    ['--cases', 'a.json', 'b', '--kind', 'base,tcp', '--only', 'end,bytes', '--verbose'],
    'own',
  );
  expect(options).toMatchObject({
    cases: ['a.json', 'b'],
    fuzz: [],
    kinds: ['base', 'tcp'],
    columns: ['bytes', 'end'],
    isVerbose: true,
  });
});

test('what is not an option is refused by name', () => {
  expect(() => readOptions(['--kinds', 'base'], 'own')).toThrow(new UsageError('unknown option --kinds'));
  expect(() => readOptions(['base'], 'own')).toThrow('unexpected argument base');
  expect(() => readOptions(['--only', 'colour'], 'own')).toThrow('there is no column colour');
  expect(() => readOptions(['--cases'], 'own')).toThrow('--cases needs a value');
});

const result = (more: Partial<Result>): Result => ({
  conns: [{ received: 'one', end: 'eof' }],
  marks: [],
  log: [],
  exit: 0,
  calls: null,
  syscalls: null,
  ...more,
});

test('a column that was not recorded is not compared', () => {
  const verdicts = compare(result({}), result({ syscalls: { server: [] } }), ['bytes', 'syscalls']);
  expect([...verdicts]).toEqual([['bytes', undefined]]);
});

test('packed and plain data are the same', () => {
  const packed = result({ conns: [{ received: ['x', ['ab', 2]], end: 'eof' }] });
  const plain = result({ conns: [{ received: 'xabab', end: 'eof' }] });
  expect(compare(packed, plain, ['bytes']).get('bytes')).toBeUndefined();
});

test('a list that nobody recorded is a difference', () => {
  const verdicts = compare(result({ calls: {} }), result({ calls: { 'handler-1': [['call', 'f']] } }), ['calls']);
  expect(verdicts.get('calls')).toBe('handler-1: nothing was recorded, got 1 entries, first call f');
});

test('differences show where, and both sides with control characters escaped', () => {
  expect(textDifference('a\r\nb', 'a\r\nc')).toContain('differs at offset 3 (recorded 4 bytes, got 4)');
  expect(textDifference('a\r\nb', 'a\r\nc')).toContain('a\\r\\n⟨here⟩b');
  expect(listDifference('line', ['a', 'b'], ['a'])).toBe(
    'line 1 differs (recorded 2, got 1)\n  0: a\n  1 recorded: b\n  1 got:      (the list ends here)',
  );
});
