/** Pipes: a queue of pages between two ends. */
import { concatenate } from '../byte-queue.ts';
import type { OpenFile } from './open-file.ts';
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './open-file.ts';
import { done, fail, wait } from '../sys.ts';
import type { Outcome } from '../sys.ts';
import { WaitQueue } from '../sched/wait-queue.ts';

/**
 * Bytes in a page (PAGE_SIZE). Writes up to this size are not split (PIPE_BUF), and a pipe is writable while a page is
 * free.
 */
const PAGE = 4096;

const NO_BYTES = new Uint8Array(0);

/** Bytes that were written together. Reading some of them frees no room until all are read. */
interface Page {
  /** How many bytes were ever written to the page. */
  filled: number;
  readonly parts: Uint8Array[];
}

/** The contents of a pipe. Source: pipe_write() and pipe_read() of Linux. */
class Pages {
  private readonly _pages: Page[] = [];
  private readonly _size: number;
  private readonly _most: number;

  /** @param capacity in bytes; with less than a page there is one small page. */
  constructor(capacity: number) {
    this._size = Math.min(PAGE, capacity);
    this._most = Math.floor(capacity / this._size);
  }

  get isEmpty(): boolean {
    return this._pages.length === 0;
  }

  get isFull(): boolean {
    return this._pages.length >= this._most;
  }

  /**
   * Appends what does not fill a whole page to the last page, if there is room for it; returns how many bytes it took.
   */
  merge(data: Uint8Array): number {
    const rest = data.length % this._size;
    const last = this._pages.at(-1);
    if (rest === 0 || last === undefined || last.filled + rest > this._size) return 0;
    last.parts.push(data.subarray(0, rest));
    last.filled += rest;
    return rest;
  }

  /** Fills free pages with the bytes from `start`; returns the end of what it took. */
  fill(data: Uint8Array, start: number): number {
    let end = start;
    while (end < data.length && !this.isFull) {
      const part = data.subarray(end, end + this._size);
      this._pages.push({ filled: part.length, parts: [part] });
      end += part.length;
    }
    return end;
  }

  take(size: number): Uint8Array {
    const taken: Uint8Array[] = [];
    for (let left = size; left > 0 && this._pages[0] !== undefined;) {
      const { parts } = this._pages[0];
      const part = parts[0] as Uint8Array;
      taken.push(part.subarray(0, left));
      if (part.length > left) parts[0] = part.subarray(left);
      else parts.shift();
      left -= Math.min(left, part.length);
      if (parts.length === 0) this._pages.shift();
    }
    return concatenate(taken);
  }
}

/** One end of a pipe; a snapshot shows `kind` and `end`. */
export class PipeEnd implements OpenFile {
  readonly kind = 'pipe';
  readonly isIdle = false;
  readonly changed = new WaitQueue();
  references = 0;
  isNonBlocking = false;
  isReleased = false;
  private _other: PipeEnd | undefined;

  readonly end: 'read' | 'write';
  private readonly _pages: Pages;

  private constructor(end: 'read' | 'write', pages: Pages) {
    this.end = end;
    this._pages = pages;
  }

  /** Both ends of a new pipe that holds `capacity` bytes. */
  static pair(capacity: number): readonly [PipeEnd, PipeEnd] {
    const pages = new Pages(capacity);
    const read = new PipeEnd('read', pages);
    const write = new PipeEnd('write', pages);
    read._other = write;
    write._other = read;
    return [read, write];
  }

  private get _isAlone(): boolean {
    return this._other?.isReleased !== false;
  }

  readiness(): number {
    if (this.end === 'read') return (this._pages.isEmpty ? 0 : POLLIN) | (this._isAlone ? POLLHUP : 0);
    return (this._pages.isFull ? 0 : POLLOUT) | (this._isAlone ? POLLERR : 0);
  }

  /** Reads available bytes, at most `size`; none at the end, when all writers are closed. */
  read(size: number): Outcome<Uint8Array> {
    if (this.end !== 'read') return fail('EBADF');
    if (size === 0) return done(NO_BYTES);
    if (!this._pages.isEmpty) {
      const data = this._pages.take(size);
      this._other?.changed.wake();
      return done(data);
    }
    if (this._isAlone) return done(NO_BYTES);
    return this.isNonBlocking ? fail('EAGAIN') : wait([this.changed]);
  }

  /** Writes all of `data`, waiting for free pages; `call` keeps the progress. EPIPE when no reader is left. */
  write(data: Uint8Array, call: { progress: number }): Outcome<number> {
    if (this.end !== 'write') return fail('EBADF');
    if (data.length === 0) return done(0);
    if (this._isAlone) return call.progress > 0 ? done(call.progress) : fail('EPIPE');
    let sent = call.progress;
    const before = sent;
    if (sent === 0) sent = this._pages.merge(data);
    sent = this._pages.fill(data, sent);
    if (sent > before) this._other?.changed.wake();
    if (sent === data.length) return done(sent);
    if (this.isNonBlocking) return sent > 0 ? done(sent) : fail('EAGAIN');
    call.progress = sent;
    return wait([this.changed]);
  }

  release(): void {
    this.isReleased = true;
    this.changed.wake();
    this._other?.changed.wake();
  }
}
