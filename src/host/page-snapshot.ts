/**
 * Prepares a snapshot for the page: leaves out what it does not draw, nearly all of it after a thousand connections,
 * and uses the page's names.
 */
import type { Snapshot } from '../index.ts';
import { pageName } from './thread-names.ts';

/** Most sockets in TIME_WAIT that the page gets: the last ones. */
export const MOST_ENDED = 50;

/**
 * Leaves out connections that are not shown, and most sockets in TIME_WAIT.
 * @param clients whose connections are shown.
 */
export function forPage(snapshot: Snapshot, clients: readonly number[]): Snapshot {
  const { connections, sockets, processes, threads } = snapshot;
  let ended = 0;
  for (const { state } of sockets) if (state === 'time-wait') ended += 1;
  return {
    ...snapshot,
    processes: processes.map((process) => ({ ...process, name: pageName(process.name) })),
    threads: threads.map((thread) => ({ ...thread, name: pageName(thread.name) })),
    connections: connections.filter(({ client }) => clients.includes(client)),
    sockets:
      ended <= MOST_ENDED ? sockets : sockets.filter(({ state }) => state !== 'time-wait' || (ended -= 1) < MOST_ENDED),
  };
}
