/** The target of a process's standard output and error; nothing can be read from it. */
import type { OpenFile } from './open-file.ts';
import { POLLOUT } from './open-file.ts';
import { WaitQueue } from '../sched/wait-queue.ts';

/** Collects what is written to it. It is always writable; reading returns the end of the file. */
export class Terminal implements OpenFile {
  readonly kind = 'terminal';
  readonly isIdle = true;
  readonly changed = new WaitQueue();
  references = 0;
  isNonBlocking = false;
  /** Everything written, in order. */
  readonly output: Uint8Array[] = [];

  private readonly _onWrite: ((data: Uint8Array) => void) | undefined;

  /** @param onWrite called after each write, when the data is in `output`. */
  constructor(onWrite?: (data: Uint8Array) => void) {
    this._onWrite = onWrite;
  }

  readiness(): number {
    return POLLOUT;
  }

  write(data: Uint8Array): void {
    this.output.push(data);
    this._onWrite?.(data);
  }

  release(): void {
    // Output stays readable after the last process that wrote it has ended.
  }
}
