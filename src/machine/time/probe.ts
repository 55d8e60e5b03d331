/** What predicates on steps may inspect. */
import type { Kernel } from '../../kernel/kernel.ts';
import type { StepLog } from '../../trace/step-log.ts';
import type { Lanes } from '../watch/lanes.ts';

/** The machine just after a step, as breakpoints see it. */
export interface Probe {
  readonly kernel: Kernel;
  readonly lanes: Lanes;
  readonly log: StepLog;
}
