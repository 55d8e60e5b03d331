/** The threads of the server in a snapshot, and which of them to show. */
import type { Snapshot, ThreadSnapshot } from '../../src/index.ts';

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
