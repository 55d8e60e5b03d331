/** The threads of the server in a snapshot, and which of them to show. */
import type { Snapshot, ThreadSnapshot } from '../../src/index.ts';
import type { PageState } from './store.ts';

/** Threads of the server and its children, without those of the clients. */
export function serverThreads({ processes, threads }: Snapshot): readonly ThreadSnapshot[] {
  const pids = new Set(processes.filter(({ name }) => name.startsWith('server')).map(({ pid }) => pid));
  return threads.filter(({ pid }) => pids.has(pid));
}

/**
 * The thread to show: the running one, else the one that handles the connection, else the one with the deepest stack.
 */
export function focusThread(snapshot: Snapshot, handlerTid: number | undefined): ThreadSnapshot | undefined {
  const threads = serverThreads(snapshot);
  return (
    threads.find(({ tid }) => tid === snapshot.running) ??
    threads.find(({ tid, state }) => tid === handlerTid && state !== 'ended') ??
    threads.toSorted((one, other) => other.stack.length - one.stack.length)[0]
  );
}

/** The thread of the server that serves the connection that is shown; its first thread while none does. */
export function servingTid({ shown, connection }: Pick<PageState, 'shown' | 'connection'>): number | undefined {
  if (shown === undefined) return undefined;
  const handler = shown.connections.find(({ client }) => client === connection)?.handler;
  return handler?.tid ?? serverThreads(shown)[0]?.tid;
}
