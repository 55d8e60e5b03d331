/**
 * The only module state below the class registry: which kernel is running now. It is set while a thread has the
 * processor and cleared when the thread gives it up, so that two machines on one page never mix.
 */
import type { Observer } from './observer.ts';
import { panic } from './panic.ts';
import type { PendingCall, Thread, ThreadKernel } from './process.ts';
import type { Scheduler } from './sched/scheduler.ts';
import type { Outcome, SyscallName } from './sys.ts';
import type { SignalName } from './types.ts';

/** What user space and the trace need of the kernel that runs them. */
export interface RunningKernel extends ThreadKernel {
  readonly scheduler: Scheduler;
  /** The thread that has the processor. */
  readonly current: Thread;
  readonly currentOrNone: Thread | undefined;
  /** Whether each thread is asked to give up the processor as soon as it can. */
  readonly stopRequested: boolean;
  readonly observer: Observer | undefined;
  /** App errors that are not Python exceptions, as the exceptions made of them. */
  readonly foreignErrors: Error[];
  /** Identifies the program, to tell whether two machines run the same. */
  readonly program: unknown;
  /** Is called with errors and warnings of the machine's programs. */
  readonly listener: ((complaint: unknown) => void) | undefined;
  /** The running thread makes a system call. After `wait`, the thread yields and then calls `resume()`. */
  enter(name: SyscallName, args: readonly unknown[]): Outcome<unknown>;
  /** Attempts the running thread's call again, after it has waited. */
  resume(call: PendingCall | undefined): Outcome<unknown>;
  /** Takes the running thread's pending signal, if there is one. */
  takeSignal(): SignalName | undefined;
  /** Runs `work` without notifying the observer. */
  unobserved<T>(work: () => T): T;
}

let running: RunningKernel | undefined;

/**
 * The kernel whose thread has the processor. Panics when no thread has it: mirrored code runs only inside a machine.
 */
export function runningKernel(): RunningKernel {
  if (running === undefined) {
    throw panic('no machine is running: code that makes system calls must be run by a thread of a Machine');
  }
  return running;
}

/** The kernel whose thread has the processor; undefined if none has. */
export const runningKernelOrNone = (): RunningKernel | undefined => running;

/** Sets the running kernel, and returns the one before. */
export function setRunning(kernel: RunningKernel | undefined): RunningKernel | undefined {
  const before = running;
  running = kernel;
  return before;
}
