/**
 * What the page gets of a snapshot: without what it would not draw, which after a thousand connections is nearly all
 * of it, and with the page's names.
 */
import type { Snapshot } from '../index.ts';
import { pageName } from './thread-names.ts';

/** So many connections that have long ended are told of, the last ones. */
export const MOST_ENDED = 50;

/**
 * Leaves out the connections that are not looked at, and sockets that only wait for late segments, but for the last
 * ones.
 * @param clients those that are looked at.
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
