/**
 * A process and its threads. A process has its own address space (`memory`), descriptors, threads and children; a
 * thread is a generator with its wait and its current system call.
 */
import type { FdTable } from './files/fd-table.ts';
import type { Limits } from './limits.ts';
import type { Network } from './net/network.ts';
import type { Block, Done, Fail, SyscallName, ThreadMain, UnrunCoroutine, Wait } from './sys.ts';
import type { Pid, SignalName, Tid } from './types.ts';
import type { Clock } from './sched/clock.ts';
import type { Timer } from './sched/timers.ts';
import { Few } from './few.ts';
import { panic } from './panic.ts';
import { WaitQueue } from './sched/wait-queue.ts';
import type { Waiter } from './sched/wait-queue.ts';

/** State of one process, which fork(2) copies: plain data by name. */
export type Memory = Record<string, unknown>;

/** What a process begins with. */
export interface ProcessState {
  readonly fds: FdTable;
  /** Empty unless given. */
  readonly memory: Memory | undefined;
}

/** How a process ended: its exit status, or -N for signal N. */
export type ExitStatus = number;

export class Process {
  readonly threads = new Few<Thread>();
  private _children: Map<Pid, Process> | undefined;
  private _childEnded: WaitQueue | undefined;
  /** Set when the process has ended; it is a zombie until its parent waits for it. */
  exitStatus: ExitStatus | undefined;
  /** Whether it runs at the other end of the link, so that its connections use the link. */
  isRemote = false;
  /** Whether updates of its memory that are lost become steps of the log. */
  notesLostUpdates = false;
  private _interpreter: Map<unknown, unknown> | undefined;

  readonly pid: Pid;
  readonly parent: Process | undefined;
  readonly name: string;
  readonly fds: FdTable;
  private _memory: Memory | undefined;

  constructor(pid: Pid, parent: Process | undefined, name: string, { fds, memory }: ProcessState) {
    this.pid = pid;
    this.parent = parent;
    this.name = name;
    this.fds = fds;
    this._memory = memory;
  }

  get children(): Map<Pid, Process> {
    return (this._children ??= new Map());
  }

  /** Woken when a child ends. */
  get childEnded(): WaitQueue {
    return (this._childEnded ??= new WaitQueue());
  }

  /** Python's state per interpreter: class attributes written at run time, the table of threads and the like. */
  get interpreter(): Map<unknown, unknown> {
    return (this._interpreter ??= new Map());
  }

  get memory(): Memory {
    return (this._memory ??= {});
  }

  get isAlive(): boolean {
    return this.exitStatus === undefined;
  }

  /** The thread that signals are delivered to: the first one. */
  get mainThread(): Thread | undefined {
    return this.threads.first;
  }
}

/** What a thread and its system calls need of the kernel. */
export interface ThreadKernel {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly network: Network;
  readonly processes: Map<Pid, Process>;
  readonly threads: Map<Tid, Thread>;
  readonly scheduler: {
    /** Removes a thread from all queues and puts it in line; does nothing unless it waits. */
    wake(thread: Thread): void;
  };
  /** Adds a process to the tables; the caller adds its first thread. */
  addProcess(parent: Process | undefined, name: string, state: ProcessState): Process;
  /** Adds a thread to the tables and puts it in line. */
  addThread(process: Process, name: string, main: ThreadMain): Thread;
  /** Ends a process at once. */
  endProcess(process: Process, status: number): void;
  /** Delivers a signal. */
  signal(process: Process, signal: SignalName): void;
  /** The threads that wait on `key` with futex(2). */
  futex(key: object): WaitQueue;
}

export type ThreadState = 'ready' | 'running' | 'waiting' | 'ended';

/**
 * A call that a thread has entered and not yet left. It survives waiting: the kernel attempts it again after each wake.
 */
export interface PendingCall {
  name: SyscallName;
  args: readonly unknown[];
  /** True once the call's timeout has expired: it must now answer, and may not wait again. */
  timedOut: boolean;
  /** Set when the call first waited with a timeout. */
  timer: Timer | undefined;
  /** For calls that finish in parts (a send that waits for room): how much is done. */
  progress: number;
  /** True once the call has waited. */
  waited: boolean;
}

/** A part of a thread's stack that can be resumed by itself: its callers continue when it has ended. */
export interface StackSection {
  /** The section that it was called in. */
  readonly outer: StackSection | undefined;
  /** The call that it has yielded in: a thread that is in another call now has abandoned the section. */
  readonly waitsIn: PendingCall | undefined;
  /** Continues, with an error if one must be thrown there. Keeps its result, or what it throws, for its caller. */
  resume(error: Error | undefined): IteratorResult<unknown, unknown>;
}

/** A thread of a process. Only the kernel changes it. */
export class Thread implements Waiter {
  state: ThreadState = 'ready';
  generator: Generator<Block, void, void> | undefined;
  /** The innermost section of its stack. Maintained by user space. */
  section: StackSection | undefined;
  call: PendingCall | undefined;
  /** The answer of a call after which others may have to run before the thread gets it. Kept by user space. */
  answer: Done<unknown> | Fail | undefined;
  /** A call that was left without having waited: the next one takes its place. */
  spareCall: PendingCall | undefined;
  /** Its neighbours in the scheduler's list of waiting threads. */
  waitsAfter: Thread | undefined;
  waitsBefore: Thread | undefined;
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
  unrun: Few<UnrunCoroutine> | undefined;
  /** A signal that the thread has not handled yet. */
  pendingSignal: SignalName | undefined;

  readonly kernel: ThreadKernel;
  readonly tid: Tid;
  readonly process: Process;
  readonly name: string;
  /** Its main function, until it begins to run. */
  private _main: ThreadMain | undefined;

  constructor(
    kernel: ThreadKernel,
    tid: Tid,
    process: Process,
    { name, main }: { readonly name: string; readonly main: ThreadMain },
  ) {
    this.kernel = kernel;
    this.tid = tid;
    this.process = process;
    this.name = name;
    this._main = main;
  }

  /** Its coroutine, which is made the first time that it gets the processor. */
  coroutine(): Generator<Block, void, void> {
    if (this.generator === undefined) {
      if (this._main === undefined) throw panic(`thread ${this.name} runs, although it has ended`);
      this.generator = this._main();
      // What it was made with is not needed any more: most threads wait most of their time.
      this._main = undefined;
    }
    return this.generator;
  }

  /** Something it waits for may have changed: it leaves all queues and gets in line for the processor. */
  wake(): void {
    this.kernel.scheduler.wake(this);
  }
}
