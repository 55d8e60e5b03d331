/** Shows the machine of a session at other moments, beside another server, and as a scenario. */
import { LINK_LIMITS } from './limits.ts';
import type { MachineSession } from './machine-session.ts';
import { noticeOf } from './notices.ts';
import type { ServerKind } from './protocol.ts';
import { compareSoon } from './running.ts';

export function seek(session: MachineSession, step: number): void {
  const { machine } = session;
  if (machine === undefined) return;
  const snapshot = session.attempt(
    'seek',
    (message) => noticeOf('seekFailed', { step, message }),
    () => session.snapshotForPage(machine.seek(Math.min(step, machine.trace.length))),
  );
  if (snapshot !== undefined) session.preparation.schedule(machine);
  const seen = session.clientsAt(snapshot?.step ?? machine.trace.length);
  session.tell({ type: 'snapshot', step, snapshot, seen });
}

export function showClients(session: MachineSession, clients: readonly number[]): void {
  session.shownClients = clients;
  if (session.replay === undefined) session.report();
}

export function compare(session: MachineSession, server: ServerKind | undefined): void {
  session.comparison.choose(server);
  compareSoon(session);
}

export function seekCompared(session: MachineSession, step: number): void {
  session.tell({ type: 'comparedSnapshot', step, snapshot: session.comparison.seek(step, session.shownClients) });
}

/**
 * What clients have sent is in the scenario. More than a link can hold is not exported: a message could not carry it
 * either.
 */
export function exportScenario(session: MachineSession, isQuiet: boolean): void {
  const { bytes: limit } = LINK_LIMITS;
  let bytes = 0;
  for (const { command } of session.machine?.inputs ?? []) bytes += command.do === 'send' ? command.data.length : 0;
  if (bytes > limit) {
    if (!isQuiet)
      session.tell({ type: 'rejected', request: 'export', notice: noticeOf('exportTooLarge', { bytes, limit }) });
    return;
  }
  const scenario = session.attempt(
    'export',
    (message) => noticeOf('exportFailed', { message }),
    () => session.machine?.scenario,
  );
  if (scenario !== undefined) session.tell({ type: 'exported', scenario });
}
