/**
 * Where a move in time leads: into, over and out of calls of one thread, and to the next step of a kind. Plain
 * functions on rows.
 */
import type { Step, StepKind } from '../../../src/index.ts';
import type { CallMove } from '../../../src/vocabulary.ts';

/** The rows of a log. */
export interface Rows {
  readonly length: number;
  at(number: number): Step | undefined;
}

/** What the reader can go to, forwards and backwards. */
export const TARGETS = ['syscall', 'write', 'switch', 'raise', 'input'] as const;
export type Target = (typeof TARGETS)[number];

const WRITES = new Set(['sendto', 'write', 'sendmsg']);

const IS: Readonly<Record<Target, (step: Step) => boolean>> = {
  syscall: ({ kind }) => kind === 'syscall',
  switch: ({ kind }) => kind === 'switch',
  write: ({ kind, name }) => kind === 'syscall' && WRITES.has(name),
  raise: ({ kind }) => kind === 'raise',
  input: ({ kind }) => kind === 'input',
};

/** Number of the nearest such step from `number` on, downwards when `direction` is -1. */
export function nearest(rows: Rows, target: Target, number: number, direction: 1 | -1): number | undefined {
  return seek(rows, number, direction, IS[target]);
}

/** What moves over and out stop at. A value that changes just before a return is skipped. */
const STOPS: ReadonlySet<StepKind> = new Set(['call', 'return', 'raise', 'syscall', 'block', 'thread', 'switch']);

/**
 * The step that a debugger's move leads to, from step `number`: always one of the same thread. `into` is the very next
 * one; `over` skips what a call does, up to its return; `out` leaves the function that made it. Undefined when the log
 * ends before that.
 * @param tid the thread to move in, from its last step by then; that of the step if left out.
 */
export function callMove(rows: Rows, move: CallMove, number: number, tid = rows.at(number)?.tid): number | undefined {
  const place = seek(rows, number, -1, (step) => step.tid === tid) ?? number;
  const here = rows.at(place);
  if (here === undefined) return undefined;
  const deepest = { into: Infinity, over: here.depth, out: here.depth - 1 }[move];
  return seek(
    rows,
    number + 1,
    1,
    ({ kind, tid, depth }) => tid === here.tid && depth <= deepest && (move === 'into' || STOPS.has(kind)),
  );
}

/** Number of the nearest step from `from` on that `isIt` holds for. */
export function nearestThat(
  rows: Rows,
  isIt: (step: Step) => boolean,
  from: number,
  direction: 1 | -1,
): number | undefined {
  return seek(rows, from, direction, isIt);
}

function seek(rows: Rows, from: number, direction: 1 | -1, isIt: (step: Step) => boolean): number | undefined {
  for (let number = from; number >= 0 && number < rows.length; number += direction) {
    const step = rows.at(number);
    if (step !== undefined && isIt(step)) return number;
  }
  return undefined;
}
