/** The rows of the log that the page has been sent, which of them pass a filter, and which of these are sought. */
import type { Step } from '../src/index.ts';
import type { StepFilter, StepGroup } from './step-filter.ts';
import { EVERYTHING, ownerOf, passes, seeker } from './step-filter.ts';
import { Track } from './timeline/track.ts';

/** How many colours there are for threads. */
const THREAD_COLOURS = 5;

export class StepLog {
  /** What the timeline draws. */
  readonly track = new Track();
  private _steps: Step[] = [];
  private _visible: number[] = [];
  private _found: number[] = [];
  private readonly _threads = new Map<number, number>();
  private readonly _owners = new Set<string>();
  private _filter: StepFilter = EVERYTHING;
  private _query = '';
  private _isSought: ((step: Step) => boolean) | undefined;

  get length(): number {
    return this._steps.length;
  }

  /** Numbers of the steps that pass the filter, ascending. */
  get visible(): readonly number[] {
    return this._visible;
  }

  /** Numbers of the visible steps that are sought, ascending. */
  get found(): readonly number[] {
    return this._found;
  }

  get filter(): StepFilter {
    return this._filter;
  }

  set filter(filter: StepFilter) {
    this._filter = filter;
    this._sift();
  }

  get hidden(): ReadonlySet<StepGroup> {
    return this._filter.hidden;
  }

  /** What is sought in names and details; empty for nothing. */
  get query(): string {
    return this._query;
  }

  set query(text: string) {
    this._query = text;
    this._isSought = seeker(text);
    this._found = this._isSought === undefined ? [] : this._visible.filter((number) => this.isFound(number));
  }

  /** Classes and modules whose calls the log has, in the order of the alphabet. */
  get owners(): readonly string[] {
    return [...this._owners].toSorted();
  }

  get ownerCount(): number {
    return this._owners.size;
  }

  at(number: number): Step | undefined {
    return this._steps[number];
  }

  /** Whether a step is sought. */
  isFound(number: number): boolean {
    const step = this._steps[number];
    return step !== undefined && this._isSought?.(step) === true;
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
    this._owners.clear();
    this._steps = [];
    this._visible = [];
    this._found = [];
    this._filter = { ...this._filter, tid: undefined, owner: undefined };
    this.track.truncate(0);
  }

  /** Forgets every step from `length` on: another future follows. */
  truncate(length: number): void {
    this._steps.length = Math.min(length, this._steps.length);
    for (const numbers of [this._visible, this._found]) while ((numbers.at(-1) ?? -1) >= length) numbers.pop();
    this.track.truncate(length);
  }

  append(steps: readonly Step[]): void {
    for (const step of steps) {
      const number = this._steps.length;
      this._steps.push(step);
      this.track.append(step);
      this.colourOf(step.tid);
      const owner = ownerOf(step);
      if (owner !== undefined) this._owners.add(owner);
      if (!passes(step, this._filter)) continue;
      this._visible.push(number);
      if (this._isSought?.(step) === true) this._found.push(number);
    }
  }

  /** Shows or hides a group. */
  toggle(group: StepGroup): void {
    const hidden = new Set(this._filter.hidden);
    if (!hidden.delete(group)) hidden.add(group);
    this.filter = { ...this._filter, hidden };
  }

  /** Place in `visible` of the last visible step before `number`, or -1. */
  placeBefore(number: number): number {
    return lastBelow(this._visible, number);
  }

  /** Place in `found` of the last sought step before `number`, or -1. */
  foundBefore(number: number): number {
    return lastBelow(this._found, number);
  }

  private _sift(): void {
    this._visible = [];
    for (const [number, step] of this._steps.entries()) if (passes(step, this._filter)) this._visible.push(number);
    this.query = this._query;
  }
}

/** Place of the last of `numbers`, which ascend, that is below `limit`; -1 when none is. */
function lastBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
