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
  private readonly _pages: unknown[][] = [];

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

/**
 * An append-only list of steps. A log may follow another one (`follow`), whose steps it only compares: the two are then
 * one list as far as they are equal.
 */
export class StepLog {
  length = 0;
  /** The first step that came out otherwise than in the log that is followed; undefined when none has. */
  differsAt: number | undefined;
  /** The last page. There is none before the first step: machines without a trace have a log, too. */
  private _page: Page | undefined = undefined;
  private readonly _pages: Page[] = [];
  private _time = -1;
  private _tid = -1;
  /** For each step its name, then its values: none, one, or as many as a call has arguments. */
  private readonly _tape = new Tape();
  /** The log that has the steps before `_base`. */
  private _original: StepLog | undefined;
  private _base = 0;
  private _isFollowing = false;
  /** Which values of the original's step the last step still has to have, as places on its tape. */
  private _next = 0;
  private _end = 0;

  /**
   * From now on steps are compared with those of `original`, and not kept: for a machine that replays another one. A
   * log that goes on beyond the end of the original keeps its steps from there on.
   */
  follow(original: StepLog): void {
    this._original = original;
    this._isFollowing = true;
  }

  /** The kind of the last step. */
  get lastKind(): StepKind | undefined {
    return this.length === 0 ? undefined : STEP_KINDS[this._codeOf(this.length - 1) & ~FAILED];
  }

  /** Begins a step; its values are added with `keep`, one by one. */
  // oxlint-disable-next-line max-params -- one call for each step: an object to carry the columns would be made for nothing
  begin(kind: KindNumber, time: number, tid: number, depth: number, name: string): void {
    if (this._isFollowing && this._follows(kind, time, tid, depth, name)) return;
    const index = (this.length - this._base) & PAGE_MASK;
    const page = index === 0 ? this._addPage() : (this._page as Page);
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

  private _addPage(): Page {
    const page = new Page();
    this._page = page;
    this._pages.push(page);
    return page;
  }

  /** Adds a value to the last step. */
  keep(value: unknown): void {
    if (!this._isFollowing) return this._tape.push(value);
    if (this._next === this._end || !isSameValue((this._original as StepLog)._tape.at(this._next), value)) {
      return this._differ();
    }
    this._next += 1;
    return undefined;
  }

  /** Adds the outcome of a system call to the last step. */
  keepOutcome(outcome: Done<unknown> | Fail): void {
    const hasFailed = outcome.kind === 'fail';
    const number = this.length - 1;
    if (this._isFollowing) {
      if ((this._codeOf(number) & FAILED) !== (hasFailed ? FAILED : 0)) this._differ();
    } else if (hasFailed) this._pageOf(number).kinds[(number - this._base) & PAGE_MASK] = FAILED | KIND.syscall;
    this.keep(hasFailed ? outcome.errno : outcome.value);
  }

  /**
   * Begins a step that the original should have, too. Returns false when the original has no more steps: then this log
   * keeps its own.
   */
  // oxlint-disable-next-line max-params -- as `begin`
  private _follows(kind: KindNumber, time: number, tid: number, depth: number, name: string): boolean {
    const original = this._original as StepLog;
    const number = this.length;
    this._endStep();
    this._isFollowing = number < original.length;
    if (!this._isFollowing) return false;
    const place = number - original._base;
    const page = original._pages[place >> PAGE_BITS] as Page;
    const index = place & PAGE_MASK;
    this.length += 1;
    this._base = this.length;
    this._next = (page.starts[index] as number) + 1;
    this._end = original._startOf(number + 1);
    const moment = page.moments[index] as number;
    const isEqual =
      ((page.kinds[index] as number) & ~FAILED) === kind &&
      page.depths[index] === depth &&
      page.times[moment] === time &&
      page.tids[moment] === tid &&
      original._tape.at(this._next - 1) === name;
    if (!isEqual) this._differ();
    return true;
  }

  /** A step with fewer values than the original's is noticed when it ends. */
  private _endStep(): void {
    if (this._next < this._end) this._differ();
  }

  /** Notes that the last step is not the original's. */
  private _differ(): void {
    this._next = this._end;
    this.differsAt ??= this.length - 1;
  }

  /** Step `number`, from 0; undefined when there is no such step. */
  at(number: number): TraceEvent | undefined {
    if (number < 0 || number >= this.length) return undefined;
    if (number < this._base) return this._original?.at(number);
    const page = this._pageOf(number);
    const index = (number - this._base) & PAGE_MASK;
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

  /** The first step from `from` to before `to` that `other` has not, or has otherwise; undefined when there is none. */
  firstDifferenceFrom(other: StepLog, from: number, to: number): number | undefined {
    const hasFollowed = other._original === this;
    if (hasFollowed) other._endStep();
    if (hasFollowed && other.differsAt !== undefined && other.differsAt < to) return other.differsAt;
    const start = hasFollowed ? Math.max(from, other._base) : from;
    for (let number = start; number < to; number += 1) if (!this._isSame(other, number)) return number;
    return undefined;
  }

  private _isSame(other: StepLog, number: number): boolean {
    if (number >= this.length || number >= other.length) return false;
    const [one, two] = [this._pageOf(number), other._pageOf(number)];
    const index = (number - this._base) & PAGE_MASK;
    const otherIndex = (number - other._base) & PAGE_MASK;
    if (one.kinds[index] !== two.kinds[otherIndex] || one.depths[index] !== two.depths[otherIndex]) return false;
    const [moment, otherMoment] = [one.moments[index] as number, two.moments[otherIndex] as number];
    if (one.times[moment] !== two.times[otherMoment] || one.tids[moment] !== two.tids[otherMoment]) return false;
    const [start, otherStart] = [one.starts[index] as number, two.starts[otherIndex] as number];
    const count = this._startOf(number + 1) - start;
    if (other._startOf(number + 1) - otherStart !== count) return false;
    for (let place = 0; place < count; place += 1) {
      if (!isSameValue(this._tape.at(start + place), other._tape.at(otherStart + place))) return false;
    }
    return true;
  }

  /** The number of a step's kind, and FAILED. */
  private _codeOf(number: number): number {
    if (number < this._base) return (this._original as StepLog)._codeOf(number);
    return this._pageOf(number).kinds[(number - this._base) & PAGE_MASK] as number;
  }

  /** The page of a step that this log keeps itself. */
  private _pageOf(number: number): Page {
    return this._pages[(number - this._base) >> PAGE_BITS] as Page;
  }

  private _startOf(number: number): number {
    if (number >= this.length) return this._tape.length;
    return this._pageOf(number).starts[(number - this._base) & PAGE_MASK] as number;
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

/** Whether two kept values are equal: they are plain, and hold no live objects. Most are one and the same. */
function isSameValue(one: unknown, other: unknown): boolean {
  // By type: the engine compares texts, numbers and objects faster than values that may be any of these.
  if (typeof one === 'string') return typeof other === 'string' && one === other;
  if (typeof one !== 'object' || typeof other !== 'object') return Object.is(one, other);
  return one === other || (one !== null && other !== null && isSameObject(one, other));
}

function isSameObject(one: object, other: object): boolean {
  if (one instanceof BytesExcerpt) return other instanceof BytesExcerpt && one.isLike(other);
  if (Array.isArray(one)) return Array.isArray(other) && isSameList(one, other);
  // Without lists of keys, which cost more than all comparisons.
  let more = 0;
  for (const key in one) {
    if (!isSameValue(Reflect.get(one, key), Reflect.get(other, key))) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let place = 0; place < one.length; place += 1) if (!isSameValue(one[place], other[place])) return false;
  return true;
}
