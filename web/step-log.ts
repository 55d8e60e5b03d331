/** The rows of the log that the page has been sent, and which of them pass a filter. */
import type { Step, StepKind } from '../src/index.ts';

/** Kinds of steps that are shown or hidden together. */
export type StepGroup = 'calls' | 'syscalls' | 'buffers' | 'threads' | 'log';

export const GROUPS: readonly (readonly [group: StepGroup, title: string])[] = [
  ['calls', 'Calls'],
  ['syscalls', 'System calls'],
  ['buffers', 'Buffers'],
  ['threads', 'Threads'],
  ['log', 'Log'],
];

const GROUP_OF: Readonly<Record<StepKind, StepGroup>> = {
  call: 'calls',
  return: 'calls',
  raise: 'calls',
  syscall: 'syscalls',
  block: 'syscalls',
  queue: 'buffers',
  socket: 'buffers',
  change: 'buffers',
  switch: 'threads',
  thread: 'threads',
  exit: 'threads',
  log: 'log',
  input: 'log',
};

/** How many colours there are for threads. */
const THREAD_COLOURS = 5;

/** The group a kind of step belongs to. */
export function groupOf(kind: StepKind): StepGroup {
  return GROUP_OF[kind];
}

export class StepLog {
  private _steps: Step[] = [];
  private _visible: number[] = [];
  private readonly _threads = new Map<number, number>();
  private _hidden: ReadonlySet<StepGroup> = new Set();

  get length(): number {
    return this._steps.length;
  }

  /** Numbers of the steps that pass the filter, ascending. */
  get visible(): readonly number[] {
    return this._visible;
  }

  get hidden(): ReadonlySet<StepGroup> {
    return this._hidden;
  }

  at(number: number): Step | undefined {
    return this._steps[number];
  }

  /** The number, from 1, of a thread's colour: each thread has its own until there are too many; 0 for what has no thread. */
  colourOf(tid: number): number {
    if (tid === 0) return 0;
    let place = this._threads.get(tid);
    if (place === undefined) this._threads.set(tid, (place = this._threads.size));
    return 1 + (place % THREAD_COLOURS);
  }

  clear(): void {
    this._threads.clear();
    this._steps = [];
    this._visible = [];
  }

  append(steps: readonly Step[]): void {
    for (const step of steps) {
      if (!this._hidden.has(groupOf(step.kind))) this._visible.push(this._steps.length);
      this._steps.push(step);
      this.colourOf(step.tid);
    }
  }

  /** Shows or hides a group. */
  toggle(group: StepGroup): void {
    const hidden = new Set(this._hidden);
    if (!hidden.delete(group)) hidden.add(group);
    this._hidden = hidden;
    this._visible = [];
    for (const [number, { kind }] of this._steps.entries()) if (!hidden.has(groupOf(kind))) this._visible.push(number);
  }

  /** Place in `visible` of the last visible step before `number`, or -1. */
  placeBefore(number: number): number {
    let low = 0;
    let high = this._visible.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this._visible[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Number of the nearest step from `number` on (downwards when `direction` is -1) that is a system call. */
  nearestSyscall(number: number, direction: 1 | -1): number | undefined {
    for (let at = number; at >= 0 && at < this._steps.length; at += direction) {
      if (this._steps[at]?.kind === 'syscall') return at;
    }
    return undefined;
  }
}
