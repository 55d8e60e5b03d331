/**
 * Runs the machine of a session: in slices, as far as the wall clock allows, until it rests, is paused or has ended.
 */
import type { Machine, RunResult } from '../index.ts';
import { failureNotice } from './app-loading.ts';
import { BUDGETS } from './budget.ts';
import type { Known } from './protocol.ts';
import type { MachineSession } from './machine-session.ts';
import { hasCaughtUp } from './plans.ts';
import { isReplayed, replayScenario } from './scenario-replay.ts';

const MILLIS_PER_SECOND = 1_000;

/** How many system calls a machine makes between two looks at the clock. */
const CALLS_AT_A_TIME = 100;

/** Runs one slice, reports it, and schedules the next one. */
export function run(session: MachineSession): void {
  const { machine, pauses, replay } = session;
  if (machine === undefined || session.isOver || (pauses.isHeld && replay === undefined)) return;
  session.stopTimer();
  session.preparation.noteRun();
  const wasPaused = pauses.pause !== undefined;
  const result = runSlice(session, machine);
  if (replay === undefined) pauses.learn(machine, result);
  const budget = session.budget.usedUp(machine, result.why);
  session.isOver = budget !== undefined;
  session.report(result.why === 'panic' || session.isOver || wasPaused || pauses.pause !== undefined);
  if (replay !== undefined && isReplayed(machine, result, replay)) endReplay(session, machine);
  // A broken machine goes no further, but the reader can look at its past.
  if (result.why === 'panic') return session.tell({ type: 'failed', notice: failureNotice(result.panic) });
  if (budget !== undefined) return session.tell({ type: 'failed', notice: budget });
  if (wasPaused || pauses.pause !== undefined) session.tellPause();
  if (pauses.pause !== undefined) return session.pacing.pause();
  return scheduleNext(session, machine, replay === undefined ? result.why : 'stopped');
}

/** Lets a machine go on after an input. A paused one only shows the input. */
export function goOn(session: MachineSession, machine: Machine): void {
  if (!session.pauses.isHeld) return run(session);
  session.pauses.touch(machine);
  return showPaused(session);
}

/** Shows a paused machine where it is. */
export function showPaused(session: MachineSession): void {
  session.stopTimer();
  session.pacing.pause();
  session.report(true);
  session.tellPause();
  compareSoon(session);
}

/** Ends a replay: the page learns what its clients did and received, and the machine can be controlled. */
export function endReplay(session: MachineSession, machine: Machine): void {
  const { pauseAt, before } = session.replay ?? {};
  session.replay = undefined;
  session.fallback = undefined;
  if (before !== undefined) return goOnAsKnown(session, machine, before.known);
  session.skipClients(machine);
  session.control(machine);
  if (pauseAt?.isChoice === false) session.pauses.hold(machine, 'link');
  // Before the history: a page that knows the plans does not connect before a connection that the scenario opens.
  session.tellPlans();
  session.tellHistory(machine);
  session.report(true);
  session.tellPause();
}

/** The machine that was made again stands where the one before it stood, of which the page knows. */
function goOnAsKnown(session: MachineSession, machine: Machine, known: Known): void {
  session.skipKnown(machine, known);
  session.control(machine);
  session.tellPause();
  session.report(true);
}

/** Compares with the other server, if there is one, once nothing else is to be done. */
export function compareSoon(session: MachineSession): void {
  session.comparison.soon(() => {
    const { machine, app, replay } = session;
    if (machine === undefined || app === undefined || replay !== undefined) return;
    const comparison = session.comparison.compare(machine, app);
    if (comparison !== undefined) session.tell({ type: 'compared', comparison });
  });
}

function scheduleNext(session: MachineSession, machine: Machine, why: RunResult['why']): void {
  const isBusy = why === 'stopped';
  session.timeShare.note(session.number, isBusy);
  if (isBusy) return session.schedule(() => run(session), 0);
  compareSoon(session);
  const due = machine.nextDue;
  if (due !== undefined) return session.schedule(() => run(session), (due - machine.time) * MILLIS_PER_SECOND);
  session.pacing.pause();
  return session.preparation.schedule(machine);
}

function runSlice(session: MachineSession, machine: Machine): RunResult {
  const { clock, replay, timeShare } = session;
  const end = clock.now() + timeShare.sliceMillis(session.number);
  const replaysAll = replay !== undefined && replay.pauseAt === undefined && replay.before === undefined;
  for (;;) {
    const result = runSome(session, machine);
    if (replaysAll ? hasCaughtUp(machine, result) : result.why !== 'stopped') return result;
    if (result.steps > BUDGETS.steps || clock.now() >= end) return result;
  }
}

function runSome({ replay, pacing }: MachineSession, machine: Machine): RunResult {
  if (replay !== undefined) return replayScenario(machine, replay, CALLS_AT_A_TIME);
  return machine.run({ calls: CALLS_AT_A_TIME, until: pacing.limit(machine.time) });
}
