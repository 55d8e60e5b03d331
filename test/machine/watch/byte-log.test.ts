import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../../src/python/bytes.ts';
import { ByteLog } from '../../../src/machine/watch/byte-log.ts';

const SHOWN = 65_536;

function logOf(...chunks: string[]): ByteLog {
  const log = new ByteLog();
  for (const chunk of chunks) log.append(encodeLatin1(chunk));
  return log;
}

function shown(log: ByteLog, read = 0): readonly [text: string, read: number, dropped: number] {
  const lane = log.lane('client in', read);
  return [decodeLatin1(lane.bytes), lane.read, lane.dropped];
}

test('everything that came is shown, in order, with the number of bytes read', () => {
  expect(shown(logOf('ab', '', 'cd'), 3)).toEqual(['abcd', 3, 0]);
  expect(shown(logOf())).toEqual(['', 0, 0]);
  expect(logOf('ab', 'cd')).toHaveLength(4);
});

test('of more than 65,536 bytes the last ones are shown, with the number of dropped ones', () => {
  const [first, second] = ['a'.repeat(SHOWN), 'b'.repeat(10)];
  expect(shown(logOf(first))).toEqual([first, 0, 0]);
  expect(shown(logOf(first, second), 5)).toEqual([first.slice(10) + second, 0, 10]);
  expect(shown(logOf(first, second), SHOWN)).toEqual([first.slice(10) + second, SHOWN - 10, 10]);
  const one = `${first}${second}x`;
  expect(shown(logOf(one), 12)).toEqual([one.slice(11), 1, 11]);
});

test('the read count starts at the very first byte, and never exceeds what is shown', () => {
  expect(shown(logOf('ab'), 9)).toEqual(['ab', 2, 0]);
});

test('chunks that no snapshot can show are released', () => {
  const log = new ByteLog();
  for (let round = 0; round < 100; round += 1) log.append(new Uint8Array(10_000).fill(round));
  expect(log).toHaveLength(1_000_000);
  const { bytes, dropped } = log.lane('client in', 0);
  expect([bytes.length, dropped, bytes[0], bytes.at(-1)]).toEqual([SHOWN, 1_000_000 - SHOWN, 93, 99]);
  const { _chunks: held } = log as unknown as { readonly _chunks: readonly Uint8Array[] };
  expect(held.filter(({ length }) => length > 0)).toHaveLength(7);
  expect(held.length).toBeLessThanOrEqual(14);
});

test('a log cut to a length is what it was then, at the end of a chunk and inside one', () => {
  const log = logOf('ab', 'cd', 'ef');
  expect([0, 1, 2, 3, 6, 9].map((length) => shown(log.until(length))[0])).toEqual([
    '',
    'a',
    'ab',
    'abc',
    'abcdef',
    'abcdef',
  ]);
  expect(shown(log)[0]).toBe('abcdef');
});

test('a log that has dropped bytes keeps count when it is cut', () => {
  const log = logOf('a'.repeat(SHOWN), 'b'.repeat(SHOWN));
  expect(log.until(SHOWN + 3)).toHaveLength(SHOWN + 3);
  expect(shown(log.until(SHOWN + 3))).toEqual(['bbb', 0, SHOWN]);
  expect(log.until(5)).toHaveLength(5);
});

test('appending bytes to a copy leaves the log unchanged', () => {
  const log = logOf('ab');
  expect(shown(log.plus(encodeLatin1('c')))[0]).toBe('abc');
  expect(shown(log.plus(new Uint8Array()))[0]).toBe('ab');
  expect(shown(log)[0]).toBe('ab');
});

test('bytes that came one by one are shown and cut like one chunk', () => {
  const log = new ByteLog();
  const whole = new ByteLog();
  const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
  for (let at = 0; at < bytes.length; at += 1) log.append(bytes.subarray(at, at + 1));
  whole.append(bytes);
  expect(log.length).toBe(200_000);
  expect(log.lane('rfile', 150_000)).toEqual(whole.lane('rfile', 150_000));
  expect(log.until(180_000).length).toBe(180_000);
  expect(log.until(180_000).lane('rfile', 0).bytes.at(-1)).toBe(bytes[179_999]);
  log.append(Uint8Array.of(7));
  expect(log.lane('rfile', 0).bytes.subarray(-2)).toEqual(Uint8Array.of(bytes[199_999] as number, 7));
});
