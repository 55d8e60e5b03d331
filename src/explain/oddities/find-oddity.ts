/** Says of a step that looks like a fault why it is harmless, from the rows around it. */
import { harmlessAnswer } from './answers.ts';
import { harmlessException } from './exceptions.ts';
import type { OddityRows } from './look-around.ts';
import type { Oddity } from './oddity.ts';

/**
 * Why step `number` is harmless; undefined for a step that is a fault, looks like none, or whose end is not in the log
 * yet.
 */
export function oddityAt(rows: OddityRows, number: number): Oddity | undefined {
  const row = rows.at(number);
  if (row === undefined) return undefined;
  const { kind } = row;
  const found =
    kind === 'raise' ? harmlessException(rows, row) : kind === 'syscall' ? harmlessAnswer(rows, row) : undefined;
  return found === undefined ? undefined : { step: number, ...found };
}
