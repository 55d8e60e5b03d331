/**
 * What the log says about bytes, sorted by who moved them: clients, the network, handlers. `follow.ts` fills it in row
 * by row. Positions count from the first byte of the connection in that direction.
 */
import type { MomentRow } from '../moments/moment.ts';
import type { Literal } from './literals.ts';

/** A row of the log: `Step` of the library, a row of a face. */
export type Row = MomentRow;

/** The rows of a log. */
export interface Rows {
  readonly length: number;
  at(number: number): Row | undefined;
}

/** Bytes that moved together, and the step at which they had moved. */
export interface Move {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** A client's end of its connection. */
export interface ClientRecord {
  readonly number: number;
  readonly tid: number;
  /** Inputs of the machine: lines and keys. */
  readonly typed: Move[];
  readonly sends: Move[];
  readonly receives: Move[];
  connect: number | undefined;
  /** `127.0.0.1:32768`; undefined before it is known. */
  address: string | undefined;
}

/** What happened to bytes in one direction of a connection between the two kernels. */
export interface Travel {
  /** Into and out of the receive queue of the end that receives. */
  readonly queued: Move[];
  readonly taken: Move[];
  readonly sent: Move[];
  readonly arrived: (Move & { readonly isDropped: boolean })[];
  /** The steps at which a segment was lost. */
  readonly lost: number[];
}

export type ReadRole = 'request line' | 'header' | 'body' | 'drained' | 'chunk size' | 'chunk end';

/** Bytes that left `rfile`. */
export interface Read extends Move {
  readonly role: ReadRole;
  /** The innermost call around it that is no method of a file. */
  readonly by: string;
}

export type WriteRole = 'head' | 'app' | 'last chunk' | 'continue' | 'error page' | 'other';

/** A call of `wfile.write`. */
export interface Write extends Move {
  readonly role: WriteRole;
  /** The step of the call in which it was made. */
  readonly group: number;
  readonly by: string;
  /** The lines that went through `_headers_buffer`. */
  readonly lines: readonly HeadLine[];
}

/** A line that was put into `_headers_buffer`. */
export interface HeadLine {
  /** The step of the call. */
  readonly step: number;
  readonly is: 'status' | 'header';
  /** The arguments of the call: name and value, or code and reason. */
  readonly args: readonly Literal[];
  /** Who called: `app` for a header of `headers_set` or the app's status, the server itself, or its error. */
  readonly by: 'app' | 'server' | 'error' | 'other';
  /** Number of the header among those that the same call sent. */
  readonly place: number;
  /** The step of the call that it is made by. */
  readonly group: number;
  isBuffered: boolean;
  length: number | undefined;
}

export interface Start {
  readonly step: number;
  readonly args: readonly Literal[];
  /** The innermost call around it. */
  readonly by: string;
  readonly byStep: number;
}

/** One run of the app. */
export interface Execute {
  readonly step: number;
  end: number | undefined;
  readonly starts: Start[];
  /** The exception that left it, and the first step at which it was seen. */
  failed: { readonly step: number; readonly text: string } | undefined;
  /** `Response.set_data`: it counts the body. */
  counted: number | undefined;
}

/** One request of a connection. */
export interface RequestRecord {
  readonly line: Read;
  readonly headers: Read[];
  /** The return of `parse_request`. */
  parsed: number | undefined;
  /** The steps at which `command`, `path` and `request_version` changed. */
  readonly attributes: Map<string, number>;
  /** The return of `make_environ`. */
  environ: number | undefined;
  readonly executes: Execute[];
}

/** What one handler did with its connection. */
export interface Handling {
  readonly tid: number;
  readonly step: number;
  end: number | undefined;
  /** The address of the client in the arguments; undefined for a Unix socket. */
  readonly address: string | undefined;
  /** The step at which the connection was accepted, and its descriptor. */
  readonly accept: number | undefined;
  readonly fd: number | undefined;
  /** The step at which `rfile` was made. */
  rfile: number | undefined;
  readonly received: Move[];
  readonly reads: Read[];
  readonly writes: Write[];
  readonly sends: Move[];
  readonly requests: RequestRecord[];
  /** The step at which the server's end was closed. */
  closed: number | undefined;
}

/** A text that the server wrote to its standard error. */
export interface Logged {
  readonly step: number;
  /** Bytes of the log, counted from its beginning. */
  readonly from: number;
  to: number;
  readonly handling: Handling | undefined;
  readonly request: RequestRecord | undefined;
  /** The calls around it, from the outermost. */
  readonly calls: readonly { readonly step: number; readonly name: string }[];
}

/** A descriptor of a process. */
export interface Descriptor {
  readonly pid: number;
  readonly fd: number;
  readonly step: number;
  /** The system call, or `fork` for one that was inherited. */
  readonly how: string;
  readonly detail: string;
  /** The one of the parent that a fork has copied. */
  readonly from?: Descriptor;
  closed: number | undefined;
}

/** The end of the range that was reached. */
export const endOf = (moves: readonly Move[]): number => moves.at(-1)?.to ?? 0;

/** Adds bytes to those that have moved before. */
export function moveOn(moves: Move[], step: number, count: number): void {
  const from = endOf(moves);
  if (count > 0) moves.push({ step, from, to: from + count });
}
