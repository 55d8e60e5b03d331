/** The moments of a machine. */
import type { Step } from '../../trace/event.ts';
import { MomentFinder } from './find-moments.ts';
import type { Moment } from './moment.ts';

/** A machine, as far as its moments need it. */
export interface TracedMachine {
  readonly trace: { readonly length: number; step(number: number): Step };
}

/** What has read a machine's log goes on where it stopped. */
const finders = new WeakMap<TracedMachine, MomentFinder>();

/**
 * The moments of all that has happened in a machine, in the order of their steps. Throws TypeError for a machine
 * without a trace.
 */
export function momentsOf(machine: TracedMachine): readonly Moment[] {
  const { trace } = machine;
  const { length } = trace;
  let finder = finders.get(machine);
  if (finder === undefined) finders.set(machine, (finder = new MomentFinder()));
  for (let number = finder.length; number < length; number += 1) finder.add(trace.step(number));
  return [...finder.moments];
}
