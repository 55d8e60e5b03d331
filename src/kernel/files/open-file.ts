/**
 * What a descriptor stands for: an open file description, shared by the descriptors that dup(2) and fork(2) made of it.
 */
import type { WaitQueue } from '../sched/wait-queue.ts';

/** The kinds of things that can be open, as a snapshot names them. */
export type OpenFileKind = 'socket' | 'pipe' | 'epoll' | 'terminal';

/** Readiness bits, with Linux's values (poll.h, sys/epoll.h); POLL and EPOLL agree on them. */
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
  /** How many descriptors, in all processes, stand for it. */
  references: number;
  /** True when calls that would wait answer EAGAIN instead (O_NONBLOCK). */
  isNonBlocking: boolean;
  /** Woken whenever `readiness()` may have changed. */
  readonly changed: WaitQueue;
  /** True when only somebody outside the machine can make it ready, so that waiting for it is not work (a listener). */
  readonly isIdle: boolean;
  /** Which of the POLL* bits hold now. */
  readiness(): number;
  /** The last descriptor is gone. */
  release(): void;
}
