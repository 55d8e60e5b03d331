/** Pipes and select(2) at their edges, as Linux 6.18 has them. */
import { describe, expect, test } from 'vitest';
import { attempt, bytes, call, drive, driveAll, micros, readiness, text } from '../../support/drive.ts';

describe('a pipe', () => {
  test('is read without waiting, or not at all; nothing written is nothing to read', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      yield* call('ioctl', read, 'FIONBIO', 1);
      expect(yield* attempt('read', read, 1)).toBe('EAGAIN');
      expect(yield* call('read', read, 0)).toHaveLength(0);
      expect(yield* call('write', write, bytes(''))).toBe(0);
      expect(yield* attempt('read', read, 1)).toBe('EAGAIN');
      yield* call('write', write, bytes('abc'));
      const parts: string[] = [];
      for (const size of [0, 2, 2]) parts.push(text(yield* call('read', read, size)));
      expect(parts).toEqual(['', 'ab', 'c']);
      expect(yield* attempt('read', read, 1)).toBe('EAGAIN');
      yield* call('ioctl', read, 'FIONBIO', 0);
      yield* call('close', write);
      expect(yield* call('read', read, 1)).toHaveLength(0);
    });
  });

  test('a writer that waits gets what was taken when the last reader closes, and EPIPE from then on', () => {
    const seen: unknown[] = [];
    const { why } = driveAll(function* () {
      const [read, write] = yield* call('pipe');
      yield* call('fork', function* () {
        yield* call('close', read);
        seen.push(yield* attempt('write', write, new Uint8Array(100_000)));
        seen.push(yield* attempt('write', write, bytes('x')), yield* attempt('write', write, bytes('')));
      });
      yield* call('nanosleep', micros(5));
      yield* call('close', read);
    });
    expect([why, seen]).toEqual(['exit', [65_536, 'EPIPE', 0]]);
  });

  test('two writes share a page exactly when both fit', () => {
    drive(function* () {
      const [, write] = yield* call('pipe');
      yield* call('ioctl', write, 'FIONBIO', 1);
      for (const size of [4096, 4096, 100, 3996]) {
        expect(yield* call('write', write, new Uint8Array(size))).toBe(size);
      }
      // Sixteen pages in all.
      for (let page = 3; page < 16; page += 1) {
        expect(yield* readiness(write)).toBe('OUT');
        expect(yield* call('write', write, new Uint8Array(4096))).toBe(4096);
      }
      expect([yield* readiness(write), yield* attempt('write', write, bytes('x'))]).toEqual(['', 'EAGAIN']);
    });
  });

  test('takes two free descriptors: with one the table stays as it was', () => {
    drive(
      function* () {
        const [read] = yield* call('pipe');
        expect(yield* attempt('pipe')).toEqual([2, 3]);
        expect(yield* attempt('pipe')).toBe('EMFILE');
        expect(yield* call('dup', read)).toBe(4);
        expect([yield* attempt('dup', read), yield* attempt('epoll_create1')]).toEqual(['EMFILE', 'EMFILE']);
      },
      { limits: { descriptors: 5 } },
    );
  });
});

test('select finds a hung-up end readable, and one without readers both readable and writable', () => {
  drive(function* () {
    const [read, write] = yield* call('pipe');
    const [otherRead, otherWrite] = yield* call('pipe');
    expect(yield* call('select', [read], [write], micros(0))).toEqual({ read: [], write: [write], except: [] });
    yield* call('close', write);
    yield* call('close', otherRead);
    expect(yield* call('select', [read, otherWrite], [otherWrite], micros(0))).toEqual({
      ...{ read: [read, otherWrite], write: [otherWrite] },
      except: [],
    });
  });
});
