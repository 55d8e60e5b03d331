/**
 * The recorder: an append-only log of everything that happens in one machine, and the call stack of each of its threads.
 * It observes and never decides; all it may ask of the kernel is to stop, once the log has reached a length.
 */
import type { Kernel } from '../kernel/kernel.ts';
import type { Observer, QueueChange } from '../kernel/observer.ts';
import type { Process } from '../kernel/process.ts';
import type { Done, Fail, SyscallName } from '../kernel/sys.ts';
import type { Thread } from '../kernel/thread.ts';
import type { Watch } from '../python/classes.ts';
import type { StepKind } from './event.ts';
import { brief, briefArguments, briefCall, briefOutcome } from './show.ts';
import { CallAndOutcome, StepLog } from './step-log.ts';

/** A mirrored call that has not returned yet. */
export interface Frame {
  readonly traced: TracedName;
  readonly self: object | undefined;
  /** What the log keeps of the arguments. */
  args: readonly unknown[];
  /** The step at which it was entered. */
  step: number;
}

/** What the recorder knows of a traced method or function. */
export interface TracedName {
  readonly name: string;
  readonly watch: readonly Watch<never>[];
}

/** Told of the beginning of a call: its frame, its arguments, and the mirrored call it was made from. */
export type CallListener = (frame: Frame, args: readonly unknown[], parent: Frame | undefined) => void;

const NO_STACK: readonly Frame[] = [];

/** The values seen last are kept on the object itself: a table beside it costs more than all the comparing. */
const LAST_SEEN = Symbol('values of watched members, as last seen');

interface Watched {
  [LAST_SEEN]?: unknown[];
}

export class Recorder implements Observer {
  readonly log = new StepLog();
  /** Called when a system call has answered, and when a queue of the kernel has changed, before the step is recorded: for those who keep books of the bytes. */
  onSyscall: Observer['syscall'] | undefined;
  onQueue: Observer['queueChanged'] | undefined;
  /** Called when a mirrored call of that name begins, before its step is recorded; gets the arguments themselves. */
  readonly onCall = new Map<string, CallListener>();

  private readonly _stacks = new Map<number, Frame[]>();
  private _tid = 0;
  private _stack: Frame[] = [];
  private _stopAt = -1;
  private _onStop: ((length: number) => void) | undefined;

  private readonly _kernel: Kernel;

  constructor(kernel: Kernel) {
    this._kernel = kernel;
  }

  /** Stops the kernel as soon as the log is `length` long. From then on, until the kernel has stopped, `onStop` is called at each step: a step inside a plain function can not stop at once. */
  stopAt(length: number, onStop: (length: number) => void): void {
    this._stopAt = length;
    this._onStop = onStop;
  }

  clearStop(): void {
    this._stopAt = -1;
    this._onStop = undefined;
  }

  /** The calls that thread `tid` is in, outermost first. */
  stackOf(tid: number): readonly Frame[] {
    return this._stacks.get(tid) ?? NO_STACK;
  }

  /** A mirrored call begins: `frame` has its arguments, and gets its step. */
  enter(frame: Frame): void {
    const { traced, args } = frame;
    this.onCall.get(traced.name)?.(frame, args, this._stack.at(-1));
    frame.args = briefArguments(args);
    frame.step = this.log.length;
    // First the frame: a machine that is stopped at this step has entered the call.
    this._stack.push(frame);
    this._append('call', this._tid, this._stack.length - 1, traced.name, frame.args);
  }

  leave(frame: Frame, kind: 'return' | 'raise', value: unknown): void {
    const stack = this._stack;
    // Frames above it are gone too when an exception passed through code that is not traced.
    while (stack.length > 0 && stack.pop() !== frame);
    const { traced, self } = frame;
    if (traced.watch.length > 0 && self !== undefined) this._lookAt(self, traced.watch);
    this._push(kind, traced.name, brief(value));
  }

  /** Something was done from outside the machine. */
  input(name: string, value: unknown): void {
    this._append('input', 0, 0, name, brief(value));
  }

  /** A process wrote to its standard error. */
  output(text: string): void {
    this._push('log', 'stderr', text);
  }

  syscall(thread: Thread, name: SyscallName, args: readonly unknown[], outcome: Done<unknown> | Fail): void {
    this.onSyscall?.(thread, name, args, outcome);
    this._push('syscall', name, new CallAndOutcome(briefCall(args), briefOutcome(outcome)));
  }

  blocked(_thread: Thread, name: SyscallName, args: readonly unknown[]): void {
    this._push('block', name, briefCall(args));
  }

  switched(thread: Thread): void {
    this._tid = thread.tid;
    this._stack = this._stackFor(thread.tid);
    this._push('switch', thread.name, undefined);
  }

  threadStarted(thread: Thread): void {
    const { pid, name: process, parent } = thread.process;
    this._append('thread', thread.tid, 0, thread.name, { tid: thread.tid, pid, process, parent: parent?.pid });
  }

  threadEnded(thread: Thread): void {
    this._stacks.delete(thread.tid);
    this._append('thread', thread.tid, 0, thread.name, undefined);
  }

  processEnded(process: Process): void {
    this._push('exit', process.name, { pid: process.pid, status: process.exitStatus });
  }

  queueChanged(change: QueueChange): void {
    this.onQueue?.(change);
    // Without the bytes: whoever wants them keeps them.
    this._push('queue', change.queue, { socket: change.socket, queue: change.queue, bytes: change.bytes });
  }

  socketStateChanged(socket: number, from: string, to: string): void {
    this._push('socket', to, { socket, from, to });
  }

  /** Compares the watched values of an object with what they were when it was last looked at. */
  private _lookAt(self: Watched, watch: readonly Watch<never>[]): void {
    const known = (self[LAST_SEEN] ??= []);
    for (let index = 0; index < watch.length; index += 1) {
      const { name, read } = watch[index] as Watch<never>;
      const value = read(self as never);
      if (known[index] === value) continue;
      known[index] = value;
      this._push('change', name, brief(value));
    }
  }

  /** A step of the running thread; of nobody's while none runs. */
  private _push(kind: StepKind, name: string, value: unknown): void {
    const isInside = this._kernel.currentOrNone !== undefined;
    this._append(kind, isInside ? this._tid : 0, isInside ? this._stack.length : 0, name, value);
  }

  // oxlint-disable-next-line max-params -- as StepLog.add
  private _append(kind: StepKind, tid: number, depth: number, name: string, value: unknown): void {
    this.log.add(kind, this._kernel.clock.now, tid, depth, name, value);
    if (this._stopAt < 0 || this.log.length < this._stopAt) return;
    this._kernel.stopRequested = true;
    this._onStop?.(this.log.length);
  }

  private _stackFor(tid: number): Frame[] {
    let stack = this._stacks.get(tid);
    if (stack === undefined) this._stacks.set(tid, (stack = []));
    return stack;
  }
}
