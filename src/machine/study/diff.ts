/** Compares two runs: the first step at which they differ, and how their rows correspond from there. */
import { isInstance } from '../../python/foreign.ts';
import type { Step } from '../../trace/event.ts';
import { noTraceMessage, Trace } from '../../trace/trace.ts';
import { atMost, reject, record } from '../scenario/schema.ts';

/** One row of the comparison: the step of each run, where it has one. */
export interface DiffRow {
  readonly left: Step | undefined;
  readonly right: Step | undefined;
  /** Whether both steps exist and are equal, apart from their times. */
  readonly isSame: boolean;
}

export interface Diff {
  /** The number of the first step that differs; undefined when the runs are equal. */
  readonly partsAt: number | undefined;
  /** The rows around it. */
  readonly rows: readonly DiffRow[];
}

export interface DiffOptions {
  /** How many equal steps to show before the difference; 10 by default. */
  readonly before?: number;
  /** How many steps of each run to show from there; 200 by default, at most 1,000. */
  readonly after?: number;
}

const MOST_AFTER = 1000;

const readOptions = record({}, { before: atMost, after: atMost });

/**
 * Throws SchemaError if a value is not a trace, such as the machine itself; TypeError for a trace that was not kept.
 */
export function checkTraces(left: unknown, right: unknown): void {
  const wanted = 'a trace, as machine.trace is';
  if (!isInstance(left, Trace)) reject('left', left, wanted);
  if (!isInstance(right, Trace)) reject('right', right, wanted);
  for (const [name, trace] of Object.entries({ left, right }))
    if (!trace.isKept) throw new TypeError(noTraceMessage(name));
}

/** The first step at which two runs differ, times included. Throws SchemaError for a bad trace. */
export function firstDifference(left: Trace, right: Trace): number | undefined {
  checkTraces(left, right);
  const length = Math.min(left.length, right.length);
  for (let number = 0; number < length; number += 1) {
    const [one, other] = [left.step(number), right.step(number)];
    if (!isEqual(one, other) || one.time !== other.time) return number;
  }
  return left.length === right.length ? undefined : length;
}

/**
 * Compares two runs. Up to the first difference, rows are paired by number; from there they are aligned so that as many
 * equal steps as possible share a row, and then steps with the same name. A step that only one run has leaves a gap.
 * Throws SchemaError for a bad trace or option.
 */
export function diffTraces(left: Trace, right: Trace, options: DiffOptions = {}): Diff {
  const { before = 10, after = 200 } = readOptions(options, 'options');
  const partsAt = firstDifference(left, right);
  const end = partsAt ?? left.length;
  const common = left.steps(Math.max(0, end - before), end);
  const rows = common.map((step, index): DiffRow => ({
    left: step,
    right: right.step(end - common.length + index),
    isSame: true,
  }));
  if (partsAt === undefined) return { partsAt, rows };
  const until = partsAt + Math.min(after, MOST_AFTER);
  return { partsAt, rows: [...rows, ...aligned(left.steps(partsAt, until), right.steps(partsAt, until))] };
}

const isAlike = (one: Step, other: Step): boolean =>
  one.kind === other.kind && one.name === other.name && one.tid === other.tid && one.depth === other.depth;

const isEqual = (one: Step, other: Step): boolean => isAlike(one, other) && one.detail === other.detail;

/** The score for two steps in one row. */
const worth = (one: Step, other: Step): number => (isAlike(one, other) ? (one.detail === other.detail ? 3 : 2) : 0);

/** Aligned by the common subsequence with the highest score. */
function aligned(left: readonly Step[], right: readonly Step[]): DiffRow[] {
  const values = commonValues(left, right);
  const width = right.length + 1;
  const rows: DiffRow[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const one = left[row];
    const other = right[column];
    const here = row * width + column;
    const together = one === undefined || other === undefined ? 0 : worth(one, other);
    if (together > 0 && values[here] === (values[here + width + 1] ?? 0) + together) {
      rows.push({ left: one, right: other, isSame: together === 3 });
      row += 1;
      column += 1;
    } else if (one !== undefined && (other === undefined || values[here] === values[here + width])) {
      rows.push({ left: one, right: undefined, isSame: false });
      row += 1;
    } else {
      rows.push({ left: undefined, right: other, isSame: false });
      column += 1;
    }
  }
  return rows;
}

/** For each pair of places: the score of the best alignment from there on. */
function commonValues(left: readonly Step[], right: readonly Step[]): Uint16Array {
  const width = right.length + 1;
  const values = new Uint16Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const here = row * width + column;
      const together = worth(left[row] as Step, right[column] as Step);
      values[here] = Math.max(
        together === 0 ? 0 : (values[here + width + 1] as number) + together,
        values[here + width] as number,
        values[here + 1] as number,
      );
    }
  }
  return values;
}
