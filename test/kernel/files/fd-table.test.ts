import { expect, test } from 'vitest';
import { FdTable } from '../../../src/kernel/files/fd-table.ts';
import type { OpenFile } from '../../../src/kernel/files/open-file.ts';
import type { Fd } from '../../../src/kernel/types.ts';
import { WaitQueue } from '../../../src/kernel/sched/wait-queue.ts';

class File implements OpenFile {
  released = 0;
  references = 0;
  isNonBlocking = false;
  readonly kind = 'pipe';
  readonly changed = new WaitQueue();
  readonly isIdle = false;
  readiness(): number {
    return 0;
  }
  release(): void {
    this.released += 1;
  }
}

const fd = (number: number): Fd => number as Fd;

test('a new descriptor is the lowest free number', () => {
  const table = new FdTable(8);
  const files = [new File(), new File(), new File(), new File()] as const;
  expect(files.map((file) => table.install(file))).toEqual([0, 1, 2, 3]);
  table.close(fd(2));
  table.close(fd(1));
  expect([table.install(files[1]), table.install(files[2]), table.install(new File())]).toEqual([1, 2, 4]);
  expect(table.size).toBe(5);
});

test('a table is full at its limit and not before', () => {
  const table = new FdTable(2);
  table.install(new File());
  expect(table.isFull).toBe(false);
  table.install(new File());
  expect(table.isFull).toBe(true);
  table.close(fd(0));
  expect(table.isFull).toBe(false);
});

test('a file is released by its last descriptor, once', () => {
  const table = new FdTable(8);
  const file = new File();
  table.install(file);
  table.install(file);
  expect(table.close(fd(0))).toBe(true);
  expect(file.released).toBe(0);
  expect(table.get(fd(0))).toBeUndefined();
  expect(table.close(fd(1))).toBe(true);
  expect(file.released).toBe(1);
  expect([table.close(fd(1)), table.close(fd(9))]).toEqual([false, false]);
  expect([file.released, table.size]).toEqual([1, 0]);
});

test('a forked table has the same files, fills free numbers first, and closes independently', () => {
  const table = new FdTable(4);
  const files = [new File(), new File(), new File()] as const;
  for (const file of files) table.install(file);
  table.close(fd(1));
  const child = table.fork();
  expect([child.limit, child.size, files[0].references]).toEqual([4, 2, 2]);
  expect(child.entries()).toEqual([
    [0, files[0]],
    [2, files[2]],
  ]);
  expect(child.install(new File())).toBe(1);
  child.closeAll();
  expect([child.size, files[0].released, files[0].references]).toEqual([0, 0, 1]);
  table.closeAll();
  expect(files.map(({ released }) => released)).toEqual([1, 1, 1]);
});

test('the entries are those at the time of the call, even if some are closed during iteration', () => {
  const table = new FdTable(4);
  for (let count = 0; count < 3; count += 1) table.install(new File());
  const seen: number[] = [];
  for (const [each] of table.entries()) {
    seen.push(each);
    table.close(fd(2));
  }
  expect(seen).toEqual([0, 1, 2]);
});
