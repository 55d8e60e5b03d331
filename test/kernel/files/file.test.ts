import { describe, expect, test } from 'vitest';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { Terminal } from '../../../src/kernel/files/terminal.ts';
import type { Fd } from '../../../src/kernel/types.ts';
import {
  attempt,
  bytes,
  call,
  connected,
  drive,
  driveAll,
  micros,
  readiness,
  receive,
  text,
} from '../../support/drive.ts';

describe('descriptors', () => {
  test('a new one takes the lowest free number', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      expect([read, write]).toEqual([0, 1]);
      const copy = yield* call('dup', write);
      expect(copy).toBe(2);
      yield* call('close', read);
      expect(yield* call('dup', write)).toBe(0);
    });
  });

  test('a closed one fails with EBADF in every call', () => {
    drive(function* () {
      const fd = 7 as Fd;
      expect(yield* attempt('close', fd)).toBe('EBADF');
      expect(yield* attempt('dup', fd)).toBe('EBADF');
      expect(yield* attempt('read', fd, 1)).toBe('EBADF');
      expect(yield* attempt('write', fd, bytes('x'))).toBe('EBADF');
      expect(yield* attempt('ioctl', fd, 'FIONBIO', 1)).toBe('EBADF');
    });
  });

  test('a copy shares the open file and keeps it open', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      const copy = yield* call('dup', client);
      yield* call('close', client);
      yield* call('write', copy, bytes('still here'));
      expect(yield* receive(server)).toBe('still here');
      yield* call('ioctl', copy, 'FIONBIO', 1);
      yield* call('close', copy);
      expect(yield* receive(server)).toBe('');
    });
  });

  test('read and write work on sockets', () => {
    drive(function* () {
      const { client, server } = yield* connected();
      expect(yield* call('write', client, bytes('abc'))).toBe(3);
      expect(text(yield* call('read', server, 2))).toBe('ab');
      expect(text(yield* call('read', server, 2))).toBe('c');
      expect(yield* call('read', server, 0)).toHaveLength(0);
    });
  });

  test('a forked child has all descriptors of its parent, and a connection ends when both have closed it', () => {
    const { why } = driveAll(function* () {
      const { client, server } = yield* connected();
      const pid = yield* call('fork', function* () {
        yield* call('nanosleep', micros(10));
        yield* call('write', server, bytes('from the child'));
      });
      yield* call('close', server);
      expect(yield* receive(client)).toBe('from the child');
      expect(yield* receive(client)).toBe('');
      expect(yield* call('waitpid', pid, 0)).toEqual([pid, 0]);
    });
    expect(why).toBe('exit');
  });
});

describe('pipes', () => {
  test('written bytes can be read; the wrong end fails with EBADF', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      expect(yield* readiness(read)).toBe('');
      expect(yield* readiness(write)).toBe('OUT');
      yield* call('write', write, bytes('abc'));
      yield* call('write', write, bytes('def'));
      expect(text(yield* call('read', read, 4))).toBe('abcd');
      expect(yield* readiness(read)).toBe('IN');
      expect(yield* attempt('read', write, 1)).toBe('EBADF');
      expect(yield* attempt('write', read, bytes('x'))).toBe('EBADF');
    });
  });

  test('the end of file comes after the last writer, and EPIPE after the last reader', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      yield* call('write', write, bytes('x'));
      yield* call('close', write);
      expect(yield* readiness(read)).toBe('IN|HUP');
      expect(text(yield* call('read', read, 9))).toBe('x');
      expect(yield* readiness(read)).toBe('HUP');
      expect(yield* call('read', read, 9)).toHaveLength(0);
      const other = yield* call('pipe');
      yield* call('close', other[0]);
      expect(yield* readiness(other[1])).toBe('OUT|ERR');
      expect(yield* attempt('write', other[1], bytes('x'))).toBe('EPIPE');
    });
  });

  test('a full pipe takes no more; 4096 bytes must be free before it is writable', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      expect(yield* attempt('ioctl', write, 'FIONBIO', 1)).toBe(0);
      expect(yield* call('write', write, new Uint8Array(100_000))).toBe(65536);
      expect(yield* readiness(write)).toBe('');
      expect(yield* attempt('write', write, bytes('x'))).toBe('EAGAIN');
      yield* call('read', read, 4095);
      expect(yield* readiness(write)).toBe('');
      yield* call('read', read, 1);
      expect(yield* readiness(write)).toBe('OUT');
      expect(yield* call('write', write, new Uint8Array(5000))).toBe(4096);
    });
  });

  test('a page that is not full accepts what fits into it, and is free when all of it has been read', () => {
    drive(function* () {
      const [read, write] = yield* call('pipe');
      yield* call('ioctl', write, 'FIONBIO', 1);
      yield* call('write', write, new Uint8Array(5000));
      expect(yield* call('write', write, new Uint8Array(65_536))).toBe(14 * 4096);
      expect(yield* readiness(write)).toBe('');
      expect((yield* call('read', read, 4096)).length).toBe(4096);
      expect(yield* readiness(write)).toBe('OUT');
      expect(yield* call('write', write, new Uint8Array(3000))).toBe(3000);
      expect(yield* readiness(write)).toBe('');
      expect(yield* call('write', write, new Uint8Array(1000))).toBe(1000);
      expect(yield* attempt('write', write, new Uint8Array(1000))).toBe('EAGAIN');
      expect((yield* call('read', read, 100_000)).length).toBe(904 + 14 * 4096 + 4000);
    });
  });

  test('a waiting reader is woken by a byte and by the end, a waiting writer by room', () => {
    let total = 0;
    const { why } = driveAll(function* () {
      const [read, write] = yield* call('pipe');
      yield* call('fork', function* () {
        yield* call('close', read);
        yield* call('nanosleep', micros(3));
        expect(yield* call('write', write, new Uint8Array(300_000))).toBe(300_000);
      });
      yield* call('close', write);
      for (let size = -1; size !== 0; total += size) size = (yield* call('read', read, 7000)).length;
    });
    expect(why).toBe('exit');
    expect(total).toBe(300_000);
  });
});

describe('the terminal', () => {
  test('keeps and reports what is written to it, and has nothing to read', () => {
    const told: string[] = [];
    const terminal = new Terminal((data) => void told.push(text(data)));
    const kernel = new Kernel();
    kernel.spawn({
      name: 'writer',
      terminal,
      *main() {
        const stderr = 2 as Fd;
        expect(yield* call('write', stderr, bytes('a line\n'))).toBe(7);
        expect(yield* call('read', 0 as Fd, 10)).toHaveLength(0);
        expect(yield* readiness(stderr)).toBe('OUT');
      },
    });
    expect(kernel.run()).toBe('exit');
    expect(told).toEqual(['a line\n']);
    expect(terminal.output.map(text)).toEqual(['a line\n']);
  });
});
