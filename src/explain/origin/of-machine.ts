/** Where something of a machine came from, and where it went, at the machine's cursor. */
import type { Step } from '../../trace/event.ts';
import type { Snapshot } from '../../trace/snapshot.ts';
import { Explainer } from './explainer.ts';
import { differingByte, writerOf } from './first-byte.ts';
import type { AnswerByte } from './first-byte.ts';
import type { OriginLink, OriginSubject } from './link.ts';
import type { Rows } from './record.ts';

/** A machine, as far as origins need it. */
export interface ExplainedMachine {
  readonly cursor: number;
  readonly trace: { readonly length: number; step(number: number): Step };
  snapshot(): Snapshot;
}

/** What has read a machine's log goes on where it stopped. */
const explainers = new WeakMap<ExplainedMachine, Explainer>();

const rowsOf = ({ trace }: ExplainedMachine): Rows => ({
  get length() {
    return trace.length;
  },
  at: (number) => (number >= 0 && number < trace.length ? trace.step(number) : undefined),
});

function explainerOf(machine: ExplainedMachine): Explainer {
  let explainer = explainers.get(machine);
  if (explainer === undefined) {
    let shown: Snapshot | undefined;
    let shownAt = '';
    const rows = rowsOf(machine);
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

export interface ByteDifference extends AnswerByte {
  /** The step of each run that wrote the byte; undefined where its answer has ended before. */
  readonly steps: readonly [left: number | undefined, right: number | undefined];
}

/**
 * From the first byte at which the answers of two machines differ to the step of each that wrote it: `originOf` goes on
 * from there. Undefined where the answers are equal, up to the cursors.
 */
export function byteDifferenceOf(left: ExplainedMachine, right: ExplainedMachine): ByteDifference | undefined {
  const [one, other] = [left.snapshot(), right.snapshot()];
  const found = differingByte(one, other);
  if (found === undefined) return undefined;
  return { ...found, steps: [writerOf(rowsOf(left), one, found), writerOf(rowsOf(right), other, found)] };
}
