/**
 * What a moment is: a place in the log that has a name, a cause that can be said in one sentence, and something to look
 * at. The log has hundreds of steps for a request; about twenty of them are moments. Absent on purpose: how moments are
 * found (`find-moments.ts`) and their sentences (`sentences`).
 */
import type { LaneName } from '../../vocabulary.ts';

/**
 * The walk: what happens to one request that all goes well for, in its order. Names are Python's where one method is
 * meant; the others name what is done: `app` calls the app, `write` is the first one, which sends the headers, `close`
 * ends the connection.
 */
export const WALK = [
  'run_simple',
  'make_server',
  'serve_forever',
  'select',
  'get_request',
  'process_request',
  'finish_request',
  'setup',
  'handle_one_request',
  'parse_request',
  'run_wsgi',
  'make_environ',
  'app',
  'start_response',
  'write',
  'finish',
  'close',
] as const;
export type WalkName = (typeof WALK)[number];

/** What happens besides, in some runs only. Extended by the rules that find them. */
export const EVENTS = [
  // What clients do, and what reaches them.
  ...(['connect', 'refused', 'queue full', 'sent', 'half-close', 'answered', 'end', 'client close'] as const),
  // Threads and processes of the server.
  ...(['thread', 'fork', 'reap', 'lost update'] as const),
  // Within a request.
  ...(['empty request', 'leftover', 'continue', 'handle', 'drain', 'iterator close', 'not closed'] as const),
  // Faults.
  ...(['error', 'exception', 'handle_error', 'dropped', 'reset', 'timeout', 'rejected', 'accept failed'] as const),
  // The network.
  ...(['lost', 'sent again'] as const),
  // The end of the server.
  ...(['interrupt', 'shutdown', 'server_close'] as const),
] as const;
export type EventName = (typeof EVENTS)[number];

export type MomentName = WalkName | EventName;

/** Values of a sentence: texts of the log, and numbers. */
export type CauseValues = Readonly<Record<string, string | number>>;

/** Why the moment comes, as data: a sentence of each language is made of it. */
export interface Cause {
  /** Key of the sentence, `select.connection` for one. */
  readonly code: string;
  readonly values: CauseValues;
}

/** Bytes of a connection, counted from the first one in that direction. */
export interface MomentBytes {
  readonly direction: 'request' | 'response';
  readonly from: number;
  readonly to: number;
}

/** Where to look: what a face lights. All members are hints; what is not there is not lit. */
export interface MomentLight {
  readonly bytes?: MomentBytes;
  readonly lanes?: readonly LaneName[];
  /** Keys of the environ. */
  readonly keys?: readonly string[];
  /** The part of a face that shows it. */
  readonly tab?: 'ladders' | 'stack' | 'sockets' | 'wsgi' | 'log' | 'threads';
}

export interface Moment {
  readonly name: MomentName;
  /** The first step that belongs to it: the call of the method. */
  readonly from: number;
  /**
   * The step that shows it best: a face shows the machine after it (its cursor is `step + 1`). For a method that makes
   * something, it is the return; steps of moments ascend within a connection.
   */
  readonly step: number;
  /** The thread of the server, or of the client, that it happens in. */
  readonly tid: number;
  /** Number of the client whose connection it concerns, from 0; undefined before there is one. */
  readonly client: number | undefined;
  /** Number of the request on that connection, from 0; undefined outside of requests. */
  readonly request: number | undefined;
  readonly cause: Cause;
  readonly light: MomentLight;
}

/** A row of the log, as moments are found in it: `Step` of the library, a row of a face. */
export interface MomentRow {
  readonly number: number;
  readonly kind: string;
  readonly tid: number;
  readonly depth: number;
  readonly name: string;
  readonly detail: string;
  /** Virtual time in seconds since boot. */
  readonly time: number;
}

/** Whether the name is a stop of the walk. */
export const isWalkName = (name: string): name is WalkName => (WALK as readonly string[]).includes(name);
