/** The harmless oddities of a machine. */
import type { Step } from '../../trace/event.ts';
import { oddityAt } from './find-oddity.ts';
import type { Oddity } from './oddity.ts';

/** A machine, as far as its oddities need it. */
interface TracedMachine {
  readonly trace: { readonly length: number; steps(): Step[] };
}

/**
 * The steps of a machine that look like faults and are none, with why, in their order. An exception that leaves several
 * calls is one for each of them. Throws TypeError for a machine without a trace.
 */
export function odditiesOf({ trace }: TracedMachine): readonly Oddity[] {
  const steps = trace.steps();
  const rows = { length: steps.length, at: (number: number) => steps[number] };
  return steps.flatMap(({ number }) => oddityAt(rows, number) ?? []);
}
