/** One process: its own address space (`memory`), descriptors, threads and children. */
import type { FdTable } from '../files/fd-table.ts';
import type { Thread } from './thread.ts';
import type { Pid } from '../types.ts';
import { WaitQueue } from './wait-queue.ts';

/** State of one process, which fork(2) copies: plain data by name. */
export type Memory = Record<string, unknown>;

/** How a process ended: its exit status, or -N for signal N. */
export type ExitStatus = number;

export class Process {
  readonly threads = new Set<Thread>();
  readonly children = new Map<Pid, Process>();
  /** Woken when a child ends. */
  readonly childEnded = new WaitQueue();
  /** Set when the process has ended; it is a zombie until its parent waits for it. */
  exitStatus: ExitStatus | undefined;
  /** Whether it runs at the other end of the link, so that its connections use the link. */
  isRemote = false;
  /** Python's state per interpreter: class attributes written at run time, the table of threads and the like. */
  readonly interpreter = new Map<unknown, unknown>();

  readonly pid: Pid;
  readonly parent: Process | undefined;
  readonly name: string;
  readonly state: { readonly fds: FdTable; readonly memory: Memory };

  constructor(
    pid: Pid,
    parent: Process | undefined,
    name: string,
    state: { readonly fds: FdTable; readonly memory: Memory },
  ) {
    this.pid = pid;
    this.parent = parent;
    this.name = name;
    this.state = state;
  }

  get fds(): FdTable {
    return this.state.fds;
  }

  get memory(): Memory {
    return this.state.memory;
  }

  get isAlive(): boolean {
    return this.exitStatus === undefined;
  }

  /** The thread that signals are delivered to: the first one. */
  get mainThread(): Thread | undefined {
    for (const thread of this.threads) return thread;
    return undefined;
  }
}
