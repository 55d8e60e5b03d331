/** One green thread: a generator, its wait, and its current system call. */
import type { Timer } from './clock.ts';
import type { Kernel } from '../kernel.ts';
import type { Process } from './process.ts';
import type { Block, SyscallName, ThreadMain, UnrunCoroutine, Wait } from '../sys.ts';
import type { SignalName, Tid } from '../types.ts';
import type { Waiter } from './wait-queue.ts';

export type ThreadState = 'ready' | 'running' | 'waiting' | 'ended';

/**
 * A call that a thread has entered and not yet left. It survives waiting: the kernel attempts it again after each wake.
 */
export interface PendingCall {
  readonly name: SyscallName;
  readonly args: readonly unknown[];
  /** True once the call's timeout has expired: it must now answer, and may not wait again. */
  timedOut: boolean;
  /** Set when the call first waited with a timeout. */
  timer: Timer | undefined;
  /** For calls that finish in parts (a send that waits for room): how much is done. */
  progress: number;
  /** True once the call has waited. */
  waited: boolean;
}

/** A thread of a process. Only the kernel changes it. */
export class Thread implements Waiter {
  state: ThreadState = 'ready';
  generator: Generator<Block, void, void> | undefined;
  call: PendingCall | undefined;
  /** The wait of the thread, while it waits. */
  waiting: Wait | undefined;
  /**
   * The error for an invalid yield, thrown when the thread runs again. Kept for the next time, since an error is slow
   * to create.
   */
  invalidYield: Error | undefined;
  hasInvalidYield = false;
  /**
   * While app code runs: the coroutines of mirrored code that it has made and not started. Maintained by user space.
   */
  unrun: Set<UnrunCoroutine> | undefined;
  /** A signal that the thread has not handled yet. */
  pendingSignal: SignalName | undefined;

  readonly kernel: Kernel;
  readonly tid: Tid;
  readonly process: Process;
  readonly options: { readonly name: string; readonly main: ThreadMain };

  constructor(
    kernel: Kernel,
    tid: Tid,
    process: Process,
    options: { readonly name: string; readonly main: ThreadMain },
  ) {
    this.kernel = kernel;
    this.tid = tid;
    this.process = process;
    this.options = options;
  }

  get name(): string {
    return this.options.name;
  }

  /** Something it waits for may have changed: it leaves all queues and gets in line for the processor. */
  wake(): void {
    this.kernel.scheduler.wake(this);
  }
}
