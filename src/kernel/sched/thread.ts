/** One green thread: a generator, what it waits for, and the system call it is in. */
import type { Timer } from './clock.ts';
import type { Kernel } from '../kernel.ts';
import type { Process } from './process.ts';
import type { Block, SyscallName, ThreadMain, UnrunCoroutine, Wait } from '../sys.ts';
import type { SignalName, Tid } from '../types.ts';
import type { Waiter } from './wait-queue.ts';

export type ThreadState = 'ready' | 'running' | 'waiting' | 'ended';

/** The call a thread has entered and not yet left. It survives waiting: the kernel asks it again after each wake. */
export interface PendingCall {
  readonly name: SyscallName;
  readonly args: readonly unknown[];
  /** True once the call's time is up: it must now answer, and may not wait again. */
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
  /** What the thread waits for, while it waits. */
  waiting: Wait | undefined;
  /** It has yielded what it must not: this is thrown when it runs again, and kept for the next time, for an error takes time to make. */
  invalidYield: Error | undefined;
  hasInvalidYield = false;
  /** While code of an app runs: the coroutines of mirrored code that it has made and not begun. Kept by user space. */
  unrun: Set<UnrunCoroutine> | undefined;
  /** A signal that the thread has yet to notice. */
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

  /** Something it waits for may have changed: it leaves all queues and stands in line for the processor. */
  wake(): void {
    this.kernel.scheduler.wake(this);
  }
}
