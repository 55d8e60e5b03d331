/** Slices, integers, formats and encodings, compared with CPython: record_values.py makes values.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as bytes from '../../src/python/bytes.ts';
import type { ErrorHandler } from '../../src/python/bytes.ts';
import { formatPercent } from '../../src/python/format.ts';
import { add, larger, narrow, pyInt, smaller, subtract } from '../../src/python/integers.ts';
import type { Int } from '../../src/python/integers.ts';
import { deleteSliceOf, setSliceOf, sliceIndices, sliceOf } from '../../src/python/slices.ts';
import { attempt } from '../support/attempt.ts';
import type { Answer } from '../support/attempt.ts';

type Part = number | null;
interface Recorded {
  readonly slices: [
    length: number,
    parts: [Part, Part, Part],
    indices: Answer,
    read: Answer,
    dropped: Answer,
    set: Answer[],
  ][];
  readonly integers: [text: string, answers: [base: number, answer: Answer][]][];
  readonly digits: [sign: string, count: number, base: number, answer: Answer][];
  readonly arithmetic: string[][];
  readonly formats: [format: string, value: unknown, answer: Answer][];
  readonly encodings: [encoding: string, text: string, answers: Answer[]][];
  readonly decodings: [encoding: string, data: string, answers: Answer[]][];
  readonly searches: [data: string, part: string, at: number, found: unknown[], stripped: string[]][];
}
const recorded = JSON.parse(readFileSync('test/python/values.json', 'utf8')) as Recorded;

const HANDLERS: readonly ErrorHandler[] = ['strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace'];

test('slices of a list are read, replaced and deleted', () => {
  for (const [length, parts, indices, read, dropped, set] of recorded.slices) {
    const [start, end, step] = parts.map((part) => part ?? undefined);
    const slice = { start, end, step };
    const letters = (): string[] => Array.from('abcd').slice(0, length);
    const changed = (change: (list: string[]) => void): Answer =>
      attempt(() => {
        const list = letters();
        change(list);
        return list;
      });
    expect(
      [
        attempt(() => sliceIndices(length, slice)),
        attempt(() => sliceOf(letters(), slice)),
        changed((list) => deleteSliceOf(list, slice)),
        ['', 'x', 'xy'].map((values) => changed((list) => setSliceOf(list, slice, Array.from(values)))),
      ],
      `${length} letters, slice ${String(parts)}`,
    ).toEqual([indices, read, dropped, set]);
  }
});

test('text is an integer in the bases in which it is one', () => {
  for (const [text, answers] of recorded.integers) {
    const ours = answers.map(([base]) => [base, attempt(() => pyInt(text, base).toString())]);
    expect([text, ours]).toEqual([text, answers]);
  }
});

test('only bases that are no power of two have a limit of digits', () => {
  for (const [sign, count, base, answer] of recorded.digits) {
    const hex = (value: Int): string => (value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`);
    const ours = attempt(() => hex(pyInt(sign + '1'.repeat(count), base)).length);
    expect([sign, count, base, ours]).toEqual([sign, count, base, answer]);
  }
});

test('sums, differences and the order of integers are exact, and small ones are numbers', () => {
  for (const [left = '', right = '', ...answers] of recorded.arithmetic) {
    const [one, other] = [narrow(BigInt(left)), narrow(BigInt(right))];
    const ours = [add(one, other), subtract(one, other), smaller(one, other), larger(one, other)];
    expect([left, right, ...ours.map(String)]).toEqual([left, right, ...answers]);
    for (const value of ours) expect(typeof value).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
  }
});

test('values are formatted', () => {
  for (const [format, value, answer] of recorded.formats) {
    const ours = attempt(() => formatPercent(format, Array.isArray(value) ? value : [value]));
    expect([format, value, ours]).toEqual([format, value, answer]);
  }
});

test('text is encoded, or handled as asked where it cannot be', () => {
  for (const [encoding, text, answers] of recorded.encodings) {
    const ours = HANDLERS.map((errors) => attempt(() => bytes.decodeLatin1(bytes.encode(text, encoding, errors))));
    expect([encoding, text, ours]).toEqual([encoding, text, answers]);
  }
});

test('bytes are decoded, or handled as asked where they cannot be', () => {
  for (const [encoding, data, answers] of recorded.decodings) {
    const ours = HANDLERS.map((errors) => attempt(() => bytes.decode(bytes.encodeLatin1(data), encoding, errors)));
    expect([encoding, data, ours]).toEqual([encoding, data, answers]);
  }
});

test('bytes are searched and stripped', () => {
  const { encodeLatin1: of, indexOf, lastIndexOf, startsWith, endsWith, strip, lstrip, rstrip } = bytes;
  for (const [data, part, at, found, stripped] of recorded.searches) {
    const [text, piece] = [of(data), of(part)];
    expect([data, part, at, found]).toEqual([
      ...[data, part, at],
      [
        indexOf(text, piece),
        indexOf(text, piece, at),
        lastIndexOf(text, piece),
        startsWith(text, piece, at),
        endsWith(text, piece),
      ],
    ]);
    const all = [strip(text), lstrip(text), rstrip(text), strip(text, piece), lstrip(text, piece), rstrip(text, piece)];
    expect([data, part, all.map(bytes.decodeLatin1)]).toEqual([data, part, stripped]);
  }
});
