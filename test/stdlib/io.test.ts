/**
 * Streams: buffered ones against what CPython 3.11 did with the same raw streams (buffered-*.jsonl), the others by
 * rule.
 */
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { concat, decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { BaseException, BlockingIOError, UnsupportedOperation, ValueError } from '../../src/python/errors.ts';
import { iterate } from '../../src/python/iterate.ts';
import { BufferedReader } from '../../src/stdlib/io-buffered-reader.ts';
import { BufferedWriter } from '../../src/stdlib/io-buffered-writer.ts';
import { BytesIO, RawIOBase } from '../../src/stdlib/io.ts';
import { drive } from '../support/drive.ts';

const lines = (file: string): unknown[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

/** Gives its chunks one after the other, then its end; null stands for nothing there yet. */
class Chunks extends RawIOBase {
  readonly chunks: (Uint8Array | null)[];
  sizes: number[] = [];

  constructor(chunks: readonly (string | null)[]) {
    super();
    this.chunks = chunks.map((chunk) => (chunk === null ? null : encodeLatin1(chunk)));
  }

  override readable(): boolean {
    return true;
  }

  override *readinto(buffer: Uint8Array): Sys<number | undefined> {
    this.sizes.push(buffer.length);
    const [chunk] = this.chunks;
    if (chunk === undefined) return 0;
    this.chunks.shift();
    if (chunk === null) return undefined;
    const part = chunk.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length < chunk.length) this.chunks.unshift(chunk.subarray(part.length));
    return part.length;
  }
}

function readerOf(chunks: readonly (string | null)[], size: number): { raw: Chunks; reader: BufferedReader } {
  const [raw, reader] = [new Chunks(chunks), new BufferedReader()];
  reader.init(raw, size);
  return { raw, reader };
}

const message = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof BaseException) return `${error.className}: ${error.text}`;
    throw error;
  }
  return 'no error';
};

interface ReaderCase {
  readonly size: number;
  readonly chunks: readonly (string | null)[];
  readonly ops: readonly (readonly [
    name: string,
    argument: number,
    result: string | string[] | null,
    sizes: number[],
  ])[];
}

function* performRead(reader: BufferedReader, name: string, argument: number): Sys<string | string[] | null> {
  const buffer = new Uint8Array(argument < 0 ? 0 : argument);
  const intoText = (count: number | undefined): string | null =>
    count === undefined ? null : decodeLatin1(buffer.subarray(0, count));
  try {
    switch (name) {
      case 'read':
        return decodeLatin1(yield* reader.read(argument));
      case 'read1':
        return decodeLatin1(yield* reader.read1(argument));
      case 'readline':
        return decodeLatin1(yield* reader.readline(argument));
      case 'peek':
        return decodeLatin1(yield* reader.peek(argument));
      case 'readinto':
        return intoText(yield* reader.readinto(buffer));
      case 'readinto1':
        return intoText(yield* reader.readinto1(buffer));
      default:
        return (yield* reader.readlines(argument)).map(decodeLatin1);
    }
  } catch (error) {
    if (error instanceof BlockingIOError) return null;
    throw error;
  }
}

describe('BufferedReader does what CPython did', () => {
  test.each((lines('buffered-reader.jsonl') as ReaderCase[]).map((recorded, index) => [index, recorded] as const))(
    'case %i',
    (_index, { size, chunks, ops }) => {
      const { raw, reader } = readerOf(chunks, size);
      for (const [name, argument, result, sizes] of ops) {
        raw.sizes = [];
        expect([name, argument, drive(() => performRead(reader, name, argument)), raw.sizes]).toEqual([
          name,
          argument,
          result,
          sizes,
        ]);
      }
    },
  );
});

interface WriterCase {
  readonly size: number;
  readonly plan: readonly (number | null)[];
  readonly ops: readonly (readonly [string, number, unknown, (readonly [number, number | null])[]])[];
}

/** Takes as much of each write as the plan says; null stands for no room. */
class Taker extends RawIOBase {
  plan: (number | null)[];
  got: (readonly [number, number | null])[] = [];

  constructor(plan: readonly (number | null)[]) {
    super();
    this.plan = [...plan];
  }

  override writable(): boolean {
    return true;
  }

  override *write(data: Uint8Array): Sys<number | undefined> {
    const request = this.plan.length === 0 ? data.length : (this.plan.shift() ?? null);
    const take = request === null ? null : Math.min(request, data.length);
    this.got.push([data.length, take]);
    return take ?? undefined;
  }
}

function* performWrite(writer: BufferedWriter, name: string, size: number): Sys<unknown> {
  try {
    if (name === 'write') return yield* writer.write(new Uint8Array(size));
    yield* name === 'flush' ? writer.flush() : writer.close();
    return null;
  } catch (error) {
    if (!(error instanceof BlockingIOError)) throw error;
    return [error.className, error.args[2], error.strerror];
  }
}

describe('BufferedWriter does what CPython did', () => {
  test.each((lines('buffered-writer.jsonl') as WriterCase[]).map((recorded, index) => [index, recorded] as const))(
    'case %i',
    (_index, { size, plan, ops }) => {
      const [raw, writer] = [new Taker(plan), new BufferedWriter()];
      writer.init(raw, size);
      for (const [name, argument, result, got] of ops) {
        raw.got = [];
        if (name === 'close') raw.plan = [];
        expect([name, drive(() => performWrite(writer, name, argument)), raw.got]).toEqual([name, result, got]);
      }
    },
  );
});

test('any fragmentation gives the same lines', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 7 })), fc.integer({ min: 1, max: 20 }), (all, cuts, size) => {
      const pieces: string[] = [];
      let rest = all;
      for (const cut of cuts) {
        if (rest !== '') pieces.push(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      if (rest !== '') pieces.push(rest);
      const { reader } = readerOf(pieces, size);
      const read = drive(() => reader.readlines()).map(decodeLatin1);
      expect(read).toEqual(all.match(/[^\n]*\n|[^\n]+$/g) ?? []);
    }),
  );
});

test('a chunk of the raw stream is the buffer itself, and a whole buffer is handed on without a copy', () => {
  const chunk = encodeLatin1('whole');
  class One extends Chunks {
    override *readChunk(): Sys<Uint8Array> {
      return chunk;
    }
  }
  const reader = new BufferedReader();
  reader.init(new One([]));
  expect(drive(() => reader.peek())).toBe(chunk);
  expect(reader.bufferedBytes).toBe(chunk);
  expect(reader.position).toBe(0);
  expect(drive(() => reader.read(5))).toBe(chunk);
  expect(reader.position).toBe(5);
});

test('the stream offset counts what went before the buffer', () => {
  const { reader } = readerOf(['0123456789', 'abcdefgh'], 4);
  drive(() => reader.read(2));
  expect([reader.streamOffset, reader.position]).toEqual([0, 2]);
  drive(() => reader.read(11));
  expect([reader.streamOffset + reader.position]).toEqual([13]);
});

test('a closed or detached reader says so', () => {
  const { reader } = readerOf(['abc\n'], 16);
  drive(() => reader.read(1));
  drive(() => reader.close());
  expect(message(() => drive(() => reader.read(1)))).toBe('ValueError: read of closed file');
  expect(message(() => drive(() => reader.readline()))).toBe('ValueError: readline of closed file');
  expect(message(() => drive(() => reader.peek()))).toBe('ValueError: peek of closed file');
  expect(message(() => drive(() => reader.readinto(new Uint8Array(1))))).toBe('ValueError: readinto of closed file');
  expect(message(() => drive(() => reader.readlines()))).toBe('ValueError: I/O operation on closed file.');
  drive(() => reader.close());
  const other = readerOf([], 16).reader;
  other.detach();
  expect(message(() => drive(() => other.read(1)))).toBe('ValueError: raw stream has been detached');
  expect(message(() => drive(() => other.read(-2)))).toBe('ValueError: read length must be non-negative or -1');
});

test('streams refuse what they cannot do', () => {
  const { raw, reader } = readerOf([], 16);
  expect(message(() => new BufferedWriter().init(raw))).toBe('UnsupportedOperation: File or stream is not writable.');
  expect(message(() => new BufferedReader().init(raw, 0))).toBe('ValueError: buffer size must be strictly positive');
  expect(message(() => drive(() => reader.write(new Uint8Array(1))))).toBe('UnsupportedOperation: write');
  expect(() => raw.fileno()).toThrow(UnsupportedOperation);
  expect(() => raw.seek(0)).toThrow(UnsupportedOperation);
});

test('a raw stream reads a line byte by byte, and iterates over its lines', () => {
  const raw = new Chunks(['ab\ncd', '\n']);
  expect(decodeLatin1(drive(() => raw.readline()))).toBe('ab\n');
  expect(raw.sizes).toEqual([1, 1, 1]);
  expect(decodeLatin1(drive(() => raw.readline(1)))).toBe('c');
  const rest = drive(function* () {
    const found: Uint8Array[] = [];
    const iterator = iterate(raw);
    for (let step = yield* iterator.next(); step.done !== true; step = yield* iterator.next()) found.push(step.value);
    return found;
  });
  expect(rest.map(decodeLatin1)).toEqual(['d\n']);
});

const write = (file: BytesIO, data: string): number => drive(() => file.write(encodeLatin1(data)));
const read = (file: BytesIO, size?: number): string => decodeLatin1(drive(() => file.read(size)));

describe('BytesIO', () => {
  test('reads, writes and seeks', () => {
    const file = new BytesIO(encodeLatin1('0123456789'));
    expect(read(file, 3)).toBe('012');
    expect(write(file, 'XY')).toBe(2);
    expect(file.tell()).toBe(5);
    expect(decodeLatin1(file.getvalue())).toBe('012XY56789');
    expect(file.seek(-2, 2)).toBe(8);
    expect(read(file)).toBe('89');
    expect(file.seek(12)).toBe(12);
    expect(read(file)).toBe('');
    write(file, 'z');
    expect(decodeLatin1(file.getvalue())).toBe('012XY56789\0\0z');
    expect(file.truncate(2)).toBe(2);
    expect(decodeLatin1(file.getvalue())).toBe('01');
  });

  test('never changes bytes that other code has', () => {
    const initial = encodeLatin1('abc');
    const file = new BytesIO(initial);
    write(file, 'X');
    expect(decodeLatin1(initial)).toBe('abc');
    const value = file.getvalue();
    file.seek(0);
    write(file, 'Y');
    expect(decodeLatin1(value)).toBe('Xbc');
    file.seek(0);
    const part = drive(() => file.read(2));
    file.seek(0);
    write(file, 'ZZ');
    expect(decodeLatin1(part)).toBe('Yb');
  });

  test('gives lines, with and without a limit', () => {
    const file = new BytesIO(encodeLatin1('one\ntwo\nlast'));
    expect(decodeLatin1(drive(() => file.readline(2)))).toBe('on');
    expect(drive(() => file.readlines()).map(decodeLatin1)).toEqual(['e\n', 'two\n', 'last']);
  });

  test('says what Python says', () => {
    const file = new BytesIO();
    expect(message(() => file.seek(-1))).toBe('ValueError: negative seek value -1');
    expect(message(() => file.seek(0, 7))).toBe('ValueError: invalid whence (7, should be 0, 1 or 2)');
    expect(message(() => file.truncate(-1))).toBe('ValueError: negative size value -1');
    expect(message(() => drive(() => file.write('x' as unknown as Uint8Array)))).toBe(
      "TypeError: a bytes-like object is required, not 'str'",
    );
    drive(() => file.close());
    expect(() => file.getvalue()).toThrow(ValueError);
  });

  test('many small writes are what one large one is', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (pieces) => {
        const file = new BytesIO();
        drive(function* () {
          for (const piece of pieces) yield* file.write(piece);
        });
        expect(file.getvalue()).toEqual(concat(pieces));
      }),
    );
  });
});
