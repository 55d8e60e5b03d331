/**
 * The virtual operating system: owns the tables, dispatches system calls, and runs threads until there is nothing to
 * do.
 * Absent on purpose: the DOM, wall-clock time, unseeded randomness, promises, and Python. User space enters only
 * through `enter()` and gets an Outcome; it never sees an object of the kernel.
 */
import { Clock } from './sched/clock.ts';
import { FdTable } from './files/fd-table.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import type { LinkSettings } from './net/link/link-conditions.ts';
import { Network } from './net/network.ts';
import type { Observer } from './observer.ts';
import { assert, panic } from './panic.ts';
import { Process, Thread } from './process.ts';
import type { Memory, PendingCall, ProcessState } from './process.ts';
import type { RunLimits, StopReason } from './run-limits.ts';
import { Random } from './sched/random.ts';
import { setRunning } from './running.ts';
import { Scheduler } from './sched/scheduler.ts';
import type { Order } from '../vocabulary.ts';
import { done, fail, STOP, SWITCH, WAIT } from './sys.ts';
import type { Done, Fail, Outcome, SyscallName, ThreadMain } from './sys.ts';
import { implementationOf } from './syscalls/table.ts';
import type { Terminal } from './files/terminal.ts';
import { noteInvalidYield, resumedOutOfTurn } from './sched/coroutine-misuse.ts';
import type { Micros, Pid, SignalName, Tid } from './types.ts';
import { WaitQueue } from './sched/wait-queue.ts';

export interface KernelOptions {
  readonly limits?: Partial<Limits> | undefined;
  /** Seeds the choice among ready threads when the order is random. */
  readonly seed?: number | undefined;
  readonly order?: Order | undefined;
  /** The network between remote processes and the others; perfect by default. */
  readonly link?: LinkSettings | undefined;
  /** CLOCK_REALTIME at boot: microseconds since 1970-01-01 UTC. */
  readonly epoch?: Micros | undefined;
}

/** A process to start without fork(2): the machine's first process, or a client. */
export interface SpawnOptions {
  readonly name: string;
  readonly main: ThreadMain;
  readonly memory?: Memory | undefined;
  /** Descriptors 0, 1 and 2. */
  readonly terminal?: Terminal | undefined;
  /** The name of its first thread; the process's name by default. */
  readonly threadName?: string | undefined;
  /** Whether it runs at the other end of the link, as a client does. */
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
  /** Is notified of what happens, if set. */
  observer: Observer | undefined;
  /** App errors that are not Python exceptions, as the exceptions made of them: the first thousand, in order. */
  readonly foreignErrors: Error[] = [];
  /** Identifies the program, to tell whether two machines run the same. */
  program: unknown;
  /** Is called with errors and warnings of the machine's programs. Nothing in the machine depends on it. */
  listener: ((complaint: unknown) => void) | undefined;
  /** Asks each thread to give up the processor as soon as it can, keeping its place in line. */
  stopRequested = false;

  private _current: Thread | undefined;
  private _lastScheduled: Thread | undefined;
  /**
   * The thread that gave up the processor last but can continue. It gets its place in line when the machine continues:
   * after threads that are woken from outside until then.
   */
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
   * Between two turns: how many consecutive turns were empty since the clock last moved. In an empty turn, a woken
   * thread finds nothing to do and waits again. It may leave no step, but an input after it differs from an input
   * before it.
   */
  get emptyTurns(): number {
    return this._current === undefined ? this._emptyTurns : 0;
  }

  /**
   * Between two turns: how often timers have fired without moving the clock, since the last turn that was not empty, or
   * since the clock last moved. A wire without latency sets such timers; they may leave no step, for example when they
   * tell a sender of more room.
   */
  get emptyPasses(): number {
    return this._current === undefined ? this._emptyPasses : 0;
  }

  /** Whether the last run has answered as many system calls as its limit allowed. */
  get callsAreUsedUp(): boolean {
    return this._callsLeft <= 0;
  }

  /** The thread that has the processor. */
  get current(): Thread {
    assert(this._current !== undefined, 'a system call was made although no thread has the processor');
    return this._current;
  }

  get currentOrNone(): Thread | undefined {
    return this._current;
  }

  /** Whether a thread can run now. */
  get hasReady(): boolean {
    return this._yielding !== undefined || this.scheduler.hasReady;
  }

  /** Starts a process without a parent. */
  spawn(options: SpawnOptions): Process {
    const state = { fds: new FdTable(this.limits.descriptors), memory: options.memory };
    const process = this.addProcess(undefined, options.name, state);
    process.isRemote = options.isRemote === true;
    if (options.terminal !== undefined) for (let fd = 0; fd < 3; fd += 1) state.fds.install(options.terminal);
    this.addThread(process, options.threadName ?? options.name, options.main);
    return process;
  }

  /** Adds a process to the tables; the caller adds its first thread. */
  addProcess(parent: Process | undefined, name: string, state: ProcessState): Process {
    const process = new Process(this._nextPid++ as Pid, parent, name, state);
    this.processes.set(process.pid, process);
    parent?.children.set(process.pid, process);
    return process;
  }

  /** Adds a thread to the tables and puts it in line. */
  addThread(process: Process, name: string, main: ThreadMain): Thread {
    const thread = new Thread(this, this._nextTid++ as Tid, process, { name, main });
    process.threads.add(thread);
    this.threads.set(thread.tid, thread);
    this.scheduler.add(thread);
    this.observer?.threadStarted(thread);
    return thread;
  }

  /**
   * The only entry: the running thread makes a system call. After `wait`, the thread yields and then calls `resume()`.
   */
  enter(name: SyscallName, args: readonly unknown[]): Outcome<unknown> {
    const thread = this.current;
    // The timer of a call that was abandoned while it waited, by code that drives coroutines by hand.
    if (thread.call?.timer !== undefined) this.clock.cancel(thread.call.timer);
    const call = thread.spareCall ?? { name, args, timedOut: false, timer: undefined, progress: 0, waited: false };
    thread.spareCall = undefined;
    call.name = name;
    call.args = args;
    call.progress = 0;
    thread.call = call;
    return this._attempt(thread);
  }

  /**
   * Attempts the running thread's call again, after it has waited. A signal ends the wait, but data that has arrived
   * meanwhile is returned. Throws TypeError when `call` is not the call that the thread waits in: a coroutine was
   * resumed by hand, or in another thread.
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

  /** Takes the running thread's pending signal, if there is one. */
  takeSignal(): SignalName | undefined {
    const thread = this.current;
    const signal = thread.pendingSignal;
    if (signal !== undefined) thread.pendingSignal = undefined;
    return signal;
  }

  /**
   * Delivers a signal to a process and all its descendants, as a terminal does to its foreground processes. The
   * youngest gets it first, since Linux walks a process group in that order (`attach_pid` puts a process at the head,
   * `__kill_pgrp_info` begins there).
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

  /**
   * Ends a process at once: no `finally` of its code runs, as with _exit(2). It stays a zombie until its parent waits
   * for it.
   */
  endProcess(process: Process, status: number): void {
    if (!process.isAlive) return;
    process.exitStatus = status;
    for (const thread of [...process.threads.members()]) this.endThread(thread);
    process.fds.closeAll();
    // Orphans have no parent that could wait for them.
    for (const child of process.children.values()) if (!child.isAlive) this.processes.delete(child.pid);
    if (process.parent === undefined || !process.parent.isAlive) this.processes.delete(process.pid);
    process.parent?.childEnded.wake();
    this.observer?.processEnded(process);
  }

  /** The threads that wait on `key` with futex(2). */
  futex(key: object): WaitQueue {
    let queue = this.futexes.get(key);
    if (queue === undefined) this.futexes.set(key, (queue = new WaitQueue()));
    return queue;
  }

  /** Runs `work` without notifying the observer. */
  unobserved<T>(work: () => T): T {
    const { observer } = this;
    this.observer = undefined;
    try {
      return work();
    } finally {
      this.observer = observer;
    }
  }

  /**
   * Runs until there is nothing to do, or until a limit. Time jumps over waits. Throws KernelPanic when an invariant is
   * broken.
   */
  run(limits: RunLimits = {}): StopReason {
    this.stopRequested = false;
    this._callsLeft = limits.calls ?? Infinity;
    for (let resumptions = 0; ;) {
      // Before a thread is chosen: a limit must not use up a choice.
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
      // The arrival of a segment is a step, too.
      if (this.stopRequested || mustStop) return 'stopped';
    }
  }

  /** Moves the clock to the next timer; returns a reason to stop when there is none. */
  private _passTime({ until, rest }: RunLimits): StopReason | undefined {
    const due = this.clock.nextDue();
    if (rest === true && !this.clock.hasWork) return this._whyNothingRuns();
    if (until !== undefined && (due === undefined || due > until)) {
      // No timer fires. If the clock is there already, nothing has happened.
      if (until > this.clock.now) this._advanceTo(until);
      // Segments may still be on their way when the last thread has ended: then the machine is not idle.
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
    return this.scheduler.hasIdle ? 'idle' : 'deadlock';
  }

  /** Gives the processor to a thread until it yields. */
  private _give(thread: Thread): void {
    thread.state = 'running';
    this._current = thread;
    const before = setRunning(this);
    const waited = thread.call;
    try {
      if (this._lastScheduled !== thread) this.observer?.switched(thread);
      this._lastScheduled = thread;
      const { done: hasEnded, value } = this._resumed(thread, thread.coroutine());
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

  /** Runs a thread to its next yield. An error for an invalid yield is thrown at the place of that yield. */
  private _resumed(thread: Thread, generator: NonNullable<Thread['generator']>): IteratorResult<unknown, unknown> {
    let error = thread.hasInvalidYield ? thread.invalidYield : undefined;
    thread.hasInvalidYield = false;
    while (thread.section !== undefined && thread.section.waitsIn !== thread.call)
      thread.section = thread.section.outer;
    while (thread.section !== undefined) {
      const step = thread.section.resume(error);
      if (step.done !== true) return step;
      error = undefined;
    }
    return error === undefined ? generator.next() : generator.throw(error);
  }

  private _putInLine(thread: Thread): void {
    this._yielding = undefined;
    if (thread.state !== 'ended') this.scheduler.yielded(thread);
  }

  private _park(thread: Thread): void {
    // A thread that ended its own process yields once more and is never resumed.
    if (thread.state === 'ended') return;
    if (thread.waiting !== undefined && thread.call !== undefined) return this.scheduler.park(thread, thread.waiting);
    // A wait that was kept from an earlier call and yielded by hand.
    noteInvalidYield(thread, WAIT);
    this._yielding = thread;
  }

  private _attempt(thread: Thread): Outcome<unknown> {
    const call = thread.call;
    if (call === undefined) throw panic(`thread ${thread.name} attempts no call`);
    const outcome = implementationOf(call.name)(thread, ...call.args);
    if (outcome.kind === 'wait') {
      if (thread.state === 'ended') return outcome;
      if (call.timedOut) throw panic(`${call.name} waits although its timeout has expired`);
      if (!call.waited) this.observer?.blocked(thread, call.name, call.args, outcome);
      call.waited = true;
      thread.waiting = outcome;
      return outcome;
    }
    return this._leave(thread, outcome);
  }

  private _leave(thread: Thread, outcome: Done<unknown> | Fail): Outcome<unknown> {
    const call = thread.call;
    if (call === undefined) throw panic(`thread ${thread.name} leaves no call`);
    if (call.timer !== undefined) this.clock.cancel(call.timer);
    // One that has waited is known by its identity, to tell an empty turn.
    if (!call.waited) thread.spareCall = call;
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
