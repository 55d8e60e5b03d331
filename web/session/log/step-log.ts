/**
 * The rows of the log that the page has received, which of them pass the filter, and which of these the search finds.
 */
import type { Step, StepKind } from '../../../src/index.ts';
import { Details, patternOf } from './details.ts';
import { IntegerList } from './integer-list.ts';
import type { StepRows } from '../../../src/host/step-rows.ts';
import { STEP_KINDS } from '../../../src/vocabulary.ts';
import { lastBelow } from '../../../src/host/binary-search.ts';
import type { StepFilter, StepGroup } from './step-filter.ts';
import { EVERYTHING, ownerOf, passes } from './step-filter.ts';
import { ENDED, Track } from './track.ts';

/** How many colours there are for threads. */
const THREAD_COLOURS = 5;
const THREAD = STEP_KINDS.indexOf('thread');

export class StepLog {
  /** What the timeline draws. */
  readonly track = new Track();
  /** The steps from `from` on that have a name beside their own: the search looks for that, too. */
  find: (pattern: RegExp, from: number) => readonly number[] = () => [];
  /** Changes whenever steps are forgotten: a step number may mean another step then. */
  version = 0;
  /** How many steps were left when steps were last forgotten. */
  cut = 0;
  /** Places in `_names`, one for each step. */
  private readonly _nameOf = new IntegerList();
  private readonly _names: string[] = [];
  private readonly _nameNumbers = new Map<string, number>();
  private _details = new Details();
  private readonly _visible = new IntegerList();
  private _found: number[] = [];
  private readonly _threads = new Map<number, number>();
  /** Each with the first step of a call of it. */
  private readonly _owners = new Map<string, number>();
  private _filter: StepFilter = EVERYTHING;
  private _query = '';

  get length(): number {
    return this.track.length;
  }

  /** How many steps are shown, and searched: what comes after them is hidden. */
  get shown(): number {
    return this.track.shown;
  }

  /** No step from here on is shown, or found. */
  set end(end: number) {
    this.track.end = end;
  }

  /** Numbers of the steps that pass the filter, ascending. */
  get visible(): Uint32Array {
    const { view } = this._visible;
    return this.shown === this.length ? view : view.subarray(0, lastBelow(view, this.shown) + 1);
  }

  /** Numbers of the visible steps that the search finds, ascending. */
  get found(): readonly number[] {
    const found = this._found;
    return this.shown === this.length ? found : found.slice(0, lastBelow(found, this.shown) + 1);
  }

  get filter(): StepFilter {
    return this._filter;
  }

  set filter(filter: StepFilter) {
    this._filter = filter;
    this._visible.truncate(0);
    this._sift(0);
    this.query = this._query;
  }

  get hidden(): ReadonlySet<StepGroup> {
    return this._filter.hidden;
  }

  /** The text to search for in names and details, and in what `find` knows; empty for no search. */
  get query(): string {
    return this._query;
  }

  set query(text: string) {
    this._query = text;
    this._found = [];
    this._search(0);
  }

  /** Searches again from a step on: it may be called otherwise now. */
  searchFrom(from: number): void {
    if (this._query === '') return;
    this._found.length = lastBelow(this._found, from) + 1;
    this._search(from);
  }

  /** Classes and modules whose calls are shown, sorted. */
  get owners(): readonly string[] {
    const known = [...this._owners].filter(([, from]) => from < this.shown);
    return known.map(([owner]) => owner).toSorted();
  }

  get ownerCount(): number {
    return this.owners.length;
  }

  at(number: number): Step | undefined {
    return number >= 0 && number < this.length ? new Row(number, this) : undefined;
  }

  /** Name of a step of the log. */
  nameOf(number: number): string {
    return this._names[this._nameOf.at(number)] as string;
  }

  /** Detail of a step of the log. */
  detailOf(number: number): string {
    return this._details.at(number);
  }

  /** Whether the search finds a step. */
  isFound(number: number): boolean {
    return this._found[lastBelow(this._found, number + 1)] === number;
  }

  /**
   * The number, from 1, of a thread's colour: each thread has its own until there are too many; 0 for steps of no
   * thread.
   */
  colourOf(tid: number): number {
    if (tid === 0) return 0;
    let place = this._threads.get(tid);
    if (place === undefined) this._threads.set(tid, (place = this._threads.size));
    return 1 + (place % THREAD_COLOURS);
  }

  clear(): void {
    this._threads.clear();
    this._owners.clear();
    this.truncate(0);
    this._names.length = 0;
    this._nameNumbers.clear();
    this._details = new Details();
    this._filter = { ...this._filter, tid: undefined, owner: undefined };
  }

  /** Forgets every step from `length` on: another branch follows. */
  truncate(length: number): void {
    this.version += 1;
    this.cut = Math.min(length, this.length);
    this._nameOf.truncate(length);
    this._details.truncate(length);
    this._visible.truncate(lastBelow(this._visible.view, length) + 1);
    this._found.length = lastBelow(this._found, length) + 1;
    this.track.truncate(length);
  }

  append(rows: StepRows): void {
    const { kinds, depths, tids, times, names, table, details, ends } = rows;
    const from = this.length;
    const numbers = table.map((name) => this._numberOf(name));
    let tid = -1;
    for (let at = 0; at < kinds.length; at += 1) {
      const kind = kinds[at] as number;
      const name = names[at] as number;
      const begin = at === 0 ? 0 : (ends[at - 1] as number) + 1;
      const isEnd = kind === THREAD && details.slice(begin, ends[at]) === ENDED;
      if (tid !== tids[at]) this.colourOf((tid = tids[at] as number));
      this.track.add(kind, {
        time: times[at] as number,
        tid,
        depth: depths[at] as number,
        name: table[name] as string,
        isEnd,
      });
      this._nameOf.push(numbers[name] as number);
    }
    this._learnOwners(rows, from);
    this._details.append(rows);
    this._sift(from);
    this._search(from);
  }

  /** Shows or hides a group. */
  toggle(group: StepGroup): void {
    const hidden = new Set(this._filter.hidden);
    if (!hidden.delete(group)) hidden.add(group);
    this.filter = { ...this._filter, hidden };
  }

  /** Place in `visible` of the last visible step before `number`, or -1. */
  placeBefore(number: number): number {
    return lastBelow(this.visible, number);
  }

  /** Place in `found` of the last search result before `number`, or -1. */
  foundBefore(number: number): number {
    return lastBelow(this._found, number);
  }

  private _numberOf(name: string): number {
    let number = this._nameNumbers.get(name);
    if (number === undefined) {
      this._nameNumbers.set(name, (number = this._names.length));
      this._names.push(name);
    }
    return number;
  }

  private _learnOwners({ kinds, names, table }: StepRows, from: number): void {
    const known = new Uint8Array(table.length);
    for (let at = 0; at < kinds.length; at += 1) {
      const name = names[at] as number;
      if (known[name] === 1) continue;
      const owner = ownerOf({ kind: STEP_KINDS[kinds[at] as number] as StepKind, name: table[name] as string });
      if (owner === undefined) continue;
      known[name] = 1;
      if (!this._owners.has(owner)) this._owners.set(owner, from + at);
    }
  }

  /** Adds the steps from `from` on that pass the filter. */
  private _sift(from: number): void {
    const { hidden, tid, owner } = this._filter;
    const passesAll = hidden.size === 0 && tid === undefined && owner === undefined;
    const row = new Row(from, this);
    for (let number = from; number < this.length; number += 1) {
      row.number = number;
      if (passesAll || passes(row, this._filter)) this._visible.push(number);
    }
  }

  /** Adds the visible steps from `from` on that the search finds. */
  private _search(from: number): void {
    if (this._query === '' || from >= this.length) return;
    const pattern = patternOf(this._query);
    const isNamed = Uint8Array.from(this._names, (name) => (name.search(pattern) >= 0 ? 1 : 0));
    const isDetailed = new Uint8Array(this.length - from);
    this._details.find(this._query, from, (number) => {
      isDetailed[number - from] = 1;
    });
    for (const number of this.find(pattern, from)) isDetailed[number - from] = 1;
    for (let place = lastBelow(this._visible.view, from) + 1; place < this._visible.length; place += 1) {
      const number = this._visible.at(place);
      if (isDetailed[number - from] === 1 || isNamed[this._nameOf.at(number)] === 1) this._found.push(number);
    }
  }
}

/** A step, read from the columns on demand. */
class Row implements Step {
  number: number;
  private readonly _log: StepLog;

  constructor(number: number, log: StepLog) {
    this.number = number;
    this._log = log;
  }

  get kind(): StepKind {
    return STEP_KINDS[this._log.track.kinds[this.number] as number] as StepKind;
  }

  get time(): number {
    return (this._log.track.times[this.number] as number) / 1_000_000;
  }

  get tid(): number {
    const { lanes, laneOf } = this._log.track;
    return lanes[laneOf[this.number] as number]?.tid ?? 0;
  }

  get depth(): number {
    return this._log.track.depths[this.number] as number;
  }

  get name(): string {
    return this._log.nameOf(this.number);
  }

  get detail(): string {
    return this._log.detailOf(this.number);
  }
}
