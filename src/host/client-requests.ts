/** What the reader does with clients, and to the server. */
import type { Machine } from '../index.ts';
import { MOST_OPEN_CONNECTIONS } from './limits.ts';
import { isInput } from './inputs-at-cursor.ts';
import type { HostInput } from './inputs-at-cursor.ts';
import type { MachineSession } from './machine-session.ts';
import { noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import { connectPending } from './plans.ts';
import type { ClientAction } from './protocol.ts';
import { goOn } from './running.ts';

/**
 * Performs an action of a client. An action of a connection that has ended is ignored: the page may not know of its
 * end yet.
 */
export function actAsClient(session: MachineSession, client: number, action: ClientAction): void {
  const { machine } = session;
  if (machine === undefined) return;
  if (action.act !== 'connect')
    return isInput(machine, client, action) ? perform(session, { client, action }) : undefined;
  const notice = connectPending(machine) ?? tooManyConnections(machine);
  if (notice === undefined) return perform(session, { client: machine.clients.length, action });
  session.reject('client', notice);
  session.tellHistorySoon();
}

/** Presses Ctrl+C in the terminal of the server. */
export function interrupt(session: MachineSession): void {
  const { machine } = session;
  if (machine === undefined || session.replay !== undefined) return;
  // The page may not know yet that the server has ended.
  if (machine.serverProcess.exitStatus !== undefined) return session.reject('interrupt', noticeOf('serverEnded', {}));
  perform(session, 'interrupt');
}

/** Does something exactly where the machine is; perhaps in another machine, which has the same history. */
function perform(session: MachineSession, input: HostInput): void {
  const { machine } = session;
  if (machine === undefined) return;
  const next = session.attempt(
    input === 'interrupt' ? 'interrupt' : 'client',
    (message) => noticeOf('inputFailed', { message }),
    () => session.inputs.perform(machine, input),
  );
  if (next === undefined) {
    if (input !== 'interrupt' && input.action.act === 'connect') session.tellHistorySoon();
    return;
  }
  if (next !== machine) {
    session.take(next, machine.cursor);
    session.control(next, true);
    session.tell({ type: 'branched', from: machine.cursor, isSame: true });
  }
  session.skipInputs(next);
  goOn(session, next);
}

/**
 * A server may need a thread for each connection beside that of the client: more would exceed the budget of threads.
 */
function tooManyConnections({ clients }: Machine): Notice | undefined {
  const open = clients.filter(({ isUsable }) => isUsable).length;
  return open < MOST_OPEN_CONNECTIONS ? undefined : noticeOf('tooManyConnections', { limit: MOST_OPEN_CONNECTIONS });
}
