/**
 * The log's storage: one column for each field of a step, not one object for each step, in pages, so that growing never
 * copies anything. A request leaves hundreds of steps, and long-lived objects are the slowest for a garbage collector.
 */
import type { Done, Fail } from '../kernel/sys.ts';
import { secondsOf } from '../kernel/units.ts';
import { BytesExcerpt } from './bytes-excerpt.ts';
import type { TraceEvent } from './event.ts';
import { STEP_KINDS } from '../vocabulary.ts';
import type { StepKind } from '../vocabulary.ts';
import type { ObjectSummary } from './value-summary.ts';

/** The numbers that stand for the kinds in their column. */
export const KIND = Object.fromEntries(STEP_KINDS.map((kind, number) => [kind, number])) as Readonly<
  Record<StepKind, KindNumber>
>;
export type KindNumber = number;

/** Added to the number of a kind: the last value is an errno's name, not a result. */
const FAILED = 0x80;

const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_SIZE - 1;
/** Arrays that are several times as long are allocated one by one from the system, which is slow. */
const TAPE_BITS = 12;
const TAPE_PAGE = 1 << TAPE_BITS;
const TAPE_MASK = TAPE_PAGE - 1;

/** Allocated at full length, so that it never grows. */
// oxlint-disable-next-line unicorn/no-new-array -- Array.from, the way around it, is slower by far
const emptyPage = (): unknown[] => new Array<unknown>(TAPE_PAGE);

/** An endless list of values, in pages. */
class Tape {
  length = 0;
  private _page: unknown[] = [];
  private readonly _pages: (unknown[] | undefined)[] = [];
  private _firstPage = 0;

  push(value: unknown): void {
    const index = this.length & TAPE_MASK;
    if (index === 0) this._pages.push((this._page = emptyPage()));
    this._page[index] = value;
    this.length += 1;
  }

  at(index: number): unknown {
    return this._pages[index >> TAPE_BITS]?.[index & TAPE_MASK];
  }

  slice(from: number, to: number): unknown[] {
    const values: unknown[] = [];
    for (let index = from; index < to; index += 1) values.push(this.at(index));
    return values;
  }

  /** Drops the pages that hold only values before `index`. */
  dropBefore(index: number): void {
    for (; this._firstPage < index >> TAPE_BITS; this._firstPage += 1) this._pages[this._firstPage] = undefined;
  }
}

/** The numeric columns of some steps. */
class Page {
  readonly kinds = new Uint8Array(PAGE_SIZE);
  readonly depths = new Uint16Array(PAGE_SIZE);
  /** Many steps share one time and thread: both are kept once for all of them. */
  readonly moments = new Uint16Array(PAGE_SIZE);
  readonly times: number[] = [];
  readonly tids: number[] = [];
  /** Where on the tape a step begins; it ends where the next one begins. */
  readonly starts = new Uint32Array(PAGE_SIZE);
}

/** An append-only list of steps. */
export class StepLog {
  length = 0;
  private _page = new Page();
  private readonly _pages: (Page | undefined)[] = [this._page];
  private _keptPages = Infinity;
  private _original: StepLog | undefined;
  private _time = -1;
  private _tid = -1;
  /** For each step its name, then its values: none, one, or as many as a call has arguments. */
  private readonly _tape = new Tape();

  /**
   * From now on only the last few thousand steps are kept: for a machine that replays another one, and whose log is not
   * read. Earlier steps are the same in `original`, and found there: calls that have not returned yet may have begun
   * long ago.
   */
  forgetPast(original: StepLog): void {
    this._original = original;
    this._keptPages = 2;
  }

  /** Begins a step; its values are added with `keep`, one by one. */
  // oxlint-disable-next-line max-params -- one call for each step: an object to carry the columns would be made for nothing
  begin(kind: KindNumber, time: number, tid: number, depth: number, name: string): void {
    const index = this.length & PAGE_MASK;
    if (index === 0 && this.length > 0) this._addPage();
    const page = this._page;
    if (time !== this._time || tid !== this._tid || index === 0) {
      page.times.push((this._time = time));
      page.tids.push((this._tid = tid));
    }
    this.length += 1;
    page.kinds[index] = kind;
    page.moments[index] = page.times.length - 1;
    page.depths[index] = depth;
    page.starts[index] = this._tape.length;
    this._tape.push(name);
  }

  private _addPage(): void {
    const count = this._pages.push((this._page = new Page()));
    if (count <= this._keptPages) return;
    this._pages[count - this._keptPages - 1] = undefined;
    this._tape.dropBefore(this._pages[count - this._keptPages]?.starts[0] ?? 0);
  }

  /** Adds a value to the last step. */
  keep(value: unknown): void {
    this._tape.push(value);
  }

  /** Adds the outcome of a system call to the last step. */
  keepOutcome(outcome: Done<unknown> | Fail): void {
    if (outcome.kind === 'done') return this.keep(outcome.value);
    this._page.kinds[(this.length - 1) & PAGE_MASK] = FAILED | KIND.syscall;
    return this.keep(outcome.errno);
  }

  /** Step `number`, from 0; undefined when there is no such step. */
  at(number: number): TraceEvent | undefined {
    const page = this._pages[number >> PAGE_BITS];
    if (number < 0 || number >= this.length) return undefined;
    if (page === undefined) return this._original?.at(number);
    const index = number & PAGE_MASK;
    const code = page.kinds[index] as number;
    const kind = STEP_KINDS[code & ~FAILED] as StepKind;
    const moment = page.moments[index] as number;
    const time = secondsOf(page.times[moment] as number);
    const tid = page.tids[moment] as number;
    const depth = page.depths[index] as number;
    const [first, ...values] = this._tape.slice(this._startOf(number), this._startOf(number + 1));
    const name = first as string;
    if (kind === 'syscall') {
      const last = values.pop();
      const b = (code & FAILED) === 0 ? { kind: 'done', value: last } : { kind: 'fail', errno: last };
      return { kind, time, tid, depth, name, a: values, b };
    }
    return { kind, time, tid, depth, name, a: content(kind, name, values), b: undefined };
  }

  /**
   * The first step from `from` to before `to` that differs; undefined when there is none. Both logs must still hold
   * these steps.
   */
  firstDifferenceFrom(other: StepLog, from: number, to: number): number | undefined {
    for (let number = from; number < to; number += 1) if (!this._isSame(other, number)) return number;
    return undefined;
  }

  private _isSame(other: StepLog, number: number): boolean {
    const [one, two] = [this._pages[number >> PAGE_BITS], other._pages[number >> PAGE_BITS]];
    const index = number & PAGE_MASK;
    if (one === undefined || two === undefined || number >= this.length || number >= other.length) return false;
    if (one.kinds[index] !== two.kinds[index] || one.depths[index] !== two.depths[index]) return false;
    const [moment, otherMoment] = [one.moments[index] as number, two.moments[index] as number];
    if (one.times[moment] !== two.times[otherMoment] || one.tids[moment] !== two.tids[otherMoment]) return false;
    const [start, otherStart] = [one.starts[index] as number, two.starts[index] as number];
    const count = this._startOf(number + 1) - start;
    if (other._startOf(number + 1) - otherStart !== count) return false;
    for (let place = 0; place < count; place += 1) {
      if (!isSameValue(this._tape.at(start + place), other._tape.at(otherStart + place))) return false;
    }
    return true;
  }

  private _startOf(number: number): number {
    if (number >= this.length) return this._tape.length;
    return this._pages[number >> PAGE_BITS]?.starts[number & PAGE_MASK] ?? 0;
  }
}

/** The content of a step, made of its values. */
function content(kind: StepKind, name: string, values: readonly unknown[]): unknown {
  const [first, second] = values;
  if (kind === 'call' || kind === 'block') return values;
  if (kind === 'queue') return { socket: first, queue: name, bytes: second };
  if (kind === 'socket') return { socket: first, from: second, to: name };
  if (kind === 'segment') return { socket: first, toward: second, segment: values[2] };
  return first;
}

const isSummary = (value: object): value is ObjectSummary => 'object' in value;

/** Whether two kept values are equal: they are plain, and hold no live objects. */
function isSameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one instanceof BytesExcerpt) return other instanceof BytesExcerpt && one.isLike(other);
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, place) => isSameValue(item, other[place]));
  }
  // Most are summaries of objects, with one name each; the general way is ten times as slow.
  if (isSummary(one) && isSummary(other)) return one.object === other.object;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  if (keys.length !== others.length) return false;
  return keys.every((key) => isSameValue(Reflect.get(one, key), Reflect.get(other, key)));
}
