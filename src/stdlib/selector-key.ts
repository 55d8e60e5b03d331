/** What a selector knows about a file. Mirrors `selectors.SelectorKey`. */
import { repr } from '../python/repr.ts';

/** An object with a descriptor. */
export interface HasFileno {
  fileno(): number;
}

/** A descriptor, or an object with one. */
export type FileLike = number | HasFileno;

/**
 * A registration: the file, its descriptor, the events to wait for, and data of the caller.
 * @python selectors.SelectorKey
 */
export class SelectorKey<D = unknown> {
  static readonly name: string = 'SelectorKey';
  readonly fileobj: FileLike;
  readonly fd: number;
  readonly events: number;
  readonly data: D;

  constructor(fileobj: FileLike, fd: number, events: number, data: D) {
    [this.fileobj, this.fd, this.events, this.data] = [fileobj, fd, events, data];
  }

  /** Shown as the named tuple that it is in Python. */
  __repr__(): string {
    const { fileobj, fd, events, data } = this;
    return `SelectorKey(fileobj=${repr(fileobj)}, fd=${fd}, events=${events}, data=${repr(data)})`;
  }
}
