/** What a selector knows of a file. Mirrors `selectors.SelectorKey`. */
import { repr } from '../python/repr.ts';

/** What has a descriptor. */
export interface HasFileno {
  fileno(): number;
}

/** A descriptor, or what has one. */
export type FileLike = number | HasFileno;

/** What is registered: the file, its descriptor, the events waited for, and data of whoever registered it. @python selectors.SelectorKey */
export class SelectorKey<D = unknown> {
  readonly fileobj: FileLike;
  readonly fd: number;
  readonly events: number;
  readonly data: D;

  constructor(fileobj: FileLike, fd: number, events: number, data: D) {
    [this.fileobj, this.fd, this.events, this.data] = [fileobj, fd, events, data];
  }

  /** As the named tuple that it is in Python. */
  __repr__(): string {
    const { fileobj, fd, events, data } = this;
    return `SelectorKey(fileobj=${repr(fileobj)}, fd=${fd}, events=${events}, data=${repr(data)})`;
  }
}
