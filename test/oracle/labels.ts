/** What the recordings call a thread: `server`, `handler-N`, `child-N`, `control`. */
import type { TraceEvent } from '../../src/trace/event.ts';

/** The part of a thread's first event that says who it is. */
export interface ThreadStart {
  readonly tid: number;
  readonly pid: number;
  readonly process: string;
  readonly parent: number | undefined;
}

export interface ThreadLabel {
  readonly label: string;
  readonly pid: number;
  readonly parent: number | undefined;
}

const ORDER = ['server', 'handler', 'child', 'control'];

/** Follows the threads of the server and of its children through a trace; other processes have no label. */
export class Labels {
  private readonly _byTid = new Map<number, ThreadLabel>();
  private readonly _server: string;
  private _forks = 0;
  private _handlers = 0;

  /** @param server name of the server's process. */
  constructor(server: string) {
    this._server = server;
  }

  /** Takes note of a `thread` event; answers the label of the thread that starts, if it is the server's. */
  add(event: TraceEvent): ThreadLabel | undefined {
    const start = event.a as ThreadStart | undefined;
    if (start === undefined) return undefined;
    const label = this._labelOf(event.name, start);
    if (label === undefined) return undefined;
    const entry = { label, pid: start.pid, parent: start.parent };
    this._byTid.set(start.tid, entry);
    return entry;
  }

  of(tid: number): ThreadLabel | undefined {
    return this._byTid.get(tid);
  }

  private _labelOf(name: string, { process }: ThreadStart): string | undefined {
    const isChild = process === `${this._server}-child`;
    if (!isChild && process !== this._server) return undefined;
    if (name === 'MainThread') {
      if (!isChild) return 'server';
      this._forks += 1;
      return `child-${this._forks}`;
    }
    if (!name.startsWith('Thread-')) return name;
    this._handlers += 1;
    return `handler-${this._handlers}`;
  }
}

/** The order in which the recordings list labels. */
export function sortedByLabel<T>(lists: ReadonlyMap<string, T>): Record<string, T> {
  return Object.fromEntries([...lists].toSorted(([a], [b]) => sortKey(a) - sortKey(b)));
}

function sortKey(label: string): number {
  const [name = '', number = '0'] = label.split('-');
  return (ORDER.indexOf(name) + 1 || ORDER.length + 1) * 1e6 + Number(number);
}
