/** Lets the breakpoints of a machine stop at moments: its log is read step by step while it runs. */
import { MomentFinder } from './find-moments.ts';
import { EVENTS, WALK } from './moment.ts';
import type { MomentRules } from './moment-rules.ts';
import type { Moment } from './moment.ts';
import type { TracedMachine } from './of-machine.ts';

/** A machine, as far as its breakpoints need it. */
export interface WatchedMachine extends TracedMachine {
  readonly breakpoints: { moments: MomentRules | undefined };
}

/** From now on its breakpoints can name a moment: `machine.breakpoints.add({ moment: 'make_environ' })`. */
export function watchMoments({ trace, breakpoints }: WatchedMachine): void {
  breakpoints.moments = {
    names: [...WALK, ...EVENTS],
    start: () => {
      const finder = new MomentFinder();
      return (length) => {
        // A breakpoint that is set later has the steps before it to read.
        for (let number = finder.length; number < length; number += 1) finder.add(trace.step(number));
        return lastOf(finder.moments, length - 1);
      };
    },
  };
}

/** The moments at a step after which there is none. */
function lastOf(moments: readonly Moment[], step: number): readonly Moment[] {
  let from = moments.length;
  while (moments[from - 1]?.step === step) from -= 1;
  return moments.slice(from);
}
