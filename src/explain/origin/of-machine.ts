/** Where something of a machine came from, and where it went, at the machine's cursor. */
import type { Step } from '../../trace/event.ts';
import type { Snapshot } from '../../trace/snapshot.ts';
import { Explainer } from './explainer.ts';
import type { OriginLink, OriginSubject } from './link.ts';

/** A machine, as far as origins need it. */
export interface ExplainedMachine {
  readonly cursor: number;
  readonly trace: { readonly length: number; step(number: number): Step };
  snapshot(): Snapshot;
}

/** What has read a machine's log goes on where it stopped. */
const explainers = new WeakMap<ExplainedMachine, Explainer>();

function explainerOf(machine: ExplainedMachine): Explainer {
  let explainer = explainers.get(machine);
  if (explainer === undefined) {
    let shown: Snapshot | undefined;
    let shownAt = '';
    const rows = {
      get length() {
        return machine.trace.length;
      },
      at: (number: number) => (number >= 0 && number < machine.trace.length ? machine.trace.step(number) : undefined),
    };
    // One snapshot for each place of the cursor: it is what the explainer knows a state by.
    explainer = new Explainer(rows, () => {
      const now = `${machine.cursor}/${machine.trace.length}`;
      if (shown === undefined || shownAt !== now) [shown, shownAt] = [machine.snapshot(), now];
      return shown;
    });
    explainers.set(machine, explainer);
  }
  return explainer;
}

/**
 * Where a byte, a key of the environ, a header, a step's arguments, a line of the log or a descriptor came from: a tree
 * of links, down to the key press, the app's line or the server's own words. Throws RangeError for what is not there,
 * TypeError for a machine without a trace.
 */
export const originOf = (machine: ExplainedMachine, subject: OriginSubject): OriginLink =>
  explainerOf(machine).originOf(subject);

/** Where it went: a tree of links, up to where it ends. Throws as `originOf` does. */
export const fateOf = (machine: ExplainedMachine, subject: OriginSubject): OriginLink =>
  explainerOf(machine).fateOf(subject);
