import { array, assert, nat, oneof, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { ByteQueue, concatenate } from '../../src/kernel/byte-queue.ts';
import { bytes, text } from '../support/drive.ts';

const queueOf = (...chunks: string[]): ByteQueue => {
  const queue = new ByteQueue();
  for (const chunk of chunks) queue.push(bytes(chunk));
  return queue;
};

test('a chunk is passed on without copying, whole or in parts', () => {
  const chunk = bytes('abcdef');
  const queue = new ByteQueue();
  queue.push(chunk);
  expect(queue.takeChunk(2).buffer).toBe(chunk.buffer);
  expect(text(queue.takeChunk(4))).toBe('cdef');
  queue.push(chunk);
  expect(queue.takeChunk(6)).toBe(chunk);
  queue.push(chunk);
  expect(queue.take(100)).toBe(chunk);
});

test('bytes from several chunks are joined, up to exactly the limit', () => {
  const queue = queueOf('ab', 'cd', 'ef');
  expect(text(queue.take(3))).toBe('abc');
  expect(queue.length).toBe(3);
  expect(text(queue.toBytes())).toBe('def');
  expect(text(queue.take(3))).toBe('def');
  expect(queue.length).toBe(0);
});

test('parts of one write that lie one after the other are joined without copying', () => {
  const written = bytes('-abcdef-');
  const queue = new ByteQueue();
  for (const [from, to] of [
    [1, 3],
    [3, 4],
    [4, 7],
  ] as const)
    queue.push(written.subarray(from, to));
  const taken = queue.take(5);
  expect(text(taken)).toBe('abcde');
  expect(taken.buffer).toBe(written.buffer);
});

test('parts of one write that do not follow each other are joined in their order', () => {
  const written = bytes('abcdef');
  const parts = [written.subarray(2, 4), written.subarray(0, 2), written.subarray(5)];
  expect(text(concatenate(parts))).toBe('cdabf');
  expect(text(concatenate([written.subarray(0, 2), bytes('xy'), written.subarray(2, 4)]))).toBe('abxycd');
});

test('a limit at the end of a chunk leaves the next one whole', () => {
  const queue = queueOf('ab', 'cd');
  expect(text(queue.take(2))).toBe('ab');
  expect(text(queue.takeChunk(5))).toBe('cd');
});

test('an empty queue gives nothing, and a limit of 0 takes nothing', () => {
  expect(queueOf().take(5)).toHaveLength(0);
  const queue = queueOf('ab', '');
  expect([queue.takeChunk(0).length, queue.takeChunk(-1).length, queue.take(0).length]).toEqual([0, 0, 0]);
  expect(queue.length).toBe(2);
});

test('a queue that was cleared is empty, and is used again', () => {
  const queue = queueOf('ab', 'cd');
  queue.takeChunk(1);
  queue.clear();
  expect([queue.length, queue.toBytes().length, queue.take(9).length]).toEqual([0, 0, 0]);
  queue.push(bytes('x'));
  expect(text(queue.toBytes())).toBe('x');
});

test('a copy of everything is independent of the queue', () => {
  const queue = queueOf('ab', 'cd');
  const copy = queue.toBytes();
  queue.take(4);
  expect(text(copy)).toBe('abcd');
});

test('one part is returned as it is, several parts joined', () => {
  const part = bytes('ab');
  expect(concatenate([part])).toBe(part);
  expect(text(concatenate([part, bytes(''), bytes('c')]))).toBe('abc');
  expect(concatenate([])).toHaveLength(0);
});

test('however it is filled and drained, over hundreds of chunks, bytes come out in order and are counted', () => {
  const action = oneof(
    { weight: 3, arbitrary: record({ push: string({ maxLength: 4, unit: 'binary-ascii' }) }) },
    record({ take: nat(9) }),
    record({ chunk: nat(9) }),
  );
  assert(
    property(array(action, { minLength: 1, maxLength: 400, size: 'max' }), (actions) => {
      const queue = new ByteQueue();
      let model = '';
      for (const it of actions) {
        if ('push' in it) {
          queue.push(bytes(it.push));
          model += it.push;
        } else {
          const limit = 'take' in it ? it.take : it.chunk;
          const taken = text('take' in it ? queue.take(limit) : queue.takeChunk(limit));
          expect(model.startsWith(taken)).toBe(true);
          expect(taken.length).toBeLessThanOrEqual(limit);
          if ('take' in it) expect(taken).toHaveLength(Math.min(limit, model.length));
          else if (limit > 0 && model !== '') expect(taken).not.toBe('');
          model = model.slice(taken.length);
        }
        expect(queue.length).toBe(model.length);
      }
      expect(text(queue.toBytes())).toBe(model);
    }),
  );
});

test('a queue that is never empty still releases the chunks that have been taken', () => {
  const queue = queueOf('x');
  for (let round = 0; round < 1000; round += 1) {
    queue.push(bytes('ab'));
    expect(queue.takeChunk(2).length).toBeGreaterThan(0);
  }
  const held = (queue as unknown as { readonly _chunks: unknown[] })._chunks.length;
  expect(held).toBeLessThan(200);
});
