/** Pipes: a bounded byte queue between two ends. */
import { ByteQueue } from './net/byte-queue.ts';
import type { OpenFile } from './open-file.ts';
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from './open-file.ts';
import { done, fail, wait } from './sys.ts';
import type { Outcome } from './sys.ts';
import { WaitQueue } from './wait-queue.ts';

/** Writes of up to this size are not split (PIPE_BUF); it is also how much must be free for a pipe to be writable. */
const ATOMIC = 4096;

const NO_BYTES = new Uint8Array(0);

/** One end of a pipe; `kind` tells a snapshot that it is one, `end` which. */
export class PipeEnd implements OpenFile {
  readonly kind = 'pipe';
  readonly isIdle = false;
  readonly changed = new WaitQueue();
  references = 0;
  isNonBlocking = false;
  isReleased = false;
  private _other: PipeEnd | undefined;

  readonly end: 'read' | 'write';
  private readonly _bytes: ByteQueue;
  private readonly _capacity: number;

  private constructor(end: 'read' | 'write', bytes: ByteQueue, capacity: number) {
    this.end = end;
    this._bytes = bytes;
    this._capacity = capacity;
  }

  /** Both ends of a new pipe that keeps `capacity` bytes. */
  static pair(capacity: number): readonly [PipeEnd, PipeEnd] {
    const bytes = new ByteQueue();
    const read = new PipeEnd('read', bytes, capacity);
    const write = new PipeEnd('write', bytes, capacity);
    read._other = write;
    write._other = read;
    return [read, write];
  }

  private get _isAlone(): boolean {
    return this._other?.isReleased !== false;
  }

  private get _room(): number {
    return this._capacity - this._bytes.length;
  }

  readiness(): number {
    if (this.end === 'read') return (this._bytes.length > 0 ? POLLIN : 0) | (this._isAlone ? POLLHUP : 0);
    return (this._room >= Math.min(ATOMIC, this._capacity) ? POLLOUT : 0) | (this._isAlone ? POLLERR : 0);
  }

  /** Bytes that are there, at most `size`; none at the end, when all writers are gone. */
  read(size: number): Outcome<Uint8Array> {
    if (this.end !== 'read') return fail('EBADF');
    if (size === 0) return done(NO_BYTES);
    if (this._bytes.length > 0) {
      const data = this._bytes.take(size);
      this._other?.changed.wake();
      return done(data);
    }
    if (this._isAlone) return done(NO_BYTES);
    return this.isNonBlocking ? fail('EAGAIN') : wait([this.changed]);
  }

  /** Writes all of `data`, waiting for room; `call` keeps how far it got. EPIPE when no reader is left. */
  write(data: Uint8Array, call: { progress: number }): Outcome<number> {
    if (this.end !== 'write') return fail('EBADF');
    if (data.length === 0) return done(0);
    if (this._isAlone) return call.progress > 0 ? done(call.progress) : fail('EPIPE');
    let sent = call.progress;
    const left = data.length - sent;
    if (left <= this._room || (data.length > ATOMIC && this._room > 0)) {
      const end = sent + Math.min(left, this._room);
      this._bytes.push(sent === 0 && end === data.length ? data : data.subarray(sent, end));
      sent = end;
      this._other?.changed.wake();
    }
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
