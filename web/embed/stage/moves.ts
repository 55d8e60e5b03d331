/** What Back and Next go by: steps, calls, system calls, or the states of a request. */
import type { Step } from '../../../src/index.ts';
import type { Rows } from './at.ts';
import { statesIn } from './at.ts';

export const PACES = ['step', 'call', 'syscall', 'state'] as const;
export type Pace = (typeof PACES)[number];

/**
 * The number of the step that a move leads to, from the moment after `at` steps; undefined if there is none on that
 * side. @param by how many to go: backwards if it is negative.
 */
export function stepAfter(pace: Pace, rows: Rows, at: number, by: number): number | undefined {
  const isBack = by < 0;
  // Of those before, the last one is where the cursor stands.
  const numbers = numbersOf(pace, rows).filter((number) => (isBack ? number < at - 1 : number >= at));
  return isBack ? numbers.at(by) : numbers[by - 1];
}

function numbersOf(pace: Pace, rows: Rows): readonly number[] {
  if (pace === 'state') return statesIn(rows).map(({ number }) => number);
  const isIt = IS[pace];
  const numbers: number[] = [];
  for (let number = 0; number < rows.length; number += 1) {
    const step = rows.at(number);
    if (step !== undefined && isIt(step)) numbers.push(number);
  }
  return numbers;
}

const IS: Readonly<Record<Exclude<Pace, 'state'>, (step: Step) => boolean>> = {
  step: () => true,
  call: ({ kind }) => kind === 'call' || kind === 'raise',
  syscall: ({ kind }) => kind === 'syscall',
};
