/** Living through what was lived before: how far a machine has to come until it stands where it stood, and what is said of that. */
import type { Machine, RunResult } from '../../src/index.ts';

/** Between two looks at the clock. */
const STEPS_AT_A_TIME = 2_000;
/** Goes on towards the step at which a machine is to stand; `why` is `stopped` while it is on the way. */
export function liveTowards(machine: Machine, step: number): RunResult {
  const before = machine.trace.length;
  machine.runTo(Math.max(machine.cursor, Math.min(step, before + STEPS_AT_A_TIME)));
  const { cursor, time, trace } = machine;
  const result = { breakpoints: [], steps: trace.length, time, panic: undefined };
  if (cursor < step && trace.length > before) return { why: 'stopped', ...result };
  // Nothing moves, but what is due is done; where the log is longer, it has been.
  return cursor === trace.length ? machine.run({ resumptions: 0, until: time }) : { why: 'steps', ...result };
}

/** What is to be known of a new future: what was planned in the old one, and that it does not begin exactly where that was left. */
export function noteOfFuture(
  next: Machine,
  step: number,
  left: { readonly plans: number; readonly name: string },
): string {
  const { plans, name } = left;
  const notes: string[] = [];
  if (plans > 0) {
    const what = plans === 1 ? 'One plan stays' : `${plans.toLocaleString('en')} plans stay`;
    notes.push(`${what} with ‘${name}’: nothing is planned in the new future.`);
  }
  const { length } = next.trace;
  if (length > step) {
    notes.push(
      `Inside a plain function a thread can not stop: what you do now comes after step ${length.toLocaleString('en')}.`,
    );
  }
  return notes.join(' ');
}
