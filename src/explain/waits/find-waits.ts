/**
 * Finds who waits for what, at the step of a snapshot: a function of the snapshot and of the rows before it. Waits of
 * the server come first, then those of clients; a thread that runs does not wait.
 */
import type { Snapshot } from '../../trace/snapshot.ts';
import { clientWait } from './client-wait.ts';
import { WaitHistory } from './history.ts';
import type { Rows } from './history.ts';
import { Scene } from './scene.ts';
import { threadWait } from './thread-wait.ts';
import type { Wait } from './wait.ts';

/** All waits at a snapshot. The history has read at least the rows before it. */
export function findWaits(snapshot: Snapshot, history: WaitHistory): Wait[] {
  const scene = new Scene(snapshot, history);
  const ofServer: Wait[] = [];
  const ofClients: Wait[] = [];
  for (const thread of snapshot.threads) {
    const client = scene.clientOfProcess(thread.pid);
    const wait = client === undefined ? threadWait(scene, thread) : clientWait(scene, thread, client);
    if (wait !== undefined) (client === undefined ? ofServer : ofClients).push(wait);
  }
  return [...ofServer, ...ofClients, ...refusals(scene)];
}

/** Clients that found no server: they wait no more, and may not know why. */
function refusals({ snapshot, history }: Scene): Wait[] {
  const waits: Wait[] = [];
  for (const { tid, client, step, time, errno, address } of history.failures(snapshot.step)) {
    if (errno !== 'ECONNREFUSED') continue;
    const who = { tid, pid: tid, thread: `client-${client}`, client };
    const values = { connection: client + 1, address };
    waits.push({ who, code: 'client.refused', values, files: [], since: time, step, endedBy: [], because: undefined });
  }
  return waits;
}

/** A machine, as far as its waits need it. */
interface Explained {
  readonly trace: {
    readonly length: number;
    event(number: number): { readonly kind: string; readonly name: string; readonly tid: number } | undefined;
    step(number: number): { readonly detail: string; readonly time: number; readonly depth: number };
  };
  snapshot(): Snapshot;
}

/** Who waits for what in a machine at its cursor. Throws TypeError for a machine without a trace. */
export function waitsOf(machine: Explained): Wait[] {
  const history = new WaitHistory();
  history.read(rowsOf(machine.trace));
  return findWaits(machine.snapshot(), history);
}

/** The rows of a trace, whose details are made when they are read. */
export function rowsOf(trace: Explained['trace']): Rows {
  return {
    get length() {
      return trace.length;
    },
    at(number) {
      const event = trace.event(number);
      if (event === undefined) return undefined;
      const { kind, name, tid } = event;
      const step = (): { readonly detail: string; readonly time: number; readonly depth: number } => trace.step(number);
      return {
        ...{ number, kind, name, tid },
        get detail() {
          return step().detail;
        },
        get time() {
          return step().time;
        },
        get depth() {
          return step().depth;
        },
      };
    },
  };
}
