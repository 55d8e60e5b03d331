/**
 * The recorder: an append-only log of everything that happens in one machine, and the call stack of each of its
 * threads. It observes and never decides; all it may ask of the kernel is to stop, once the log has reached a length.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { QueueChange, SegmentChange } from '../kernel/net/network-observer.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Process, Thread } from '../kernel/process.ts';
import type { Done, Fail, SyscallName } from '../kernel/sys.ts';
import type { Watch } from '../python/classes.ts';
import { ValueSummaries } from './value-summary.ts';
import { KIND, StepLog } from './step-log.ts';
import type { KindNumber } from './step-log.ts';

/** A mirrored call that has not returned yet. */
export interface Frame {
  readonly traced: TracedName;
  readonly self: object | undefined;
  /** The step at which it was entered; the log has the arguments. */
  step: number;
}

/** What the recorder knows about a traced method or function. */
export interface TracedName {
  readonly name: string;
  /** The result of `numberOf`. */
  readonly number: number;
  readonly watch: readonly Watch<never>[];
}

/** Called when a call begins: with its frame, its arguments, and the mirrored call that made it. */
export type CallListener = (frame: Frame, args: readonly unknown[], parent: Frame | undefined) => void;

/** Every traced name has a number, the same for all machines: data of a name is then found without a map lookup. */
const numbers = new Map<string, number>();

export function numberOf(name: string): number {
  let number = numbers.get(name);
  if (number === undefined) numbers.set(name, (number = numbers.size));
  return number;
}

/** Listeners for calls, checked at each call. */
class CallListeners {
  private readonly _byNumber: (CallListener | undefined)[] = [];

  set(name: string, listener: CallListener): void {
    const number = numberOf(name);
    // Without holes, since a list with large holes is searched like a map.
    while (this._byNumber.length <= number) this._byNumber.push(undefined);
    this._byNumber[number] = listener;
  }

  get(traced: TracedName): CallListener | undefined {
    return this._byNumber[traced.number];
  }
}

const NO_STACK: readonly Frame[] = [];

/** The last values are kept on the object itself: a separate table costs more than all the comparisons. */
const LAST_SEEN = Symbol('values of watched members, as last seen');

interface Watched {
  /** For each watch. */
  [LAST_SEEN]?: unknown[];
}

export class Recorder implements Observer {
  readonly log = new StepLog();
  private readonly _summaries = new ValueSummaries();
  /**
   * Called when a system call has answered, or when a kernel queue or a segment on the link has changed, before the
   * step is recorded.
   */
  onSyscall: Observer['syscall'] | undefined;
  onQueue: Observer['queueChanged'] | undefined;
  onSegment: Observer['segmentChanged'] | undefined;
  /** Called when a mirrored call of that name begins, before its step is recorded, with the arguments themselves. */
  readonly onCall = new CallListeners();

  private readonly _stacks = new Map<number, Frame[]>();
  private _tid = 0;
  private _stack: Frame[] = [];
  private _stopAt = Infinity;
  private _mustStop: ((length: number) => boolean) | undefined;

  private readonly _kernel: Kernel;

  constructor(kernel: Kernel) {
    this._kernel = kernel;
  }

  /**
   * Once the log has `length` steps, `mustStop` is called after each step to ask whether to stop the kernel. A step
   * inside a plain function cannot stop at once.
   */
  stopAt(length: number, mustStop: (length: number) => boolean): void {
    this._stopAt = length;
    this._mustStop = mustStop;
  }

  clearStop(): void {
    this._stopAt = Infinity;
    this._mustStop = undefined;
  }

  /** The calls that thread `tid` is in, outermost first. */
  stackOf(tid: number): readonly Frame[] {
    return this._stacks.get(tid) ?? NO_STACK;
  }

  /** The summaries of a call's arguments in the log. */
  argumentsOf(frame: Frame): readonly unknown[] {
    return this.log.at(frame.step)?.a as readonly unknown[];
  }

  /** Records the beginning of a mirrored call; `frame` gets its step. */
  enter(frame: Frame, args: readonly unknown[]): void {
    const { name } = frame.traced;
    const stack = this._stack;
    this.onCall.get(frame.traced)?.(frame, args, stack.at(-1));
    frame.step = this.log.length;
    this.log.begin(KIND.call, this._kernel.clock.now, this._tid, stack.length, name);
    for (let index = 0; index < args.length; index += 1) this.log.keep(this._summaries.value(args[index]));
    // The frame first: a machine that is stopped at this step has entered the call.
    stack.push(frame);
    this._end();
  }

  leave(frame: Frame, kind: KindNumber, value: unknown): void {
    const stack = this._stack;
    // Frames above it are gone too when an exception passed through untraced code.
    while (stack.length > 0 && stack.pop() !== frame);
    const { traced, self } = frame;
    if (traced.watch.length > 0 && self !== undefined) this._lookAt(self, traced.watch);
    this._add(kind, traced.name, this._summaries.value(value));
  }

  /** Records an input from outside the machine. */
  input(name: string, value: unknown): void {
    this.log.begin(KIND.input, this._kernel.clock.now, 0, 0, name);
    if (value !== undefined) this.log.keep(this._summaries.value(value));
    this._end();
  }

  /** Records what a process wrote to its standard error. */
  output(text: string): void {
    this._add(KIND.log, 'stderr', text);
  }

  syscall(thread: Thread, name: SyscallName, args: readonly unknown[], outcome: Done<unknown> | Fail): void {
    this.onSyscall?.(thread, name, args, outcome);
    this._begin(KIND.syscall, name);
    for (let index = 0; index < args.length; index += 1) this.log.keep(this._summaries.operand(args[index]));
    this.log.keepOutcome(this._summaries.outcome(outcome));
    this._end();
  }

  blocked(_thread: Thread, name: SyscallName, args: readonly unknown[]): void {
    this._begin(KIND.block, name);
    for (let index = 0; index < args.length; index += 1) this.log.keep(this._summaries.operand(args[index]));
    this._end();
  }

  switched(thread: Thread): void {
    this._tid = thread.tid;
    this._stack = this._stackFor(thread.tid);
    this._add(KIND.switch, thread.name, undefined);
  }

  threadStarted(thread: Thread): void {
    const { pid, name: process, parent } = thread.process;
    this.log.begin(KIND.thread, this._kernel.clock.now, thread.tid, 0, thread.name);
    this.log.keep({ tid: thread.tid, pid, process, parent: parent?.pid });
    this._end();
  }

  threadEnded(thread: Thread): void {
    this._stacks.delete(thread.tid);
    this.log.begin(KIND.thread, this._kernel.clock.now, thread.tid, 0, thread.name);
    this._end();
  }

  processEnded(process: Process): void {
    this._add(KIND.exit, process.name, { pid: process.pid, status: process.exitStatus });
  }

  cameTo(name: string, value: unknown): void {
    this._add(KIND.change, name, value);
  }

  queueChanged(change: QueueChange): void {
    this.onQueue?.(change);
    this._begin(KIND.queue, change.queue);
    this.log.keep(change.socket);
    // Without the bytes: a listener that needs them keeps them.
    this.log.keep(change.bytes);
    this._end();
  }

  segmentChanged(change: SegmentChange): void {
    this.onSegment?.(change);
    const { socket, toward, name, data } = change;
    this._begin(KIND.segment, change.change);
    this.log.keep(socket);
    this.log.keep(toward);
    this.log.keep(data === undefined ? name : data.length);
    this._end();
  }

  socketStateChanged(socket: number, from: string, to: string): void {
    this._begin(KIND.socket, to);
    this.log.keep(socket);
    this.log.keep(from);
    this._end();
  }

  /** Compares the watched values of an object with their last values. */
  private _lookAt(self: Watched, watch: readonly Watch<never>[]): void {
    const known = (self[LAST_SEEN] ??= watch.map(() => undefined));
    for (let index = 0; index < watch.length; index += 1) {
      const [name, read] = watch[index] as Watch<never>;
      const value = read(self as never);
      if (value === known[index]) continue;
      known[index] = value;
      this._add(KIND.change, name, this._summaries.value(value));
    }
  }

  /** Records a whole step, with at most one value. */
  private _add(kind: KindNumber, name: string, value: unknown): void {
    this._begin(kind, name);
    if (value !== undefined) this.log.keep(value);
    this._end();
  }

  /** Begins a step of the running thread, or of no thread while none runs. */
  private _begin(kind: KindNumber, name: string): void {
    const isInside = this._kernel.currentOrNone !== undefined;
    const depth = isInside ? this._stack.length : 0;
    this.log.begin(kind, this._kernel.clock.now, isInside ? this._tid : 0, depth, name);
  }

  /** Ends a step: here the machine may have to stop. */
  private _end(): void {
    if (this.log.length < this._stopAt) return;
    // Never cleared here: others may have requested a stop, too.
    if (this._mustStop?.(this.log.length) === true) this._kernel.stopRequested = true;
  }

  private _stackFor(tid: number): Frame[] {
    let stack = this._stacks.get(tid);
    if (stack === undefined) this._stacks.set(tid, (stack = []));
    return stack;
  }
}
