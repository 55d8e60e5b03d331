/**
 * The virtual operating system: owns the tables, dispatches system calls, and runs threads until there is nothing to do.
 *
 * Absent on purpose: the DOM, wall-clock time, unseeded chance, promises, and Python. User space enters by `enter()`
 * alone, and gets an Outcome; it never sees an object of the kernel.
 */
import { Clock } from './sched/clock.ts';
import { FdTable } from './files/fd-table.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import type { LinkSettings } from './net/link/link-conditions.ts';
import { Network } from './net/network.ts';
import type { Observer } from './observer.ts';
import { assert } from './panic.ts';
import { Process } from './sched/process.ts';
import type { Memory } from './sched/process.ts';
import { Random } from './sched/random.ts';
import { setRunning } from './running.ts';
import { Scheduler } from './sched/scheduler.ts';
import type { Order } from '../vocabulary.ts';
import { done, fail, STOP, SWITCH, WAIT } from './sys.ts';
import type { Done, Fail, Outcome, SyscallName, ThreadMain } from './sys.ts';
import { implementationOf } from './syscalls/table.ts';
import type { Terminal } from './files/terminal.ts';
import { Thread } from './sched/thread.ts';
import { noteInvalidYield, resumedOutOfTurn } from './sched/coroutine-misuse.ts';
import type { PendingCall } from './sched/thread.ts';
import type { Micros, Pid, SignalName, Tid } from './types.ts';
import { WaitQueue } from './sched/wait-queue.ts';

export interface KernelOptions {
  readonly limits?: Partial<Limits> | undefined;
  /** Chooses among ready threads when the order asks for chance. */
  readonly seed?: number | undefined;
  readonly order?: Order | undefined;
  /** The network between remote processes and the others; perfect by default. */
  readonly link?: LinkSettings | undefined;
  /** What CLOCK_REALTIME shows at boot: microseconds since 1970-01-01 UTC. */
  readonly epoch?: Micros | undefined;
}

/** Until when to run; whatever comes first. */
export interface RunLimits {
  /** Virtual time, in microseconds since boot. Reaching it moves the clock there. */
  readonly until?: Micros | undefined;
  /** How often a thread may get the processor. */
  readonly resumptions?: number | undefined;
  /** How many system calls may be answered: a thread that never waits does not keep the processor for ever. */
  readonly calls?: number | undefined;
  /** With `until`: ends earlier, when only news from outside could go on, as a run without `until` does. */
  readonly rest?: boolean | undefined;
  /** Called when time has passed, before any thread runs that this has woken; and after an empty turn. Answers whether to stop there. */
  readonly moved?: (() => boolean) | undefined;
}

/**
 * Why a run ended. `idle`: everybody waits for news from outside. `time`, `steps`: the limit was reached. `deadlock`: threads wait for each other.
 * `stopped`: somebody asked for it. `choice`: several threads could run and nobody has chosen yet. `exit`: no thread is left.
 */
export type StopReason = 'idle' | 'time' | 'steps' | 'deadlock' | 'stopped' | 'choice' | 'exit';

/** A process to start, outside of fork(2): the machine's first process, or a client. */
export interface SpawnOptions {
  readonly name: string;
  readonly main: ThreadMain;
  readonly memory?: Memory | undefined;
  /** Descriptors 0, 1 and 2. */
  readonly terminal?: Terminal | undefined;
  /** What its first thread is called; the process's name by default. */
  readonly threadName?: string | undefined;
  /** It runs at the other end of the link, as a client does. */
  readonly isRemote?: boolean | undefined;
}

const FIRST_PID = 1000;

export class Kernel {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly processes = new Map<Pid, Process>();
  readonly threads = new Map<Tid, Thread>();
  readonly futexes = new WeakMap<object, WaitQueue>();
  /** Who watches, if anybody does. */
  observer: Observer | undefined;
  /** What code of apps threw that is no exception of Python's, as it was turned into one: the first thousand, in order. */
  readonly foreignErrors: Error[] = [];
  /** What runs in it, for those who have to know whether two machines run the same. */
  program: unknown;
  /** Told of what programs of the machine have done wrong. Nothing in the machine depends on it. */
  listener: ((complaint: unknown) => void) | undefined;
  /** Asks every thread to give up the processor as soon as it can, keeping its place in line. */
  stopRequested = false;

  private _current: Thread | undefined;
  private _lastScheduled: Thread | undefined;
  /** The thread that gave up the processor last but could go on. It gets its place in line when the machine goes on: after those who are woken from outside until then. */
  private _yielding: Thread | undefined;
  private _callsLeft = Infinity;
  private _emptyTurns = 0;
  private _emptyPasses = 0;
  private _nextPid = FIRST_PID;
  private _nextTid = FIRST_PID;

  constructor(options: KernelOptions = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.clock = new Clock(options.epoch ?? (0 as Micros));
    this.random = new Random(options.seed ?? 0);
    this.scheduler = new Scheduler(this.clock, this.random, options.order ?? 'round-robin');
    this.network = new Network(this, options.link ?? {}, options.seed ?? 0);
  }

  /**
   * Between two turns: how many in a row were empty, since the clock has moved. In an empty turn a thread that was woken looks, finds
   * nothing, and waits again. It may leave no step; but whatever is done after it, was not done before it.
   */
  get emptyTurns(): number {
    return this._current === undefined ? this._emptyTurns : 0;
  }

  /**
   * Between two turns: how often timers have fired without moving the clock, since a turn that was not empty, or since the clock has
   * moved. A wire without latency sets such timers; what they do may leave no step, such as telling a sender of more room.
   */
  get emptyPasses(): number {
    return this._current === undefined ? this._emptyPasses : 0;
  }

  /** Whether the last run has answered as many system calls as it was to. */
  get callsAreUsedUp(): boolean {
    return this._callsLeft <= 0;
  }

  /** The thread that has the processor. */
  get current(): Thread {
    assert(this._current !== undefined, 'a system call was made while no thread had the processor');
    return this._current;
  }

  get currentOrNone(): Thread | undefined {
    return this._current;
  }

  /** Whether a thread could run now. */
  get hasReady(): boolean {
    return this._yielding !== undefined || this.scheduler.hasReady;
  }

  /** Starts a process that nobody forked. */
  spawn(options: SpawnOptions): Process {
    const state = { fds: new FdTable(this.limits.descriptors), memory: options.memory ?? {} };
    const process = this.addProcess(undefined, options.name, state);
    process.isRemote = options.isRemote === true;
    if (options.terminal !== undefined) for (let fd = 0; fd < 3; fd += 1) state.fds.install(options.terminal);
    this.addThread(process, options.threadName ?? options.name, options.main);
    return process;
  }

  /** Enters a process into the tables; its first thread is added by the caller. */
  addProcess(parent: Process | undefined, name: string, state: Process['state']): Process {
    const process = new Process(this._nextPid++ as Pid, parent, name, state);
    this.processes.set(process.pid, process);
    parent?.children.set(process.pid, process);
    return process;
  }

  /** Enters a thread into the tables and puts it in line. */
  addThread(process: Process, name: string, main: ThreadMain): Thread {
    const thread = new Thread(this, this._nextTid++ as Tid, process, { name, main });
    process.threads.add(thread);
    this.threads.set(thread.tid, thread);
    this.scheduler.add(thread);
    this.observer?.threadStarted(thread);
    return thread;
  }

  /** The one door: the running thread makes a system call. A `wait` means: yield, then ask `resume()`. */
  enter(name: SyscallName, args: readonly unknown[]): Outcome<unknown> {
    const thread = this.current;
    // One that was left while it waited, by code that runs coroutines by hand.
    if (thread.call?.timer !== undefined) this.clock.cancel(thread.call.timer);
    thread.call = { name, args, timedOut: false, timer: undefined, progress: 0, waited: false };
    return this._attempt(thread);
  }

  /**
   * Asks the running thread's call again, after it has waited. A signal ends the wait, but what is there by now is answered.
   * Throws TypeError when `call` is not what the thread waits in: somebody has resumed a coroutine by hand, or in another thread.
   */
  resume(call: PendingCall | undefined): Outcome<unknown> {
    const thread = this._current;
    if (thread === undefined || call === undefined || thread.call !== call) throw resumedOutOfTurn();
    const outcome = this._attempt(thread);
    if (outcome.kind !== 'wait' || thread.pendingSignal === undefined) return outcome;
    thread.waiting = undefined;
    if (call.progress > 0) return this._leave(thread, done(call.progress));
    thread.pendingSignal = undefined;
    return this._leave(thread, fail('EINTR'));
  }

  /** Takes the signal that the running thread has yet to notice, if there is one. */
  takeSignal(): SignalName | undefined {
    const thread = this.current;
    const signal = thread.pendingSignal;
    if (signal !== undefined) thread.pendingSignal = undefined;
    return signal;
  }

  /**
   * Delivers a signal to a process and all that descend from it, as a terminal does to its foreground processes. The youngest gets it first:
   * Linux walks a process group so (`attach_pid` puts a process at the head, `__kill_pgrp_info` begins there).
   */
  signalGroup(leader: Process, signal: SignalName): void {
    const group = [...this.processes.values()].filter((process) => descends(process, leader));
    for (const process of group.toReversed()) this.signal(process, signal);
  }

  /** Delivers a signal: SIGKILL and unhandled SIGTERM end the process, SIGINT interrupts its first thread. */
  signal(process: Process, signal: SignalName): void {
    if (!process.isAlive || signal === 'SIGCHLD') return;
    if (signal !== 'SIGINT') return this.endProcess(process, signal === 'SIGKILL' ? -9 : -15);
    const thread = process.mainThread;
    if (thread === undefined) return;
    thread.pendingSignal = signal;
    this.scheduler.wake(thread);
  }

  /** Ends a thread; its process ends with the last one. */
  endThread(thread: Thread): void {
    if (thread.state === 'ended') return;
    this.scheduler.remove(thread);
    thread.process.threads.delete(thread);
    this.threads.delete(thread.tid);
    this.observer?.threadEnded(thread);
    if (thread.process.threads.size === 0 && thread.process.isAlive) this.endProcess(thread.process, 0);
  }

  /** Ends a process at once: no `finally` of its code runs, as with _exit(2). It stays a zombie until it is waited for. */
  endProcess(process: Process, status: number): void {
    if (!process.isAlive) return;
    process.exitStatus = status;
    for (const thread of [...process.threads]) this.endThread(thread);
    process.fds.closeAll();
    // Orphans have nobody who waits for them.
    for (const child of process.children.values()) if (!child.isAlive) this.processes.delete(child.pid);
    if (process.parent === undefined || !process.parent.isAlive) this.processes.delete(process.pid);
    process.parent?.childEnded.wake();
    this.observer?.processEnded(process);
  }

  /** Threads that wait on `key` with futex(2). */
  futex(key: object): WaitQueue {
    let queue = this.futexes.get(key);
    if (queue === undefined) this.futexes.set(key, (queue = new WaitQueue()));
    return queue;
  }

  /** Does something that nobody is told of. */
  unobserved<T>(work: () => T): T {
    const { observer } = this;
    this.observer = undefined;
    try {
      return work();
    } finally {
      this.observer = observer;
    }
  }

  /** Runs until there is nothing to do, or a limit is reached. Time jumps over waits. Throws KernelPanic when the machine is broken. */
  run(limits: RunLimits = {}): StopReason {
    this.stopRequested = false;
    this._callsLeft = limits.calls ?? Infinity;
    for (let resumptions = 0; ;) {
      // Before anybody is chosen: a limit must not use up a choice.
      if (resumptions === limits.resumptions && this.hasReady) return 'steps';
      if (this._yielding !== undefined) this._putInLine(this._yielding);
      const thread = this.scheduler.next();
      if (thread !== undefined) {
        resumptions += 1;
        this._give(thread);
        if (this.stopRequested) return 'stopped';
        if (this._emptyTurns > 0 && limits.moved?.() === true) return 'stopped';
        continue;
      }
      const reason = this.scheduler.hasReady ? 'choice' : this._passTime(limits);
      if (reason !== undefined) return reason;
      const mustStop = limits.moved?.() === true;
      // What arrives is a step, too.
      if (this.stopRequested || mustStop) return 'stopped';
    }
  }

  /** Moves the clock to the next thing to do; answers a reason to stop when there is none. */
  private _passTime({ until, rest }: RunLimits): StopReason | undefined {
    const due = this.clock.nextDue();
    if (rest === true && !this.clock.hasWork) return this._whyNothingRuns();
    if (until !== undefined && (due === undefined || due > until)) {
      // No timer fires. Where the clock is there already, nothing has happened at all.
      if (until > this.clock.now) this._advanceTo(until);
      // Segments may still be on their way when the last thread has ended: that is no rest.
      return this.threads.size === 0 && !this.clock.hasWork ? 'exit' : 'time';
    }
    if (due === undefined || (until === undefined && !this.clock.hasWork)) return this._whyNothingRuns();
    this._advanceTo(due);
    return undefined;
  }

  private _advanceTo(time: Micros): void {
    if (time > this.clock.now) this._emptyTurns = this._emptyPasses = 0;
    else this._emptyPasses += 1;
    this.clock.advanceTo(time);
  }

  private _whyNothingRuns(): StopReason {
    if (this.threads.size === 0) return 'exit';
    for (const thread of this.scheduler.waiting) if (thread.waiting?.idle === true) return 'idle';
    return 'deadlock';
  }

  /** Gives the processor to a thread until it yields it. */
  private _give(thread: Thread): void {
    thread.state = 'running';
    this._current = thread;
    const before = setRunning(this);
    const waited = thread.call;
    try {
      if (this._lastScheduled !== thread) this.observer?.switched(thread);
      this._lastScheduled = thread;
      thread.generator ??= thread.options.main();
      const { done: hasEnded, value } = this._resumed(thread, thread.generator);
      const isEmpty = value === WAIT && waited !== undefined && waited === thread.call;
      this._emptyTurns = isEmpty ? this._emptyTurns + 1 : 0;
      if (!isEmpty) this._emptyPasses = 0;
      if (hasEnded === true) this.endThread(thread);
      else if (value === WAIT) this._park(thread);
      else if (value === STOP) this.scheduler.putBack(thread);
      else {
        if (value !== SWITCH) noteInvalidYield(thread, value);
        this._yielding = thread;
      }
    } finally {
      this._current = undefined;
      setRunning(before);
    }
  }

  /** Runs a thread to its next yield. What it must not have yielded is thrown at the place where it did. */
  private _resumed(thread: Thread, generator: NonNullable<Thread['generator']>): IteratorResult<unknown, void> {
    if (!thread.hasInvalidYield) return generator.next();
    thread.hasInvalidYield = false;
    return generator.throw(thread.invalidYield);
  }

  private _putInLine(thread: Thread): void {
    this._yielding = undefined;
    if (thread.state !== 'ended') this.scheduler.yielded(thread);
  }

  private _park(thread: Thread): void {
    // A thread that ended its own process yields once more and is never resumed.
    if (thread.state === 'ended') return;
    if (thread.waiting !== undefined && thread.call !== undefined) return this.scheduler.park(thread, thread.waiting);
    // Kept from an earlier wait, and yielded by hand.
    noteInvalidYield(thread, WAIT);
    this._yielding = thread;
  }

  private _attempt(thread: Thread): Outcome<unknown> {
    const call = thread.call;
    assert(call !== undefined, `thread ${thread.name} attempts no call`);
    const outcome = implementationOf(call.name)(thread, ...call.args);
    if (outcome.kind === 'wait') {
      if (thread.state === 'ended') return outcome;
      assert(!call.timedOut, `${call.name} wants to wait although its time is up`);
      if (!call.waited) this.observer?.blocked(thread, call.name, call.args, outcome);
      call.waited = true;
      thread.waiting = outcome;
      return outcome;
    }
    return this._leave(thread, outcome);
  }

  private _leave(thread: Thread, outcome: Done<unknown> | Fail): Outcome<unknown> {
    const call = thread.call;
    assert(call !== undefined, `thread ${thread.name} leaves no call`);
    if (call.timer !== undefined) this.clock.cancel(call.timer);
    thread.call = undefined;
    this._callsLeft -= 1;
    if (this._callsLeft <= 0) this.stopRequested = true;
    this.observer?.syscall(thread, call.name, call.args, outcome);
    return outcome;
  }
}

function descends(process: Process, ancestor: Process): boolean {
  for (let at: Process | undefined = process; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}
