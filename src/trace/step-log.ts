/**
 * The log's storage: one column for each field of a step, not one object for each step. A request leaves hundreds of steps, and
 * objects that live long are what a garbage collector is slowest with.
 */
import type { StepKind, TraceEvent } from './event.ts';

/** All kinds, in the order of the numbers that stand for them in the column. */
const KINDS: readonly StepKind[] = [
  'call',
  'return',
  'raise',
  'syscall',
  'block',
  'switch',
  'thread',
  'exit',
  'queue',
  'socket',
  'change',
  'log',
  'input',
];
const NUMBERS = Object.fromEntries(KINDS.map((kind, number) => [kind, number])) as Readonly<Record<StepKind, number>>;

const FIRST_CAPACITY = 1024;

/** What the step of a system call holds: both of its sides. */
export class CallAndOutcome {
  readonly args: readonly unknown[];
  readonly outcome: unknown;

  constructor(args: readonly unknown[], outcome: unknown) {
    this.args = args;
    this.outcome = outcome;
  }
}

/** An append-only list of steps. */
export class StepLog {
  length = 0;
  private _kinds = new Uint8Array(FIRST_CAPACITY);
  private _times = new Float64Array(FIRST_CAPACITY);
  private _tids = new Int32Array(FIRST_CAPACITY);
  private _depths = new Uint16Array(FIRST_CAPACITY);
  private readonly _names: string[] = [];
  private readonly _values: unknown[] = [];

  /** Adds a step; answers its number. */
  // oxlint-disable-next-line max-params -- one call for each step: an object to carry the columns would be made for nothing
  add(kind: StepKind, time: number, tid: number, depth: number, name: string, value: unknown): number {
    const number = this.length++;
    if (number === this._kinds.length) this._grow();
    this._kinds[number] = NUMBERS[kind];
    this._times[number] = time;
    this._tids[number] = tid;
    this._depths[number] = depth;
    this._names.push(name);
    this._values.push(value);
    return number;
  }

  /** Step `number`, from 0; undefined when there is no such step. */
  at(number: number): TraceEvent | undefined {
    const name = this._names[number];
    if (name === undefined) return undefined;
    const value = this._values[number];
    return {
      kind: KINDS[this._kinds[number] as number] as StepKind,
      time: this._times[number] as number,
      tid: this._tids[number] as number,
      depth: this._depths[number] as number,
      name,
      a: value instanceof CallAndOutcome ? value.args : value,
      b: value instanceof CallAndOutcome ? value.outcome : undefined,
    };
  }

  private _grow(): void {
    const capacity = this._kinds.length * 2;
    this._kinds = enlarged(this._kinds, new Uint8Array(capacity));
    this._times = enlarged(this._times, new Float64Array(capacity));
    this._tids = enlarged(this._tids, new Int32Array(capacity));
    this._depths = enlarged(this._depths, new Uint16Array(capacity));
  }
}

function enlarged<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
