/**
 * Notifications of the kernel to an observer. The observer never decides anything: the machine runs the same with and
 * without it.
 */
import type { NetworkObserver } from './net/network-observer.ts';
import type { Process, Thread } from './process.ts';
import type { Done, Fail, SyscallName, Wait } from './sys.ts';

/** Is notified of each event when it happens. Must not throw and must not call the kernel. */
export interface Observer extends NetworkObserver {
  syscall(thread: Thread, name: SyscallName, args: readonly unknown[], outcome: Done<unknown> | Fail): void;
  /** The thread's call has to wait; the thread gives up the processor. */
  blocked(thread: Thread, name: SyscallName, args: readonly unknown[], reason: Wait): void;
  /** Another thread than before got the processor. */
  switched(thread: Thread): void;
  threadStarted(thread: Thread): void;
  threadEnded(thread: Thread): void;
  processEnded(process: Process): void;
  /** A program has come to something that no call shows. */
  cameTo(name: string, value: unknown): void;
}
