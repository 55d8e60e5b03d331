/** Replays the inputs of a scenario, up to the step where its machine was paused or to its end. */
import type { Machine, PlannedInput, RunResult } from '../index.ts';
import type { Replay } from './machine-session.ts';
import { hasCaughtUp, timeBeforePlans } from './plans.ts';

/** Steps between two looks at the clock. */
const STEPS_AT_A_TIME = 2_000;
/** Inputs of this many last steps before the pause may have been performed on a machine that was paused already. */
const SHORTLY = 100;

/**
 * Goes on towards the step where the machine was paused; `why` is `stopped` while there is more to do. Inputs shortly
 * before that step are performed while nothing else moves, as on a machine that was paused already.
 */
function replayTowards(machine: Machine, step: number): RunResult {
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

/** Replays some of a scenario, towards its end: a step, a time, or the last input. */
export function replayScenario(machine: Machine, { pauseAt, before }: Replay, calls: number): RunResult {
  if (pauseAt !== undefined) return replayTowards(machine, pauseAt.step);
  const until = before?.time ?? timeBeforePlans(machine);
  return machine.run({ calls, ...(until === undefined ? {} : { until }) });
}

/** Whether the replay has ended. @param result that of the last run. */
export function isReplayed(machine: Machine, result: RunResult, { pauseAt, before }: Replay): boolean {
  if (pauseAt !== undefined || before !== undefined) return result.why !== 'stopped';
  return machine.planned.length === 0 || hasCaughtUp(machine, result);
}

function lastActions({ planned }: Machine, before: number): { plannedBefore: number; next: PlannedInput | undefined } {
  const next = planned.find(({ step }) => step !== undefined && step >= before - SHORTLY && step <= before);
  return { plannedBefore: planned.length, next };
}

/**
 * Performs the inputs that are due, while nothing else moves. Where the log is longer than the cursor, they have been
 * performed.
 */
function stand(machine: Machine, next: PlannedInput | undefined): RunResult {
  const { cursor, time, trace } = machine;
  if (cursor !== trace.length) return { why: 'steps', breakpoints: [], steps: trace.length, time, panic: undefined };
  const due = (next?.step ?? Infinity) <= cursor ? (next?.time ?? 0) : 0;
  return machine.run({ resumptions: 0, until: Math.max(time, due) });
}
