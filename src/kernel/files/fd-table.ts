/** The descriptors of one process. */
import type { OpenFile } from './open-file.ts';
import type { Fd } from '../types.ts';

/** Maps descriptors to open files; a new one takes the lowest free number, as POSIX requires. */
export class FdTable {
  private readonly _files: (OpenFile | undefined)[] = [];
  private _open = 0;

  readonly limit: number;

  /** @param limit how many descriptors may be open (RLIMIT_NOFILE). */
  constructor(limit: number) {
    this.limit = limit;
  }

  get isFull(): boolean {
    return this._open >= this.limit;
  }

  get size(): number {
    return this._open;
  }

  get(fd: Fd): OpenFile | undefined {
    return this._files[fd];
  }

  /** Opens the lowest free descriptor for `file`. Check `isFull` first: the caller reports EMFILE for a full table. */
  install(file: OpenFile): Fd {
    let fd = this._files.indexOf(undefined);
    if (fd < 0) fd = this._files.length;
    this._files[fd] = file;
    this._open += 1;
    file.references += 1;
    return fd as Fd;
  }

  /** Closes a descriptor; the file is released with its last descriptor. Returns false when it was not open. */
  close(fd: Fd): boolean {
    const file = this._files[fd];
    if (file === undefined) return false;
    this._files[fd] = undefined;
    this._open -= 1;
    file.references -= 1;
    if (file.references === 0) file.release();
    return true;
  }

  closeAll(): void {
    for (const [fd] of this.entries()) this.close(fd);
  }

  /** The table of a forked child: the same open files under the same numbers. */
  fork(): FdTable {
    const copy = new FdTable(this.limit);
    for (const [fd, file] of this.entries()) {
      copy._files[fd] = file;
      copy._open += 1;
      file.references += 1;
    }
    // Free entries below the highest descriptor must be undefined, not missing, for indexOf().
    for (let fd = 0; fd < copy._files.length; fd += 1) copy._files[fd] ??= undefined;
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
