/**
 * The machine at one step, as plain frozen values: what `ps`, `ss`, `lsof` and a debugger would show. A snapshot holds
 * no live object; it can be posted to a page, kept, and compared.
 */
import type { SocketAddress } from '../kernel/types.ts';
import type { ThreadState } from '../kernel/process.ts';
import type { LaneName } from '../vocabulary.ts';

/** A value prepared for display: long text is cut, objects are named. */
export type Shown =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Shown[]
  | { readonly [name: string]: Shown };

/** One method or function that is running in a thread; the innermost is last in a stack. */
export interface FrameSnapshot {
  /** Python's module and qualified name: `socketserver.BaseServer.process_request`. */
  readonly name: string;
  /** Class of the object it runs on, Python's name; empty for a function. */
  readonly self: string;
  readonly args: readonly Shown[];
  /** The step at which it was entered. */
  readonly step: number;
}

export interface ThreadSnapshot {
  readonly tid: number;
  readonly pid: number;
  readonly name: string;
  readonly state: ThreadState;
  /** The system call it waits in, e.g. `poll([3: POLLIN], 500 ms)`; undefined while it does not wait. */
  readonly waitsIn: string | undefined;
  /** The threads that it waits for, where the object that it waits on names them: who holds a lock, who is joined. */
  readonly waitsFor: readonly number[];
  readonly stack: readonly FrameSnapshot[];
}

export interface DescriptorSnapshot {
  readonly fd: number;
  readonly kind: string;
  /** For a socket: its number. */
  readonly socket: number | undefined;
  /**
   * For an epoll instance: the registered descriptors, and which of their events are ready now. Masks of EPOLL* bits.
   */
  readonly registered: readonly { readonly fd: number; readonly events: number; readonly ready: number }[];
}

export interface ProcessSnapshot {
  readonly pid: number;
  readonly parent: number | undefined;
  readonly name: string;
  readonly exitStatus: number | undefined;
  readonly descriptors: readonly DescriptorSnapshot[];
  readonly memory: { readonly [name: string]: Shown };
}

export interface SocketSnapshot {
  readonly id: number;
  readonly family: string;
  readonly type: string;
  /** `closed`, `listen`, `established`, … as ss(8) names TCP states. */
  readonly state: string;
  readonly local: SocketAddress | undefined;
  readonly remote: SocketAddress | undefined;
  /** Bytes in the kernel that have not been read yet. */
  readonly receiveQueue: Uint8Array;
  /** Bytes in the kernel for which the peer has no room yet. */
  readonly sendQueue: Uint8Array;
  /** For a listener: connections that wait to be accepted (socket numbers), and how many may wait. */
  readonly backlog: readonly number[];
  readonly backlogLimit: number;
}

/** An open selector, and its registered descriptors. */
export interface SelectorSnapshot {
  /** `PollSelector`, `EpollSelector` … */
  readonly className: string;
  readonly pid: number;
  /** `events` is a mask of EVENT_READ (1) and EVENT_WRITE (2), `ready` one of the POLL* bits that hold now. */
  readonly registered: readonly { readonly fd: number; readonly events: number; readonly ready: number }[];
}

/** One buffer of a connection: all bytes that ever came into it, and how many of them have left it. */
export interface Lane {
  readonly name: LaneName;
  readonly bytes: Uint8Array;
  /** How many of `bytes`, from the start, have been read out of it. */
  readonly read: number;
  /** How many bytes came before those in `bytes` (dropped to keep the snapshot small). */
  readonly dropped: number;
}

/** One connection between a client and the server, with its handler. */
export interface ConnectionSnapshot {
  /** Number of the client, in the order in which clients connect. */
  readonly client: number;
  /** The accepted socket, once it is accepted. */
  readonly socket: number | undefined;
  /** The client's socket. */
  readonly clientSocket: number | undefined;
  /** Includes the wires when the link is not perfect: their unread bytes are in transit, lost segments too. */
  readonly lanes: readonly Lane[];
  readonly handler: HandlerSnapshot | undefined;
}

/** The request handler of a connection, as far as it has got. */
export interface HandlerSnapshot {
  readonly className: string;
  readonly tid: number;
  readonly command: string | undefined;
  readonly path: string | undefined;
  readonly requestVersion: string | undefined;
  readonly closeConnection: boolean | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[] | undefined;
  readonly environ: readonly (readonly [key: string, value: Shown])[] | undefined;
  readonly statusSet: Shown;
  readonly headersSet: Shown;
  readonly headersSent: Shown;
}

/** The machine at one step. */
export interface Snapshot {
  readonly step: number;
  /** Virtual time in seconds since boot. */
  readonly time: number;
  readonly running: number | undefined;
  readonly processes: readonly ProcessSnapshot[];
  readonly threads: readonly ThreadSnapshot[];
  readonly sockets: readonly SocketSnapshot[];
  readonly selectors: readonly SelectorSnapshot[];
  readonly connections: readonly ConnectionSnapshot[];
  /** What the server has written to its standard error so far, with its colours (ANSI). */
  readonly log: string;
}
