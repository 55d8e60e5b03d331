/** Members of streams that servers do not use. */
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { withManager } from '../../src/python/with.ts';
import { BufferedReader } from '../../src/stdlib/io-buffered-reader.ts';
import { BufferedWriter } from '../../src/stdlib/io-buffered-writer.ts';
import { BytesIO, RawIOBase } from '../../src/stdlib/io.ts';
import { finish } from '../support/files.ts';

describe('members of streams', () => {
  const three = encodeLatin1('one\ntwo\nthree');
  // Answers of CPython's io.
  test.each([
    [-1, [4, 4, 5], [4, 4, 5]],
    [0, [4, 4, 5], [4, 4, 5]],
    [1, [4], [4]],
    [4, [4], [4, 4]],
    [5, [4, 4], [4, 4]],
    [8, [4, 4], [4, 4, 5]],
    [9, [4, 4, 5], [4, 4, 5]],
  ])(
    'readlines(%d) of a file in memory stops at the hint, that of another stream behind it',
    (hint, inMemory, others) => {
      const lengths = (found: readonly Uint8Array[]): number[] => found.map(({ length }) => length);
      expect(lengths(finish(new BytesIO(three).readlines(hint)))).toEqual(inMemory);
      expect(lengths(finish(readerOf(three).readlines(hint)))).toEqual(others);
    },
  );

  test('a stream is a manager, which closes it; a closed one is not entered', () => {
    const stream = new BytesIO(encodeLatin1('x'));
    const body = withManager(stream, function* (entered) {
      expect(entered).toBe(stream);
      return yield* entered.read();
    });
    expect([decodeLatin1(finish(body)), stream.closed]).toEqual(['x', true]);
    expect(() => stream.__enter__()).toThrow('I/O operation on closed file.');
    const flushed = new BytesIO();
    const writer = new BufferedWriter();
    writer.init(Object.assign(new RawBytes(), { file: flushed }));
    finish(withManager(writer, (it) => it.write(encodeLatin1('kept'))));
    expect([decodeLatin1(flushed.getvalue()), writer.closed]).toEqual(['kept', true]);
  });

  test('a buffered stream has the name and mode of what is below it', () => {
    const raw = Object.assign(new RawBytes(), { name: 7, mode: 'wb' });
    const writer = new BufferedWriter();
    writer.init(raw);
    expect([writer.name, writer.mode, writer.raw]).toEqual([7, 'wb', raw]);
    const bare = new BufferedWriter();
    bare.init(new RawBytes());
    expect(() => bare.mode).toThrow("'RawBytes' object has no attribute 'mode'");
    expect(() => bare.name).toThrow("'RawBytes' object has no attribute 'name'");
    for (const read of [bare.read(), bare.readline(), bare.readinto(new Uint8Array(1)), bare.readlines()]) {
      expect(() => finish(read as Sys<unknown>)).toThrow(/^read$/);
    }
    expect(() => finish(bare.read1())).toThrow(/^read1$/);
  });
});

/** A raw stream over a file in memory. */
class RawBytes extends RawIOBase {
  file = new BytesIO();
  override readable(): boolean {
    return true;
  }
  override *readinto(buffer: Uint8Array): Sys<number | undefined> {
    return yield* this.file.readinto(buffer);
  }
  override writable(): boolean {
    return true;
  }
  override *write(data: Uint8Array): Sys<number> {
    return yield* this.file.write(data);
  }
}

function readerOf(bytes: Uint8Array): BufferedReader {
  const reader = new BufferedReader();
  reader.init(Object.assign(new RawBytes(), { file: new BytesIO(bytes) }));
  return reader;
}
