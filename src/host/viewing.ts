/** Shows the machine of a session at other moments, beside another server, and as a scenario. */
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
  session.tell({ type: 'comparedSnapshot', step, snapshot: session.comparison.seek(step) });
}

export function exportScenario(session: MachineSession): void {
  const scenario = session.attempt(
    'export',
    (message) => noticeOf('exportFailed', { message }),
    () => session.machine?.scenario,
  );
  if (scenario !== undefined) session.tell({ type: 'exported', scenario });
}
