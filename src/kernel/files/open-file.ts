/**
 * The object behind a descriptor: an open file description, shared by the descriptors that dup(2) and fork(2) made of
 * it.
 */
import type { WaitQueue } from '../sched/wait-queue.ts';

/** The kinds of open files, as a snapshot names them. */
export type OpenFileKind = 'socket' | 'pipe' | 'epoll' | 'terminal';

/** Readiness bits with Linux's values (poll.h, sys/epoll.h); POLL and EPOLL use the same values. */
export const POLLIN = 0x1;
export const POLLPRI = 0x2;
export const POLLOUT = 0x4;
export const POLLERR = 0x8;
export const POLLHUP = 0x10;
export const POLLNVAL = 0x20;
export const POLLRDHUP = 0x2000;

/** One open file description. */
export interface OpenFile {
  readonly kind: OpenFileKind;
  /** How many descriptors refer to it, in all processes. */
  references: number;
  /** True when calls that would wait fail with EAGAIN instead (O_NONBLOCK). */
  isNonBlocking: boolean;
  /** Woken whenever `readiness()` may have changed. */
  readonly changed: WaitQueue;
  /**
   * True when only an event from outside the machine can make it ready, so that waiting for it does not count as work
   * (a listener).
   */
  readonly isIdle: boolean;
  /** The POLL* bits that hold now. */
  readiness(): number;
  /** Called when the last descriptor is closed. */
  release(): void;
}
