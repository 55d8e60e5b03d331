/** Living through what was lived before: how far a machine has to come until it stands where it stood, and what is said of that. */
import type { Machine, PlannedInput, RunResult } from '../index.ts';
import { noticeOf } from './notices.ts';
import type { NoticeOf } from './notices.ts';
import type { PausedAt } from './protocol.ts';
import { hasCaughtUp, timeBeforePlans } from './plans.ts';

/** Between two looks at the clock. */
const STEPS_AT_A_TIME = 2_000;
/** Steps. */
const SHORTLY = 100;
/**
 * Goes on towards the step at which a machine is to stand; `why` is `stopped` while it is on the way. What was done shortly before, as to a
 * machine that stood still already, is done without anything else moving.
 */
export function replayTowards(machine: Machine, step: number): RunResult {
  const { length } = machine.trace;
  const { plannedBefore, next } = lastActions(machine, step);
  const end = Math.min(step, length + STEPS_AT_A_TIME);
  machine.runTo(Math.max(machine.cursor, Math.min(end, next?.step ?? end)));
  let result = stand(machine, next);
  const isStuck = machine.trace.length === length && machine.planned.length === plannedBefore;
  if (isStuck && machine.cursor < step) {
    machine.runTo(end);
    result = stand(machine, undefined);
  }
  const isThere = machine.cursor >= step || machine.trace.length === length;
  return { ...result, why: isThere ? (result.why === 'panic' ? 'panic' : 'steps') : 'stopped' };
}

/** Lives on through what was lived before: to where the machine is to stand, if that is said. */
export function replayScenario(machine: Machine, held: PausedAt | undefined, calls: number): RunResult {
  if (held !== undefined) return replayTowards(machine, held.step);
  const until = timeBeforePlans(machine);
  return machine.run({ calls, ...(until === undefined ? {} : { until }) });
}

/** Whether that is done. */
export function isThere(machine: Machine, result: RunResult, held: PausedAt | undefined): boolean {
  if (held !== undefined) return result.why !== 'stopped';
  return machine.planned.length === 0 || hasCaughtUp(machine, result);
}

function lastActions({ planned }: Machine, before: number): { plannedBefore: number; next: PlannedInput | undefined } {
  const next = planned.find(({ step }) => step !== undefined && step >= before - SHORTLY && step <= before);
  return { plannedBefore: planned.length, next };
}

/** Nothing moves, but what is due is done; where the log is longer than the cursor, it has been. */
function stand(machine: Machine, next: PlannedInput | undefined): RunResult {
  const { cursor, time, trace } = machine;
  if (cursor !== trace.length) return { why: 'steps', breakpoints: [], steps: trace.length, time, panic: undefined };
  const due = (next?.step ?? Infinity) <= cursor ? (next?.time ?? 0) : 0;
  return machine.run({ resumptions: 0, until: Math.max(time, due) });
}

/** A notice about the plans that stay with the branch that was left, if there are any. */
export function plansLeft(count: number, branch: string): NoticeOf<'plansLeftBehind'> | undefined {
  return count === 0 ? undefined : noticeOf('plansLeftBehind', { count, branch });
}
