/** The descriptors of one process. */
import type { OpenFile } from './open-file.ts';
import type { Fd } from '../types.ts';

/** Up to this many descriptors a table is as long as it must be: arrays that grow reserve 16 places. */
const FEW = 8;

/** Maps descriptors to open files; a new one takes the lowest free number, as POSIX requires. */
export class FdTable {
  private _files: (OpenFile | undefined)[] = [];
  /** The free descriptors below the highest that was ever open, in descending order: the last one is taken next. */
  private _free: Fd[] = [];

  readonly limit: number;

  /** @param limit how many descriptors may be open (RLIMIT_NOFILE). */
  constructor(limit: number) {
    this.limit = limit;
  }

  get isFull(): boolean {
    return this.size >= this.limit;
  }

  get size(): number {
    return this._files.length - this._free.length;
  }

  get(fd: Fd): OpenFile | undefined {
    return this._files[fd];
  }

  /** Opens the lowest free descriptor for `file`. Check `isFull` first: the caller reports EMFILE for a full table. */
  install(file: OpenFile): Fd {
    const fd = this._free.pop() ?? (this._files.length as Fd);
    if (fd === this._files.length && fd < FEW) this._files = this._files.concat(file);
    else this._files[fd] = file;
    file.references += 1;
    return fd;
  }

  /** Closes a descriptor; the file is released with its last descriptor. Returns false when it was not open. */
  close(fd: Fd): boolean {
    const file = this._files[fd];
    if (file === undefined) return false;
    this._files[fd] = undefined;
    this._addFree(fd);
    file.references -= 1;
    if (file.references === 0) file.release();
    return true;
  }

  private _addFree(fd: Fd): void {
    const free = this._free;
    let [from, to] = [0, free.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((free[middle] as Fd) > fd) from = middle + 1;
      else to = middle;
    }
    if (from === free.length) free.push(fd);
    else free.splice(from, 0, fd);
  }

  /** Closes all descriptors, the lowest first. */
  closeAll(): void {
    const files = this._files.splice(0);
    this._free = [];
    for (const file of files) {
      if (file === undefined) continue;
      file.references -= 1;
      if (file.references === 0) file.release();
    }
  }

  /** The table of a forked child: the same open files under the same numbers. */
  fork(): FdTable {
    const copy = new FdTable(this.limit);
    copy._free = [...this._free];
    for (const file of this._files) {
      copy._files.push(file);
      if (file !== undefined) file.references += 1;
    }
    return copy;
  }

  /** Open descriptors in ascending order, copied at the time of the call. */
  entries(): (readonly [Fd, OpenFile])[] {
    const entries: (readonly [Fd, OpenFile])[] = [];
    this._files.forEach((file, fd) => {
      if (file !== undefined) entries.push([fd as Fd, file]);
    });
    return entries;
  }
}
