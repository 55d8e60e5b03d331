/** The requests of the debugger: breakpoints, pause, moves, choices and plans. */
import type { BreakpointSpec, Machine } from '../index.ts';
import type { MachineSession } from './machine-session.ts';
import { errorNotice, noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import type { Asking, PlannedInfo, StepMove } from './protocol.ts';
import { goOn, run, showPaused } from './running.ts';

/** The machine, unless it replays: then the debugger must wait. */
const machineOf = ({ machine, replay }: MachineSession): Machine | undefined =>
  replay === undefined ? machine : undefined;

export function setBreakpoints(session: MachineSession, specs: readonly BreakpointSpec[]): void {
  const problems = session.pauses.setBreakpoints(machineOf(session), specs);
  for (const problem of problems) session.tell({ type: 'breakpointRejected', ...problem });
}

export function pause(session: MachineSession): void {
  const machine = machineOf(session);
  if (machine === undefined) return;
  session.pauses.hold(machine);
  showPaused(session);
}

export function resume(session: MachineSession): void {
  if (machineOf(session) === undefined) return;
  session.pauses.release();
  session.tellPause();
  run(session);
}

export function step(session: MachineSession, move: StepMove, from: number): void {
  const machine = machineOf(session);
  if (machine === undefined || !session.pauses.isHeld) return;
  if (!session.pauses.step(machine, move, from)) session.reject('step', noticeOf('nothingToStep', {}));
  showPaused(session);
}

export function askForChoices(session: MachineSession, isAsking: Asking): void {
  try {
    session.pauses.ask(machineOf(session), isAsking);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    session.reject('askForChoices', errorNotice(error));
  }
  session.tellPause();
  run(session);
}

export function choose(session: MachineSession, tid: number): void {
  const machine = machineOf(session);
  // The page may not know yet that there is nothing to choose any more.
  if (machine?.choice?.candidates.some((candidate) => candidate.tid === tid) !== true) return;
  machine.choose(tid);
  run(session);
}

export function plan(session: MachineSession, planned: Omit<PlannedInfo, 'id'>): void {
  changePlans(session, 'plan', (machine) => session.plans.add(machine, planned));
}

export function cancelPlan(session: MachineSession, id: number): void {
  changePlans(session, 'cancelPlan', (machine) => session.plans.cancel(machine, id));
}

function changePlans(
  session: MachineSession,
  request: 'plan' | 'cancelPlan',
  change: (machine: Machine) => Notice | undefined,
): void {
  const machine = machineOf(session);
  if (machine === undefined) return;
  const notice = change(machine);
  if (notice !== undefined) return session.reject(request, notice);
  goOn(session, machine);
}
