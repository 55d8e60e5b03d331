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
import type { StepKind, TraceEvent } from './event.ts';
import { brief } from './show.ts';

/** A mirrored call that has not returned yet. */
export interface Frame {
  /** Python's module and qualified name. */
  readonly name: string;
  readonly self: object | undefined;
  readonly args: readonly unknown[];
  /** The step at which it was entered. */
  readonly step: number;
}

/** What the recorder knows of a traced method or function. */
export interface TracedName {
  readonly name: string;
  readonly watch: readonly Watch<never>[];
}

/** Told of every step, right after it is in the log. */
export type StepListener = (event: TraceEvent, number: number) => void;

/** Told of the beginning of a call: its frame, its arguments, and the mirrored call it was made from. */
export type CallListener = (frame: Frame, args: readonly unknown[], parent: Frame | undefined) => void;

const NO_STACK: readonly Frame[] = [];

export class Recorder implements Observer {
  readonly events: TraceEvent[] = [];
  /** Called after each step; for those who keep books of their own (the lanes of a connection). */
  onStep: StepListener | undefined;
  /** Called when a mirrored call of that name begins, before its step is recorded; gets the arguments themselves. */
  readonly onCall = new Map<string, CallListener>();

  private readonly _stacks = new Map<number, Frame[]>();
  private readonly _watched = new WeakMap<object, Map<string, unknown>>();
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

  enter(traced: TracedName, self: object | undefined, args: readonly unknown[]): Frame {
    const frame: Frame = { name: traced.name, self, args: args.map(brief), step: this.events.length };
    this.onCall.get(traced.name)?.(frame, args, this._stack.at(-1));
    // First the frame: a machine that is stopped at this step has entered the call.
    this._stack.push(frame);
    this._push('call', traced.name, frame.args, undefined);
    return frame;
  }

  leave(traced: TracedName, frame: Frame, kind: 'return' | 'raise', value: unknown): void {
    const stack = this._stack;
    // Frames above it are gone too when an exception passed through code that is not traced.
    while (stack.length > 0 && stack.pop() !== frame);
    if (traced.watch.length > 0 && frame.self !== undefined) this._lookAt(frame.self, traced.watch);
    this._push(kind, traced.name, brief(value), undefined);
  }

  /** Something was done from outside the machine. */
  input(name: string, value: unknown): void {
    this._append({ kind: 'input', time: this._kernel.clock.now, tid: 0, depth: 0, name, a: value, b: undefined });
  }

  /** A process wrote to its standard error. */
  log(text: string): void {
    this._push('log', 'stderr', text, undefined);
  }

  syscall(_thread: Thread, name: SyscallName, args: readonly unknown[], outcome: Done<unknown> | Fail): void {
    this._push('syscall', name, args, outcome);
  }

  blocked(_thread: Thread, name: SyscallName, args: readonly unknown[]): void {
    this._push('block', name, args, undefined);
  }

  switched(thread: Thread): void {
    this._tid = thread.tid;
    this._stack = this._stackFor(thread.tid);
    this._push('switch', thread.name, undefined, undefined);
  }

  threadStarted(thread: Thread): void {
    const { pid, name: process, parent } = thread.process;
    const a = { tid: thread.tid, pid, process, parent: parent?.pid };
    this._append({
      kind: 'thread',
      time: this._kernel.clock.now,
      tid: thread.tid,
      depth: 0,
      name: thread.name,
      a,
      b: undefined,
    });
  }

  threadEnded(thread: Thread): void {
    this._stacks.delete(thread.tid);
    const time = this._kernel.clock.now;
    this._append({ kind: 'thread', time, tid: thread.tid, depth: 0, name: thread.name, a: undefined, b: undefined });
  }

  processEnded(process: Process): void {
    this._push('exit', process.name, { pid: process.pid, status: process.exitStatus }, undefined);
  }

  queueChanged(change: QueueChange): void {
    this._push('queue', change.queue, change, undefined);
  }

  socketStateChanged(socket: number, from: string, to: string): void {
    this._push('socket', to, { socket, from, to }, undefined);
  }

  private _lookAt(self: object, watch: readonly Watch<never>[]): void {
    let known = this._watched.get(self);
    if (known === undefined) this._watched.set(self, (known = new Map()));
    for (const { name, read } of watch) {
      const value = read(self as never);
      if (known.get(name) === value) continue;
      known.set(name, value);
      this._push('change', name, brief(value), undefined);
    }
  }

  private _push(kind: StepKind, name: string, a: unknown, b: unknown): void {
    const outside = this._kernel.currentOrNone === undefined;
    const time = this._kernel.clock.now;
    const tid = outside ? 0 : this._tid;
    const depth = this._stack.length - (kind === 'call' ? 1 : 0);
    this._append({ kind, time, tid, depth: outside ? 0 : depth, name, a, b });
  }

  private _append(event: TraceEvent): void {
    const number = this.events.length;
    this.events.push(event);
    this.onStep?.(event, number);
    if (this._stopAt >= 0 && number + 1 >= this._stopAt) {
      this._kernel.stopRequested = true;
      this._onStop?.(number + 1);
    }
  }

  private _stackFor(tid: number): Frame[] {
    let stack = this._stacks.get(tid);
    if (stack === undefined) this._stacks.set(tid, (stack = []));
    return stack;
  }
}
